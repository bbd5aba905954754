"""Merging: nothing is re-pointed, everything follows at once, and all of it comes back at undo."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import derive, publishing
from articles.models import Act, Appearance, Citation, Connection, Mention, Quote
from newsroom.editorial import StaleVersion
from people import merging
from people.models import Address, Distinction, Entity, EntityState, Merge, Relation
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example and A. Example met Bob Builder. “It holds,” said A. Example."


@pytest.fixture
def cast():
    ada, double, bob = (builders.person(name) for name in ("Ada Example", "A. Example", "Bob Builder"))
    copy = builders.article(TEXT)
    for entity in (ada, double, bob):
        builders.mention(copy, entity)
    builders.quote(copy, "It holds", double)
    builders.citation(copy, double, "born", "1990", "A. Example")
    publishing.publish(copy, by=None)
    for row in (ada, double, bob):
        row.refresh_from_db()
    return ada, double, bob


def appearances():
    return {a.entity.name: (a.mentions, a.quotes, a.citations) for a in Appearance.objects.all()}


def connections():
    return {(c.entity.name, c.other.name): c.articles for c in Connection.objects.all()}


def everything():
    """All that readers can see of the record, as plain values."""
    return (
        appearances(),
        connections(),
        {e.html for e in publishing.Edition.objects.all()},
        sorted(Entity.objects.live().values_list("slug", "state")),
    )


def test_coverage_mentions_quotes_and_counts_follow_at_once(cast):
    ada, double, _ = cast
    merging.merge(double, ada, by=None)
    assert appearances() == {"Ada Example": (2, 1, 1), "Bob Builder": (1, 0, 0)}
    assert connections() == {("Ada Example", "Bob Builder"): 1, ("Bob Builder", "Ada Example"): 1}
    assert Mention.objects.live().of(ada).count() == 2
    assert Quote.objects.live().by(ada).count() == 1
    assert Citation.objects.live().about(ada).count() == 1
    assert Appearance.objects.coverage_of(double).count() == 1
    html = publishing.Edition.objects.get().html
    assert double.slug not in html
    assert html.count(ada.get_absolute_url()) == 2


def test_nothing_is_re_pointed(cast):
    ada, double, _ = cast
    before = list(Mention.objects.order_by("pk").values_list("entity", "edition"))
    merging.merge(double, ada, by=None)
    assert list(Mention.objects.order_by("pk").values_list("entity", "edition")) == before
    assert Quote.objects.working().get().speaker == double


def test_undo_brings_everything_back(cast):
    ada, double, _ = cast
    before = everything()
    record = merging.merge(double, ada, by=None)
    assert everything() != before
    merging.undo(record, by=None, reason="two women")
    assert everything() == before
    assert Entity.objects.get(pk=double.pk).survivor is None
    with pytest.raises(ValidationError, match="undone already"):
        merging.undo(record, by=None)


def test_each_act_is_on_record(cast):
    ada, double, _ = cast
    editor = builders.user("eva")
    record = merging.merge(double, ada, by=editor, reason="same passport")
    merging.undo(record, by=editor, reason="forged")
    merging.distinguish(double, ada, by=editor, reason="twins")
    said = Act.objects.filter(by=editor).order_by("pk").values_list("verb", "why", "entity", "other")
    first, second = sorted([ada.pk, double.pk])
    assert list(said) == [
        ("merge", "same passport", double.pk, ada.pk),
        ("undo_merge", "forged", double.pk, ada.pk),
        ("distinguish", "twins", first, second),
    ]
    assert Entity.history.filter(id=double.pk, history_user=editor).count() == 2


def test_addresses_of_the_loser_lead_to_the_survivor_and_back(cast):
    ada, double, _ = cast
    record = merging.merge(double, ada, by=None)
    assert Address.objects.resolve("person", double.slug) == ada
    merging.undo(record, by=None)
    assert Address.objects.resolve("person", double.slug) == double


def test_relations_follow(cast):
    ada, double, bob = cast
    row = builders.relation(double, bob, "family_of")
    merging.merge(double, ada, by=None)
    assert list(Relation.objects.live().of(ada)) == [row]


def test_a_row_is_not_merged_into_itself(cast):
    ada, *_ = cast
    with pytest.raises(ValidationError, match="into itself"):
        merging.merge(ada, ada, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.bulk_create([Merge(loser=ada, into=ada, state_before="public")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=ada.pk).update(survivor=ada, version=99)


def test_a_ring_is_refused(cast):
    ada, double, bob = cast
    merging.merge(double, ada, by=None)
    with pytest.raises(ValidationError, match="ring"):
        merging.merge(ada, double, by=None)
    merging.merge(ada, bob, by=None)
    double.refresh_from_db()
    with pytest.raises(ValidationError, match="ring"):
        merging.merge(bob, double, by=None)


def test_a_ring_is_refused_by_the_database(cast):
    a, b, c = cast
    made = [Merge(loser=a, into=b, state_before="public"), Merge(loser=b, into=c, state_before="public")]
    Merge.objects.bulk_create(made)
    with pytest.raises(IntegrityError, match="ring"), transaction.atomic():
        Merge.objects.bulk_create([Merge(loser=c, into=a, state_before="public")])
    undone = Merge(loser=c, into=a, state_before="public", undone_at=timezone.now())
    Merge.objects.bulk_create([undone])
    with pytest.raises(IntegrityError, match="ring"), transaction.atomic():
        Merge.objects.update(undone_at=None)


def test_a_survivor_may_not_itself_be_merged_in_the_database(cast):
    a, b, c = cast
    Entity.objects.filter(pk=a.pk).update(survivor=b, version=98)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=b.pk).update(survivor=c, version=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=c.pk).update(survivor=a, version=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.bulk_create([Entity(kind="person", name="X", name_key="x", slug="x", survivor=a)])


def test_a_row_is_merged_once(cast):
    ada, double, bob = cast
    merging.merge(double, ada, by=None)
    with pytest.raises(ValidationError, match="was merged into Ada Example already"):
        merging.merge(double, bob, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.bulk_create([Merge(loser=double, into=bob, state_before="public")])


def test_two_kinds_are_not_merged(cast):
    with pytest.raises(ValidationError, match="change one's kind first"):
        merging.merge(cast[0], builders.organization(), by=None)


def test_a_stale_row_is_not_merged(cast):
    ada, double, _ = cast
    Entity.objects.get(pk=ada.pk).save()
    with pytest.raises(StaleVersion):
        merging.merge(double, ada, by=None)
    assert not Merge.objects.exists()


def test_not_the_same_is_obeyed_through_merges(cast):
    ada, double, bob = cast
    merging.distinguish(double, bob, by=builders.user("eva"))
    with pytest.raises(ValidationError, match="was decided by eva"):
        merging.merge(bob, double, by=None)
    merging.merge(double, ada, by=None)
    with pytest.raises(ValidationError, match="is not"):
        merging.merge(bob, ada, by=None)
    assert merging.distinct(ada, bob)


def test_not_the_same_is_said_once_and_not_of_what_is_merged(cast):
    ada, double, bob = cast
    one = merging.distinguish(bob, double, by=None)
    assert merging.distinguish(double, bob, by=None) == one
    merging.merge(double, ada, by=None)
    ada.refresh_from_db()
    with pytest.raises(ValidationError, match="undo the merge first"):
        merging.distinguish(ada, double, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Distinction.objects.bulk_create(
            [Distinction(one=max(ada, bob, key=id_of), other=min(ada, bob, key=id_of))]
        )


def id_of(row):
    return row.pk


def test_chains_are_flattened(cast):
    a, b, c = cast
    merging.merge(a, b, by=None)
    merging.merge(b, c, by=None)
    assert survivors() == {a.pk: c.pk, b.pk: c.pk}


def survivors():
    rows = Entity.objects.filter(survivor__isnull=False)
    return dict(rows.values_list("pk", "survivor"))


def test_undo_in_the_middle_of_a_chain_keeps_the_rest(cast):
    a, b, c = cast
    d = builders.person("Dora")
    merging.merge(a, b, by=None)
    middle = merging.merge(b, c, by=None)
    merging.merge(c, d, by=None)
    assert survivors() == {a.pk: d.pk, b.pk: d.pk, c.pk: d.pk}
    merging.undo(middle, by=None)
    assert survivors() == {a.pk: b.pk, c.pk: d.pk}
    before = derived()
    derive.rebuild()
    assert derived() == before


def test_undo_of_the_first_of_a_chain_frees_one(cast):
    a, b, c = cast
    first = merging.merge(a, b, by=None)
    merging.merge(b, c, by=None)
    merging.undo(first, by=None)
    assert survivors() == {b.pk: c.pk}


def derived():
    return appearances(), connections()


def test_merging_into_a_merged_row_means_its_survivor(cast):
    a, b, c = cast
    merging.merge(a, b, by=None)
    merging.merge(c, a, by=None)
    assert survivors() == {a.pk: b.pk, c.pk: b.pk}


def test_a_draft_survivor_becomes_public_with_what_was_public_and_a_draft_again(cast):
    _, double, _ = cast
    draft = builders.person("Ada Full-Example")
    record = merging.merge(double, draft, by=None)
    assert draft.state == EntityState.PUBLIC
    assert "Ada Full-Example" in appearances()
    merging.undo(record, by=None)
    draft.refresh_from_db()
    assert draft.state == EntityState.DRAFT


def test_what_was_named_while_merged_is_public_after_undo(cast):
    ada, *_ = cast
    other = builders.person("Ada Draft")
    record = merging.merge(other, ada, by=None)
    copy = builders.article("Ada Draft came.")
    builders.mention(copy, other)
    publishing.publish(copy, by=None)
    merging.undo(record, by=None)
    other.refresh_from_db()
    assert other.state == EntityState.PUBLIC
    assert appearances()["Ada Draft"] == (1, 0, 0)


def test_a_suppression_is_not_lifted_by_a_merge(cast):
    ada, double, _ = cast
    publishing.suppress(double, by=None, reason="court")
    with pytest.raises(ValidationError, match="suppressed"):
        merging.merge(double, ada, by=None)
    with pytest.raises(ValidationError, match="suppressed"):
        merging.merge(ada, double, by=None)


def test_two_suppressed_rows_can_be_merged_and_stay_suppressed(cast):
    ada, double, _ = cast
    publishing.suppress(double, by=None, reason="court")
    publishing.suppress(ada, by=None, reason="court")
    merging.merge(double, ada, by=None)
    assert list(appearances()) == ["Bob Builder"]


def test_what_was_suppressed_while_merged_stays_hidden_after_undo(cast):
    ada, double, _ = cast
    record = merging.merge(double, ada, by=None)
    publishing.suppress(double, by=None, reason="court")
    assert list(appearances()) == ["Bob Builder"]
    merging.undo(record, by=None)
    assert list(appearances()) == ["Bob Builder"]
    assert not Entity.objects.live().filter(pk__in=[ada.pk, double.pk]).exists()


def test_a_state_that_changed_since_the_row_was_read_counts(cast):
    ada, double, bob = cast
    merging.merge(double, ada, by=None)
    read = Entity.objects.select_related("survivor").get(pk=double.pk)
    assert read.current == ada
    publishing.suppress(Entity.objects.get(pk=ada.pk), by=None, reason="court")
    with pytest.raises(ValidationError, match="suppressed"):
        merging.merge(bob, read, by=None)


def test_an_edition_published_while_merged_names_the_row_that_was_mentioned(cast):
    ada, double, _ = cast
    record = merging.merge(double, ada, by=None)
    copy = builders.article("A. Example came again.", date=None)
    builders.mention(copy, double)
    edition = publishing.publish(copy, by=None)
    assert ada.get_absolute_url() in edition.html
    merging.undo(record, by=None)
    edition.refresh_from_db()
    assert double.get_absolute_url() in edition.html
