"""A model's complaints as refusals: each message in the model's own words, at the line of its field."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, models, transaction

from newsroom.editorial import StaleVersion
from seeds.records import Problem, Record, Refusal

Save = Callable[[Any], None]
_NOBODY = {"by"}  # a load has no editor


def save(row: models.Model) -> None:
    """Save with the reason that history shows."""
    row._change_reason = "load"  # type: ignore[attr-defined]
    row.save()


def checked_save(row: Any, how: Save, record: Record, at: tuple[str | int, ...] = ()) -> None:
    """Save a row that the model finds right; Refusal otherwise. StaleVersion passes, for another try."""
    try:
        row.clean_fields(exclude=_NOBODY)
        row.clean()
        row.validate_unique()
        with transaction.atomic():
            how(row)
    except StaleVersion:
        raise
    except ValidationError as error:
        raise refusal(error, record, at) from error
    except (IntegrityError, DataError) as error:
        try:
            row.full_clean(exclude=_NOBODY)
        except ValidationError as invalid:
            raise refusal(invalid, record, at) from invalid
        raise by_database(error, record, at) from error


def refusal(error: ValidationError, record: Record, at: tuple[str | int, ...] = ()) -> Refusal:
    """A model's complaint, each message at the line of its field."""
    if not hasattr(error, "error_dict"):
        return Refusal(*(record.problem(message, *at) for message in error.messages))
    problems: list[Problem] = []
    for name, messages in error.message_dict.items():
        where = at if name == NON_FIELD_ERRORS else (*at, name)
        problems += [record.problem(message, *where) for message in messages]
    return Refusal(*problems)


def by_database(error: Exception, record: Record, at: tuple[str | int, ...] = ()) -> Refusal:
    """What only the database itself refused."""
    return record.refuse(f"The database refused it: {str(error).splitlines()[0]}", *at)
