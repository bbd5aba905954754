import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom.checks import OURS
from newsroom.working import work


class Command(BaseCommand):
    help = (
        "The worker of a site with OUTBOX_WORKER=1: brings changes into search, looking every second, publishes what is "
        "due, looking every 30 seconds, and reads articles again after names changed, looking every 5 seconds, until "
        "SIGTERM or Ctrl-C. Any number may run at once."
    )
    requires_system_checks = [OURS]

    def handle(self, **options: Any) -> None:
        if not settings.OUTBOX_WORKER:
            self.stderr.write("note: OUTBOX_WORKER is not set, so the web processes do this work as well")
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        self.stdout.write("worker: started")
        self.stdout.flush()
        work(stopping)
        self.stdout.write("worker: ended")
