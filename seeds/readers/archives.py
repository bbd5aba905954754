"""Zip and tar archives: folders whose files are read by the same readers.

Members are unpacked one after the other under names of our own, so that no name of theirs leads anywhere. What would blow
up is refused: by number, by size, and by size against the archive's own.
"""

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from seeds.readers.files import opened
from seeds.records import Problem, Refusal

MOST_FILES = 100_000
MOST_BYTES = 2_000_000_000  # unpacked
MOST_TIMES = 200  # the archive's own size
ALWAYS = 20_000_000  # bytes that any archive may unpack to
_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 20
_TAR: dict[str, Callable[..., Any]] = {
    ".tar": open,
    ".tar.gz": gzip.open,
    ".tgz": gzip.open,
    ".tar.bz2": bz2.open,
    ".tbz2": bz2.open,
}
SUFFIXES = (".zip", *_TAR)
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
           NotImplementedError, OverflowError)  # fmt: skip

Member = tuple[Path, Path | None, Problem | None]  # its path “in” the archive, where it was put, why not


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def unpacked(archive: Path, folder: Path) -> list[Member]:
    """Unpack an archive into an empty folder. Refusal for all of it if it is broken or would blow up."""
    with opened(archive) as file:
        most = min(MOST_BYTES, max(ALWAYS, MOST_TIMES * file.seek(0, 2)))
        file.seek(0)
        box = _Box(archive, folder, most)
        try:
            kind = next(
                suffix
                for suffix in sorted(SUFFIXES, key=len, reverse=True)
                if archive.name.lower().endswith(suffix)
            )
            return box.take(_zip(file) if kind == ".zip" else _tar(file, kind, box))
        except _BROKEN as error:
            raise _refusal(f"This archive cannot be read ({error}): pack it again.") from error


class _Box:
    """Where members are put, and how much may still be."""

    def __init__(self, archive: Path, folder: Path, most: int) -> None:
        self.archive, self.folder, self.most, self.bytes = archive, folder, most, 0

    def take(self, members: Iterable[tuple[str, str | None, Callable[[], BinaryIO]]]) -> list[Member]:
        found: list[Member] = []
        names: set[str] = set()
        for number, (name, wrong, read) in enumerate(members):
            if number >= MOST_FILES:
                raise _refusal(f"There are more than {MOST_FILES:,} files in this archive: split it.")
            path = self.archive / name.lstrip("/")
            wrong = wrong or _wrong(name) or (_TWICE if name in names else None)
            names.add(name)
            if wrong:
                found.append((path, None, Problem(None, None, wrong)))
            else:
                place = self.folder / str(number)
                self._copy(read, place)
                found.append((path, place, None))
        return sorted(found, key=lambda member: str(member[0]))

    def _copy(self, read: Callable[[], BinaryIO], place: Path) -> None:
        with read() as source, place.open("wb") as target:
            self.copy(source, target)

    def copy(self, source: BinaryIO, target: BinaryIO, *, counted: bool = True) -> None:
        """Copy to the end, if there is room for it."""
        size = self.bytes if counted else 0
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > self.most:
                message = (
                    f"This archive unpacks to more than {self.most / 1e6:,.0f} MB, {MOST_TIMES} times its own size or all that "
                    "is read: split it, or pack what it holds by itself."
                )
                raise _refusal(message)
            target.write(chunk)
        if counted:
            self.bytes = size


_TWICE = "A file of this name is in the archive already: only the first is read."


def _wrong(name: str) -> str | None:
    """Why a member is not read, by its name; None if it may be."""
    if (
        name.startswith(("/", "\\"))
        or ".." in PurePosixPath(name.replace("\\", "/")).parts
        or ":" in name[:3]
    ):
        return "Its name leads out of the archive, so it is not read: pack it with a plain name."
    if is_archive(Path(name)):
        return "An archive in an archive is not read: unpack it and load what it holds."
    return None


def _zip(file: BinaryIO) -> Iterator[tuple[str, str | None, Callable[[], BinaryIO]]]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if member.is_dir() or _is_hidden(member.filename):
                continue
            is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
            wrong = _LINK if is_link else _LOCKED if member.flag_bits & 1 else None
            yield member.filename, wrong, partial(_opened, archive, member)


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(member))


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    return cast(BinaryIO, archive.extractfile(member))


_LINK = "This is a link or a device, so it is not read: pack the file itself."
_LOCKED = "This is locked by a password: unpack it and load what it holds."


def _tar(file: BinaryIO, kind: str, box: _Box) -> Iterator[tuple[str, str | None, Callable[[], BinaryIO]]]:
    """Decompressed first, as tar is read back and forth; never into memory."""
    plain: Any = file
    if kind != ".tar":
        plain = (box.folder / "tar").open("w+b")
        with _TAR[kind](file) as compressed:
            box.copy(compressed, plain, counted=False)
        plain.seek(0)
    try:
        with tarfile.open(fileobj=_Bounded(plain), mode="r:") as archive:  # type: ignore[call-overload]
            for member in archive:
                if not member.isdir() and not _is_hidden(member.name):
                    wrong = None if member.isreg() and not member.issparse() else _LINK
                    yield member.name, wrong, partial(_extracted, archive, member)
    finally:
        if plain is not file:
            plain.close()


class _Bounded:
    """A file for tarfile, which reads a header whole, however long it says that it is."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.seek, self.tell = file, file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LONGEST_HEADER:
            raise tarfile.ReadError("a header in it is too long")
        return self.file.read(size)


def _is_hidden(name: str) -> bool:
    """As in folders: names that begin with a dot, and what macOS packs beside each file."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or "__MACOSX" in parts


def _refusal(message: str) -> Refusal:
    return Refusal(Problem(None, None, message))
