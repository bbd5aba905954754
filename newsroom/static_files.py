"""Static files: their names, and whether they have to be collected again.

Names have a hash of the content once `collectstatic` has run, and are plain before.
"""

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, compressed files that browsers may keep for ever.

    Before the first collectstatic (tests, a management command) there is no manifest, and plain names serve.
    With a manifest, an unknown name is an error, as in Django.
    """

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name


def are_collected() -> bool:
    """Whether `collectstatic` would find nothing to do: all files are as they were when it last ran, and what it
    made is there."""
    try:
        return _stamp().read_text() == _fingerprint() and all(path.exists() for path in _made())
    except (OSError, ValueError, KeyError):
        return False


def note_collected() -> None:
    """Remember what was collected just now."""
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT).with_name("static.collected")


def _manifest() -> Path:
    return Path(settings.STATIC_ROOT) / StaticFilesStorage.manifest_name


def _fingerprint() -> str:
    """One text for what goes into `collectstatic` and for the list of what came out. Raises OSError."""
    digest = hashlib.sha256(_manifest().read_bytes())
    for part in [*_versions(), *_sources()]:
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()


def _versions() -> Iterator[str]:
    """What works on the files: with another one they may come out otherwise."""
    yield from (version(name) for name in ("django", "whitenoise"))
    yield Path(__file__).read_text()
    yield json.dumps([settings.STORAGES, settings.STATIC_URL], default=str)


def _sources() -> Iterator[str]:
    """Place, size and time of each file that is collected, in the order in which the first of a name wins."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            state = path.stat()
            yield f"{name} {path} {state.st_size} {state.st_mtime_ns}"


def _made() -> Iterator[Path]:
    """The files that the manifest names."""
    for name in json.loads(_manifest().read_text())["paths"].values():
        yield Path(settings.STATIC_ROOT) / name
