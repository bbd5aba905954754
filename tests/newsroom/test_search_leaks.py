"""What readers may not see is in no hit, total, facet, snippet or suggestion, whether the index knows of it or not."""

import json
from datetime import UTC, datetime

import pytest

from articles import publishing, redaction
from articles.models import Byline, Tag
from newsroom.editorial import Decision
from newsroom.models import Change
from newsroom.search.document import LIVE, everything
from newsroom.search.queries import Filters, search
from people import merging
from people.models import Name, NameForm
from tests import builders

pytestmark = pytest.mark.django_db

#: every hidden thing has a marker of its own, of which all begin alike
MARKS = {
    name: f"qzxwvk{letters}"
    for name, letters in {
        "draft": "aaaa", "correction": "bbbb", "suggested": "cccc", "rejected": "dddd", "suppressed": "eeee",
        "withdrawn": "ffff", "redacted": "gggg", "renamed": "hhhh", "unnamed": "iiii", "scheduled": "jjjj",
        "weak": "kkkk", "story": "llll", "speaker": "mmmm", "distant": "nnnn", "corrected": "oooo", "survivor": "pppp",
    }.items()
}  # fmt: skip


class Hidden:
    """Everything that can be hidden, first shown as far as it ever was."""

    def __init__(self):
        mark = MARKS
        self.ada = builders.person("Ada Example")
        self.suppressed = builders.person(
            f"Name {mark['suppressed']}", description=mark["suppressed"], state="public"
        )
        self.speaker = builders.person("Loud Speaker", state="public")
        self.renamed = builders.person(f"Former {mark['renamed']}", state="public")
        self.named = Name.objects.create(entity=self.ada, text=f"Alias {mark['unnamed']}")
        self.story = builders.story(
            f"Affair {mark['story']}", public=True, introduction=f"<p>{mark['story']}</p>"
        )
        self.story.entities.add(self.suppressed)
        self.loser = builders.person("Adele", description=mark["distant"], state="public")
        self.survivor = builders.person(f"Ada {mark['survivor']}", state="public")
        withdrawn = builders.article(
            f"Ada Example {mark['withdrawn']}.", headline=mark["withdrawn"], slug="withdrawn"
        )
        withdrawn.tags.add(Tag.objects.create(name=mark["withdrawn"]))
        Byline.objects.create(article=withdrawn, name=f"Writer {mark['withdrawn']}")
        builders.mention(withdrawn, self.ada)
        self.withdrawn = publishing.publish(withdrawn, by=None)
        self.redacted = builders.published(
            f"Ada Example met {mark['redacted']}.", self.ada, standfirst=mark["redacted"]
        )
        self.corrected = builders.published(f"Ada Example was {mark['corrected']}.", self.ada)
        # A suppressed speaker's words stay in the article; the role is said in the quote alone.
        quoted = builders.article("“Never ever,” Loud Speaker said. Ada Example left.")
        builders.quote(quoted, "Never ever,", self.speaker, role=mark["speaker"])
        builders.mention(quoted, self.speaker)
        builders.mention(quoted, self.ada)
        publishing.publish(quoted, by=None)
        for row in (self.ada, self.speaker, self.suppressed, self.renamed, self.loser, self.survivor):
            row.refresh_from_db()

    def hide(self):
        mark = MARKS
        publishing.suppress(self.suppressed, by=None, reason="court")
        publishing.suppress(self.speaker, by=None, reason="court")
        publishing.withdraw(self.withdrawn.article, by=None, note="Wrong.")
        redaction.redact(self.redacted, by=None, reason="court", words=[mark["redacted"]])
        copy = self.corrected.article
        copy.refresh_from_db()
        copy.body = "<p>Ada Example was there.</p>"
        copy.save()
        publishing.correct(copy, by=None, note="She was there.")
        self.renamed.name, self.renamed.slug = "Later Name", "later"
        publishing.save_entity(self.renamed, by=None)
        self.named.delete()
        self.story.public = False
        self.story.save()
        merging.merge(self.loser, self.ada, by=None)
        self.survivor.refresh_from_db()
        publishing.suppress(self.survivor, by=None, reason="court")
        # what never was to be seen
        builders.article(f"{mark['draft']}.", headline=mark["draft"], slug=f"{mark['draft']}")
        scheduled = builders.article(
            f"{mark['scheduled']}.", headline=mark["scheduled"], slug=mark["scheduled"]
        )
        publishing.schedule(scheduled, by=None, at=datetime(2100, 1, 1, tzinfo=UTC))
        copy.refresh_from_db()
        copy.headline, copy.section = mark["correction"], builders.section(f"Section {mark['correction']}")
        copy.body += f"<p>{mark['correction']}</p>"
        copy.save()
        for decision in (Decision.SUGGESTED, Decision.REJECTED):
            row = builders.person(f"Name {mark[decision]}", description=mark[decision])
            builders.mention(copy, row, "Ada Example", decision=decision)
            builders.quote(copy, "was there", row, role=mark[decision], decision=decision)
        Name.objects.create(entity=self.ada, text=mark["weak"], kind=NameForm.WEAK)


def shown(results):
    """All that a reader gets to see of results."""
    return json.dumps(
        [
            results.total,
            results.suggestion,
            [[hit.kind, hit.url, hit.title, hit.snippet, hit.about, str(hit.day)] for hit in results.hits],
            [[facet.name, [[c.value, c.label] for c in facet.choices]] for facet in results.facets],
        ],
        ensure_ascii=False,
    )


def assert_no_leak(hidden):
    for mark in MARKS.values():
        for text in (mark, f'"{mark}"', mark.upper(), f"ada {mark}", mark[:-1], mark + "x", f"name {mark}"):
            for newest in (False, True):
                results = search(text, newest=newest)
                assert (results.total, results.hits, results.facets, results.suggestion) == (0, [], [], ""), (
                    text
                )
    queries = [
        "ada",
        "ada example",
        "name",
        "loud speaker",
        "never ever",
        "-nothing",
        "affair",
        "adele",
        "later",
        "writer",
    ]
    for text in queries:
        results = search(text)
        assert "qzxwvk" not in shown(results), text
        assert results.total == len(results.hits), text
        for facet in results.facets:
            for choice in facet.choices:
                assert search(text, Filters(**{facet.name: choice.value})).total == choice.count, (
                    text,
                    choice,
                )
    for row in (hidden.suppressed, hidden.speaker, hidden.survivor):
        assert search("", Filters(person=row.slug)).total == 0
    assert "qzxwvk" not in shown(search("", Filters(section=f"section-{MARKS['correction']}")))
    assert [hit.kind for hit in search("never ever").hits] == ["article"]


@pytest.fixture
def hidden(searchable):
    made = Hidden()
    searchable()
    return made


def test_all_of_it_can_be_found_before_it_is_hidden(hidden):
    """The test of the test: otherwise it would find nothing, whatever search does."""
    for name in (
        "suppressed",
        "withdrawn",
        "redacted",
        "renamed",
        "unnamed",
        "story",
        "distant",
        "corrected",
        "survivor",
        "speaker",
    ):
        assert search(MARKS[name]).total, name


def test_nothing_hidden_is_found_before_the_index_knows_of_it(hidden):
    hidden.hide()
    assert Change.objects.exists()
    assert_no_leak(hidden)


def test_nothing_hidden_is_found_when_the_index_knows_of_it(hidden, searchable):
    hidden.hide()
    searchable()
    assert not Change.objects.exists()
    assert_no_leak(hidden)
    live = "".join(str(document) for document in everything() if LIVE in document.visible)
    assert "qzxwvk" not in live


def test_what_is_not_hidden_stays_to_be_found_before_the_index_knows(hidden):
    """A suppression takes away one name, not every article that names it; a draft takes away nothing."""
    articles = Filters(kind="article")
    before = {hit.url for hit in search("ada", articles).hits}
    assert len(before) == 4
    publishing.suppress(hidden.speaker, by=None, reason="court")
    copy = hidden.corrected.article
    copy.refresh_from_db()
    copy.standfirst = "A draft goes on."
    copy.save()
    assert Change.objects.exists()
    assert {hit.url for hit in search("ada", articles).hits} == before


def remove_name(hidden):
    hidden.named.delete()


def weaken_name(hidden):
    Name.objects.filter(pk=hidden.named.pk).update(kind=NameForm.WEAK)


def rename(hidden):
    hidden.renamed.name = "Later Name"
    publishing.save_entity(hidden.renamed, by=None)


def retell(hidden):
    hidden.story.title, hidden.story.introduction = "Affair", ""
    hidden.story.save()


@pytest.mark.parametrize(
    ("change", "mark"),
    [(remove_name, "unnamed"), (weaken_name, "unnamed"), (rename, "renamed"), (retell, "story")],
)
def test_each_word_taken_back_is_gone_before_the_index_knows(hidden, change, mark):
    assert search(MARKS[mark]).total == 1
    change(hidden)
    assert search(MARKS[mark]).total == 0


def test_what_the_index_alone_still_has_is_not_shown(hidden):
    """Even if a change were lost, the record decides on what is shown."""
    hidden.hide()
    Change.objects.all().delete()
    for text in [*MARKS.values(), "ada", "never ever", "loud speaker"]:
        results = search(text)
        assert results.total == len(results.hits)
        for hit in results.hits:
            assert hit.url
            assert "qzxwvk" not in f"{hit.title} {hit.snippet} {hit.about}"
        assert "qzxwvk" not in results.suggestion


def test_the_page_shows_nothing_hidden(client, hidden, searchable):
    hidden.hide()
    for _ in range(2):
        for mark in MARKS.values():
            page = client.get("/search/", {"q": f"ada {mark}"}).content.decode()
            assert page.count(mark) == 3  # in the title, the field and "nothing was found for"
            assert "Nothing was found" in page
        for text in ("ada", "name", "speaker", "-x"):
            assert "qzxwvk" not in client.get("/search/", {"q": text}).content.decode()
        searchable()
