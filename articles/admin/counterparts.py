"""Articles that tell the same, side by side, for an editor to say what they are; and quotes that two are said to have said."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import overlap, requotes
from articles.models import Article, Counterpart, Quote, SharedWords
from articles.models.counterpart import CounterpartQuerySet
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page, show
from newsroom.editorial import Decision

PAGE = 25
#: words in a row that count as the same where two whole articles are compared
RUN = 3
#: decisions that can be taken back one after the other
UNDOABLE = 30
_STACK = "counterparts_undo"

#: button → the decision and which of the two is newer, by its attribute
_ANSWERS: dict[str, tuple[Decision, str]] = {
    "also": (Decision.ACCEPTED, ""),
    "one_newer": (Decision.ACCEPTED, "one"),
    "other_newer": (Decision.ACCEPTED, "other"),
    "not": (Decision.REJECTED, ""),
    "reopen": (Decision.SUGGESTED, "newer"),
}


def pairs() -> CounterpartQuerySet:
    """Pairs with what a list shows of their articles, without the texts."""
    texts = [f"{end}__{name}" for end in ("one", "other") for name in ("body", "text")]
    return Counterpart.objects.select_related("one", "other", "decided_by").defer(*texts)


@page("same-story/", "same_story")
def same_story(request: HttpRequest) -> HttpResponse:
    """Pairs of articles that nobody decided on, the surest first; what was decided last; the undo."""
    deny_unless(request, "articles.review_article")
    if request.method == "POST":
        return _undo(request)
    found = Paginator(pairs().awaiting_review(), PAGE).get_page(request.GET.get("page"))
    decided = pairs().exclude(decision=Decision.SUGGESTED).order_by("-decided_at", "-pk")
    return show(
        request,
        "admin/desk/same_story.html",
        "Same story",
        page=found,
        decided=decided[:PAGE],
        can_undo=bool(request.session.get(_STACK)),
    )


@page("same-story/<int:pk>/", "counterpart")
def counterpart(request: HttpRequest, pk: int) -> HttpResponse:
    """Two articles side by side; a POST says what they are and goes on to the next pair."""
    deny_unless(request, "articles.review_article", "articles.view_article")
    pair = get_object_or_404(
        Counterpart.objects.select_related("one__live_edition", "other__live_edition", "decided_by"), pk=pk
    )
    if request.method == "POST" and (answer := _decide(request, pair)):
        return answer
    left, right = overlap.pieces(pair.one.text, pair.other.text, RUN)
    return show(
        request,
        "admin/desk/counterpart.html",
        "Do these two tell the same?",
        pair=pair,
        sides=[(pair.one, left, change_url(pair.one)), (pair.other, right, change_url(pair.other))],
        may_decide=_may_decide(request, pair),
    )


@page("two-speakers/", "two_speakers")
def two_speakers(request: HttpRequest) -> HttpResponse:
    """Accepted quotes of the same words by two speakers; a POST says that both are right, or takes that back."""
    deny_unless(request, "articles.review_article")
    if request.method == "POST":
        return _both_said_it(request)
    found = Paginator(requotes.two_speakers(), PAGE).get_page(request.GET.get("page"))
    right = SharedWords.objects.select_related("one__speaker", "other__speaker", "by").order_by("-pk")[:PAGE]
    return show(request, "admin/desk/two_speakers.html", "One quote, two speakers", page=found, right=right)


def of_article(article: Article) -> SafeString:
    """What else tells the same, for the article's own page: each with a link to the two side by side."""
    rows = pairs().of(article).exclude(decision=Decision.REJECTED).order_by("-decision", "-score", "pk")
    lines = (
        (reverse("admin:counterpart", args=[row.pk]), row.beside(article), _is_what(row, article))
        for row in rows
    )
    told = format_html_join("", '<li><a href="{}">{}</a>: {}</li>', lines)
    return format_html('<ul class="desk-plain">{}</ul>', told) if told else SafeString("None that we know.")


def _is_what(pair: Counterpart, article: Article) -> str:
    beside = pair.beside(article)
    what = (
        "also covers it"
        if pair.newer_id is None
        else "a newer version"
        if pair.newer_id == beside.pk
        else "an older version"
    )
    publisher = f", {beside.publisher}" if beside.publisher else ""
    return f"{what}{publisher}" + (" (not decided)" if pair.decision == Decision.SUGGESTED else "")


def _may_decide(request: HttpRequest, pair: Counterpart) -> bool:
    """Of two articles that readers may see, they see the decision at once: it is for those who publish."""
    return not (pair.one.is_live and pair.other.is_live) or request.user.has_perm("articles.publish_article")


def _decide(request: HttpRequest, pair: Counterpart) -> HttpResponse | None:
    answer = _ANSWERS.get(request.POST.get("do", ""))
    if answer is None:
        messages.error(request, "There is no such button.")
        return None
    if not _may_decide(request, pair):
        deny_unless(request, "articles.publish_article")
    decision, newer = answer
    was = [pair.pk, pair.decision, pair.newer_id]
    pair.version = _number(request.POST.get("version"))
    try:
        pair.decide(decision, request.user, getattr(pair, newer) if newer else None)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("admin:counterpart", args=[pair.pk]))
    request.session[_STACK] = [*request.session.get(_STACK, []), [*was, pair.version]][-UNDOABLE:]
    messages.success(request, f"Decided: {_said(pair)}.")
    following = Counterpart.objects.awaiting_review().exclude(pk=pair.pk).values_list("pk", flat=True).first()
    address = reverse("admin:counterpart", args=[following]) if following else reverse("admin:same_story")
    return HttpResponseRedirect(address)


def _said(pair: Counterpart) -> str:
    if pair.decision == Decision.REJECTED:
        return f"“{pair.one}” and “{pair.other}” are not the same"
    if pair.decision == Decision.SUGGESTED:
        return f"“{pair.one}” and “{pair.other}” are to be decided on again"
    if pair.newer is None:
        return f"“{pair.one}” and “{pair.other}” cover the same"
    return f"“{pair.newer}” is the newer version"


def _undo(request: HttpRequest) -> HttpResponse:
    steps = request.session.get(_STACK, [])
    if not steps:
        messages.info(request, "There is nothing to undo here.")
        return HttpResponseRedirect(reverse("admin:same_story"))
    pk, decision, newer, version = steps.pop()
    request.session[_STACK] = steps
    pair = Counterpart.objects.select_related("one", "other").filter(pk=pk).first()
    if pair is None or pair.version != version:
        messages.error(request, "Somebody decided on this pair since: look at it again.")
        return HttpResponseRedirect(reverse("admin:same_story"))
    if not _may_decide(request, pair):
        deny_unless(request, "articles.publish_article")
    pair.decide(Decision(decision), request.user, Article.objects.filter(pk=newer).first())
    return HttpResponseRedirect(reverse("admin:counterpart", args=[pair.pk]))


def _both_said_it(request: HttpRequest) -> HttpResponse:
    here = HttpResponseRedirect(reverse("admin:two_speakers"))
    if "again" in request.POST:
        SharedWords.objects.filter(pk=_number(request.POST["again"])).delete()
        return here
    ids = sorted({_number(request.POST.get("one")), _number(request.POST.get("other"))})
    quotes = list(Quote.objects.accepted().filter(pk__in=ids).order_by("pk"))
    if len(quotes) != 2:
        messages.error(request, "One of these quotes is gone: look at the list again.")
        return here
    SharedWords.objects.get_or_create(one=quotes[0], other=quotes[1], defaults={"by": request.user})  # type: ignore[misc]
    messages.success(request, "Kept: both are right.")
    return here


def _number(value: Any) -> int:
    return int(value) if value and str(value).isdecimal() and len(str(value)) < 18 else 0
