from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish_due
from newsroom.checks import OURS


class Command(BaseCommand):
    help = (
        "Publishes every scheduled article whose time has come, each in its own transaction. "
        "`make run` does this every 30 seconds by itself; another server needs a timer that calls this. "
        "--dry-run only lists what is due."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        if dry_run:
            for article in Article.objects.due(timezone.now()):
                self.stdout.write(f"{article.scheduled_for:%Y-%m-%d %H:%M %Z}  {article}")
            return
        due = publish_due()
        for edition in due.published:
            self.stdout.write(f"published: {edition}")
        for pk, reason in due.failed:
            self.stderr.write(f"Article {pk} was not published: {reason}")
        if due.failed:
            raise CommandError("Not everything that is due could be published; the desk shows why.")
