"""What we hold to be true of an entity or relation, each fact with the sentences that support it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Citation, Edition, Preference
from articles.models.citation import DATE_FIELDS
from articles.rendering import passage_id
from articles.sentences import around, sentences
from newsroom import edtf
from people.models import Entity, Relation


@dataclass(frozen=True)
class Support:
    """One passage that supports a fact: its sentence with what stands before and after the cited words in it."""

    value: str
    before: str
    words: str
    after: str
    edition: Edition
    url: str

    @property
    def sentence(self) -> str:
        return f"{self.before}{self.words}{self.after}"


@dataclass(frozen=True)
class Fact:
    """A field with the value we hold (None if we hold none) and its support; uncited where there is none."""

    field: str
    value: str | None
    supports: Sequence[Support] = ()
    preference: Preference | None = None

    @property
    def is_date(self) -> bool:
        return self.field in DATE_FIELDS

    @property
    def words(self) -> str:
        """The value as readers see it."""
        return in_words(self.field, self.value) if self.value else ""

    @property
    def is_cited(self) -> bool:
        return bool(self.supports)

    @property
    def differs(self) -> bool:
        """Whether the sources give different values, or another than ours."""
        given = {_comparable(self.field, support.value) for support in self.supports}
        held = {_comparable(self.field, self.value)} if self.value and given else set()
        return len(given | held) > 1

    @property
    def by_value(self) -> list[tuple[str, list[Support]]]:
        """(value in words, its supports): ours first, then the others in the order of the articles."""
        groups: dict[str, list[Support]] = defaultdict(list)
        for support in self.supports:
            groups[_comparable(self.field, support.value)].append(support)
        ours = _comparable(self.field, self.value) if self.value else ""
        ordered = sorted(groups.items(), key=lambda item: item[0] != ours)
        return [(in_words(self.field, group[0].value), group) for _, group in ordered]


@dataclass
class Facts:
    """The facts of one page: of the entity itself, and of each of its relations by the relation's id."""

    own: list[Fact] = field(default_factory=list)
    of_relation: dict[int, list[Fact]] = field(default_factory=dict)


def facts_about(entity: Entity, relations: Iterable[Relation]) -> Facts:
    """The live facts of an entity and its relations, in two queries whatever their number."""
    relations = list(relations)
    ids = [relation.pk for relation in relations]
    about = Q(entity__in=Entity.objects.group(entity).values("pk")) | Q(relation__in=ids)
    supports: dict[tuple[int | None, str], list[Support]] = defaultdict(list)
    for citation, support in _supports(Citation.objects.live().filter(about)):
        supports[citation.relation_id, citation.field].append(support)
    preferences = sorted(Preference.objects.live().filter(about), key=lambda row: row.entity_id == entity.pk)
    preferred = {
        (row.relation_id, row.field): row for row in preferences
    }  # the survivor's own comes last and wins
    facts = Facts(own=_facts(entity, None, supports, preferred))
    for relation in relations:
        facts.of_relation[relation.pk] = _facts(relation, relation.pk, supports, preferred)
    return facts


def facts_of(entities: Iterable[Entity], name: str) -> dict[int, Fact]:
    """The live fact in the field `name` of each of these current entities, by id, in two queries."""
    rows = {entity.pk: entity for entity in entities}
    about = Q(entity__in=rows) | Q(entity__survivor__in=rows)
    supports: dict[int, list[Support]] = defaultdict(list)
    found = Citation.objects.live().filter(about, field=name).select_related("entity")
    for citation, support in _supports(found):
        assert citation.entity
        supports[citation.entity.survivor_id or citation.entity.pk].append(support)
    preferred: dict[int, Preference] = {}
    for row in Preference.objects.live().filter(about, field=name).select_related("entity"):
        assert row.entity
        if row.entity.survivor_id is None or row.entity.survivor_id not in preferred:
            preferred[row.entity.survivor_id or row.entity.pk] = row
    return {
        pk: Fact(
            name,
            preferred[pk].value if pk in preferred else getattr(entity, name) or None,
            tuple(supports[pk]),
            preferred.get(pk),
        )
        for pk, entity in rows.items()
    }


def in_words(name: str, value: str) -> str:
    """A fact's value as readers see it: dates in English, words as they are."""
    return edtf.in_words(value) if name in DATE_FIELDS else value


def _facts(
    target: Entity | Relation,
    relation: int | None,
    supports: dict[tuple[int | None, str], list[Support]],
    preferred: dict[tuple[int | None, str], Preference],
) -> list[Fact]:
    found = []
    for name in target.citable:
        preference = preferred.get((relation, name))
        value = preference.value if preference else getattr(target, name) or None
        if value or supports[relation, name]:
            found.append(Fact(name, value, tuple(supports[relation, name]), preference))
    return found


def _supports(citations: "Iterable[Citation]") -> Iterable[tuple[Citation, Support]]:
    """Citations with their sentences, the oldest article first."""
    spans: dict[int, list[tuple[int, int]]] = {}
    rows = citations.select_related("edition").defer("edition__body", "edition__html", "edition__jsonld")  # type: ignore[attr-defined]
    for row in rows.order_by("edition__date", "edition__published_at", "start", "pk"):
        text = row.edition.text
        if row.edition_id not in spans:
            spans[row.edition_id] = sentences(text)
        start, end = around(spans[row.edition_id], row.start, row.end)
        url = f"/articles/{row.edition.slug}/#{passage_id(row.start, row.end)}"
        yield (
            row,
            Support(row.value, text[start : row.start], row.exact, text[row.end : end], row.edition, url),
        )


def _comparable(name: str, value: str) -> str:
    return value if name in DATE_FIELDS else " ".join(value.casefold().split())
