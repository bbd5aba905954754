"""What `manage.py analyze` prints: one text cleaned and read, as plain values for JSON.  No Django, nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, BinaryIO

from articles.happening import HappeningFound
from articles.linking import KnownNames, RoleFound
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
        found = self._found(text, today)
        return {name: list(value) if isinstance(value, Iterator) else value for name, value in found.items()}

    def json(self, text: str, today: date | None = None) -> Iterator[str]:
        """The same as JSON, in parts: all that is found in a long text is not there a second and a third time."""
        for name, value in self._found(text, today).items():
            yield f"{'{' if name == 'headline' else ', '}{json.dumps(name)}: "
            yield from _listed(value) if isinstance(value, Iterator) else (_dumped(value),)
        yield "}"

    def _found(self, text: str, today: date | None) -> dict[str, Any]:
        """Values for JSON; lists as iterators."""
        document = CleanDocument(body=text) if self.body_only else clean(text)
        reading = read(document.body, today, self.known, self.offices, self.pipeline)
        return {**_document(document), **_reading(reading)}

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


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _listed(values: Iterator[Any]) -> Iterator[str]:
    yield "["
    for number, value in enumerate(values):
        yield f"{', ' if number else ''}{_dumped(value)}"
    yield "]"


def _document(document: CleanDocument) -> dict[str, Any]:
    body = document.body
    return {
        "headline": document.headline,
        "standfirst": document.standfirst,
        "dateline": document.dateline,
        "published": document.published,
        "language": document.language,
        "body": body,
        "subheads": (
            {"start": start, "end": end, "text": body[start:end]} for start, end in document.subheads
        ),
        "bylines": map(asdict, document.bylines),
        "credits": map(asdict, document.credits),
        "removed": map(asdict, document.removed),
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "parts": reading.parts,
        "mentions": map(asdict, reading.mentions),
        "roles": map(_role, reading.roles),
        "quotes": map(asdict, reading.quotes),
        "dates": (
            {"start": d.start, "end": d.end, "text": d.text, "edtf": d.edtf, "why": d.why}
            for d in reading.dates
        ),
        "happenings": map(_happening, reading.happenings),
    }


def _role(r: RoleFound) -> dict[str, Any]:
    return {
        "person": r.person,
        "role": r.role,
        "organization": r.organization,
        "start": r.start,
        "end": r.end,
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
