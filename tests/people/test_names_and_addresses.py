"""Names by key; addresses that stay for ever."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import publishing
from people.models import Address, Entity, Name, NameForm
from people.names import key
from tests import builders

pytestmark = pytest.mark.django_db


def test_an_entity_is_found_by_any_written_form_but_a_weak_one():
    ada = builders.person("Ada Éxample")
    Name.objects.create(entity=ada, text="A. B. Example", kind=NameForm.ALIAS)
    Name.objects.create(entity=ada, text="The Bridge Builder", kind=NameForm.WEAK)
    assert list(Entity.objects.named("ada example")) == [ada]
    assert list(Entity.objects.named("A.B. EXAMPLE")) == [ada]
    assert not Entity.objects.named("the bridge builder").exists()


def test_a_name_in_two_forms_is_found_once():
    ada = builders.person("Ada Example")
    Name.objects.create(entity=ada, text="ADA EXAMPLE")
    assert list(Entity.objects.named("Ada Example")) == [ada]


def test_a_group_name_has_a_row_for_each_member():
    two = [builders.person("Ada Example"), builders.person("Bob Example")]
    for one in two:
        Name.objects.create(entity=one, text="the Examples", kind=NameForm.GROUP)
    assert set(Entity.objects.named("The Examples")) == set(two)


def test_the_key_follows_the_text():
    ada = builders.person()
    name = Name.objects.create(entity=ada, text="Ada")
    name.text = "Zoë"
    name.save(update_fields=["text"])
    assert Name.objects.get(pk=name.pk).key == key("Zoë")


@pytest.mark.parametrize("fields", [{"kind": "nickname"}, {"text": ""}])
def test_a_bad_name_is_refused_with_and_without_cleaning(fields):
    ada = builders.person()
    row = Name(entity=ada, **{"text": "Ada", "key": "ada", **fields})
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Name.objects.bulk_create([row])


def test_one_form_is_listed_once():
    ada = builders.person()
    Name.objects.create(entity=ada, text="Ada")
    with pytest.raises(ValidationError):
        Name(entity=ada, text="Ada", key="ada").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Name.objects.bulk_create([Name(entity=ada, text="Ada", key="ada")])


def test_names_have_history():
    name = Name.objects.create(entity=builders.person(), text="Ada")
    name.text = "Adah"
    name.save()
    number = name.pk
    name.delete()
    assert [(h.history_type, h.text) for h in Name.history.filter(id=number).order_by("history_id")] == [
        ("+", "Ada"),
        ("~", "Adah"),
        ("-", "Adah"),
    ]


def test_a_renamed_entity_is_found_under_its_old_address():
    ada = builders.person(slug="ada-example")
    ada.slug = "ada-later"
    ada.save()
    assert Address.objects.resolve("person", "ada-example") == ada
    assert Address.objects.resolve("person", "ada-later") == ada
    assert Address.objects.resolve("organization", "ada-example") is None
    assert Address.objects.resolve("person", "nobody") is None


def test_an_address_is_kept_however_the_entity_was_written():
    Entity.objects.bulk_create([Entity(kind="person", name="Bob", name_key="bob", slug="bob")])
    bob = Entity.objects.get()
    Entity.objects.filter(pk=bob.pk).update(slug="robert", version=2)
    assert {a.slug for a in bob.addresses.all()} == {"bob", "robert"}


def test_an_old_address_is_never_given_to_another():
    ada = builders.person("Ada Example", slug="ada-example")
    ada.slug = "ada-later"
    ada.save()
    with pytest.raises(ValidationError, match="belongs to Ada Example, now or from earlier"):
        Entity(kind="person", name="Other", slug="ada-example").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.person("Other", slug="ada-example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.bulk_create([Entity(kind="person", name="O", name_key="o", slug="ada-example")])
    other = builders.person("Other", slug="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entity.objects.filter(pk=other.pk).update(slug="ada-example", version=2)


def test_an_entity_can_go_back_to_its_own_old_address():
    ada = builders.person(slug="one")
    for slug in ("two", "one"):
        ada.slug = slug
        publishing.save_entity(ada, by=None)
    assert Address.objects.filter(entity=ada).count() == 2


def test_two_kinds_may_share_a_slug():
    assert builders.person(slug="jordan") != builders.organization(slug="jordan")


def test_an_address_cannot_be_led_elsewhere():
    builders.person(slug="one")
    other = builders.person(slug="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.filter(slug="one").update(entity=other)
