"""New articles from pasted text and files: the form, the reading of what was given, the drafts."""

import hashlib
import zlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from unfold import widgets

from articles.known import knowledge
from articles.models import Rights
from newsroom.admin.deeds import deny_unless
from newsroom.admin.site import page
from newsroom.admin.site import show as show_page
from seeds.pasting import keep, show
from seeds.readers import SUFFIXES
from seeds.readers.archives import SUFFIXES as ARCHIVES
from seeds.records import Document
from seeds.uploads import LARGEST, LARGEST_FILE, MOST, Given, documents_in, packed, unpacked_from

#: characters of one page with all its texts on their way through the browser; settings.py takes as much
MOST_ON_THE_WAY = 9_000_000
_SALT = "seeds.paste"
_FOR_THE_LOADER = (".yaml", ".yml", ".md")


class ManyFiles(widgets.UnfoldAdminFileFieldWidget):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


_ACCEPTED = ",".join(sorted({*SUFFIXES, *ARCHIVES} - {*_FOR_THE_LOADER}))


class PasteForm(forms.Form):
    text = forms.CharField(
        label="Paste the text",
        required=False,
        strip=False,
        widget=widgets.UnfoldAdminTextareaWidget({"rows": 12}),
        help_text="The whole page as you copied it: what is not the article is taken out, and shown.",
    )
    uploads = FilesField(
        label="or choose files",
        required=False,
        allow_empty_file=True,
        widget=ManyFiles({"accept": _ACCEPTED}),
        help_text="Texts, saved web pages, feeds (RSS, Atom), ninjs, NewsML, CSV, JSON Lines, or a zip or tar archive of them; "
        f"up to {LARGEST_FILE // 1_000_000} MB together, with up to {MOST} articles in them.",
    )
    publisher = forms.CharField(required=False, max_length=200, widget=widgets.UnfoldAdminTextInputWidget)
    url = forms.URLField(
        label="Address",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=widgets.UnfoldAdminURLInputWidget,
        help_text="For one article; a file of several names its own.",
    )
    published = forms.DateField(
        label="Day",
        required=False,
        widget=widgets.UnfoldAdminSingleDateWidget,
        help_text="Left empty: the day that the text itself gives, if it does.",
    )
    rights = forms.ChoiceField(
        required=False,
        choices=[
            ("", "What the file says, else excerpt"),
            (
                Rights.EXCERPT,
                "Excerpt: somebody else's text; readers see headline, summary and cited sentences",
            ),
            (Rights.LICENSED, "Licensed: somebody else's text that we may show whole"),
            (Rights.OWN, "Own: ours"),
        ],
        widget=widgets.UnfoldAdminSelectWidget,
    )

    def clean(self) -> dict[str, Any]:
        """With `given`: the documents, and what was not read of the files."""
        cleaned = super().clean() or self.cleaned_data
        files = cleaned.get("uploads") or []
        pasted = cleaned.get("text", "")
        if sum(file.size or 0 for file in files) > LARGEST_FILE:
            self.add_error(
                "uploads",
                f"These files have more than {LARGEST_FILE // 1_000_000} MB together: use the loader.",
            )
        elif not pasted.strip() and not files and not self.errors:
            raise ValidationError("Paste a text, or choose a file.")
        if self.errors:
            return cleaned
        meta = {
            name: str(cleaned[name])
            for name in ("publisher", "url", "published", "rights")
            if cleaned.get(name)
        }
        uploads = [(file.name or "", file.read()) for file in files]
        if pasted.strip():
            uploads.append(("pasted.txt", pasted.encode()))
        cleaned["given"] = documents_in(uploads, meta)
        self._refuse(cleaned["given"], meta)
        return cleaned

    def _refuse(self, given: Given, meta: dict[str, str]) -> None:
        if not given.documents:
            for problem in given.problems or ["No article was found in this."]:
                self.add_error(None, problem)
        elif len(given.documents) > 1 and "url" in meta:
            self.add_error("url", f"Leave it empty: these are {len(given.documents)} articles.")


@page("paste/", "paste")
def paste(request: HttpRequest) -> HttpResponse:
    """Three steps on one address: the form, the reading of what was given, the drafts. Only the last keeps anything."""
    deny_unless(request, "articles.add_sourcedocument", "articles.add_article")
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request)
    form = PasteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        answer = _reading(request, form)
        if answer:
            return answer
    return show_page(request, "admin/desk/paste.html", "New from text or files", form=form, media=form.media)


def _reading(request: HttpRequest, form: PasteForm) -> HttpResponse | None:
    """What is read in the texts; None if it is too much, which the form says."""
    given: Given = form.cleaned_data["given"]
    sealed = [_sealed(document) for document in given.documents]
    if sum(map(len, sealed)) > MOST_ON_THE_WAY:
        form.add_error(
            None, "These texts are too long to be looked at together: choose fewer, or use the loader."
        )
        return None
    knows = knowledge()
    readings = [
        {"shown": show(document, knows), "kept": kept, "prefix": f"{_name(kept)}:"}
        for document, kept in zip(given.documents, sealed, strict=True)
    ]
    title = "What was read" if len(readings) == 1 else f"What was read: {len(readings)} articles"
    return show_page(request, "admin/desk/reading.html", title, readings=readings, unread=given.problems)


def _sealed(document: Document) -> str:
    """A text on its way through the browser: signed, so that what is kept is what was shown."""
    return signing.dumps(packed(document), salt=_SALT, compress=True)


def _opened(value: str) -> Document:
    return unpacked_from(signing.loads(value, salt=_SALT, max_age=86_400))


def _name(sealed: str) -> str:
    """Tells the texts of one page apart."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:12]


def _lines_back(request: HttpRequest, sealed: str) -> set[int]:
    """Which lines of this text are to be put back."""
    parted = (value.partition(":") for value in request.POST.getlist("back"))
    return {int(line) for name, _, line in parted if name == _name(sealed) and line.isdigit()}


def _keep(request: HttpRequest) -> HttpResponse:
    made = []
    for value in request.POST.getlist("kept"):
        try:
            article, notes = keep(_opened(value), request.user, _lines_back(request, value))
        except (signing.BadSignature, zlib.error):
            messages.error(
                request, "The reading is older than a day, or was changed on its way: give the text again."
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            made.append(article)
            link = format_html(
                '<a href="{}">“{}”</a>', reverse("admin:articles_article_change", args=[article.pk]), article
            )
            messages.success(
                request,
                format_html("{} is a draft now, with what the machine found as suggestions.", link),
            )
            for note in notes:
                messages.info(request, note)
    if len(made) == 1:
        return HttpResponseRedirect(reverse("admin:review", args=[made[0].pk]))
    return HttpResponseRedirect(
        reverse("admin:articles_article_changelist") if made else reverse("admin:paste")
    )


__all__ = ["LARGEST", "MOST_ON_THE_WAY", "paste"]
