"""Bytes and text of a file, or a refusal that says what is wrong with it."""

import hashlib
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader
from pathlib import Path

from seeds.encodings import Unreadable, text_and_encoding
from seeds.records import Problem, Refusal

LARGEST = 50_000_000  # bytes
_UTF_8 = ("utf-8", "utf-8-sig")
_KEPT: ContextVar[Mapping[Path, Path]] = ContextVar("_KEPT", default={})  # noqa: B039 (never written to)


@contextmanager
def kept_elsewhere(places: Mapping[Path, Path]) -> Iterator[None]:
    """Read these paths, which are in no folder (members of archives, standard input), from where they are kept."""
    token = _KEPT.set(places)
    try:
        yield
    finally:
        _KEPT.reset(token)


def place_of(path: Path) -> Path:
    """Where the bytes of a path are."""
    return _KEPT.get().get(path, path)


def exists(path: Path) -> bool:
    return place_of(path).exists()


def content_of(path: Path) -> bytes:
    """The bytes of a file. Refusal if it cannot be read, is no ordinary file, or is too large."""
    place = place_of(path)
    try:
        found = place.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refusal("This is no ordinary file, so it is not read: name a file.")
        if found.st_size > LARGEST:
            size = found.st_size / 1e6
            raise _refusal(
                f"The file has {size:.0f} MB, the most that is read is {LARGEST / 1e6:.0f} MB: split it."
            )
        return place.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise _refusal(
            f"The file cannot be read ({reason}): check that it exists and its permissions."
        ) from error


def opened(path: Path) -> BufferedReader:
    """A file of any size, for those who read it piece by piece. Refusal if it cannot be read."""
    place = place_of(path)
    try:
        if not stat.S_ISREG(place.stat().st_mode):
            raise _refusal("This is no ordinary file, so it is not read: name a file.")
        return place.open("rb")
    except OSError as error:
        reason = error.strerror or error
        raise _refusal(
            f"The file cannot be read ({reason}): check that it exists and its permissions."
        ) from error


def sha256_of(path: Path) -> str:
    """The checksum of a file of any size."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def document_text(content: bytes, declared: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Text in any encoding, line ends as "\n", and a note of the encoding if it is not UTF-8. Refusal for what is no
    text.
    """
    try:
        text, encoding = text_and_encoding(content, declared)
    except Unreadable as error:
        raise _refusal(str(error), _line_of_nul(content)) from error
    if not text.strip():
        raise _refusal("The file is empty: fill it or remove it.")
    note = f"This is not UTF-8: it was read as {encoding}. If letters are wrong, save it as UTF-8."
    notes = () if encoding in _UTF_8 else (Problem(None, None, note),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _line_of_nul(content: bytes) -> int | None:
    at = content.find(b"\0")
    return content.count(b"\n", 0, at) + 1 if at >= 0 else None


def text_in(content: bytes) -> str:
    """UTF-8 text with line ends as "\\n". Refusal with the line of the first byte that is none, or for NUL
    bytes.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise _refusal(f"The byte 0x{byte:02X} is not UTF-8: save the file as UTF-8.", line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _refusal(
            "There is a NUL byte here, so this is no text: take it out, or save it as UTF-8.", line
        )
    if not text.strip():
        raise _refusal("The file is empty: fill it or remove it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refusal(message: str, line: int | None = None) -> Refusal:
    return Refusal(Problem(line, None, message))
