from typing import Any

from django.core.management.base import BaseCommand

from articles.publishing import publish_due


class Command(BaseCommand):
    help = (
        "Publishes every scheduled article whose time has come, each in its own transaction. "
        "`make run` does this every 30 seconds by itself; other servers call this from a timer."
    )

    def handle(self, **options: Any) -> None:
        publish_due()
