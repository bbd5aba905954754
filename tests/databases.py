"""Empty databases for processes of a test's own, on the engine of the run: migrated once, then copied."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tests.environment import ROOT

_numbers = count(1)


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The URL of a new database with all tables: a file in the folder, or a database beside the tests' own."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{empty_file(folder / 'newsroom.sqlite3')}"
        return
    name = f"own_{os.getpid()}_{next(_numbers)}"
    template = _template_database()
    with _server() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield _beside(name)
    finally:
        with _server() as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def taken_back(blocker: Any) -> Iterator[None]:
    """What is written inside stands for all tests of a module, and is taken back after the last of them. For fixtures of
    a module, with pytest-django's `django_db_setup` and `django_db_blocker`.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def empty_file(file: Path) -> Path:
    """An SQLite database with all tables, in this file."""
    return Path(shutil.copyfile(_template_file(), file))


@cache
def _template_file() -> Path:
    file = settings.VAR_DIR / f"template-{os.getpid()}.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@cache
def _template_database() -> str:
    name = f"template_{os.getpid()}"
    with _server() as server:
        server.execute(f"CREATE DATABASE {name}")
    _migrate(_beside(name))
    return name


def _migrate(url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)


def _server() -> Any:
    """A connection to the tests' server outside of any test database."""
    import psycopg

    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _beside(name: str) -> str:
    """The URL of another database of the same server."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    return f"postgresql://{parts.get('user', 'postgres')}:{parts.get('password', '')}@/{name}?" + "&".join(
        f"{key}={parts[key]}" for key in ("host", "port") if key in parts
    )
