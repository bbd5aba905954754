"""The record's names and offices for reading: every written form of every current entity, what was merged under its survivor."""

from datetime import date
from typing import cast

from django.db.models import Q

from articles.linking import KnownName, KnownNames
from articles.linking.found import EntityId
from articles.linking.found import Kind as KnownKind
from articles.linking.known import Form
from articles.quoting import Office
from newsroom.editorial import Decision
from people.models import Entity, Name, Relation, RelationKind


def known_names(by_slug: bool = False) -> KnownNames:
    """The names of the record in one automaton; entities are their ids, or their slugs `by_slug`.

    Suppressed entities are in it too: the desk sees their mentions, readers never do.
    """
    survivors = {row.pk: row for row in Entity.objects.current()}
    merged = dict(Entity.objects.filter(survivor__isnull=False).values_list("pk", "survivor_id"))

    def ident(pk: int) -> EntityId:
        return survivors[merged.get(pk) or pk].slug if by_slug else merged.get(pk) or pk

    def row(pk: int, text: str, form: Form) -> KnownName:
        one = survivors[merged.get(pk) or pk]
        return KnownName(text, ident(pk), cast(KnownKind, one.kind), form, one.name)

    rows = [row(pk, one.name, "canonical") for pk, one in survivors.items()]
    rows += [
        row(pk, name, "alias")
        for pk, name in Entity.objects.filter(survivor__isnull=False).values_list("pk", "name")
    ]
    forms = Name.objects.order_by("pk").values_list("entity_id", "text", "kind")
    rows += [row(pk, text, cast(Form, kind)) for pk, text, kind in forms]
    related: dict[EntityId, set[EntityId]] = {}
    ends = Relation.objects.filter(decision=Decision.ACCEPTED).values_list("subject_id", "object_id")
    for here, there in ((ident(subject), ident(object_)) for subject, object_ in ends):
        related.setdefault(here, set()).add(there)
        related.setdefault(there, set()).add(here)
    return KnownNames(rows, {entity: frozenset(others) for entity, others in related.items()})


def offices_on(day: date, by_slug: bool = False) -> list[Office]:
    """The offices that people of the record hold on `day` by an accepted, dated relation with a title."""
    begun = Q(begin_earliest__lte=day)
    lasting = Q(end_latest__gte=day) | Q(end_latest__isnull=True)
    held = Relation.objects.filter(
        begun & lasting, kind=RelationKind.HOLDS_ROLE_AT, decision=Decision.ACCEPTED
    ).exclude(title="")
    people = held.select_related("subject", "subject__survivor")
    return [
        _office(relation.subject.survivor or relation.subject, relation.title, by_slug) for relation in people
    ]


def _office(person: Entity, title: str, by_slug: bool) -> Office:
    return Office(person.name, title, person.slug if by_slug else person.pk)
