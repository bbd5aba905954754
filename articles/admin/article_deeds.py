"""What can be done to an article before readers' eyes; each asks first, on its own page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold import widgets

from articles import publishing
from articles.models import Article, ArticleState, CandidatePassage, Edition, EditionKind
from articles.redaction import redact
from articles.reviewing import SUGGESTED
from newsroom.admin.deeds import Deed, DeedForm, text_area

_NOTE = "Readers see this note on the article and in its list of editions."


class Correction(DeedForm):
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (EditionKind.CORRECTION, "Correction: something was wrong"),
            (EditionKind.CLARIFICATION, "Clarification: something could be misread"),
            (EditionKind.RETRACTION, "Retraction: the article stays up, marked as not to be relied on"),
        ],
        widget=widgets.UnfoldAdminSelectWidget,
    )
    note = text_area("Public note", _NOTE)


class Withdrawal(DeedForm):
    note = text_area(
        "Public note", "Readers who come to the article's address get this note and nothing else."
    )


class Moment(DeedForm):
    at = forms.SplitDateTimeField(
        label="When", widget=widgets.UnfoldAdminSplitDateTimeWidget, help_text="In the newsroom's time."
    )


class RedactionForm(DeedForm):
    words = text_area(
        "Words to blank", "One a line. Left empty, the whole text of this edition is blanked.", required=False
    )
    reason = text_area("Reason", "It stays in the log, which is all that will be left of the words.")
    sure = forms.BooleanField(label="I know that this cannot be undone.", widget=widgets.UnfoldBooleanWidget)


def _facts(article: Article) -> list[tuple[str, str]]:
    """What to know before it is published."""
    counts = {
        model: (
            model.objects.accepted().filter(article=article).count(),  # type: ignore[attr-defined]
            model.objects.awaiting_review().filter(article=article).count(),  # type: ignore[attr-defined]
            model.objects.lost().filter(article=article).count(),  # type: ignore[attr-defined]
        )
        for model in SUGGESTED
    }
    told = ", ".join(
        f"{n} {model._meta.verbose_name if n == 1 else model._meta.verbose_name_plural}"
        for model, (n, _, _) in counts.items()
        if n and model is not CandidatePassage
    )
    facts = [("Headline", article.headline or "none"), ("Carries", told or "no accepted passages")]
    undecided = sum(n for _, n, _ in counts.values())
    if undecided:
        facts.append(("Not decided", f"{undecided} suggestions: readers will not see them"))
    if lost := sum(n for _, _, n in counts.values()):
        facts.append(("Lost", f"{lost} passages whose words are gone: they are left out"))
    changed = sum(model.objects.reworded().filter(article=article).count() for model in SUGGESTED)  # type: ignore[attr-defined]
    if changed:
        whose = f"{changed} passage{'' if changed == 1 else 's'} whose words an edit changed since"
        facts.append(("Look again", f"{whose} they were accepted: they are carried"))
    if article.live_edition:
        facts.append(
            ("Readers see now", f"edition {article.live_edition.number}: {article.live_edition.headline}")
        )
    return facts


def _publish(article: Article, given: dict[str, Any], by: Any) -> str:
    edition = publishing.publish(article, by=by)
    return f"Published: edition {edition.number}, {edition.get_kind_display()}."


def _correct(article: Article, given: dict[str, Any], by: Any) -> str:
    edition = publishing.correct(article, by=by, note=given["note"], kind=EditionKind(given["kind"]))
    return f"Published with its note: edition {edition.number}, {edition.get_kind_display()}."


def _withdraw(article: Article, given: dict[str, Any], by: Any) -> str:
    publishing.withdraw(article, by=by, note=given["note"])
    return "Withdrawn. Readers get the note; the working copy is kept."


def _schedule(article: Article, given: dict[str, Any], by: Any) -> str:
    try:
        publishing.schedule(article, at=given["at"], by=by)
    except ValidationError as error:
        if hasattr(error, "error_dict") and "scheduled_for" in error.error_dict:
            raise ValidationError({"at": error.error_dict["scheduled_for"]}) from error
        raise
    return f"Scheduled for {given['at']:%Y-%m-%d %H:%M}."


def _unschedule(article: Article, given: dict[str, Any], by: Any) -> str:
    publishing.unschedule(article, by=by)
    return "Taken from the schedule; it is approved, and waits."


def _redact(edition: Edition, given: dict[str, Any], by: Any) -> str:
    asked = [line.strip() for line in given["words"].splitlines() if line.strip()] or None
    redact(edition, by=by, reason=given["reason"], words=asked)
    return f"Edition {edition.number} was redacted, and the act is in the log."


def _is_not_scheduled(article: Article) -> bool:
    return article.state != ArticleState.SCHEDULED


DEEDS = (
    Deed(
        "publish",
        "Publish",
        "articles.publish_article",
        _publish,
        "The working copy as it is now becomes what readers see.",
        possible=_is_not_scheduled,
        facts=_facts,
        icon="publish",
    ),
    Deed(
        "correct",
        "Publish with a note",
        "articles.publish_article",
        _correct,
        "The working copy as it is now becomes what readers see, with a note that says what changed and why.",
        form=Correction,
        possible=lambda article: article.is_live,
        facts=_facts,
        icon="edit_note",
    ),
    Deed(
        "schedule",
        "Schedule",
        "articles.publish_article",
        _schedule,
        "The working copy, as it will be at that moment, is published by itself.",
        form=Moment,
        possible=_is_not_scheduled,
        facts=_facts,
        icon="schedule",
    ),
    Deed(
        "unschedule",
        "Take from the schedule",
        "articles.publish_article",
        _unschedule,
        "It is not published at its moment. Readers notice nothing.",
        possible=lambda article: article.state == ArticleState.SCHEDULED,
        icon="event_busy",
    ),
    Deed(
        "withdraw",
        "Withdraw",
        "articles.withdraw_article",
        _withdraw,
        "The article and all its editions are taken away from readers, feeds, search and counts at once.",
        form=Withdrawal,
        possible=lambda article: article.is_live,
        icon="block",
        danger=True,
    ),
)

EDITION_DEEDS = (
    Deed(
        "redact",
        "Redact",
        "articles.redact_edition",
        _redact,
        "Words of this published edition are blanked for good, in its text and in its passages. The working copy is "
        "not touched: take the words out of it, too, before it is published again.",
        form=RedactionForm,
        icon="ink_eraser",
        danger=True,
    ),
)

__all__ = ["DEEDS", "EDITION_DEEDS"]
