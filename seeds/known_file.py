"""Names to link against from a file: rows with id, name and type, or a seed file of the project.  No Django."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from articles.linking import KnownName, KnownNames
from articles.linking.found import Kind
from articles.linking.known import Form

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl")
_LISTS: dict[str, Kind] = {"people": "person", "organizations": "organization", "events": "event"}


class UnknownFile(ValueError):
    """The file cannot be read as names; the message says where and why."""


def names_in(path: Path) -> KnownNames:
    """The names of the file, its ids given back unchanged.  UnknownFile where it is none that we can read."""
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnknownFile(f"{path}: {error}") from error
    try:
        value = _parsed(content, path.suffix.lower())
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise UnknownFile(f"{path}: {error}") from error
    return KnownNames(rows_in(path, value))


def rows_in(path: Path, value: Any) -> Iterator[KnownName]:
    """The names of a parsed file: a list of rows, or the lists of a seed file.  UnknownFile where a row is none."""
    rows = _seed_rows(value) if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise UnknownFile(f"{path}: a list of rows with id, name and type is wanted")
    for number, row in enumerate(rows, 1):
        yield from _names_of(row, f"{path}, row {number}")


def _parsed(content: str, suffix: str) -> Any:
    if suffix == ".jsonl":
        return [json.loads(line) for line in content.splitlines() if line.strip()]
    if suffix == ".json":
        return json.loads(content)
    return yaml.safe_load(content)


def _seed_rows(value: dict[str, Any]) -> list[Any]:
    """The rows of a seed file: its lists of people, organizations and events, and the names that stand by themselves."""
    rows = [
        {**row, "type": kind}
        for name, kind in _LISTS.items()
        for row in value.get(name) or []
        if isinstance(row, dict)
    ]
    by_id = {row.get("id"): row for row in rows}
    for name in value.get("names") or []:
        if isinstance(name, dict) and name.get("entity") in by_id:
            row = by_id[name["entity"]]
            row["names"] = [*(row.get("names") or []), name]
    return rows


def _names_of(row: Any, where: str) -> Iterator[KnownName]:
    if not isinstance(row, dict) or row.get("type") not in get_args(Kind):
        raise UnknownFile(
            f"{where}: an object with “id”, “name” and “type” ({', '.join(get_args(Kind))}) is wanted"
        )
    entity, name, kind = row.get("id"), row.get("name"), cast(Kind, row["type"])
    if not isinstance(entity, str | int) or not isinstance(name, str) or not name.strip():
        raise UnknownFile(f"{where}: “id” and “name” are wanted")
    yield KnownName(name, entity, kind, "canonical", name)
    for other in [*(row.get("names") or []), *(row.get("aliases") or [])]:
        text, form = (
            (other, "alias") if isinstance(other, str) else (other.get("text"), other.get("kind", "alias"))
        )
        if not isinstance(text, str) or form not in get_args(Form):
            raise UnknownFile(
                f"{where}: the name {other!r} is none: “text” and a “kind” of {', '.join(get_args(Form))} are wanted"
            )
        yield KnownName(text, entity, kind, cast(Form, form), name)
