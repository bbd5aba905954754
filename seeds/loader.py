"""Files into the record: found, read, ordered, written; each file whole or not at all, and a report."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain, groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from articles import derive
from newsroom.editorial import StaleVersion
from newsroom.parallel import Crew, bunches
from seeds import entities, stories
from seeds.ahead import of_documents, of_files, size_ahead, size_of
from seeds.arrivals import Arrival, runs, write_new
from seeds.articles import write_article
from seeds.context import Context
from seeds.documents import write_document
from seeds.editions import write_editions
from seeds.entities import keys_of
from seeds.finding import in_order, referred
from seeds.marks import leave_mark, mark_of, store
from seeds.models import Load
from seeds.prepared import Ahead, Outcome, Prepared, Preparer, prepared, read_here
from seeds.readers import Reader, document_of, is_meta, reader_of
from seeds.readers.articles import read_article
from seeds.readers.editions import read_editions
from seeds.readers.files import kept_elsewhere
from seeds.readers.structured import read_structured
from seeds.records import LISTS, Document, FileRead, Record, Refusal, shown
from seeds.refusals import by_database, refusal
from seeds.report import COUNTS, FileReport, Report, Tally
from seeds.unpacking import Unpacking
from seeds.writer import Gone, Writer

BATCH = 1000  # records in one transaction
_TRIES = 3  # when an editor saves the same row meanwhile
Progress = Callable[[Path, int, int], None]

_WRITERS: dict[str, entities.Write] = {
    "sections": stories.write_section,
    "references": stories.write_reference,
    "people": entities.write_entity,
    "organizations": entities.write_entity,
    "events": entities.write_entity,
    "names": entities.write_name,
    "relations": entities.write_relation,
    "stories": stories.write_story,
    "preferences": stories.write_preference,
    "merges": entities.write_merge,
    "distinctions": entities.write_distinction,
    "candidates": stories.write_candidate,
    "article": write_article,
    "editions": write_editions,
}


def load(
    paths: Iterable[Path],
    *,
    day: date | None = None,
    dry_run: bool = False,
    by: Any = None,
    progress: Progress = lambda path, done, total: None,
    kept: Mapping[Path, Path] | None = None,
    jobs: int = 1,
) -> Report:
    """Load files, folders and archives. `day` is the day of documents that do not say their own. `kept` says where the
    bytes of a path are that is no place, such as standard input. With more `jobs` documents are cleaned and read in as
    many processes, and written by this one in their order: the report and the rows are the same.

    `progress` is called after each file. One transaction a file, and one for each 1,000 records of a longer
    one. With `dry_run` all of it happens in one transaction that is taken back, so that the report is exactly
    what would change.
    """
    begun = time.monotonic()
    report, context, given = Report(dry_run=dry_run), Context(), list(paths)
    with _taken_back(dry_run, context):
        run = Load.objects.create(paths=[shown(path) for path in given], date=day, by=by)
        with TemporaryDirectory(prefix="newsroom-load-") as folder:
            unpacking = Unpacking(Path(folder), kept or {})
            with kept_elsewhere(unpacking.places):
                _Run(run, day, report, context, progress, jobs).go(given, unpacking)
        total = report.total
        Load.objects.filter(pk=run.pk).update(
            finished_at=timezone.now(),
            not_ours=report.not_ours,
            **{name: getattr(total, name) for name in COUNTS},
        )
    report.seconds = time.monotonic() - begun
    return report


@contextmanager
def _taken_back(really: bool, context: Context) -> Iterator[None]:
    if not really:
        yield
        return
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        context.unstore()


class _Run:
    """One run: structured files first, as the others lean on them, then each other file by itself; documents are read when
    all that has names is written."""

    def __init__(
        self, run: Load, day: date | None, report: Report, context: Context, progress: Progress, jobs: int
    ) -> None:
        self.run, self.day, self.report, self.context, self.progress = run, day, report, context, progress
        self.jobs = jobs
        self.done = self.total = 0

    def go(self, paths: list[Path], unpacking: Unpacking) -> None:
        structured, others, unclaimed = self._sorted(paths, unpacking)
        for file in structured:
            for id, line in file.refused_ids:
                self.context.refuse_id(id, file.path, line)
        for group in in_order(structured):
            self._write_group(group)
        for path in others[read_article]:
            self._write_group([read_article(path)])
        self._write_files(others[read_here], unpacking)
        for path in others[read_editions]:
            self._write_group([read_editions(path)])
        for path in unclaimed:
            if path.resolve() in self.context.used:
                self._tell(path)
            else:
                self._report(FileReport(path, status="not_ours"))

    def _sorted(
        self, paths: list[Path], unpacking: Unpacking
    ) -> tuple[list[FileRead], dict[Reader, list[Path]], list[Path]]:
        """Structured files, read; articles, editions, and (`read_here`) files of documents; files that none reads."""
        structured: list[FileRead] = []
        others: dict[Reader, list[Path]] = {read_article: [], read_here: [], read_editions: []}
        unclaimed: list[Path] = []
        named = [(document_of(path) or path) if is_meta(path) else path for path in paths]
        found = [
            (path, problem)
            for path, problem in unpacking.found(named)
            if problem or not (is_meta(path) and document_of(path))
        ]
        self.total = len(found)
        for path, problem in found:
            reader = reader_of(path)
            if problem:
                self._report(_finished(FileRead(path, problems=[problem], refused=1), Tally()))
            elif reader is None:
                unclaimed.append(path)
            elif reader is read_structured:
                structured.append(reader(path))
            else:
                others[reader if reader in others else read_here].append(path)
        return structured, others, unclaimed

    def _write_files(self, paths: list[Path], unpacking: Unpacking) -> None:
        """Write files of documents, read when what has names is written, a few of them ahead; some in one transaction."""
        if not paths:
            return
        preparer = Preparer(self.context.knows, self.day, dict(unpacking.places))
        with Crew(preparer, self.jobs) as crew:
            read = (
                (made[0] or read_here(path), made[1])
                for path, (_, made) in zip(paths, crew.in_order(of_files(paths), size_ahead), strict=True)
            )
            for of_many, files in groupby(read, lambda one: one[0].documents is not None):
                if not of_many:
                    for some in bunches(files, lambda one: size_of(one[0].document)):
                        self._write_together(some)
                    continue
                for file, _ in files:
                    assert file.documents is not None
                    self._write_documents(file, file.documents, crew)

    def _write_together(self, files: "list[_Prepared]") -> None:
        """Write files of one document each, or of none: new ones that stand together in one transaction, each other one
        in its own, so that nobody waits for an article that is held for the sake of another."""
        tallies = [Tally() for _ in files]
        arrivals, ends = [], []
        for end, ((file, ahead), tally) in enumerate(zip(files, tallies, strict=True), 1):
            if file.document:
                arrivals.append(self._arrival(file.document, ahead, tally))
                ends.append(end)
        told = written = 0
        for are_new, some in runs(arrivals, self.context):
            written += len(some)
            with self.context.storing(), derive.act():
                self._write_run(are_new, some)
                self._report_each(files[told : ends[written - 1]], tallies[told : ends[written - 1]])
            told = ends[written - 1]
        with transaction.atomic():
            self._report_each(files[told:], tallies[told:])

    def _report_each(self, files: "list[_Prepared]", tallies: list[Tally]) -> None:
        if files:
            self._report(
                *(
                    FileReport(file.path, status="not_ours", sha256=file.sha256)
                    if file.not_ours
                    else _finished(file, tally)
                    for (file, _), tally in zip(files, tallies, strict=True)
                )
            )

    def _arrival(self, document: Document, ahead: Prepared | None, tally: Tally) -> Arrival:
        return Arrival(document, ahead or prepared(document, self.day), tally)

    def _write_documents(
        self, file: FileRead, found: Iterator[Document | Refusal], crew: Crew[Ahead, Outcome]
    ) -> None:
        """Write the documents of one file as they are read, 1,000 in one transaction."""
        done, tallies = mark_of([file])
        tally = tallies[file.path]
        for _ in islice(found, done):
            pass
        documents = crew.in_order(of_documents(found), size_ahead)
        following = next(documents, None)
        while True:
            with self.context.storing(), derive.act():
                batch = islice(chain([following] if following else [], documents), BATCH)
                for some in bunches(batch, lambda one: size_of(one[0].what)):
                    done += len(some)
                    self._write_some(some, tally)
                if following := next(documents, None):
                    leave_mark(self.run, [file], tallies, done)
                    continue
                self._report(_finished(file, tally, done))
            break

    def _write_some(self, some: list[tuple[Ahead, Outcome]], tally: Tally) -> None:
        """Write a few documents of one file, whose counts go together."""
        arrivals = []
        for ahead, (_, made) in some:
            if isinstance(ahead.what, Refusal):
                tally.refuse(ahead.what.problems)
            elif isinstance(ahead.what, Document):
                arrivals.append(self._arrival(ahead.what, made, tally))
        self._write_arrivals(arrivals)

    def _write_arrivals(self, arrivals: Iterable[Arrival]) -> None:
        """Write documents in their order, those that are new and stand together at once."""
        for are_new, some in runs(list(arrivals), self.context):
            self._write_run(are_new, some)

    def _write_run(self, are_new: bool, arrivals: list[Arrival]) -> None:
        if not (are_new and self._wrote_new(arrivals)):
            for one in arrivals:
                self._write_document(one)

    def _wrote_new(self, arrivals: list[Arrival]) -> bool:
        """Whether new documents could be written at once; nothing is written where one of them is to be refused."""
        counted = [replace(one, tally=Tally()) for one in arrivals]
        try:
            with self.context.storing(), transaction.atomic():
                write_new(counted, self.context)
        except (ValidationError, IntegrityError, DataError):
            return False
        for one, own in zip(arrivals, counted, strict=True):
            own.tally.settle(self.context.counted)
            one.tally.add(own.tally)
        return True

    def _write_group(self, group: list[FileRead]) -> None:
        """Write files that lean on each other; a group of one is the rule."""
        records = [(file, record) for file in group for record in file]
        records.sort(key=lambda pair: LISTS.index(pair[1].kind) if pair[1].kind in LISTS else len(LISTS))
        begin, tallies = (
            mark_of(group) if len(records) > BATCH else (0, {file.path: Tally() for file in group})
        )
        for file, record in records[:begin]:
            self._claim(record, tallies[file.path])
        while True:
            batch = records[begin : begin + BATCH]
            begin += len(batch)
            with self.context.storing(), derive.act():
                self._write_batch(batch, group, tallies)
                if begin < len(records):
                    leave_mark(self.run, group, tallies, begin)
                    continue
                self._report(*(_finished(file, tallies[file.path]) for file in group))
            break

    def _write_batch(
        self,
        batch: list[tuple[FileRead, Record]],
        group: list[FileRead],
        tallies: dict[Path, Tally],
    ) -> None:
        writers = {file.path: Writer(file.path, self.context) for file in group}
        for file in group:
            own = [record for owner, record in batch if owner is file]
            keys = {key for record in own for key, _ in keys_of(record)}
            writers[file.path].prefetch(keys | {f"id:{id}" for record in own for id in referred(record)})
        for file, record in batch:
            if self._claim(record, tallies[file.path]):
                self._write(writers[file.path], record, tallies[file.path])

    def _claim(self, record: Record, tally: Tally) -> bool:
        """Take the record's keys; refuse it if another part of this load has one of them."""
        try:
            for key, at in keys_of(record):
                self.context.claim(key, record, *at)
        except Refusal as refused:
            tally.refuse(refused.problems, record.parts)
            return False
        return True

    def _write(self, writer: Writer, record: Record, tally: Tally) -> None:
        """Write one record with all that hangs on it, or refuse it and leave nothing of it."""
        try:
            own = self._tried(writer, record, lambda own: _WRITERS[record.kind](writer, record, own))
        except Refusal as refused:
            tally.refuse(refused.problems, record.parts)
            if record.id:
                self.context.refuse_id(record.id, record.path, record.lines.line)
        except Gone as gone:
            tally.keep(record.problem(f"{gone} This hangs on it and is left out."))
        else:
            tally.add(own)

    def _write_document(self, one: Arrival) -> None:
        document = one.document
        record = Record("document", document.meta, document.lines, document.path)
        writer = Writer(document.path, self.context)
        try:
            own = self._tried(
                writer, record, lambda own: write_document(writer, document, self.day, own, one.ahead)
            )
        except Refusal as refusal:
            one.tally.refuse(refusal.problems)
        else:
            one.tally.add(own)

    def _tried(self, writer: Writer, record: Record, write: Callable[[Tally], None]) -> Tally:
        """What `write` counted; what models or database refuse is a Refusal and leaves nothing."""
        for _ in range(_TRIES):
            own = Tally()
            try:
                with self.context.storing(), transaction.atomic():
                    write(own)
            except StaleVersion:
                writer.forget()
            except ValidationError as error:
                writer.forget()
                raise refusal(error, record) from error
            except (IntegrityError, DataError) as error:
                writer.forget()
                raise by_database(error, record) from error
            except (Refusal, Gone):
                writer.forget()
                raise
            else:
                own.settle(self.context.counted)
                return own
        raise record.refuse("Editors save this again and again at this moment: load it once more.")

    def _report(self, *reports: FileReport) -> None:
        self.report.add(*reports)
        store(self.run, reports)
        for report in reports:
            self._tell(report.path)

    def _tell(self, path: Path) -> None:
        self.done += 1
        self.progress(path, self.done, self.total)


def _finished(file: FileRead, tally: Tally, documents: int = 0) -> FileReport:
    tally.refuse(file.problems, file.refused)
    records = sum(record.parts for record in file) + file.refused + bool(file.document) + documents
    report = FileReport(file.path, records=records, sha256=file.sha256, tally=tally)
    report.settle()
    return report


#: a file, and what was prepared of its document
_Prepared = tuple[FileRead, Prepared | None]
