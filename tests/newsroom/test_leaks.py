"""What readers may not see is on no page: marker words where it could come from, and a walk over all."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from articles import publishing
from articles.models import (
    Article,
    ArticleReference,
    Byline,
    Counterpart,
    Preference,
    Reference,
    SourceDocument,
    Tag,
)
from newsroom.editorial import Decision
from newsroom.search import index
from people.models import Name
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db

#: in every hidden row, and in no other
MARK = "qzx"
START = ["/", "/articles/", "/stories/", "/people/", "/organizations/", "/events/", "/healthz", "/nothing/"]


def walk(client, start):
    """Every address within the site that links lead to, with its response."""
    seen, waiting = {}, list(start)
    while waiting:
        path = waiting.pop().partition("#")[0]
        if path in seen:
            continue
        response = seen[path] = client.get(path)
        page = read(response) if response["Content-Type"].startswith("text/html") else None
        for link in (page.links + page.sources) if page else []:
            link = path.partition("?")[0] + link if link.startswith("?") else link
            if link.startswith("/") and not link.startswith("/static/"):
                waiting.append(link)
    return seen


@pytest.fixture
def shown():
    """One of everything that readers may see."""
    ada, trust = builders.person("Ada Example"), builders.organization("Example Trust")
    opening = builders.event(begins="2020-06-25", state="public")
    story = builders.story(public=True)
    story.entities.add(ada, trust, opening)
    copy = builders.article(
        "Ada Example chairs Example Trust since 2017. “It stands,” she said.",
        story=story,
        section=builders.section(),
        slug="shown",
    )
    copy.tags.add(Tag.objects.create(name="bridges"))
    chair = builders.relation(ada, trust, title="chair", begin="2017")
    builders.mention(copy, ada)
    builders.mention(copy, trust)
    builders.quote(copy, "It stands,", ada)
    builders.citation(copy, chair, "begin", "2017", "since 2017")
    publishing.publish(copy, by=None)
    return copy, ada, trust, story


def hide(shown):
    """Add rows that readers may not see, around what they may; returns addresses that must not answer."""
    copy, ada, trust, story = shown
    hidden = {"name": f"Name {MARK}", "description": f"Description {MARK}"}
    draft_person = builders.person(**hidden, slug=f"draft-{MARK}")
    suppressed = builders.person(**hidden, slug=f"suppressed-{MARK}")
    secret_event = builders.event(**hidden, slug=f"event-{MARK}", begins="2020")
    draft_story = builders.story(f"Story {MARK}", slug=f"story-{MARK}", introduction=f"<p>{MARK}</p>")

    # a working copy that goes on: other words, address and metadata, suggestions, rejected passages
    copy.refresh_from_db()
    copy.headline, copy.slug, copy.standfirst = f"Headline {MARK}", f"moved-{MARK}", f"Standfirst {MARK}"
    copy.body, copy.story, copy.section = (
        f"{copy.body}<p>{MARK}.</p>",
        draft_story,
        builders.section(f"Section {MARK}"),
    )
    copy.save()
    copy.tags.add(Tag.objects.create(name=f"tag {MARK}"))
    Byline.objects.create(article=copy, name=f"Byline {MARK}")
    ArticleReference.objects.create(
        article=copy, reference=Reference.objects.create(title=f"Reference {MARK}")
    )
    builders.quote(copy, "Ada", ada, role=f"role {MARK}", decision=Decision.SUGGESTED)
    builders.citation(copy, ada, "born", "1961", MARK, decision=Decision.ACCEPTED)
    builders.citation(copy, ada, "died", "1999", "Ada", decision=Decision.REJECTED)

    # published, but with what was rejected or suggested, and with somebody who is suppressed afterwards
    other = builders.article(
        "Ada Example met somebody. “Never,” somebody said.", slug="other", story=draft_story
    )
    builders.mention(other, ada)
    builders.mention(other, draft_person, "Ada Example", decision=Decision.REJECTED)
    builders.mention(other, draft_person, "somebody", decision=Decision.SUGGESTED)
    builders.mention(other, suppressed, "somebody", nth=2)
    builders.quote(other, "Never,", suppressed, role=f"role {MARK}")
    builders.citation(other, suppressed, "born", "1961", "Never")
    Byline.objects.create(article=other, name="Some Body", person=suppressed)
    publishing.publish(other, by=None)
    suppressed.refresh_from_db()
    publishing.suppress(suppressed, by=None, reason=f"Because {MARK}.")

    # around the entities that are shown
    Name.objects.create(entity=ada, text=f"weak {MARK}", kind="weak")
    for far in (draft_person, suppressed, secret_event):
        builders.relation(ada, far, "led_to", title=f"title {MARK}")
    builders.relation(ada, trust, title=f"title {MARK}", decision=Decision.SUGGESTED)
    builders.relation(ada, trust, title=f"title {MARK}", decision=Decision.REJECTED)
    Preference.objects.create(entity=suppressed, field="born", value="1961", reason=MARK)
    story.entities.add(draft_person, suppressed, secret_event)
    SourceDocument.of(MARK.encode(), name=f"{MARK}.txt").save()

    # never published, scheduled, withdrawn
    builders.article(f"{MARK}.", headline=f"Draft {MARK}", slug=f"article-{MARK}", story=story)
    scheduled = builders.article(
        f"{MARK}.", headline=f"Scheduled {MARK}", slug=f"scheduled-{MARK}", story=story
    )
    publishing.schedule(scheduled, by=None, at=datetime(2100, 1, 1, tzinfo=UTC))
    withdrawn = builders.published(
        f"Ada Example {MARK}.", ada, headline=f"Gone {MARK}", slug="withdrawn", story=story
    )
    publishing.withdraw(withdrawn.article, by=None, note="It was wrong.", why=MARK)

    # accepted as covering the same, or as a newer version, but not live; live, but not accepted
    for row in Article.objects.filter(live_edition=None):
        Counterpart.objects.create(
            one=copy, other=row, newer=row, score=1, why=MARK, decision=Decision.ACCEPTED
        )
    Counterpart.objects.create(one=copy, other=other, score=1, why=MARK)

    slugs = [
        f"{name}-{MARK}"
        for name in ("draft", "suppressed", "event", "story", "moved", "article", "scheduled")
    ]
    places = ("people", "organizations", "events", "stories", "articles")
    tails = ("", "editions/", "editions/1/", "editions/1/images/1")
    return [f"/{place}/{slug}/{tail}" for place in places for slug in slugs for tail in tails]


def test_what_is_hidden_is_on_no_page_and_has_none(client, shown):
    before = set(walk(client, START))
    hidden = hide(shown)
    pages = walk(client, START)
    leaks = {path for path, response in pages.items() if MARK in response.content.decode()}
    assert leaks == set()
    assert {path: pages[path].status_code for path in before - {"/nothing/"}} == dict.fromkeys(
        before - {"/nothing/"}, 200
    )
    for path in [*hidden, f"/articles/?tag=tag%20{MARK}", f"/articles/?section=section-{MARK}"]:
        assert client.get(path).status_code == 404, path
    for tail in ("", "editions/", "editions/1/"):
        response = client.get(f"/articles/withdrawn/{tail}")
        assert response.status_code == 410
        assert MARK not in response.content.decode()


def addresses_in(response):
    """Every address of this site that a feed or a sitemap holds."""
    found = re.findall(r"http://testserver(/[^<\"\s]*)", response.content.decode())
    return [path for path in found if path.rstrip("/")]


def test_what_is_hidden_is_in_no_feed_no_sitemap_and_no_search(client, settings, tmp_path, shown):
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    _, ada, trust, story = shown
    hidden = hide(shown)
    kinds = [("person", ada.slug), ("organization", trust.slug), ("stories", story.slug)]
    feeds = ["/feeds/rss/", "/feeds/atom/"]
    feeds += [f"/feeds/{kind}/{slug}/{form}/" for kind, slug in kinds for form in ("rss", "atom")]
    maps = ["/sitemap.xml", "/sitemap-news.xml", "/robots.txt"]
    maps += [path for path in addresses_in(client.get("/sitemap.xml")) if path.startswith("/sitemap-")]
    searches = [f"/search/?q={q}" for q in (MARK, "Ada", "Headline", "Secret", '"Some Body"', "withdrawn")]
    searches += [
        f"/search/?q=Ada&{name}={name}-{MARK}" for name in ("kind", "person", "organization", "section")
    ]
    for path in [*feeds, *maps, *searches]:
        response = client.get(path)
        assert response.status_code == 200, path
        answer = response.content.decode()
        asked = path.partition("?")[2]
        assert MARK not in answer if MARK not in asked else f"{MARK}</mark>" not in answer, path
        if path not in searches and path != "/robots.txt":
            told = addresses_in(response)
            assert {there: client.get(there).status_code for there in told if there in hidden} == {}, path
            assert {client.get(there).status_code for there in told} <= {200}, path
    nothing = client.get(f"/search/?q={MARK}").content.decode()
    assert "Nothing was found" in nothing
    for kind in ("person", "organization", "event", "stories"):
        for name in ("draft", "suppressed", "event", "story"):
            assert client.get(f"/feeds/{kind}/{name}-{MARK}/rss/").status_code == 404


def test_links_lead_to_every_live_thing_and_none_is_dead(client, shown):
    _, ada, trust, story = shown
    pages = walk(client, ["/"])
    assert {path: r.status_code for path, r in pages.items() if r.status_code != 200} == {}
    wanted = {row.get_absolute_url() for row in (ada, trust, story)} | {"/articles/shown/editions/1/"}
    assert wanted <= set(pages)


def test_every_page_has_its_landmarks_one_first_heading_and_headings_in_order(client, shown):
    hide(shown)
    for path, response in walk(client, START).items():
        if path == "/healthz":
            continue
        page = read(response)
        levels = [level for level, _ in page.headings]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path
        assert page.unclosed == [], path
        assert len(page.ids) == len(set(page.ids)), path
        assert {tag for tag, _ in page.elements} >= {"header", "nav", "main", "footer", "title"}, path
        assert page.links[0] == "#content", path
        assert "content" in page.ids, path
        assert page.all("html") == [{"lang": "en"}], path


def test_pages_have_no_script_and_no_inline_style(client, shown):
    for path, response in walk(client, START).items():
        if path == "/healthz":
            continue
        page = read(response)
        assert all(script == {"type": "application/ld+json"} for script in page.all("script")), path
        assert page.all("style") == [], path
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name == "style" or name.startswith("on")], (path, tag)
