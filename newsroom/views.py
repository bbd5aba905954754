"""The site's own pages: home, and whether the site is well."""

from typing import Any

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.models import Article, Event, Story
from newsroom.fields import order_by_edtf
from newsroom.paging import ReadersPage

LATEST_ARTICLES = 10
LATEST_EVENTS = 5
RUNNING_STORIES = 5


class Home(ReadersPage):
    template_name = "home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            articles=Article.objects.live().latest().listed()[:LATEST_ARTICLES],
            stories=Story.objects.live().newest_first()[:RUNNING_STORIES],
            events=Event.objects.live().order_by(*order_by_edtf("begins", descending=True), "-pk")[
                :LATEST_EVENTS
            ],
            **kwargs,
        )


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
