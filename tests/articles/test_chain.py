"""The hash chain: every column and passage that readers saw is covered, and each edition covers the one before."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from articles import chain, publishing
from articles.models import Citation, Edition, Mention, Quote
from articles.triggers import FIXED, PASSAGES, TEXT
from tests import builders
from tests.articles.without_triggers import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    copy = builders.article("Ada Example came. “Yes,” she said in 1990.")
    ada = builders.person("Ada Example")
    builders.mention(copy, ada)
    builders.quote(copy, "Yes", ada, cue="said")
    builders.citation(copy, ada, "born", "1990", "1990")
    publishing.publish(copy, by=None)
    publishing.publish(copy, by=None)
    return copy


def broken(copy):
    return chain.broken(copy.editions.order_by("number"))


def test_each_hash_covers_the_one_before(copy):
    first, second = copy.editions.order_by("number")
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert first.hash != second.hash
    assert broken(copy) == []


CHANGES = {
    "kind": "update",
    "note": "Other.",
    "headline": "Other",
    "slug": "other",
    "standfirst": "Other",
    "body": "<p>Other</p>",
    "text": "Other",
    "language": "fr",
    "date": date(2001, 1, 1),
    "dateline": "Other",
    "rights": "licensed",
    "publisher": "Other",
    "url": "https://example.org/",
    "section": {"slug": "other", "name": "Other"},
    "story": {"uid": "x", "title": "Other"},
    "tags": ["other"],
    "bylines": [{"name": "Other"}],
    "references": [{"title": "Other"}],
    "images": [{"file": "other"}],
    "published_at": datetime(2001, 1, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_of_any_column_that_readers_saw_is_found(copy, column):
    with without_triggers():
        Edition.objects.filter(article=copy, number=1).update(**{column: CHANGES[column]})
    assert broken(copy) == ["edition 1 is not what its hash was made from"]


def test_every_guarded_column_is_covered_or_checked():
    assert {*FIXED, *TEXT} - {*CHANGES} == {"article_id", "number", "hash", "previous_hash"}


PASSAGE_CHANGES = [
    (Mention, {"start": 1, "exact": "da Example"}),
    (Quote, {"cue": "shouted"}),
    (Quote, {"role": "clerk"}),
    (Quote, {"kind": "reported"}),
    (Quote, {"speaker_words": "he"}),
    (Citation, {"value": "1991"}),
    (Citation, {"field": "died"}),
]


@pytest.mark.parametrize(("model", "fields"), PASSAGE_CHANGES, ids=str)
def test_a_changed_passage_is_found(copy, model, fields):
    with without_triggers():
        model.objects.filter(edition__number=1).update(**fields)
    assert broken(copy) == ["edition 1 is not what its hash was made from"]


@pytest.mark.parametrize(("model", "field"), [(Mention, "entity"), (Quote, "speaker"), (Citation, "entity")])
def test_a_passage_about_somebody_else_is_found(copy, model, field):
    with without_triggers():
        model.objects.filter(edition__number=2).update(**{field: builders.person("Bob")})
    assert broken(copy) == ["edition 2 is not what its hash was made from"]


def test_every_column_of_a_passage_is_covered():
    fixed = {table: {*own, *text} for table, (own, text) in PASSAGES.items()}
    covered = {
        "articles_mention": {"entity_id"},
        "articles_quote": {"kind", "speaker_id", "speaker_words", "cue", "role"},
        "articles_citation": {"entity_id", "relation_id", "field", "value"},
    }
    assert fixed == covered


@pytest.mark.parametrize("model", [Mention, Quote, Citation])
def test_a_passage_that_is_gone_or_added_is_found(copy, model):
    with without_triggers():
        row = model.objects.get(edition__number=2)
        row.delete()
        assert broken(copy) == ["edition 2 is not what its hash was made from"]
        row.pk = None
        model.objects.bulk_create([row])
        assert broken(copy) == []


def test_a_hash_made_to_fit_breaks_the_next_link(copy):
    with without_triggers():
        first = copy.editions.get(number=1)
        first.headline = "Other"
        first.hash = chain.hash_of(first, chain.passages_of(first))
        first.save()
    assert broken(copy) == ["edition 2 does not follow the edition before it"]


def test_a_first_edition_made_anew_does_not_fit_even_if_the_next_is_told_its_hash(copy):
    with without_triggers():
        first, second = copy.editions.order_by("number")
        first.headline = "Other"
        first.hash = second.previous_hash = chain.hash_of(first, chain.passages_of(first))
        first.save()
        second.save()
    assert broken(copy) == ["edition 2 is not what its hash was made from"]


def test_a_missing_edition_is_found(copy):
    assert chain.broken([copy.editions.get(number=2)]) == ["edition 1 is missing before edition 2"]


def test_an_edition_that_does_not_follow_the_newest_is_refused_by_the_database(copy):
    last = copy.editions.get(number=2)
    wrong = [(4, last.hash), (3, "0" * 64), (3, ""), (1, ""), (2, last.previous_hash), (0, "")]
    for number, previous in wrong:
        row = Edition.objects.get(pk=last.pk)
        row.pk, row.number, row.previous_hash, row.hash = None, number, previous, "f" * 64
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.bulk_create([row])


def test_json_has_one_spelling():
    assert chain.canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'
