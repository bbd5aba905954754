"""What we hold to be true of an entity or relation, each fact with the sentences that support it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from articles.models import Citation, Edition, Preference
from articles.models.citation import DATE_FIELDS
from articles.rendering import passage_id
from articles.sentences import around, sentences
from newsroom import edtf
from newsroom.fields import edtf_values
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


#: whose fact it is: the id of a current entity or of a relation, the other None
_Whose = tuple[int | None, int | None]


def facts_about(entity: Entity, relations: Iterable[Relation]) -> Facts:
    """The live facts of an entity and its relations, in two queries whatever their number."""
    relations = list(relations)
    group = Entity.objects.group(entity).values("pk")
    found = _Found(Q(entity__in=group) | Q(relation__in=[relation.pk for relation in relations]))
    return Facts(
        found.of_entity(entity), {relation.pk: found.of_relation(relation) for relation in relations}
    )


def facts_of_each(
    entities: Iterable[Entity], relations: Iterable[Relation]
) -> tuple[dict[int, list[Fact]], dict[int, list[Fact]]]:
    """The live facts of each of these current entities, and of each of these relations, by id, in two queries."""
    rows, links = list(entities), list(relations)
    ids = [row.pk for row in rows]
    found = _Found(
        Q(entity__in=ids) | Q(entity__survivor__in=ids) | Q(relation__in=[link.pk for link in links])
    )
    return {row.pk: found.of_entity(row) for row in rows}, {
        link.pk: found.of_relation(link) for link in links
    }


def facts_of(entities: Iterable[Entity], name: str) -> dict[int, Fact]:
    """The live fact in the field `name` of each of these current entities, by id, in two queries."""
    rows = {entity.pk: entity for entity in entities}
    found = _Found((Q(entity__in=rows) | Q(entity__survivor__in=rows)) & Q(field=name))
    return {pk: found.fact(entity, (pk, None), name) for pk, entity in rows.items()}


class _Found:
    """The live citations and preferences that meet a condition, by whose fact they are about."""

    def __init__(self, about: Q) -> None:
        self._supports: dict[tuple[_Whose, str], list[Support]] = defaultdict(list)
        for citation, support in _supports(Citation.objects.live().filter(about).select_related("entity")):
            self._supports[_whose(citation), citation.field].append(support)
        rows = Preference.objects.live().filter(about).select_related("entity")
        # the survivor's own comes last and wins
        ordered = sorted(rows, key=lambda row: row.entity is not None and row.entity.survivor_id is None)
        self._preferred = {(_whose(row), row.field): row for row in ordered}

    def of_entity(self, entity: Entity) -> list[Fact]:
        return self._facts(entity, (entity.survivor_id or entity.pk, None))

    def of_relation(self, relation: Relation) -> list[Fact]:
        return self._facts(relation, (None, relation.pk))

    def fact(self, target: Entity | Relation, whose: _Whose, name: str) -> Fact:
        preference = self._preferred.get((whose, name))
        value = preference.value if preference else getattr(target, name) or None
        return Fact(name, value, tuple(self._supports[whose, name]), preference)

    def _facts(self, target: Entity | Relation, whose: _Whose) -> list[Fact]:
        """Those that we hold, or that something supports."""
        facts = [self.fact(target, whose, name) for name in target.citable]
        return [fact for fact in facts if fact.value or fact.supports]


def _whose(row: Citation | Preference) -> _Whose:
    return (row.entity.survivor_id or row.entity.pk if row.entity else None, row.relation_id)


def hold_entities(rows: Iterable[Entity]) -> None:
    """Give current entities about to be shown the values that editors prefer, in one query; none for none."""
    by_pk: dict[int, list[Entity]] = defaultdict(list)
    for row in rows:
        by_pk[row.pk].append(row)
    if not by_pk:
        return
    about = Q(entity__in=by_pk) | Q(entity__survivor__in=by_pk)
    preferences = Preference.objects.live().filter(about).select_related("entity__survivor")
    own_last = sorted(preferences, key=lambda row: row.entity_id in by_pk)  # what it says itself wins
    for preference in own_last:
        assert preference.entity
        for row in by_pk[preference.entity.current.pk]:
            _hold(row, preference)


def hold_relations(rows: Iterable[Relation]) -> None:
    """Give relations about to be shown the values that editors prefer, in one query."""
    by_pk = {row.pk: row for row in rows}
    for preference in Preference.objects.live().filter(relation__in=by_pk):
        assert preference.relation_id
        _hold(by_pk[preference.relation_id], preference)


def _hold(row: Entity | Relation, preference: Preference) -> None:
    name, value = preference.field, preference.value
    for column, held in (edtf_values(name, value) if name in DATE_FIELDS else {name: value}).items():
        setattr(row, column, held)


def in_words(name: str, value: str) -> str:
    """A fact's value as readers see it: dates in English, words as they are."""
    return edtf.in_words(value) if name in DATE_FIELDS else value


def _supports(citations: "Iterable[Citation]") -> Iterable[tuple[Citation, Support]]:
    """Citations with their sentences, the oldest article first."""
    spans: dict[int, list[tuple[int, int]]] = {}
    rows = citations.select_related("edition").defer("edition__body", "edition__html", "edition__jsonld")  # type: ignore[attr-defined]
    for row in rows.order_by("edition__date", "edition__published_at", "start", "pk"):
        text = row.edition.text
        if row.edition_id not in spans:
            spans[row.edition_id] = sentences(text)
        start, end = around(spans[row.edition_id], row.start, row.end)
        url = f"{reverse('article', args=[row.edition.slug])}#{passage_id(row.start, row.end)}"
        yield (
            row,
            Support(row.value, text[start : row.start], row.exact, text[row.end : end], row.edition, url),
        )


def _comparable(name: str, value: str) -> str:
    return value if name in DATE_FIELDS else " ".join(value.casefold().split())
