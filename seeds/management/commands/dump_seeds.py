"""manage.py dump_seeds: the record into files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.checks import OURS
from seeds.dumper import NotEmpty, dump


class Command(BaseCommand):
    help = (
        "Write the editorial record into seed files that load_seeds reads: entities, relations, stories, "
        "articles with their decided passages, editions with their hashes, pictures and source documents. "
        "Not accounts, acts or history."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = dump(options["folder"], self._progress)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options['folder']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{files} files in {options['folder']}")

    def _progress(self, name: str, rows: int) -> None:
        self.stderr.write(f"Dumping: {rows} {name}")
