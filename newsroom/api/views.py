"""What every endpoint does: fetch what is live, answer with JSON that can be checked for freshness, refuse the rest."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from newsroom.api.filters import REF, Parameters, refuse_repeated, refuse_unknown
from newsroom.api.rows import Row


class Fresh(APIView):
    """Answers carry an ETag and 304 where the asker has the same content. Everything may change at once (a suppression,
    a withdrawal), so caches ask each time; and nothing has a Last-Modified, since a row changes with whom it names."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept", "Authorization"])
        if response.status_code == 200:
            patch_cache_control(response, no_cache=True)
            response.add_post_render_callback(lambda rendered: unchanged(request, rendered))
        return response


def unchanged(request: HttpRequest | Request, response: HttpResponse) -> HttpResponse | None:
    """Gives the response its ETag; 304 if the asker has it already, else None."""
    set_response_etag(response)
    known = [tag.removeprefix("W/") for tag in parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))]
    if response["ETag"] not in known and known != ["*"]:
        return None
    same = HttpResponseNotModified()
    for header in ("ETag", "Cache-Control", "Vary", "Content-Location"):
        if header in response:
            same[header] = response[header]
    return same


class ReadOnly(Fresh, GenericViewSet[Any]):
    """A list and its rows. Subclasses say what is live, what a list needs, and how a ref leads to a row."""

    http_method_names = ["get", "head", "options"]
    lookup_url_kwarg = "ref"
    lookup_value_regex = "[^/]+"
    #: the word in its addresses
    place: ClassVar[str]
    #: columns of the order, the last one unique
    order: ClassVar[tuple[str, ...]] = ("-pk",)
    #: those that may be empty
    nullable: ClassVar[tuple[str, ...]] = ()
    filterset_class: ClassVar[type[Parameters]] = Parameters
    serializer_class: type[Row]
    #: shape of one row by itself, where it tells more
    detail_class: type[Row] | None = None

    def get_queryset(self) -> QuerySet[Any]:
        """What readers may see, with what a list shows of it."""
        raise NotImplementedError

    def row(self, ref: str) -> Any:
        """The row that readers find under this id or slug, merges followed. Raises Http404 or Gone."""
        pk = pk_of(ref)
        found = self.get_queryset().filter(pk=pk).first() if pk is not None else None
        if found is None:
            raise Http404(f"There is no row “{ref}”.")
        return found

    def prepare(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What serializers need beside the rows, in as many queries for many as for one."""
        return {}

    def shown(self, row: Any) -> Any:
        """What is serialized for a row of a list."""
        return row

    def tell(self, row: Any) -> Any:
        """What is serialized for one row by itself."""
        return self.shown(row)

    def get_serializer_class(self) -> type[Row]:
        return self.detail_class if self.action == "retrieve" and self.detail_class else self.serializer_class

    def list(self, request: Request) -> Response:
        paging = self.paginator.get_schema_operation_parameters(self)  # type: ignore[union-attr]
        single = [parameter["name"] for parameter in paging]
        refuse_unknown(request, [*self.filterset_class.base_filters, *single])
        refuse_repeated(request, single)
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert rows is not None
        context = {**self.get_serializer_context(), **self.prepare(rows)}
        made = self.get_serializer_class()([self.shown(row) for row in rows], many=True, context=context)
        return self.get_paginated_response(made.data)

    def retrieve(self, request: Request, ref: str) -> Response:
        refuse_unknown(request, [])
        row = self.row(ref)
        context = {**self.get_serializer_context(), **self.prepare([row])}
        made = self.get_serializer_class()(self.tell(row), context=context)
        own = reverse(f"api:{self.place}-detail", args=[row.pk])
        return Response(made.data, headers={"Content-Location": request.build_absolute_uri(own)})


def pk_of(ref: str) -> int | None:
    """The id in a path; None where it is none."""
    return int(ref) if ref.isascii() and ref.isdigit() and len(ref) <= 18 else None


def slug_of(ref: str) -> str | None:
    """The slug in a path; None where it is none."""
    return ref if REF.fullmatch(ref) and not ref.isdigit() else None
