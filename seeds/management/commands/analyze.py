"""manage.py analyze: what the reading finds in a text, as JSON, writing nothing."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.known import known_names, offices_on
from articles.linking import NoPipeline
from articles.linking.pipeline import pipeline as load_pipeline
from seeds.analyzing import LARGEST, Analyzer, Unreadable, decoded
from seeds.known_file import SUFFIXES, UnknownFile, names_in


class Command(BaseCommand):
    help = (
        "Print as JSON what the reading finds in a text: headline, body, bylines, names, roles, quotes, dates. "
        "Nothing is written. Exit 0; 1 for an input that cannot be read; 2 for wrong usage."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", metavar="FILE", help="a text file; - or nothing: standard input"
        )
        parser.add_argument(
            "--date", type=_day, help="the article's day, which relative dates count from: YYYY-MM-DD"
        )
        parser.add_argument(
            "--body", action="store_true", help="the text is an article's body already: clean nothing"
        )
        parser.add_argument(
            "--known",
            type=_known,
            default="none",
            metavar="none|db|FILE",
            help=f"names to link: a file ends in {', '.join(SUFFIXES)}",
        )
        parser.add_argument(
            "--jsonl",
            action="store_true",
            help='one {"id","text","date"} a line on standard input, one answer a line',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["jsonl"] and options["file"] != "-":
            raise CommandError("--jsonl reads standard input: leave FILE out.", returncode=2)
        if options["jsonl"] and options["date"]:
            raise CommandError(
                "--jsonl takes the day from each line's “date”: leave --date out.", returncode=2
            )
        try:
            analyzer = _analyzer(options["known"], options["date"], options["body"])
            if options["jsonl"]:
                for answer in analyzer.lines(sys.stdin.buffer):
                    self._print([json.dumps(answer, ensure_ascii=False)])
            else:
                self._print(analyzer.json(decoded(_content(options["file"])), options["date"]))
        except (Unreadable, UnknownFile, NoPipeline) as error:
            raise CommandError(str(error), returncode=1) from error

    def _print(self, parts: Iterable[str]) -> None:
        """One line of UTF-8 on standard output, whatever the locale, at once."""
        buffer: BinaryIO | None = getattr(getattr(self.stdout, "_out", None), "buffer", None)
        if buffer is None:
            self.stdout.write("".join(parts))
            return
        buffer.writelines(part.encode("utf-8") for part in parts)
        buffer.write(b"\n")
        buffer.flush()


def _analyzer(known: str, day: date | None, body_only: bool) -> Analyzer:
    pipeline = settings.NLP_PIPELINE
    if pipeline:
        load_pipeline(pipeline)
    if known == "none":
        return Analyzer(body_only=body_only, pipeline=pipeline)
    if known == "db":
        offices = offices_on(day or timezone.localdate(), by_slug=True)
        return Analyzer(known_names(by_slug=True), offices, body_only, pipeline)
    return Analyzer(names_in(Path(known)), body_only=body_only, pipeline=pipeline)


def _content(file: str) -> bytes:
    """The bytes of the file or of standard input, at most one more than may be read."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{file}: {error.strerror or error}") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day such as 2020-06-25") from error


def _known(text: str) -> str:
    if text in ("none", "db") or text.lower().endswith(SUFFIXES):
        return text
    raise ArgumentTypeError(f"{text!r} is neither none nor db nor a file that ends in {', '.join(SUFFIXES)}")
