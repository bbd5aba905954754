"""Raw documents: text as copied from a page, and the `.meta.yaml` beside it."""

import hashlib
from pathlib import Path
from typing import Any

from seeds.readers.files import content_of, document_text, exists, text_in
from seeds.readers.nodes import parse
from seeds.readers.schema import checked
from seeds.records import Document, FileRead, Lines, Problem, Refusal

META = (".meta.yaml", ".meta.yml")
DESCRIBED = (".txt", ".html", ".htm", ".xhtml", ".mhtml", ".mht")  # what a `.meta.yaml` may tell about


def is_meta(path: Path) -> bool:
    """Whether a file tells about a document."""
    return path.name.endswith(META)


def document_of(meta: Path) -> Path | None:
    """The document that a `.meta.yaml` belongs to; None if it is not there."""
    stem = meta.name[: meta.name.rindex(".meta.")]
    beside = (meta.with_name(stem + suffix) for suffix in DESCRIBED)
    return next((document for document in beside if exists(document)), None)


def read_document(path: Path) -> FileRead:
    """One raw document."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        text, notes = document_text(content)
        found.document = Document(path, content, text, *meta_beside(path), notes=notes)
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def read_lone_meta(path: Path) -> FileRead:
    """A `.meta.yaml` whose document is not there: refused, as what it says would be lost unseen."""
    found = FileRead(path)
    name = path.name[: path.name.rindex(".meta.")] + ".txt"
    found.refuse(
        Problem(None, None, f"There is no {name} beside it: put the document there, or remove this file.")
    )
    return found


def meta_beside(path: Path) -> tuple[dict[str, Any], Lines]:
    """What an editor knows about a document, and its lines; nothing where no file tells. Refusal if it is wrong."""
    beside = [path.with_name(path.stem + suffix) for suffix in META]
    meta = next((other for other in beside if exists(other)), None)
    if meta is None:
        return {}, Lines(1)
    try:
        value, lines = parse(text_in(content_of(meta)))
        value, problems = checked("meta", value if value is not None else {}, lines)
    except Refusal as refusal:
        problems = list(refusal.problems)
    if problems:
        raise Refusal(*(in_meta(path, problem) for problem in problems))
    return {key: item for key, item in value.items() if item is not None}, lines


def in_meta(path: Path, problem: Problem) -> Problem:
    """A problem of the file beside a document, said of that file."""
    return Problem(problem.line, problem.field, f"In {path.stem}.meta.yaml: {problem.message}")
