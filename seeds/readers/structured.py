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
}


def read_structured(path: Path) -> FileRead:
    """The records of one YAML file, in the order in which they can be written."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        value, lines = parse(text_in(content))
    except Refusal as refusal:
        found.problems += refusal.problems
        found.refused = 1
        return found
    if not isinstance(value, dict):
        return _refused(
            found, Problem(1, None, f"The file should hold lists of records: {', '.join(LISTS)}.")
        )
    for key in value:
        if key not in LISTS:
            _refused(
                found,
                Problem(lines.of(key), key, f"“{key}” is no list of records: {nearest(key, list(LISTS))}"),
            )
    for name in LISTS:
        if value.get(name) is not None:
            _read_list(found, name, value[name], lines.parts[name])
    return found


def _read_list(found: FileRead, name: str, value: Any, lines: Lines) -> None:
    if not isinstance(value, list):
        _refused(
            found, Problem(lines.line, name, f"“{name}” should be a list: begin each record with a hyphen.")
        )
        return
    for index, item in enumerate(value):
        where = lines.parts[index]
        item, problems = checked(SCHEMAS[name], item, where)
        if problems:
            _refused(found, *problems)
        else:
            found.records.append(Record(name, item, where, found.path))


def _refused(found: FileRead, *problems: Problem) -> FileRead:
    found.problems += problems
    found.refused += 1
    return found
