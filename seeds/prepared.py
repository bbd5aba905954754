"""What can be done with a document before the record is asked: cleaned, and read.  No Django, so that other processes can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from articles.likeness import Keys, Told
from articles.reading import Knowledge, Reading
from articles.text import html_of, sanitize, text_of
from seeds.cleaning import CleanDocument, clean
from seeds.cleaning.heading import read_dateline
from seeds.cleaning.language import language_of
from seeds.readers import Reader, reader_of
from seeds.readers.documents import read_document
from seeds.readers.files import kept_elsewhere
from seeds.readers.pages import read_page
from seeds.records import Document, FileRead, Refusal

#: characters of a headline that are kept
LONGEST_HEADLINE = 300
#: readers whose files hold one document
_OF_ONE: tuple[Reader, ...] = (read_document, read_page)

#: what comes of something prepared: the file, where it holds one document; and what was prepared of the document
Outcome = tuple[FileRead | None, "Prepared | None"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cleaned, its headline, its body as HTML, as it came and as it is kept, its text and day; and if it was
    read ahead, the reading of these, and the keys by which articles that tell the same find it."""

    cleaned: CleanDocument
    headline: str
    body: str
    kept: str
    text: str
    day: date | None
    reading: Reading | None = None
    keys: Keys | None = None

    def reading_of(self, text: str, day: date | None) -> Reading | None:
        """The reading, if it is of this text and day: an editor may have changed either."""
        return self.reading if (text, day) == (self.text, self.day) else None


def prepared(document: Document, day: date | None, knows: Knowledge | None = None) -> Prepared:
    """A document cleaned, and read where `knows` is given. `day` is its day where nothing says another.

    What has markup is taken as it is, as somebody wrote it so.
    """
    cleaned = _cleaned(document)
    body = document.said.html or html_of(cleaned.body, cleaned.subheads)
    own = document.meta.get("published") or document.said.published or cleaned.published
    day = _whole_day(own) if own else day
    kept = sanitize(body)
    text = text_of(kept)
    headline = (document.said.headline or cleaned.headline or "")[:LONGEST_HEADLINE]
    reading = knows.read(text, day) if knows else None
    keys = Told(headline, text, day).keys if knows else None
    return Prepared(cleaned, headline, body, kept if kept != body else body, text, day, reading, keys)


def _cleaned(document: Document) -> CleanDocument:
    said = document.said
    if said.html is None:
        text = document.text
        if said.headline and not " ".join(text.split()).startswith(said.headline):
            text = f"{said.headline}\n\n{text}"
        return clean(text)
    text = text_of(said.html)
    return CleanDocument(
        body=text, dateline=read_dateline(text.partition("\n\n")[0]), language=language_of(text)
    )


def _whole_day(text: str) -> date | None:
    """A day; None for what is less exact, as an article's day is never guessed."""
    return date.fromisoformat(text) if len(text) == 10 else None


@dataclass(frozen=True)
class Ahead:
    """Something to be prepared: a file, or a document of one. `read`: it is probably new, so its body is to be read, too."""

    what: Path | Document | Refusal
    read: bool


@dataclass(frozen=True)
class Preparer:
    """Prepares files and documents, in this process or in others. `places` is where the bytes of paths are."""

    knows: Knowledge
    day: date | None
    places: Mapping[Path, Path] = field(default_factory=dict)

    def __call__(self, ahead: Ahead) -> Outcome:
        if isinstance(ahead.what, Document):
            return None, self._prepared(ahead.what, ahead.read)
        if isinstance(ahead.what, Refusal) or reader_of(ahead.what) not in _OF_ONE:
            return None, None
        with kept_elsewhere(self.places):
            file = read_here(ahead.what)
        return file, self._prepared(file.document, ahead.read)

    def _prepared(self, document: Document | None, read: bool) -> Prepared | None:
        return prepared(document, self.day, self.knows if read else None) if document else None


def read_here(path: Path) -> FileRead:
    """A file, by its reader."""
    reader = reader_of(path)
    assert reader is not None
    return reader(path)
