"""Facts that need an editor: nothing supports them, or what supports them differs."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.decorators import display

from articles.facts import Fact, facts_about
from articles.models import Citation, Preference
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page, show
from newsroom.admin.versions import VersionedAdmin
from people.admin.entities import desk_url
from people.models import Entity, Relation

PAGE = 25
_WORDS = frozenset({"place"})


@dataclass(frozen=True)
class Row:
    """A fact on the desk: whose, which, and where to settle it."""

    entity: Entity
    url: str
    fact: Fact
    settle: str


def uncited_entities() -> QuerySet[Entity]:
    """Public entities that hold a fact which no live citation supports."""
    rows = Entity.objects.live()
    lacking = Q()
    for kind, fields in Entity.CITABLE.items():
        for field in fields:
            held = ~Q(**{field: ""}) if field in _WORDS else Q(**{f"{field}__isnull": False})
            of_group = Q(entity=OuterRef("pk")) | Q(entity__survivor=OuterRef("pk"))
            supported = Exists(Citation.objects.in_live_editions().filter(of_group, field=field))
            lacking = lacking | (Q(kind=kind) & held & Q(~supported))
    return rows.filter(lacking).order_by("name_key", "pk")


def differing_entities() -> QuerySet[Entity]:
    """Public entities with a fact for which live citations give several values, or another than is held."""
    live = Citation.objects.in_live_editions().filter(entity__isnull=False)
    root = Coalesce("entity__survivor", "entity")
    several = (
        live.values(root=root, name=F("field")).annotate(n=Count("value", distinct=True)).filter(n__gt=1)
    )
    rows = Entity.objects.live()
    differing = Q(pk__in=several.values("root"))
    for kind, fields in Entity.CITABLE.items():
        for field in fields:
            of_group = Q(entity=OuterRef("pk")) | Q(entity__survivor=OuterRef("pk"))
            other = live.filter(of_group, field=field).exclude(value=OuterRef(field))
            held = ~Q(**{field: ""}) if field in _WORDS else Q(**{f"{field}__isnull": False})
            differing = differing | (Q(kind=kind) & held & Q(Exists(other)))
    return rows.filter(differing).order_by("name_key", "pk")


@page("facts/uncited/", "uncited")
def uncited(request: HttpRequest) -> HttpResponse:
    """Facts of public entities that no published sentence supports."""
    meaning = "Readers see these facts marked “uncited”. Cite each in the review of an article that says so."
    return _facts(
        request, "Uncited facts", meaning, uncited_entities(), lambda fact: fact.value and not fact.is_cited
    )


@page("facts/differing/", "differing")
def differing(request: HttpRequest) -> HttpResponse:
    """Facts whose sources disagree with one another, or with us."""
    meaning = "Readers see every value with its source. Say which one we hold, and why."
    return _facts(request, "Differing facts", meaning, differing_entities(), lambda fact: fact.differs)


def _facts(
    request: HttpRequest, title: str, meaning: str, rows: QuerySet[Entity], wanted: Any
) -> HttpResponse:
    deny_unless(request, "people.view_entity")
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    facts = [
        Row(entity, desk_url(entity), fact, _settle(request, entity, fact))
        for entity in found
        for fact in facts_about(entity, []).own
        if wanted(fact)
    ]
    return show(request, "admin/desk/facts.html", title, meaning=meaning, facts=facts, page=found)


def _settle(request: HttpRequest, entity: Entity, fact: Fact) -> str:
    """Where to say which value we hold; empty where the user may not."""
    if not fact.differs or not request.user.has_perm("articles.add_preference"):
        return ""
    if fact.preference:
        return reverse("admin:articles_preference_change", args=[fact.preference.pk])
    return f"{reverse('admin:articles_preference_add')}?entity={entity.pk}&field={fact.field}"


@admin.register(Preference)
class PreferenceAdmin(VersionedAdmin):
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


#: field → what it is called when it is cited
CITABLE = sorted({field for fields in Entity.CITABLE.values() for field in fields} | set(Relation.CITABLE))

__all__ = ["CITABLE", "differing_entities", "uncited_entities"]
