"""What search engines may find: every live page, and apart from that what is news."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Event, Story
from people.models import Organization, Person

NEWS_DAYS = 2
NEWS_ROWS = 1000


class Articles(Sitemap):
    limit = 10_000

    def items(self) -> QuerySet[Article]:
        return Article.objects.live().latest().listed()

    def lastmod(self, item: Article) -> datetime:
        assert item.live_edition
        return item.live_edition.published_at


class Entities(Sitemap):
    limit = 10_000

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.live().order_by("pk")
        return rows


SITEMAPS: dict[str, "Sitemap[Any]"] = {
    "articles": Articles(),
    "stories": Entities(Story),
    "people": Entities(Person),
    "organizations": Entities(Organization),
    "events": Entities(Event),
}


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, in the form of the news sitemap protocol."""
    since: date = timezone.localdate() - timedelta(days=NEWS_DAYS)
    rows = Article.objects.live().latest().listed().filter(live_date__gte=since)[:NEWS_ROWS]
    context = {"articles": [(row, request.build_absolute_uri(row.get_absolute_url())) for row in rows]}
    return render(request, "articles/news_sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read: all but the desk and the answers of the search."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/"]
    lines += [
        f"Sitemap: {request.build_absolute_uri(path)}" for path in ("/sitemap.xml", "/sitemap-news.xml")
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
