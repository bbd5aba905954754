"""What passes between reader and loader: plain records with the lines they came from. No Django."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
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


_NO_PARTS: Mapping[str | int, "Lines"] = MappingProxyType({})


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
class Document:
    """A raw document with what an editor knows about it (the `.meta.yaml` beside it)."""

    path: Path
    content: bytes
    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    lines: Lines = Lines(1)  # of `meta`, in its own file


@dataclass
class FileRead:
    """What a reader found in one file. `refused` counts records that are not in `records`, `refused_ids`
    names them.
    """

    path: Path
    sha256: str = ""
    records: list[Record] = field(default_factory=list)
    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    refused_ids: list[tuple[str, int]] = field(default_factory=list)

    def refuse(self, *problems: Problem, records: int = 1) -> None:
        """Leave records out, and say why."""
        self.problems += problems
        self.refused += records

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)
