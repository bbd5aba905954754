"""Words of an article that an editor points at: selected in its text, or copied from it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold import widgets

from articles.models import Article


class WordsForm(forms.Form):
    """`span` in the cleaned data says where the words stand. `start` comes from a selection in the text; without it
    the words must stand there once, or once `within` others that do."""

    words_label = "The words"

    words = forms.CharField(
        widget=widgets.UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="Select them in the text, or copy them from there.",
    )
    within = forms.CharField(
        label="The words around them",
        required=False,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="Only where they stand several times and were not selected.",
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        self.article = article
        super().__init__(*args, **kwargs)
        self.fields["words"].label = self.words_label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "words" in cleaned:
            try:
                cleaned["span"] = span_of(
                    self.article.text, cleaned["words"], cleaned.get("within", ""), cleaned.get("start")
                )
            except ValidationError as error:
                self.add_error("words", error)
        return cleaned


def span_of(text: str, words: str, within: str = "", start: int | None = None) -> tuple[int, int]:
    """Where the words stand in the text, white space aside: at `start`, if they do, else in their one place.

    ValidationError if that is nowhere, or in several places.
    """
    wanted = _pattern(words)
    if start is not None and (selected := wanted.match(text, start)):
        return selected.span()
    begin, end = _only(text, _pattern(within), "words around them") if within.strip() else (0, len(text))
    at, to = _only(text[begin:end], wanted, "words")
    return begin + at, begin + to


def _pattern(words: str) -> re.Pattern[str]:
    parts = words.split()
    if not parts:
        raise ValidationError("Give the words.")
    return re.compile(r"\s+".join(map(re.escape, parts)))


def _only(text: str, wanted: re.Pattern[str], what: str) -> tuple[int, int]:
    places = list(wanted.finditer(text))
    if not places:
        raise ValidationError(f"These {what} are not in the text: copy them exactly as they stand there.")
    if len(places) > 1:
        raise ValidationError(
            f"These {what} stand in {len(places)} places: select them in the text, or say what is around them."
        )
    return places[0].span()
