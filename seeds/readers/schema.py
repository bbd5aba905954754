"""The schema of the seed format (seeds/schema.json): what a record may hold, and clear words for what it may not."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from rapidfuzz import process

from newsroom import edtf
from seeds.records import Lines, Problem

SCHEMA_PATH = Path(__file__).resolve().parent.parent / "schema.json"


@cache
def schema() -> dict[str, Any]:
    return json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


@cache
def definition(name: str) -> dict[str, Any]:
    """The schema of one kind of record, such as "person" or "article"."""
    found: dict[str, Any] = schema()["$defs"][name]
    return found


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema()["$defs"]})


def checked(name: str, value: Any, lines: Lines) -> tuple[Any, list[Problem]]:
    """The value with its numbers read as numbers, and all that is wrong with it, each problem at its line."""
    value = _coerced(value, definition(name))
    problems = [_problem(error, lines) for error in _leaves(_validator(name).iter_errors(value))]
    problems += [problem for problem in _dates(value, definition(name), lines, ())]
    return value, problems


def nearest(word: str, known: list[str]) -> str:
    """The cure for a word that is not known: the nearest one, or all of them."""
    found = process.extractOne(word, known, score_cutoff=60)
    if found:
        return f"did you mean “{found[0]}”?"
    return f"known are: {', '.join(known)}." if known else "nothing may stand here."


_JSON_TYPES = {dict: "object", list: "array", str: "string"}


def _resolve(part: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """The schema that a value is held to: references followed, of alternatives the one of the value's type."""
    while True:
        if "$ref" in part:
            part = definition(part["$ref"].rsplit("/", 1)[1])
        elif "anyOf" in part:
            wanted = _JSON_TYPES.get(type(value), "null")
            alternatives = [_resolve(other, value) for other in part["anyOf"]]
            part = next((other for other in alternatives if wanted in _types(other)), {})
        else:
            return part


def _types(part: Mapping[str, Any]) -> list[str]:
    types = part.get("type", [])
    return types if isinstance(types, list) else [types]


def _coerced(value: Any, part: Mapping[str, Any]) -> Any:
    """Texts become the numbers that the schema asks for."""
    part = _resolve(part, value)
    if isinstance(value, dict):
        known = part.get("properties", {})
        rest = part.get("additionalProperties")
        rest = rest if isinstance(rest, dict) else {}
        return {key: _coerced(item, known.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        return [_coerced(item, part.get("items", {})) for item in value]
    wanted = _types(part)
    if isinstance(value, str) and ("number" in wanted or "integer" in wanted):
        try:
            return int(value) if "integer" in wanted else float(value)
        except ValueError:
            return value
    return value


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """The errors that say something: of alternatives, those of the one that came nearest."""
    for error in errors:
        if error.validator in ("anyOf", "oneOf") and error.context:
            telling = [inner for inner in error.context if inner.validator != "type" or inner.path]
            yield from _leaves(iter(telling)) if telling else iter([error])
        else:
            yield error


def _problem(error: ValidationError, lines: Lines) -> Problem:
    path = list(error.absolute_path)
    name = ".".join(str(step) for step in path) or None
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = sorted(set(error.instance) - set(known))[0]
        where = ".".join(str(step) for step in [*path, unknown])
        return Problem(
            lines.of(*path, unknown), where, f"“{unknown}” is no key here: {nearest(unknown, known)}"
        )
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance][0]
        return Problem(
            lines.of(*path), ".".join([*map(str, path), missing]), f"“{missing}” is missing: add it."
        )
    return Problem(lines.of(*path), name, _words(error))


def _words(error: ValidationError) -> str:
    value = (
        error.instance
        if isinstance(error.instance, str | int | float | bool)
        else type(error.instance).__name__
    )
    if error.validator == "enum":
        known = [str(item) for item in error.validator_value if item is not None]
        return f"“{value}” is not one of the words that may stand here: {nearest(str(value), known)}"
    if error.validator == "type":
        names = {
            "string": "text",
            "array": "a list",
            "object": "keys with values",
            "boolean": "true or false",
        }
        wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return f"“{value}” should be {' or '.join(names.get(w, w) for w in wanted if w != 'null')}."
    if error.validator in ("minLength", "minItems"):
        return "This is empty: fill it or take the key out."
    if error.validator == "maxLength":
        return f"This is longer than {error.validator_value} characters: shorten it."
    if cure := error.schema.get("x-cure"):
        return f"“{value}”: {cure}"
    return error.message if len(error.message) < 200 else f"{error.message[:200]}…"


def _dates(
    value: Any, part: Mapping[str, Any], lines: Lines, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """What is marked as EDTF in the schema and is none."""
    part = _resolve(part, value)
    if isinstance(value, dict):
        for key, item in value.items():
            if inner := part.get("properties", {}).get(key):
                yield from _dates(item, inner, lines, (*path, key))
    elif isinstance(value, list) and "items" in part:
        for index, item in enumerate(value):
            yield from _dates(item, part["items"], lines, (*path, index))
    elif part.get("x-edtf") and isinstance(value, str):
        try:
            edtf.canonical(value)
        except edtf.EDTFError as error:
            yield Problem(lines.of(*path), ".".join(map(str, path)), str(error))
