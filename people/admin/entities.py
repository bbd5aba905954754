"""Entities: what people, organizations and events share on the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from articles import publishing
from articles.facts import facts_about
from articles.models import Citation, Mention
from newsroom.admin.deeds import DeedsMixin
from newsroom.admin.versions import VersionedAdmin, VersionedForm
from newsroom.editorial import Decision
from people.admin.entity_deeds import DEEDS
from people.models import Entity, EntityState, Kind, Merge, Name, Organization, Person, Relation
from people.names import key

_STATES = {EntityState.DRAFT: "info", EntityState.PUBLIC: "success", EntityState.SUPPRESSED: "danger"}
#: kind → the name of its page on the desk
CHANGE = {
    Kind.PERSON: "people_person_change",
    Kind.ORGANIZATION: "people_organization_change",
    Kind.EVENT: "articles_event_change",
}


def desk_url(entity: Entity) -> str:
    """The page of an entity on the desk, by its kind."""
    return reverse(f"admin:{CHANGE[Kind(entity.kind)]}", args=[entity.pk])


def found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those that have the words in one of their names, however written, or in their address."""
    wanted = key(text) if text.strip() else ""
    if not wanted:
        return rows
    named = Name.objects.filter(key__contains=wanted).values("entity")
    return rows.filter(
        Q(name_key__contains=wanted) | Q(pk__in=named) | Q(slug__contains=text.strip().lower())
    )


def may_change(user: Any, entity: Entity) -> bool:
    """Whether this user may change what the record says of it: a draft's is for all who write."""
    return entity.current.state == EntityState.DRAFT or user.has_perm("people.publish_entity")


def propose_unless_editor(user: Any, relation: Relation) -> None:
    """A relation by somebody who may not publish is a suggestion, which an editor accepts."""
    if not user.has_perm("people.publish_entity"):
        relation.decision = Decision.SUGGESTED


class NameInline(TabularInline):
    model = Name
    fields = ("text", "kind", "language")
    verbose_name_plural = "other names"
    extra = 0


class RelationInline(TabularInline):
    """Relations from this end. Each is saved by `publishing.save_relation`, at the version that was opened."""

    model = Relation
    form = VersionedForm
    fk_name = "subject"
    fields = ("kind", "object", "title", "begin", "end", "decision", "version_read")
    autocomplete_fields = ("object",)
    verbose_name_plural = "relations"
    extra = 0
    show_change_link = True
    per_page = 10

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("subject", "object")


class RelationInlineBack(RelationInline):
    fk_name = "object"
    fields = ("subject", "kind", "title", "begin", "end", "decision", "version_read")
    autocomplete_fields = ("subject",)
    verbose_name_plural = "relations of others to it"


class EntityAdmin(DeedsMixin, VersionedAdmin):
    deeds = DEEDS
    change_form_template = "admin/desk/entity_form.html"
    inlines = (NameInline, RelationInline, RelationInlineBack)
    list_filter = ("state",)
    search_fields = ("name",)
    search_help_text = "Any of its names, or its address"
    ordering = ("name_key", "pk")
    readonly_fields = ("state_shown", "addresses", "facts", "coverage")
    own_fields: tuple[Any, ...] = ()

    def __init__(self, model: type[Entity], admin_site: Any) -> None:
        """Entity's one history is the history of each kind."""
        model._meta.simple_history_manager_attribute = "history"  # type: ignore[attr-defined]
        super().__init__(model, admin_site)

    @property
    def fieldsets(self) -> Any:
        return (
            (None, {"fields": (("name", "slug"), "description", *self.own_fields)}),
            ("What the record holds", {"fields": ("state_shown", "addresses", "facts", "coverage")}),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        strong = Name.objects.order_by("kind", "text")
        return rows.select_related("survivor").prefetch_related(Prefetch("names", strong, to_attr="forms"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return found(queryset, search_term), False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What readers see changes at once, so that is for those who may publish."""
        if obj is not None and not may_change(request.user, obj):
            return False
        return super().has_change_permission(request, obj)

    def view_on_site(self, obj: Entity) -> str | None:
        return obj.get_absolute_url() if obj.is_live else None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was ever public or named stays: it can be suppressed or merged, not deleted."""
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        publishing.save_entity(obj, by=request.user)  # type: ignore[arg-type]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not Relation:
            super().save_formset(request, form, formset, change)
            if formset.has_changed():
                publishing.rederive(entities=[form.instance])
            return
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            propose_unless_editor(request.user, row)
            publishing.save_relation(row, by=request.user)  # type: ignore[arg-type]
        formset.save_m2m()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = (
            Entity.objects.filter(pk=object_id).select_related("survivor").first()
            if object_id.isdigit()
            else None
        )
        extra: dict[str, Any] = {
            "merges": merges_of(request, row) if row else [],
            "merged_into": row.survivor if row else None,
        }
        if row and row.survivor:
            extra["merged_into_url"] = desk_url(row.survivor)
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    @display(description="Name", ordering="name_key")
    def title(self, row: Entity) -> str:
        return f"{row.name} (merged into {row.survivor})" if row.survivor else row.name

    @display(description="State", label=_STATES, ordering="state")
    def state_label(self, row: Entity) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @display(description="State")
    def state_shown(self, row: Entity) -> str:
        told = {
            EntityState.DRAFT: "Draft: seen on the desk only, until an article that names it is published.",
            EntityState.PUBLIC: "Public: readers have a page of it.",
            EntityState.SUPPRESSED: "Suppressed: it is nowhere outside the desk.",
        }
        return told[EntityState(row.state)]

    @display(description="Also")
    def known_as(self, row: Any) -> str:
        forms = [name.text for name in getattr(row, "forms", [])]
        return ", ".join(forms[:3]) + (f" and {len(forms) - 3} more" if len(forms) > 3 else "")

    @display(description="Who or what it is")
    def about(self, row: Entity) -> str:
        return Truncator(row.description).chars(70)

    @display(description="Addresses")
    def addresses(self, row: Entity) -> str:
        if not row.pk:
            return "Its address is kept for ever once it is saved."
        return ", ".join(str(address) for address in row.addresses.all()) or "None."

    @display(description="Facts")
    def facts(self, row: Entity) -> str:
        return facts_shown(row)

    @display(description="In the articles")
    def coverage(self, row: Entity) -> str:
        if not row.pk:
            return "Not yet."
        named = Mention.objects.working().of(row).count()
        cited = Citation.objects.working().about(row).count()
        live = row.appearances.count()
        return f"In {live} live articles; {named} mentions and {cited} citations in working copies."


def facts_shown(row: Entity) -> str:
    """Each fact with what supports it, or that nothing does."""
    if not row.pk:
        return "None yet."
    lines = []
    for fact in facts_about(row, []).own:
        sources = format_html_join(
            "",
            '<li>{}: “{}” <a href="{}">{}</a></li>',
            ((words, s.sentence, s.url, s.edition.headline) for words, group in fact.by_value for s in group),
        )
        note = "sources differ" if fact.differs else "" if fact.is_cited else "uncited"
        lines.append(
            format_html(
                '<p><strong>{}</strong>: {} <em class="desk-note">{}</em></p><ul class="desk-plain">{}</ul>',
                fact.field.capitalize(),
                fact.words or "not held",
                note,
                sources,
            )
        )
    return (
        format_html("{}" * len(lines), *lines)
        if lines
        else "None yet: fill in a field, and cite it in a review."
    )


def merges_of(request: HttpRequest, row: Entity) -> list[dict[str, Any]]:
    """The active merges that this row is part of, each with the address of its undoing where the user may."""
    may = request.user.has_perm("people.merge_entity")
    rows = Merge.objects.active().filter(Q(into=row) | Q(loser=row)).select_related("loser", "into", "by")
    return [{"merge": m, "url": reverse("admin:undo_merge", args=[m.pk]) if may else ""} for m in rows]


@admin.register(Entity)
class AnyEntityAdmin(ModelAdmin):
    """For autocomplete over everything; each kind has its own pages."""

    search_fields = ("name",)
    ordering = ("name_key", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entity]:
        return super().get_queryset(request).filter(survivor__isnull=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entity], search_term: str
    ) -> tuple[QuerySet[Entity], bool]:
        rows = found(queryset, search_term)
        field = request.GET.get("field_name")
        model = request.GET.get("model_name")
        return (rows.filter(kind=Kind.PERSON) if (model, field) == ("byline", "person") else rows), False

    def autocomplete_label(self, row: Entity) -> str:
        more = row.description[:60] or row.slug
        return f"{row.name} ({row.get_kind_display()}, {row.get_state_display()}): {more}"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Person)
class PersonAdmin(EntityAdmin):
    list_display = ("title", "state_label", "born", "died", "known_as", "about")
    own_fields = (("born", "died"),)


@admin.register(Organization)
class OrganizationAdmin(EntityAdmin):
    list_display = ("title", "state_label", "founded", "place", "known_as", "about")
    own_fields = (("founded", "dissolved"), ("place", "country"), ("latitude", "longitude"))
