"""Pasted and uploaded texts: the reading before anything is kept, and the draft that is made of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles import counterparts
from articles.dating import DateFound
from articles.happening import HappeningFound
from articles.known import known_names, offices_on
from articles.likeness import Likeness, Told
from articles.linking import KnownNames, MentionFound
from articles.models import Article, SourceDocument
from articles.quoting import QuoteFound
from articles.reading import read
from articles.sentences import sentence_around
from newsroom import edtf
from people.models import Entity
from people.names import key as key_of
from seeds.cleaning import CleanDocument, clean
from seeds.context import Context
from seeds.documents import write_document
from seeds.models import SeedRecord
from seeds.readers.files import text_in
from seeds.records import Document, Refusal
from seeds.report import Tally
from seeds.writer import Writer

LARGEST = 1_000_000  # bytes of one text
SUFFIXES = (".txt",)


@dataclass(frozen=True)
class Pasted:
    """A text as it came: its bytes, what it is called, and what the editor knows of it (the keys of a `.meta.yaml`)."""

    name: str
    content: bytes
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """The text with line ends as newlines. ValidationError if the bytes are no text that we read."""
        try:
            return text_in(self.content)
        except Refusal as refusal:
            raise ValidationError(
                [f"{self.name}: {problem.message}" for problem in refusal.problems]
            ) from refusal


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

    pasted: Pasted
    document: CleanDocument
    day: date | None
    known: list[NameFound]
    unknown: list[NameFound]
    quotes: list[QuoteShown]
    dates: list[DateShown]
    happenings: list[HappeningFound]
    source: SourceDocument | None
    articles: list[Article]
    alike: list[tuple[Article, Likeness]]


def accepted_name(name: str) -> str:
    """The name of a file without folders. ValidationError for one that is not read here."""
    base = PurePosixPath(name.replace("\\", "/")).name
    if not base.lower().endswith(SUFFIXES):
        raise ValidationError(
            f"“{base}” is not read here: only {', '.join(SUFFIXES)} files are. Open it and paste its text instead."
        )
    return base


def show(pasted: Pasted, known: KnownNames | None = None) -> Shown:
    """What the machine reads in a text; nothing is kept. ValidationError if it is no text."""
    document = clean(pasted.text)
    given = pasted.meta.get("published") or document.published
    day = date.fromisoformat(given) if given and len(given) == 10 else None
    found = read(document.body, day, known or known_names(), offices_on(day) if day else [])
    ids = {m.entity for m in found.mentions} | {c for m in found.mentions for c in m.candidates}
    entities = Entity.objects.in_bulk([pk for pk in ids if isinstance(pk, int)])
    names = _names(found.mentions, entities)
    source = SourceDocument.objects.with_bytes(pasted.content).defer("compressed").first()
    return Shown(
        pasted,
        document,
        day,
        [name for name in names if name.entity],
        [name for name in names if not name.entity],
        [_quote(document.body, quote) for quote in found.quotes],
        [_date(found_date) for found_date in found.dates],
        [told for told in found.happenings if any(who.entity for who in told.main)],
        source,
        list(source.articles.defer("body", "text")) if source else [],
        _alike(pasted, document, day, found.mentions),
    )


def _alike(
    pasted: Pasted, document: CleanDocument, day: date | None, mentions: list[MentionFound]
) -> list[tuple[Article, Likeness]]:
    """Articles of the record that tell the same."""
    names = frozenset(m.entity if m.entity is not None else key_of(m.name) for m in mentions)
    publisher = str(pasted.meta.get("publisher") or "")
    return counterparts.alike(Told(document.headline or "", document.body, day, publisher, names))


@transaction.atomic
def keep(pasted: Pasted, by: Any) -> tuple[Article, list[str]]:
    """The source document and a draft with suggestions, as the loader makes them; the article, and what to know of it.

    ValidationError if the text is no text, or is an article already.
    """
    source = SourceDocument.objects.with_bytes(pasted.content).first()
    there = source.articles.first() if source else None
    if there:
        raise ValidationError(f"This very text is in the record already, as “{there}”.")
    key = f"document:{pasted.sha256}"
    SeedRecord.objects.filter(key=key).delete()  # its article was deleted; who pastes it again wants it back
    path = Path("desk") / pasted.sha256[:12] / pasted.name
    tally = Tally()
    try:
        write_document(
            Writer(path, Context()), Document(path, pasted.content, pasted.text, pasted.meta), None, tally
        )
    except Refusal as refusal:
        raise ValidationError([problem.message for problem in refusal.problems]) from refusal
    article = SeedRecord.objects.get(key=key).row()
    return article, [note.message for note in tally.notes]


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
