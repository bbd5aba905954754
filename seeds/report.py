"""What a load did: counts of rows, and every file with its problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seeds.records import Problem

COUNTS = ("created", "changed", "unchanged", "kept", "refused")


@dataclass
class Tally:
    """Database rows of content that were created, changed, unchanged or kept as an editor left them; records refused."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: int = 0
    notes: list[Problem] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes

    def refuse(self, problems: Iterable[Problem], records: int = 1) -> None:
        self.refused += records
        self.notes += problems

    def keep(self, note: Problem, rows: int = 1) -> None:
        self.kept += rows
        self.notes.append(note)


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

    def as_json(self) -> dict[str, Any]:
        problems = [{"line": p.line, "field": p.field, "message": p.message} for p in self.tally.notes]
        return {"path": str(self.path), "status": self.status, "records": self.records, "problems": problems}


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
        """A line for each file that has something to say, and one with the counts."""
        lines = []
        for file in self.files:
            if file.status != "unchanged" or file.tally.notes:
                lines.append(f"{file.path}: {file.status.replace('_', ' ')}")
            for note in file.tally.notes:
                where = f":{note.line}" if note.line else ""
                lines.append(f"  {file.path}{where}: {f'{note.field}: ' if note.field else ''}{note.message}")
        total = self.total
        counts = ", ".join(f"{getattr(total, name)} {name}" for name in COUNTS)
        would = "Would be: " if self.dry_run else ""
        return "\n".join([*lines, f"{would}{counts}, {self.not_ours} files not ours, {self.seconds:.1f} s"])
