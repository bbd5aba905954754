from typing import Any

from django.core.management.commands import flush
from django.db import connections

from newsroom import triggers


class Command(flush.Command):
    help = flush.Command.help + " Triggers that keep what was published from being deleted step aside for it."

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        triggers.remove(connection, triggers.of_all())
        try:
            super().handle(**options)
        finally:
            triggers.install(connection, triggers.of_all())
