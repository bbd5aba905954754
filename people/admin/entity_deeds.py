"""What can be done to an entity beyond its form: each asks first, on its own page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from unfold import widgets

from articles import publishing
from articles.models import Citation, Mention, Quote
from newsroom.admin.deeds import Deed, DeedForm, Reasoned, text_area
from newsroom.admin.forms import overwrite
from people import merging
from people.models import Entity, EntityState, Kind, Merge, Name, Relation


class EntityChoice(forms.ModelChoiceField):
    """One entity, found by typing; the select never holds more than the chosen one."""

    def __init__(self, label: str, help_text: str = "", required: bool = True) -> None:
        widget = AutocompleteSelect(Merge._meta.get_field("into"), admin.site)
        rows = Entity.objects.filter(survivor__isnull=True)
        super().__init__(rows, label=label, help_text=help_text, required=required, widget=widget)


class MergeForm(DeedForm):
    """The other row is fixed, at the version that the preview showed, once the preview is on the page."""

    other = EntityChoice("The one that stays", "Its name and address stay; this one's lead there.")
    other_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = text_area("Reason", "For the desk's record.", required=False, rows=2)
    first_button = "Show what would happen"

    @property
    def seen_value(self) -> str:
        """The id of the other row whose preview is on the page."""
        return str(getattr(self, "seen", "") or self.data.get("seen", ""))

    def clean(self) -> dict[str, Any]:
        """Without the version of the other row nobody has seen what will move: show it first."""
        cleaned = super().clean() or self.cleaned_data
        other = cleaned.get("other")
        if other and (cleaned.get("other_version") is None or self.data.get("seen") != str(other.pk)):
            self.preview = what_moves(self.row, other)
            overwrite(self, other_version=other.version)
            self.seen = other.pk
            raise ValidationError("This is what the merge would do. Look at it, then merge.", code="preview")
        return cleaned


class OtherForm(DeedForm):
    other = EntityChoice("The other one")
    reason = text_area("Reason", "For the desk's record: what tells them apart.", rows=2)


class KindForm(DeedForm):
    kind = forms.ChoiceField(label="What it is", choices=Kind.choices, widget=widgets.UnfoldAdminSelectWidget)


def what_moves(loser: Entity, into: Entity) -> list[tuple[str, str]]:
    """What a merge would bring under the other row: (what, how much)."""
    counts = {
        "names": Name.objects.of(loser).count() + 1,
        "relations": Relation.objects.of(loser).count(),
        "mentions in working copies": Mention.objects.working().of(loser).count(),
        "quotes in working copies": Quote.objects.working().by(loser).count(),
        "citations in working copies": Citation.objects.working().about(loser).count(),
        "live articles": loser.appearances.count(),
    }
    moved = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    rows = [
        (
            "This one",
            f"{loser.name}, {loser.get_kind_display()}, {loser.get_state_display()}: {loser.description}",
        ),
        ("Stays", f"{into.name}, {into.get_kind_display()}, {into.get_state_display()}: {into.description}"),
        ("Comes under it", moved),
        ("Address", f"/{loser.slug}/ will lead to /{into.slug}/"),
    ]
    for field in loser.citable:
        mine, theirs = getattr(loser, field), getattr(into, field, "")
        if mine and mine != theirs:
            rows.append((field.capitalize(), f"{theirs or 'not held'} stays; here it was {mine}"))
    return rows


def _merge(row: Entity, given: dict[str, Any], by: Any) -> str:
    other = given["other"]
    other.version = given["other_version"]
    merging.merge(row, other, by=by, reason=given["reason"])
    return f"{row.name} is now under {other.current}. The merge can be undone at any time."


def _distinguish(row: Entity, given: dict[str, Any], by: Any) -> str:
    merging.distinguish(row, given["other"], by=by, reason=given["reason"])
    return f"Recorded: {row} is not {given['other']}. Suggestions and loads obey it."


def _suppress(row: Entity, given: dict[str, Any], by: Any) -> str:
    publishing.suppress(row, by=by, reason=given["reason"])
    return "Suppressed: it is nowhere outside the desk."


def _unsuppress(row: Entity, given: dict[str, Any], by: Any) -> str:
    publishing.unsuppress(row, by=by, reason=given["reason"])
    return f"The suppression is lifted: it is {row.get_state_display()}."


def _make_public(row: Entity, given: dict[str, Any], by: Any) -> str:
    publishing.make_public(row, by=by)
    return "It has a page of its own now."


def _change_kind(row: Entity, given: dict[str, Any], by: Any) -> str:
    """Fields of the old kind are emptied, as the new one does not have them; the history keeps them."""
    kind = Kind(given["kind"])
    for old, fields in Entity.CITABLE.items():
        for field in fields:
            if old == row.kind and field not in Entity.CITABLE[kind]:
                setattr(row, field, "" if field == "place" else None)
    if kind == Kind.PERSON:
        row.place, row.country, row.latitude, row.longitude = "", "", None, None
    row.kind = kind
    publishing.save_entity(row, by=by)
    return f"It is a {kind.label} now; its old address leads to the new one."


def _facts_to_lose(row: Entity) -> list[tuple[str, str]]:
    held = {field: getattr(row, field) for field in row.citable if getattr(row, field)}
    return [(f"Emptied, unless the new kind has it: {field}", str(value)) for field, value in held.items()]


def _is_current(row: Entity) -> bool:
    return row.survivor_id is None


def _is_suppressed(row: Entity) -> bool:
    return row.state == EntityState.SUPPRESSED


DEEDS = (
    Deed(
        "publish",
        "Make public",
        "people.publish_entity",
        _make_public,
        "It gets a page of its own before any article that names it is published.",
        possible=lambda row: _is_current(row) and row.state == EntityState.DRAFT,
        icon="public",
    ),
    Deed(
        "merge",
        "Merge into another",
        "people.merge_entity",
        _merge,
        "This one and another are the same: the other stands for both. Nothing is lost, and it can be undone.",
        form=MergeForm,
        possible=_is_current,
        icon="merge",
    ),
    Deed(
        "distinguish",
        "Not the same as…",
        "people.merge_entity",
        _distinguish,
        "This one and another are two, however alike they look.",
        form=OtherForm,
        possible=_is_current,
        icon="call_split",
    ),
    Deed(
        "kind",
        "Change its kind",
        "people.change_kind_entity",
        _change_kind,
        "It becomes a person, an organization or an event; all that names it stays.",
        form=KindForm,
        possible=_is_current,
        facts=_facts_to_lose,
        icon="swap_horiz",
    ),
    Deed(
        "suppress",
        "Suppress",
        "people.suppress_entity",
        _suppress,
        "It is taken off every page, feed, count and answer at once. Its words stay in the articles, unlinked.",
        form=Reasoned,
        possible=lambda row: _is_current(row) and not _is_suppressed(row),
        icon="visibility_off",
        danger=True,
    ),
    Deed(
        "unsuppress",
        "Lift the suppression",
        "people.suppress_entity",
        _unsuppress,
        "It is public again where a live article names, quotes or cites it, and a draft otherwise.",
        form=Reasoned,
        possible=lambda row: _is_current(row) and _is_suppressed(row),
        icon="visibility",
    ),
)
