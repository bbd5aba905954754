"""What is derived from live editions: appearances, connections, live tags and references, linked HTML, JSON-LD.

All of it can be made again from nothing (`rebuild`); publishing keeps it up to date step by step, and a property test
holds the two equal. Callers are inside an `act`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from articles import requotes
from articles.models import (
    Appearance,
    Article,
    Citation,
    Connection,
    Edition,
    LiveReference,
    LiveTag,
    Mention,
    Quote,
    Story,
    Tag,
)
from articles.models.passage import BLANK
from articles.models.section import Section
from articles.rendering import page_of
from newsroom import outbox
from newsroom.editorial import Decision
from people.models import Entity, Kind, Relation

#: the key of the lock under which derived rows are written on PostgreSQL; SQLite has one writer anyway
LOCK = 0x6E657773


def lock() -> None:
    """One writer of derived rows at a time, until the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@contextmanager
def act() -> Iterator[None]:
    """One transaction of one writer of derived rows; `@act()` makes a function one.

    The lock comes before any row is held, so that two acts never wait for each other's rows.
    """
    with transaction.atomic():
        lock()
        yield
        outbox.follow_at_commit()


def article(row: Article) -> None:
    """Bring everything derived from this article in line with its live edition (or with its having none)."""
    _columns(row)
    _tags(row)
    _references(row)
    pages([row.live_edition] if row.live_edition else [])
    _unpage(row)
    before = {a.entity_id: a for a in Appearance.objects.filter(article=row)}
    after = {a.entity_id: a for a in appearances_of(row.live_edition)} if row.live_edition else {}
    Appearance.objects.filter(article=row).delete()
    Appearance.objects.bulk_create(after.values())
    _connect(before, after)
    requotes.derive(row)
    outbox.changed("article", row.pk)


def entities(rows: Collection[Entity]) -> None:
    """Bring everything in line after these entities were renamed, merged, suppressed or made public."""
    ids = {row.pk for row in rows} | {row.current.pk for row in rows}
    group = Entity.objects.filter(Q(pk__in=ids) | Q(survivor__in=ids)).values("pk")
    named = Q(mention_set__entity__in=group) | Q(quote_set__speaker__in=group)
    cited = (
        Q(citation_set__entity__in=group)
        | Q(citation_set__relation__subject__in=group)
        | Q(citation_set__relation__object__in=group)
    )
    touched = Edition.objects.current().filter(named | cited).values("pk")
    found = Q(live_edition__in=touched) | Q(
        pk__in=Appearance.objects.filter(entity__in=group).values("article")
    )
    for uid in Entity.objects.filter(pk__in=group, kind=Kind.PERSON).values_list("uid", flat=True):
        found |= Q(makers__contains=str(uid))
    live = Article.objects.live().alias(makers=Cast("live_edition__bylines", TextField()))
    articles(live.filter(found))


def relation(row: Relation) -> None:
    """Bring everything in line after a relation was decided on or got another end."""
    cited = Edition.objects.current().filter(citation_set__relation=row)
    articles(Article.objects.filter(live_edition__in=cited.values("pk")))


def articles(rows: QuerySet[Article]) -> None:
    """`article` for each. The ids are read first: what is derived may be what `rows` is chosen by."""
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        article(Article.objects.select_related("live_edition").get(pk=pk))


@act()
def rebuild() -> None:
    """Make all that is derived again from nothing."""
    for model in (Appearance, Connection, LiveTag, LiveReference.articles.through):
        model._base_manager.all().delete()
    articles(Article.objects.all())
    LiveReference.objects.filter(articles=None).delete()


def pages(editions: Iterable[Edition]) -> None:
    """Write the linked HTML and the JSON-LD of editions again, where they changed."""
    for edition in editions:
        html, jsonld = page_of(edition)
        if (html, jsonld) != (edition.html, edition.jsonld):
            edition.html, edition.jsonld = html, jsonld
            Edition.objects.filter(pk=edition.pk).update(html=html, jsonld=jsonld)


def _unpage(row: Article) -> None:
    """Editions that do not stand have no derived page: nobody would write a suppression into it."""
    others = Edition.objects.filter(article=row)
    if row.live_edition_id:
        others = others.exclude(pk=row.live_edition_id)
    others.exclude(html="", jsonld={}).update(html="", jsonld={})


def columns_of(edition: Edition | None) -> dict[str, Any]:
    """What the article itself holds of its live edition."""
    section = edition.section and edition.section["slug"] if edition else None
    story = edition.story and edition.story["uid"] if edition else None
    return {
        "live_date": edition.date if edition else None,
        "live_section": Section.objects.filter(slug=section).first() if section else None,
        "live_story": Story.objects.filter(uid=story).first() if story else None,
    }


def tags_of(edition: Edition | None) -> list[Tag]:
    """The tags of a live edition that are still there."""
    return list(Tag.objects.filter(name__in=edition.tags)) if edition and edition.tags else []


def _columns(row: Article) -> None:
    wanted = columns_of(row.live_edition)
    if any(getattr(row, name) != value for name, value in wanted.items()):
        Article.objects.filter(pk=row.pk).update(**wanted)
    for name, value in wanted.items():
        setattr(row, name, value)


def _tags(row: Article) -> None:
    LiveTag.objects.filter(article=row).delete()
    dates = {"date": row.live_date, "published_at": row.published_at}
    LiveTag.objects.bulk_create(LiveTag(tag=tag, article=row, **dates) for tag in tags_of(row.live_edition))


def references_of(edition: Edition | None) -> dict[str, dict[str, Any]]:
    """What a live edition draws on, by key; without what a redaction blanked."""
    told = [
        {name: reference.get(name) or None for name in REFERENCE}
        for reference in (edition.references if edition else [])
    ]
    readable = [values for values in told if BLANK not in "".join(filter(None, values.values()))]
    return {LiveReference.key_of(values): values for values in readable}


#: what an edition says of a reference
REFERENCE = ("title", "publisher", "date", "url")


def _references(row: Article) -> None:
    """A reference keeps its id as long as any live edition draws on it."""
    wanted = references_of(row.live_edition)
    before = {reference.key: reference for reference in row.live_references.all()}
    if before.keys() == wanted.keys():
        return
    row.live_references.remove(*(before[key] for key in before.keys() - wanted.keys()))
    for key in wanted.keys() - before.keys():
        values = {**wanted[key], "publisher": wanted[key]["publisher"] or "", "url": wanted[key]["url"] or ""}
        row.live_references.add(LiveReference.objects.get_or_create(key=key, defaults=values)[0])
    gone = [reference.pk for key, reference in before.items() if key not in wanted]
    LiveReference.objects.filter(pk__in=gone, articles=None).delete()


def appearances_of(edition: Edition) -> list[Appearance]:
    """One row for each entity that readers may see and that the edition names, quotes, cites or was made by."""
    counts: dict[int, dict[str, Any]] = defaultdict(dict)
    for field, found in _counted(edition).items():
        for pk, times in found:
            counts[pk][field] = counts[pk].get(field, 0) + times
    authors = [byline["person"] for byline in edition.bylines if byline.get("person")]
    for entity in Entity.objects.filter(uid__in=authors, kind=Kind.PERSON):
        counts[entity.pk]["author"] = True
    rows = Entity.objects.filter(pk__in=counts).select_related("survivor")
    merged: dict[int, Appearance] = {}
    for entity in rows:
        if not entity.is_live:
            continue
        root = entity.current.pk
        appearance = merged.setdefault(root, _blank(root, edition))
        for field, times in counts[entity.pk].items():
            setattr(appearance, field, times if field == "author" else getattr(appearance, field) + times)
    return [merged[root] for root in sorted(merged)]


def _blank(entity: int, edition: Edition) -> Appearance:
    dates = {"date": edition.date, "published_at": edition.article.published_at}
    return Appearance(entity_id=entity, article=edition.article, edition=edition, **dates)


def _counted(edition: Edition) -> dict[str, list[tuple[int, int]]]:
    """Field of Appearance → (entity, how often)."""
    times = Count("pk")
    mentions = (
        Mention.objects.filter(edition=edition).readable().order_by().values_list("entity").annotate(times)
    )
    quotes = (
        Quote.objects.filter(edition=edition, speaker__isnull=False)
        .readable()
        .order_by()
        .values_list("speaker")
        .annotate(times)
    )
    facts = Citation.objects.filter(edition=edition).readable()
    cited = Counter(pk for ends in cited_entities(facts) for pk in ends)
    return {"mentions": list(mentions), "quotes": list(quotes), "citations": list(cited.items())}


def cited_entities(facts: QuerySet[Citation]) -> Iterator[list[int]]:
    """Whom each of these citations is about: an entity, or both ends of an accepted relation. One query."""
    ends = ("entity", "relation__subject", "relation__object")
    for entity, subject, object_, decision in facts.order_by().values_list(*ends, "relation__decision"):
        of_relation = [subject, object_] if decision == Decision.ACCEPTED else []
        yield [pk for pk in (entity, *of_relation) if pk is not None]


def subjects(appearances: dict[int, Appearance]) -> set[int]:
    """Who counts as seen together: all but those who only made the article."""
    return {entity for entity, a in appearances.items() if a.mentions or a.quotes or a.citations}


def _connect(before: dict[int, Appearance], after: dict[int, Appearance]) -> None:
    """Move the connections from one article's appearances to the new ones."""
    pairs_before, pairs_after = pairs(subjects(before)), pairs(subjects(after))
    day_before = next((a.date for a in before.values()), None)
    day_after = next((a.date for a in after.values()), None)
    gone, new = pairs_before - pairs_after, pairs_after - pairs_before
    _count(gone, -1)
    _count(new, +1, day_after)
    redated = pairs_before & pairs_after if day_before != day_after else set()
    _redate(gone | redated)


def pairs(ids: set[int]) -> set[tuple[int, int]]:
    """Each two of them once, the smaller id first."""
    return set(combinations(sorted(ids), 2))


def both_ways(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return [both for one, other in pairs for both in ((one, other), (other, one))]


def _of(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Connection]:
    """The connections of these pairs, in both directions."""
    wanted = set(both_ways(pairs))
    ids = {one for one, _ in wanted}
    rows = Connection.objects.filter(entity__in=ids, other__in=ids)
    return {(row.entity_id, row.other_id): row for row in rows if (row.entity_id, row.other_id) in wanted}


def _count(pairs: set[tuple[int, int]], by: int, day: Any = None) -> None:
    """Add `by` to the weight of each pair; pairs that reach nothing vanish."""
    if not pairs:
        return
    known = _of(pairs)
    for one, other in both_ways(sorted(pairs)) if by > 0 else ():
        if (one, other) not in known:
            known[one, other] = Connection(entity_id=one, other_id=other, articles=0, last=day)
    for row in known.values():
        row.articles += by
        row.last = max(row.last, day) if day else row.last
    Connection.objects.filter(pk__in=[row.pk for row in known.values() if row.articles < 1]).delete()
    _write(row for row in known.values() if row.articles > 0)


def _redate(pairs: set[tuple[int, int]]) -> None:
    """Find again when these pairs were last seen together."""
    known = _of(pairs) if pairs else {}
    for (one, other), row in known.items():
        if one < other:
            row.last = _last_together(one, other)
            known[other, one].last = row.last
    _write(known.values())


def _write(rows: Iterable[Connection]) -> None:
    """Insert or update: one statement for hundreds of rows, where bulk_update writes a CASE for each column."""
    Connection.objects.bulk_create(
        [
            Connection(entity_id=r.entity_id, other_id=r.other_id, articles=r.articles, last=r.last)
            for r in rows
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["entity", "other"],
        update_fields=["articles", "last"],
    )


def _last_together(one: int, other: int) -> Any:
    seen = Q(mentions__gt=0) | Q(quotes__gt=0) | Q(citations__gt=0)
    shared = Appearance.objects.filter(seen, entity=other).values("article")
    return Appearance.objects.filter(seen, entity=one, article__in=shared).aggregate(last=Max("date"))["last"]
