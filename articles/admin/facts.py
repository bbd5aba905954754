"""Facts that need an editor: nothing supports them, or what supports them differs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold import widgets
from unfold.decorators import display

from articles.admin.citing import FACTS
from articles.facts import Fact, facts_of_each
from articles.models import Citation, Preference
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.site import page, show
from newsroom.admin.versions import VersionedAdmin, VersionedForm
from people.admin.entities import desk_url
from people.models import Entity, Relation

PAGE = 25
_WORDS = frozenset({"place", "title"})


@dataclass(frozen=True)
class Row:
    """A fact on the desk: whose, which, and where to settle it."""

    target: Entity | Relation
    url: str
    fact: Fact
    settle: str


class Both(Sequence[Entity | Relation]):
    """The rows of two querysets one after the other, for a paginator: only what is asked for is read."""

    def __init__(self, entities: QuerySet[Entity], relations: QuerySet[Relation]) -> None:
        self.entities, self.relations = entities, relations
        self._first = entities.count()
        self._length = self._first + relations.count()

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: Any) -> Any:
        begin, end, _ = part.indices(self._length)
        first = list(self.entities[min(begin, self._first) : min(end, self._first)])
        return first + list(self.relations[max(begin - self._first, 0) : max(end - self._first, 0)])


def uncited_entities() -> QuerySet[Entity]:
    """Public entities that hold a fact which no live citation supports."""
    rows = Entity.objects.live()
    lacking = Q()
    for kind, fields in Entity.CITABLE.items():
        for field in fields:
            of_group = Q(entity=OuterRef("pk")) | Q(entity__survivor=OuterRef("pk"))
            supported = Exists(Citation.objects.in_live_editions().filter(of_group, field=field))
            lacking = lacking | (Q(kind=kind) & _held(field) & Q(~supported))
    return rows.filter(lacking).order_by("name_key", "pk")


def differing_entities(unsettled: bool = False) -> QuerySet[Entity]:
    """Public entities with a fact for which live citations give several values, or another than is held; `unsettled`:
    of which nobody said which one we hold."""
    live = Citation.objects.in_live_editions().filter(entity__isnull=False)
    root = Coalesce("entity__survivor", "entity")
    several = live.values(root=root).annotate(n=Count("value", distinct=True)).filter(n__gt=1)
    of_group = Q(entity=OuterRef("pk")) | Q(entity__survivor=OuterRef("pk"))
    differing = Q()
    for kind, fields in Entity.CITABLE.items():
        for field in fields:
            other = live.filter(of_group, field=field).exclude(value=OuterRef(field))
            differs = Q(pk__in=several.filter(field=field).values("root")) | (_held(field) & Q(Exists(other)))
            settled = Preference.objects.filter(of_group, field=field)
            differing |= Q(kind=kind) & differs & _still_open(settled, unsettled)
    return Entity.objects.live().filter(differing).order_by("name_key", "pk")


def uncited_relations() -> QuerySet[Relation]:
    """Relations that readers see, with a title or date that no live citation supports."""
    live = Citation.objects.in_live_editions().filter(relation=OuterRef("pk"))
    lacking = Q()
    for field in Relation.CITABLE:
        lacking |= _held(field) & ~Q(Exists(live.filter(field=field)))
    return _relations(lacking)


def differing_relations(unsettled: bool = False) -> QuerySet[Relation]:
    """Relations that readers see, whose live citations give several values, or another than is held; `unsettled`: of
    which nobody said which one we hold."""
    live = Citation.objects.in_live_editions().filter(relation__isnull=False)
    several = live.values("relation").annotate(n=Count("value", distinct=True)).filter(n__gt=1)
    differing = Q()
    for field in Relation.CITABLE:
        other = live.filter(relation=OuterRef("pk"), field=field).exclude(value=OuterRef(field))
        differs = Q(pk__in=several.filter(field=field).values("relation")) | (_held(field) & Q(Exists(other)))
        settled = Preference.objects.filter(relation=OuterRef("pk"), field=field)
        differing |= differs & _still_open(settled, unsettled)
    return _relations(differing)


def _still_open(settled: QuerySet[Preference], unsettled: bool) -> Q:
    return ~Q(Exists(settled)) if unsettled else Q()


def _relations(condition: Q) -> QuerySet[Relation]:
    rows = Relation.objects.live().filter(condition).select_related("subject__survivor", "object__survivor")
    return rows.order_by("subject__name_key", "pk")


def _held(field: str) -> Q:
    return ~Q(**{field: ""}) if field in _WORDS else Q(**{f"{field}__isnull": False})


@page("facts/uncited/", "uncited")
def uncited(request: HttpRequest) -> HttpResponse:
    """Facts of public entities and their relations that no published sentence supports."""
    meaning = "Readers see these facts marked “uncited”. Cite each in the review of an article that says so."
    rows = Both(uncited_entities(), uncited_relations())
    return _facts(
        request, "Uncited facts", meaning, rows, lambda fact: bool(fact.value) and not fact.is_cited
    )


@page("facts/differing/", "differing")
def differing(request: HttpRequest) -> HttpResponse:
    """Facts whose sources disagree with one another, or with us."""
    meaning = "Readers see every value with its source. Say which one we hold, and why."
    only = "unsettled" in request.GET
    rows = Both(differing_entities(only), differing_relations(only))
    return _facts(
        request,
        "Differing facts",
        meaning,
        rows,
        lambda fact: fact.differs and not (only and fact.preference),
        may_filter=True,
        kept="unsettled&" if only else "",
    )


def _facts(
    request: HttpRequest,
    title: str,
    meaning: str,
    rows: Both,
    wanted: Callable[[Fact], bool],
    **context: Any,
) -> HttpResponse:
    deny_unless(request, "people.view_entity", "people.view_relation")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    entities = [row for row in found if isinstance(row, Entity)]
    relations = [row for row in found if isinstance(row, Relation)]
    own, of_relation = facts_of_each(entities, relations)
    of_rows: list[tuple[Entity | Relation, str, list[Fact]]] = [
        *((row, desk_url(row), own[row.pk]) for row in entities),
        *((row, change_url(row), of_relation[row.pk]) for row in relations),
    ]
    facts = [
        Row(row, url, fact, _settle(request, row, fact))
        for row, url, of_row in of_rows
        for fact in of_row
        if wanted(fact)
    ]
    return show(request, "admin/desk/facts.html", title, meaning=meaning, facts=facts, page=found, **context)


def _settle(request: HttpRequest, row: Entity | Relation, fact: Fact) -> str:
    """Where to say which value we hold; empty where the user may not."""
    if not fact.differs or not request.user.has_perm("articles.add_preference"):
        return ""
    if fact.preference:
        return reverse("admin:articles_preference_change", args=[fact.preference.pk])
    about = "entity" if isinstance(row, Entity) else "relation"
    return f"{reverse('admin:articles_preference_add')}?{about}={row.pk}&field={fact.field}"


class PreferenceForm(VersionedForm):
    field = forms.ChoiceField(choices=[("", "Choose"), *FACTS], widget=widgets.UnfoldAdminSelectWidget)


@admin.register(Preference)
class PreferenceAdmin(VersionedAdmin):
    form = PreferenceForm
    list_display = ("about", "field", "value", "reason", "by")
    list_select_related = ("entity", "relation__subject", "relation__object", "by")
    search_fields = ("entity__name", "value", "reason")
    autocomplete_fields = ("entity", "relation")
    fields = ("entity", "relation", "field", "value", "reason")

    def save_model(self, request: HttpRequest, obj: Preference, form: Any, change: bool) -> None:
        obj.by = request.user  # type: ignore[assignment]
        obj.save()

    @display(description="About")
    def about(self, row: Preference) -> str:
        return str(row.target)
