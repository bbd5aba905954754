"""The web server of `make run`: gunicorn in the foreground, with the schedule beside it.

One web process at a time publishes what is due: whichever holds the lock on var/schedule.lock.
When it ends, the next one takes over.
"""

import errno
import fcntl
import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections
from gunicorn.app.base import BaseApplication

log = logging.getLogger(__name__)

SCHEDULE_SECONDS = 30


class Server(BaseApplication):
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def serve(host: str, port: int, workers: int, threads: int, started: Callable[[], None]) -> None:
    """Serve the site until Ctrl-C or SIGTERM. `started` is called once, when the address answers."""
    connections.close_all()  # the workers are forks of this process
    Server(
        {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "workers": workers,
            "threads": threads,
            "loglevel": "warning",
            "graceful_timeout": 5,  # seconds
            "control_socket_disable": True,
            "when_ready": lambda server: started(),
            "post_worker_init": lambda worker: start_schedule(),
        }
    ).run()


def refuse_taken_port(host: str, port: int) -> None:
    """Raise ImproperlyConfigured when nothing can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ImproperlyConfigured(
                f"Port {port} on {host} is taken: end what listens there, "
                f"or choose another: make run PORT={port + 1}."
            ) from error
        raise ImproperlyConfigured(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Set HOST and PORT."
        ) from error


def start_schedule() -> None:
    threading.Thread(target=keep_schedule, name="schedule", daemon=True).start()


def keep_schedule() -> None:
    with open(settings.VAR_DIR / "schedule.lock", "w") as lock:
        while True:
            if holds(lock):
                publish_what_is_due()
            time.sleep(SCHEDULE_SECONDS)


def holds(lock: IO[str]) -> bool:
    """Whether this process holds the lock; takes it when nobody does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def publish_what_is_due() -> None:
    """One look at the schedule. A failure is logged, so that the next look follows."""
    from articles.publishing import publish_due

    try:
        close_old_connections()
        for article, reason in publish_due().failed:
            log.error("Article %s is due and was not published: %s", article, reason)
    except Exception:
        log.exception("The schedule could not be followed; the next try is in %s seconds.", SCHEDULE_SECONDS)
    finally:
        close_old_connections()
