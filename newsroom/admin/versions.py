"""Forms that refuse to overwrite a version newer than the one that was opened, and show both."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field, Model, URLField
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from articles.text import text_of
from newsroom.admin.forms import KnownRows, overwrite
from newsroom.editorial import StaleVersion


@dataclass(frozen=True)
class Difference:
    """One field that two editors left differently."""

    label: str
    mine: str
    theirs: str


class VersionedForm(KnownRows):
    """A form over one version of a row. A newer one in the record is an error; what was typed stays in the form, and
    saving again goes over the version that was shown."""

    version_read = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        if self.instance.pk:
            self.initial["version_read"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        read = cleaned.get("version_read")
        if self.instance.pk and read != self.instance.version:
            self._refuse_stale(read)
        return cleaned

    def _refuse_stale(self, read: int | None) -> None:
        for name, field in self.fields.items():
            if name != "version_read" and field.has_changed(self.initial.get(name), self._raw(name)):
                mine, theirs = _shown(field, self._raw(name)), _shown(field, self.initial.get(name))
                if mine != theirs:
                    self.differences.append(Difference(str(field.label or name), mine, theirs))
        overwrite(self, version_read=self.instance.version)
        error = StaleVersion(self.instance, read or 0)
        raise ValidationError(
            f"Somebody saved a newer version while you had this one open (yours was {read or 'unknown'}, the record "
            f"has {error.current}). Nothing was saved. Your words are still in the form; what differs stands above. "
            "Take over what you want to keep, then save again: that saves over the newer version.",
            code="stale",
        )

    def _raw(self, name: str) -> Any:
        return self[name].data


def _shown(field: Any, value: Any) -> str:
    """A value of a form field as words, HTML as the text that it gives."""
    if value in (None, "", []):
        return "(nothing)"
    rows: Any = getattr(field, "queryset", None)
    if rows is not None:
        values = value if isinstance(value, list | tuple) else [value]
        ids = [getattr(item, "pk", item) for item in values]
        return ", ".join(str(row) for row in rows.filter(pk__in=ids)) or "(nothing)"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(value, value))
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text_of(text) if text.lstrip().startswith("<") else text


def https_first(db_field: Field, kwargs: dict[str, Any]) -> dict[str, Any]:
    """An address that is typed without its scheme is meant with https."""
    return {"assume_scheme": "https", **kwargs} if isinstance(db_field, URLField) else kwargs


def _once(show: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The same, but what it says of a row in hand is kept with the row."""

    @wraps(show)
    def shown(self: Any, row: Any) -> Any:
        kept = row.__dict__.setdefault("_shown_on_desk", {})
        if show not in kept:
            kept[show] = show(self, row)
        return kept[show]

    return shown


class VersionedAdmin(SimpleHistoryAdmin, ModelAdmin):
    """Admin of a row that has versions and history. `form` is a VersionedForm."""

    form = VersionedForm
    change_form_template = "admin/desk/versioned_form.html"
    warn_unsaved_form = True
    list_per_page = 50
    show_full_result_count = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """What a page only shows is worked out once for a row: the templates ask for it several times."""
        super().__init_subclass__(**kwargs)
        for name in cls.readonly_fields:
            show = getattr(cls, str(name), None)
            if callable(show):
                setattr(cls, str(name), _once(show))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_dbfield(db_field, request, **https_first(db_field, kwargs))

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """With the hidden version in the first of them."""
        (title, options), *others = super().get_fieldsets(request, obj)
        if "version_read" not in options["fields"] and self.has_change_permission(request, obj):
            options = {**options, "fields": [*options["fields"], "version_read"]}
        return [(title, options), *others]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A version that gets stale between the check and the save goes back to the form, which shows both."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StaleVersion:
            return super().changeform_view(request, *args, **kwargs)
