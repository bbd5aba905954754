"""What `manage.py analyze` prints: one text cleaned and read, as plain values for JSON.  No Django, nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, BinaryIO

from articles.happening import HappeningFound
from articles.linking import KnownNames
from articles.quoting import Office
from articles.reading import Reading, read
from seeds.cleaning import CleanDocument, clean
from seeds.encodings import LARGEST, Unreadable, decoded

__all__ = ["LARGEST", "Analyzer", "Unreadable", "decoded"]


@dataclass(frozen=True, slots=True)
class Analyzer:
    """How texts are read: against which names, with which offices, as bodies or as whole pages."""

    known: KnownNames | None = None
    offices: list[Office] = field(default_factory=list)
    body_only: bool = False
    pipeline: str = ""  # the spaCy pipeline that looks for names, too

    def analyze(self, text: str, today: date | None = None) -> dict[str, Any]:
        """What the reading finds in `text`, in the order of keys that the command promises."""
        document = CleanDocument(body=text) if self.body_only else clean(text)
        return {
            **_document(document),
            **_reading(read(document.body, today, self.known, self.offices, self.pipeline)),
        }

    def lines(self, source: BinaryIO) -> Iterator[dict[str, Any]]:
        """One answer for each line of JSON of `source`, an error for a line that cannot be read."""
        while line := source.readline(LARGEST + 1):
            if len(line) > LARGEST:
                while (rest := source.readline(LARGEST)) and not rest.endswith(b"\n"):
                    pass
                yield {"id": None, "error": f"the line is longer than {LARGEST // 1_000_000} MB"}
            elif line.strip():
                yield self._line(line)

    def _line(self, line: bytes) -> dict[str, Any]:
        given: Any = None
        try:
            given = json.loads(line.decode("utf-8-sig"))
            text, today = _asked(given)
            return {"id": given.get("id"), **self.analyze(text, today)}
        except (ValueError, RecursionError) as error:
            return {"id": given.get("id") if isinstance(given, dict) else None, "error": str(error)}


def _asked(given: Any) -> tuple[str, date | None]:
    """The text and the day of one line.  ValueError where they are none."""
    if not isinstance(given, dict):
        raise ValueError("an object with “id”, “text” and “date” is wanted")
    text, day = given.get("text"), given.get("date")
    if not isinstance(text, str):
        raise ValueError("“text” should be a string")
    if "\0" in text:
        raise ValueError("“text” holds a NUL character: it is no text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("“text” holds half of a surrogate pair") from None
    if day is not None and not isinstance(day, str):
        raise ValueError("“date” should be a day such as 2020-06-25, or null")
    return text, date.fromisoformat(day) if day else None


def _document(document: CleanDocument) -> dict[str, Any]:
    body = document.body
    return {
        "headline": document.headline,
        "standfirst": document.standfirst,
        "dateline": document.dateline,
        "published": document.published,
        "language": document.language,
        "body": body,
        "subheads": [
            {"start": start, "end": end, "text": body[start:end]} for start, end in document.subheads
        ],
        "bylines": [asdict(byline) for byline in document.bylines],
        "credits": [asdict(credit) for credit in document.credits],
        "removed": [asdict(line) for line in document.removed],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "parts": reading.parts,
        "mentions": [asdict(mention) for mention in reading.mentions],
        "roles": [
            {
                "person": r.person,
                "role": r.role,
                "organization": r.organization,
                "start": r.start,
                "end": r.end,
            }
            for r in reading.roles
        ],
        "quotes": [asdict(quote) for quote in reading.quotes],
        "dates": [
            {"start": d.start, "end": d.end, "text": d.text, "edtf": d.edtf, "why": d.why}
            for d in reading.dates
        ],
        "happenings": [_happening(h) for h in reading.happenings],
    }


def _happening(h: HappeningFound) -> dict[str, Any]:
    participants = [
        {"name": w.name, "entity": w.entity, "role": w.role, "part": w.part, "start": w.start, "end": w.end}
        for w in h.participants
    ]
    return {
        "kind": h.kind,
        "title": h.title,
        "start": h.start,
        "end": h.end,
        "cue": h.cue,
        "cue_start": h.cue_start,
        "participants": participants,
        "edtf": h.edtf,
        "place": h.place or None,
        "said_by": h.said_by or None,
        "why": h.why,
    }
