"""What a load did: counts of rows, and every file with its problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seeds.records import Problem, shown

COUNTS = ("created", "changed", "unchanged", "kept", "refused")


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
    files: list[FileReport] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False

    @property
    def total(self) -> Tally:
        total = Tally()
        for file in self.files:
            total.add(file.tally)
        return total

    @property
    def not_ours(self) -> int:
        return sum(file.status == "not_ours" for file in self.files)

    def as_json(self) -> dict[str, Any]:
        """The report in the form that docs/loading.md describes."""
        total = self.total
        counts = {name: getattr(total, name) for name in COUNTS}
        files = [file.as_json() for file in self.files]
        return {**counts, "not_ours": self.not_ours, "seconds": round(self.seconds, 3), "files": files}

    def as_text(self) -> str:
        """Every file that has something to say, with its problems, and one line with the counts."""
        lines = [line for file in self.files for line in _lines(file)]
        total = self.total
        rows = ", ".join(f"{getattr(total, name)} {name}" for name in COUNTS[:-1])
        rest = [f"{_counted(total.refused, 'record')} refused", f"{_counted(self.not_ours, 'file')} not ours"]
        begin = "Nothing was written. It would be, in rows: " if self.dry_run else "Rows: "
        return "\n".join([*lines, f"{begin}{rows}; {', '.join(rest)}; {self.seconds:.1f} s."])


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
