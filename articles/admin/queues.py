"""Queues over all articles: what the machine found and nobody decided, and what an edit took the words of."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from articles.reviewing import SUGGESTED
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page, show

PAGE = 25


@page("suggestions/", "suggestions")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Articles with suggestions that wait, those with most first."""
    deny_unless(request, "articles.review_article")
    return _articles(request, "Suggestions", lost=False)


@page("lost/", "lost")
def lost(request: HttpRequest) -> HttpResponse:
    """Articles with passages whose words an edit took away."""
    deny_unless(request, "articles.review_article")
    return _articles(request, "Lost passages", lost=True)


def _articles(request: HttpRequest, title: str, *, lost: bool) -> HttpResponse:
    counts: Counter[int] = Counter()
    for model in SUGGESTED:
        rows = model.objects.lost() if lost else model.objects.awaiting_review()  # type: ignore[attr-defined]
        for pk, number in rows.order_by().values_list("article").annotate(Count("pk")):
            counts[pk] += number
    ordered = sorted(counts, key=lambda pk: (-counts[pk], pk))
    found = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    articles = (
        Article.objects.defer("body", "text")
        .select_related("live_edition", "section")
        .in_bulk(found.object_list)
    )
    rows = [(articles[pk], counts[pk]) for pk in found if pk in articles]
    return show(
        request, "admin/desk/queue.html", title, rows=rows, page=found, lost=lost, total=sum(counts.values())
    )
