"""Editions as dump_seeds writes them: one JSON file for each article, every word as it was published."""

import hashlib
import json
from pathlib import Path
from typing import Any

from seeds.readers.files import content_of, text_in
from seeds.readers.schema import checked
from seeds.records import FileRead, Lines, Problem, Record, Refusal

EDITIONS = ".editions.json"


def read_editions(path: Path) -> FileRead:
    """One record: `{"editions": […]}`, in the order of their numbers."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        found.records.append(_record(path, text_in(content)))
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _record(path: Path, text: str) -> Record:
    editions = _list(text)
    problems: list[Problem] = []
    for edition in editions:
        problems += checked("edition", edition, Lines(1))[1]
    if not problems and len({edition["article"] for edition in editions}) > 1:
        problems.append(Problem(1, "article", "The editions are of several articles. Dump the record again."))
    if problems:
        raise Refusal(*problems)
    return Record("editions", {"editions": editions}, Lines(1), path)


def _list(text: str) -> list[Any]:
    try:
        editions = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise Refusal(Problem(line, None, f"This is not JSON: {error}. Dump the record again.")) from error
    if not isinstance(editions, list) or not editions:
        raise Refusal(Problem(1, None, "The file should hold a list of editions. Dump the record again."))
    return editions
