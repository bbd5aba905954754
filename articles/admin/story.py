"""Stories: the dossiers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.decorators import display

from articles.admin.events_found import of_story
from articles.admin.prose import prose_field
from articles.models import Story, StoryEntity
from newsroom.admin.forms import KnownRows
from newsroom.admin.versions import VersionedAdmin, VersionedForm


class StoryForm(VersionedForm):
    introduction = prose_field("Introduction")
    state_of_play = prose_field("State of play", "Where things stand, for somebody who reads only this.")

    class Meta:
        model = Story
        fields = "__all__"


class StoryEntityInline(TabularInline):
    model = StoryEntity
    autocomplete_fields = ("entity",)
    verbose_name_plural = "who and what it is about"
    extra = 0
    form = KnownRows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("story", "entity")


@admin.register(Story)
class StoryAdmin(VersionedAdmin):
    form = StoryForm
    inlines = (StoryEntityInline,)
    list_display = ("title", "is_public", "slug", "updated_at")
    list_filter = ("public",)
    search_fields = ("title", "slug")
    fields = ("title", ("slug", "public"), "events_found", "introduction", "state_of_play")
    readonly_fields = ("events_found",)
    ordering = ("title",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}

    @display(description="Events found")
    def events_found(self, row: Story) -> str:
        return of_story(row) if row.pk else "None yet."

    @display(description="Readers see it", boolean=True, ordering="public")
    def is_public(self, row: Story) -> bool:
        return row.public
