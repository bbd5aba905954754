"""New documents, some of them at once: the rows that writing each by itself makes (seeds/documents.py), in few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType

from articles import analysis, drafting
from articles.counterparts import note_on
from articles.models import Article, Byline, Candidate, SourceDocument
from seeds.articles import bylines_of
from seeds.context import Context
from seeds.documents import free_slugs, key_of, note, picture_beside, place_of, source_of, wish_of
from seeds.lookups import place
from seeds.models import SeedRecord
from seeds.prepared import Prepared
from seeds.records import Document
from seeds.report import Tally


@dataclass(frozen=True)
class Arrival:
    """A document on its way in, with what was prepared of it; `tally` counts what becomes of it."""

    document: Document
    ahead: Prepared
    tally: Tally

    @cached_property
    def key(self) -> str:
        return key_of(self.document)

    @cached_property
    def path(self) -> str:
        return place(self.document.path)


def runs(arrivals: Sequence[Arrival], context: Context) -> Iterator[tuple[bool, list[Arrival]]]:
    """In their order: those that stand together and are new (True), and each other one by itself.

    New is what the record knows neither by its key nor by its place, and this run has not read; what has a picture beside
    it is written by itself, too.
    """
    seeds = SeedRecord.objects.order_by()
    keys = set(seeds.filter(key__in={one.key for one in arrivals}).values_list("key", flat=True))
    paths = set(seeds.filter(path__in={one.path for one in arrivals}).values_list("path", flat=True))
    together: dict[str, Arrival] = {}
    for one in arrivals:
        is_known = one.key in keys or (one.document.part is None and one.path in paths)
        is_here = one.key in together or one.key in context.documents
        if not (is_known or is_here or picture_beside(one.document)):
            together[one.key] = one
            continue
        if together:
            yield True, list(together.values())
            together = {}
        yield False, [one]
    if together:
        yield True, list(together.values())


def write_new(arrivals: Sequence[Arrival], context: Context) -> None:
    """Keep new documents as they came, and make the drafts that are read from them.

    Inside the caller's transaction. ValidationError or an error of the database if one of them cannot be written so.
    """
    sources = _sources(arrivals)
    words = [one.ahead.headline or one.document.path.stem for one in arrivals]
    wishes = [
        wish_of(one.document, one.ahead, source, slug, one.tally)
        for one, source, slug in zip(arrivals, sources, free_slugs(words), strict=True)
    ]
    rows = []
    for one, wish in zip(arrivals, wishes, strict=True):
        row = Article(**wish.values, **wish.initial)
        row.clean_fields(exclude={"source"})  # its address is free, which is all else that there is to check
        row.body, row.text = one.ahead.kept, one.ahead.text
        rows.append(row)
    drafting.make(rows, [one.ahead.keys for one in arrivals], "load")
    bylines = [bylines_of(row, wish.plain["bylines"]) for row, wish in zip(rows, wishes, strict=True)]
    Byline.objects.bulk_create(line for lines in bylines for line in lines)
    kind = ContentType.objects.get_for_model(Article)
    SeedRecord.objects.bulk_create(
        SeedRecord(
            key=one.key,
            content_type=kind,
            object_id=row.pk,
            values=wish.plain | ({"version": one.document.said.version} if one.document.said.version else {}),
            path=one.path,
        )
        for one, wish, row in zip(arrivals, wishes, rows, strict=True)
    )
    for one, lines in zip(arrivals, bylines, strict=True):
        one.tally.created += 1 + len(lines)
    _suggest(arrivals, rows, context)
    context.documents |= {one.key: place_of(one.document) for one in arrivals}


def _sources(arrivals: Sequence[Arrival]) -> list[SourceDocument]:
    """The source document of each, made where there is none of its bytes."""
    made = [source_of(one.document) for one in arrivals]
    there = SourceDocument.objects.filter(sha256__in={source.sha256 for source in made}).order_by(
        "received_at", "pk"
    )
    by_content = {source.sha256: source for source in there.defer("compressed")}
    fresh = {source.sha256: source for source in reversed(made) if source.sha256 not in by_content}
    SourceDocument.objects.bulk_create(reversed(fresh.values()))
    sources = [(fresh | by_content)[source.sha256] for source in made]
    for one, source in zip(arrivals, sources, strict=True):
        one.tally.share(source, made=source.sha256 in fresh)
    return sources


def _suggest(arrivals: Sequence[Arrival], rows: Sequence[Article], context: Context) -> None:
    """Store what is found in the drafts, count it, and say what an editor should know of each."""
    readings = [
        (row, one.ahead.reading_of(row.text, row.date) or context.knows.read(row.text, row.date))
        for one, row in zip(arrivals, rows, strict=True)
    ]
    keys = {row.pk: one.ahead.keys for one, row in zip(arrivals, rows, strict=True) if one.ahead.keys}
    found = analysis.suggest_all(readings, context.knows, keys=keys, new=True)
    for one, row, stored in zip(arrivals, rows, found, strict=True):
        one.tally.created += stored.made
        for pk in stored.named:
            one.tally.share(Candidate(pk=pk), made=pk in stored.candidates)
        alike = [note_on(beside, how.why) for beside, how in stored.alike]
        note(one.document, row, one.tally, alike)
