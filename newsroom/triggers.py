"""Promises that a database constraint cannot hold, held by triggers on both engines.

Each app lists its triggers in `APP/triggers.py` as `TRIGGERS`. They are put in place after every `migrate`, because
SQLite drops a table's triggers when a migration rebuilds the table, and taken away before one that has work to do,
because SQLite refuses to rename a table that a trigger names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Refuse:
    """Before a row of `table` is written so that `when` holds, refuse with `message` (an IntegrityError)."""

    name: str
    table: str
    when: str
    message: str
    before: str = "UPDATE"
    needs: tuple[str, ...] = ()

    def sql(self, vendor: str) -> list[str]:
        message = self.message.replace("'", "''")
        if vendor == "postgresql":
            body = (
                f"IF {self.when} THEN RAISE EXCEPTION '%', '{message}' USING ERRCODE = 'integrity_constraint_violation';"
                " END IF; RETURN NEW;"
            )
            return _postgresql(self.name, self.table, f"BEFORE {self.before}", body)
        return _sqlite(
            self.name, self.table, f"BEFORE {self.before}", self.when, f"SELECT RAISE(ABORT, '{message}')"
        )


@dataclass(frozen=True)
class Follow:
    """After a row of `table` is written (`after`: INSERT or UPDATE), and where `when` holds, run `statement`."""

    name: str
    table: str
    after: str
    statement: str
    when: str = "1 = 1"
    needs: tuple[str, ...] = ()

    def sql(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            body = f"IF {self.when} THEN {self.statement}; END IF; RETURN NULL;"
            return _postgresql(self.name, self.table, f"AFTER {self.after}", body)
        return _sqlite(self.name, self.table, f"AFTER {self.after}", self.when, self.statement)


Trigger = Refuse | Follow


def changed(*columns: str) -> str:
    """The SQL condition that one of these columns is about to change."""
    return "(" + " OR ".join(f'(NEW."{column}" IS DISTINCT FROM OLD."{column}")' for column in columns) + ")"


def unversioned(name: str, table: str, columns: Sequence[str]) -> Refuse:
    """Refuses content of a Versioned row that changes without a newer version."""
    return Refuse(
        name,
        table,
        f"{changed(*columns)} AND NEW.version <= OLD.version",
        f"{table}: content was changed without taking a new version",
    )


def _sqlite(name: str, table: str, event: str, when: str, statement: str) -> list[str]:
    when = when.replace(" IS DISTINCT FROM ", " IS NOT ")  # SQLite before 3.39 knows only the latter
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} {event} ON {table} FOR EACH ROW WHEN {when} BEGIN {statement}; END"
    ]


def _postgresql(name: str, table: str, event: str, body: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE OR REPLACE TRIGGER {name} {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def of_app(app: AppConfig) -> list[Trigger]:
    """The triggers that an app lists, or none."""
    if find_spec(f"{app.name}.triggers") is None or app.name == "newsroom":
        return []
    return list(import_module(f"{app.name}.triggers").TRIGGERS)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that are in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {row[0] for row in cursor.fetchall()}


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Put triggers in place whose tables exist; those that are there stay as they are (SQLite) or are renewed."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if {trigger.table, *trigger.needs} <= tables:
                for statement in trigger.sql(connection.vendor):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take triggers away, so that a migration may rebuild their tables."""
    present = installed(connection)
    with connection.cursor() as cursor:
        for trigger in triggers:
            if trigger.name in present:
                on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {trigger.name}{on}")


def before_migrate(sender: AppConfig, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """Signal handler for pre_migrate: only a migration with work to do takes triggers away."""
    if plan:
        remove(connections[using], of_app(sender))


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal handler for post_migrate."""
    install(connections[using], of_app(sender))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that ought to be in the database and are not."""
    wanted = {trigger.name for app in apps.get_app_configs() for trigger in of_app(app)}
    return sorted(wanted - installed(connection))
