"""The site of the desk: its menu by what editors do, its pages that belong to no table, its look."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from unfold.sites import UnfoldAdminSite

View = Callable[..., HttpResponseBase]

#: (address, name, view) of pages that belong to no table; apps add theirs with `page`
_pages: list[tuple[str, str, View]] = []


def page(address: str, name: str) -> Callable[[View], View]:
    """Put a view on the desk at /admin/`address`, for those who may use the desk; the view checks what else it needs."""

    def add(view: View) -> View:
        _pages.append((address, name, view))
        return view

    return add


def fill() -> None:
    """Register what the apps have for the desk, and what belongs to no app: once, whoever asks."""
    admin.autodiscover()
    from newsroom.admin import accounts, search  # noqa: F401  register themselves


class Labelled(AutocompleteJsonView):
    """Autocomplete that tells two things of one name apart, where the model says how."""

    admin_site: Any

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, Any]:
        result = super().serialize_result(obj, to_field_name)
        admin = self.admin_site._registry.get(type(obj))
        label = getattr(admin, "autocomplete_label", None)
        return {**result, "text": label(obj)} if label else result


class Desk(UnfoldAdminSite):
    index_title = "What waits"
    index_template = "admin/desk/index.html"
    enable_nav_sidebar = True

    def extra_urls(self) -> list[URLPattern]:
        return [path(address, self.admin_view(view), name=name) for address, name, view in _pages]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from newsroom.admin.dashboard import dashboard

        return super().index(request, {**dashboard(request), **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return Labelled.as_view(admin_site=self)(request)

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
        """A page of the desk with its menu and header."""
        request.current_app = self.name
        return TemplateResponse(request, template, {**self.each_context(request), "title": title, **context})


def show(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    """A page of the desk, for views that are no method of an admin."""
    site = admin.site
    return Desk.page(site, request, template, title, **context)  # type: ignore[arg-type]


#: group → (title, icon, url name, permission) of each entry
MENU: dict[str, list[tuple[str, str, str, str]]] = {
    "Write": [
        ("Search", "search", "find", "articles.view_article"),
        ("Articles", "article", "articles_article_changelist", "articles.view_article"),
        ("New from text or files", "content_paste", "paste", "articles.add_sourcedocument"),
        ("Stories", "auto_stories", "articles_story_changelist", "articles.view_story"),
        ("References", "link", "articles_reference_changelist", "articles.view_reference"),
        ("Pictures", "image", "articles_image_changelist", "articles.view_image"),
        ("Sections", "category", "articles_section_changelist", "articles.change_section"),
        ("Tags", "sell", "articles_tag_changelist", "articles.view_tag"),
    ],
    "Check": [
        ("Suggestions", "rule", "suggestions", "articles.review_article"),
        ("Unknown names", "person_search", "articles_candidate_changelist", "articles.view_candidate"),
        ("Events found", "event_upcoming", "events_found", "articles.review_article"),
        ("Uncited facts", "help", "uncited", "people.view_entity"),
        ("Differing facts", "difference", "differing", "people.view_entity"),
        ("Changed words", "edit_note", "reworded", "articles.review_article"),
        ("Lost passages", "wrong_location", "lost", "articles.review_article"),
        ("Same story", "file_copy", "same_story", "articles.review_article"),
        ("One quote, two speakers", "record_voice_over", "two_speakers", "articles.review_article"),
    ],
    "Who and what": [
        ("People", "person", "people_person_changelist", "people.view_person"),
        ("Organizations", "apartment", "people_organization_changelist", "people.view_organization"),
        ("Events", "event", "articles_event_changelist", "articles.view_event"),
        ("Relations", "hub", "people_relation_changelist", "people.view_relation"),
    ],
    "Where it came from": [
        ("Readings", "sync", "readings", "articles.review_article"),
        ("Loads", "input", "seeds_load_changelist", "seeds.view_load"),
        (
            "Source documents",
            "description",
            "articles_sourcedocument_changelist",
            "articles.view_sourcedocument",
        ),
    ],
    "The desk": [
        ("Who did what", "history", "articles_act_changelist", "articles.view_act"),
        ("Accounts", "badge", "auth_user_changelist", "auth.view_user"),
    ],
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu as far as this user may use it."""
    groups: list[dict[str, Any]] = []
    for title, entries in MENU.items():
        items = [
            {"title": name, "icon": icon, "link": reverse(f"admin:{url}")}
            for name, icon, url, permission in entries
            if request.user.has_perm(permission)
        ]
        if items:
            groups.append({"title": title, "separator": bool(groups), "items": items})
    return groups


def stylesheet(request: HttpRequest) -> str:
    return static("newsroom/desk.css")


def icon(request: HttpRequest) -> str:
    return static("newsroom/icon.svg")


def script(request: HttpRequest) -> str:
    return static("newsroom/desk-names.js")


def accent(request: HttpRequest) -> dict[str, str]:
    """The site's one accent colour, in the steps that unfold wants."""
    return {
        "50": "#fbf3f1",
        "100": "#f6e3de",
        "200": "#edc7bd",
        "300": "#dfa192",
        "400": "#cc7360",
        "500": "#b04d37",
        "600": "#8c2f1b",
        "700": "#762615",
        "800": "#602014",
        "900": "#501d14",
        "950": "#2c0d08",
    }
