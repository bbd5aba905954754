"""Relations, and the undoing of merges."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from unfold.decorators import display

from articles import publishing
from newsroom.admin.deeds import Reasoned, deny_unless
from newsroom.admin.forms import add_errors
from newsroom.admin.site import page, show
from newsroom.admin.versions import VersionedAdmin
from newsroom.editorial import Decision
from people import merging
from people.admin.entities import desk_url, propose_unless_editor
from people.models import Merge, Relation


@admin.register(Relation)
class RelationAdmin(VersionedAdmin):
    list_display = ("in_words", "kind", "begin", "end", "decision")
    list_filter = ("kind", "decision")
    search_fields = ("subject__name", "object__name", "title")
    autocomplete_fields = ("subject", "object")
    fields = (("subject", "object"), ("kind", "title"), ("begin", "end"), "decision")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Relation]:
        return super().get_queryset(request).select_related("subject", "object")

    def save_model(self, request: HttpRequest, obj: Relation, form: Any, change: bool) -> None:
        propose_unless_editor(request.user, obj)
        publishing.save_relation(obj, by=request.user)  # type: ignore[arg-type]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What an editor accepted is an editor's to change."""
        if obj is not None and obj.decision != Decision.SUGGESTED:
            return bool(request.user.has_perm("people.publish_entity"))
        return super().has_change_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def autocomplete_label(self, row: Relation) -> str:
        return str(row)

    @display(description="Relation")
    def in_words(self, row: Relation) -> str:
        return str(row)


@page("merges/<int:pk>/undo/", "undo_merge")
def undo_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, and takes a merge back."""
    deny_unless(request, "people.merge_entity")
    merge = get_object_or_404(Merge.objects.select_related("loser", "into", "by"), pk=pk)
    form = Reasoned(request.POST or None, row=merge, initial={"version": 0})
    if request.method == "POST" and form.is_valid():
        try:
            merging.undo(merge, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{merge.loser} and {merge.into} are two again.")
            return HttpResponseRedirect(desk_url(merge.loser))
    return show(
        request,
        "admin/desk/deed.html",
        f"Undo: {merge}",
        deed={
            "label": "Undo the merge",
            "meaning": "Both become rows of their own again, each with what is its own.",
        },
        row=merge,
        form=form,
        back=desk_url(merge.into),
        facts=[
            ("Merged", f"{merge.at:%Y-%m-%d %H:%M} by {merge.by or 'a load'}"),
            ("Reason", merge.reason or "none given"),
        ],
        possible=merge.undone_at is None,
        media=form.media,
    )
