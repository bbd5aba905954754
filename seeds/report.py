"""What a load did: counts of rows, and every file with its problems."""

import json
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from os import SEEK_END
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from seeds.records import Problem, shown

COUNTS = ("created", "changed", "unchanged", "kept", "refused")
_IN_MEMORY = 1_000_000  # bytes


@dataclass
class Tally:
    """Database rows of content that were created, changed, unchanged or kept as an editor left them; records
    refused.

    `shared` are rows that several records may use, such as a tag: (table, id) → outcome. They count once in a
    run.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: int = 0
    notes: list[Problem] = field(default_factory=list)
    shared: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        for name in COUNTS:
            self.count(name, getattr(other, name))
        self.notes += other.notes

    def count(self, outcome: str, rows: int = 1) -> None:
        setattr(self, outcome, getattr(self, outcome) + rows)

    def refuse(self, problems: Iterable[Problem], records: int = 1) -> None:
        self.refused += records
        self.notes += problems

    def keep(self, note: Problem, rows: int = 1) -> None:
        self.kept += rows
        self.notes.append(note)

    def share(self, row: Any, *, made: bool) -> None:
        self.shared.setdefault((row._meta.label, row.pk), "created" if made else "unchanged")

    def settle(self, counted: set[tuple[str, int]]) -> None:
        """Count the shared rows that are not in `counted` yet, and put them there."""
        for row, outcome in self.shared.items():
            if row not in counted:
                counted.add(row)
                self.count(outcome)
        self.shared.clear()


@dataclass
class FileReport:
    path: Path
    status: str = "unchanged"
    records: int = 0
    sha256: str = ""
    tally: Tally = field(default_factory=Tally)

    def settle(self) -> None:
        """Name the outcome from the counts."""
        if self.status == "not_ours":
            return
        if self.tally.refused:
            self.status = "partly_refused" if self.records > self.tally.refused else "refused"
        elif self.tally.created or self.tally.changed:
            self.status = "loaded"
        else:
            self.status = "unchanged"

    @property
    def problems(self) -> list[dict[str, Any]]:
        return [{"line": p.line, "field": p.field, "message": p.message} for p in self.tally.notes]

    def as_json(self) -> dict[str, Any]:
        return {
            "path": shown(self.path),
            "status": self.status,
            "records": self.records,
            "problems": self.problems,
        }


@dataclass
class Report:
    """What a run did. What it says of each file waits in a file of its own: a heap of documents has more notes than memory
    should hold."""

    seconds: float = 0.0
    dry_run: bool = False
    total: Tally = field(default_factory=Tally)
    not_ours: int = 0
    _kept: IO[bytes] = field(default_factory=partial(SpooledTemporaryFile, _IN_MEMORY), repr=False)

    def add(self, *files: FileReport) -> None:
        """Files that are finished."""
        self._kept.seek(0, SEEK_END)
        for file in files:
            pickle.dump(file, self._kept)
            self.not_ours += file.status == "not_ours"
            for name in COUNTS:
                self.total.count(name, getattr(file.tally, name))

    @property
    def files(self) -> Iterator[FileReport]:
        """Each file, in the order in which they were finished."""
        end, place = self._kept.seek(0, SEEK_END), 0
        while place < end:
            self._kept.seek(place)
            yield pickle.load(self._kept)  # noqa: S301  our own, of this run
            place = self._kept.tell()

    def as_json(self) -> Iterator[str]:
        """The report in the form that docs/loading.md describes, in parts."""
        counts = {name: getattr(self.total, name) for name in COUNTS}
        head = {**counts, "not_ours": self.not_ours, "seconds": round(self.seconds, 3), "files": []}
        yield json.dumps(head).removesuffix("]}")
        for number, file in enumerate(self.files):
            yield f"{',' if number else ''}\n {json.dumps(file.as_json(), ensure_ascii=False)}"
        yield "]}\n"

    def as_text(self) -> Iterator[str]:
        """Every file that has something to say, with its problems, and one line with the counts; in parts."""
        for file in self.files:
            yield from (f"{line}\n" for line in _lines(file))
        total = self.total
        rows = ", ".join(f"{getattr(total, name)} {name}" for name in COUNTS[:-1])
        rest = [f"{_counted(total.refused, 'record')} refused", f"{_counted(self.not_ours, 'file')} not ours"]
        begin = "Nothing was written. It would be, in rows: " if self.dry_run else "Rows: "
        yield f"{begin}{rows}; {', '.join(rest)}; {self.seconds:.1f} s.\n"


def _lines(file: FileReport) -> list[str]:
    if file.status == "unchanged" and not file.tally.notes:
        return []
    path = shown(file.path)
    lines = [f"{path}: {file.status.replace('_', ' ')}"]
    for note in file.tally.notes:
        where = f"{path}:{note.line}" if note.line else path
        lines.append(f"  {where}: {f'{note.field}: ' if note.field else ''}{note.message}")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
