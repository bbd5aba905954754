"""Reading one article: names, roles, quotes, dates and happenings, each with why it was found.  Pure text, no Django."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from articles.dating import DateFound, find_dates
from articles.happening import HappeningFound, find_happenings
from articles.happening.found import Participant
from articles.happening.pronouns import Before
from articles.linking import EntityId, KnownNames, MentionFound, RoleFound, find_names, find_roles
from articles.linking.pipeline import Pipeline
from articles.linking.pipeline import pipeline as load_pipeline
from articles.quoting import Office, QuoteFound, find_quotes
from articles.sentences import sentences

LONGEST = 500_000  # characters of a body that is read as a whole: some hundred pages

Found = TypeVar("Found", MentionFound, RoleFound, QuoteFound, DateFound, HappeningFound, Participant)

#: what the rules are made of, beside this file
_RULES = (
    "anchors.py sentences.py text.py likeness.py overlap.py vocabulary.py ../people/names.py "
    "dating happening lexicon linking quoting"
).split()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine finds in a body; all offsets are code points into it.

    `parts` is how many parts the body was read in: more than one for a body so long that nobody means all of it at once.
    Names lead back to full ones in their own part only.
    """

    mentions: list[MentionFound] = field(default_factory=list)
    roles: list[RoleFound] = field(default_factory=list)
    quotes: list[QuoteFound] = field(default_factory=list)
    dates: list[DateFound] = field(default_factory=list)
    happenings: list[HappeningFound] = field(default_factory=list)
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Copy:
    """A working copy on its way to be read: its id, the version that it has, its text and its day."""

    pk: int
    version: int
    text: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Term:
    """An office and the days on which it may have begun and ended; None where that is not known, or not yet."""

    office: Office
    begins: tuple[date | None, date | None]
    ends: tuple[date | None, date | None]

    def may_span(self, day: date) -> bool:
        """Whether the office may have been held on the day."""
        begun, over = self.begins[0], self.ends[1]
        return begun is not None and begun <= day and (over is None or over >= day)

    def spans(self, day: date) -> bool:
        """Whether the office certainly was held on the day."""
        begun, over = self.begins[1], self.ends[0]
        return begun is not None and begun <= day and (over is None or over >= day)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the record knows that a reading goes by: names, and who held which office when.

    `version` says how often names had changed by then (articles/known.py), `pipeline` which one finds names beside our rules.
    """

    names: KnownNames
    terms: tuple[Term, ...] = ()
    version: int = 0
    pipeline: str = ""

    def offices_on(self, day: date | None) -> list[Office]:
        """The offices that may have been held on the day."""
        return [term.office for term in self.terms if day and term.may_span(day)]

    def role_on(self, entity: EntityId | None, day: date | None) -> str:
        """The one office that somebody certainly held on the day; nothing where there were several or none."""
        if entity is None or day is None:
            return ""
        held = {t.office.role for t in self.terms if t.office.entity == entity and t.spans(day)}
        return held.pop() if len(held) == 1 else ""

    def read(self, body: str, day: date | None) -> Reading:
        """Read the body of an article of this day."""
        return read(body, day, self.names, self.offices_on(day), self.pipeline)


def read(
    body: str,
    today: date | None = None,
    known: KnownNames | None = None,
    offices: list[Office] | None = None,
    pipeline: str = "",
) -> Reading:
    """Read `body`, an article's text.  `today` is the article's day, which relative dates count from; `known` the names
    of the record; `offices` who holds which office on that day; `pipeline` the spaCy pipeline that looks for names, too.

    A body of more than `LONGEST` characters is read in parts, so that memory stays small.
    Raises NoPipeline for a pipeline that cannot be loaded.
    """
    beside = load_pipeline(pipeline) if pipeline else None
    cuts = list(_parts(body))
    if len(cuts) < 2:
        return _read(body, today, known, offices, beside)
    whole = Reading(parts=len(cuts))
    for begin, end in cuts:
        part = _read(body[begin:end], today, known, offices, beside)
        whole.mentions.extend(_moved(one, begin) for one in part.mentions)
        whole.roles.extend(_moved(one, begin) for one in part.roles)
        whole.quotes.extend(_moved(one, begin) for one in part.quotes)
        whole.dates.extend(_moved(one, begin) for one in part.dates)
        whole.happenings.extend(_moved(one, begin) for one in part.happenings)
    return whole


def _parts(body: str) -> Iterator[tuple[int, int]]:
    """Spans of at most `LONGEST` characters, cut between paragraphs, else lines, else words."""
    begin = 0
    while begin < len(body):
        end = begin + LONGEST
        if end < len(body):
            cuts = (body.rfind(mark, begin, end) + len(mark) for mark in ("\n\n", "\n", " "))
            end = next((cut for cut in cuts if cut > begin + LONGEST // 2), end)
        yield begin, min(end, len(body))
        begin = end


def _moved(found: Found, by: int) -> Found:
    """The same that much further on in the text."""
    changed: dict[str, Any] = {
        name: getattr(found, name) + by for name in ("start", "end", "cue_start") if hasattr(found, name)
    }
    for name in ("participants", "main"):
        if hasattr(found, name):
            changed[name] = tuple(_moved(one, by) for one in getattr(found, name))
    return replace(found, **changed)


def _read(
    body: str,
    today: date | None,
    known: KnownNames | None,
    offices: list[Office] | None,
    beside: Pipeline | None,
) -> Reading:
    spans = sentences(body)
    mentions = find_names(body, known, spans, beside)
    roles = find_roles(body, mentions)
    quotes = find_quotes(body, mentions, offices, roles, spans)
    dates = find_dates(body, today)
    happened = find_happenings(
        body, spans, mentions, dates, quotes, today, Before(body, spans, mentions, roles)
    )
    return Reading(mentions, roles, quotes, dates, happened)


@dataclass(frozen=True)
class Reader:
    """Reads working copies, in this process or in others."""

    knows: Knowledge

    def __call__(self, copy: Copy) -> tuple[Reading | None, str]:
        """The reading, or in words why there is none."""
        try:
            return self.knows.read(copy.text, copy.day), ""
        except Exception as error:  # noqa: BLE001  one text that cannot be read holds up no other
            return None, f"{type(error).__name__}: {error}"


@cache
def rules(pipeline: str = "") -> str:
    """What tells the rules and word lists of this program, and a pipeline beside them, from others: a digest."""
    here = Path(__file__).parent
    digest = hashlib.sha256(Path(__file__).read_bytes() + pipeline.encode())
    for name in _RULES:
        part = here / name
        files = sorted(f for f in part.rglob("*") if f.suffix in (".py", ".txt", ".toml"))
        for file in files if part.is_dir() else [part]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
