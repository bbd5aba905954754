"""Readings: how many working copies wait to be read again, how many were read with older names, which could not be read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import rereading
from articles.models import ArticleReading
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page, show

PAGE = 25
SECONDS = 10  # between two looks of the page, while something waits


@page("readings/", "readings")
def readings(request: HttpRequest) -> HttpResponse:
    """Shows what waits, and looks again while something does; a POST lets all that is outdated be read again."""
    deny_unless(request, "articles.review_article")
    if request.method == "POST":
        deny_unless(request, "articles.publish_article")
        wanted = rereading.want_outdated()
        messages.success(request, f"{wanted} articles will be read again, beside all other work.")
        return HttpResponseRedirect(reverse("admin:readings"))
    failed = ArticleReading.objects.failed().select_related("article").defer("article__body", "article__text")
    found = Paginator(failed.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    waiting = ArticleReading.objects.waiting().count()
    answer = show(
        request,
        "admin/desk/readings.html",
        "Readings",
        read=ArticleReading.objects.count(),
        waiting=waiting,
        outdated=rereading.read_before().count(),
        page=found,
        may_read_all=request.user.has_perm("articles.publish_article"),
    )
    if waiting:
        answer["Refresh"] = str(SECONDS)
    return answer
