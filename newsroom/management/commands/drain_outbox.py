from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from newsroom import outbox
from newsroom.checks import OURS
from newsroom.search import index


class Command(BaseCommand):
    help = (
        "Brings the changes that wait in the outbox into the search index, once. The site does so by itself "
        "at each change, or leaves it to `manage.py run_worker` where OUTBOX_WORKER is set. "
        "--dry-run only says how many wait."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"waiting: {outbox.Change.objects.count()}")
        else:
            self.stdout.write(f"followed: {index.follow()}")
