"""From the front page, by links alone: every live thing is reached, no link is dead, and nothing else is there."""

from urllib.parse import urljoin, urlsplit

import pytest

from articles.models import Article, Edition, Story
from newsroom.search import index
from people.models import Entity
from seeds.loader import load
from tests import builders
from tests.environment import ROOT
from tests.newsroom.test_leaks import MARK, hide, shown  # noqa: F401
from tests.reading import read

pytestmark = pytest.mark.django_db

#: pages that lead to themselves in ever new words
OTHERS = ("/static/", "/search/?")


def crawl(client, start="/"):
    """Every address of the site that links, pictures and the heads of pages lead to, with its response."""
    seen, waiting = {}, [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        response = seen[path] = client.get(path)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        page = read(response)
        heads = [row["href"] for row in page.all("link")]
        for link in [*page.links, *page.sources, *heads]:
            there = urlsplit(urljoin(f"http://testserver{path}", link))
            address = there._replace(scheme="", netloc="", fragment="").geturl()
            if there.netloc == "testserver" and not address.startswith(OTHERS):
                waiting.append(address)
    return seen


def live_addresses():
    """The page of everything that readers may see."""
    rows = [*Article.objects.live(), *Entity.objects.live(), *Story.objects.live()]
    editions = Edition.objects.live().listed().select_related("article")
    return {row.get_absolute_url() for row in rows} | {row.get_absolute_url() for row in editions}


def dead(pages):
    return {path: response.status_code for path, response in pages.items() if response.status_code != 200}


@pytest.fixture
def searchable(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    settings.MEDIA_ROOT = tmp_path / "media"


def test_links_lead_from_the_front_page_to_everything_live_and_to_nothing_hidden(client, searchable, shown):  # noqa: F811
    for n in range(45):
        builders.person(f"Person {n:02}", state="public")
        builders.event(f"Event {n:02}", begins="2020", state="public")
    for n in range(25):
        builders.published(headline=f"Article {n}", section=builders.section(f"Section {n}"))
    hidden = {path for path in hide(shown) if path.count("/") == 3}
    index.rebuild()
    pages = crawl(client)
    assert live_addresses() - set(pages) == set()
    assert dead(pages) == {}
    assert not hidden & set(pages)
    assert [path for path, response in pages.items() if MARK in path or MARK in words(response)] == []


def words(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


def test_the_dossier_is_reached_whole_by_links(client, searchable):
    load([ROOT / "seeds" / "data"])
    index.rebuild()
    pages = crawl(client)
    assert len(live_addresses()) > 100
    assert live_addresses() - set(pages) == set()
    assert dead(pages) == {}


def test_every_link_into_a_page_leads_to_something_on_it(client, searchable, shown):  # noqa: F811
    index.rebuild()
    pages = crawl(client)
    ids = {path: set(read(page).ids) for path, page in pages.items() if "html" in page["Content-Type"]}
    for path in ids:
        for link in read(pages[path]).links:
            there = urlsplit(urljoin(f"http://testserver{path}", link))
            if there.netloc == "testserver" and there.fragment:
                assert there.fragment in ids[there._replace(scheme="", netloc="", fragment="").geturl()], link
