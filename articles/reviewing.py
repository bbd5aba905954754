"""An editor's decisions on what the machine found: accept, another entity, a new one, wrong, and back again.

Every decision gives a `Step`, which says how to take it back. A suggestion that was decided meanwhile is refused with
StaleVersion, as any newer version is.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from articles import publishing
from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    CandidateState,
    Citation,
    Mention,
    Passage,
    Quote,
)
from articles.publishing import User
from newsroom.editorial import Decision, Origin
from people.models import Address, Entity, EntityState, Kind, Name
from people.names import key

#: what waits for a decision, in the order of the queue at one place in the text
SUGGESTED: tuple[type[Passage], ...] = (Mention, CandidatePassage, Quote, Citation)
NEWLY_KNOWN = "The name was unknown until an editor made this entry."
_BY_NAME = {model._meta.model_name: model for model in SUGGESTED}
_WITH = {
    Mention: ("entity__survivor",),
    CandidatePassage: ("candidate",),
    Quote: ("speaker__survivor",),
    Citation: ("entity", "relation__subject", "relation__object"),
}


@dataclass
class Step:
    """One decision: `changed` rows as [model, id, version after it, what they were], `made` passages as [model, id],
    `candidates` as [id, what they were], and the id of the `entity` that it made with those of its names."""

    changed: list[list[Any]] = field(default_factory=list)
    made: list[list[Any]] = field(default_factory=list)
    candidates: list[list[Any]] = field(default_factory=list)
    entity: int | None = None
    names: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def passages_of(article: Article, **where: Any) -> list[Passage]:
    """The working copy's mentions, unknown names, quotes and citations, in the order of the text."""
    rows: list[Passage] = []
    for model in SUGGESTED:
        of_article = model.objects.working().filter(article=article, **where)  # type: ignore[attr-defined]
        rows += of_article.select_related(*_WITH[model], "decided_by")
    for row in rows:
        row.article = article
    ranks = {model: rank for rank, model in enumerate(SUGGESTED)}
    return sorted(rows, key=lambda row: (row.start, -row.end, ranks[type(row)], row.pk))


def find(name: str, pk: int, article: Article | None = None) -> Passage | None:
    """A passage of a working copy by the name of its model and its id; None if there is none."""
    model = _BY_NAME.get(name)
    if model is None:
        return None
    rows = model.objects.working().filter(pk=pk).select_related(*_WITH[model], "article")  # type: ignore[attr-defined]
    return rows.filter(article=article).first() if article else rows.first()


def same_name(row: Passage) -> list[Passage]:
    """Other suggestions of the same name, for the same entity or candidate, in the same article."""
    if isinstance(row, Mention):
        rows: Any = Mention.objects.filter(entity=row.entity_id)
    elif isinstance(row, CandidatePassage):
        rows = CandidatePassage.objects.filter(candidate=row.candidate_id)
    else:
        return []
    return list(rows.awaiting_review().filter(article=row.article_id).exclude(pk=row.pk))


@transaction.atomic
def accept(rows: Iterable[Passage], by: User) -> Step:
    """It is so. An unknown name has no entity yet, so it cannot be accepted as it is."""
    step = Step()
    for row in rows:
        if isinstance(row, CandidatePassage):
            raise ValidationError(
                f"“{row.exact}” is no entity yet: choose who or what it is, or make a new one."
            )
        _decide(row, Decision.ACCEPTED, by, step)
    return step


@transaction.atomic
def reject(rows: Iterable[Passage], by: User) -> Step:
    """It is not so; it will not be suggested again."""
    step = Step()
    for row in rows:
        _decide(row, Decision.REJECTED, by, step)
    return step


@transaction.atomic
def accept_as(rows: Iterable[Passage], entity: Entity, by: User) -> Step:
    """The words mean this entity: a mention of it, or a quote by it. What the machine thought is wrong, and stays so."""
    step = Step()
    current = entity.current
    for row in rows:
        if isinstance(row, Quote):
            remember(row, step)
            row.said_by(current)
            row.accept(by)
            settle(row, step)
        elif isinstance(row, CandidatePassage):
            _decide(row, Decision.ACCEPTED, by, step)
            _mention(row, current, by, step)
        elif isinstance(row, Mention) and row.entity.current != current:
            _decide(row, Decision.REJECTED, by, step)
            _mention(row, current, by, step)
        else:
            _decide(row, Decision.ACCEPTED, by, step)
    return step


@transaction.atomic
def accept_as_new(rows: Iterable[Passage], name: str, kind: str, by: User) -> tuple[Step, Entity]:
    """The words mean somebody or something that is not in the record yet: make it, a draft, and accept them so.

    The unknown name that it was is known then: where else it stands, it is suggested as a mention, for nobody looked at
    those places yet.
    """
    rows = list(rows)
    entity = make_entity(name, kind, by)
    step = accept_as(rows, entity, by)
    step.entity = entity.pk
    settle_unknown(entity, {row.candidate_id for row in rows if isinstance(row, CandidatePassage)}, by, step)
    return step, entity


def settle_unknown(entity: Entity, candidates: Collection[int], by: User, step: Step) -> None:
    """Open candidates among these, and those of the entity's key and kind, are the new entity."""
    same = Q(pk__in=candidates) | Q(key=entity.name_key[:200], kind=entity.kind)
    for candidate in Candidate.objects.select_for_update().filter(same, state=CandidateState.OPEN):
        if candidate.key != entity.name_key:
            step.names.append(Name.objects.create(entity=entity, text=candidate.name).pk)
        for row in CandidatePassage.objects.awaiting_review().filter(candidate=candidate):
            _decide(row, Decision.ACCEPTED, by, step)
            _suggest(row, entity, step)
        _close(candidate, CandidateState.RESOLVED, step, entity)


def make_entity(name: str, kind: str, by: User) -> Entity:
    """A new draft entity with an address that nobody has. Raises ValidationError for no name or no such kind."""
    if kind not in Kind.values:
        raise ValidationError("Choose what it is: a person, an organization or an event.")
    entity = Entity(name=name.strip(), kind=kind, slug=free_slug(name, kind))
    publishing.save_entity(entity, by=by)
    return entity


def free_slug(name: str, kind: str) -> str:
    """An address that no entity of the kind has or had, from its name."""
    slug = slugify(name)[:70].replace("_", "-").strip("-") or kind
    slug = "-".join(part for part in slug.split("-") if part)
    slug = f"{kind}-{slug}" if slug.isdigit() else slug
    taken = set(Address.objects.filter(kind=kind, slug__startswith=slug).values_list("slug", flat=True))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


@transaction.atomic
def resolve(candidate: Candidate, entity: Entity, by: User, *, keep_name: bool = False) -> Step:
    """A candidate is this entity: all its open passages become accepted mentions in their working copies.

    With `keep_name` its name is remembered as an alias, so that the next text with it is linked.
    """
    _open(candidate)
    current = entity.current
    rows = CandidatePassage.objects.awaiting_review().filter(candidate=candidate).select_related("article")
    step = accept_as(list(rows), current, by)
    if keep_name and key(candidate.name) != current.name_key:
        known = Name.objects.of(current).filter(key=candidate.key).exists()
        if not known:
            Name.objects.create(entity=current, text=candidate.name)
    _close(candidate, CandidateState.RESOLVED, step, current)
    return step


@transaction.atomic
def resolve_as_new(candidate: Candidate, name: str, kind: str, by: User) -> tuple[Step, Entity]:
    """A candidate is somebody or something new."""
    entity = make_entity(name, kind, by)
    return resolve(candidate, entity, by, keep_name=True), entity


@transaction.atomic
def dismiss(candidate: Candidate, by: User) -> Step:
    """A candidate is no entity: it and its passages will not be proposed again."""
    _open(candidate)
    rows = CandidatePassage.objects.awaiting_review().filter(candidate=candidate)
    step = reject(list(rows), by)
    _close(candidate, CandidateState.DISMISSED, step)
    return step


@transaction.atomic
def undo(step: Step, by: User) -> None:
    """Take a step back. Raises ValidationError, and changes nothing, if somebody went on from it meanwhile.

    An entity that the step made goes with it, unless it was changed or used since.
    """
    for name, pk in step.made:
        made = find(name, pk)
        if made:
            made.delete()
    for name, pk, version, was in step.changed:
        row = find(name, pk)
        if row is None or row.version != version:
            raise ValidationError("Somebody changed this since: look at it again, and decide anew.")
        for attribute, value in was.items():
            setattr(row, attribute, value)
        row.save()
    for pk, state in step.candidates:
        Candidate.objects.filter(pk=pk).update(state=state, entity=None)
    if step.entity is not None:
        _unmake(step.entity, step.names)


def _unmake(pk: int, names: Collection[int]) -> None:
    """Delete a new entity if nothing hangs on it but its addresses and the names that came with it."""
    entity = Entity.objects.filter(pk=pk, version=1, state=EntityState.DRAFT).first()
    if entity is None or set(entity.names.values_list("pk", flat=True)) - set(names):
        return
    hanging = NestedObjects(using=entity._state.db or "default", origin=[entity])
    hanging.collect([entity])
    if not hanging.protected and hanging.model_objs.keys() <= {Entity, Address, Name}:
        entity.delete()


def _decide(row: Passage, decision: Decision, by: User, step: Step) -> None:
    remember(row, step)
    if decision == Decision.ACCEPTED:
        row.accept(by)
    else:
        row.reject(by)
    settle(row, step)


def remember(row: Passage, step: Step, **more: Any) -> None:
    """What the row is before the decision; `more` of its fields where the decision changes more."""
    was = {"decision": row.decision, "decided_by_id": row.decided_by_id, "accepted_words": row.accepted_words}
    if isinstance(row, Quote):
        was |= {"speaker_id": row.speaker_id, "speaker_words": row.speaker_words, "role": row.role}
    was |= more
    step.changed.append([row._meta.model_name, row.pk, row.version, was])


def settle(row: Passage, step: Step) -> None:
    """The version that the row has after the decision."""
    step.changed[-1][2] = row.version


def _mention(row: Passage, entity: Entity, by: User, step: Step) -> None:
    """An accepted mention over the same words, unless there is one."""
    there = Mention.objects.accepted().of(entity).filter(article=row.article_id, start=row.start, end=row.end)
    if there.exists():
        return
    made = Mention(article=row.article, entity=entity, origin=Origin.EDITOR, decision=Decision.ACCEPTED)
    made.decided_by, made.decided_at = by, timezone.now()
    made.place(row.anchor)
    made.save()
    step.made.append(["mention", made.pk])


def _suggest(row: CandidatePassage, entity: Entity, step: Step) -> None:
    """A suggested mention over the same words, unless somebody decided on one there."""
    there = Mention.objects.working().of(entity).filter(article=row.article_id, start=row.start, end=row.end)
    if there.exists():
        return
    made = Mention(article_id=row.article_id, entity=entity, origin=Origin.MACHINE, why=NEWLY_KNOWN)
    made.place(row.anchor)
    made.save()
    step.made.append(["mention", made.pk])


def _open(candidate: Candidate) -> None:
    held = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if held.state != CandidateState.OPEN:
        raise ValidationError(f"“{held}” was {held.get_state_display()} meanwhile: nothing was changed.")


def _close(candidate: Candidate, state: CandidateState, step: Step, entity: Entity | None = None) -> None:
    step.candidates.append([candidate.pk, candidate.state])
    candidate.state, candidate.entity = state, entity
    candidate.save()
