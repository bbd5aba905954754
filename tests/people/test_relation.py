"""Relations: dated, typed, between two different entities."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsroom.editorial import Decision
from people.models import Relation
from tests import builders

pytestmark = pytest.mark.django_db

BAD = [
    ({"begin": "long ago"}, "begin", "no EDTF date"),
    ({"begin": "2019", "end": "2018"}, "__all__", "before"),
    ({"kind": "knows"}, "kind", "not a valid choice"),
    ({"decision": "maybe"}, "decision", "not a valid choice"),
]


@pytest.fixture
def ends():
    return {"subject": builders.person(state="public"), "object": builders.organization(state="public")}


@pytest.mark.parametrize(("fields", "where", "message"), BAD)
def test_a_bad_relation_is_told_in_words_and_refused_by_the_database(ends, fields, where, message):
    row = Relation(**{"kind": "holds_role_at", **ends, **fields})
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert message in " ".join(error.value.message_dict[where])
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.bulk_create([row])
    good = builders.relation(**ends)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.filter(pk=good.pk).update(version=9, **fields)


def test_a_relation_with_itself_is_refused(ends):
    row = Relation(kind="family_of", subject=ends["subject"], object=ends["subject"])
    with pytest.raises(ValidationError, match="two different ends"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.bulk_create([row])


def test_nothing_is_part_of_itself_over_however_many_steps():
    a, b, c = (builders.organization(f"Org {letter}") for letter in "ABC")
    builders.relation(a, b, "part_of")
    builders.relation(b, c, "part_of")
    with pytest.raises(ValidationError, match="part of itself"):
        Relation(subject=c, object=a, kind="part_of").full_clean()
    Relation(subject=a, object=c, kind="part_of").full_clean()
    Relation(subject=c, object=a, kind="owns").full_clean()


def test_live_relations_are_accepted_and_between_live_entities(ends):
    live = builders.relation(**ends)
    builders.relation(**ends, decision=Decision.SUGGESTED)
    builders.relation(**ends, decision=Decision.REJECTED)
    builders.relation(builders.person(state="suppressed"), ends["object"])
    builders.relation(ends["subject"], builders.organization(state="draft"))
    assert list(Relation.objects.live()) == [live]
    assert Relation.objects.awaiting_review().count() == 1


def test_relations_of_an_entity_are_found_from_both_ends(ends):
    row = builders.relation(**ends)
    assert list(Relation.objects.of(ends["subject"])) == [row]
    assert list(Relation.objects.of(ends["object"])) == [row]


def test_undated_relations_come_last(ends):
    undated = builders.relation(**ends)
    open_begin = builders.relation(**ends, begin="../2001")
    late = builders.relation(**ends, begin="1969")
    early = builders.relation(**ends, begin="0079~")
    assert list(Relation.objects.all()) == [early, late, undated, open_begin]


def test_relations_have_history(ends):
    row = builders.relation(**ends, title="clerk")
    row.title = "chief"
    row.save()
    assert [h.title for h in row.history.order_by("history_id")] == ["clerk", "chief"]
