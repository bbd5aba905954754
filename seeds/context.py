"""What one run of the loader knows beyond the file that it is at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.core.files.storage import default_storage

from articles.known import knowledge
from articles.reading import Knowledge
from seeds.records import Record, shown


@dataclass
class Context:
    """Shared by all files of a run.

    refused: id → where it was refused, for what refers to it.
    claimed: key → the record of this run that has it, and the part of it.
    counted: shared rows that are counted already.
    used: files that records read beside their own.
    stored: names in the media store that were put there and are not committed.
    documents: key of a document → where this run read it.
    """

    refused: dict[str, str] = field(default_factory=dict)
    claimed: dict[str, tuple[Record, tuple[str | int, ...]]] = field(default_factory=dict)
    counted: set[tuple[str, int]] = field(default_factory=set)
    used: set[Path] = field(default_factory=set)
    stored: list[str] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)

    @cached_property
    def knows(self) -> Knowledge:
        """What the record knows, fetched once: raw documents are read after all that has names."""
        return knowledge()

    def claim(self, key: str, record: Record, *at: str | int) -> None:
        """Refusal if another part of this load has the key."""
        first, place = self.claimed.setdefault(key, (record, at))
        if first is not record or place != at:
            name = key.partition(":")[2]
            where = f"the record in {shown(first.path)}, line {first.lines.of(*place)}"
            raise record.refuse(
                f"“{name}” is taken by {where}: keep one of the two, or give it another id.", *at
            )

    def refuse_id(self, id: str, path: Path, line: int) -> None:
        self.refused.setdefault(id, f"{shown(path)}, line {line}")

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Take files out of the media store again that were put there for what is rolled back."""
        before = len(self.stored)
        try:
            yield
        except BaseException:
            self.unstore(before)
            raise

    def unstore(self, before: int = 0) -> None:
        for name in self.stored[before:]:
            default_storage.delete(name)
        del self.stored[before:]
