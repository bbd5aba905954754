"""How content gets in: texts pasted or uploaded on the desk, and what the loads did."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold import widgets
from unfold.admin import TabularInline
from unfold.decorators import display

from articles.admin.edition import ReadOnly
from articles.known import known_names
from articles.models import Rights
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page
from newsroom.admin.site import show as show_page
from seeds.models import FileStatus, Load, LoadFile
from seeds.pasting import LARGEST, Pasted, accepted_name, keep, show

MOST = 10  # texts at once
_SALT = "seeds.paste"


class ManyFiles(widgets.UnfoldAdminFileFieldWidget):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class PasteForm(forms.Form):
    text = forms.CharField(
        label="Paste the text",
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget({"rows": 12}),
        help_text="The whole page as you copied it: what is not the article is taken out, and shown.",
    )
    uploads = FilesField(
        label="or choose files", required=False, widget=ManyFiles({"accept": ".txt,text/plain"}),
        help_text=f"Text files (.txt), up to {MOST} at once.",
    )  # fmt: skip
    publisher = forms.CharField(required=False, max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=widgets.UnfoldAdminURLInputWidget,
    )
    published = forms.DateField(
        label="Day", required=False, widget=widgets.UnfoldAdminSingleDateWidget,
        help_text="Left empty: the day that the text itself gives, if it does.",
    )  # fmt: skip
    rights = forms.ChoiceField(
        choices=[
            (
                Rights.EXCERPT,
                "Excerpt: somebody else's text; readers see headline, summary and cited sentences",
            ),
            (Rights.LICENSED, "Licensed: somebody else's text that we may show whole"),
            (Rights.OWN, "Own: ours"),
        ],
        initial=Rights.EXCERPT,
        widget=widgets.UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        texts = []
        if cleaned.get("text", "").strip():
            texts.append(("pasted.txt", cleaned["text"].encode()))
        files = cleaned.get("uploads") or []
        if len(files) > MOST:
            raise ValidationError(
                f"These are {len(files)} files: choose up to {MOST} at once, or use the loader."
            )
        for file in files:
            try:
                texts.append((accepted_name(file.name or ""), file.read()))
            except ValidationError as error:
                self.add_error("uploads", error)
        if not texts and not self.errors:
            raise ValidationError("Paste a text, or choose a file.")
        for name, content in texts:
            if len(content) > LARGEST:
                self.add_error(
                    None, f"{name} has more than {LARGEST // 1_000_000} MB: use the loader for it."
                )
        meta = {
            name: str(cleaned[name])
            for name in ("publisher", "url", "published", "rights")
            if cleaned.get(name)
        }
        cleaned["pasted"] = [Pasted(name, content, meta) for name, content in texts]
        return cleaned


@page("paste/", "paste")
def paste(request: HttpRequest) -> HttpResponse:
    """Three steps on one address: the form, the reading of what was given, the drafts. Only the last keeps anything."""
    deny_unless(request, "articles.add_sourcedocument", "articles.add_article")
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        known = known_names()
        readings, unread = [], []
        for pasted in form.cleaned_data["pasted"]:
            try:
                readings.append({"shown": show(pasted, known), "kept": _sealed(pasted)})
            except ValidationError as error:
                unread += error.messages
        for message in unread:
            form.add_error(None, message)
        if readings:
            title = "What was read" if len(readings) == 1 else f"What was read in {len(readings)} texts"
            return show_page(request, "admin/desk/reading.html", title, readings=readings, unread=unread)
    return show_page(request, "admin/desk/paste.html", "New from text or files", form=form, media=form.media)


def _sealed(pasted: Pasted) -> str:
    """A text on its way through the browser: signed, so that what is kept is what was shown."""
    value = [pasted.name, pasted.content.decode("latin-1"), pasted.meta]
    return signing.dumps(value, salt=_SALT, compress=True)


def _opened(value: str) -> Pasted:
    name, content, meta = signing.loads(value, salt=_SALT, max_age=86_400)
    return Pasted(name, content.encode("latin-1"), meta)


def _keep(request: HttpRequest) -> HttpResponse:
    made = []
    for value in request.POST.getlist("kept"):
        try:
            article, notes = keep(_opened(value), request.user)
        except signing.BadSignature:
            messages.error(
                request, "The reading is older than a day, or was changed on its way: give the text again."
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            made.append(article)
            messages.success(
                request, f"“{article}” is a draft now, with what the machine found as suggestions."
            )
            for note in notes:
                messages.info(request, note)
    if len(made) == 1:
        return HttpResponseRedirect(reverse("admin:review", args=[made[0].pk]))
    return HttpResponseRedirect(
        reverse("admin:articles_article_changelist") if made else reverse("admin:paste")
    )


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
