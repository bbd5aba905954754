"""What the record knows and reading goes by: written forms, who is related or seen with whom, offices, and what editors rejected.

Built once in a process, and again when its version has moved (articles/models/knowledge.py): the automaton of names when
names did, the rest when that did. What was merged stands under its survivor.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from articles.linking import KnownName, KnownNames
from articles.linking.found import EntityId
from articles.linking.found import Kind as KnownKind
from articles.linking.known import Form, Ties
from articles.models import Connection, KnowledgeChange, Mention, Preference, Topic
from articles.models.knowledge import Version
from articles.quoting import Office
from articles.reading import Knowledge, Term
from newsroom import edtf
from newsroom.editorial import Decision
from people.models import Entity, Name, Relation, RelationKind
from people.names import key

Ident = Callable[[int], EntityId]
Decided = defaultdict[tuple[str, EntityId], set[int]]
CHUNK = 500  # ids in one query


@dataclass(frozen=True)
class _Kept:
    names: Version
    evidence: Version
    knowledge: Knowledge


#: by_slug → what this process built last, of what is committed
_kept: dict[bool, _Kept] = {}


def knowledge(by_slug: bool = False) -> Knowledge:
    """What the record knows now; entities are their ids, or their slugs `by_slug`.

    Suppressed entities are in it too: the desk sees their mentions, readers never do. What is not committed yet is
    seen by its own transaction, and not kept: it may be taken back.
    """
    names, evidence = (KnowledgeChange.objects.version(topic) for topic in (Topic.NAMES, Topic.EVIDENCE))
    kept = _kept.get(by_slug)
    if kept and (kept.names, kept.evidence) == (names, evidence):
        return kept.knowledge
    ident = _idents(by_slug)
    known = kept.knowledge.names if kept and kept.names == names else KnownNames(_rows(ident))
    fresh = Knowledge(
        known.with_ties(_ties(known, ident)), tuple(_terms(by_slug)), names[0], settings.NLP_PIPELINE
    )
    if not connection.in_atomic_block:
        _kept[by_slug] = _Kept(names, evidence, fresh)
    return fresh


def known_names(by_slug: bool = False) -> KnownNames:
    """The names of the record in one automaton."""
    return knowledge(by_slug).names


def offices_on(day: date, by_slug: bool = False) -> list[Office]:
    """The offices that people of the record may hold on `day` by an accepted, dated relation with a title."""
    return knowledge(by_slug).offices_on(day)


def role_on(person: Entity, day: date | None) -> str:
    """The one office that somebody certainly held on the day; nothing where there were several or none."""
    group = Entity.objects.group(person)
    terms = tuple(_terms(False, Q(subject__in=group)))
    return replace(_NOTHING, terms=terms).role_on(person.current.pk, day)


_NOTHING = Knowledge(KnownNames([]))


def _idents(by_slug: bool) -> Ident:
    """Row → what stands for its entity in what is found."""
    merged = dict(Entity.objects.filter(survivor__isnull=False).values_list("pk", "survivor_id"))
    slugs = dict(Entity.objects.current().values_list("pk", "slug")) if by_slug else {}

    def ident(pk: int) -> EntityId:
        root = merged.get(pk) or pk
        return slugs[root] if by_slug else root

    return ident


def _rows(ident: Ident) -> Iterable[KnownName]:
    """Every written form, canonical names first."""
    current: dict[EntityId, tuple[KnownKind, str]] = {}
    for pk, kind, name in Entity.objects.current().values_list("pk", "kind", "name"):
        current[ident(pk)] = cast(KnownKind, kind), name

    def row(pk: int, text: str, form: Form) -> KnownName:
        kind, name = current[ident(pk)]
        return KnownName(text, ident(pk), kind, form, name)

    for pk, name in Entity.objects.current().values_list("pk", "name"):
        yield row(pk, name, "canonical")
    for pk, name in Entity.objects.filter(survivor__isnull=False).values_list("pk", "name"):
        yield row(pk, name, "alias")
    for pk, text, form in Name.objects.order_by("pk").values_list("entity_id", "text", "kind"):
        yield row(pk, text, cast(Form, form))


def _ties(known: KnownNames, ident: Ident) -> Ties:
    """What decides between namesakes, and what editors rejected."""
    namesakes = known.namesakes()
    return Ties(_related(namesakes, ident), _seen_with(namesakes, ident), _rejected(ident))


def _related(namesakes: set[EntityId], ident: Ident) -> dict[EntityId, frozenset[EntityId]]:
    related: dict[EntityId, set[EntityId]] = defaultdict(set)
    ends = Relation.objects.filter(decision=Decision.ACCEPTED).order_by().values_list("subject", "object")
    for one, other in ends.iterator() if namesakes else ():
        related[ident(one)].add(ident(other))
        related[ident(other)].add(ident(one))
    return {entity: frozenset(related[entity]) for entity in namesakes if entity in related}


def _seen_with(namesakes: set[EntityId], ident: Ident) -> dict[EntityId, frozenset[EntityId]]:
    seen: dict[EntityId, set[EntityId]] = defaultdict(set)
    ids = [pk for pk in _current() if ident(pk) in namesakes] if namesakes else []
    for some in _chunks(ids):
        for one, other in Connection.objects.filter(entity__in=some).values_list("entity_id", "other_id"):
            seen[ident(one)].add(ident(other))
    return {entity: frozenset(others) for entity, others in seen.items()}


def _current() -> Iterable[int]:
    return Entity.objects.current().order_by("pk").values_list("pk", flat=True)


def _chunks(ids: list[int]) -> Iterable[list[int]]:
    return (ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK))


def _rejected(ident: Ident) -> dict[tuple[str, EntityId], tuple[int, int]]:
    """(comparable form, entity) → in how many articles editors rejected it, and accepted it: where they rejected it in
    two at least, and oftener.
    """
    mentions = Mention.objects.working().order_by().values_list("entity_id", "exact", "article_id")
    rejected: Decided = defaultdict(set)
    accepted: Decided = defaultdict(set)
    entities = set()
    for entity, exact, article in mentions.filter(decision=Decision.REJECTED).distinct():
        rejected[key(exact), ident(entity)].add(article)
        entities.add(entity)
    groups = Q(survivor__in=entities) | Q(absorbed__in=entities) | Q(pk__in=entities)
    alike = sorted(set(Entity.objects.filter(groups).order_by().values_list("pk", flat=True)))
    for some in _chunks(alike):
        for entity, exact, article in mentions.filter(decision=Decision.ACCEPTED, entity__in=some).distinct():
            accepted[key(exact), ident(entity)].add(article)
    counts = {pair: (len(articles), len(accepted[pair])) for pair, articles in rejected.items()}
    return {pair: (no, yes) for pair, (no, yes) in counts.items() if no > max(yes, 1)}


def _terms(by_slug: bool, *of: Q) -> Iterable[Term]:
    """The titled roles of people, by the dates that we prefer where sources differ."""
    held = {f"held_{name}": _preferred(name) for name in Relation.CITABLE}
    rows = Relation.objects.filter(*of, kind=RelationKind.HOLDS_ROLE_AT, decision=Decision.ACCEPTED)
    for row in rows.annotate(**held).select_related("subject__survivor").order_by("pk"):
        title, begin, end = (getattr(row, f"held_{name}") or getattr(row, name) for name in Relation.CITABLE)
        person = row.subject.current
        if title and begin:
            office = Office(person.name, title, person.slug if by_slug else person.pk)
            yield Term(office, edtf.bounds(begin), edtf.bounds(end) if end else (None, None))


def _preferred(name: str) -> Subquery:
    return Subquery(Preference.objects.filter(relation=OuterRef("pk"), field=name).values("value")[:1])
