import pytest

from articles import publishing
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected():
    """An article whose first edition named Ada Example and whose second, a correction, names nobody."""
    edition = builders.published("Ada Example opened the bridge.", builders.person("Ada Example"))
    copy = edition.article
    copy.body, copy.headline = "<p>Nobody opened the bridge.</p>", "Bridge shut"
    copy.save()
    publishing.correct(copy, by=None, note="It is shut.")
    return edition


def test_the_editions_of_an_article_are_listed_newest_first(client, corrected):
    page = read(client.get(f"/articles/{corrected.slug}/editions/"))
    numbered = [link for link in page.links if "/editions/" in link]
    assert numbered == [f"/articles/{corrected.slug}/editions/{n}/" for n in (2, 1)]
    for words in ("Edition 2: correction stands", "Edition 1: first edition", "It is shut.", "12:00 UTC"):
        assert words in page.text


def test_an_old_edition_says_that_it_does_not_stand_and_leads_to_the_one_that_does(client, corrected):
    page = read(client.get(f"/articles/{corrected.slug}/editions/1/"))
    assert "edition 1 (first edition), not the one that stands" in page.text
    assert "Ada Example opened the bridge." in page.text
    assert f"/articles/{corrected.slug}/" in page.links
    assert {"rel": "canonical", "href": f"http://testserver/articles/{corrected.slug}/"} in page.all("link")


def test_an_old_edition_links_no_names_and_offers_no_data(client, corrected):
    page = read(client.get(f"/articles/{corrected.slug}/editions/1/"))
    assert not [link for link in page.links if link.startswith("/people/") and link != "/people/"]
    assert page.all("script") == []


def test_the_edition_that_stands_says_so(client, corrected):
    page = read(client.get(f"/articles/{corrected.slug}/editions/2/"))
    assert "the one that stands" in page.text
    assert "not the one" not in page.text
    assert "Correction: It is shut." in page.text


@pytest.mark.parametrize("number", [0, 3, 99999999999999999999])
def test_an_edition_that_is_none_is_not_there(client, corrected, number):
    assert client.get(f"/articles/{corrected.slug}/editions/{number}/").status_code == 404


def test_an_edition_has_one_address(client, corrected):
    canonical = f"/articles/{corrected.slug}/editions/1/"
    assert client.get(f"/articles/{corrected.slug}/editions/001/")["Location"] == canonical
    copy = corrected.article
    copy.refresh_from_db()
    copy.slug = "moved"
    copy.save()
    publishing.publish(copy, by=None)
    assert client.get("/articles/moved/editions/1/")["Location"] == canonical
    assert client.get(canonical).status_code == 200


def test_editions_take_as_many_queries_for_many_as_for_one(client, corrected, django_assert_max_num_queries):
    copy = corrected.article
    copy.refresh_from_db()
    for _ in range(2):
        for path in ("editions/", "editions/1/"):
            with django_assert_max_num_queries(3):
                assert client.get(f"/articles/{copy.slug}/{path}").status_code == 200
        for _ in range(10):
            publishing.publish(copy, by=None)
