"""Editions: what was published, to look at and to compare; the one thing to do is to redact."""

from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.admin.article_deeds import EDITION_DEEDS
from articles.models import Edition
from articles.sentences import sentences
from newsroom.admin.deeds import DeedsMixin, change_url


class ReadOnly(ModelAdmin):
    """Nothing of these rows is written by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Edition)
class EditionAdmin(DeedsMixin, ReadOnly):
    deeds = EDITION_DEEDS
    change_form_template = "admin/desk/deeds_form.html"
    list_display = ("headline", "number", "kind", "published_at", "by")
    search_fields = ("headline", "slug")
    list_filter = ("kind",)
    list_select_related = ("by",)
    fields = ("of", "kind", "published_at", "by", "note", "seen", "changes", "redactions", "hash")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        return (
            super()
            .get_queryset(request)
            .select_related("article__live_edition", "by")
            .defer("html", "jsonld")
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    @display(description="Article")
    def of(self, row: Edition) -> str:
        return format_html('<a href="{}">{}</a>', change_url(row.article), row.article)

    @display(description="For readers")
    def seen(self, row: Edition) -> str:
        if not row.article.is_live:
            return "Not shown: the article is withdrawn."
        stands = "It is the one that stands." if row.is_current else "It is an earlier one."
        return format_html('<a href="{}">Page of this edition</a>. {}', row.get_absolute_url(), stands)

    @display(description="Redactions")
    def redactions(self, row: Edition) -> str:
        logs = row.redactions.select_related("by")
        return "; ".join(f"{log.at:%Y-%m-%d} by {log.by}: {log.reason}" for log in logs) or "None."

    @display(description="What changed")
    def changes(self, row: Edition) -> str:
        before = row.article.editions.filter(number=row.number - 1).first()
        return changes(before, row)


def changes(before: Edition | None, after: Edition) -> str:
    """The text of an edition with what it dropped and added, sentence by sentence, against the one before."""
    if before is None:
        return format_html('<div class="desk-text">{}</div>', after.text)
    parts = []
    for name in ("headline", "standfirst"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            parts.append(format_html("<p><strong>{}</strong>: {}</p>", name.capitalize(), marked(old, new)))
    parts.append(format_html('<div class="desk-text">{}</div>', marked(before.text, after.text)))
    return SafeString("".join(parts))


def marked(old: str, new: str) -> SafeString:
    """`new` with the sentences that are not in `old` in <ins>, and those of `old` that are gone in <del>."""
    one, other = _pieces(old), _pieces(new)
    out = []
    for what, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if what == "equal":
            out.append(format_html("{}", "".join(other[c:d])))
            continue
        if b > a:
            out.append(format_html("<del>{}</del>", "".join(one[a:b])))
        if d > c:
            out.append(format_html("<ins>{}</ins>", "".join(other[c:d])))
    return mark_safe("".join(out))  # noqa: S308  made of escaped pieces


def _pieces(text: str) -> list[str]:
    """Sentences, each with the white space after it."""
    spans = sentences(text)
    starts = [0, *(start for start, _ in spans[1:]), len(text)]
    return [text[a:b] for a, b in pairwise(starts)] if spans else [text]
