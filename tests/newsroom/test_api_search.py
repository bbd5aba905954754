"""Search by the API: the search page's answer for programs."""

import pytest

from articles import publishing
from newsroom.search import index
from tests import builders
from tests.api import ROOT, get

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(row, settings, tmp_path):
    """The record, with an index."""
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    return row


def kinds(client, **parameters):
    return [(hit["kind"], hit["id"]) for hit in get(client, "search/", **parameters)["results"]]


def test_everything_is_found_in_one_place_and_leads_to_its_row(client, row):
    found = get(client, "search/", q="example")
    assert found["total"] == len(found["results"]) > 3
    assert {"article", "person", "organization"} <= {hit["kind"] for hit in found["results"]}
    for hit in found["results"]:
        alone = client.get(hit["api_url"])
        assert (alone.status_code, alone.json()["id"]) == (200, hit["id"])


def test_a_search_is_narrowed_by_parameters(client, row):
    assert kinds(client, q="example", kind="person") == [("person", row.ada.pk)]
    for ref in (row.ada.slug, row.ada.pk, row.double.slug, row.double.pk):
        assert ("article", row.article.pk) in kinds(client, kind="article", person=ref)
    assert kinds(client, kind="article", person="nobody") == []
    assert kinds(client, kind="article", person="9" * 40) == []
    assert kinds(client, kind="article", section="world", year="2020") == [("article", row.article.pk)]


def test_facets_count_what_there_is(client, row):
    facets = {facet["name"]: facet["choices"] for facet in get(client, "search/", q="example")["facets"]}
    counts = {choice["value"]: choice["count"] for choice in facets["kind"]}
    assert counts["person"] == 1


def test_pages_of_hits_follow_each_other(client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    for number in range(45):
        builders.person(f"Zed Example {number}", state="public")
    index.rebuild()
    first = get(client, "search/", q="zed")
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [len(page["results"]) for page in (first, second, third)] == [20, 20, 5]
    assert len({hit["id"] for page in (first, second, third) for hit in page["results"]}) == 45
    assert (first["previous"], third["next"]) == (None, None)
    assert client.get(third["previous"]).json() == second


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "thing"),
        ("year", "20"),
        ("sort", "oldest"),
        ("person", "Ada!"),
        ("section", "x" * 121),
        ("cursor", "x"),
    ],
)
def test_what_makes_no_sense_is_refused(client, row, name, value):
    response = client.get(f"{ROOT}search/", {"q": "x", name: value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("text", ['"', "-", "\0", "a" * 5000, "😀", "AND OR ( [", "孟晚舟", ""])
def test_anything_may_be_typed(client, row, text):
    get(client, "search/", q=text)


def test_without_an_index_search_is_away_for_now(client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "none"
    response = client.get(f"{ROOT}search/", {"q": "x"})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


def test_what_is_suppressed_is_found_no_more_at_once(client, row):
    publishing.suppress(row.trust, by=None, reason="Asked for.")
    assert kinds(client, q="trust", kind="organization") == []
