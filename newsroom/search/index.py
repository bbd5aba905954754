"""The site's index: where it is, how it follows the outbox, how it is built anew.

`SEARCH_INDEX` is a folder with one index in a folder of its own, and a file `current` that names it. An
index is a follower of the outbox, so each machine may have its own copy, and a new one can be built
beside the old.
"""

import json
import logging
import os
import shutil
import threading
import uuid
from functools import partial
from pathlib import Path

from django.conf import settings

from newsroom import outbox
from newsroom.search.document import SCHEMA, documents, everything
from newsroom.search.engine import BULK_MEMORY, Index

log = logging.getLogger(__name__)


class NoIndex(Exception):
    """There is no index, or none of this version and database: build one by `manage.py rebuild_search`."""


def current() -> Index:
    """The index, with all that was committed to it. Raises NoIndex."""
    used = name()
    for _ in range(3):
        try:
            index = _opened(used)
            index.reload()
        except (OSError, ValueError) as error:
            if (now := name()) == used:
                raise NoIndex(f"The index in {settings.SEARCH_INDEX} cannot be read: {error}") from error
            used = now  # it was built anew meanwhile
        else:
            return index
    raise NoIndex("The index is being built anew.")


def follow() -> int:
    """Bring the changes that wait in the outbox into the index, if there is one; how many things that
    were."""
    followed = 0
    while used := _name_or_none():
        followed += outbox.drain(used, partial(_write, used))
        if _name_or_none() == used:
            break
    else:
        outbox.prune()
    return followed


def is_ready() -> bool:
    """Whether there is an index of this version that follows this database."""
    try:
        current()
    except NoIndex:
        return False
    return outbox.Follower.objects.filter(name=name()).exists()


def rebuild() -> int:
    """Build the index anew from the record and put it in the place of the old one; how many documents it
    has.

    Readers keep the old one until the new one has caught up.
    """
    home = Path(settings.SEARCH_INDEX)
    home.mkdir(parents=True, exist_ok=True)
    new = uuid.uuid4().hex
    outbox.register(new)
    try:
        written = Index(home / new).write((), everything(), BULK_MEMORY)
        outbox.drain(new, partial(_write, new))
        _point_to(new)
    except BaseException:
        outbox.forget(new)
        shutil.rmtree(home / new, ignore_errors=True)
        raise
    follow()  # what others brought to the old one meanwhile
    _clear(home, new)
    outbox.prune()  # what no other has yet to follow
    return written


def differences() -> list[str]:
    """Keys of documents that the index lacks, has too much, or has unlike the record. Raises NoIndex."""
    held = current().contents()
    wanted = {document.key: document.digest for document in everything()}
    return sorted(key for key in held.keys() | wanted.keys() if held.get(key) != wanted.get(key))


def _write(name: str, refs: outbox.Refs) -> None:
    gone, made = documents(refs)
    _opened(name).write(gone, made)


def _clear(home: Path, kept: str) -> None:
    """Take away the indexes that the new one replaces. Who has one open still reads it."""
    for folder in home.iterdir():
        if folder.is_dir() and folder.name != kept:
            outbox.forget(folder.name)
            shutil.rmtree(folder, ignore_errors=True)


# Each process keeps the index open that it used last.
_lock = threading.Lock()
_open: tuple[str, Index] | None = None


def _opened(name: str) -> Index:
    global _open
    folder = Path(settings.SEARCH_INDEX) / name
    with _lock:
        if _open is None or _open[0] != str(folder):
            if not (folder / "meta.json").exists():
                raise FileNotFoundError(f"{folder} is no index")
            _open = str(folder), Index(folder)
        return _open[1]


def _point_to(name: str) -> None:
    """Let this be the index that everybody uses, from one moment to the next."""
    home = Path(settings.SEARCH_INDEX)
    written = home / f"current.{name}"
    with open(written, "w") as file:
        json.dump({"name": name, "schema": SCHEMA}, file)
        file.flush()
        os.fsync(file.fileno())
    written.replace(home / "current")


def name() -> str:
    """The name of the index that is used now. Raises NoIndex."""
    try:
        said = json.loads((Path(settings.SEARCH_INDEX) / "current").read_text())
    except FileNotFoundError as error:
        raise NoIndex(f"There is no index in {settings.SEARCH_INDEX}.") from error
    except (OSError, ValueError) as error:
        raise NoIndex(f"The index in {settings.SEARCH_INDEX} cannot be read: {error}") from error
    if said.get("schema") != SCHEMA:
        raise NoIndex(f"The index in {settings.SEARCH_INDEX} is of another version.")
    return str(said["name"])


def _name_or_none() -> str | None:
    try:
        return name()
    except NoIndex:
        return None
