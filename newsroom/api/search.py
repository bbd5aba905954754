"""The endpoint of search: the same answer as the search page, for programs."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from articles.models import Article, Quote, Story
from newsroom.api.filters import REF, REF_SCHEMA, ids_and_slugs, refuse_repeated, refuse_unknown
from newsroom.api.paging import CURSOR_PARAMETER, broken_cursor, cursor_of, page_address
from newsroom.api.problems import BadParameters, Unavailable
from newsroom.api.rows import PLACES, Row, Url, detail_path, string, whole
from newsroom.api.views import Fresh
from newsroom.search.index import NoIndex
from newsroom.search.queries import KINDS, LAST_PAGE, Filters, Results, search
from people.models import Entity, Kind

ORDERS = ("relevance", "newest")
_YEAR = "[12][0-9]{3}"


def place_of(row: Any) -> str:
    """The place of the endpoint that has the row of a hit."""
    by_model = {Article: "articles", Story: "stories", Quote: "quotes"}
    return PLACES[Kind(row.kind)] if isinstance(row, Entity) else by_model[type(row)]


class HitRow(Row):
    """What is found: an article, entity, story or quote."""

    id = whole(source="row.pk")
    kind = serializers.ChoiceField(list(KINDS.items()), read_only=True)
    title = string()
    snippet = string(help_text="HTML: what was asked for is in `mark` elements.")
    date = serializers.DateField(read_only=True, allow_null=True, source="day")
    about = string()
    url = Url(lambda hit: hit.url)
    api_url = Url(lambda hit: detail_path(place_of(hit.row), hit.row.pk))


class ChoiceRow(Row):
    value = string()
    label = string()  # type: ignore[assignment]
    count = whole()


class FacetRow(Row):
    """One way to narrow a search: values of the parameter `name`, with how many hits there would be."""

    name = string()
    title = string()
    choices = ChoiceRow(many=True, read_only=True)


class Page(Row):
    """A page of hits; `total` is how many there are. `suggestion` finds something where the query finds nothing."""

    results = HitRow(many=True, read_only=True)
    next = serializers.URLField(read_only=True, allow_null=True)
    previous = serializers.URLField(read_only=True, allow_null=True)
    total = whole()
    facets = FacetRow(many=True, read_only=True)
    suggestion = string()


def _parameter(name: str, text: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": text,
        "schema": {"type": "string"} | schema,
    }


PARAMETERS = [
    _parameter("q", "Words, “phrases” and -exclusions, as on the search page. Anything may be typed."),
    _parameter("kind", "What kind of thing.", enum=list(KINDS)),
    _parameter("person", "Id or slug.", **REF_SCHEMA),
    _parameter("organization", "Id or slug.", **REF_SCHEMA),
    _parameter("section", "Slug of a section.", **REF_SCHEMA),
    _parameter("year", "Of the article's day.", pattern=f"^{_YEAR}$"),
    _parameter("sort", "Best match first, or newest.", enum=list(ORDERS), default=ORDERS[0]),
    CURSOR_PARAMETER,
]
#: parameter → (what its value looks like, what is said where it does not)
_FORMS = {
    "kind": ("|".join(KINDS), f"is one of {', '.join(KINDS)}."),
    "person": (REF.pattern, "takes an id or a slug, such as 17 or ada-example."),
    "organization": (REF.pattern, "takes an id or a slug, such as 17 or example-trust."),
    "section": (REF.pattern, "takes the slug of a section."),
    "year": (_YEAR, "is a year of four digits."),
    "sort": ("|".join(ORDERS), f"is one of {', '.join(ORDERS)}."),
}


class Search(Fresh):
    """Twenty hits a page, as far as page 50."""

    http_method_names = ["get", "head", "options"]
    parameters = PARAMETERS

    @extend_schema(operation_id="search", responses=Page)
    def get(self, request: Request) -> Response:
        names = [parameter["name"] for parameter in PARAMETERS]
        refuse_unknown(request, names)
        refuse_repeated(request, names)
        asked = _asked(request)
        number = _number(request)
        try:
            found = search(
                request.query_params.get("q", ""),
                Filters(**{name: value for name, value in asked.items() if name != "sort"}),
                newest=asked.get("sort") == "newest",
                page=number,
            )
        except NoIndex as error:
            raise Unavailable("The search index is being built: try again in a minute.") from error
        return Response(_page(request, found, number))


def _asked(request: Request) -> dict[str, str]:
    """The filters that the address names. Raises BadParameters."""
    asked = {name: request.query_params[name] for name in _FORMS if name in request.query_params}
    wrong = [
        (name, _FORMS[name][1]) for name, value in asked.items() if not re.fullmatch(_FORMS[name][0], value)
    ]
    wrong += [(name, "is too long.") for name, value in asked.items() if len(value) > 120]
    if wrong:
        raise BadParameters([(name, f"“{name}” {message}") for name, message in wrong])
    for name in ("person", "organization"):
        if name in asked and asked[name].isdigit():
            asked[name] = _slug(Kind(name), asked[name])
    return asked


def _slug(kind: Kind, ref: str) -> str:
    """The slug that stands for an id; the id itself, which no slug is, where there is none."""
    row = Entity.objects.filter(kind=kind, pk__in=ids_and_slugs([ref])[0]).select_related("survivor").first()
    return row.current.slug if row else ref


def _number(request: Request) -> int:
    """Which page the cursor means. Raises BadParameters."""
    content = cursor_of(request)
    if content is None:
        return 1
    if len(content) != 1 or type(content[0]) is not int or not 1 <= content[0] <= LAST_PAGE:
        raise broken_cursor()
    return content[0]


def _page(request: Request, found: Results, number: int) -> dict[str, Any]:
    content = {
        "results": found.hits,
        "next": page_address(request, [number + 1]) if found.more and number < LAST_PAGE else None,
        "previous": page_address(request, [number - 1]) if number > 1 else None,
        "total": found.total,
        "facets": found.facets,
        "suggestion": found.suggestion,
    }
    return Page(content, context={"request": request}).data
