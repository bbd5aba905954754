"""Triggers: in place after migrate, made anew when they differ, and the same on both engines."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles.models import Article, Edition
from newsroom import triggers
from newsroom.triggers import Follow, Refuse, changed, unversioned
from tests import builders

pytestmark = pytest.mark.django_db


def run(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def table():
    """A table of the test's own."""
    run("CREATE TABLE trigger_test (id integer, word text, seen integer)")
    return "trigger_test"


def test_all_triggers_are_in_place_after_migrate():
    assert len(triggers.of_all()) > 20
    assert triggers.missing(connection) == []


def test_names_are_unique_and_fit_both_engines():
    names = [trigger.name for trigger in triggers.of_all()]
    assert len(names) == len(set(names))
    assert all(len(name) <= 63 for name in names)


def test_every_trigger_is_on_a_table_that_a_model_has():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for trigger in triggers.of_all():
        assert {trigger.table, *trigger.needs} <= tables, trigger.name


def test_a_refusal_is_an_integrity_error_with_its_message(table):
    triggers.install(connection, [Refuse("test_no", table, "NEW.word = 'no'", "it's 100% refused")])
    run(f"INSERT INTO {table} VALUES (1, 'yes', 0)")
    run(f"UPDATE {table} SET word = 'still yes'")
    with pytest.raises(IntegrityError, match="it's 100% refused"):
        run(f"UPDATE {table} SET word = 'no'")


def test_an_insert_and_a_delete_can_be_refused(table):
    new = Refuse("test_new", table, "NEW.word = 'no'", "not this", before="INSERT")
    gone = Refuse("test_gone", table, "OLD.word = 'keep'", "kept", before="DELETE")
    triggers.install(connection, [new, gone])
    with pytest.raises(IntegrityError, match="not this"):
        run(f"INSERT INTO {table} VALUES (1, 'no', 0)")
    run(f"INSERT INTO {table} VALUES (1, 'keep', 0), (2, 'drop', 0)")
    run(f"DELETE FROM {table} WHERE id = 2")
    with pytest.raises(IntegrityError, match="kept"):
        run(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")
        assert cursor.fetchall() == [(1,)]


def test_null_differs_from_a_value_and_not_from_null(table):
    triggers.install(connection, [Refuse("test_null", table, changed("word", "seen"), "changed")])
    run(f"INSERT INTO {table} VALUES (1, NULL, 0)")
    run(f"UPDATE {table} SET word = NULL, id = 2")
    with pytest.raises(IntegrityError):
        run(f"UPDATE {table} SET word = 'x'")


def test_what_follows_runs_where_its_condition_holds(table):
    statement = f"UPDATE {table} SET seen = seen + 1 WHERE id = NEW.id"
    triggers.install(connection, [Follow("test_seen", table, "INSERT", statement, when="NEW.word = 'see'")])
    run(f"INSERT INTO {table} VALUES (1, 'see', 0), (2, 'pass', 0)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seen FROM {table} ORDER BY id")
        assert cursor.fetchall() == [(1,), (0,)]


def test_a_trigger_whose_definition_changed_is_made_anew(table):
    triggers.install(connection, [Refuse("test_no", table, "NEW.word = 'no'", "refused")])
    triggers.install(connection, [Refuse("test_no", table, "NEW.word = 'never'", "refused")])
    run(f"INSERT INTO {table} VALUES (1, 'yes', 0)")
    run(f"UPDATE {table} SET word = 'no'")
    with pytest.raises(IntegrityError):
        run(f"UPDATE {table} SET word = 'never'")


def test_installing_again_changes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        triggers.install(connection, triggers.of_all())


def test_a_trigger_waits_for_its_tables():
    triggers.install(connection, [Refuse("test_early", "not_there", "1 = 1", "no")])
    triggers.install(connection, [Refuse("test_early", "people_entity", "1 = 1", "no", needs=("not_there",))])
    assert "test_early" not in triggers.installed(connection)


def test_one_that_is_gone_is_named_and_migrate_brings_it_back():
    [victim] = [t for t in triggers.of_all() if t.name == "articles_edition_fixed"]
    triggers.remove(connection, [victim])
    assert triggers.missing(connection) == ["articles_edition_fixed"]
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []


def test_one_that_was_tampered_with_is_named():
    [victim] = [t for t in triggers.of_all() if t.name == "articles_edition_fixed"]
    triggers.remove(connection, [victim])
    triggers.install(connection, [Refuse(victim.name, victim.table, "1 = 0", "no")])
    assert triggers.missing(connection) == ["articles_edition_fixed"]


@pytest.mark.only_on("postgresql")
def test_one_that_was_switched_off_is_named():
    run("ALTER TABLE articles_edition DISABLE TRIGGER articles_edition_fixed")
    assert triggers.missing(connection) == ["articles_edition_fixed"]


def test_before_a_migration_with_work_to_do_triggers_step_aside():
    articles = apps.get_app_config("articles")
    triggers.before_migrate(articles, "default", plan=[])
    assert triggers.missing(connection) == []
    triggers.before_migrate(articles, "default", plan=[("a migration", False)])
    assert set(triggers.missing(connection)) == {trigger.name for trigger in triggers.of_app(articles)}
    triggers.after_migrate(articles, "default")
    assert triggers.missing(connection) == []


def test_a_newer_version_lets_content_change(table):
    run(f"ALTER TABLE {table} ADD COLUMN version integer")
    triggers.install(connection, [unversioned("test_version", table, ["word"])])
    run(f"INSERT INTO {table} VALUES (1, 'a', 0, 1)")
    run(f"UPDATE {table} SET seen = 1")
    run(f"UPDATE {table} SET word = 'b', version = 2")
    with pytest.raises(IntegrityError, match="without taking a new version"):
        run(f"UPDATE {table} SET word = 'c'")


@pytest.mark.django_db(transaction=True)
def test_flush_empties_what_triggers_keep_and_puts_them_back():
    builders.published()
    call_command("flush", interactive=False, verbosity=0)
    assert not Edition.objects.exists()
    assert not Article.objects.exists()
    assert triggers.missing(connection) == []
