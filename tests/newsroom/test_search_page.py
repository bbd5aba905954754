"""The page at /search/: a form, results, and links that narrow them."""

from itertools import pairwise

import pytest
from django.utils.html import escape

from articles import publishing
from newsroom.search.queries import search
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(searchable):
    ada, trust = builders.person("Ada Example"), builders.organization("Example Trust")
    for n in range(40):
        builders.person(f"Ada Example {n}", state="public")
    for n in range(3):
        copy = builders.article(
            f"Ada Example chairs Example Trust. “Yes {n},” she said.",
            headline=f"Bridge {n}",
            section=builders.section(),
        )
        builders.mention(copy, ada)
        builders.mention(copy, trust)
        builders.quote(copy, f"Yes {n},", ada)
        publishing.publish(copy, by=None)
    searchable()
    return ada


def get(client, **query):
    response = client.get("/search/", query)
    return response, read(response)


def test_every_page_has_the_form(client):
    for path in ("/", "/articles/", "/people/", "/nothing/"):
        page = read(client.get(path))
        [form] = page.all("form")
        assert (form["action"], form["method"], form["role"]) == ("/search/", "get", "search")
        assert [field["name"] for field in page.all("input")] == ["q"]


def test_the_page_itself_has_one_form_that_keeps_what_was_asked(client, published):
    _, page = get(client, q="ada <b>", kind="article", sort="newest")
    assert len(page.all("form")) == 1
    assert {field["name"]: field.get("value") for field in page.all("input")} == {
        "q": "ada <b>", "kind": "article", "sort": "newest",
    }  # fmt: skip


def test_nothing_asked_is_an_invitation(client, searchable):
    response, page = get(client)
    assert response.status_code == 200
    assert page.headings == [(1, "Search")]
    assert "found by any words" in page.text


def test_results_say_how_many_and_lead_on(client, published):
    _, page = get(client, q="ada example")
    total = search("ada example").total
    assert f"{total} results for “ada example”" in page.text
    assert [level for level, _ in page.headings][:2] == [1, 2]
    assert "?q=ada+example&page=2" in page.links
    assert f"/people/{published.slug}/" in page.links
    marked = client.get("/search/", {"q": "ada example", "kind": "article"}).content.decode()
    assert marked.count("<mark>Ada</mark> <mark>Example</mark>") == 3


def test_links_narrow_and_widen_again(client, published):
    _, page = get(client, q="bridge")
    assert f"?q=bridge&person={published.slug}" in page.links
    _, page = get(client, q="bridge", person=published.slug)
    assert "?q=bridge" in page.links
    assert "Ada Example – show all" in page.text
    assert [link["href"] for link in page.all("a") if link.get("aria-current") == "true"][-1] == "?q=bridge"


def test_every_link_of_a_page_of_results_works(client, published):
    _, page = get(client, q="ada")
    for link in {link for link in page.links if link.startswith("?")}:
        assert client.get(f"/search/{link}").status_code == 200, link


@pytest.mark.parametrize(
    ("number", "status"), [("2", 200), ("3", 200), ("4", 404), ("51", 404), ("0", 404), ("x", 404), ("", 404)]
)
def test_pages_end_where_results_do(client, published, number, status):
    response = client.get("/search/", {"q": "ada example", "page": number})
    assert response.status_code == status
    if number == "2":
        assert '<ol class="rows hits" start="21"' in response.content.decode()


def test_nothing_found_says_so_and_offers_what_would_be(client, published):
    _, page = get(client, q="exampel")
    assert "Nothing was found for “exampel”." in page.text
    assert "?q=example" in [link.lower() for link in page.links]
    _, page = get(client, q="ada", year="1999")
    assert "?q=ada" in page.links
    assert "Search without narrowing" in page.text


def test_a_long_question_is_cut_and_the_reader_is_told(client, published):
    response, page = get(client, q="ada " * 200)
    assert response.status_code == 200
    assert "only its beginning" in page.text


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='x", "\0\r\n", "%", "ada\\"],
)
def test_what_is_typed_is_text(client, published, text):
    for query in (
        {"q": text},
        {"q": "ada", "person": text, "year": text, "kind": text, "section": text, "sort": text},
    ):
        response, page = get(client, **query)
        assert response.status_code == 200
        assert page.all("script") == page.all("img") == []
        assert page.unclosed == []
    if text.strip("\0\r\n"):
        assert escape(text) in client.get("/search/", {"q": text}).content.decode()


def test_the_page_is_well_formed(client, published):
    for query in ({}, {"q": "ada"}, {"q": "nothing"}, {"q": "yes", "kind": "quote"}):
        _, page = get(client, **query)
        assert page.unclosed == []
        assert len(page.ids) == len(set(page.ids))
        levels = [level for level, _ in page.headings]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        labels = {label["for"] for label in page.all("label")}
        assert {field["id"] for field in page.all("input") if field["type"] == "search"} <= labels


def test_search_that_is_being_prepared_says_so(client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nothing"
    response, page = get(client, q="ada")
    assert response.status_code == 503
    assert "Search is being prepared" in page.text


def test_only_reading_is_answered(client, searchable):
    assert client.post("/search/", {"q": "ada"}).status_code == 405


def test_queries_do_not_grow_with_results(client, published, django_assert_max_num_queries):
    for query in ({"q": "ada"}, {"q": "ada", "kind": "article", "person": published.slug}, {"q": "exampel"}):
        with django_assert_max_num_queries(12):
            assert client.get("/search/", query).status_code == 200
