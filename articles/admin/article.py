"""Articles: the working copy, what hangs on it, and the acts that readers see."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter
from unfold.decorators import display

from articles import counterparts
from articles.admin.article_deeds import DEEDS
from articles.admin.counterparts import of_article
from articles.admin.prose import prose_field
from articles.models import Article, ArticleImage, ArticleReference, ArticleState, Byline
from articles.reviewing import SUGGESTED
from newsroom.admin.deeds import DeedsMixin
from newsroom.admin.forms import KnownRows
from newsroom.admin.versions import VersionedAdmin, VersionedForm

_STATES = {
    ArticleState.DRAFT: "info",
    ArticleState.IN_REVIEW: "warning",
    ArticleState.APPROVED: "success",
    ArticleState.SCHEDULED: "primary",
}

#: what an article is compared with others by
_TOLD = {"headline", "body", "date", "publisher"}


class BylineInline(TabularInline):
    model = Byline
    fields = ("name", "role", "person", "order", "biography")
    autocomplete_fields = ("person",)
    extra = 0
    form = KnownRows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("person")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "biography":
            field.widget.attrs["rows"] = 1
        return field


class ReferenceInline(TabularInline):
    model = ArticleReference
    autocomplete_fields = ("reference",)
    fields = ("reference", "order")
    verbose_name_plural = "references: what it draws on"
    extra = 0
    form = KnownRows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("reference")


class ImageInline(TabularInline):
    model = ArticleImage
    autocomplete_fields = ("image",)
    fields = ("image", "order")
    verbose_name_plural = "pictures"
    extra = 0
    form = KnownRows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("image")


class ArticleForm(VersionedForm):
    body = prose_field("Text")

    class Meta:
        model = Article
        fields = ()  # the admin's fieldsets say which

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields.get("state")
        if isinstance(state, forms.ChoiceField):
            state.choices = [(s.value, s.label) for s in ArticleState if s != ArticleState.SCHEDULED]


class LiveFilter(admin.SimpleListFilter):
    title = "readers see it"
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "live"), ("no", "never published"), ("withdrawn", "withdrawn")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "yes":
            return queryset.filter(live_edition__isnull=False)
        if self.value() == "no":
            return queryset.filter(published_at__isnull=True)
        if self.value() == "withdrawn":
            return queryset.filter(published_at__isnull=False, live_edition__isnull=True)
        return queryset


@admin.register(Article)
class ArticleAdmin(DeedsMixin, VersionedAdmin):
    form = ArticleForm
    deeds = DEEDS
    change_form_template = "admin/desk/article_form.html"
    inlines = (BylineInline, ReferenceInline, ImageInline)
    list_display = ("title", "state_label", "readers", "section", "story", "date", "updated_at")
    list_filter = (
        "state",
        LiveFilter,
        "rights",
        ("section", AutocompleteSelectFilter),
        ("story", AutocompleteSelectFilter),
        ("date", RangeDateFilter),
    )
    list_filter_submit = True
    search_fields = ("headline", "slug", "publisher")
    search_help_text = "Words of the headline, the address or the publisher"
    ordering = ("-updated_at",)
    autocomplete_fields = ("section", "tags", "story")
    readonly_fields = ("live", "waiting", "same_story", "editions_made", "source", "schedule")
    fieldsets = (
        (None, {"fields": ("headline", "standfirst", "body")}),
        (
            "Where it stands",
            {"fields": (("state", "date"), "section", "story", "tags", ("slug", "language"), "dateline")},
        ),
        ("Whose text it is", {"fields": ("rights", ("publisher", "url"), "source")}),
        ("What readers see", {"fields": ("live", "schedule", "editions_made", "waiting", "same_story")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).select_related("section", "story", "live_edition")

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """What tells the same is looked for at once where words, day or publisher changed."""
        super().save_model(request, obj, form, change)
        if not change or _TOLD & set(form.changed_data):
            for beside, likeness in counterparts.suggest_all([obj])[0]:
                messages.info(request, counterparts.note_on(beside, likeness.why))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        found = super().get_changelist_instance(request)
        texts = ("body", "text", "live_edition__body", "live_edition__text", "live_edition__html")
        found.queryset = found.queryset.defer(*texts, "live_edition__jsonld")
        found.result_list = found.result_list.defer(*texts, "live_edition__jsonld")
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The state of a scheduled copy is the schedule's; only who may publish approves."""
        fixed = list(super().get_readonly_fields(request, obj))
        if obj and obj.state == ArticleState.SCHEDULED:
            fixed.append("state")
        return fixed

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "state" in form.base_fields and not request.user.has_perm("articles.publish_article"):
            return _without_approval(form, obj)
        return form

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("headline",)}

    def view_on_site(self, obj: Article) -> str | None:
        return obj.get_absolute_url()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was published stays in the record: it can be withdrawn, not deleted."""
        if obj is not None and obj.published_at:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        extra = {"may_review": request.user.has_perm("articles.review_article"), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    @display(description="Headline", ordering="headline")
    def title(self, row: Article) -> str:
        return row.headline or f"(no headline) {row.slug}"

    @display(description="Working copy", label=_STATES, ordering="state")
    def state_label(self, row: Article) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @display(description="Readers see", label={"live": "success", "withdrawn": "danger"})
    def readers(self, row: Article) -> Any:
        if row.live_edition:
            return "live", f"edition {row.live_edition.number}"
        return ("withdrawn", "withdrawn") if row.is_withdrawn else None

    @display(description="Live edition")
    def live(self, row: Article) -> str:
        if row.live_edition:
            edition = row.live_edition
            return format_html(
                '<a href="{}">Edition {}</a> ({}), published {}',
                row.get_absolute_url(),
                edition.number,
                edition.get_kind_display(),
                f"{edition.published_at:%Y-%m-%d %H:%M}",
            )
        return "Withdrawn: readers get the note." if row.is_withdrawn else "Readers do not see it."

    @display(description="Schedule")
    def schedule(self, row: Article) -> str:
        if row.schedule_error:
            return format_html(
                '<span class="desk-error">Could not be published: {}</span>', row.schedule_error
            )
        if row.scheduled_for:
            return (
                f"To be published {row.scheduled_for:%Y-%m-%d %H:%M %Z} by {row.scheduled_by or 'the desk'}."
            )
        return "Not scheduled."

    @display(description="Editions")
    def editions_made(self, row: Article) -> str:
        rows = row.editions.listed().order_by("-number") if row.pk else []
        lines = format_html_join(
            "",
            '<li><a href="{}">{}. {}</a>, {}{}</li>',
            (
                (
                    reverse("admin:articles_edition_change", args=[edition.pk]),
                    edition.number,
                    edition.get_kind_display(),
                    f"{edition.published_at:%Y-%m-%d %H:%M}",
                    f": {edition.note}" if edition.note else "",
                )
                for edition in rows
            ),
        )
        return format_html('<ul class="desk-plain">{}</ul>', lines) if lines else "None yet."

    @display(description="Waiting for review")
    def waiting(self, row: Article) -> str:
        if not row.pk:
            return "Save it first; then what the machine finds is shown here."
        counts = {model: model.objects.awaiting_review().filter(article=row).count() for model in SUGGESTED}  # type: ignore[attr-defined]
        told = ", ".join(counted(model, number) for model, number in counts.items() if number) or "nothing"
        return format_html('<a href="{}">Review</a>: {}', reverse("admin:review", args=[row.pk]), told)

    @display(description="Same story")
    def same_story(self, row: Article) -> str:
        return of_article(row) if row.pk else "Save it first."


def _without_approval(form: type[ModelForm], obj: Article | None) -> type[ModelForm]:
    """The form for somebody who may not approve: a copy that is approved can stay so only unchanged by them."""
    states = [ArticleState.DRAFT, ArticleState.IN_REVIEW]

    class Writers(form):  # type: ignore[valid-type, misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["state"].choices = [(s.value, s.label) for s in states]
            if self.instance.state not in states:
                self.initial["state"] = ArticleState.IN_REVIEW

    return Writers


def counted(model: type[Model], number: int) -> str:
    """Such as "1 mention", "2 mentions"."""
    return f"{number} {model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural}"
