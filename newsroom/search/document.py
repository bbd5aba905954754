"""What a search document holds, in one place.

A thing of the record (an owner: an article as readers see it, a working copy, an entity, a story) has some
documents, which are written and taken away together: an article has one for itself and one for each quote.
"""

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from articles.facts import hold_entities
from articles.models import Appearance, Article, Edition, Quote, Story, StoryEntity
from articles.text import text_of
from people.models import Entity, EntityState, Kind, Name, NameForm
from people.names import key

#: grows whenever documents or their fields change, so that an index of before is built anew
SCHEMA = 3
#: things that are read from the record at a time
CHUNK = 500

LIVE, DESK = "live", "desk"


@dataclass(frozen=True)
class SearchDocument:
    """`key` is its own, `owner` says whose it is. `visible` names who may find it: LIVE, DESK.

    `names` are written names that lead to it, `exact` their comparable keys; `beside` are texts that
    count less than a title and more than `text`, `credits` names of who made or said it, which count
    least. `persons` and `organizations` are ids of what it is about. `order` grows with the day.
    """

    key: str
    owner: str
    kind: str
    visible: tuple[str, ...]
    title: str
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    text: str = ""
    section: str = ""
    persons: tuple[int, ...] = ()
    organizations: tuple[int, ...] = ()
    speaker: int | None = None
    year: int | None = None
    order: int = 0

    @property
    def digest(self) -> str:
        """Tells whether two documents say the same."""
        content = json.dumps(asdict(self), ensure_ascii=False).encode()
        return hashlib.blake2b(content, digest_size=12).hexdigest()


def owner_of(kind: str, ref: int) -> str:
    return f"{kind}:{ref}"


def documents(refs: Iterable[tuple[str, int]]) -> tuple[set[str], Iterator[SearchDocument]]:
    """For changes (kind, id): the owners whose documents go, and the documents that they have now."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for kind, ref in refs:
        wanted[kind].add(ref)
    wanted["draft"] |= wanted["article"]
    wanted["entity"] |= {
        row.current.pk for row in Entity.objects.filter(pk__in=wanted["entity"]).select_related("survivor")
    }
    owners = {owner_of(kind, ref) for kind, ids in wanted.items() if kind in _MADE for ref in ids}
    return owners, _made(wanted)


def everything() -> Iterator[SearchDocument]:
    """The documents of the whole record, read in chunks."""
    for kind, model in (("entity", Entity), ("story", Story), ("article", Article), ("draft", Article)):
        for ids in _chunks(model._base_manager.order_by("pk")):
            yield from _MADE[kind](ids)


def _chunks(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Ids of all rows, CHUNK at a time, each chunk by a query of its own."""
    last = 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def _made(wanted: dict[str, set[int]]) -> Iterator[SearchDocument]:
    for kind, ids in wanted.items():
        ordered = sorted(ids)
        for begin in range(0, len(ordered), CHUNK):
            if kind in _MADE:
                yield from _MADE[kind](ordered[begin : begin + CHUNK])


def _articles(ids: Collection[int]) -> Iterator[SearchDocument]:
    """Articles as readers see them, and the quotes in them."""
    rows = Article.objects.live().filter(pk__in=ids).select_related("live_edition").defer("body", "text")
    rows = rows.defer("body", "text", "live_edition__body", "live_edition__html", "live_edition__jsonld")
    about = _appearing(ids)
    live: dict[int, Edition] = {}
    for row in rows.order_by("pk"):
        edition = row.live_edition
        assert edition
        live[row.pk] = edition
        yield SearchDocument(
            key=owner_of("article", row.pk),
            owner=owner_of("article", row.pk),
            kind="article",
            visible=(LIVE, DESK),
            title=normal(edition.headline),
            beside=_parts(edition.standfirst, *edition.tags),
            credits=_parts(edition.dateline, edition.publisher, *(line["name"] for line in edition.bylines)),
            text=normal(edition.text),
            **about[row.pk],
            **_filed(edition),
            order=_order(edition.date, row.pk, 0),
        )
    quotes = Quote.objects.live().filter(edition__in=[edition.pk for edition in live.values()])
    for quote in quotes.select_related("speaker__survivor").order_by("pk"):
        edition, speaker = live[quote.article_id], quote.speaker.current if quote.speaker else None
        yield SearchDocument(
            key=owner_of("quote", quote.pk),
            owner=owner_of("article", quote.article_id),
            kind="quote",
            visible=(LIVE, DESK),
            title="",
            credits=_parts(speaker.name if speaker else quote.speaker_words, quote.role),
            text=normal(quote.exact),
            **_split([(speaker.pk, speaker.kind)] if speaker else []),
            speaker=quote.speaker_id,
            **_filed(edition),
            order=_order(edition.date, quote.pk, 1),
        )


def _filed(edition: Edition) -> dict[str, Any]:
    return {"section": (edition.section or {}).get("slug", ""), "year": edition.date.year}


def _appearing(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Article → whom and what its live edition is about."""
    found: dict[int, list[tuple[int, str]]] = {pk: [] for pk in ids}
    rows = Appearance.objects.live().told().filter(article__in=ids)
    for article, entity, kind in rows.values_list("article", "entity", "entity__kind"):
        found[article].append((entity, kind))
    return {pk: _split(entities) for pk, entities in found.items()}


def _split(entities: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """(id, kind) of entities as the fields that they are filtered by."""
    ordered = sorted(set(entities))
    return {
        "persons": tuple(pk for pk, kind in ordered if kind == Kind.PERSON),
        "organizations": tuple(pk for pk, kind in ordered if kind == Kind.ORGANIZATION),
    }


def _drafts(ids: Collection[int]) -> Iterator[SearchDocument]:
    """Working copies that say something else than what readers see."""
    rows = Article.objects.filter(pk__in=ids).select_related("section", "live_edition")
    rows = rows.defer("body", "live_edition__body", "live_edition__html", "live_edition__jsonld")
    for row in rows.prefetch_related("tags", "bylines").order_by("pk"):
        edition = row.live_edition
        if edition and all(
            getattr(edition, name) == getattr(row, name) for name in ("headline", "standfirst", "text")
        ):
            continue
        makers, tags = [line.name for line in row.bylines.all()], sorted(tag.name for tag in row.tags.all())
        yield SearchDocument(
            key=owner_of("draft", row.pk),
            owner=owner_of("draft", row.pk),
            kind="article",
            visible=(DESK,),
            title=normal(row.headline),
            beside=_parts(row.standfirst, *tags),
            credits=_parts(row.dateline, row.publisher, *makers),
            text=normal(row.text),
            section=row.section.slug if row.section else "",
            year=row.date.year if row.date else None,
            order=_order(row.date, row.pk, 2),
        )


def _entities(ids: Collection[int]) -> Iterator[SearchDocument]:
    """Entities that were not merged into another, with the names of those that were merged into them.

    Weak names are for the desk: readers see them nowhere.
    """
    rows = list(Entity.objects.current().filter(pk__in=ids).order_by("pk"))
    hold_entities(rows)
    strong, weak = _names(ids)
    for row in rows:
        parts: dict[str, Any] = {
            "owner": owner_of("entity", row.pk),
            "kind": row.kind,
            "title": normal(row.name),
            "beside": _parts(row.description, row.place),
            **_split([(row.pk, row.kind)]),
            "year": row.begins_earliest.year if row.begins_earliest else None,
            "order": _order(row.begins_earliest, row.pk, 3),
        }
        public = row.state == EntityState.PUBLIC
        for_desk = [*strong[row.pk], *weak[row.pk]]
        if public:
            both = (LIVE, DESK) if not weak[row.pk] else (LIVE,)
            yield _entity(row, strong[row.pk], parts, visible=both, key=parts["owner"])
        if not public or weak[row.pk]:
            yield _entity(row, for_desk, parts, visible=(DESK,), key=f"{parts['owner']}:desk")


def _entity(row: Entity, names: Iterable[str], parts: dict[str, Any], **own: Any) -> SearchDocument:
    forms = dict.fromkeys([row.name, *names])
    keys = tuple(dict.fromkeys(key(form) for form in forms))
    # The keys find "O'Brien" by "obrien" and "J. K. Rowling" by "jk rowling".
    written = tuple(normal(form) for form in dict.fromkeys([*forms, *keys]) if form != row.name)
    return SearchDocument(**parts, **own, names=written, exact=keys)


def _names(ids: Collection[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Entity → its other names in any form, and its weak names, those of merged rows among them."""
    strong: dict[int, list[str]] = defaultdict(list)
    weak: dict[int, list[str]] = defaultdict(list)
    for row in Entity.objects.filter(survivor__in=ids).select_related("survivor").order_by("pk"):
        strong[row.current.pk].append(row.name)
    rows = Name.objects.filter(entity__in=ids) | Name.objects.filter(entity__survivor__in=ids)
    for root, survivor, text, form in rows.order_by("pk").values_list(
        "entity", "entity__survivor", "text", "kind"
    ):
        (weak if form == NameForm.WEAK else strong)[survivor or root].append(text)
    return strong, weak


def _stories(ids: Collection[int]) -> Iterator[SearchDocument]:
    cast: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for row in StoryEntity.objects.filter(story__in=ids).select_related("entity__survivor"):
        if row.entity.is_live:
            cast[row.story_id].add((row.entity.current.pk, row.entity.kind))
    for story in Story.objects.filter(pk__in=ids).order_by("pk"):
        yield SearchDocument(
            key=owner_of("story", story.pk),
            owner=owner_of("story", story.pk),
            kind="story",
            visible=(LIVE, DESK) if story.public else (DESK,),
            title=normal(story.title),
            exact=(key(story.title),),
            text=normal(story_text(story)),
            **_split(cast[story.pk]),
            order=_order(None, story.pk, 4),
        )


def story_text(story: Story) -> str:
    return "\n\n".join(filter(None, (text_of(story.introduction), text_of(story.state_of_play))))


_MADE: dict[str, Callable[[Collection[int]], Iterator[SearchDocument]]] = {
    "entity": _entities,
    "story": _stories,
    "article": _articles,
    "draft": _drafts,
}


def _order(day: date | None, pk: int, table: int) -> int:
    """Grows with the day, then with the id; what has no day comes before all days. No two documents for readers have
    the same, so that their order tells nothing of when they were written into the index."""
    return (day.toordinal() if day else 0) * 10**12 + pk * 10 + table


def _parts(*texts: str) -> tuple[str, ...]:
    """Texts side by side, which no phrase spans."""
    return tuple(normal(text) for text in texts if text)


def normal(text: str) -> str:
    """One form for letters with accents, however they were typed."""
    return unicodedata.normalize("NFC", text)
