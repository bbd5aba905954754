"""Very many new rows of one table."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what `bulk_create` would store, without an object for each row: a fifth of the time. Nobody learns their ids.

    All rows name the same columns; others get their defaults, the same in all rows, and `auto_now` this moment. A derived
    column, such as a bound of a date, is to be named beside what it is derived from.
    """
    if not rows:
        return
    named, blank = rows[0].keys(), model()
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    rest = {
        field.attname: field.get_db_prep_save(field.pre_save(blank, add=True), connection)
        for field in fields
        if field.attname not in named
    }
    columns = {field.attname: field for field in fields}
    quoted = ", ".join(connection.ops.quote_name(str(columns[name].column)) for name in (*named, *rest))
    places = ", ".join(["%s"] * (len(named) + len(rest)))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({places})",  # noqa: S608  our own names
            [(*(_plain(columns[name], row[name]) for name in named), *rest.values()) for row in rows],
        )


def _plain(field: Any, value: Any) -> Any:
    """As the database takes it."""
    is_plain = value is None or type(value) in (str, int, float)
    return value if is_plain else field.get_db_prep_save(value, connection)
