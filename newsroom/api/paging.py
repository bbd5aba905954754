"""Lists by cursor: a page begins behind the row that the one before ended with, whatever came or went meanwhile."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from newsroom.api.problems import BadParameters

LIMIT, MOST = 20, 100

CURSOR_PARAMETER = {
    "name": "cursor",
    "in": "query",
    "required": False,
    "description": "Where a page begins: take it from `next` or `previous`, it is nothing to build.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_=-]+$"},
}
LIMIT_PARAMETER = {
    "name": "limit",
    "in": "query",
    "required": False,
    "description": "How many rows a page has.",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
}


@dataclass(frozen=True)
class Column:
    """One column of an order. Of one that may be empty, what has no value comes last either way."""

    name: str
    descending: bool = False
    nullable: bool = False

    def order(self, backwards: bool) -> OrderBy:
        descending = self.descending != backwards
        # Said of a column that is never empty, it would keep PostgreSQL from using the index.
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.nullable else {}
        return OrderBy(F(self.name), descending=descending, **nulls)

    def beyond(self, value: Any, backwards: bool, *, same: bool = False) -> Q | None:
        """Rows that come after a value, or before it, or have the same; None if none can."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards and not same else None
        side = "lt" if self.descending != backwards else "gt"
        further = Q(**{f"{self.name}__{side}{'e' if same else ''}": value})
        return further if backwards or not self.nullable else further | Q(**{f"{self.name}__isnull": True})

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})


def beyond(columns: Sequence[Column], values: Sequence[Any], backwards: bool) -> Q:
    """Rows that come after (or before) the row with these values in these columns, the last of which is unique."""
    found, equal = Q(pk__in=[]), Q()
    for column, value in zip(columns, values, strict=True):
        if (further := column.beyond(value, backwards)) is not None:
            found |= equal & further
        equal &= column.same(value)
    # The first column alone bounds what an index has to be read of.
    bound = columns[0].beyond(values[0], backwards, same=True)
    return found & bound if bound is not None and values[0] is not None else found


def columns_of(view: Any) -> list[Column]:
    """The view's `order`, written as Django does ("-date"), and which of it may be empty."""
    names = [(text.removeprefix("-"), text.startswith("-")) for text in view.order]
    return [Column(name, descending, name in view.nullable) for name, descending in names]


class CursorPages(BasePagination):
    """Reads `cursor` and `limit`; the view says its `order`, the last column of which is unique."""

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        self.request, limit = request, limit_of(request)
        self.columns = columns_of(view)
        backwards, values = self._cursor(queryset.model)
        if values is not None:
            queryset = queryset.filter(beyond(self.columns, values, backwards))
        rows = list(queryset.order_by(*(column.order(backwards) for column in self.columns))[: limit + 1])
        more, rows = len(rows) > limit, rows[:limit]
        if backwards:
            rows.reverse()
        started = values is not None
        self.before = self._values(rows[0]) if rows and (more if backwards else started) else None
        self.after = self._values(rows[-1]) if rows and (started if backwards else more) else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "results": data,
                "next": self.after and page_address(self.request, [False, *self.after]),
                "previous": self.before and page_address(self.request, [True, *self.before]),
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return pages_schema(schema)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [CURSOR_PARAMETER, LIMIT_PARAMETER]

    def _values(self, row: Model) -> list[Any]:
        values = []
        for column in self.columns:
            value: Any = row
            for name in column.name.split("__"):
                value = getattr(value, name)
            values.append(value)
        return values

    def _cursor(self, model: type[Model]) -> tuple[bool, list[Any] | None]:
        """Whether to go backwards, and from where. Raises BadParameters."""
        content = cursor_of(self.request)
        if content is None:
            return False, None
        backwards, *values = content or [None]
        if not isinstance(backwards, bool) or len(values) != len(self.columns):
            raise broken_cursor()
        fields = [_field(model, column.name) for column in self.columns]
        try:
            return backwards, [_python(field, value) for field, value in zip(fields, values, strict=True)]
        except (ValidationError, TypeError, ValueError, OverflowError) as error:
            raise broken_cursor() from error


def limit_of(request: Request) -> int:
    """How many rows a page shall have. Raises BadParameters."""
    text = request.query_params.get("limit", str(LIMIT))
    if not text.isascii() or not text.isdigit() or len(text) > 3 or not 1 <= int(text) <= MOST:
        raise BadParameters([("limit", f"“limit” is a whole number from 1 to {MOST}.")])
    return int(text)


def cursor_of(request: Request) -> list[Any] | None:
    """What the cursor in the address holds; None if there is no cursor. Raises BadParameters."""
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        content = json.loads(base64.b64decode(text.encode("ascii"), b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise broken_cursor() from error
    if not isinstance(content, list):
        raise broken_cursor()
    return content


def page_address(request: Request, content: Iterable[Any]) -> str:
    """The absolute address of another page of the same list."""
    text = json.dumps(list(content), default=_exactly, separators=(",", ":"))
    cursor = base64.urlsafe_b64encode(text.encode()).decode()
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor)


def broken_cursor() -> BadParameters:
    return BadParameters([("cursor", "This is no cursor of this list: take it from “next” or “previous”.")])


def pages_schema(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The shape of a page of rows."""
    address = {"type": ["string", "null"], "format": "uri"}
    properties = {"results": schema, "next": address, "previous": address, **more}
    return {"type": "object", "required": list(properties), "properties": properties}


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    *relations, name = path.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.pk if name == "pk" else model._meta.get_field(name)  # type: ignore[return-value]


def _python(field: "Field[Any, Any]", value: Any) -> Any:
    """The value that was written into a cursor. Raises ValidationError, ValueError for what was not."""
    if value is None and field.null:
        return None
    if not isinstance(value, str | int) or isinstance(value, bool) or "\0" in str(value):
        raise ValueError(value)
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError(value)
    made = field.to_python(value)
    if (
        made is None or not 1 < getattr(made, "year", 2000) < 9999
    ):  # the edges leave the calendar in other zones
        raise ValueError(value)
    return made


def _exactly(value: date) -> str:
    """Days and moments to the microsecond, as the database compares them."""
    return value.isoformat()
