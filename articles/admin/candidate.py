"""Unknown names: who or what they are, or nothing."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold import widgets
from unfold.decorators import display

from articles import reviewing
from articles.admin.edition import ReadOnly
from articles.admin.sentence import Seen, seen
from articles.models import Candidate, CandidatePassage, CandidateState
from newsroom.admin.deeds import Deed, DeedForm, DeedsMixin
from people.admin.entities import found, may_change
from people.admin.entity_deeds import EntityChoice
from people.models import Entity, Kind

_STATES = {
    CandidateState.OPEN: "warning",
    CandidateState.RESOLVED: "success",
    CandidateState.DISMISSED: "info",
}
SHOWN = 30


class NewForm(DeedForm):
    name = forms.CharField(label="Name", max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    kind = forms.ChoiceField(label="What it is", choices=Kind.choices, widget=widgets.UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "name": self.row.name, "kind": self.row.kind}


class LinkForm(DeedForm):
    other = EntityChoice("Who or what it is")
    keep_name = forms.BooleanField(
        label="Remember this name as another name of it",
        required=False,
        initial=True,
        widget=widgets.UnfoldBooleanWidget,
    )


def _new(row: Candidate, given: dict[str, Any], by: Any) -> str:
    step, entity = reviewing.resolve_as_new(row, given["name"], given["kind"], by)
    return f"{entity} is in the record now, as a draft; {len(step.made)} passages name it."


def _link(row: Candidate, given: dict[str, Any], by: Any) -> str:
    keep = given["keep_name"] and may_change(by, given["other"])
    step = reviewing.resolve(row, given["other"], by, keep_name=keep)
    return f"{len(step.made)} passages name {given['other']} now."


def _dismiss(row: Candidate, given: dict[str, Any], by: Any) -> str:
    reviewing.dismiss(row, by)
    return f"“{row}” is dismissed and will not be proposed again."


def _is_open(row: Candidate) -> bool:
    return row.state == CandidateState.OPEN


def _alike(row: Candidate) -> list[tuple[str, str]]:
    """Entities that are written alike, to look at before a new one is made."""
    rows = found(Entity.objects.current(), row.name)[:5]
    return [("Is it one of these?", f"{e} ({e.get_kind_display()}): {e.description}") for e in rows]


DEEDS = (
    Deed(
        "new",
        "Make a new one",
        "articles.change_candidate",
        _new,
        "It gets an entry in the record, a draft until an article that names it is published. All its passages in "
        "working copies become accepted mentions of it.",
        form=NewForm,
        possible=_is_open,
        facts=_alike,
        icon="person_add",
    ),
    Deed(
        "link",
        "It is somebody we have",
        "articles.change_candidate",
        _link,
        "All its passages in working copies become accepted mentions of that one.",
        form=LinkForm,
        possible=_is_open,
        facts=_alike,
        icon="link",
    ),
    Deed(
        "dismiss",
        "Dismiss",
        "articles.change_candidate",
        _dismiss,
        "It is nobody and nothing that we keep. It will not be proposed again.",
        possible=_is_open,
        icon="close",
    ),
)


@admin.register(Candidate)
class CandidateAdmin(DeedsMixin, ReadOnly):
    deeds = DEEDS
    change_form_template = "admin/desk/candidate.html"
    list_display = ("name", "kind", "articles", "state_label", "entity")
    list_filter = ("state", "kind")
    list_select_related = ("entity",)
    search_fields = ("name",)
    fields = ("name", "kind", "state", "entity")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        used = Count("passages__article", filter=Q(passages__lost=False), distinct=True)
        return super().get_queryset(request).annotate(articles=used).order_by("-articles", "name", "pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Open ones, unless others are asked for."""
        if not request.GET:
            query: Any = request.GET.copy()
            query["state__exact"] = CandidateState.OPEN
            request.GET = query
            request.META["QUERY_STRING"] = query.urlencode()
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"passages": passages(object_id), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    @display(description="Articles", ordering="articles")
    def articles(self, row: Any) -> int:
        return row.articles

    @display(description="State", label=_STATES, ordering="state")
    def state_label(self, row: Candidate) -> tuple[str, str]:
        return row.state, row.get_state_display()


def passages(candidate: Any) -> list[Seen]:
    """Where the name stands, in its sentences."""
    rows = CandidatePassage.objects.working().filter(candidate=candidate, lost=False)
    return [seen(row) for row in rows.select_related("article").order_by("article", "start")[:SHOWN]]
