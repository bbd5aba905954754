"""Lists on pages: twenty rows at a time, as far as page 50, and never a count of all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from newsroom import structured

ROWS = 20
LAST_PAGE = 50
_NUMBER = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True)
class Rows:
    """One page of a list. `parameter` is the word in the address that turns its pages."""

    rows: Sequence[Any]
    number: int
    parameter: str
    more: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.more and self.number < LAST_PAGE else None

    @property
    def is_cut_off(self) -> bool:
        """Whether there is more than pages lead to."""
        return self.more and self.number == LAST_PAGE


def number_of(request: HttpRequest, parameter: str = "page") -> int:
    """The page that the address asks for, 1 unless it says. Raises Http404 for anything but 1 to 50."""
    text = request.GET.get(parameter, "1")
    if not _NUMBER.fullmatch(text) or int(text) > LAST_PAGE:
        raise Http404(f"There is no page “{text}”.")
    return int(text)


def rows_of(queryset: QuerySet[Any], request: HttpRequest, parameter: str = "page") -> Rows:
    """The page of an ordered queryset that the address asks for. Raises Http404 beyond the last one."""
    number = number_of(request, parameter)
    begin = (number - 1) * ROWS
    found = list(queryset[begin : begin + ROWS + 1])
    if not found and number > 1:
        raise Http404(f"There is no page {number}.")
    return Rows(found[:ROWS], number, parameter, more=len(found) > ROWS)


class ReadersPage(TemplateResponseMixin, ContextMixin, View):
    """What pages for readers have in common: they are only ever read."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data())


class ListPage(ReadersPage):
    """A list: subclasses say which rows, in which order, and which words of the address choose them."""

    parameters: ClassVar[tuple[str, ...]] = ("page",)

    @property
    def address(self) -> str:
        """The one address of this page of the list, without words that mean nothing here."""
        query = {name: self.request.GET[name] for name in self.parameters if name in self.request.GET}
        return f"{self.request.path}?{urlencode(query)}" if query else self.request.path

    def get_queryset(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = rows_of(self.get_queryset(), self.request)
        first = (page.number - 1) * ROWS + 1
        data = structured.of_list(page.rows, first, self.request.build_absolute_uri)
        return super().get_context_data(page=page, structured=data, address=self.address, **kwargs)
