"""What browsers and caches are told beside the page: where it may load from, and how long it may be kept."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers

Response = Callable[[HttpRequest], HttpResponseBase]

#: readers' pages: our own files and nothing else; no script at all
PAGES: dict[str, Any] = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
#: the desk: its widgets evaluate expressions written in the page, and set styles
DESK: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}
#: the pages that describe the API: their own script, and styles that it sets
API_DOCS: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
POLICIES = {"/admin/": DESK, "/api/v1/docs/": API_DOCS}

_NOT_PAGES = ("/admin/", "/api/")


class ContentPolicy(CSPMiddleware):
    """The strict policy everywhere, and a looser one where foreign widgets need it."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            found = (policy for path, policy in POLICIES.items() if request.path.startswith(path))
            parts.config = next(found, PAGES)
        return parts


class Conditional(ConditionalGetMiddleware):
    """An ETag for what can be kept; a refusal is asked for again."""

    def needs_etag(self, response: HttpResponseBase) -> bool:
        return response.status_code == 200 and bool(super().needs_etag(response))


def permissions(get_response: Response) -> Response:
    """No page uses a device of the reader's machine, and none may."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return answer


def public_pages(get_response: Response) -> Response:
    """Whoever keeps a reader's page asks before showing it again: a withdrawal or suppression counts at once.

    The ETag saves sending what is the same. Pages for somebody signed in are kept with them only.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_page(request, response):
            signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
            response["Cache-Control"] = "private, no-cache" if signed_in else "no-cache"
            patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether this is a page for readers that has not said itself how long it may be kept."""
    read = request.method in ("GET", "HEAD") and not request.path.startswith(_NOT_PAGES)
    return read and not response.has_header("Cache-Control")
