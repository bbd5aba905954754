"""What an editor marks in a text by hand: a name, a quote, other words or another speaker for a quote, where a lost passage is.

Every act gives a `Step`, which `reviewing.undo` takes back.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import reviewing
from articles.models import Article, CandidatePassage, Mention, Passage, Quote
from articles.publishing import User
from articles.reviewing import Step
from newsroom.editorial import Decision
from people.models import Entity

Span = tuple[int, int]
#: what a quote says beside its words
SAID = ("kind", "speaker", "speaker_words", "cue", "role")


@transaction.atomic
def mark_name(article: Article, span: Span, entity: Entity, by: User) -> Step:
    """These words name this entity. What the machine or somebody said of the same words before is decided with it.

    Raises ValidationError if they are marked so already.
    """
    here = {"article": article, "start": span[0], "end": span[1]}
    current = entity.current
    known = list(Mention.objects.working().of(current).filter(**here, lost=False))
    if any(row.decision == Decision.ACCEPTED for row in known):
        raise ValidationError(f"These words name {current} already.")
    unknown = list(CandidatePassage.objects.awaiting_review().filter(**here))
    if known or unknown:
        return reviewing.accept_as([*known[:1], *unknown], current, by)
    row = Mention.at(article, *span, entity=current)
    return _made(row, by)


@transaction.atomic
def mark_name_of_new(article: Article, span: Span, name: str, kind: str, by: User) -> tuple[Step, Entity]:
    """These words name somebody or something that is not in the record yet: make it, a draft."""
    entity = reviewing.make_entity(name, kind, by)
    step = mark_name(article, span, entity, by)
    step.entity = entity.pk
    reviewing.settle_unknown(entity, (), by, step)
    return step, entity


@transaction.atomic
def mark_quote(article: Article, span: Span, said: dict[str, Any], by: User) -> Step:
    """Somebody said these words; `said` has the fields of SAID. ValidationError if they are a quote already."""
    _refuse_second(article, span)
    return _made(Quote.at(article, *span, **said), by)


@transaction.atomic
def change_quote(row: Quote, span: Span, said: dict[str, Any], by: User) -> Step:
    """The quote has these words and was said so; it is accepted with that. StaleVersion if it was changed meanwhile."""
    _refuse_second(row.article, span, row)
    step = _moved(row, span, "kind", "cue")
    for name in SAID:
        setattr(row, name, said[name])
    row.accept(by)
    reviewing.settle(row, step)
    return step


@transaction.atomic
def place(row: Passage, span: Span) -> Step:
    """A passage whose words an edit took away stands at these words now. StaleVersion if it was changed meanwhile."""
    if isinstance(row, Quote):
        _refuse_second(row.article, span, row)
    step = _moved(row, span)
    row.accepted_words = ""
    row.save()
    reviewing.settle(row, step)
    return step


def _moved(row: Passage, span: Span, *more: str) -> Step:
    """Set where the row stands; the step that takes it back, with `more` of its fields as they are."""
    step = Step()
    fields = ("start", "end", "exact", "prefix", "suffix", "lost", *more)
    reviewing.remember(row, step, **{name: getattr(row, name) for name in fields})
    row.place(type(row).at(row.article, *span).anchor)
    row.lost = False
    return step


def _made(row: Mention | Quote, by: User) -> Step:
    row.accept(by)
    return Step(made=[[row._meta.model_name, row.pk]])


def _refuse_second(article: Article, span: Span, but: Quote | None = None) -> None:
    rows = Quote.objects.working().filter(article=article, start=span[0], end=span[1], lost=False)
    rows = rows.exclude(decision=Decision.REJECTED)
    if any(row != but for row in rows):
        raise ValidationError("These very words are marked as a quote already: change that one.")
