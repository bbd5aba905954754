"""Typed readers of the process environment. A bad value is refused with a sentence that names the fix.

An empty variable counts as unset. Every reader raises ImproperlyConfigured, never another error.
"""

import os
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value and value not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to 1 or 0.")
    return value in YES if value else default


def integer(name: str, default: int, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to a whole number from {low} to {high}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """The parts of a comma-separated list, without empty ones."""
    return [word for part in text(name, default).split(",") if (word := part.strip())]


def choice(name: str, default: str, allowed: Collection[str]) -> str:
    value = text(name, default)
    if value not in allowed:
        known = ", ".join(sorted(allowed)) if len(allowed) <= 20 else f"a known name such as {default}"
        raise ImproperlyConfigured(f"{name} is {value!r}: set it to {known}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder, made when it is missing."""
    path = Path(text(name, str(default))).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(path)!r}, which cannot be made: {error.strerror}. "
            "Name a folder that this user may write to."
        ) from error
    return path


def database(name: str, default: str, base: Path) -> dict[str, Any]:
    """Django's description of the database at a URL: sqlite:///PATH (a relative one from base) or postgres://….

    Everything that libpq understands in a postgres URL is understood, sockets and sslmode included.
    """
    url = text(name, default)
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return _sqlite(name, url, base)
    if scheme in ("postgres", "postgresql"):
        return _postgresql(name, url)
    raise ImproperlyConfigured(
        f"{name} begins with {scheme!r}: set it to sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME."
    )


def _sqlite(name: str, url: str, base: Path) -> dict[str, Any]:
    parts = urlsplit(url)
    path = unquote(parts.path)[1:]
    if parts.netloc or not path or parts.query:
        raise ImproperlyConfigured(
            f"{name} names no SQLite file: write sqlite:///PATH, with four slashes for an absolute path."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": base / path,
        "TEST": {"NAME": (base / path).with_name("test.sqlite3")},  # a file, so that processes share it
        "OPTIONS": {
            "timeout": 20,  # seconds to wait for another writer
            "transaction_mode": "IMMEDIATE",  # a transaction waits for others at its begin, not in its middle
            "init_command": (
                "PRAGMA journal_mode = WAL;"  # readers and the one writer do not wait for each other
                "PRAGMA synchronous = NORMAL;"  # safe in WAL mode
                "PRAGMA temp_store = MEMORY;"
                "PRAGMA cache_size = -32000;"  # KiB, for each connection
                "PRAGMA mmap_size = 268435456;"
                "PRAGMA journal_size_limit = 67108864;"
            ),
        },
    }


def _postgresql(name: str, url: str) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        options = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read: {str(error).strip()}. Write postgres://USER:PASSWORD@HOST:PORT/NAME."
        ) from None
    if not options.get("dbname"):
        raise ImproperlyConfigured(
            f"{name} names no database: write postgres://USER:PASSWORD@HOST:PORT/NAME."
        )
    fields = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{field: str(options.pop(key, "")) for field, key in fields.items()},
        "OPTIONS": {"connect_timeout": 5, **options},  # seconds
        "CONN_MAX_AGE": 60,  # seconds
        "CONN_HEALTH_CHECKS": True,
    }
