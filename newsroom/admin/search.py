"""Search on the desk: what readers' search has, and drafts, withdrawn articles, suppressed entities and weak names."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page
from newsroom.search.hits import Hit
from newsroom.search.queries import Filters, Results, search
from newsroom.search.views import SearchPage
from people.admin.entities import desk_url
from people.models import EntityState


@dataclass(frozen=True)
class DeskHit:
    """A hit with its page on the desk, and what readers see of it: `tone` is "live", "hidden" or "draft"."""

    hit: Hit
    url: str
    state: str
    tone: str


class DeskSearch(SearchPage):
    template_name = "admin/desk/search.html"

    def search(self, text: str, filters: Filters, **how: Any) -> Results:
        return search(text, filters, desk=True, **how)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site: Any = admin.site
        hits = [_on_desk(hit) for hit in kwargs["page"].rows] if "page" in kwargs else []
        shown = {**site.each_context(self.request), "title": "Search", "hits": hits}
        return super().get_context_data(**shown, **kwargs)


@page("find/", "find")
def find(request: HttpRequest) -> HttpResponseBase:
    """The search page; anybody who may see articles and entities on the desk."""
    deny_unless(request, "articles.view_article", "articles.view_story", "people.view_entity")
    return DeskSearch.as_view()(request)


def _on_desk(hit: Hit) -> DeskHit:
    if hit.kind == "quote":
        return DeskHit(hit, reverse("admin:review", args=[hit.row.article_id]), "live", "live")
    if hit.kind == "article":
        return DeskHit(hit, change_url(hit.row), *_state_of_article(hit))
    if hit.kind == "story":
        public = hit.row.public
        return DeskHit(
            hit, change_url(hit.row), "live" if public else "not public", "live" if public else "draft"
        )
    return DeskHit(hit, desk_url(hit.row), *_STATES[EntityState(hit.row.state)])


_STATES = {
    EntityState.DRAFT: ("draft", "draft"),
    EntityState.PUBLIC: ("live", "live"),
    EntityState.SUPPRESSED: ("suppressed", "hidden"),
}


def _state_of_article(hit: Hit) -> tuple[str, str]:
    """What readers have is "live"; of the working copy, its own state, and whether an edition stands."""
    row = hit.row
    if not hit.draft:
        return "live", "live"
    if row.is_withdrawn:
        return f"withdrawn, working copy {row.get_state_display()}", "hidden"
    return f"{row.get_state_display()}{', an edition is live' if row.is_live else ''}", "draft"
