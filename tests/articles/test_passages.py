"""Passages: inside the text, carried over edits or flagged lost, decided once, fixed in editions."""

from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from articles import publishing, triggers
from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    Citation,
    DateExpression,
    Edition,
    Happening,
    Mention,
    Passage,
    ProposedEvent,
    Quote,
)
from articles.models.passage import kinds_of_passage
from newsroom.editorial import Decision, StaleVersion
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example opened the bridge on Monday. “It holds,” she said.\n\nBob Builder left 🌉 early."


numbers = count()


def retext(copy, text):
    copy.body = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    copy.save()


def columns(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}


def test_offsets_are_code_points():
    copy = builders.article(TEXT)
    row = builders.mention(copy, builders.person(), "early")
    assert copy.text[row.start : row.end] == "early"
    assert row.exact == "early"
    assert row.prefix.endswith("🌉 ")


@pytest.mark.parametrize(("start", "end"), [(0, 1000), (1000, 1001), (5, 5), (7, 5), (-1, 3)])
def test_an_anchor_outside_of_the_text_is_not_made(start, end):
    copy = builders.article(TEXT)
    with pytest.raises(ValueError, match="passage"):
        Mention.at(copy, start, end, entity=builders.person())


BAD = [
    ({"end": 1000, "exact": "x" * 1000}, "end", "past the end of the text"),
    ({"start": 5, "end": 5, "exact": ""}, "start", "begin before it ends"),
    ({"start": 3, "end": 1, "exact": ""}, "start", "begin before it ends"),
    ({"exact": "Eda"}, "exact", "is “Ada”, not “Eda”"),
]


@pytest.mark.parametrize(("fields", "where", "message"), BAD)
def test_a_passage_that_is_not_in_the_text_is_told_in_words_and_not_saved(fields, where, message):
    copy = builders.article(TEXT)
    row = Mention(article=copy, entity=builders.person(), **{"start": 0, "end": 3, "exact": "Ada", **fields})
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert message in " ".join(error.value.message_dict[where])
    with pytest.raises(ValidationError):
        row.save()


SPANS = [
    {"start": 5, "end": 5, "exact": ""},
    {"start": 6, "end": 5, "exact": ""},
    {"start": 0, "end": 3, "exact": "Ad"},
    {"start": -1, "end": 2, "exact": "Ada"},
    {"decision": "perhaps"},
]


def passage_of(kind, copy, **fields):
    """An unsaved row of each kind over "Ada"."""
    own = {
        Mention: lambda: {"entity": builders.person()},
        Quote: lambda: {"speaker_words": "she"},
        Citation: lambda: {"entity": builders.person(), "field": "born", "value": "1990"},
        CandidatePassage: lambda: {
            "candidate": Candidate.objects.create(name=f"Ada {next(numbers)}", kind="person")
        },
        DateExpression: lambda: {"edtf": "2020"},
        Happening: lambda: {
            "proposed": ProposedEvent.objects.create(kind="arrest", title="Arrest of Ada"),
            "cue_at": 0,
        },
    }[kind]()
    return kind(article=copy, **{"start": 0, "end": 3, "exact": "Ada", **own, **fields})


@pytest.mark.parametrize("kind", list(kinds_of_passage()))
@pytest.mark.parametrize("fields", SPANS, ids=str)
def test_an_impossible_span_is_refused_by_the_database_for_every_kind(kind, fields):
    copy = builders.article(TEXT)
    row = passage_of(kind, copy, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.bulk_create([row])
    good = passage_of(kind, copy)
    good.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.filter(pk=good.pk).update(version=9, **fields)
    names = ", ".join(f'"{name}" = %s' for name in fields)
    statement = f"UPDATE {kind._meta.db_table} SET version = 9, {names} WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [*fields.values(), good.pk])


def test_a_passage_is_held_to_the_text_in_the_record_not_to_the_one_in_hand():
    copy = builders.article(TEXT)
    stale = Article.objects.get(pk=copy.pk)
    retext(copy, "Then Ada Example opened the bridge.")
    row = Mention.at(stale, 0, 11, entity=builders.person())
    with pytest.raises(ValidationError, match="not “Ada Example”"):
        row.save()


def test_a_stale_passage_does_not_undo_the_carrying_over():
    copy = builders.article(TEXT)
    row = builders.mention(copy, builders.person(), "Ada Example")
    retext(copy, "Then " + TEXT)
    row.why, row.start, row.end = "changed", 5, 16
    with pytest.raises(StaleVersion):
        row.save()
    row.refresh_from_db()
    assert (row.start, row.exact) == (5, "Ada Example")


@pytest.mark.parametrize("kind", list(kinds_of_passage()))
def test_every_kind_of_passage_is_carried_over_an_edit_or_flagged_lost_and_found_again(kind):
    copy = builders.article(TEXT)
    row = passage_of(kind, copy, start=51, end=56, exact=TEXT[51:56])
    row.save()
    retext(copy, "Yesterday it was. " + TEXT)
    row.refresh_from_db()
    assert (row.start, row.lost) == (69, False)
    assert copy.text[row.start : row.end] == row.exact == TEXT[51:56]
    retext(copy, "Nothing of it stayed in place.")
    row.refresh_from_db()
    assert row.lost
    assert not kind.objects.awaiting_review().exists()
    retext(copy, TEXT)
    row.refresh_from_db()
    assert (row.start, row.lost, row.exact) == (51, False, TEXT[51:56])


def test_a_lost_passage_waits_for_an_editor_and_is_not_published():
    ada = builders.person()
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    retext(copy, "Bob Builder left early.")
    assert Mention.objects.lost().count() == 1
    edition = publishing.publish(copy, by=None)
    assert not edition.mention_set.exists()


def test_rejected_passages_are_carried_over_and_not_asked_about():
    copy = builders.article(TEXT)
    row = builders.mention(copy, builders.person(), "Ada", decision=Decision.REJECTED)
    retext(copy, "So " + TEXT)
    row.refresh_from_db()
    assert (row.start, row.decision) == (3, "rejected")
    retext(copy, "Nobody.")
    assert not Mention.objects.lost().exists()


def test_a_body_that_keeps_its_text_moves_nothing():
    copy = builders.article(TEXT)
    row = builders.mention(copy, builders.person(), "Ada")
    before = columns(row)
    copy.body = copy.body.replace("Monday", "<em>Monday</em>")
    copy.save()
    assert columns(Mention.objects.get()) == before


def test_carrying_over_writes_history_for_citations_that_moved_only():
    copy = builders.article(TEXT)
    moved = builders.citation(copy, builders.person(), "died", "2020", "early")
    stayed = builders.citation(copy, builders.person(), "born", "1990", "Ada")
    retext(copy, TEXT.replace("left", "had left"))
    assert moved.history.count() == 2
    assert moved.history.first().history_change_reason == "text edited"
    assert stayed.history.count() == 1
    moved.refresh_from_db()
    assert moved.version == 2


def test_decisions_are_kept_with_who_and_when():
    editor = builders.user("eva")
    row = builders.mention(builders.article(TEXT), builders.person(), "Ada", decision=Decision.SUGGESTED)
    assert list(Mention.objects.awaiting_review()) == [row]
    row.accept(editor)
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == ("accepted", editor)
    assert row.decided_at is not None
    assert list(Mention.objects.accepted()) == [row]
    row.reject(editor)
    assert not Mention.objects.accepted().exists()
    row.reopen(editor)
    assert list(Mention.objects.awaiting_review()) == [row]


def test_a_decision_on_what_somebody_else_decided_meanwhile_is_refused():
    row = builders.mention(builders.article(TEXT), builders.person(), "Ada", decision=Decision.SUGGESTED)
    stale = Mention.objects.get()
    row.reject(None)
    with pytest.raises(StaleVersion):
        stale.accept(None)
    assert stale.decision == Decision.SUGGESTED
    assert Mention.objects.get().decision == Decision.REJECTED


def test_saving_a_stale_copy_does_not_take_a_decision_back():
    row = builders.mention(builders.article(TEXT), builders.person(), "Ada", decision=Decision.SUGGESTED)
    stale = Mention.objects.get()
    row.accept(None)
    stale.why = "changed"
    with pytest.raises(StaleVersion):
        stale.save()
    assert Mention.objects.get().decision == Decision.ACCEPTED


def test_decisions_on_citations_are_in_their_history():
    editor = builders.user("eva")
    row = builders.citation(
        builders.article(TEXT), builders.person(), "born", "1990", "Ada", decision=Decision.SUGGESTED
    )
    row.accept(editor)
    assert [h.decision for h in row.history.order_by("history_id")] == ["suggested", "accepted"]


def test_a_quote_is_accepted_with_its_speaker_only():
    copy = builders.article(TEXT)
    row = builders.quote(copy, "It holds", decision=Decision.SUGGESTED)
    with pytest.raises(ValidationError, match="Say who speaks"):
        row.accept(None)
    assert Quote.objects.get().decision == Decision.SUGGESTED
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.update(decision="accepted", version=9)
    row.speaker_words = "the engineer"
    row.accept(None)
    assert Quote.objects.get().decision == Decision.ACCEPTED


def test_what_cannot_be_accepted_can_be_rejected():
    row = builders.citation(
        builders.article(TEXT), builders.person(), "born", "1990", "Ada", decision=Decision.SUGGESTED
    )
    row.value = "early in the morning"
    with pytest.raises(ValidationError):
        row.accept(None)
    Citation.objects.get().reject(None)
    assert Citation.objects.get().decision == Decision.REJECTED


# Editions


@pytest.fixture
def edition():
    copy = builders.article(TEXT)
    ada = builders.person()
    builders.mention(copy, ada)
    builders.quote(copy, "It holds", ada, cue="said", role="builder")
    builders.citation(copy, ada, "born", "1990", "Ada")
    return publishing.publish(copy, by=None)


IN_EDITIONS = [Mention, Quote, Citation]


def test_an_editions_passages_stay_when_the_working_copy_is_edited(edition):
    before = {kind: columns(kind.objects.get(edition=edition)) for kind in IN_EDITIONS}
    retext(edition.article, "All is different.")
    for kind in IN_EDITIONS:
        assert columns(kind.objects.get(edition=edition)) == before[kind]
        assert kind.objects.working().get().lost


@pytest.mark.parametrize("kind", IN_EDITIONS)
def test_an_editions_passages_cannot_be_changed_added_or_deleted(edition, kind):
    row = kind.objects.get(edition=edition)
    changes = [{"start": 1, "exact": row.exact[1:]}, {"exact": "x" * len(row.exact)}, {"edition": None}]
    for fields in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            kind.objects.filter(pk=row.pk).update(version=row.version + 1, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    working = kind.objects.working().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.filter(pk=working.pk).update(edition=edition, version=9)
    added = kind(**columns(row))
    added.start, added.end = 12, 12 + len(row.exact)
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        kind.objects.bulk_create([added])
    with pytest.raises(ValidationError, match="cannot be decided again"):
        row.reject(None)


def test_whom_an_edition_names_cannot_be_changed(edition):
    other = builders.person()
    for kind, field in [(Mention, "entity"), (Quote, "speaker"), (Citation, "entity")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            kind.objects.filter(edition=edition).update(**{field: other})


def test_passages_are_not_added_to_superseded_and_withdrawn_editions(edition):
    copy = edition.article
    row = columns(Mention.objects.get(edition=edition))
    second = publishing.publish(copy, by=None)
    withdrawal = publishing.withdraw(copy, by=None, note="Gone.")
    for sealed in (edition, second, withdrawal):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mention.objects.bulk_create(
                [Mention(**{**row, "edition_id": sealed.pk, "start": 0, "end": 3, "exact": "Ada"})]
            )


def test_only_accepted_passages_that_are_there_belong_to_editions(edition):
    row = columns(Mention.objects.get(edition=edition))
    for fields in ({"decision": "suggested"}, {"lost": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mention.objects.bulk_create([Mention(**{**row, **fields})])


def test_suggestions_of_names_and_dates_never_belong_to_editions(edition):
    for kind in (CandidatePassage, DateExpression):
        row = passage_of(kind, edition.article, decision=Decision.ACCEPTED)
        row.edition = edition
        with pytest.raises(IntegrityError), transaction.atomic():
            kind.objects.bulk_create([row])


FROZEN = [
    {"headline": "Other"},
    {"body": "<p>Other</p>"},
    {"text": "Other"},
    {"slug": "other"},
    {"number": 7},
    {"kind": "update"},
    {"note": "Other"},
    {"hash": "0" * 64},
    {"date": "2001-01-01"},
    {"bylines": [{"name": "Other"}]},
    {"tags": ["other"]},
    {"rights": "licensed"},
    {"redacted": 1},
]


@pytest.mark.parametrize("fields", FROZEN, ids=str)
def test_an_edition_cannot_be_changed(edition, fields):
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        Edition.objects.update(**fields)


def test_an_edition_cannot_be_deleted(edition):
    with pytest.raises(ProtectedError):
        edition.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_edition WHERE id = %s", [edition.pk])
    with pytest.raises(ProtectedError):
        edition.article.delete()


def test_the_guard_names_every_column_of_an_edition():
    derived_or_kept = {"id", "by_id", "html", "jsonld", "redacted"}
    assert {f.column for f in Edition._meta.concrete_fields} == {
        *triggers.FIXED,
        *triggers.TEXT,
        *derived_or_kept,
    }


@pytest.mark.parametrize("kind", IN_EDITIONS)
def test_the_guard_names_every_column_of_a_passage(kind):
    fixed, words = triggers.PASSAGES[kind._meta.db_table]
    desk = {"id", "edition_id", "decided_by_id", "decided_at", "origin", "why", "lost", "accepted_words"}
    desk |= {"version", "created_at", "updated_at"}
    named = {*triggers._PASSAGE, *triggers._PASSAGE_TEXT, *fixed, *words}
    assert {f.column for f in kind._meta.concrete_fields} == named | desk


def test_every_kind_of_passage_is_a_passage():
    from django.apps import apps

    assert {m for m in apps.get_models() if issubclass(m, Passage)} == set(kinds_of_passage())
