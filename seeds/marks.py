"""What a run leaves of each file in the record: its report, and while a long file is written the mark to
resume from.
"""

from collections.abc import Iterable
from pathlib import Path

from seeds.models import FileStatus, Load, LoadFile
from seeds.records import FileRead, shown
from seeds.report import COUNTS, FileReport, Tally


def store(run: Load, reports: Iterable[FileReport]) -> None:
    """Keep the reports of finished files."""
    _keep([_row(run, one, status=FileStatus(one.status), done=one.records) for one in reports])


def leave_mark(run: Load, group: list[FileRead], tallies: dict[Path, Tally], done: int) -> None:
    """Beside a batch: how many records of these files, which lean on each other, are written so far."""
    for file in group:
        report = FileReport(
            file.path, records=len(file.records), sha256=file.sha256, tally=tallies[file.path]
        )
        _keep([_row(run, report, status=FileStatus.CUT_OFF, done=done)])


def mark_of(group: list[FileRead]) -> tuple[int, dict[Path, Tally]]:
    """Where a run that was cut off in these very files goes on, and what it had counted; (0, nothing)
    otherwise.

    What was written before the mark counts as unchanged. If anything before it was refused, it may be right
    by now: then the files are read from their beginning.
    """
    nothing = 0, {file.path: Tally() for file in group}
    marks = {file.path: _last(file) for file in group}
    loads = {mark.load_id if mark else None for mark in marks.values()}
    if len(loads) > 1 or None in loads:
        return nothing
    tallies: dict[Path, Tally] = {}
    for file in group:
        mark = marks[file.path]
        if mark is None or mark.sha256 != file.sha256 or mark.refused:
            return nothing
        tallies[file.path] = Tally(unchanged=mark.created + mark.changed + mark.unchanged, kept=mark.kept)
    mark = marks[group[0].path]
    assert mark is not None
    others = LoadFile.objects.filter(load=mark.load_id, status=FileStatus.CUT_OFF)
    if others.count() != len(group) or others.exclude(done=mark.done).exists():
        return nothing
    return mark.done, tallies


def _last(file: FileRead) -> LoadFile | None:
    """The mark that the last run over this file left; None if that run came to the file's end."""
    last = LoadFile.objects.filter(path=_path(file.path)).order_by("-load_id").first()
    return last if last and last.status == FileStatus.CUT_OFF else None


def _row(run: Load, report: FileReport, status: FileStatus, done: int) -> LoadFile:
    counts = {name: getattr(report.tally, name) for name in COUNTS}
    own = {"sha256": report.sha256, "records": report.records, "problems": report.problems}
    return LoadFile(load=run, path=_path(report.path), status=status, done=done, **own, **counts)


def _keep(rows: Iterable[LoadFile]) -> None:
    """The last word on each file of a run."""
    once = {row.path: row for row in rows}
    LoadFile.objects.bulk_create(
        once.values(),
        update_conflicts=True,
        unique_fields=["load", "path"],
        update_fields=["sha256", "status", "records", "done", "problems", *COUNTS],
    )


def _path(path: Path) -> str:
    return shown(path.absolute())[:1000]
