"""One reader a format; each turns a file into records and never stops at the first problem."""

from collections.abc import Callable
from pathlib import Path

from seeds.readers.articles import read_article
from seeds.readers.documents import document_of, is_meta, read_document, read_lone_meta
from seeds.readers.editions import EDITIONS, read_editions
from seeds.readers.structured import read_structured
from seeds.records import FileRead

Reader = Callable[[Path], FileRead]

_BY_SUFFIX: dict[str, Reader] = {
    ".yaml": read_structured,
    ".yml": read_structured,
    ".md": read_article,
    ".txt": read_document,
}


def reader_of(path: Path) -> Reader | None:
    """The reader that claims a file by its name, or None."""
    if path.name.endswith(EDITIONS):
        return read_editions
    return read_lone_meta if is_meta(path) else _BY_SUFFIX.get(path.suffix.lower())


__all__ = ["Reader", "document_of", "is_meta", "reader_of"]
