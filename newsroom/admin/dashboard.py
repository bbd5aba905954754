"""The first page of the desk: what waits, what is due, what went wrong, what came in."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from articles.models import (
    Article,
    ArticleReading,
    ArticleState,
    Candidate,
    CandidateState,
    Counterpart,
    ProposedEvent,
)
from articles.reviewing import SUGGESTED
from seeds.models import FileStatus, Load, LoadFile

ROWS = 8


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """What the first page shows, as far as this user may see it."""
    may = request.user.has_perm
    return {
        "waits": _waits(may("articles.review_article")),
        "in_review": _articles(Q(state__in=[ArticleState.IN_REVIEW, ArticleState.APPROVED])),
        "due": Article.objects.filter(state=ArticleState.SCHEDULED, schedule_error="")
        .order_by("scheduled_for")
        .defer("body", "text")[:ROWS],
        "failed": _articles(~Q(schedule_error="")),
        "refused": _refused() if may("seeds.view_load") else [],
        "loads": Load.objects.all()[:ROWS] if may("seeds.view_load") else [],
        "recent": _articles(Q()),
    }


def _waits(may_review: bool) -> list[dict[str, Any]]:
    """(what, how many, where) of the queues."""
    suggestions = sum(model._base_manager.filter(_open()).count() for model in SUGGESTED)
    lost = sum(model.objects.lost().count() for model in SUGGESTED)  # type: ignore[attr-defined]
    changed = sum(model.objects.reworded().count() for model in SUGGESTED)  # type: ignore[attr-defined]
    states = Article.objects.aggregate(
        review=Count("pk", filter=Q(state=ArticleState.IN_REVIEW)),
        approved=Count("pk", filter=Q(state=ArticleState.APPROVED)),
    )
    articles = reverse("admin:articles_article_changelist")
    rows = [
        ("Suggestions to decide", suggestions, reverse("admin:suggestions") if may_review else ""),
        (
            "Unknown names",
            Candidate.objects.filter(state=CandidateState.OPEN).count(),
            reverse("admin:articles_candidate_changelist"),
        ),
        (
            "Events found",
            ProposedEvent.objects.awaiting_review().count(),
            reverse("admin:events_found") if may_review else "",
        ),
        (
            "Same story",
            Counterpart.objects.awaiting_review().count(),
            reverse("admin:same_story") if may_review else "",
        ),
        ("Articles in review", states["review"], f"{articles}?state__exact={ArticleState.IN_REVIEW}"),
        ("Approved, not published", states["approved"], f"{articles}?state__exact={ArticleState.APPROVED}"),
        ("Changed words", changed, reverse("admin:reworded") if may_review else ""),
        ("Lost passages", lost, reverse("admin:lost") if may_review else ""),
        ("To be read again", _to_read(), reverse("admin:readings") if may_review else ""),
    ]
    return [{"what": what, "number": number, "url": url} for what, number, url in rows]


def _to_read() -> int:
    """Articles that wait to be read again, and those that could not be read."""
    return ArticleReading.objects.filter(Q(wanted__isnull=False) | ~Q(problem="")).count()


def _open() -> Q:
    return Q(edition__isnull=True, decision="suggested", lost=False)


def _articles(condition: Q) -> Any:
    rows = Article.objects.filter(condition).select_related("section")
    return rows.order_by("-updated_at").defer("body", "text")[:ROWS]


def _refused() -> Any:
    bad = [FileStatus.REFUSED, FileStatus.PARTLY_REFUSED, FileStatus.CUT_OFF]
    newest = Load.objects.values("pk")[:ROWS]
    ids = [row["pk"] for row in newest]
    return (
        LoadFile.objects.filter(load__in=ids, status__in=bad)
        .select_related("load")
        .order_by("-load", "path")[:ROWS]
    )
