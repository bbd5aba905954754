"""The site's own pages: home, and whether the site is well."""

from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from newsroom import structured
from newsroom.front import front
from newsroom.paging import ReadersPage


class Home(ReadersPage):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = front()
        shown = [page.lead, *page.latest] if page.lead else []
        data = structured.of_list(shown, 1, self.request.build_absolute_uri)
        return super().get_context_data(front=page, structured=data, **kwargs)


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon that no page of ours named: feeds, data, error pages of a proxy."""
    return HttpResponseRedirect(static("newsroom/icon.svg"))


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether this process answers and reaches its database; a monitor or a load balancer asks."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
