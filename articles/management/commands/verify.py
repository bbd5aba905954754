import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.verifying import problems
from newsroom.checks import OURS


class Command(BaseCommand):
    help = (
        "Checks the whole record and writes nothing: triggers, hash chains, passages against their texts, bounds of "
        "dates, keys of names, merges, and everything derived. One line for each problem; exit status 1 if there is one."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["lines", "json"], default="lines")

    def handle(self, *, format: str, **options: Any) -> None:
        found = list(problems())
        if format == "json":
            self.stdout.write(json.dumps([vars(problem) for problem in found], ensure_ascii=False, indent=1))
        else:
            for problem in found:
                self.stdout.write(str(problem))
        if found:
            raise CommandError(f"{len(found)} broken promise{'s' if len(found) > 1 else ''}.")
        if format == "lines":
            self.stdout.write("The record keeps its promises.")
