"""Changes are noted where they are made, and followed by whoever follows, none lost and none for ever."""

import logging
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.utils import timezone

from newsroom import outbox
from newsroom.models import Change, Follower
from people.models import Entity
from tests import builders


def noted():
    return set(Change.objects.values_list("kind", "ref"))


def add(*refs):
    Change.objects.bulk_create([Change(kind="entity", ref=ref, hides=False) for ref in refs])


class Kept:
    """A follower that remembers what it was handed."""

    def __init__(self, name="kept"):
        self.name, self.seen = name, []
        outbox.register(name)

    def __call__(self, refs):
        self.seen.append({ref for _, ref in refs})

    def drain(self):
        return outbox.drain(self.name, self)


@pytest.mark.django_db
def test_a_change_is_noted_however_it_is_made():
    ada = builders.person("Ada")
    assert noted() == {("entity", ada.pk)}
    Change.objects.all().delete()
    Entity.objects.filter(pk=ada.pk).update(description="Other.", version=2)
    assert noted() == {("entity", ada.pk)}
    Change.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_address")
        cursor.execute("DELETE FROM people_entity WHERE id = %s", [ada.pk])
    assert list(Change.objects.values_list("kind", "ref", "hides")) == [("entity", ada.pk, True)]


@pytest.mark.django_db
def test_what_shows_nowhere_is_not_noted():
    ada, trust = builders.person("Ada"), builders.organization("Trust")
    copy = builders.article("Ada came.")
    Change.objects.all().delete()
    builders.relation(ada, trust)
    builders.mention(copy, ada)
    ada.hold()
    assert noted() == set()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_note():
    class TakenBack(Exception):
        pass

    def taken_back():
        with transaction.atomic():
            builders.person("Ada")
            raise TakenBack

    with pytest.raises(TakenBack):
        taken_back()
    assert noted() == set()


@pytest.mark.django_db
def test_changes_are_handed_out_once_each_thing_and_then_taken_away():
    kept = Kept()
    add(1, 2, 1)
    assert kept.drain() == 2
    assert kept.seen == [{1, 2}]
    assert not Change.objects.exists()
    assert kept.drain() == 0


@pytest.mark.django_db
def test_many_changes_come_in_batches(monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 3)
    kept = Kept()
    add(*range(8))
    kept.drain()
    assert kept.seen == [{0, 1, 2}, {3, 4, 5}, {6, 7}]


@pytest.mark.django_db
def test_followers_keep_their_own_places():
    one, other = Kept("one"), Kept("other")
    add(1)
    one.drain()
    add(2)
    assert {row.name: row.pending().count() for row in Follower.objects.all()} == {"one": 1, "other": 2}
    one.drain()
    assert Change.objects.count() == 2
    other.drain()
    assert (one.seen, other.seen) == ([{1}, {2}], [{1}, {2}])
    assert not Change.objects.exists()


@pytest.mark.django_db
def test_a_new_follower_begins_where_it_is_registered():
    first = Kept("first")
    add(1)
    late = Kept("late")
    add(2)
    for kept in (first, late):
        kept.drain()
    assert (first.seen, late.seen) == ([{1}, {2}], [{2}])


@pytest.mark.django_db
def test_what_was_not_followed_to_its_end_is_handed_out_again():
    kept = Kept()
    add(1)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        outbox.drain("kept", Mock(side_effect=OSError("full")))
    assert kept.drain() == 1
    assert kept.seen == [{1}]


@pytest.mark.django_db
def test_nobody_of_the_name_is_handed_nothing():
    add(1)
    assert outbox.drain("nobody", Mock(side_effect=AssertionError)) == 0


@pytest.mark.django_db
def test_where_nobody_follows_nothing_is_kept():
    add(1)
    outbox.prune()
    assert not Change.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "left"), [(6, {"here", "gone"}), (8, {"here"})])
def test_a_follower_that_stays_away_for_a_week_of_changes_is_given_up(age, left):
    here, _ = Kept("here"), Kept("gone")
    add(1)
    here.drain()
    Change.objects.update(at=timezone.now() - timedelta(days=age))
    add(2)
    here.drain()
    outbox.prune()
    assert {row.name for row in Follower.objects.all()} == left
    assert Change.objects.exists() is ("gone" in left)


@pytest.mark.django_db
def test_one_that_is_behind_with_everybody_else_is_not_given_up():
    """A worker that rested for a month finds all that it left."""
    kept = Kept()
    add(1)
    Change.objects.update(at=timezone.now() - timedelta(days=30))
    outbox.prune()
    assert kept.drain() == 1


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_late_is_followed_though_its_number_is_low():
    """Its change has a lower id than one that was committed, seen and followed before."""
    late = connection.copy()
    kept = Kept()
    try:
        with transaction.atomic():  # the test's own connection waits for nothing
            pass
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute("INSERT INTO newsroom_change (kind, ref, hides) VALUES ('entity', 1, FALSE)")
        add(2)
        kept.drain()
        assert kept.seen == [{2}]
        late.commit()
        kept.drain()
        assert kept.seen == [{2}, {1}]
    finally:
        late.close()


@pytest.mark.django_db(transaction=True)
def test_at_commit_all_that_follow_do_so_once(monkeypatch):
    follow = Mock()
    monkeypatch.setattr(outbox, "at_commit", [follow])
    with transaction.atomic():
        for _ in range(3):
            builders.person()
        with transaction.atomic():
            builders.person()
        assert follow.call_count == 0
    assert follow.call_count == 1


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_no_other_change_with_it(monkeypatch):
    follow = Mock()
    monkeypatch.setattr(outbox, "at_commit", [follow])

    def refused():
        with transaction.atomic():
            builders.person()
            raise ValueError("no")

    with transaction.atomic():
        with pytest.raises(ValueError, match="no"):
            refused()
        builders.person()
    assert follow.call_count == 1


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_fails_is_logged_and_the_change_stands(monkeypatch, caplog):
    monkeypatch.setattr(outbox, "at_commit", [Mock(side_effect=RuntimeError("broken"))])
    with caplog.at_level(logging.ERROR):
        ada = builders.person()
    assert "broken" in caplog.text
    assert Entity.objects.filter(pk=ada.pk).exists()
    assert noted() == {("entity", ada.pk)}


@pytest.mark.django_db(transaction=True)
def test_with_a_worker_nothing_follows_at_commit(monkeypatch, settings):
    settings.OUTBOX_WORKER = True
    follow = Mock()
    monkeypatch.setattr(outbox, "at_commit", [follow])
    builders.person()
    assert follow.call_count == 0
