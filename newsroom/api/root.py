"""The root of the API, its description and what answers where there is nothing."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from newsroom.api.filters import refuse_unknown
from newsroom.api.views import Fresh


class Root(Fresh):
    """Where everything is."""

    http_method_names = ["get", "head", "options"]
    places: tuple[str, ...] = ()

    @extend_schema(
        operation_id="root",
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, [])
        names = {place: f"api:{place}-list" for place in self.places} | {
            "search": "api:search",
            "schema": "api:schema",
            "docs": "api:docs",
        }
        return Response({place: reverse(name, request=request) for place, name in names.items()})


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description; made once, since it changes with the code alone."""
    return SchemaGenerator().get_schema(request=None, public=True)


@extend_schema(exclude=True)
class Schema(Fresh):
    """The OpenAPI description of the API."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request) -> Response:
        refuse_unknown(request, [])
        return Response(description())


class Docs(SpectacularSwaggerSplitView):
    """The same for people, from files of our own."""

    authentication_classes: list[Any] = []
    throttle_classes: list[Any] = []


@extend_schema(exclude=True)
class Nothing(APIView):
    """Answers for addresses that lead nowhere, in problem details."""

    permission_classes = [AllowAny]

    def initial(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise Http404("Nothing is at this address of the API.")
