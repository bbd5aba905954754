"""Bytes and text of a file, or a refusal that says what is wrong with it."""

import stat
from pathlib import Path

from seeds.records import Problem, Refusal

LARGEST = 50_000_000  # bytes


def content_of(path: Path) -> bytes:
    """The bytes of a file. Refusal if it cannot be read, is no ordinary file, or is too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refusal("This is no ordinary file, so it is not read: name a file.")
        if found.st_size > LARGEST:
            size = found.st_size / 1e6
            raise _refusal(
                f"The file has {size:.0f} MB, the most that is read is {LARGEST / 1e6:.0f} MB: split it."
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise _refusal(
            f"The file cannot be read ({reason}): check that it exists and its permissions."
        ) from error


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
