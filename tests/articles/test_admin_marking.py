"""Names and quotes marked by hand in the review, quotes changed, each undone; what an edit changed since it was accepted."""

import pytest
from django.urls import reverse

from articles import analysis, publishing
from articles.admin.words import span_of
from articles.models import Article, Candidate, CandidateState, Mention, Quote, QuoteKind
from newsroom.editorial import Decision, Origin
from people.models import Entity, Name
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

TEXT = (
    "The widow of the founder opened the bridge. The bridge stands 🌉 well.\n\n"
    "She had doubted it: it would fall, she said. “It stands,” the letter read. The bridge stands."
)


@pytest.fixture
def editor():
    return at_desk("editor")


@pytest.fixture
def ada():
    return builders.person("Ada Lindqvist")


@pytest.fixture
def article():
    return builders.article(TEXT)


def url(article):
    return reverse("admin:review", args=[article.pk])


def post(client, article, do, **given):
    return client.post(url(article), {"do": do, **given})


def name(client, article, **given):
    return post(client, article, "name", **given)


def undo(client, article):
    return post(client, article, "undo")


def said(**given):
    return {
        "kind": "reported",
        "speaker_words": "the widow",
        "speaker": "",
        "cue": "said",
        "role": "",
        **given,
    }


# Words


@pytest.mark.parametrize(
    ("words", "within", "start", "found"),
    [
        ("two", "", None, (4, 7)),
        ("one\n two", "", None, (0, 7)),
        ("one", "then one", None, (14, 17)),
        ("one", "", 14, (14, 17)),
        ("one", "", 0, (0, 3)),
        ("two", "", 14, (4, 7)),
    ],
)
def test_words_are_found_where_they_were_selected_or_in_their_one_place(words, within, start, found):
    assert span_of("one two. then one.", words, within, start) == found


# Names


def test_a_name_is_marked_by_its_words(editor, article, ada):
    assert name(editor, article, words="The widow of the founder", entity=ada.pk).status_code == 302
    row = Mention.objects.get()
    assert (row.entity, row.exact, row.decision, row.origin) == (
        ada, "The widow of the founder", Decision.ACCEPTED, Origin.EDITOR
    )  # fmt: skip
    assert row.decided_by.username == "editor"
    undo(editor, article)
    assert not Mention.objects.exists()


def test_words_that_stand_often_are_told_apart_by_the_selection_or_what_is_around(editor, article, ada):
    answer = name(editor, article, words="The bridge stands", entity=ada.pk)
    assert "stand in 2 places" in answer.content.decode()
    name(editor, article, words="The bridge stands", within="read. The bridge", entity=ada.pk)
    assert not Mention.objects.exists()  # “stands” is not within
    name(editor, article, words="The bridge stands", within="read. The bridge stands.", entity=ada.pk)
    name(editor, article, words="The bridge stands", start=TEXT.index("The bridge"), entity=ada.pk)
    places = [TEXT.index("The bridge stands"), TEXT.rindex("The bridge stands")]
    assert list(Mention.objects.values_list("start", flat=True)) == places


def test_a_name_is_marked_once(editor, article, ada):
    for _ in range(2):
        answer = name(editor, article, words="the founder", entity=ada.pk)
    assert "name Ada Lindqvist already" in answer.content.decode()
    assert Mention.objects.count() == 1


def test_what_was_suggested_or_said_to_be_wrong_is_decided_anew(editor, article, ada):
    row = builders.mention(article, ada, "the founder", decision=Decision.REJECTED)
    name(editor, article, words="the founder", entity=ada.pk)
    assert Mention.objects.get() == row
    assert Mention.objects.get().decision == Decision.ACCEPTED
    undo(editor, article)
    assert Mention.objects.get().decision == Decision.REJECTED


def test_somebody_new_is_made_with_the_mark_and_goes_with_its_undoing(editor, article):
    name(editor, article, words="the founder", name="Vera Holm", kind="person")
    vera = Entity.objects.get()
    assert (vera.name, vera.state, Mention.objects.get().entity) == ("Vera Holm", "draft", vera)
    undo(editor, article)
    assert not Entity.objects.exists()


def test_one_of_both_is_chosen(editor, article, ada):
    for given in ({}, {"entity": ada.pk, "name": "Vera Holm", "kind": "person"}):
        assert "Choose one" in name(editor, article, words="the founder", **given).content.decode()
    assert not Mention.objects.exists()


# Quotes


def test_a_quote_is_marked_and_undone(editor, article):
    assert post(editor, article, "quote", words="it would fall", **said()).status_code == 302
    row = Quote.objects.get()
    assert (row.exact, row.kind, row.speaker_words, row.cue) == (
        "it would fall", QuoteKind.REPORTED, "the widow", "said"
    )  # fmt: skip
    assert (row.decision, row.origin) == (Decision.ACCEPTED, Origin.EDITOR)
    assert publishing.publish(article, by=None).quote_set.count() == 1
    undo(editor, article)
    assert not Quote.objects.working().exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": "it would rise"}, "not in the text"),
        ({"speaker_words": ""}, "Say who"),
        ({"kind": "sung"}, "valid choice"),
        ({"words": "It stands,"}, "marked as a quote already"),
    ],
)
def test_a_quote_that_cannot_be_is_refused_at_its_field(editor, article, given, message):
    builders.quote(article, "It stands,", speaker_words="the letter")
    answer = post(editor, article, "quote", **{"words": "it would fall", **said(), **given})
    assert message in answer.content.decode()
    assert answer.context_data["refused"] == "quoting"
    assert Quote.objects.count() == 1


@pytest.fixture
def quote(article):
    return builders.quote(article, "It stands,", speaker_words="the letter", decision=Decision.SUGGESTED)


def change(client, row, **given):
    page = reverse("admin:change_quote", args=[row.article_id, row.pk])
    form = client.get(page).context_data["form"].initial
    posted = {name: getattr(value, "pk", value) or "" for name, value in form.items()}
    return client.post(page, posted | given)


def test_a_quote_is_changed_accepted_and_changed_back(editor, article, quote, ada):
    change(editor, quote, words="stands", start="", within="“It stands,”", kind="partial", speaker=ada.pk,
           speaker_words="", cue="read", role="founder")  # fmt: skip
    row = Quote.objects.get()
    assert (row.exact, row.kind, row.speaker, row.cue, row.role, row.decision) == (
        "stands", QuoteKind.PARTIAL, ada, "read", "founder", Decision.ACCEPTED
    )  # fmt: skip
    undo(editor, article)
    row = Quote.objects.get()
    assert (row.exact, row.kind, row.speaker, row.speaker_words, row.cue, row.role, row.decision) == (
        "It stands,", QuoteKind.DIRECT, None, "the letter", "", "", Decision.SUGGESTED
    )  # fmt: skip


def test_a_quote_that_somebody_changed_meanwhile_is_not_overwritten(editor, quote):
    quote.accept(None)
    answer = change(editor, quote, version=1, cue="cried")
    assert "was changed since you opened it" in answer.content.decode()
    quote.refresh_from_db()
    assert quote.cue == ""


def test_the_words_of_another_quote_are_refused(editor, article, quote):
    builders.quote(article, "it would fall", speaker_words="she")
    answer = change(editor, quote, words="it would fall", start="")
    assert "marked as a quote already" in answer.content.decode()


def test_a_quote_of_an_edition_or_of_another_article_is_not_changed_here(editor, article, quote):
    other = builders.article("Other.")
    assert editor.get(reverse("admin:change_quote", args=[other.pk, quote.pk])).status_code == 404
    quote.accept(None)
    published = publishing.publish(article, by=None).quote_set.get()
    assert editor.get(reverse("admin:change_quote", args=[article.pk, published.pk])).status_code == 404


# Somebody new, elsewhere


@pytest.fixture
def elsewhere():
    """Two articles with the same unknown name, read."""
    rows = [
        builders.article("Vera Holm was there."),
        builders.article("Then Vera Holm left. Vera Holm came back."),
    ]
    for row in rows:
        analysis.suggest(row)
    return rows


def make(client, article, **given):
    row = Candidate.objects.get().passages.filter(article=article).first()
    item = {"item": f"candidatepassage-{row.pk}", "version": row.version}
    return post(client, article, "new", **{"name": "Vera Holm", "kind": "person", **item, **given})


def test_somebody_new_is_suggested_where_the_name_stands_elsewhere(editor, elsewhere):
    make(editor, elsewhere[0])
    vera = Entity.objects.get()
    candidate = Candidate.objects.get()
    assert (candidate.state, candidate.entity) == (CandidateState.RESOLVED, vera)
    assert Mention.objects.accepted().get().article == elsewhere[0]
    waiting = Mention.objects.awaiting_review().filter(entity=vera)
    assert [row.article for row in waiting] == [elsewhere[1]] * 2
    assert not candidate.passages.awaiting_review().exists()
    analysis.suggest(Article.objects.get(pk=elsewhere[1].pk))
    assert Mention.objects.filter(article=elsewhere[1]).count() == 2


def test_undoing_brings_the_unknown_name_back_everywhere(editor, elsewhere):
    make(editor, elsewhere[0])
    undo(editor, elsewhere[0])
    candidate = Candidate.objects.get()
    assert (candidate.state, candidate.entity) == (CandidateState.OPEN, None)
    assert candidate.passages.awaiting_review().count() == 3
    assert not Mention.objects.exists()
    assert not Entity.objects.exists()


def test_another_form_of_the_new_name_is_remembered(editor, elsewhere):
    make(editor, elsewhere[0], name="Vera Holm-Berg")
    vera = Entity.objects.get()
    assert [row.text for row in Name.objects.filter(entity=vera)] == ["Vera Holm"]
    undo(editor, elsewhere[0])
    assert not Entity.objects.exists()


def test_somebody_new_who_was_used_since_stays(editor, elsewhere):
    make(editor, elsewhere[0])
    vera = Entity.objects.get()
    builders.relation(vera, builders.organization())
    undo(editor, elsewhere[0])
    assert Entity.objects.filter(pk=vera.pk).exists()
    assert not Mention.objects.exists()


# Words that an edit changed


@pytest.fixture
def mended(article):
    row = builders.quote(article, "It stands,", speaker_words="the letter")
    article.body = article.body.replace("“It stands,”", "“It stands,”").replace("It stands", "It stand")
    article.save()
    row.refresh_from_db()
    assert row.accepted_words == "It stands,"
    return row


def test_changed_words_are_shown_before_and_after_and_kept(editor, article, mended):
    page = editor.get(url(article))
    assert [one.row for one in page.context_data["reworded"]] == [mended]
    assert "<del>It stands,</del>" in page.content.decode()
    queue = editor.get(reverse("admin:reworded"))
    assert f"{url(article)}#reworded" in queue.content.decode()
    given = {"item": f"quote-{mended.pk}", "version": mended.version}
    assert post(editor, article, "accept", **given).url == f"{url(article)}#reworded"
    mended.refresh_from_db()
    assert (mended.decision, mended.accepted_words) == (Decision.ACCEPTED, "")
    undo(editor, article)
    mended.refresh_from_db()
    assert mended.accepted_words == "It stands,"


def test_changed_words_can_be_withdrawn(editor, article, mended):
    post(editor, article, "wrong", item=f"quote-{mended.pk}", version=mended.version)
    mended.refresh_from_db()
    assert mended.decision == Decision.REJECTED
    assert not editor.get(url(article)).context_data["reworded"]


def test_before_it_is_published_the_desk_says_what_changed(editor, article, mended):
    page = editor.get(reverse("admin:articles_article_publish", args=[article.pk]))
    assert "1 passage whose words an edit changed" in page.content.decode()


# Long articles


@pytest.fixture
def long(ada):
    text = "\n\n".join(f"Ada Lindqvist spoke {n}. Ada Lindqvist sat. Ada Lindqvist rose." for n in range(20))
    article = builders.article(text)
    analysis.suggest(article)
    return article


def test_a_long_article_is_shown_in_parts_of_whole_paragraphs(editor, long):
    context = editor.get(url(long)).context_data
    assert [len(part.rows) for part in context["parts"]] == [24, 24, 12]
    shown = [one for sentence in context["sentences"] for one in sentence.items]
    assert [one.row.pk for one in shown] == [row.pk for row in context["parts"][0].rows]
    assert context["total"] == 60


def test_parts_stay_where_they_are_while_one_decides(editor, long):
    before = editor.get(url(long), {"part": 2}).context_data
    first = before["current"].row
    answer = post(editor, long, "accept", item=f"mention-{first.pk}", version=first.version)
    after = editor.get(answer.url).context_data
    assert [[row.pk for row in part.rows] for part in after["parts"]] == [
        [row.pk for row in part.rows] for part in before["parts"]
    ]
    assert (after["part"].number, after["done"]) == (2, 1)
    assert after["current"].row == before["part"].rows[1]


def test_the_last_of_a_part_leads_on_to_the_next(editor, long):
    context = editor.get(url(long)).context_data
    parts = context["parts"]
    assert (context["before"], context["after"]) == ("", f"mention-{parts[1].rows[0].pk}")
    last = parts[0].rows[-1]
    answer = post(editor, long, "wrong", item=f"mention-{last.pk}", version=last.version)
    onward = editor.get(answer.url).context_data
    assert (onward["part"].number, onward["current"].row) == (2, parts[1].rows[0])
    assert onward["before"] == f"mention-{parts[0].rows[-2].pk}"


def test_a_part_without_anything_to_decide_says_so(editor, long):
    parts = editor.get(url(long)).context_data["parts"]
    for row in parts[1].rows:
        row.reject(None)
    page = editor.get(url(long), {"part": 2})
    assert "Everything is decided in this part." in page.content.decode()
    assert page.context_data["after"] == f"mention-{parts[2].rows[0].pk}"
    assert editor.get(url(long)).context_data["part"].number == 1
