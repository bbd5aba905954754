"""An editor's decisions on proposed events: make the event, cite one that we have, or neither; and back again.

Every decision gives a `Step`, which says how to take it back. A proposal that was decided or changed meanwhile is refused
with StaleVersion, as any newer version is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import proposing, publishing
from articles.derive import act
from articles.models import (
    Article,
    Citation,
    Happening,
    HappeningPart,
    Mention,
    ProposedEvent,
    Story,
    StoryEntity,
)
from articles.publishing import User
from articles.reviewing import free_slug
from newsroom.editorial import Decision, Origin
from people.models import Entity, EntityState, Kind, Relation, RelationKind

_MADE: dict[str, Any] = {"citation": Citation, "mention": Mention, "relation": Relation}


@dataclass
class Step:
    """One decision on the proposal `proposed`: sentences decided as [id, version after it], rows made as [model, id, version
    after it], what an existing event held before as {field: value}, and the ids of what else was made."""

    proposed: int
    version: int
    was_event: int | None
    decided: list[list[int]] = field(default_factory=list)
    made: list[list[Any]] = field(default_factory=list)
    event: list[int] = field(default_factory=list)  # [id, version] of an event that was made
    held: list[Any] = field(default_factory=list)  # [id, version, field] of a fact that was empty
    story: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Given:
    """What the editor says of a new event: its name, day, place, and who took part as what."""

    name: str
    begins: str = ""
    place: str = ""
    parts: Sequence[tuple[Entity, str]] = ()


@act()
def accept(
    proposed: ProposedEvent, given: Given, by: User, story: Story | None = None
) -> tuple[Step, Entity]:
    """It is an event that the record does not have: a draft, until an article that cites it is published.

    Who took part becomes relations; every sentence that tells of it becomes citations of its day, its place and the
    parts in it. In a `story`, the event becomes one of it. Raises ValidationError for a bad name, day or place.
    """
    step = _begin(proposed)
    event = Entity(kind=Kind.EVENT, name=given.name.strip(), place=given.place.strip())
    event.slug = free_slug(event.name, Kind.EVENT)
    event.begins = given.begins or None  # type: ignore[assignment]  # the field is nullable by default
    publishing.save_entity(event, by=by)
    step.event = [event.pk, event.version]
    relations = {entity.pk: _relation(entity, part, event, by, step) for entity, part in given.parts}
    if story is not None:
        step.story = StoryEntity.objects.create(story=story, entity=event).pk
    for row in _open_sentences(proposed):
        _cite(row, event, by, step)
        for part in _parts(row):
            if relation := relations.get(part.entity.current.pk):
                _citation(row, by, step, relation=relation, field="title", value=relation.title)
        _settle(row, by, step)
    _end(proposed, Decision.ACCEPTED, by, step, event)
    return step, event


@act()
def join(proposed: ProposedEvent, event: Entity, by: User, *, hold: bool = False) -> Step:
    """It is an event that the record has: its sentences become citations of it.

    With `hold`, an event without a day takes that of the proposal.
    """
    event = event.current
    if event.kind != Kind.EVENT:
        raise ValidationError(f"{event} is no event.")
    step = _begin(proposed)
    if hold and proposed.begins and not event.begins:
        event.begins = proposed.begins
        publishing.save_entity(event, by=by)
        step.held = [event.pk, event.version, "begins"]
    for row in _open_sentences(proposed):
        _cite(row, event, by, step)
        _settle(row, by, step)
    _end(proposed, Decision.ACCEPTED, by, step, event)
    return step


@act()
def dismiss(proposed: ProposedEvent, by: User) -> Step:
    """It is no event that we keep; neither it nor its sentences will be proposed again."""
    step = _begin(proposed)
    for row in _open_sentences(proposed):
        _settle(row, by, step, Decision.REJECTED)
    _end(proposed, Decision.REJECTED, by, step, proposed.event)
    return step


@act()
def drop(row: Happening, by: User) -> Step:
    """One sentence does not tell of it; the others still do. A proposal whose last sentence goes is dismissed."""
    proposed = row.proposed
    if Happening.objects.awaiting_review().filter(proposed=proposed).exclude(pk=row.pk).exists():
        step = _begin(proposed)
        _settle(row, by, step, Decision.REJECTED)
        proposing.refresh([proposed.pk])
        proposed.refresh_from_db()
        step.version = proposed.version
        return step
    return dismiss(proposed, by)


@act()
def undo(data: dict[str, Any], by: User) -> None:
    """Take a step back. Raises ValidationError, and changes nothing, if somebody went on from it meanwhile."""
    step = Step(**data)
    proposed = ProposedEvent.objects.filter(pk=step.proposed).first()
    if proposed:
        _hold_articles(proposed)
    if proposed is None or proposed.version != step.version:
        raise _gone_on()
    for name, pk, version in step.made:
        row = _MADE[name].objects.filter(pk=pk).first()
        if row is None or row.version != version:
            raise _gone_on()
        row.delete()
    if step.story:
        StoryEntity.objects.filter(pk=step.story).delete()
    proposed.decide(Decision.SUGGESTED, by, Entity.objects.filter(pk=step.was_event or 0).first())
    if step.event:
        _unmake(*step.event)
    if step.held:
        _unhold(*step.held, by=by)
    for pk, version in step.decided:
        sentence = Happening.objects.working().filter(pk=pk).select_related("article").first()
        if sentence is None or sentence.version != version:
            raise _gone_on()
        sentence.reopen(by)
    proposing.refresh([proposed.pk])


def _gone_on() -> ValidationError:
    return ValidationError("Somebody went on from this since: look at it again, and decide anew.")


def _begin(proposed: ProposedEvent) -> Step:
    """The proposal held, at the version that its caller read. ValidationError if it is decided."""
    _hold_articles(proposed)
    proposed.hold()
    if proposed.decision != Decision.SUGGESTED:
        raise ValidationError(
            f"“{proposed}” was {proposed.get_decision_display()} meanwhile: nothing was changed."
        )
    return Step(proposed.pk, proposed.version, proposed.event_id)


def _hold_articles(proposed: ProposedEvent) -> None:
    """As a reading does: articles before proposals, so that nobody waits for one another in a ring."""
    told = Happening.objects.working().filter(proposed=proposed).values("article")
    held = Article.objects.select_for_update(no_key=True).filter(pk__in=told).order_by("pk")
    list(held.values_list("pk", flat=True))


def _end(proposed: ProposedEvent, decision: Decision, by: User, step: Step, event: Entity | None) -> None:
    proposed.decide(decision, by, event)
    step.version = proposed.version


def _open_sentences(proposed: ProposedEvent) -> list[Happening]:
    rows = Happening.objects.awaiting_review().filter(proposed=proposed).select_related("article")
    return list(rows.prefetch_related("parts__entity__survivor"))


def _parts(row: Happening) -> Iterable[HappeningPart]:
    """Each entity once."""
    return {part.entity.current.pk: part for part in row.parts.all()}.values()


def _settle(row: Happening, by: User, step: Step, decision: Decision = Decision.ACCEPTED) -> None:
    if decision == Decision.ACCEPTED:
        row.accept(by)
    else:
        row.reject(by)
    step.decided.append([row.pk, row.version])


def _relation(entity: Entity, part: str, event: Entity, by: Any, step: Step) -> Relation:
    """Took part; a suggestion where the user may not publish facts."""
    may = by is None or by.has_perm("people.publish_entity")
    decision = Decision.ACCEPTED if may else Decision.SUGGESTED
    row = Relation(
        subject=entity.current, kind=RelationKind.TOOK_PART_IN, object=event, title=part, decision=decision
    )
    publishing.save_relation(row, by=by)
    step.made.insert(0, ["relation", row.pk, row.version])
    return row


def _cite(row: Happening, event: Entity, by: User, step: Step) -> None:
    """The sentence supports when and where the event was; the words that tell of it lead to it."""
    if row.edtf:
        _citation(row, by, step, entity=event, field="begins", value=row.edtf)
    if row.place_name:
        _citation(row, by, step, entity=event, field="place", value=row.place_name)
    span = row.cue_span()
    if span and not _named(row, event, span):
        mention = Mention.at(row.article, *span, entity=event, **_decided(by))
        mention.save()
        step.made.insert(0, ["mention", mention.pk, mention.version])


def _named(row: Happening, event: Entity, span: tuple[int, int]) -> bool:
    """Whether the words are linked already, to this or to anything else."""
    there = Mention.objects.accepted().filter(article=row.article_id)
    return there.filter(start__lt=span[1], end__gt=span[0]).exists()


def _citation(row: Happening, by: User, step: Step, **fact: Any) -> None:
    if (
        not fact["value"]
        or Citation.objects.accepted().filter(article=row.article_id, start=row.start, **fact).exists()
    ):
        return
    made = Citation.at(row.article, row.start, row.end, **fact, **_decided(by))
    made.full_clean(exclude=["article", "edition", "decided_by"])
    made.save()
    step.made.insert(0, ["citation", made.pk, made.version])


def _decided(by: User) -> dict[str, Any]:
    return {
        "decision": Decision.ACCEPTED,
        "origin": Origin.EDITOR,
        "decided_by": by,
        "decided_at": timezone.now(),
    }


def _unmake(pk: int, version: int) -> None:
    """Delete an event that nobody has touched since it was made."""
    event = Entity.objects.filter(pk=pk, version=version, state=EntityState.DRAFT, survivor=None).first()
    if event is None or _is_used(event):
        raise _gone_on()
    event.delete()


def _is_used(event: Entity) -> bool:
    return (
        Relation.objects.of(event).exists()
        or Mention.objects.filter(entity=event).exists()
        or Citation.objects.filter(entity=event).exists()
        or StoryEntity.objects.filter(entity=event).exists()
        or event.absorbed.exists()
        or event.names.exists()
        or event.proposals.exists()
    )


def _unhold(pk: int, version: int, name: str, *, by: User) -> None:
    event = Entity.objects.filter(pk=pk, version=version).first()
    if event is None:
        raise _gone_on()
    setattr(event, name, None)
    publishing.save_entity(event, by=by)
