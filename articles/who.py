"""Who is who in an article: whom and what it names, and what each was on the article's day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from articles.models import Appearance, Edition, Preference
from newsroom import edtf
from people.models import Entity, Kind, Relation, RelationKind

KINDS = {Kind.PERSON: "People", Kind.ORGANIZATION: "Organizations", Kind.EVENT: "Events"}


@dataclass(frozen=True)
class Named:
    """An entity that an article names. `roles` are the posts and memberships that it had on the day."""

    entity: Entity
    roles: tuple[str, ...] = ()


def who_is_who(edition: Edition) -> list[tuple[str, list[Named]]]:
    """(kind in words, those of this kind) of all that the edition that stands names, quotes or says something of."""
    rows = Appearance.objects.live().about(edition).select_related("entity")
    entities = [row.entity for row in rows.order_by("entity__name_key", "entity")]
    roles = _roles_on(edition.date, [row for row in entities if row.kind == Kind.PERSON])
    named = by_kind(entities)
    return [(title, [Named(row, tuple(roles[row.pk])) for row in of_kind]) for title, of_kind in named]


def by_kind(entities: Iterable[Entity]) -> list[tuple[str, list[Entity]]]:
    """(kind in words, entities of this kind), without the kinds that have none."""
    rows = list(entities)
    groups = [(title, [row for row in rows if row.kind == kind]) for kind, title in KINDS.items()]
    return [(title, of_kind) for title, of_kind in groups if of_kind]


def _roles_on(day: date, people: list[Entity]) -> dict[int, list[str]]:
    """ "chair, Example Trust" by person, for posts that certainly were held on the day. One query."""
    roles: dict[int, list[str]] = defaultdict(list)
    if not people:
        return roles
    theirs = Q(subject__in=people) | Q(subject__survivor__in=people)
    posts = Q(kind__in=[RelationKind.HOLDS_ROLE_AT, RelationKind.MEMBER_OF])
    held = {f"held_{name}": _preferred(name) for name in Relation.CITABLE}
    rows = Relation.objects.live().filter(theirs, posts).annotate(**held)
    for row in rows.select_related("subject", "object__survivor"):
        title, begin, end = (getattr(row, f"held_{name}") or getattr(row, name) for name in Relation.CITABLE)
        said = f"{title}, {row.object.current}" if title else f"member of {row.object.current}"
        person = row.subject.survivor_id or row.subject_id
        if _spans(day, begin, end) and said not in roles[person]:
            roles[person].append(said)
    return roles


def _preferred(name: str) -> Subquery:
    """The value of a relation's field that we prefer where sources differ."""
    return Subquery(Preference.objects.filter(relation=OuterRef("pk"), field=name).values("value")[:1])


def _spans(day: date, begin: str | None, end: str | None) -> bool:
    """Whether what began and ended so certainly held on the day. What has no dates at all is not certain."""
    begun = edtf.bounds(begin)[1] if begin else None
    over = edtf.bounds(end)[0] if end else None
    if begin and (begun is None or begun > day):
        return False
    if end and (over is None or over < day):
        return False
    return bool(begin or end)
