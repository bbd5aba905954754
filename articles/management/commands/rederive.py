from typing import Any

from django.core.management.base import BaseCommand

from articles import counterparts, requotes
from articles.publishing import rederive
from newsroom.checks import OURS


class Command(BaseCommand):
    help = (
        "Derives appearances, connections, live tags, linked pages and data again from nothing, in one transaction; "
        "then the keys by which articles that tell the same and quotes of the same words are found. "
        "manage.py verify shows beforehand what it would change."
    )
    requires_system_checks = [OURS]

    def handle(self, **options: Any) -> None:
        rederive()
        counterparts.rebuild()
        requotes.rebuild()
