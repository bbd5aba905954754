"""manage.py load_seeds: files into the record."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from seeds.loader import load
from seeds.report import Report


class Command(BaseCommand):
    help = (
        "Load people, organizations, events, relations, stories, articles and raw documents from files and folders "
        "(docs/loading.md). Repeatable: an unchanged file changes nothing, and what an editor changed or deleted stays so. "
        "Exit code 0; 1 if anything was refused; 2 for wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: seeds/data)"
        )
        parser.add_argument(
            "--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of undated documents"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say exactly what would change, and change nothing"
        )
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="of the report on standard output"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="write the JSON report to a file as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["paths"] or [settings.BASE_DIR / "seeds" / "data"]
        with _progress() as progress:
            report = load(paths, day=options["date"], dry_run=options["dry_run"], progress=progress)
        self._print(report, options["format"])
        if options["report"]:
            options["report"].write_text(_json(report) + "\n", encoding="utf-8")
        if report.total.refused:
            sys.exit(1)

    def _print(self, report: Report, form: str) -> None:
        text = _json(report) if form == "json" else report.as_text()
        self.stdout.write(text)


def _json(report: Report) -> str:
    return json.dumps(report.as_json(), ensure_ascii=False, indent=1)


class _progress:
    """A bar on a terminal, a plain line now and then otherwise; always on standard error."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        columns = (
            TextColumn("Loading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[path]}"),
        )
        self.bar = (
            Progress(*columns, console=self.console, transient=True) if self.console.is_terminal else None
        )
        self.task = self.bar.add_task("load", total=None, path="") if self.bar else None

    def __enter__(self) -> "_progress":
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, path: Path, done: int, total: int) -> None:
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=done, total=total, path=path.name)
        elif done == total or done % 100 == 0:
            print(f"Loading: {done} of {total} files", file=sys.stderr)
