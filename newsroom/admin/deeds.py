"""Acts on one row that ask before they are done: a page with what it means, a form for what it needs, one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from unfold import widgets

from newsroom.admin.forms import add_errors, overwrite
from newsroom.editorial import StaleVersion


def deny_unless(request: HttpRequest, *permissions: str) -> None:
    """403 unless the user has all of these."""
    if not request.user.has_perms(permissions):
        raise PermissionDenied


class DeedForm(forms.Form):
    """What an act asks for. `version` is the version of the row that the page showed. `first_button` is the button's
    label while there is no preview yet, for acts that show one."""

    first_button = ""
    preview: Sequence[tuple[str, str]] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)


def text_area(label: str, help_text: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    """A field for some sentences."""
    widget = widgets.UnfoldAdminTextareaWidget({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


class PlainDeed(DeedForm):
    """Asks for nothing."""


class Reasoned(DeedForm):
    reason = text_area("Reason", "For the desk's record; readers do not see it.")


@dataclass(frozen=True)
class Deed:
    """`do` performs it, with the row at the version that the page showed; `possible` says whether there is a button.

    `meaning` says in a sentence what will happen; `facts` gives (label, text) of what to know before.
    """

    name: str
    label: str
    permission: str
    do: Callable[[Any, dict[str, Any], Any], str]
    meaning: str
    form: type[DeedForm] = PlainDeed
    possible: Callable[[Any], bool] = lambda row: True
    facts: Callable[[Any], list[tuple[str, str]]] = lambda row: []
    icon: str = "check"
    danger: bool = False


class DeedsMixin:
    """ModelAdmin with deeds: each has its page under the row, and a button on the row's page where it is possible."""

    deeds: tuple[Deed, ...] = ()

    def get_urls(self) -> list[URLPattern]:
        opts = self.model._meta  # type: ignore[attr-defined]
        own = [
            path(
                f"<int:pk>/{deed.name}/",
                self.admin_site.admin_view(self._view_of(deed)),  # type: ignore[attr-defined]
                name=f"{opts.app_label}_{opts.model_name}_{deed.name}",
            )
            for deed in self.deeds
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def buttons(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        """The deeds that this user may do to this row now."""
        return [
            {"label": deed.label, "icon": deed.icon, "danger": deed.danger, "url": self._url(deed, row)}
            for deed in self.deeds
            if request.user.has_perm(deed.permission) and deed.possible(row)
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_object(request, admin.utils.unquote(object_id))  # type: ignore[attr-defined]
        extra = {"deeds": self.buttons(request, row) if row else [], **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)  # type: ignore[misc]

    def _url(self, deed: Deed, row: Model) -> str:
        opts = self.model._meta  # type: ignore[attr-defined]
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_{deed.name}", args=[row.pk])

    def _view_of(self, deed: Deed) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            deny_unless(request, deed.permission)
            row = self.get_queryset(request).filter(pk=pk).first()  # type: ignore[attr-defined]
            if row is None:
                raise Http404
            form = deed.form(request.POST or None, row=row, initial={"version": getattr(row, "version", 0)})
            back = change_url(row, self.model)  # type: ignore[attr-defined]
            if request.method == "POST" and form.is_valid() and _do(request, deed, row, form):
                return HttpResponseRedirect(back)
            return self.admin_site.page(  # type: ignore[attr-defined]
                request,
                "admin/desk/deed.html",
                f"{deed.label}: {row}",
                deed=deed,
                row=row,
                form=form,
                back=back,
                facts=deed.facts(row),
                possible=deed.possible(row),
                media=form.media,
            )

        return view


def change_url(row: Model, model: type[Model] | None = None) -> str:
    """The page of a row on the desk."""
    opts = (model or type(row))._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def _do(request: HttpRequest, deed: Deed, row: Any, form: DeedForm) -> bool:
    """Whether it was done; if not, the form says why."""
    if hasattr(row, "version"):
        row.version = form.cleaned_data["version"]
    try:
        message = deed.do(row, form.cleaned_data, request.user)
    except StaleVersion as stale:
        form.add_error(None, stale)
        overwrite(form, version=stale.current or 0)
    except ValidationError as error:
        add_errors(form, error)
    else:
        messages.success(request, message)
        return True
    return False
