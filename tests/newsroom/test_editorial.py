"""Versions that no writer may overwrite unseen, on every versioned model."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles.models import Article, Counterpart, Mention, Preference, ProposedEvent, Story
from newsroom.editorial import Decision, StaleVersion, Versioned, with_derived
from people.models import Entity, Relation
from tests import builders

pytestmark = pytest.mark.django_db


def an_article():
    return builders.article()


def an_entity():
    return builders.person()


def a_relation():
    return builders.relation(builders.person(), builders.organization())


def a_story():
    return builders.story()


def a_preference():
    ada = builders.person()
    return Preference.objects.create(entity=ada, field="born", value="1990", reason="her own word")


def a_mention():
    return builders.mention(builders.article(), builders.person())


def a_counterpart():
    return Counterpart.objects.create(one=builders.article(), other=builders.article(), score=0.5)


def a_proposed_event():
    return ProposedEvent.objects.create(kind="arrest", title="Arrest of Ada Example")


#: what makes a row, a content column of it, and another value of that
VERSIONED = [
    (an_article, "headline", "Another"),
    (an_entity, "name", "Another"),
    (a_relation, "title", "another"),
    (a_story, "title", "Another"),
    (a_preference, "reason", "another"),
    (a_mention, "decision", Decision.REJECTED),
    (a_counterpart, "why", "another"),
    (a_proposed_event, "title", "Another"),
]
every_versioned_model = pytest.mark.parametrize(
    ("make", "column", "value"), VERSIONED, ids=[make.__name__[2:].strip("_") for make, _, _ in VERSIONED]
)


@every_versioned_model
def test_each_save_takes_a_new_version(make, column, value):
    row = make()
    assert row.version == 1
    setattr(row, column, value)
    row.save()
    assert row.version == 2
    assert type(row)._base_manager.get(pk=row.pk).version == 2


@every_versioned_model
def test_the_second_of_two_writers_is_refused_and_writes_nothing(make, column, value):
    row = make()
    stale = type(row)._base_manager.get(pk=row.pk)
    row.save()
    setattr(stale, column, value)
    with pytest.raises(StaleVersion, match="you have version 1, the record has 2"):
        stale.save()
    assert stale.version == 1
    kept = type(row)._base_manager.get(pk=row.pk)
    assert (getattr(kept, column), kept.version) == (getattr(row, column), 2)


@every_versioned_model
def test_content_that_changes_without_a_new_version_is_refused_by_the_database(make, column, value):
    row = make()
    rows = type(row)._base_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError, match="version"), transaction.atomic():
        rows.update(**{column: value})
    table, number = row._meta.db_table, row.pk
    with (
        pytest.raises(IntegrityError, match="version"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, number])
    assert getattr(rows.get(), column) == getattr(row, column)


def test_every_versioned_model_is_in_the_table_above():
    from django.apps import apps

    versioned = {m for m in apps.get_models() if issubclass(m, Versioned) and not m._meta.proxy}
    passages = {m for m in versioned if hasattr(m, "check_span")}
    assert versioned - passages == {
        Article, Entity, Relation, Story, Preference, Counterpart, ProposedEvent,
    }  # fmt: skip
    assert Mention in passages


def test_a_row_that_was_deleted_meanwhile_is_refused_in_words():
    ada = builders.person()
    Entity.objects.filter(pk=ada.pk).delete()
    with pytest.raises(StaleVersion, match="was deleted since you opened it"):
        ada.save()


def test_a_stale_version_is_a_validation_error_that_forms_can_show():
    ada = builders.person()
    Entity.objects.get(pk=ada.pk).save()
    with pytest.raises(ValidationError) as error:
        ada.save()
    assert error.value.code == "stale"
    assert "open it again" in error.value.messages[0]


def test_a_save_that_fails_leaves_the_version_as_it_was_read():
    ada = builders.person(slug="ada")
    builders.person(slug="bob")
    ada.slug = "bob"
    with pytest.raises(IntegrityError), transaction.atomic():
        ada.save()
    ada.slug = "ada-again"
    ada.save()
    assert ada.version == 2


def test_holding_changes_nothing():
    ada = builders.person()
    before = Entity.objects.filter(pk=ada.pk).values().get()
    with transaction.atomic():
        ada.hold()
    assert Entity.objects.filter(pk=ada.pk).values().get() == before


def test_partial_saves_write_what_is_derived_too():
    ada = builders.person("Ada Example")
    ada.name, ada.born = "Zoë Later", "1990-02"
    ada.save(update_fields=["name", "born"])
    stored = Entity.objects.get(pk=ada.pk)
    assert (stored.name_key, stored.version) == ("zoe later", 2)
    assert (str(stored.born_earliest), str(stored.born_latest)) == ("1990-02-01", "1990-02-28")
    copy = builders.article("Old words.")
    copy.body = "<p>New words.</p>"
    copy.save(update_fields=["body"])
    assert Article.objects.get(pk=copy.pk).text == "New words."


def test_derived_columns_are_those_of_the_columns_written():
    ada = builders.person()
    assert with_derived(ada, ["slug"]) == {"slug"}
    assert with_derived(ada, ["died"]) == {"died", "died_earliest", "died_latest"}


def test_when_it_was_saved_is_kept():
    ada = builders.person()
    made = ada.updated_at
    ada.save()
    assert made < ada.updated_at <= timezone.now()
    assert Entity.objects.get(pk=ada.pk).created_at == ada.created_at
