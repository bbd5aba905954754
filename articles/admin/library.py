"""What articles use: sections, tags, references, pictures, source documents; and the log of acts."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from unfold.admin import ModelAdmin
from unfold.decorators import display

from articles.admin.edition import ReadOnly
from articles.models import Act, Image, Reference, Section, SourceDocument, Tag
from newsroom.admin.deeds import change_url, deny_unless
from newsroom.admin.versions import https_first


class Plain(ModelAdmin):
    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_dbfield(db_field, request, **https_first(db_field, kwargs))


@admin.register(Section)
class SectionAdmin(Plain):
    list_display = ("name", "slug")
    search_fields = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Tag)
class TagAdmin(Plain):
    list_display = ("name",)
    search_fields = ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name",) if obj else ()


@admin.register(Reference)
class ReferenceAdmin(Plain):
    list_display = ("title", "publisher", "date", "url")
    search_fields = ("title", "publisher", "url")
    fields = ("title", "publisher", "date", "url")


@admin.register(Image)
class ImageAdmin(Plain):
    list_display = ("alt", "credit", "created_at")
    search_fields = ("alt", "credit", "caption")
    fields = ("file", "alt", "credit", "caption")


@admin.register(SourceDocument)
class SourceDocumentAdmin(ReadOnly):
    list_display = ("name", "media_type", "size", "received_at")
    search_fields = ("name", "origin", "sha256")
    fields = ("name", "origin", "media_type", "size", "sha256", "received_at", "made", "content")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("compressed")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download)
        return [path("<int:pk>/bytes/", view, name="articles_sourcedocument_bytes"), *super().get_urls()]

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The document exactly as received, never shown by the browser as a page of ours."""
        deny_unless(request, "articles.view_sourcedocument")
        row = SourceDocument.objects.filter(pk=pk).first()
        if row is None:
            raise Http404
        response = HttpResponse(row.content, content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="document-{row.pk}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @display(description="Articles from it")
    def made(self, row: SourceDocument) -> str:
        lines = format_html_join(
            "",
            '<li><a href="{}">{}</a></li>',
            ((change_url(a), a) for a in row.articles.defer("body", "text")),
        )
        return format_html('<ul class="desk-plain">{}</ul>', lines) if lines else "None."

    @display(description="As received")
    def content(self, row: SourceDocument) -> str:
        url = reverse("admin:articles_sourcedocument_bytes", args=[row.pk])
        text = row.content[:200_000].decode("utf-8", "replace")
        return format_html('<p><a href="{}">Download</a></p><pre class="desk-source">{}</pre>', url, text)


@admin.register(Act)
class ActAdmin(ReadOnly):
    list_display = ("at", "by", "verb", "about", "why")
    list_filter = ("verb",)
    list_select_related = ("by", "article", "entity", "other", "edition")
    list_display_links = None
    search_fields = ("why", "article__headline", "entity__name")
    fields = ("at", "by", "verb", "article", "edition", "entity", "other", "why")

    def get_queryset(self, request: HttpRequest) -> Any:
        texts = [f"{row}__{name}" for row in ("article", "edition") for name in ("body", "text")]
        rows = super().get_queryset(request).select_related(*self.list_select_related)
        return rows.defer(*texts, "edition__html", "edition__jsonld")

    @display(description="What")
    def about(self, row: Act) -> str:
        if row.article:
            return format_html('<a href="{}">{}</a>', change_url(row.article), row.article)
        return f"{row.entity or ''}{f' · {row.other}' if row.other else ''}"
