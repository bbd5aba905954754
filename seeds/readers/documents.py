"""Raw documents: text as copied from a page, and what an editor knows about it in the `.meta.yaml` beside it."""

import hashlib
from pathlib import Path
from typing import Any

from seeds.readers.files import content_of, text_in
from seeds.readers.nodes import parse
from seeds.readers.schema import checked
from seeds.records import Document, FileRead, Refusal, Problem

META = ".meta.yaml"


def is_meta(path: Path) -> bool:
    """Whether a file tells about the document beside it; it belongs to that and is no file of its own."""
    return path.name.endswith((META, ".meta.yml")) and any(_document_of(path))


def _document_of(meta: Path) -> list[Path]:
    stem = meta.name[: meta.name.rindex(".meta.")]
    return [path for path in [meta.with_name(stem + ".txt")] if path.exists()]


def read_document(path: Path) -> FileRead:
    """One raw document."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        text = text_in(content)
        found.document = Document(path, content, text, _meta(path))
    except Refusal as refusal:
        found.problems += refusal.problems
        found.refused = 1
    return found


def _meta(path: Path) -> dict[str, Any]:
    beside = [path.with_name(path.stem + suffix) for suffix in (META, ".meta.yml")]
    meta = next((other for other in beside if other.exists()), None)
    if meta is None:
        return {}
    try:
        value, lines = parse(text_in(content_of(meta)))
        value, problems = checked("meta", value or {}, lines)
    except Refusal as refusal:
        problems = list(refusal.problems)
    if problems:
        named = [Problem(p.line, p.field, f"In {meta.name}: {p.message}") for p in problems]
        raise Refusal(*named)
    return {key: item for key, item in value.items() if item is not None}
