"""Queues over all articles: what the machine found and nobody decided, what an edit took the words of, and what it changed."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from articles.models import Article
from articles.reviewing import SUGGESTED
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page, show

PAGE = 25
COLUMNS = {"awaiting_review": "To decide", "lost": "Lost", "reworded": "Changed"}


@page("suggestions/", "suggestions")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Articles with suggestions that wait, those with most first."""
    deny_unless(request, "articles.review_article")
    return _articles(request, "Suggestions", "awaiting_review")


@page("lost/", "lost")
def lost(request: HttpRequest) -> HttpResponse:
    """Articles with passages whose words an edit took away."""
    deny_unless(request, "articles.review_article")
    return _articles(request, "Lost passages", "lost")


@page("reworded/", "reworded")
def reworded(request: HttpRequest) -> HttpResponse:
    """Articles with accepted passages whose words an edit changed since."""
    deny_unless(request, "articles.review_article")
    return _articles(request, "Changed words", "reworded")


def _articles(request: HttpRequest, title: str, kind: str) -> HttpResponse:
    """`kind` is the method of passages that says which are counted, and the part of the review to go to."""
    counts: Counter[int] = Counter()
    for model in SUGGESTED:
        rows = getattr(model.objects, kind)()  # type: ignore[attr-defined]
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
    context = {
        "rows": rows,
        "page": found,
        "kind": kind,
        "column": COLUMNS[kind],
        "total": sum(counts.values()),
    }
    return show(request, "admin/desk/queue.html", title, **context)
