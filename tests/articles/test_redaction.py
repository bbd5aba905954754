"""Redaction: the one act that may blank words of an edition; logged, hash kept."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from articles import chain, publishing, redaction
from articles.models import (
    Act,
    Appearance,
    Byline,
    Citation,
    Edition,
    LiveTag,
    Mention,
    Quote,
    Redaction,
    Tag,
    Verb,
)
from articles.text import text_of
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example met Bob Builder.\n\n“It holds,” said Ada  Example, born in 1990."
ADA = "███ ███████"


@pytest.fixture
def ada():
    return builders.person("Ada Example")


@pytest.fixture
def edition(ada):
    copy = builders.article(TEXT, headline="Ada Example speaks", standfirst="About Ada Example.")
    copy.tags.add(Tag.objects.create(name="Ada Example"), Tag.objects.create(name="bridges"))
    Byline.objects.create(article=copy, name="Ada Example", person=ada)
    builders.mention(copy, ada)
    builders.mention(copy, ada, nth=2)
    builders.mention(copy, builders.person("Bob Builder"))
    builders.quote(copy, "It holds", speaker_words="Ada Example")
    builders.citation(copy, ada, "born", "1990", "1990")
    return publishing.publish(copy, by=None)


def redact(edition, words, **fields):
    log = redaction.redact(edition, words=words, **{"by": None, "reason": "court order", **fields})
    edition.refresh_from_db()
    return log


def test_the_words_are_gone_everywhere_in_the_edition_and_the_rest_stays_in_place(edition):
    lengths = len(edition.text), len(edition.headline)
    log = redact(edition, ["ada example"])
    assert edition.text == f"{ADA} met Bob Builder.\n\n“It holds,” said {ADA}, born in 1990."
    assert (len(edition.text), len(edition.headline)) == lengths
    assert text_of(edition.body) == edition.text
    assert edition.headline == f"{ADA} speaks"
    assert (log.number, edition.redacted) == (1, 1)
    with connection.cursor() as cursor:
        for table in ("articles_edition", "articles_mention", "articles_quote", "articles_citation"):
            number = "id" if table == "articles_edition" else "edition_id"
            cursor.execute(f"SELECT * FROM {table} WHERE {number} = %s", [edition.pk])
            assert "Ada Example" not in repr(cursor.fetchall()), table


def test_links_appearances_tags_and_bylines_that_rest_on_the_words_vanish(edition, ada):
    assert LiveTag.objects.count() == 2
    redact(edition, ["Ada Example"])
    assert ada.slug not in edition.html
    assert edition.bylines == [{"name": ADA, "role": "author", "person": None, "biography": ""}]
    assert [row.tag.name for row in LiveTag.objects.all()] == ["bridges"]
    row = Appearance.objects.get(entity=ada)
    assert (row.mentions, row.author, row.citations) == (0, False, 1)
    assert {m.entity.name for m in Mention.objects.live()} == {"Bob Builder"}


def test_a_fact_whose_value_is_blanked_is_no_longer_supported(edition, ada):
    redact(edition, ["Ada Example", "1990"])
    assert not Citation.objects.live().exists()
    assert not Appearance.objects.filter(entity=ada).exists()


def test_the_chain_holds_and_the_hash_stays(edition):
    was = edition.hash
    second = publishing.publish(edition.article, by=None)
    redact(edition, ["Ada Example"])
    assert edition.hash == was
    assert chain.broken(Edition.objects.order_by("number")) == []
    assert second.previous_hash == was


def test_all_of_a_text_can_be_blanked(edition):
    redact(edition, None)
    assert set(edition.text) <= {"█", " ", "\n"}
    assert set(edition.headline) <= {"█", " "}
    assert not Mention.objects.live().exists()
    assert not Quote.objects.live().exists()
    assert edition.slug
    assert not Appearance.objects.exists()


def test_words_are_found_across_any_space(edition):
    redact(edition, ["holds,” said Ada"])
    assert "holds" not in edition.text
    copy = builders.article("x")
    copy.body = "<p>Ada<br>Example came.</p>"
    copy.save()
    other = publishing.publish(copy, by=None)
    redact(other, ["Ada Example"])
    assert other.text == "███\n███████ came."


def test_subheads_stay_subheads():
    copy = builders.article("x")
    copy.body = "<h2>Ada speaks</h2><p>Ada <b>came</b>.</p>"
    copy.save()
    edition = publishing.publish(copy, by=None)
    redact(edition, ["Ada"])
    assert edition.body == "<h2>███ speaks</h2><p>███ came.</p>"


def test_words_inside_of_links_do_not_stay_in_the_markup():
    copy = builders.article("x")
    copy.body = '<p><a href="https://example.org/ada">Ada</a> came.</p>'
    copy.save()
    edition = publishing.publish(copy, by=None)
    redact(edition, ["Ada"])
    assert "ada" not in edition.body.lower()


def test_it_is_logged_with_who_and_why(edition):
    editor = builders.user("eva")
    redact(edition, ["Ada"], by=editor)
    redact(edition, ["Bob"], by=editor, reason="a second order")
    assert [(r.number, r.by, r.reason) for r in Redaction.objects.all()] == [
        (1, editor, "court order"),
        (2, editor, "a second order"),
    ]
    assert Act.objects.filter(verb=Verb.REDACT, by=editor, why="court order", edition=edition).exists()


@pytest.mark.parametrize(
    ("words", "reason", "message"),
    [(["Ada"], " ", "Say why"), (["Zoë"], "x", "None of these words"), ([" "], "x", "Name the words")],
)
def test_a_redaction_without_reason_or_words_is_refused(edition, words, reason, message):
    with pytest.raises(ValidationError, match=message):
        redact(edition, words, reason=reason)
    assert not Redaction.objects.exists()


def test_an_older_edition_can_be_redacted_while_another_stands(edition, ada):
    second = publishing.publish(edition.article, by=None)
    redact(edition, ["Ada Example"])
    second.refresh_from_db()
    assert "Ada Example" in second.text
    assert "Ada Example" not in edition.text
    assert Appearance.objects.get(entity=ada).mentions == 2


def test_text_changes_only_beside_a_log_and_a_log_allows_one_change(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(text="Other", redacted=1)
    Redaction.objects.create(edition=edition, number=1, reason="test")
    Edition.objects.filter(pk=edition.pk).update(headline="███", redacted=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(headline="Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.filter(edition=edition).update(exact="x")


@pytest.mark.parametrize(
    "fields", [{"hash": "0" * 64}, {"number": 5}, {"date": "2001-01-01"}, {"kind": "update"}]
)
def test_a_log_never_allows_another_hash_number_day_or_kind(edition, fields):
    Redaction.objects.create(edition=edition, number=1, reason="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(redacted=1, **fields)


def test_a_log_never_moves_a_passage(edition, ada):
    Redaction.objects.create(edition=edition, number=1, reason="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mention.objects.filter(edition=edition, entity=ada).update(entity=builders.person())


def test_the_logs_are_only_added_to(edition):
    redact(edition, ["Ada"])
    for change in (
        lambda: Redaction.objects.update(reason="other"),
        lambda: Redaction.objects.all().delete(),
        lambda: Act.objects.update(why="other"),
        lambda: Act.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_who_acted_may_leave_the_house(edition):
    editor = builders.user("eva")
    redact(edition, ["Ada"], by=editor)
    editor.delete()
    assert Redaction.objects.get().by is None
    assert Act.objects.filter(verb=Verb.REDACT).get().by is None
