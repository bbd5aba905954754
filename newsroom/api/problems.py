"""Errors as problem details (RFC 9457): every answer that is not what was asked for is `application/problem+json`."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


class BadParameters(exceptions.APIException):
    """What the address asks is not what this endpoint understands. `errors`: (parameter, what is wrong with it)."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = errors
        super().__init__(" ".join(message for _, message in errors))


class Gone(exceptions.APIException):
    """It was published and is withdrawn; the detail is what readers are told."""

    status_code = status.HTTP_410_GONE


class Unavailable(exceptions.APIException):
    """What it needs is not there for now."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error in any endpoint: Django REST framework's EXCEPTION_HANDLER."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(error) or None)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None:
        if settings.DEBUG:
            return None
        response = _server_error(error, context)
    assert response
    response.data = _details(error, response.status_code, context)
    response.content_type = CONTENT_TYPE
    request, renderer = (
        context["request"],
        JSONRenderer(),
    )  # whatever the endpoint answers with when all is well
    request.accepted_renderer, request.accepted_media_type = renderer, renderer.media_type
    return response


def _server_error(error: Exception, context: dict[str, Any]) -> Response:
    """Logged as Django logs its own; readers learn nothing of the cause."""
    request = context["request"]
    log.error("%s %s", request.method, request.path, exc_info=error)
    got_request_exception.send(sender=None, request=request._request)
    return Response(status=status.HTTP_500_INTERNAL_SERVER_ERROR)


def _details(error: Exception, code: int, context: dict[str, Any]) -> dict[str, Any]:
    known = isinstance(error, exceptions.APIException)
    details = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": str(error.detail) if known else "The server failed. It has been noted.",  # type: ignore[attr-defined]
        "instance": context["request"].get_full_path(),
    }
    if isinstance(error, BadParameters):
        details["errors"] = [{"parameter": name, "detail": message} for name, message in error.errors]
    return details


#: what the OpenAPI description says of all this
SCHEMA = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
