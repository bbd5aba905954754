"""Model fields for dates of the world: EDTF text, and its earliest and latest day beside it.

    begins = EDTFField()
    begins_earliest = EDTFBoundField("begins", "earliest")
    begins_latest = EDTFBoundField("begins", "latest")

    class Meta:
        constraints = [*edtf_check("begins", "event")]

`save()` and `bulk_create()` fill the bounds. What writes columns one by one must name all three:
`update(**edtf_values("begins", "2018-12"))`, `save(update_fields=edtf_columns("begins"))`. One that forgets
them is refused by the constraints where a bound appears or goes away.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import OrderBy

from newsroom import edtf

Bound = Literal["earliest", "latest"]


class EDTFField(models.CharField):
    """EDTF text in its canonical form, or null. Nothing entered is null, never an empty string."""

    description = "A date as far as it is known (EDTF)"
    empty_strings_allowed = False
    _defaults: Mapping[str, Any] = {"max_length": 64, "null": True, "blank": True}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**self._defaults, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for option, default in self._defaults.items():
            kwargs.pop(option, None)
            if (value := getattr(self, option)) != default:
                kwargs[option] = value
        return name, path, args, kwargs

    def to_python(self, value: Any) -> str | None:
        """Canonical text or None. Raises ValidationError with the cure."""
        if value is None or not str(value).strip():
            return None
        try:
            return edtf.canonical(str(value))
        except edtf.EDTFError as error:
            raise ValidationError(str(error), code="edtf") from error

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Canonical also where nobody called `full_clean()`. What is no date goes on, to be refused there."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = _canonical_or_same(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Canonical where it can be. Who writes without cleaning shall meet the database's refusal, not
        `CharField`'s ValidationError."""
        value = models.Field.get_prep_value(self, value)
        return _canonical_or_same(value) if isinstance(value, str) else value


class EDTFBoundField(models.DateField):
    """The earliest or latest day of the EDTF field `source` of the same model. Derived at every save."""

    description = "A bound of a date as far as it is known"

    def __init__(self, source: str, bound: Bound, **kwargs: Any) -> None:
        self.source, self.bound = source, bound
        super().__init__(**{**kwargs, "null": True, "editable": False})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["editable"]
        return name, path, [*args, self.source, self.bound], kwargs

    def clean(self, value: Any, model_instance: models.Model | None) -> date | None:
        """What is there does not matter: `full_clean()` shall see the bound that `save()` will write."""
        return self._of(model_instance) if model_instance else None

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        day = self._of(model_instance)
        setattr(model_instance, self.attname, day)
        return day

    def _of(self, model_instance: models.Model) -> date | None:
        return _bounds_or_none(getattr(model_instance, self.source))[self.bound]


def edtf_values(field: str, text: str | None) -> dict[str, Any]:
    """The three columns of one date, for `update()` and `bulk_update()`. Raises ValidationError."""
    text = EDTFField().to_python(text)
    return {field: text} | {f"{field}_{bound}": day for bound, day in _bounds_or_none(text).items()}


def edtf_columns(*fields: str) -> list[str]:
    """The names of the columns of these dates, for `update_fields`."""
    return [column for field in fields for column in (field, f"{field}_earliest", f"{field}_latest")]


def edtf_check(field: str, model: str) -> list[models.CheckConstraint]:
    """Database constraints for one date. `model` is the prefix of their names.

    The text is EDTF in form; a side has a bound unless it is open, unknown, or there is no text; the earliest
    day is not after the latest. An impossible day has no bounds, so it is refused as well.
    """
    text, first, last = edtf_columns(field)
    no_first = Q(**{f"{text}__isnull": True}) | Q(**{f"{text}__regex": r"\A(\.\.)?/"})
    no_last = Q(**{f"{text}__isnull": True}) | Q(**{f"{text}__regex": r"/(\.\.)?\Z"})
    return [
        models.CheckConstraint(
            name=f"{model}_{field}_edtf",
            condition=Q(**{f"{text}__isnull": True}) | Q(**{f"{text}__regex": edtf.PATTERN}),
            violation_error_message=f"“{field}” is no EDTF date: write 2018, 2018-12, 2018-12-01 or 2018~.",
        ),
        models.CheckConstraint(
            name=f"{model}_{field}_bounds",
            condition=(
                (no_first & Q(**{f"{first}__isnull": True}) | ~no_first & Q(**{f"{first}__isnull": False}))
                & (no_last & Q(**{f"{last}__isnull": True}) | ~no_last & Q(**{f"{last}__isnull": False}))
                & (
                    Q(**{f"{first}__isnull": True})
                    | Q(**{f"{last}__isnull": True})
                    | Q(**{f"{first}__lte": F(last)})
                )
            ),
            violation_error_message=f"The bounds of “{field}” are not those of its text: save the row.",
        ),
    ]


def interval_check(begin: str, end: str, model: str) -> models.CheckConstraint:
    """The database constraint that what `end` says can be after what `begin` says."""
    open_side = Q(**{f"{begin}_earliest__isnull": True}) | Q(**{f"{end}_latest__isnull": True})
    return models.CheckConstraint(
        name=f"{model}_{begin}_{end}",
        condition=open_side | Q(**{f"{end}_latest__gte": F(f"{begin}_earliest")}),
        violation_error_message=f"“{end}” is before “{begin}”: check both dates.",
    )


# Questions about many rows. `field` may go through relations: "event__begins".


def happened_after(field: str, day: date) -> Q:
    """May be on a day after `day`. An open or unknown end never ends; null text is never found."""
    return Q(**{f"{field}_latest__gt": day}) | _open(field, "latest")


def happened_before(field: str, day: date) -> Q:
    """May be on a day before `day`. An open or unknown beginning is before every day."""
    return Q(**{f"{field}_earliest__lt": day}) | _open(field, "earliest")


def during(field: str, first: date, last: date) -> Q:
    """May be on one of these days, both included."""
    begun = Q(**{f"{field}_earliest__lte": last}) | _open(field, "earliest")
    not_over = Q(**{f"{field}_latest__gte": first}) | _open(field, "latest")
    return begun & not_over


def order_by_edtf(field: str, *, descending: bool = False) -> list[OrderBy]:
    """For `order_by(*…)`: by earliest, then latest day; nulls last either way, on every engine."""
    bounds = [F(f"{field}_earliest"), F(f"{field}_latest")]
    return [bound.desc(nulls_last=True) if descending else bound.asc(nulls_last=True) for bound in bounds]


class NewestFirst(models.Index):
    """Serves `order_by_edtf(field, descending=True)` and then the last column, downwards all of them.

    On SQLite empty bounds come last in it anyway, on PostgreSQL it has to be said.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        made = super().create_sql(model, schema_editor, using, **kwargs)
        if schema_editor.connection.vendor == "postgresql":
            columns: Any = made.parts["columns"]
            *bounds, last = columns.col_suffixes
            columns.col_suffixes = [*(f"{suffix} NULLS LAST" for suffix in bounds), last]
        return made


def _open(field: str, bound: Bound) -> Q:
    return Q(**{f"{field}_{bound}__isnull": True, f"{field}__isnull": False})


def _canonical_or_same(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return edtf.canonical(text)
    except edtf.EDTFError:
        return text


def _bounds_or_none(text: str | None) -> dict[Bound, date | None]:
    try:
        earliest, latest = edtf.bounds(text) if text and text.strip() else (None, None)
    except edtf.EDTFError:
        earliest, latest = None, None
    return {"earliest": earliest, "latest": latest}
