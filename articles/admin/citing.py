"""Citing a fact from the review of an article: these words support this fact of that one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.utils import timezone
from unfold import widgets

from articles import publishing
from articles.admin.words import WordsForm
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


class CitingForm(WordsForm):
    words_label = "The words that say so"

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        relation = self.fields["relation"]
        relation.widget = AutocompleteSelect(Citation._meta.get_field("relation"), admin.site)
        relation.widget.choices = relation.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("entity")) == bool(cleaned.get("relation")):
            self.add_error("entity", "Choose one: somebody or something, or a relation.")
        return cleaned


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


__all__ = ["FACTS", "CitingForm", "cite"]
