"""From happenings to proposed events: grouped over articles, held against the events that the record has.

A happening belongs to a proposal where the kind is the same, somebody whose happening it is takes part in both, and the
days fit. Where an event of the record fits, the proposal is to cite it. What an editor decided is never undone, and what
was rejected is not proposed again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from articles import anchors
from articles.happening import HappeningFound, Participant, is_of_kind, title_of
from articles.models import Article, Citation, Happening, HappeningPart, Mention, ProposedEvent
from newsroom import edtf
from newsroom.editorial import Decision, Origin
from people.models import Entity, Kind, Relation, RelationKind

#: accounts of one thing from two places differ by a day
_APART = timedelta(days=1)
#: the key of the lock under which happenings are grouped on PostgreSQL
_KEY = 0x6576656E


@dataclass(frozen=True)
class _Wanted:
    """A happening with the ids of who takes part; `main` are those whose happening it is."""

    found: HappeningFound
    parts: tuple[tuple[int, Participant], ...]
    main: frozenset[int]

    @property
    def identity(self) -> tuple[Any, ...]:
        return self.found.start, self.found.end, self.found.kind, self.main

    @property
    def says(self) -> tuple[Any, ...]:
        return self.found.edtf, self.found.place, self.found.said_by


class Proposed(NamedTuple):
    """How many happenings one reading made, found again, and took away."""

    made: int
    again: int
    gone: int


def held(articles: Iterable[Article]) -> dict[int, list[Happening]]:
    """Article → the happenings that are stored of its working copy, with who took part."""
    ids = [article.pk for article in articles]
    rows = Happening.objects.working().filter(article__in=ids) if ids else Happening.objects.none()
    found: dict[int, list[Happening]] = {pk: [] for pk in ids}
    for row in rows.prefetch_related("parts__entity"):
        found[row.article_id].append(row)
    return found


def propose(
    article: Article, found: Iterable[HappeningFound], rows: Sequence[Happening] | None = None
) -> Proposed:
    """Store what the article tells to have happened and nobody decided yet; inside the caller's transaction.

    `rows` are those that are `held` of it; fetched unless given. Nothing is stored of which no linked name is the main one.
    """
    rows = held([article])[article.pk] if rows is None else rows
    wanted = {w.identity: w for w in _linked(article, found)}
    made = gone = 0
    touched = {row.proposed_id for row in rows}
    there = set()
    for row in rows:
        identity = _identity(row)
        if row.decision != Decision.SUGGESTED:
            wanted = {key: one for key, one in wanted.items() if not _is_decided(row, one)}
        elif identity in wanted and wanted[identity].says == (row.edtf, row.place_name, row.said_by):
            there.add(identity)
        else:
            row.delete()
            gone += 1
    fresh = [one for identity, one in wanted.items() if identity not in there]
    if fresh:
        _lock()
    for one in fresh:
        if stored := _store(article, one):
            touched.add(stored.proposed_id)
            made += 1
    if touched:
        refresh(touched)
    return Proposed(made, len(there), gone)


def _lock() -> None:
    """One grouping at a time, until the end of the transaction, so that two articles do not propose one thing twice."""
    if connection.vendor == "postgresql":  # SQLite has one writer anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])


def _linked(article: Article, found: Iterable[HappeningFound]) -> Iterable[_Wanted]:
    """What has a name of the record as its main one, without names whose link an editor rejected here."""
    linked = [one for one in found if any(isinstance(who.entity, int) for who in one.main)]
    mentions = Mention.objects.working().filter(article=article, decision=Decision.REJECTED).order_by()
    wrong = set(mentions.values_list("start", "end", "entity_id")) if linked else set()
    for one in linked:
        parts = tuple(
            (who.entity, who)
            for who in one.participants
            if isinstance(who.entity, int) and (who.start, who.end, who.entity) not in wrong
        )
        main = frozenset(pk for pk, who in parts if who in one.main)
        if main:
            yield _Wanted(one, parts, main)


def _identity(row: Happening) -> tuple[Any, ...]:
    main = frozenset(part.entity.survivor_id or part.entity_id for part in row.parts.all() if part.main)
    return row.start, row.end, row.kind, main


def _is_decided(row: Happening, one: _Wanted) -> bool:
    """Whether an editor decided on this very thing, wherever an edit has moved its sentence."""
    start, end, kind, main = _identity(row)
    return (
        kind == one.found.kind and bool(main & one.main) and one.found.start < end and start < one.found.end
    )


def _store(article: Article, one: _Wanted) -> Happening | None:
    proposed = _proposal(article, one)
    if proposed is None:
        return None
    found = one.found
    row = Happening(
        article=article,
        proposed=proposed,
        kind=found.kind,
        cue=found.cue[:100],
        cue_at=found.cue_start - found.start,
        place_name=found.place[:200],
        what=found.what[:100],
        said_by=found.said_by[:200],
        why=found.why[:300],
        origin=Origin.MACHINE,
        decision=Decision.SUGGESTED,
    )
    row.edtf = found.edtf  # type: ignore[assignment]  # the field is nullable by default
    row.place(anchors.make(article.text, found.start, found.end))
    row.save(force_insert=True)
    parts = {
        (pk, who.role): HappeningPart(
            happening=row, entity_id=pk, role=who.role, part=who.part, main=pk in one.main
        )
        for pk, who in one.parts
    }
    HappeningPart.objects.bulk_create(parts.values())
    return row


def _proposal(article: Article, one: _Wanted) -> ProposedEvent | None:
    """The proposal that the happening belongs to, made if there is none; None where nothing is to be proposed."""
    alike = _proposals(one)
    if any(p.decision == Decision.REJECTED and _same_days(p.begins, one.found.edtf) for p in alike):
        return None
    event = _event(one)
    if event is not None and (one.found.edtf is None or _is_cited(article, event, one.found)):
        return None
    open_ = [
        p for p in alike if p.decision == Decision.SUGGESTED and p.event_id == (event.pk if event else None)
    ]
    return _nearest(open_, one.found.edtf) or _new(one.found, event)


def _nearest(rows: Sequence[ProposedEvent], said: str | None) -> ProposedEvent | None:
    """The proposal whose day fits best. What is told without a day belongs to the only one that there is, if there is."""
    if said is None:
        return next((p for p in rows if p.begins is None or len(rows) == 1), None)
    near = [p for p in rows if _fit(p.begins, said)]
    return min(near, key=lambda p: (p.begins is None, p.begins != said, p.pk), default=None)


def _new(found: HappeningFound, event: Entity | None) -> ProposedEvent:
    row = ProposedEvent(kind=found.kind, title=found.title, place=found.place[:200], event=event)
    row.begins = found.edtf  # type: ignore[assignment]  # the field is nullable by default
    row.save()
    return row


def _proposals(one: _Wanted) -> list[ProposedEvent]:
    """Proposals of the kind whose happening it is of somebody of these, whatever was decided."""
    group = Entity.objects.filter(pk__in=one.main) | Entity.objects.filter(survivor__in=one.main)
    parts = HappeningPart.objects.filter(
        entity__in=group.values("pk"), main=True, happening__kind=one.found.kind
    )
    rows = ProposedEvent.objects.filter(pk__in=parts.values("happening__proposed")).order_by("pk")
    undated = list(rows.filter(begins__isnull=True))
    if one.found.edtf is None:
        return [*undated, *rows.filter(begins__isnull=False, decision=Decision.SUGGESTED)[:2]]
    return [*undated, *rows.filter(_about(one.found.edtf), begins__isnull=False)]


def _about(day: str) -> Q:
    """The condition that a proposal's day may fit: its bounds and those of `day` meet, or miss by one."""
    first, last = edtf.bounds(day)
    before = Q(begins_earliest__isnull=True) | Q(begins_earliest__lte=_later(last, _APART))
    after = Q(begins_latest__isnull=True) | Q(begins_latest__gte=(first or date.min + _APART) - _APART)
    return before & after


def _event(one: _Wanted) -> Entity | None:
    """The event of the record that this is: of the kind, with somebody of these in it, on fitting days, and the only one."""
    group = Entity.objects.filter(pk__in=one.main) | Entity.objects.filter(survivor__in=one.main)
    took_part = Relation.objects.filter(
        kind=RelationKind.TOOK_PART_IN, decision=Decision.ACCEPTED, subject__in=group.values("pk")
    )
    events = Entity.objects.current().filter(kind=Kind.EVENT)
    rows = events.filter(pk__in=took_part.values("object")) | events.filter(
        absorbed__in=took_part.values("object")
    )
    found = list(rows.distinct().prefetch_related("names"))
    if not found:
        return None
    became = ProposedEvent.objects.filter(kind=one.found.kind, event__in=found, decision=Decision.ACCEPTED)
    known = set(became.values_list("event_id", flat=True))
    fitting = [
        row
        for row in found
        if (row.pk in known or is_of_kind(one.found.kind, _names(row))) and _fit(row.begins, one.found.edtf)
    ]
    exact = [row for row in fitting if row.begins and row.begins == one.found.edtf]
    fitting = exact or fitting
    return fitting[0] if len(fitting) == 1 else None


def _names(event: Entity) -> list[str]:
    return [event.name, *(name.text for name in event.names.all())]


def _is_cited(article: Article, event: Entity, found: HappeningFound) -> bool:
    """Whether an editor decided already whether this sentence says when the event was."""
    decided = Citation.objects.working().filter(
        article=article, entity__in=Entity.objects.group(event).values("pk"), field="begins"
    )
    return (
        decided.filter(start__lt=found.end, end__gt=found.start).exclude(decision=Decision.SUGGESTED).exists()
    )


def _fit(held: str | None, said: str | None) -> bool:
    """Whether two dates may be of one event: they share a day, or miss one another by one; unknown fits all."""
    if held is None or said is None:
        return True
    first, last = edtf.bounds(held)
    begin, end = edtf.bounds(said)
    return _later(last, _APART) >= (begin or date.min) and (first or date.min) <= _later(end, _APART)


def _later(day: date | None, by: timedelta) -> date:
    return day + by if day and day < date.max - by else date.max


def _same_days(held: str | None, said: str | None) -> bool:
    """As `_fit`, but unknown fits unknown alone: a date is something new."""
    return (held is None) == (said is None) and _fit(held, said)


def refresh(proposals: Iterable[int]) -> None:
    """Bring open proposals in line with the happenings that they rest on; take those away that rest on none."""
    rows = ProposedEvent.objects.filter(pk__in=list(proposals), decision=Decision.SUGGESTED)
    for row in rows.order_by("pk").prefetch_related("happenings__parts__entity__survivor"):
        told = [one for one in row.happenings.all() if one.decision == Decision.SUGGESTED]
        if not told:
            row.delete()
            continue
        new = (_title(row.kind, told), _day(told), _place(told))
        if new != (row.title, row.begins, row.place):
            row.title, row.begins, row.place = new  # type: ignore[assignment]
            row.save()


def _title(kind: str, told: Sequence[Happening]) -> str:
    """From the happening that names most."""
    fullest = max(told, key=lambda one: (len(one.parts.all()), bool(one.edtf), -one.pk))
    names: dict[str, list[str]] = {"agent": [], "patient": []}
    for part in fullest.parts.all():
        names[part.role].append(part.entity.current.name)
    return title_of(kind, names["agent"], names["patient"], fullest.what)


def _day(told: Sequence[Happening]) -> str | None:
    """The most exact day; of several, the one that most tell."""
    days = [one.edtf for one in told if one.edtf]
    return min(days, key=lambda day: (_width(day), -days.count(day), day), default=None)


def _width(day: str) -> int:
    first, last = edtf.bounds(day)
    return ((last or date.max) - (first or date.min)).days


def _place(told: Sequence[Happening]) -> str:
    """The place that most tell; of several, the fullest."""
    places = [one.place_name for one in told if one.place_name]
    return max(places, key=lambda place: (places.count(place), len(place), place), default="")
