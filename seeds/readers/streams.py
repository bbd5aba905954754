"""Files of many documents: read while they are written, so that memory stays flat."""

from collections.abc import Callable, Iterator
from pathlib import Path

from seeds.readers.files import sha256_of
from seeds.records import Document, FileRead, Refusal

Documents = Iterator[Document | Refusal]


def streamed(path: Path, documents: Callable[[Path], Documents]) -> FileRead:
    """A file whose documents are still to be read; what ends their reading comes as the last of them."""
    found = FileRead(path)
    try:
        found.sha256 = sha256_of(path)
        found.documents = _to_the_end(documents(path))
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _to_the_end(documents: Documents) -> Documents:
    try:
        yield from documents
    except Refusal as refusal:
        yield refusal
