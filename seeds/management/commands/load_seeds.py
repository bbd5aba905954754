"""manage.py load_seeds: files into the record."""

import hashlib
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.parallel import processes
from newsroom.progress import ProgressShown, day
from seeds.loader import load
from seeds.readers import SUFFIXES
from seeds.readers.archives import SUFFIXES as ARCHIVES
from seeds.readers.archives import is_archive
from seeds.records import shown
from seeds.report import Report

_STANDARD_INPUT = Path("-")


class Command(BaseCommand):
    help = (
        "Load people, organizations, events, relations, stories, articles and documents in many formats from files, "
        "folders and archives (docs/loading.md). Repeatable: an unchanged file changes nothing, and what an editor changed "
        "or deleted stays so. Exit code 0; 1 if anything was refused; 2 for wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            type=Path,
            metavar="PATH",
            help="files, folders and archives (default: seeds/data); - is standard input",
        )
        parser.add_argument(
            "--as",
            dest="suffix",
            type=_suffix,
            metavar="SUFFIX",
            help="what standard input is, such as jsonl",
        )
        parser.add_argument("--date", type=day, metavar="YYYY-MM-DD", help="the day of undated documents")
        parser.add_argument(
            "--jobs",
            type=processes,
            default=1,
            metavar="N",
            help="clean and read documents in N processes (1); the result is the same",
        )
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
        if (_STANDARD_INPUT in paths) != bool(options["suffix"]):
            raise CommandError(
                "Give - and --as SUFFIX together: what is read there has no name.", returncode=2
            )
        with (
            ProgressShown("Loading", "files") as shown_progress,
            TemporaryDirectory(prefix="newsroom-input-") as folder,
        ):
            kept = _kept(Path(folder), options["suffix"]) if options["suffix"] else {}
            named = [path for path in paths if path != _STANDARD_INPUT]
            report = load(
                [*kept, *named],
                day=options["date"],
                dry_run=options["dry_run"],
                progress=lambda path, done, total: shown_progress(shown(Path(path.name)), done, total),
                kept=kept,
                jobs=options["jobs"],
            )
        self._print(report.as_json() if options["format"] == "json" else report.as_text())
        if options["report"]:
            self._keep(options["report"], report)
        if report.total.refused:
            sys.exit(1)

    def _print(self, parts: Iterable[str]) -> None:
        """UTF-8 on standard output, whatever the locale."""
        buffer: BinaryIO | None = getattr(getattr(self.stdout, "_out", None), "buffer", None)
        if buffer is None:
            self.stdout.write("".join(parts), ending="")
            return
        for part in parts:
            buffer.write(part.encode())
        buffer.flush()

    def _keep(self, path: Path, report: Report) -> None:
        try:
            with path.open("w", encoding="utf-8") as file:
                file.writelines(report.as_json())
        except OSError as error:
            what = f"The load is done, but its report cannot be written to {path}: {error.strerror}."
            raise CommandError(what) from error


def _suffix(text: str) -> str:
    suffix = "." + text.lower().lstrip(".")
    if suffix in SUFFIXES or is_archive(Path(f"input{suffix}")):
        return suffix
    raise ArgumentTypeError(f"{text!r} is read by no reader: {', '.join((*SUFFIXES, *ARCHIVES))}")


def _kept(folder: Path, suffix: str) -> dict[Path, Path]:
    """Standard input in a file, and the name it goes by: made of its content, as another input is no new version of it."""
    place = folder / "input"
    with place.open("w+b") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {Path(f"standard-input-{digest[:12]}{suffix}"): place}


def _writable(text: str) -> Path:
    """A file that can be written: known before the load, not after."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise ArgumentTypeError(f"{text!r} cannot be written: name a file in a folder that is there")
    return path
