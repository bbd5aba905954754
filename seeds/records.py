"""What passes between reader and loader: plain records with the lines they came from. No Django."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: lists of a structured file, in the order in which their records can be written
LISTS = (
    "sections",
    "references",
    "people",
    "organizations",
    "events",
    "names",
    "relations",
    "stories",
    "preferences",
    "merges",
    "distinctions",
    "candidates",
)


def shown(path: Path) -> str:
    """A path as text that any file and database can hold; bytes that are no UTF-8 become question marks."""
    return os.fsencode(path).decode("utf-8", "replace")


@dataclass(frozen=True)
class Problem:
    """Why something was refused or kept, where (lines from 1), and what to do about it."""

    line: int | None
    field: str | None
    message: str


class Refusal(Exception):
    """A record that cannot be taken; carries its problems."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["Refusal"], tuple[Problem, ...]]:
        """Other processes hand it on as it is."""
        return Refusal, self.problems


_NO_PARTS: Mapping[str | int, "Lines"] = {}  # never written to


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the parts of a value stand: its own line, and the lines of its keys or items."""

    line: int
    parts: Mapping[str | int, "Lines"] = field(default_factory=lambda: _NO_PARTS)

    def of(self, *path: str | int) -> int:
        """The line of the innermost part of `path` that is known."""
        here = self
        for step in path:
            if step not in here.parts:
                break
            here = here.parts[step]
        return here.line


@dataclass(frozen=True)
class Record:
    """One record: `kind` is its list ("people") or "article"; `values` are checked against the schema."""

    kind: str
    values: Mapping[str, Any]
    lines: Lines
    path: Path

    @property
    def id(self) -> str | None:
        return self.values.get("id")

    @property
    def parts(self) -> int:
        """How many records it counts as: an article's mentions, quotes and citations can be refused one by
        one.
        """
        mentions = self.values.get("mentions") or []
        forms = sum(map(len, mentions.values())) if isinstance(mentions, dict) else len(mentions)
        return 1 + forms + len(self.values.get("quotes") or []) + len(self.values.get("citations") or [])

    def problem(self, message: str, *path: str | int) -> Problem:
        """A problem of one part of this record."""
        name = ".".join(str(step) for step in path) or None
        return Problem(self.lines.of(*path), name, message)

    def refuse(self, message: str, *path: str | int) -> Refusal:
        return Refusal(self.problem(message, *path))


@dataclass(frozen=True)
class Picture:
    """A picture that a file names: where it is (an address, or a path beside the file), who made it, what it shows."""

    address: str
    credit: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Said:
    """What a file says itself of its article; None where it says nothing.

    `published` is a whole day, `bylines` are (name, role), `html` is the body where it has markup, `version` orders the
    versions of one item, `notice` is what it says about rights in words.
    """

    headline: str | None = None
    standfirst: str | None = None
    dateline: str | None = None
    bylines: tuple[tuple[str, str], ...] = ()
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    rights: str | None = None
    notice: str | None = None
    picture: Picture | None = None
    html: str | None = None
    version: str | None = None


@dataclass(frozen=True)
class Document:
    """A document as received: its bytes, its text to be cleaned, what it says itself (`said`), and what an editor
    knows about it (`meta`, from the `.meta.yaml` beside it).

    `key` is made of the item's own id; without one the content is its key. `part` is the part of a file that holds
    several, such as “entry 3”; a whole file has none. `lines` are of `meta` in its own file, or of the part.
    """

    path: Path
    content: bytes
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    lines: Lines = Lines(1)
    said: Said = Said()
    key: str | None = None
    part: str | None = None
    media_type: str = "text/plain"
    notes: tuple[Problem, ...] = ()


@dataclass
class FileRead:
    """What a reader found in one file. `refused` counts records that are not in `records`, `refused_ids`
    names them.

    `documents` are read while they are written, each once; a Refusal among them is a document left out. `not_ours`: the
    file's name promised what its content is not.
    """

    path: Path
    sha256: str = ""
    records: list[Record] = field(default_factory=list)
    document: Document | None = None
    documents: Iterator["Document | Refusal"] | None = None
    not_ours: bool = False
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    refused_ids: list[tuple[str, int]] = field(default_factory=list)

    def refuse(self, *problems: Problem, records: int = 1) -> None:
        """Leave records out, and say why."""
        self.problems += problems
        self.refused += records

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)
