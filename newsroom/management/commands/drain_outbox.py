import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from newsroom import outbox
from newsroom.search import index


class Command(BaseCommand):
    help = (
        "Brings the changes that wait in the outbox into the search index. The site does so by itself at "
        "each change unless OUTBOX_WORKER is set; then this is the worker: --follow goes on for ever, "
        "looking every second. --dry-run only says how many wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follow", action="store_true")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, follow: bool, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self.stdout.write(f"waiting: {outbox.Change.objects.count()}")
            return
        self.stdout.write(f"followed: {index.follow()}")
        while follow:
            time.sleep(1)
            close_old_connections()
            outbox.follow_now()
