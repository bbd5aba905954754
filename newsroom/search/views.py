"""The search page: a form, results, and what narrows them. Links only, no script."""

from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase

from newsroom.paging import ROWS, ReadersPage, Rows, number_of
from newsroom.search.index import NoIndex
from newsroom.search.language import LONGEST
from newsroom.search.queries import Choice, Facet, Filters, Results, search


@dataclass(frozen=True)
class Link:
    """A choice of a facet with its address. For the one that is chosen, the address is that of the list
    without it."""

    choice: Choice
    chosen: bool
    url: str


class SearchPage(ReadersPage):
    template_name = "search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            context = self.found()
        except NoIndex:
            return self.render_to_response(self.get_context_data(is_away=True, q=self.asked), status=503)
        return self.render_to_response(self.get_context_data(**context))

    def search(self, text: str, filters: Filters, **how: Any) -> Results:
        return search(text, filters, **how)

    @property
    def asked(self) -> str:
        return self.request.GET.get("q", "")

    def found(self) -> dict[str, Any]:
        """Raises Http404 for a page beyond the last, NoIndex."""
        filters = Filters(**{field.name: self.request.GET.get(field.name, "") for field in fields(Filters)})
        newest = self.request.GET.get("sort") == "newest"
        number = number_of(self.request)
        results = self.search(self.asked, filters, newest=newest, page=number)
        if number > 1 and not results.hits:
            raise Http404(f"There is no page {number}.")
        return {
            "q": results.text,
            "results": results,
            "page": Rows(results.hits, number, "page", results.more),
            "first": (number - 1) * ROWS + 1,
            "facets": [(facet, self.links(facet)) for facet in results.facets],
            "kept": {name: value for name, value in asdict(filters).items() if value},
            "newest": newest,
            "orders": self.orders(newest),
            "is_empty": not results.text and filters == Filters(),
            "is_cut": len(self.asked) > LONGEST,
            "suggested": self.address(q=results.suggestion) if results.suggestion else "",
            "widest": self.address(**dict.fromkeys(asdict(filters), "")) if filters != Filters() else "",
        }

    def links(self, facet: Facet) -> list[Link]:
        made = [
            Link(choice, choice.value == facet.chosen, self.toggled(facet, choice.value))
            for choice in facet.choices
        ]
        if facet.chosen and not any(link.chosen for link in made):
            made.insert(
                0, Link(Choice(facet.chosen, facet.chosen, 0), True, self.address(**{facet.name: ""}))
            )
        return made

    def toggled(self, facet: Facet, value: str) -> str:
        return self.address(**{facet.name: "" if value == facet.chosen else value})

    def orders(self, newest: bool) -> list[tuple[str, str, bool]]:
        """(label, address, whether it is the one now)."""
        return [
            ("Best match", self.address(sort=""), not newest),
            ("Newest first", self.address(sort="newest"), newest),
        ]

    def address(self, **changes: str) -> str:
        """The address of this search with other parameters, from its first page."""
        names = ["q", *(field.name for field in fields(Filters)), "sort"]
        query = {name: changes.get(name, self.request.GET.get(name, "")) for name in names}
        return "?" + urlencode({name: value for name, value in query.items() if value})
