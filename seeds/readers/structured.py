"""Structured files: lists of records in YAML."""

import hashlib
from pathlib import Path
from typing import Any

from seeds.readers.files import content_of, text_in
from seeds.readers.nodes import parse
from seeds.readers.schema import checked, nearest
from seeds.records import LISTS, FileRead, Lines, Problem, Record, Refusal

#: list → the name of its records' schema
SCHEMAS = {
    "sections": "section",
    "references": "reference",
    "people": "person",
    "organizations": "organization",
    "events": "event",
    "names": "nameOf",
    "relations": "relation",
    "stories": "story",
    "preferences": "preference",
    "merges": "merge",
    "distinctions": "distinction",
    "candidates": "candidate",
}


def read_structured(path: Path) -> FileRead:
    """The records of one YAML file, in the order in which they can be written."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        value, lines = parse(text_in(content))
        _read_lists(found, value, lines)
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _read_lists(found: FileRead, value: Any, lines: Lines) -> None:
    if not isinstance(value, dict) or not value:
        raise Refusal(Problem(1, None, f"The file should hold lists of records: {', '.join(LISTS)}."))
    for key in value:
        if key not in LISTS:
            message = f"“{key}” is no list of records: {nearest(key, list(LISTS))}"
            found.refuse(Problem(lines.of(key), key, message))
    for name in LISTS:
        if value.get(name) is not None:
            _read_list(found, name, value[name], lines.parts[name])


def _read_list(found: FileRead, name: str, value: Any, lines: Lines) -> None:
    if not isinstance(value, list):
        message = f"“{name}” should be a list: begin each record with a hyphen."
        found.refuse(Problem(lines.line, name, message))
        return
    for index, item in enumerate(value):
        where = lines.parts[index]
        item, problems = checked(SCHEMAS[name], item, where)
        if problems:
            found.refuse(*problems)
            found.refused_ids += _id_of(item, where)
        else:
            found.records.append(Record(name, item, where, found.path))


def _id_of(item: Any, lines: Lines) -> list[tuple[str, int]]:
    """The id of a refused record and its line, if it has one: others may refer to it."""
    given = item.get("id") if isinstance(item, dict) else None
    return [(given, lines.line)] if isinstance(given, str) else []
