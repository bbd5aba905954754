"""Files into the record: found, read, ordered, written; each file whole or not at all, and a report of everything."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import derive
from seeds.articles import write_article
from seeds.documents import write_document
from seeds.editions import write_editions
from seeds.entities import keys_of, write_record
from seeds.finding import find_files, in_order
from seeds.models import Load, LoadFile
from seeds.readers import Reader, is_meta, reader_of
from seeds.readers.editions import read_editions
from seeds.readers.structured import read_structured
from seeds.records import LISTS, FileRead, Problem, Record, Refusal
from seeds.report import COUNTS, FileReport, Report, Tally
from seeds.writer import Gone, Writer

BATCH = 1000  # records in one transaction
Progress = Callable[[Path, int, int], None]


def load(
    paths: Iterable[Path],
    *,
    day: date | None = None,
    dry_run: bool = False,
    by: Any = None,
    progress: Progress = lambda path, done, total: None,
) -> Report:
    """Load files and folders. `day` is the day of documents that do not say their own; `progress` is called after each file.

    One transaction a file, and one for each 1,000 records of a longer one. With `dry_run` all of it happens in one
    transaction that is taken back, so that the report is exactly what would change.
    """
    begun = time.monotonic()
    report = Report(dry_run=dry_run)
    with _taken_back(dry_run):
        run = Load.objects.create(paths=[str(path) for path in paths], date=day, by=by)
        _Run(run, day, report, progress).go(list(paths))
        total = report.total
        Load.objects.filter(pk=run.pk).update(
            finished_at=timezone.now(),
            not_ours=report.not_ours,
            **{name: getattr(total, name) for name in COUNTS},
        )
    report.seconds = time.monotonic() - begun
    return report


@contextmanager
def _taken_back(really: bool) -> Iterator[None]:
    if not really:
        yield
        return
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


_WRITERS = {"article": write_article, "editions": write_editions}


class _Run:
    """One run over all files: structured ones first, as the others lean on them, then each other file by itself."""

    def __init__(self, run: Load, day: date | None, report: Report, progress: Progress) -> None:
        self.run, self.day, self.report, self.progress = run, day, report, progress
        self.homes: dict[str, tuple[Path, int]] = {}
        self.used: set[Path] = set()
        self.done, self.total = 0, 0

    def go(self, paths: list[Path]) -> None:
        structured: list[FileRead] = []
        others: list[tuple[Path, Reader]] = []
        unclaimed: list[Path] = []
        found = [(path, problem) for path, problem in find_files(paths) if problem or not is_meta(path)]
        self.total = len(found)
        for path, problem in found:
            reader = reader_of(path)
            if problem:
                self._finish(FileRead(path, problems=[problem], refused=1), Tally())
            elif reader is None:
                unclaimed.append(path)
            elif reader is read_structured:
                structured.append(reader(path))
            else:
                others.append((path, reader))
        for group in in_order(structured):
            self._write_group(group)
        # Editions come last because they stand on their articles.
        others.sort(key=lambda other: other[1] is read_editions)
        for path, reader in others:
            self._write_group([reader(path)])
        for path in unclaimed:
            if path.resolve() not in self.used:
                self._report(FileReport(path, status="not_ours"))

    def _write_group(self, group: list[FileRead]) -> None:
        """Write files that lean on each other; a group of one is the rule."""
        records = [(file, record) for file in group for record in file]
        records.sort(key=lambda pair: LISTS.index(pair[1].kind) if pair[1].kind in LISTS else len(LISTS))
        tallies = {file.path: Tally() for file in group}
        for begin in range(0, max(len(records), 1), BATCH):
            batch = records[begin : begin + BATCH]
            with derive.act():
                self._write_batch(batch, group, tallies)
                if begin + BATCH >= len(records):
                    for file in group:
                        self._finish(file, tallies[file.path])
                else:
                    self._mark(group, begin + len(batch))

    def _write_batch(
        self, batch: list[tuple[FileRead, Record]], group: list[FileRead], tallies: dict[Path, Tally]
    ) -> None:
        writers = {file.path: Writer(file.path) for file in group}
        for file, writer in ((file, writers[file.path]) for file in group):
            writer.prefetch(key for owner, record in batch if owner is file for key in keys_of(record))
        for file, record in batch:
            self._write(writers[file.path], record, tallies[file.path])
        for writer in writers.values():
            self.used |= writer.used
        for file in group:
            if file.document:
                self._write_document(file, tallies[file.path])

    def _write(self, writer: Writer, record: Record, tally: Tally) -> None:
        """Write one record with all that hangs on it, or refuse it and leave nothing of it."""
        own = Tally()
        try:
            self._check_key(record)
            with transaction.atomic():
                _WRITERS.get(record.kind, write_record)(writer, record, own)
        except Refusal as refusal:
            writer.known.clear()
            tally.refuse(refusal.problems, record.parts)
        except Gone as gone:
            writer.known.clear()
            tally.keep(record.problem(f"{gone} This hangs on it and is left out."))
        else:
            tally.add(own)

    def _check_key(self, record: Record) -> None:
        if record.id is None:
            return
        first = self.homes.setdefault(record.id, (record.path, record.lines.line))
        if first != (record.path, record.lines.line):
            path, line = first
            raise record.refuse(
                f"The id “{record.id}” is taken by the record in {path}, line {line}: choose another.", "id"
            )

    def _write_document(self, file: FileRead, tally: Tally) -> None:
        assert file.document is not None
        own = Tally()
        try:
            with transaction.atomic():
                write_document(file.document, self.day, own)
        except Refusal as refusal:
            tally.refuse(refusal.problems)
        else:
            tally.add(own)

    def _mark(self, group: list[FileRead], done: int) -> None:
        """Leave a mark beside the batch, so that a run that is cut off shows how far it came."""
        for file in group:
            values = {
                "sha256": file.sha256,
                "status": "partly_refused",
                "done": done,
                "records": len(file.records),
            }
            LoadFile.objects.update_or_create(load=self.run, path=str(file.path), defaults=values)

    def _finish(self, file: FileRead, tally: Tally) -> None:
        tally.refuse(file.problems, file.refused)
        records = sum(record.parts for record in file) + file.refused + bool(file.document)
        report = FileReport(file.path, records=records, sha256=file.sha256, tally=tally)
        report.settle()
        self._report(report)

    def _report(self, report: FileReport) -> None:
        self.report.files.append(report)
        values = {name: getattr(report.tally, name) for name in COUNTS}
        problems = [{"line": p.line, "field": p.field, "message": p.message} for p in report.tally.notes]
        values |= {
            "sha256": report.sha256,
            "status": report.status,
            "records": report.records,
            "done": report.records,
        }
        LoadFile.objects.update_or_create(
            load=self.run, path=str(report.path)[:1000], defaults={**values, "problems": problems}
        )
        self.done += 1
        self.progress(report.path, self.done, self.total)
