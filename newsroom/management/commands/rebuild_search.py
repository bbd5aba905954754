from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.checks import OURS
from newsroom.search import index


class Command(BaseCommand):
    help = (
        "Builds the search index anew from the record; readers keep the old one until the new one is ready. "
        "--if-needed does so only where there is none, or one of another version or database. "
        "--check only says whether the index is what the record says."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-needed", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *, if_needed: bool, check: bool, **options: Any) -> None:
        if check:
            self.check_index()
        elif if_needed and index.is_ready():
            index.follow()
            self.stdout.write("search index: ready")
        else:
            self.stdout.write(f"search index: built, {index.rebuild()} documents")

    def check_index(self) -> None:
        try:
            wrong = index.differences()
        except index.NoIndex as error:
            raise CommandError(f"{error} Run manage.py rebuild_search.") from error
        if wrong:
            raise CommandError(
                f"{len(wrong)} documents are not as the record says, such as {', '.join(wrong[:5])}. "
                "Run manage.py drain_outbox; if that does not mend it, manage.py rebuild_search."
            )
        self.stdout.write("search index: as the record says")
