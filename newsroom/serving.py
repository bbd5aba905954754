"""The web server of `make run`: gunicorn in the foreground, with the schedule beside it unless a worker keeps it."""

import errno
import socket
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from newsroom.working import start_schedule


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
            "post_worker_init": lambda worker: None if settings.OUTBOX_WORKER else start_schedule(),
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
