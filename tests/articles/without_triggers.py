"""What somebody with the database's own password could do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from newsroom import triggers


@contextmanager
def without_triggers() -> Iterator[None]:
    """The database without our triggers."""
    _let_go()
    triggers.remove(connection, triggers.of_all())
    yield
    _let_go()
    triggers.install(connection, triggers.of_all())


def _let_go() -> None:
    """PostgreSQL alters no table that has checks still to come in this transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
