"""RSS, Atom, sitemaps and robots.txt: everything live, nothing else."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles import publishing
from tests import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def ada():
    return builders.person("Ada Example", slug="ada-example")


@pytest.fixture
def edition(ada):
    return builders.published(
        "Ada Example opened the bridge.", ada, slug="bridge", headline="Bridge & tunnel"
    )


def parsed(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return ET.fromstring(response.content)


def titles(root):
    return [item.findtext("title") for item in root.iter("item")]


def locations(root):
    return [e.text for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_rss_lists_live_articles_with_whole_addresses(client, edition):
    builders.article(headline="A draft")
    root = parsed(client, "/feeds/rss/")
    assert titles(root) == ["Bridge & tunnel"]
    assert root.find("channel/item/link").text == "http://testserver/articles/bridge/"


def test_atom_tells_when_the_standing_edition_was_published(client, edition):
    entry = parsed(client, "/feeds/atom/").find(f"{ATOM}entry")
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == datetime(2020, 6, 25, 12, tzinfo=UTC)


def test_a_withdrawn_article_leaves_every_feed(client, ada, edition):
    publishing.withdraw(edition.article, by=None, note="Wrong.")
    for path in ("/feeds/rss/", "/feeds/person/ada-example/rss/"):
        assert titles(parsed(client, path)) == []


def test_a_person_has_a_feed_of_coverage(client, ada, edition):
    builders.published("Nobody is named.", headline="Other")
    assert titles(parsed(client, "/feeds/person/ada-example/rss/")) == ["Bridge & tunnel"]
    assert client.get("/feeds/person/ada-example/atom/").status_code == 200


@pytest.mark.parametrize("state", ["draft", "suppressed"])
def test_a_hidden_person_has_no_feed(client, state):
    builders.person("Hidden One", slug="hidden-one", state=state)
    assert client.get("/feeds/person/hidden-one/rss/").status_code == 404


def test_a_story_has_a_feed_if_it_is_public(client):
    story = builders.story("Bridges", slug="bridges", public=True)
    builders.published(story=story, headline="In the story")
    builders.story("Secret", slug="secret")
    assert titles(parsed(client, "/feeds/stories/bridges/rss/")) == ["In the story"]
    assert client.get("/feeds/stories/secret/rss/").status_code == 404


def test_the_sitemap_leads_to_every_live_page_and_to_no_other(client, ada, edition):
    builders.article(slug="draft-article")
    builders.person("Draft Person", slug="draft-person")
    maps = locations(parsed(client, "/sitemap.xml"))
    pages = [
        page
        for address in maps
        for page in locations(parsed(client, address.removeprefix("http://testserver")))
    ]
    assert sorted(pages) == ["http://testserver/articles/bridge/", "http://testserver/people/ada-example/"]
    assert all(client.get(page.removeprefix("http://testserver")).status_code == 200 for page in pages)


def test_the_news_sitemap_holds_the_last_two_days_only(client):
    builders.published(slug="old")
    builders.published(slug="new", date=timezone.localdate())
    assert locations(parsed(client, "/sitemap-news.xml")) == ["http://testserver/articles/new/"]


def test_robots_keeps_crawlers_off_the_desk(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_feeds_ask_the_database_the_same_few_questions(client, django_assert_max_num_queries):
    for n in range(5):
        builders.published(slug=f"article-{n}")
    with django_assert_max_num_queries(2):
        client.get("/feeds/rss/")
