"""Citing a fact from the review of an article: these words support this fact of that one."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from unfold import widgets

from articles import publishing
from articles.models import Article, Citation
from articles.publishing import User
from newsroom.editorial import Decision, Origin
from people.admin.entities import may_change
from people.admin.entity_deeds import EntityChoice
from people.models import Entity, Relation

_OF_ENTITY = {
    "born": "Born",
    "died": "Died",
    "founded": "Founded",
    "dissolved": "Dissolved",
    "begins": "Begins (event)",
    "ends": "Ends (event)",
    "place": "Place",
}
_OF_RELATION = {"title": "Title", "begin": "Begins", "end": "Ends"}
#: the facts that can be cited, as choices in their groups
FACTS: list[tuple[str, list[tuple[str, str]]]] = [
    ("Of a person, organization or event", list(_OF_ENTITY.items())),
    ("Of a relation", list(_OF_RELATION.items())),
]


class CitingForm(forms.Form):
    """`start` comes from a selection in the text; typed words must stand in it once."""

    words = forms.CharField(
        label="The words that say so",
        widget=widgets.UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="Copy them from the text, or select them there.",
    )
    entity = EntityChoice("A fact of", required=False)
    relation = forms.ModelChoiceField(
        Relation.objects.all(),
        label="or of this relation",
        required=False,
        help_text="For the title, begin or end of a role.",
    )
    field = forms.ChoiceField(
        label="Which fact",
        choices=FACTS,
        widget=widgets.UnfoldAdminSelectWidget,
    )
    value = forms.CharField(
        label="What the words give",
        max_length=200,
        widget=widgets.UnfoldAdminTextInputWidget,
        help_text="A date as 2018, 2018-12, 2018-12-01 or 2018~ (about); a place or a title in words.",
    )
    hold = forms.BooleanField(
        label="Hold this value in the record, if it holds none yet",
        required=False,
        initial=True,
        widget=widgets.UnfoldBooleanWidget,
    )

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        self.article = article
        super().__init__(*args, **kwargs)
        relation = self.fields["relation"]
        relation.widget = AutocompleteSelect(Citation._meta.get_field("relation"), admin.site)
        relation.widget.choices = relation.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "words" in cleaned:
            try:
                cleaned["span"] = span_of(self.article.text, cleaned["words"])
            except ValidationError as error:
                self.add_error("words", error)
        if bool(cleaned.get("entity")) == bool(cleaned.get("relation")):
            self.add_error("entity", "Choose one: somebody or something, or a relation.")
        return cleaned


def span_of(text: str, words: str) -> tuple[int, int]:
    """Where the words stand in the text, white space aside. ValidationError if nowhere, or in several places."""
    parts = words.split()
    if not parts:
        raise ValidationError("Give the words.")
    places = list(re.finditer(r"\s+".join(map(re.escape, parts)), text))
    if not places:
        raise ValidationError("These words are not in the text: copy them exactly as they stand there.")
    if len(places) > 1:
        raise ValidationError(
            f"These words stand in {len(places)} places: take in more of what is around them."
        )
    return places[0].span()


@transaction.atomic
def cite(article: Article, given: dict[str, Any], by: User) -> Citation:
    """An accepted citation in the working copy. Raises ValidationError where there is no such fact or value."""
    start, end = given["span"]
    citation = Citation.at(
        article,
        start,
        end,
        entity=given["entity"],
        relation=given["relation"],
        field=given["field"],
        value=given["value"],
        decision=Decision.ACCEPTED,
        origin=Origin.EDITOR,
        decided_by=by,
        decided_at=timezone.now(),
    )
    citation.full_clean(exclude=["article", "edition", "decided_by"])
    citation.save()
    if given["hold"]:
        _hold(citation, by)
    return citation


def _hold(citation: Citation, by: User) -> None:
    """Let the record hold the value where it holds none, if that is this user's to say."""
    target = citation.target
    row: Entity | Relation = target.current if isinstance(target, Entity) else target
    if getattr(row, citation.field) or not _may_hold(row, by):
        return
    setattr(row, citation.field, citation.value)
    if isinstance(row, Relation):
        publishing.save_relation(row, by=by)
    else:
        publishing.save_entity(row, by=by)


def _may_hold(row: Entity | Relation, by: Any) -> bool:
    if isinstance(row, Relation):
        return row.decision == Decision.SUGGESTED or by.has_perm("people.publish_entity")
    return may_change(by, row)


__all__ = ["FACTS", "CitingForm", "cite", "span_of"]
