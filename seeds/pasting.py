"""Pasted and uploaded texts: the reading before anything is kept, and the draft that is made of it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from articles import counterparts
from articles.dating import DateFound
from articles.happening import HappeningFound
from articles.known import knowledge
from articles.likeness import Likeness, Told
from articles.linking import MentionFound
from articles.models import Article, SourceDocument
from articles.quoting import QuoteFound
from articles.reading import Knowledge
from articles.sentences import sentence_around
from newsroom import edtf
from people.models import Entity
from seeds.cleaning import CleanDocument
from seeds.context import Context
from seeds.documents import key_of, write_document
from seeds.models import SeedRecord
from seeds.prepared import Prepared, prepared
from seeds.records import Document, Refusal
from seeds.report import Tally
from seeds.restoring import cleaned_source, put_back
from seeds.writer import Writer


@dataclass
class NameFound:
    """A name in a text: how often, what it is taken for, and why."""

    name: str
    kind: str
    times: int
    why: str
    entity: Entity | None = None
    choices: list[Entity] = field(default_factory=list)


@dataclass(frozen=True)
class QuoteShown:
    text: str
    speaker: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class DateShown:
    text: str
    means: str
    why: str


@dataclass
class Shown:
    """One text with its reading, and what is in the record of it already."""

    document: Document
    cleaned: CleanDocument
    text: str
    headline: str
    standfirst: str
    publisher: str
    bylines: list[tuple[str, str]]
    day: date | None
    known: list[NameFound]
    unknown: list[NameFound]
    quotes: list[QuoteShown]
    dates: list[DateShown]
    happenings: list[HappeningFound]
    articles: list[Article]
    alike: list[tuple[Article, Likeness]]


def show(document: Document, knows: Knowledge | None = None) -> Shown:
    """What the machine reads in a text; nothing is kept."""
    knows = knows or knowledge()
    ahead = prepared(document, None, knows)
    found = ahead.reading
    assert found is not None  # as `knows` is given
    ids = {m.entity for m in found.mentions} | {c for m in found.mentions for c in m.candidates}
    entities = Entity.objects.in_bulk([pk for pk in ids if isinstance(pk, int)])
    names = _names(found.mentions, entities)
    said, cleaned = document.said, ahead.cleaned
    headline = said.headline or cleaned.headline or ""
    articles = list(_there(document))
    return Shown(
        document=document,
        cleaned=cleaned,
        text=ahead.text,
        headline=headline,
        standfirst=said.standfirst or cleaned.standfirst or "",
        publisher=document.meta.get("publisher") or said.publisher or "",
        bylines=list(said.bylines) or [(line.name, line.role) for line in cleaned.bylines],
        day=ahead.day,
        known=[name for name in names if name.entity],
        unknown=[name for name in names if not name.entity],
        quotes=[_quote(ahead.text, quote) for quote in found.quotes],
        dates=[_date(found_date) for found_date in found.dates],
        happenings=[told for told in found.happenings if any(who.entity for who in told.main)],
        articles=articles,
        alike=[] if articles else _alike(document, headline, ahead),
    )


@transaction.atomic
def keep(document: Document, by: Any, back: Collection[int] = ()) -> tuple[Article, list[str]]:
    """The source document and a draft with suggestions, as the loader makes them; the article, and what to know of it.

    `back` are numbers of lines that were taken out and are put back. ValidationError if the text is an article already.
    """
    there = _there(document).first()
    if there:
        raise ValidationError(f"This very text is in the record already, as “{there}”.")
    key = key_of(document)
    SeedRecord.objects.filter(key=key).delete()  # its article was deleted; who pastes it again wants it back
    path = Path("desk") / hashlib.sha256(document.content).hexdigest()[:12] / document.path.name
    tally, context = Tally(), Context()
    try:
        with context.storing():
            write_document(Writer(path, context), replace(document, path=path), None, tally)
    except Refusal as refusal:
        raise ValidationError([problem.message for problem in refusal.problems]) from refusal
    article = SeedRecord.objects.get(key=key).row()
    source = cleaned_source(article) if back else None
    if source:
        put_back(article, source, back)
    return article, [note.message for note in tally.notes]


def _there(document: Document) -> QuerySet[Article]:
    """Articles that were made of these bytes, or of this item in another version."""
    of_item = SeedRecord.objects.filter(key=key_of(document)).values("object_id")
    same = Q(pk__in=of_item)
    if document.part is None:
        same |= Q(source__in=SourceDocument.objects.with_bytes(document.content))
    return Article.objects.filter(same).defer("body", "text").order_by("pk")


def _alike(document: Document, headline: str, ahead: Prepared) -> list[tuple[Article, Likeness]]:
    """Articles of the record that tell the same."""
    publisher = str(document.meta.get("publisher") or "")
    return counterparts.alike(Told(headline, ahead.text, ahead.day, publisher))


def _names(mentions: list[MentionFound], entities: dict[int, Entity]) -> list[NameFound]:
    """Each name once, those named most first."""
    once: dict[tuple[str, Any], NameFound] = {}
    for m in mentions:
        entity = entities.get(m.entity) if isinstance(m.entity, int) else None
        choices = [entities[c] for c in m.candidates if isinstance(c, int) and c in entities]
        name = once.setdefault((m.name, m.entity), NameFound(m.name, m.kind, 0, m.why, entity, choices))
        name.times += 1
    return sorted(once.values(), key=lambda name: -name.times)


def _quote(body: str, quote: QuoteFound) -> QuoteShown:
    start, end = sentence_around(body, quote.start, quote.end)
    return QuoteShown(quote.text, quote.speaker or "nobody known", quote.kind, body[start:end])


def _date(found: DateFound) -> DateShown:
    means = edtf.in_words(found.edtf) if found.edtf else "left open"
    return DateShown(found.text, means, found.why)
