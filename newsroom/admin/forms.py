"""Small steps with forms that several pages of the desk take."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet


def overwrite(form: forms.BaseForm, **values: Any) -> None:
    """Let a bound form show other values than were posted, as after a refusal that it explains."""
    posted: Any = form.data
    shown = posted.copy()
    for name, value in values.items():
        shown[form.add_prefix(name)] = str(value)
    form.data = shown


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Errors beside the fields that they are about, the others above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        for problem in problems:
            if name in form.fields:
                form.add_error(name, problem)
            else:
                form.add_error(None, "; ".join(problem.messages))


class KnownRows(forms.ModelForm):
    """A form whose autocompletes show the chosen row from the instance, where it was fetched with it, and ask for others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, row in self.instance._state.fields_cache.items():
            field: Any = self.fields.get(name)
            widget = getattr(field, "widget", None)
            inner = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
            if row is not None and isinstance(inner, AutocompleteMixin):
                widget.choices.queryset = _Known(field.queryset, row)  # type: ignore[union-attr]


class _Known:
    """As much of a queryset as an autocomplete uses: the rows of some keys, one of which is at hand."""

    def __init__(self, rows: QuerySet[Any], row: Model) -> None:
        self.rows, self.row = rows, row

    def using(self, alias: str) -> "_Known":
        return self

    def filter(self, **condition: Iterable[Any]) -> Iterable[Any]:
        """`condition` is one: a field in some values."""
        [(lookup, values)] = condition.items()
        at_hand = str(getattr(self.row, lookup.removesuffix("__in")))
        return [self.row] if set(map(str, values)) == {at_hand} else self.rows.filter(**condition)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)
