"""One query over everything, ranked together: `search(text, …)`.

Readers find what is live and nothing else: the index is asked for live documents without those that
changes which it has yet to follow hide, and every hit is looked up in the record through `live()` before
it is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from articles.models import Section
from newsroom import outbox
from newsroom.search import index as site
from newsroom.search.document import DESK, LIVE, owner_of
from newsroom.search.engine import Index, Query
from newsroom.search.hits import Hit, found, hits
from newsroom.search.language import cleaned, parse
from newsroom.search.suggesting import suggestion
from people.models import Address, Entity, Kind
from people.names import key

ROWS, LAST_PAGE = 20, 50
CHOICES = 10

KINDS = {
    "article": "Articles",
    "person": "People",
    "organization": "Organizations",
    "event": "Events",
    "story": "Stories",
    "quote": "Quotes",
}
#: kind of entity → the field of the index that names those of that kind
FIELDS = {Kind.PERSON: "persons", Kind.ORGANIZATION: "organizations"}


@dataclass(frozen=True)
class Filters:
    """What narrows a search, as addresses have it: slugs, and a year in digits. "" is all."""

    kind: str = ""
    person: str = ""
    organization: str = ""
    section: str = ""
    year: str = ""


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many hits there would be with it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facet:
    """`name` is the filter, `chosen` its value now, "" if there is none."""

    name: str
    title: str
    chosen: str
    choices: list[Choice]


@dataclass(frozen=True)
class Results:
    """`total` is exact. `suggestion` is another query that finds something, where this one finds nothing."""

    text: str
    page: int
    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    suggestion: str = ""

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.total > self.page * ROWS


def search(
    text: str, filters: Filters = Filters(), *, newest: bool = False, page: int = 1, desk: bool = False
) -> Results:
    """What is found by a query, twenty at a time. With `desk`, drafts, suppressed entities and weak
    names, too.

    Nothing that is typed is an error. Without words it is everything that the filters allow, newest first;
    without filters as well, nothing. Raises NoIndex.
    """
    clauses = tuple(parse(text))
    page = min(max(page, 1), LAST_PAGE)
    if not clauses and filters == Filters():
        return Results(cleaned(text), page)
    pending = _Pending() if desk else _pending()  # before the index is looked at: what it has by then, it has
    index = site.current()
    asked = Query(
        clauses=clauses,
        visible=DESK if desk else LIVE,
        filters=_filters(filters, desk),
        hidden=pending.hidden,
        silenced=pending.silenced,
        name=key(cleaned(text)),
        newest=newest or not any(not clause.excluded for clause in clauses),
    )
    total, keys = index.find(asked, (page - 1) * ROWS, ROWS)
    rows = hits(found(keys, desk), index.marker(asked))
    return Results(
        text=cleaned(text),
        page=page,
        total=total - (len(keys) - len(rows)),
        hits=rows,
        facets=_facets(index, asked, filters, pending, desk),
        suggestion="" if total else suggestion(index, asked, cleaned(text), desk),
    )


@dataclass(frozen=True)
class _Pending:
    """What the index has yet to follow: owners whose documents may no longer be shown, speakers who may
    no longer be quoted, and survivor → what was merged into it."""

    hidden: frozenset[str] = frozenset()
    silenced: frozenset[str] = frozenset()
    merged: dict[int, set[int]] = field(default_factory=dict)


def _pending() -> _Pending:
    follower = outbox.Follower.objects.filter(name=site.name()).first()
    if follower is None:
        raise site.NoIndex("The index is not of this database.")
    changes = list(follower.pending().values_list("kind", "ref", "hides").distinct().order_by())
    hidden = frozenset(owner_of(kind, ref) for kind, ref, hides in changes if hides)
    changed = [ref for kind, ref, _ in changes if kind == "entity"]
    if not changed:
        return _Pending(hidden)
    rows = Entity.objects.filter(pk__in=changed) | Entity.objects.filter(survivor__in=changed)
    merged: dict[int, set[int]] = {}
    silenced = set()
    for row in rows.select_related("survivor"):
        if row.survivor_id:
            merged.setdefault(row.survivor_id, {row.survivor_id}).add(row.pk)
        if not row.is_live:
            silenced.add(str(row.pk))
    return _Pending(hidden, frozenset(silenced), merged)


# Filters: from words in an address to values in the index.


def _filters(filters: Filters, desk: bool) -> dict[str, frozenset[str]]:
    asked = {}
    for kind, name in FIELDS.items():
        if slug := cleaned(getattr(filters, kind)):
            asked[name] = frozenset(str(pk) for pk in _group(kind, slug, desk))
    for name in ("kind", "section", "year"):
        if value := cleaned(getattr(filters, name)):
            asked[name] = frozenset([value])
    return asked


def _group(kind: str, slug: str, desk: bool) -> Collection[int]:
    """The ids of the entity at an address, now or from earlier, and of what was merged into it."""
    entity = Address.objects.resolve(kind, slug)
    if entity is None or not (desk or entity.is_live):
        return []
    return list(Entity.objects.group(entity).values_list("pk", flat=True))


# Facets


def _facets(index: Index, asked: Query, filters: Filters, pending: _Pending, desk: bool) -> list[Facet]:
    made = [
        Facet("kind", "Kind", filters.kind, _kinds(_counts(index, asked, "kind"))),
        _people(index, asked, Kind.PERSON, filters.person, pending, desk),
        _people(index, asked, Kind.ORGANIZATION, filters.organization, pending, desk),
        Facet("section", "Sections", filters.section, _sections(_counts(index, asked, "section"))),
        Facet("year", "Years", filters.year, _years(_counts(index, asked, "year"))),
    ]
    return [facet for facet in made if facet.choices or facet.chosen]


def _counts(index: Index, asked: Query, name: str) -> dict[str, int]:
    """The commonest values, and the one that is chosen, where it finds anything."""
    counts = index.facet(asked, name, CHOICES)
    for value in asked.filters.get(name, frozenset()) - counts.keys():
        if count := index.count(asked):
            counts[value] = count
    return counts


def _kinds(counts: dict[str, int]) -> list[Choice]:
    return [Choice(kind, label, counts[kind]) for kind, label in KINDS.items() if kind in counts]


def _years(counts: dict[str, int]) -> list[Choice]:
    return [Choice(year, year, counts[year]) for year in sorted(counts, key=int, reverse=True)]


def _sections(counts: dict[str, int]) -> list[Choice]:
    names = dict(Section.objects.filter(slug__in=counts).values_list("slug", "name"))
    return [Choice(slug, names.get(slug, slug), count) for slug, count in counts.items()]


def _people(index: Index, asked: Query, kind: Kind, chosen: str, pending: _Pending, desk: bool) -> Facet:
    """Who is in the most hits, and who is chosen. What a pending merge moves is counted again."""
    name = FIELDS[kind]
    group = {int(pk) for pk in asked.filters.get(name, ())}
    counts = {int(pk): count for pk, count in index.facet(asked, name, CHOICES * 2).items()}
    rows = Entity.objects.filter(pk__in=counts.keys() | group).select_related("survivor")
    shown = {row.current.pk: row.current for row in rows if desk or row.is_live}
    again = {pk: pending.merged[pk] for pk in shown if pk in pending.merged}
    again |= {pk: group for pk in shown if pk in group}
    for pk, ids in again.items():
        counts[pk] = index.count(asked.without_filter(name).with_filter(name, map(str, ids)))
    choices = [Choice(row.slug, row.name, counts.get(pk, 0)) for pk, row in shown.items()]
    choices.sort(key=lambda choice: (-choice.count, choice.label))
    now = next((row.slug for pk, row in shown.items() if pk in group), chosen)
    kept = [choice for at, choice in enumerate(choices) if at < CHOICES or choice.value == now]
    return Facet(kind, KINDS[kind], now, kept)
