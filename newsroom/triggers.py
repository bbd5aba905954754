"""Promises that a database constraint cannot hold, held by triggers on both engines.

Each app lists its triggers in `APP/triggers.py` as `TRIGGERS`. They are put in place after every `migrate`, because
SQLite drops a table's triggers when a migration rebuilds the table, and taken away before one that has work to do,
because SQLite refuses to rename a table that a trigger names. One whose definition changed is made anew.
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
    """Before a row of `table` is written (`before`: INSERT, UPDATE or DELETE), refuse with `message`, an
    IntegrityError, where `when` holds."""

    name: str
    table: str
    when: str
    message: str
    before: str = "UPDATE"
    needs: tuple[str, ...] = ()

    def sql(self, vendor: str) -> list[str]:
        message = self.message.replace("'", "''")
        if vendor == "postgresql":
            row = "OLD" if self.before == "DELETE" else "NEW"
            body = (
                f"IF {self.when} THEN RAISE EXCEPTION '%', '{message}' USING ERRCODE = 'integrity_constraint_violation';"
                f" END IF; RETURN {row};"
            )
            return _postgresql(self.name, self.table, f"BEFORE {self.before}", body)
        return _sqlite(
            self.name, self.table, f"BEFORE {self.before}", self.when, f"SELECT RAISE(ABORT, '{message}')"
        )


@dataclass(frozen=True)
class Follow:
    """After a row of `table` is written (`after`: INSERT, UPDATE or DELETE), where `when` holds, run `statement`."""

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


def unversioned(name: str, table: str, columns: Sequence[str], where: str = "1 = 1") -> Refuse:
    """Refuses content of a Versioned row that changes without a newer version, where `where` holds."""
    return Refuse(
        name,
        table,
        f"{where} AND {changed(*columns)} AND NEW.version <= OLD.version",
        f"{table}: content was changed without taking a new version",
    )


def _sqlite(name: str, table: str, event: str, when: str, statement: str) -> list[str]:
    when = when.replace(" IS DISTINCT FROM ", " IS NOT ")  # SQLite before 3.39 knows only the latter
    return [f"CREATE TRIGGER {name} {event} ON {table} FOR EACH ROW WHEN {when} BEGIN {statement}; END"]


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


def of_all() -> list[Trigger]:
    """The triggers of all apps."""
    return [trigger for app in apps.get_app_configs() for trigger in of_app(app)]


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name → definition of the triggers that are in the database and at work."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
                " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Put triggers in place whose tables exist and that are not there as they should be."""
    present = installed(connection)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in triggers:
            if (
                _is_there(trigger, present, connection.vendor)
                or not {trigger.table, *trigger.needs} <= tables
            ):
                continue
            if trigger.name in present:
                _drop(cursor, trigger, connection.vendor)
            for statement in trigger.sql(connection.vendor):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Take triggers away, so that a migration may rebuild their tables."""
    present = installed(connection)
    with connection.cursor() as cursor:
        for trigger in triggers:
            if trigger.name in present:
                _drop(cursor, trigger, connection.vendor)


def _drop(cursor: Any, trigger: Trigger, vendor: str) -> None:
    cursor.execute(
        f"DROP TRIGGER {trigger.name}" + (f" ON {trigger.table}" if vendor == "postgresql" else "")
    )


def _is_there(trigger: Trigger, present: dict[str, str], vendor: str) -> bool:
    return trigger.name in present and present[trigger.name] in trigger.sql(vendor)[0]


def before_migrate(sender: AppConfig, using: str, plan: Sequence[Any] = (), **_: Any) -> None:
    """Signal handler for pre_migrate: only a migration with work to do takes triggers away."""
    if plan:
        remove(connections[using], of_app(sender))


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal handler for post_migrate."""
    install(connections[using], of_app(sender))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that ought to be in the database and are not, or not as they should be."""
    present = installed(connection)
    return sorted(t.name for t in of_all() if not _is_there(t, present, connection.vendor))
