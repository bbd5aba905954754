"""Parameters of lists: several values, ranges, exclusion; what is unknown or makes no sense is refused by name.

    class EventFilters(Parameters):
        country = Words("country")
        happened_after = Day(lambda day: happened_after("begins", day.latest), "May have happened after it.")

Every filter of values has a twin that excludes: `not_country`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from newsroom import edtf
from newsroom.api.problems import BadParameters

NOT = "not_"
REF = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_REF = 120
REF_SCHEMA = {"type": "string", "pattern": f"^{REF.pattern}$", "maxLength": LONGEST_REF}
MOST_VALUES = 100

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_OR_MONTH = r"[12][0-9]{3}(-(0[1-9]|1[0-2]))?"


class _Texts(forms.Widget):
    """All values that an address gives a parameter; None without it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str] | None:
        return data.getlist(name) if name in data else None


class _Values(forms.Field):
    """Several values of one parameter, repeated or, where `split`, with commas between them."""

    widget = _Texts

    def __init__(self, *, split: bool, one: Callable[[str], Any], **kwargs: Any) -> None:
        self.split, self.one = split, one
        super().__init__(**kwargs)

    def clean(self, value: list[str] | None) -> list[Any] | None:
        if value is None:
            return None
        texts = [part for text in value for part in text.split(",")] if self.split else value
        if len(texts) > MOST_VALUES:
            raise ValidationError(f"takes at most {MOST_VALUES} values.")
        if not all(texts):
            raise ValidationError("has an empty value: leave the parameter out instead.")
        return [self.one(text) for text in texts]


class Values(django_filters.Filter):
    """Rows for which the condition of the values holds; its twin leaves these out. `items` is JSON Schema of one value."""

    field_class = _Values
    split = True

    def __init__(
        self, condition: Callable[[list[Any]], Q], items: dict[str, Any], help: str, **kwargs: Any
    ) -> None:
        self.condition, self.items, self.help = condition, items, help
        super().__init__(split=self.split, one=self.one, **kwargs)

    def one(self, text: str) -> Any:
        """One value from its text. Raises ValidationError."""
        return text

    def filter(self, queryset: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        if value is None:
            return queryset
        condition = self.condition(value)
        return queryset.exclude(condition) if self.exclude else queryset.filter(condition)

    def twin(self) -> "Values":
        """The filter that leaves out what this one finds."""
        twin = copy(self)
        twin.exclude = True
        return twin

    def parameter(self, name: str) -> dict[str, Any]:
        text = f"Without these. {self.help}" if self.exclude else self.help
        schema = {"type": "array", "items": self.items, "minItems": 1, "maxItems": MOST_VALUES}
        return _parameter(name, text, schema) | {"style": "form", "explode": not self.split}


class Words(Values):
    """Words as they are, any of them: several by repeating the parameter, since words may hold commas."""

    split = False

    def __init__(self, field: str | Callable[[list[str]], Q], help: str = "") -> None:
        condition = field if callable(field) else lambda values: Q(**{f"{field}__in": values})
        super().__init__(
            condition,
            {"type": "string", "minLength": 1, "pattern": r"^[^\u0000]+$"},
            help or "Whole, as it is written.",
        )

    def one(self, text: str) -> str:
        if "\0" in text:
            raise ValidationError("holds a character that no word has.")
        return text


class Choices(Values):
    """Any of some known values."""

    def __init__(self, field: str, choices: Iterable[str], help: str = "") -> None:
        self.known = list(map(str, choices))
        items = {"type": "string", "enum": self.known}
        super().__init__(lambda values: Q(**{f"{field}__in": values}), items, help or "Any of these.")

    def one(self, text: str) -> str:
        if text not in self.known:
            raise ValidationError(f"is one of {', '.join(self.known)}.")
        return text


class Refs(Values):
    """Ids or slugs of other things; `ids` turns them into the ids of rows in the column `field`, merges followed."""

    def __init__(
        self, field: str | Callable[[Collection[int]], Q], ids: Callable[[list[str]], Collection[int]]
    ) -> None:
        def condition(refs: list[str]) -> Q:
            return field(ids(refs)) if callable(field) else Q(**{f"{field}__in": ids(refs)})

        super().__init__(condition, REF_SCHEMA, "Ids or slugs.")

    def one(self, text: str) -> str:
        if not REF.fullmatch(text) or len(text) > LONGEST_REF:
            raise ValidationError("takes ids or slugs, such as 17 or ada-example.")
        return text


class Ids(Values):
    """Ids of the rows themselves, or of those that a column points to or a condition is made of."""

    def __init__(self, field: str | Callable[[Collection[int]], Q] = "pk") -> None:
        def condition(refs: list[str]) -> Q:
            ids = ids_and_slugs(refs)[0]
            return field(ids) if callable(field) else Q(**{f"{field}__in": ids})

        items = {"type": "string", "pattern": "^[0-9]+$", "maxLength": LONGEST_REF}
        super().__init__(condition, items, "Ids.")

    def one(self, text: str) -> str:
        if not re.fullmatch("[0-9]+", text) or len(text) > LONGEST_REF:
            raise ValidationError("takes ids, which are whole numbers.")
        return text


def ids_and_slugs(refs: Iterable[str]) -> tuple[list[int], list[str]]:
    """Refs apart: slugs are never all digits. What no id can be (beyond 64 bits) is left out."""
    refs = list(refs)
    ids = [int(ref) for ref in refs if ref.isdigit() and len(ref) <= 18]
    return ids, [ref for ref in refs if not ref.isdigit()]


@dataclass(frozen=True)
class Span:
    """The days that a parameter names: one, those of a month or those of a year."""

    earliest: date
    latest: date


class _One(forms.Field):
    """One value; the parameter may not be repeated."""

    widget = _Texts

    def __init__(self, *, one: Callable[[str], Any], **kwargs: Any) -> None:
        self.one = one
        super().__init__(**kwargs)

    def clean(self, value: list[str] | None) -> Any:
        if value is None:
            return None
        if len(value) > 1:
            raise ValidationError("may be given once only.")
        return self.one(value[0])


class Day(django_filters.Filter):
    """A bound of a range: a day, a month or a year (EDTF)."""

    field_class = _One

    def __init__(self, condition: Callable[[Span], Q], help: str) -> None:
        self.condition, self.help = condition, help
        super().__init__(one=_span)

    def filter(self, queryset: QuerySet[Any], value: Span | None) -> QuerySet[Any]:
        return queryset if value is None else queryset.filter(self.condition(value))

    def parameter(self, name: str) -> dict[str, Any]:
        schema = {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "pattern": f"^{_YEAR_OR_MONTH}$"},
            ]
        }
        return _parameter(name, f"{self.help} A day, a month or a year: 2018-12-01, 2018-12, 2018.", schema)


def _span(text: str) -> Span:
    message = "takes a day, a month or a year: 2018-12-01, 2018-12, 2018."
    if not _DAY.fullmatch(text) and not re.fullmatch(_YEAR_OR_MONTH, text):
        raise ValidationError(message)
    try:
        earliest, latest = (date.fromisoformat(text),) * 2 if _DAY.fullmatch(text) else edtf.bounds(text)
    except (ValueError, edtf.EDTFError) as error:
        raise ValidationError(message) from error
    assert earliest
    assert latest
    return Span(earliest, latest)


def since(field: str, what: str) -> Day:
    """Not before the given day, that day included."""
    return Day(lambda span: Q(**{f"{field}__gte": span.earliest}), f"{what} is this day or a later one.")


def until(field: str, what: str) -> Day:
    """Not after the given day, that day included."""
    return Day(lambda span: Q(**{f"{field}__lte": span.latest}), f"{what} is this day or an earlier one.")


def _parameter(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text.strip(), "schema": schema}


class Parameters(django_filters.FilterSet):
    """The filters of one list."""

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        made = dict(super().get_filters())
        made |= {f"{NOT}{name}": row.twin() for name, row in made.items() if isinstance(row, Values)}
        return made

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(parameter, what is wrong with it)."""
        return [
            (name, f"“{name}” {message}") for name, messages in self.errors.items() for message in messages
        ]


class ParametersBackend(BaseFilterBackend):
    """Filters a list by the view's `filterset_class`, a `Parameters`."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        made = view.filterset_class(request.query_params, queryset=queryset, request=request)  # type: ignore[attr-defined]
        if not made.is_valid():
            raise BadParameters(made.problems)
        return made.qs

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [row.parameter(name) for name, row in view.filterset_class.base_filters.items()]  # type: ignore[attr-defined]


def refuse_unknown(request: Request, known: Sequence[str]) -> None:
    """Raises BadParameters for every parameter that the endpoint does not know, naming the nearest one."""
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise BadParameters([(name, _unknown(name, known)) for name in unknown])


def refuse_repeated(request: Request, names: Iterable[str]) -> None:
    """Raises BadParameters for those of these parameters that are there more than once."""
    if repeated := [name for name in names if len(request.query_params.getlist(name)) > 1]:
        raise BadParameters([(name, f"“{name}” may be given once only.") for name in repeated])


def _unknown(name: str, known: Sequence[str]) -> str:
    if not known:
        return f"There is no parameter “{name}”: this address takes none."
    near = get_close_matches(name, known, 1, 0.5)
    cure = f"did you mean “{near[0]}”?" if near else f"choose from {', '.join(sorted(known))}."
    return f"There is no parameter “{name}”: {cure}"
