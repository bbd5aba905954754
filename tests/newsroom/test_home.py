from datetime import date

import pytest

from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def test_an_empty_site_has_a_home(client):
    page = read(client.get("/"))
    assert "No articles are published here yet." in page.text
    assert page.headings == [(1, "Front page"), (2, "Latest")]


def test_the_newest_article_of_the_newest_story_leads(client):
    story = builders.story("Bridges", state_of_play="<p>It is shut.</p>", public=True)
    for year, told in ((2019, story), (2020, story), (2021, None)):
        builders.published(headline=f"In {year}", story=told, date=date(year, 1, 1))
    page = read(client.get("/"))
    headings = [words for level, words in page.headings if level > 1]
    assert headings == ["In 2020", "Latest", "In 2021", "In 2019", "Bridges", "Where things stand"]
    assert "It is shut." in page.text


def test_without_a_story_the_newest_article_leads(client):
    builders.story("Secret", slug="secret")
    for year in (2019, 2021, 2020):
        builders.published(headline=f"In {year}", date=date(year, 1, 1))
    headings = [words for _, words in read(client.get("/")).headings]
    assert headings == ["Front page", "In 2021", "Latest", "In 2020", "In 2019"]


def test_each_section_shows_its_newest_articles_that_do_not_stand_above(client):
    world, arts = builders.section("World"), builders.section("Arts")
    builders.section("Empty")
    for n in range(9):
        builders.published(headline=f"World {n}", section=world, date=date(2021, 1, n + 1))
    for n in range(2):
        builders.published(headline=f"Arts {n}", section=arts, date=date(2020, 1, n + 1))
    headings = [words for _, words in read(client.get("/")).headings]
    above = ["Front page", "World 8", "Latest", "World 7", "World 6", "World 5", "World 4", "World 3"]
    assert headings == [*above, "Arts", "Arts 1", "Arts 0", "World", "World 2", "World 1", "World 0"]


def test_home_leads_to_the_newest_articles_stories_and_events(client):
    story = builders.story(public=True)
    event = builders.event(begins="2020-06-25", state="public")
    story.entities.add(event)
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
            builders.published(story=story, section=builders.section(f"Section {n}"))
            story.entities.add(builders.event(begins="2020", state="public"))
        with django_assert_max_num_queries(7):
            assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/", "/articles/", "/people/", "/stories/"])
def test_pages_are_only_read(client, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/articles/", "/people/", "/organizations/", "/events/", "/stories/"])
def test_a_head_request_is_answered_like_a_get_without_the_page(client, path):
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")
