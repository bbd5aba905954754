"""What a site does beside its pages: it publishes what is due, brings changes into search, and reads articles again.

Without a worker, each change is followed in the process that made it, and one web process at a time keeps the
schedule and reads: whichever holds the lock on var/schedule.lock. With OUTBOX_WORKER=1 `manage.py run_worker` does all
three, and the web processes none. There may be any number of workers: an article is published once.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from newsroom import outbox

log = logging.getLogger(__name__)

SCHEDULE_SECONDS = 30
READING_SECONDS = 5
#: between two tries of what fails again and again
LONGEST_REST = 60


def work(stopping: threading.Event) -> None:
    """Do all jobs, each in a thread of its own, until `stopping` is set; then end when what runs is done."""
    threads = [
        threading.Thread(target=_thread, args=(job, seconds, stopping), name=job.__name__)
        for job, seconds in jobs()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _thread(job: Callable[[], object], seconds: float, stopping: threading.Event) -> None:
    try:
        repeat(job, seconds, stopping)
    finally:
        connections.close_all()  # the thread's own: nobody else would close them


def jobs() -> list[tuple[Callable[[], object], float]]:
    """What a worker does, and how many seconds it rests in between."""
    return [
        (outbox.follow, 1),
        (publish_what_is_due, SCHEDULE_SECONDS),
        (read_what_waits, READING_SECONDS),
    ]


def repeat(job: Callable[[], object], seconds: float, stopping: threading.Event) -> None:
    """Do the job now and after each rest. A failure is logged, and the job is done again after the next rest; the more
    often it fails in a row, the longer that is."""
    rest = seconds
    while not stopping.is_set():
        try:
            close_old_connections()
            job()
        except Exception as error:  # noqa: BLE001  whatever it is, the job goes on
            _log_failure(job, error, rest)
            wait, rest = rest, min(rest * 2, max(seconds, LONGEST_REST))
        else:
            if rest > seconds:
                log.warning("%s works again.", job.__name__)
            wait = rest = seconds
        finally:
            close_old_connections()
        stopping.wait(wait)


def _log_failure(job: Callable[[], object], error: Exception, rest: float) -> None:
    """One line where the database cannot be had; whatever else it is with where it came from."""
    outage = isinstance(error, OperationalError | InterfaceError)
    why = f" ({' '.join(str(error).split())})" if outage else ""
    log.error("%s failed%s; the next try is in %g seconds.", job.__name__, why, rest, exc_info=not outage)


def start_schedule() -> None:
    threading.Thread(target=keep_schedule, name="schedule", daemon=True).start()


def keep_schedule() -> None:
    with open(settings.VAR_DIR / "schedule.lock", "w") as lock:
        while not holds(lock):
            time.sleep(SCHEDULE_SECONDS)
        repeat(beside_pages, SCHEDULE_SECONDS, threading.Event())


def beside_pages() -> None:
    """What the web process that keeps the schedule does at each look."""
    try:
        publish_what_is_due()
    finally:
        read_what_waits()


def holds(lock: IO[str]) -> bool:
    """Whether this process holds the lock; takes it when nobody does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def publish_what_is_due() -> None:
    """One look at the schedule. An article that cannot be published is logged, and holds up no other."""
    from articles.publishing import publish_due

    for article, reason in publish_due().failed:
        log.error("Article %s is due and was not published: %s", article, reason)


def read_what_waits() -> None:
    """Read some of the working copies again that wait for it, after names changed or because an editor asked."""
    from articles.rereading import go_on

    go_on()
