"""manage.py load_seeds: files into the record."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from seeds.loader import load
from seeds.records import shown


class Command(BaseCommand):
    help = (
        "Load people, organizations, events, relations, stories, articles and raw documents from files and "
        "folders (docs/loading.md). Repeatable: an unchanged file changes nothing, and what an editor changed "
        "or deleted stays so. Exit code 0; 1 if anything was refused; 2 for wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: seeds/data)"
        )
        parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of undated documents")
        parser.add_argument(
            "--dry-run", action="store_true", help="say exactly what would change, and change nothing"
        )
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="of the report on standard output"
        )
        parser.add_argument(
            "--report", type=_writable, metavar="FILE", help="write the JSON report to a file as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["paths"] or [settings.BASE_DIR / "seeds" / "data"]
        with _ProgressShown() as progress:
            report = load(paths, day=options["date"], dry_run=options["dry_run"], progress=progress)
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
        self._print(text if options["format"] == "json" else report.as_text())
        if options["report"]:
            self._keep(options["report"], text)
        if report.total.refused:
            sys.exit(1)

    def _print(self, text: str) -> None:
        """UTF-8 on standard output, whatever the locale."""
        buffer: BinaryIO | None = getattr(getattr(self.stdout, "_out", None), "buffer", None)
        if buffer is None:
            self.stdout.write(text)
            return
        buffer.write(f"{text}\n".encode())
        buffer.flush()

    def _keep(self, file: Path, text: str) -> None:
        try:
            file.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            what = f"The load is done, but its report cannot be written to {file}: {error.strerror}."
            raise CommandError(what) from error


def _day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is no day such as 2020-06-25")


def _writable(text: str) -> Path:
    """A file that can be written: known before the load, not after."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise ArgumentTypeError(f"{text!r} cannot be written: name a file in a folder that is there")
    return path


class _ProgressShown:
    """A bar on a terminal, a plain line now and then otherwise; always on standard error."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (
            TextColumn("Loading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[path]}", markup=False),
        )
        self.bar = Progress(*columns, console=console, transient=True) if console.is_terminal else None
        self.task = self.bar.add_task("load", total=None, path="") if self.bar else None

    def __enter__(self) -> "_ProgressShown":
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, path: Path, done: int, total: int) -> None:
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=done, total=total, path=shown(Path(path.name)))
        elif done == total or done % 100 == 0:
            sys.stderr.write(f"Loading: {done} of {total} files\n")
