"""What the loads did, on the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import display

from articles.admin.edition import ReadOnly
from seeds.models import FileStatus, Load, LoadFile


class LoadFileInline(TabularInline):
    model = LoadFile
    fields = ("path", "outcome", "records", "created", "changed", "kept", "refused", "told")
    readonly_fields = fields
    per_page = 50
    extra = 0
    hide_title = True
    verbose_name_plural = "files"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="Outcome")
    def outcome(self, row: LoadFile) -> str:
        bad = row.status in (FileStatus.REFUSED, FileStatus.PARTLY_REFUSED, FileStatus.CUT_OFF)
        return format_html('<span class="{}">{}</span>', "desk-warn" if bad else "", row.get_status_display())

    @display(description="What it says")
    def told(self, row: LoadFile) -> str:
        return problems(row) or "–"


def problems(row: LoadFile) -> str:
    """The problems of a file, each with its line and field."""
    lines = format_html_join(
        "",
        "<li>{}{}{}</li>",
        (
            (
                f"line {p['line']}: " if p.get("line") else "",
                f"{p['field']}: " if p.get("field") else "",
                p["message"],
            )
            for p in row.problems
        ),
    )
    return format_html('<ul class="desk-plain">{}</ul>', lines) if lines else ""


@admin.register(Load)
class LoadAdmin(ReadOnly):
    inlines = (LoadFileInline,)
    list_display = (
        "started_at",
        "by",
        "created",
        "changed",
        "unchanged",
        "kept",
        "refused",
        "not_ours",
        "ended",
    )
    list_select_related = ("by",)
    fields = (("started_at", "finished_at"), ("by", "date"), "read", "rows")
    readonly_fields = ("started_at", "finished_at", "by", "date", "read", "rows")

    @display(description="What was read")
    def read(self, row: Load) -> str:
        return ", ".join(map(str, row.paths)) or "Nothing."

    @display(description="Rows")
    def rows(self, row: Load) -> str:
        counts = {name: getattr(row, name) for name in ("created", "changed", "unchanged", "kept", "refused")}
        return ", ".join(f"{number} {name}" for name, number in counts.items())

    @display(description="Ended", boolean=True)
    def ended(self, row: Load) -> bool:
        return row.finished_at is not None
