"""Small steps with forms that several pages of the desk take."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


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
