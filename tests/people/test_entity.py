"""Entity: one table with proxies, its state, its constraints, its one history."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from articles import publishing
from articles.models import Event
from newsroom.editorial import StaleVersion
from people.models import Entity, EntityState, Kind, Organization, Person
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_proxy_sees_its_own_kind_only():
    ada, trust, opening = builders.person(), builders.organization(), builders.event()
    assert [row.pk for row in Person.objects.all()] == [ada.pk]
    assert [row.pk for row in Organization.objects.all()] == [trust.pk]
    assert [row.pk for row in Event.objects.all()] == [opening.pk]
    assert Entity.objects.count() == 3


def test_a_proxy_makes_its_own_kind_also_in_bulk():
    Event.objects.bulk_create([Event(name="Fire", slug="fire", name_key="fire")])
    assert Event.objects.get().kind == Kind.EVENT


@pytest.mark.parametrize(
    ("make", "kind"),
    [(builders.person, "person"), (builders.organization, "organization"), (builders.event, "event")],
)
def test_what_is_saved_through_a_proxy_is_in_the_one_history(make, kind):
    row = make()
    row.name = "Changed"
    row.save()
    number = row.pk
    row.delete()
    lines = Entity.history.filter(id=number).order_by("history_id")
    assert [line.history_type for line in lines] == ["+", "~", "-"]
    assert [line.name for line in lines][1:] == ["Changed", "Changed"]
    assert {line.kind for line in lines} == {kind}


def test_a_stale_copy_read_through_a_proxy_is_refused():
    ada = builders.person()
    stale = Person.objects.get(pk=ada.pk)
    Entity.objects.get(pk=ada.pk).save()
    with pytest.raises(StaleVersion):
        stale.save()


def test_live_is_public_and_current():
    public = builders.person(state=EntityState.PUBLIC)
    builders.person(state=EntityState.DRAFT)
    builders.person(state=EntityState.SUPPRESSED)
    builders.person(state=EntityState.PUBLIC, survivor=public)
    assert [row.pk for row in Entity.objects.live()] == [public.pk]
    assert [row.pk for row in Person.objects.live()] == [public.pk]


def test_a_merged_row_is_as_live_as_its_survivor():
    public, hidden = builders.person(state="public"), builders.person(state="suppressed")
    assert builders.person(state="draft", survivor=public).is_live
    assert not builders.person(state="public", survivor=hidden).is_live


def test_an_editor_can_give_a_draft_its_page():
    ada = builders.person()
    publishing.make_public(ada, by=None)
    assert ada.state == EntityState.PUBLIC


def test_a_suppressed_entity_is_not_made_public_by_the_way():
    ada = builders.person(state="suppressed")
    with pytest.raises(ValidationError, match="lift the suppression first"):
        publishing.make_public(ada, by=None)


BAD = [
    ({"slug": "123"}, "slug", "taken for a number"),
    ({"slug": "Ada Example"}, "slug", "small letters"),
    ({"slug": "ada\n"}, "slug", "small letters"),
    ({"slug": "-ada"}, "slug", "small letters"),
    ({"born": "sometime"}, "born", "no EDTF date"),
    ({"born": "2018-02-30"}, "born", "has 28 days"),
    ({"born": "-0044"}, "born", "outside of the years 0001 to 9999"),
    ({"kind": "animal"}, "kind", "not a valid choice"),
    ({"state": "famous"}, "state", "not a valid choice"),
    ({"name": ""}, "name", "blank"),
    ({"founded": "1990"}, "founded", "is a field of a organization"),
    ({"place": "Paris"}, "place", "field of"),
    ({"born": "1990", "died": "1980"}, "__all__", "before"),
    ({"country": "Can"}, "country", "Two capital letters"),
]


@pytest.mark.parametrize(("fields", "where", "message"), BAD)
def test_bad_fields_are_told_in_words(fields, where, message):
    row = Person(**{"name": "Ada", "slug": "ada", **fields})
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert message in " ".join(error.value.message_dict[where])


DATABASE = [fields for fields, _, _ in BAD if "country" not in fields] + [
    {"latitude": 45.0},
    {"kind": "event", "latitude": 91.0, "longitude": 0.0},
    {"kind": "event", "latitude": 45.0, "longitude": None},
]


@pytest.mark.parametrize("fields", DATABASE, ids=str)
def test_bad_fields_are_refused_by_the_database(fields):
    row = Entity(**{"kind": "person", "name": "Ada", "slug": "ada", "name_key": "ada", **fields})
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.bulk_create([row])
    good = builders.person(slug="good")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=good.pk).update(version=9, **fields)
    columns = ", ".join(f"{column} = %s" for column in fields)
    statement = f"UPDATE people_entity SET version = 9, {columns} WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [*fields.values(), good.pk])
    assert Entity.objects.get(pk=good.pk).version == 1


def test_half_a_place_on_the_map_is_told_in_words():
    row = Event(name="Fire", slug="fire", latitude=45.0)
    with pytest.raises(ValidationError, match="both latitude and longitude"):
        row.full_clean()


def test_dates_that_may_fit_are_not_refused():
    Person(name="Ada", slug="ada", born="1980~", died="1980").full_clean()
    Person(name="Ada", slug="ada", born="../1990", died="1970").full_clean()


def test_a_kind_can_be_changed_and_the_old_address_leads_on():
    from people.models import Address

    row = builders.organization("The Rising", slug="the-rising")
    row.kind = Kind.EVENT
    publishing.save_entity(row, by=None)
    assert Address.objects.resolve("organization", "the-rising").get_absolute_url() == "/events/the-rising/"
    assert Address.objects.resolve("event", "the-rising") == row


def test_a_kind_whose_fields_do_not_fit_is_not_changed():
    row = builders.organization(founded="1990")
    row.kind = Kind.EVENT
    with pytest.raises(ValidationError, match="founded"):
        publishing.save_entity(row, by=None)
