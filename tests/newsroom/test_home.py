import pytest

from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def test_an_empty_site_has_a_home(client):
    page = read(client.get("/"))
    assert "No articles are published here yet." in page.text
    assert page.headings[0] == (1, "Latest")


def test_home_leads_to_the_newest_articles_stories_and_events(client):
    story = builders.story(public=True)
    event = builders.event(begins="2020-06-25", state="public")
    edition = builders.published("Ada Example opened the bridge.", story=story)
    page = read(client.get("/"))
    for row in (story, event):
        assert row.get_absolute_url() in page.links
    assert f"/articles/{edition.slug}/" in page.links
    assert "25 June 2020" in page.text


def test_home_takes_as_many_queries_for_one_row_as_for_many(client, django_assert_max_num_queries):
    for many in range(2):
        for n in range(1 + 12 * many):
            story = builders.story(f"Story {many} {n}", public=True)
            builders.published(story=story, section=builders.section())
            builders.event(begins="2020", state="public")
        with django_assert_max_num_queries(3):
            assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/", "/articles/", "/people/", "/stories/"])
def test_pages_are_only_read(client, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/articles/", "/people/", "/organizations/", "/events/", "/stories/"])
def test_a_head_request_is_answered_like_a_get_without_the_page(client, path):
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")
