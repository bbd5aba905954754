"""What readers may know of one entity: the content of its page, whatever was merged into it included.

Faces outward: reads the coverage in articles, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from articles.facts import Fact, facts_about, hold_entities
from articles.models import Appearance, Connection, Quote, Story
from newsroom import edtf, periods
from people.models import Entity, Kind, Name, NameForm, Relation, RelationKind

SEEN_TOGETHER = 10

_TEXTS = tuple(f"edition__{name}" for name in ("body", "text", "html", "jsonld"))

#: (kind, whether the page is the subject's) → heading, in the order of a page
HEADINGS = {
    (RelationKind.HOLDS_ROLE_AT, True): "Roles",
    (RelationKind.HOLDS_ROLE_AT, False): "People and their roles",
    (RelationKind.MEMBER_OF, True): "Member of",
    (RelationKind.MEMBER_OF, False): "Members",
    (RelationKind.TOOK_PART_IN, False): "Participants",
    (RelationKind.TOOK_PART_IN, True): "Events",
    (RelationKind.PART_OF, True): "Part of",
    (RelationKind.PART_OF, False): "Parts",
    (RelationKind.LED_TO, False): "What led to it",
    (RelationKind.LED_TO, True): "What it led to",
    (RelationKind.OWNS, True): "Owns",
    (RelationKind.OWNS, False): "Owned by",
    (RelationKind.FAMILY_OF, True): "Family",
    (RelationKind.FAMILY_OF, False): "Family",
}


@dataclass(frozen=True)
class Related:
    """A relation seen from one end; `other` is at the far one, `forward` if the near one is the subject."""

    relation: Relation
    other: Entity
    forward: bool
    facts: Sequence[Fact]

    @property
    def heading(self) -> str:
        return HEADINGS[RelationKind(self.relation.kind), self.forward]

    @property
    def before(self) -> str:
        """What stands before the other's name: "chair, ", "daughter of "."""
        if not (self.forward and self._title):
            return ""
        match self.relation.kind:
            case RelationKind.HOLDS_ROLE_AT | RelationKind.MEMBER_OF:
                return f"{self._title}, "
            case RelationKind.FAMILY_OF:
                return f"{self._title} of "
            case _:
                return ""

    @property
    def after(self) -> str:
        """What stands after it: ", chair"."""
        return f", {self._title}" if self._title and not self.before else ""

    @property
    def dates(self) -> str:
        """When it held, in words; what an event is without dates of its own is the event's."""
        dates = periods.held(self._value("begin"), self._value("end"))
        if not dates and self.other.kind == Kind.EVENT:
            return periods.happened(self.other.begins, self.other.ends)
        return dates

    @property
    def cited(self) -> list[Fact]:
        """Its facts that sources support."""
        return [fact for fact in self.facts if fact.is_cited]

    @property
    def uncited(self) -> list[Fact]:
        """Its facts that nothing supports."""
        return [fact for fact in self.facts if not fact.is_cited]

    @property
    def differing(self) -> list[Fact]:
        """Its facts of which the sources say different things."""
        return [fact for fact in self.facts if fact.differs]

    @property
    def sources(self) -> int:
        """How many passages support it."""
        return sum(len(fact.supports) for fact in self.facts)

    @property
    def _title(self) -> str:
        return self._value("title") or ""

    def _value(self, field: str) -> str | None:
        return next((fact.value for fact in self.facts if fact.field == field), None)

    def together_with(self, double: "Related") -> "Related":
        """This relation with the support of another row that says the same."""
        others = {fact.field: fact for fact in double.facts}
        facts = [_both(fact, others.pop(fact.field, None)) for fact in self.facts]
        return Related(self.relation, self.other, self.forward, [*facts, *others.values()])


@dataclass(frozen=True)
class Profile:
    names: Sequence[tuple[str, str]]
    facts: Sequence[Fact]
    relations: Sequence[tuple[str, list[Related]]]
    stories: Sequence[Story]
    connections: Sequence[Connection]


def profile(entity: Entity) -> Profile:
    """The profile of a current entity. Takes the same number of queries whatever there is to tell."""
    rows = Relation.objects.live().of(entity).select_related("subject__survivor", "object__survivor")
    relations = list(rows)
    ends = (end for row in relations for end in (row.subject.current, row.object.current))
    hold_entities(end for end in ends if end.kind == Kind.EVENT)
    facts = facts_about(entity, relations)
    return Profile(
        names=_other_names(entity),
        facts=facts.own,
        relations=_by_heading(_related(entity, relations, facts.of_relation)),
        stories=list(Story.objects.live().about(entity).newest_first()),
        connections=list(
            Connection.objects.live()
            .filter(entity=entity)
            .strongest()
            .select_related("other")[:SEEN_TOGETHER]
        ),
    )


def coverage(entity: Entity) -> QuerySet[Appearance]:
    """Where readers find the entity, newest first."""
    return Appearance.objects.live().coverage_of(entity).select_related("edition").defer(*_TEXTS)


def quotes(entity: Entity) -> QuerySet[Quote]:
    """What it said, newest first."""
    rows = Quote.objects.live().by(entity).select_related("edition", "speaker__survivor").defer(*_TEXTS)
    return rows.order_by("-edition__date", "-edition__published_at", "-edition", "start", "pk")


def _other_names(entity: Entity) -> list[tuple[str, str]]:
    """(other name, what kind of name it is), each once; the canonical names of merged rows are aliases."""
    forms = {name.text: name.get_kind_display() for name in Name.objects.strong().of(entity)}
    for row in Entity.objects.group(entity).exclude(pk=entity.pk):
        forms.setdefault(row.name, NameForm.ALIAS.label)
    forms.pop(entity.name, None)
    return sorted(forms.items(), key=lambda form: (form[1], form[0].casefold()))


def _related(
    entity: Entity, relations: Iterable[Relation], facts: dict[int, list[Fact]]
) -> Iterable[Related]:
    """Each relation once. A merge makes doubles, and relations of a thing with itself, which say nothing."""
    told: dict[tuple[object, ...], Related] = {}
    for relation in relations:
        subject, object_ = relation.subject.current, relation.object.current
        if subject == object_:
            continue
        forward = subject == entity
        seen = Related(relation, object_ if forward else subject, forward, facts[relation.pk])
        key = (seen.other.pk, relation.kind, relation.title, relation.begin, relation.end, _direction(seen))
        told[key] = told[key].together_with(seen) if key in told else seen
    return told.values()


def _direction(seen: Related) -> bool | None:
    """None where both directions say the same."""
    return None if seen.relation.kind == RelationKind.FAMILY_OF and not seen.relation.title else seen.forward


def _by_heading(relations: Iterable[Related]) -> list[tuple[str, list[Related]]]:
    """In the order of HEADINGS; relations by their begin, as they come, and what happened by its own."""
    groups: dict[str, list[Related]] = defaultdict(list)
    for row in relations:
        groups[row.heading].append(row)
    for rows in groups.values():
        if all(row.other.kind == Kind.EVENT for row in rows):
            rows.sort(key=lambda row: (edtf.sort_key(row.other.begins), row.other.pk))
    return [(heading, groups[heading]) for heading in dict.fromkeys(HEADINGS.values()) if groups[heading]]


def _both(fact: Fact, double: Fact | None) -> Fact:
    if double is None:
        return fact
    supports = (*fact.supports, *double.supports)
    return Fact(fact.field, fact.value, supports, fact.preference or double.preference)
