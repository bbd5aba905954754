from datetime import date

import pytest

from articles import publishing
from articles.models import Tag
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def links(client, path, to):
    return [link for link in read(client.get(path)).links if link.startswith(to) and link not in (to, path)]


def test_articles_are_listed_newest_first(client):
    for year in (2019, 2021, 2020):
        builders.published(slug=f"in-{year}", date=date(year, 1, 1))
    assert links(client, "/articles/", "/articles/") == [
        f"/articles/in-{year}/" for year in (2021, 2020, 2019)
    ]


def test_the_list_shows_what_was_published_not_what_is_being_written(client):
    edition = builders.published(headline="As published")
    edition.article.headline = "As being written"
    edition.article.save()
    text = read(client.get("/articles/")).text
    assert "As published" in text
    assert "As being written" not in text


def test_articles_can_be_listed_by_section_and_by_tag(client):
    tagged = builders.article(slug="tagged", section=builders.section("Canada"), date=date(2020, 1, 1))
    newer = builders.article(slug="newer", date=date(2021, 1, 1))
    for copy in (tagged, newer):
        copy.tags.add(Tag.objects.get_or_create(name="bridges/roads")[0])
        publishing.publish(copy, by=None)
    builders.published(slug="other", section=builders.section("World"))
    assert links(client, "/articles/?section=canada", "/articles/") == ["/articles/tagged/"]
    assert links(client, "/articles/?tag=bridges%2Froads", "/articles/") == [
        "/articles/newer/",
        "/articles/tagged/",
    ]
    assert links(client, "/articles/?section=canada&tag=bridges%2Froads", "/articles/") == [
        "/articles/tagged/"
    ]
    assert "Articles in Canada" in read(client.get("/articles/?section=canada")).text


def test_a_section_or_tag_without_published_articles_is_not_there(client):
    copy = builders.article(section=builders.section("Secret plans"))
    copy.tags.add(Tag.objects.create(name="secret"))
    assert client.get("/articles/?section=secret-plans").status_code == 404
    assert client.get("/articles/?tag=secret").status_code == 404


def test_turning_pages_keeps_the_section(client):
    section = builders.section("Canada")
    for _ in range(41):
        builders.published(section=section)
    page = read(client.get("/articles/?section=canada&page=2"))
    assert [link for link in page.links if link.startswith("?")] == [
        "?section=canada",
        "?section=canada&page=3",
    ]
    assert len(links(client, "/articles/?section=canada&page=3", "/articles/")) == 1
    assert client.get("/articles/?section=canada&page=4").status_code == 404


def test_events_are_listed_newest_first_the_undated_last(client):
    for slug, begins in (
        ("undated", None),
        ("old", "1964-05"),
        ("new", "2018-12-01"),
        ("newest", "2018-12-01/.."),
    ):
        builders.event(slug=slug, begins=begins, state="public", place="Halifax" if begins else "")
    found = links(client, "/events/", "/events/")
    assert found[-2:] == ["/events/old/", "/events/undated/"]
    assert set(found[:2]) == {"/events/new/", "/events/newest/"}
    assert "May 1964, Halifax" in read(client.get("/events/")).text


def test_stories_are_listed_by_their_newest_article(client):
    empty, old, new = (builders.story(title, slug=title, public=True) for title in ("empty", "old", "new"))
    for story, year in ((old, 2019), (new, 2018), (new, 2020)):
        builders.published(story=story, date=date(year, 1, 1))
    builders.article(story=empty)
    assert links(client, "/stories/", "/stories/") == ["/stories/new/", "/stories/old/", "/stories/empty/"]


@pytest.mark.parametrize("path", ["/articles/", "/articles/?section=world", "/events/", "/stories/"])
def test_lists_take_as_many_queries_for_many_rows_as_for_one(client, django_assert_max_num_queries, path):
    for many in (1, 30):
        for n in range(many):
            story = builders.story(f"Story {many} {n}", public=True)
            builders.published(story=story, section=builders.section())
            builders.event(begins="2020", state="public")
        with django_assert_max_num_queries(3):
            assert client.get(path).status_code == 200
