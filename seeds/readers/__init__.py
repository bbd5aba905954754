"""One reader a format; each turns a file into records and never stops at the first problem."""

from collections.abc import Callable
from pathlib import Path

from seeds.readers.articles import read_article
from seeds.readers.documents import document_of, is_meta, read_document, read_lone_meta
from seeds.readers.editions import EDITIONS, read_editions
from seeds.readers.feeds import read_feed
from seeds.readers.files import exists
from seeds.readers.markup import read_xml
from seeds.readers.newsml import read_newsml
from seeds.readers.ninjs import read_json
from seeds.readers.pages import read_page
from seeds.readers.structured import read_structured
from seeds.readers.tables import read_csv, read_json_lines
from seeds.records import FileRead

Reader = Callable[[Path], FileRead]

_BY_SUFFIX: dict[str, Reader] = {
    ".yaml": read_structured,
    ".yml": read_structured,
    ".md": read_article,
    ".txt": read_document,
    ".html": read_page,
    ".htm": read_page,
    ".xhtml": read_page,
    ".mhtml": read_page,
    ".mht": read_page,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_xml,
    ".newsml": read_newsml,
    ".json": read_json,
    ".ninjs": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_csv,
}
SUFFIXES = tuple(_BY_SUFFIX)
_PAGES = (".html", ".htm", ".xhtml")


def reader_of(path: Path) -> Reader | None:
    """The reader that claims a file by its name, or None."""
    if path.name.endswith(EDITIONS):
        return read_editions
    if is_meta(path):
        return read_lone_meta
    return None if _is_part_of_a_page(path) else _BY_SUFFIX.get(path.suffix.lower())


def _is_part_of_a_page(path: Path) -> bool:
    """Whether a browser saved the file beside a page, in the folder that it names after it."""
    folder = path.parent
    if not folder.name.endswith("_files"):
        return False
    page = folder.name.removesuffix("_files")
    return any(exists(folder.with_name(page + suffix)) for suffix in _PAGES)


__all__ = ["SUFFIXES", "Reader", "document_of", "is_meta", "reader_of"]
