"""What quoting returns and what it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from articles.linking.found import EntityId

QuoteKind = Literal["direct", "partial", "reported"]


@dataclass(frozen=True, slots=True)
class QuoteFound:
    """Words that somebody said: `start:end` without their marks.  `speaker` is a name, words ("the letter") or None."""

    start: int
    end: int
    text: str
    speaker: str | None
    speaker_entity: EntityId | None
    kind: QuoteKind
    cue: str
    why: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a person of the record holds on the article's day: "prime minister", "foreign minister of Canada"."""

    person: str
    role: str
    entity: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke: a resolved name or the text's words, with the record's id where the name is linked, and why."""

    name: str
    entity: EntityId | None
    why: str
    person: bool
    start: int = -1  # where the subject begins in the text, -1 where it is none of the sentence's words
