"""The schema of the seed format (seeds/schema.json): what a record may hold, and clear words for what it may
not.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from rapidfuzz import fuzz, process

from newsroom import edtf
from seeds.records import Lines, Problem

SCHEMA_PATH = Path(__file__).resolve().parent.parent / "schema.json"
_YES_OR_NO = {word: word in ("true", "yes", "on") for word in ("true", "yes", "on", "false", "no", "off")}
_NO_CHARACTER = re.compile(r"[\0\ud800-\udfff]")


@cache
def schema() -> dict[str, Any]:
    return dict(json.loads(SCHEMA_PATH.read_text(encoding="utf-8")))


@cache
def definition(name: str) -> dict[str, Any]:
    """The schema of one kind of record, such as "person" or "article"."""
    found: dict[str, Any] = schema()["$defs"][name]
    return found


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """As ECMA-262 has it: "$" is the very end. Python's would let a line break through."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})


@cache
def _validator(name: str) -> Any:
    return _Validator({"$ref": f"#/$defs/{name}", "$defs": schema()["$defs"]})


def checked(name: str, value: Any, lines: Lines) -> tuple[Any, list[Problem]]:
    """The value, numbers and yes-or-no words read as such, and all that is wrong, each at its line."""
    value = _coerced(value, definition(name))
    problems = [_problem(error, lines) for error in _leaves(_validator(name).iter_errors(value))]
    complained = {problem.field for problem in problems}
    formats = _formats(value, definition(name), lines, ())
    return value, problems + [problem for problem in formats if problem.field not in complained]


def nearest(word: str, known: list[str]) -> str:
    """The cure for a word that is not known: the nearest one, or all of them."""
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
    if found:
        return f"did you mean “{found[0]}”?"
    return f"known are: {', '.join(known)}." if known else "nothing may stand here."


_JSON_TYPES = {dict: "object", list: "array", str: "string"}


def _resolve(part: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    """What a value is held to: references followed, of alternatives the one of the value's type."""
    while True:
        if "$ref" in part:
            part = definition(part["$ref"].rsplit("/", 1)[1])
        elif "anyOf" in part:
            wanted = next((name for kind, name in _JSON_TYPES.items() if isinstance(value, kind)), "null")
            alternatives = [_resolve(other, value) for other in part["anyOf"]]
            part = next((other for other in alternatives if wanted in _types(other)), {})
        else:
            return part


def _types(part: Mapping[str, Any]) -> list[str]:
    types = part.get("type", [])
    return types if isinstance(types, list) else [types]


def _coerced(value: Any, part: Mapping[str, Any]) -> Any:
    """Texts become the numbers and the yes or no that the schema asks for."""
    part = _resolve(part, value)
    if isinstance(value, dict):
        known = part.get("properties", {})
        rest = part.get("additionalProperties")
        rest = rest if isinstance(rest, dict) else {}
        return {key: _coerced(item, known.get(key, rest)) for key, item in value.items()}
    if isinstance(value, list):
        return [_coerced(item, part.get("items", {})) for item in value]
    return _read(value, _types(part)) if isinstance(value, str) else value


def _read(text: str, wanted: list[str]) -> Any:
    """A number or a yes or no where one is wanted and the text is one; the text itself otherwise."""
    if "boolean" in wanted:
        return _YES_OR_NO.get(text.lower(), text)
    if not {"number", "integer"} & set(wanted):
        return text
    try:
        number = int(text) if "integer" in wanted else float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """The errors that say something: of alternatives, those of the one that came nearest."""
    for error in errors:
        if error.validator in ("anyOf", "oneOf") and error.context:
            yield from _nearest_alternative(error)
        else:
            yield error


def _nearest_alternative(error: ValidationError) -> Iterator[ValidationError]:
    alternatives: dict[Any, list[ValidationError]] = {}
    for inner in error.context or []:
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    of_its_kind = [
        errors
        for errors in alternatives.values()
        if not any(
            inner.validator == "const" or (inner.validator == "type" and not inner.path) for inner in errors
        )
    ]
    if of_its_kind:
        yield from _leaves(iter(sorted(of_its_kind, key=len)[0]))
    else:
        yield error


def _problem(error: Any, lines: Lines) -> Problem:
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
        missing = next(key for key in error.validator_value if key not in error.instance)
        return Problem(
            lines.of(*path), ".".join([*map(str, path), missing]), f"“{missing}” is missing: add it."
        )
    return Problem(lines.of(*path), name, _words(error))


def _words(error: Any) -> str:
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
        return f"“{value}” should be {' or '.join(names.get(str(w), str(w)) for w in wanted if w != 'null')}."
    if error.validator in ("minLength", "minItems"):
        return "This is empty: fill it or take the key out."
    if error.validator == "maxLength":
        return f"This is longer than {error.validator_value} characters: shorten it."
    if cure := error.schema.get("x-cure"):
        return f"“{value}”: {cure}"
    return error.message if len(error.message) < 200 else f"{error.message[:200]}…"


def _formats(
    value: Any, part: Mapping[str, Any], lines: Lines, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """What JSON Schema cannot say: dates that are none (marked in the schema), characters that no database
    holds.
    """
    part = _resolve(part, value)
    if isinstance(value, dict):
        rest = part.get("additionalProperties")
        for key, item in value.items():
            inner = part.get("properties", {}).get(key, rest if isinstance(rest, dict) else {})
            yield from _formats(item, inner, lines, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _formats(item, part.get("items", {}), lines, (*path, index))
    elif isinstance(value, str) and (message := _misformed(value, part)):
        yield Problem(lines.of(*path), ".".join(map(str, path)) or None, message)


def _misformed(value: str, part: Mapping[str, Any]) -> str | None:
    """What is wrong with a text, with its cure; None if nothing is."""
    if found := _NO_CHARACTER.search(value):
        return f"The character U+{ord(found[0]):04X} stands here: take it out."
    try:
        if part.get("x-edtf"):
            edtf.canonical(value)
        if "x-day" in part:
            date.fromisoformat(value)
        if "x-moment" in part:
            datetime.fromisoformat(value)
    except edtf.EDTFError as error:
        return str(error)
    except ValueError:
        return f"“{value}” is in no calendar: {part.get('x-cure', 'write a day that there was.')}"
    return None
