"""Nobody learns of hidden things by asking around them: not a byte of any answer tells whether they are there."""

from datetime import UTC, datetime

import pytest

from articles import publishing
from articles.filters import (
    ArticleFilters,
    CitationFilters,
    EditionFilters,
    MentionFilters,
    QuoteFilters,
    ReferenceFilters,
    StoryFilters,
)
from articles.models import (
    Article,
    ArticleReference,
    Byline,
    Candidate,
    CandidatePassage,
    Counterpart,
    Preference,
    Reference,
    Story,
    Tag,
)
from newsroom.api.filters import NOT, Refs, Words
from newsroom.editorial import Decision
from newsroom.search import index
from people.filters import EventFilters, OrganizationFilters, PersonFilters, RelationFilters
from people.models import Entity, EntityState, Name
from tests import builders
from tests.api import ROOT, record
from tests.newsroom.test_api_leaks import answers
from tests.newsroom.test_leaks import START, addresses_in, walk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),
]  # long walks; other tests hold both engines

FILTERS = {
    "articles": ArticleFilters,
    "editions": EditionFilters,
    "people": PersonFilters,
    "organizations": OrganizationFilters,
    "events": EventFilters,
    "stories": StoryFilters,
    "relations": RelationFilters,
    "mentions": MentionFilters,
    "quotes": QuoteFilters,
    "citations": CitationFilters,
    "references": ReferenceFilters,
}
SEARCHES = ["Ada", "Example", "-nothing", "bridge", "secret", "Sceret", "Ada&sort=newest", "Ada&kind=person"]
#: what readers could ask for, if they knew of it
SECRET = "secret"


def add_hidden(row):
    """Things of every kind that readers may not see, around those that they may; what readers see stays the same."""
    secret = builders.person("Secret Example", slug="secret-person", description="Secret.")
    banned = builders.person("Secret Banned", slug="secret-banned", state=EntityState.SUPPRESSED)
    trust = builders.organization("Secret Trust", slug="secret-trust", place="Bridgetown", country="PT")
    event = builders.event("Secret event", slug="secret-event", begins="2021", place="Bridgetown")
    story = builders.story("Secret story", slug="secret-story", introduction="<p>Secret.</p>")
    story.entities.add(row.ada, secret)
    row.story.entities.add(secret, banned, event)
    for far in (secret, banned, trust, event):
        builders.relation(row.ada, far, "led_to", title="secret")
    for decision in (Decision.SUGGESTED, Decision.REJECTED):
        builders.relation(row.ada, row.trust, title=f"secret {decision}", begin="1999", decision=decision)
    Name.objects.create(entity=row.ada, text="Secret Weak", kind="weak")
    Preference.objects.create(entity=banned, field="born", value="1961", reason="Secret.")
    _work_on(row, secret, story)
    section, tag = builders.section("Secret section"), Tag.objects.create(name="secret tag")
    draft = builders.article(
        "Ada Example met Secret Example.",
        headline="Secret",
        slug="secret-draft",
        section=section,
        story=row.story,
    )
    draft.tags.add(tag)
    draft.references.add(row.reference)
    for entity in (row.ada, secret):
        builders.mention(draft, entity)
    publishing.schedule(draft, by=None, at=datetime(2100, 1, 1, tzinfo=UTC))
    Counterpart.objects.create(
        one=row.article, other=draft, newer=draft, score=1, why="", decision=Decision.ACCEPTED
    )
    candidate = Candidate.objects.create(name="Secret Candidate")
    CandidatePassage.at(row.article, 0, 11, candidate=candidate).save()


def _work_on(row, secret, story):
    """The working copy of a live article goes on, with suggestions."""
    copy = row.article
    copy.refresh_from_db()
    copy.headline, copy.slug, copy.standfirst = "Secret headline", "secret-moved", "Secret."
    copy.body, copy.story = f"{copy.body}<p>Secret Example said: “Secret.”</p>", story
    copy.section = builders.section("Secret place")
    copy.save()
    copy.tags.add(Tag.objects.create(name="secret word"))
    Byline.objects.create(article=copy, name="Secret Byline", person=secret, order=9)
    ArticleReference.objects.create(article=copy, reference=Reference.objects.create(title="Secret report"))
    builders.quote(copy, "Secret.", secret, role="secret", decision=Decision.SUGGESTED)
    builders.mention(copy, secret, decision=Decision.ACCEPTED)
    builders.citation(copy, row.ada, "died", "1999", "Secret", decision=Decision.ACCEPTED)
    builders.citation(copy, row.ada, "born", "1950", "Secret", decision=Decision.REJECTED)


def everything(client):
    """Address → (status, headers, content) of all that readers can be answered."""
    found = {**walk(client, START), **answers(client)}
    paths = ["/feeds/rss/", "/feeds/atom/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt"]
    paths += [path for path in addresses_in(client.get("/sitemap.xml")) if path.startswith("/sitemap-")]
    paths += [f"{place}?q={text}" for text in SEARCHES for place in ("/search/", f"{ROOT}search/")]
    found |= {path: client.get(path) for path in paths}
    return {path: told(response) for path, response in found.items() if path != "/healthz"}


def told(response):
    content = b"".join(response) if response.streaming else response.content
    return response.status_code, sorted(response.headers.items()), content


@pytest.fixture
def row(settings, tmp_path):
    settings.SEARCH_INDEX, settings.MEDIA_ROOT = tmp_path / "search", tmp_path / "media"
    made = record()
    index.rebuild()
    return made


def test_what_is_hidden_changes_not_a_byte_of_any_answer(client, row):
    before = everything(client)
    assert len(before) > 90
    add_hidden(row)
    differing = {path for path, answer in everything(client).items() if before.get(path) != answer}
    assert differing == set()
    index.follow()
    differing = {path for path, answer in everything(client).items() if before.get(path) != answer}
    assert differing == set()


def hidden_ids():
    """Parameter → ids of hidden things that it could name."""
    entities = [str(row.pk) for row in Entity.objects.filter(slug__startswith=SECRET)]
    names = "entity person organization event speaker subject object".split()
    return {
        **dict.fromkeys(names, entities),
        "story": [str(Story.objects.get(slug__startswith=SECRET).pk)],
        "article": [str(Article.objects.get(slug="secret-draft").pk)],
    }


def test_a_filter_by_something_hidden_says_what_one_by_nothing_says(client, row):
    """Found, left out or refused: a hidden address, id or word is like one that there never was."""
    add_hidden(row)
    slugs = [f"{SECRET}-{name}" for name in "person banned story draft section".split()]
    words = ["Secret Example", "Secret Weak", "secret tag", "secret"]
    ids, asked = hidden_ids(), 0
    for place, filters in FILTERS.items():
        for name, kind in filters.base_filters.items():
            if not isinstance(kind, Refs | Words):
                continue
            nothing = client.get(f"{ROOT}{place}/", {name: "no-such"}).json()["results"]
            known = ids[name.removeprefix(NOT)] if isinstance(kind, Refs) else words
            for value in [*slugs, *known]:
                found = client.get(f"{ROOT}{place}/", {name: value})
                assert found.json()["results"] == nothing, (place, name, value)
                asked += 1
    assert asked > 300
