"""YAML to plain values that remember their lines.

Scalars stay the text that was written (2018-12 or the country NO would come out as something else); the
schema says what they are. Values are built from the parser's events, so that no depth of nesting and no
number of aliases can take the stack or the memory. Two values for one key are refused.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from seeds.records import Lines, Problem, Refusal

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = ("", "~", "null", "Null", "NULL")
_MOST = 2_000_000  # values in one file, aliases counted each time they are used
_MOST_REPEATED = 10_000  # values that aliases repeat
_DEEPEST = 50

Built = tuple[Any, Lines]


def parse(text: str, first_line: int = 1) -> Built:
    """The value and its lines. `first_line` is where `text` begins in its file. Refusal names line and
    column.
    """
    try:
        return _Builder(yaml.parse(text, Loader=_LOADER), first_line).document()
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(error, text, first_line) from error
    except yaml.reader.ReaderError as error:
        raise _unprintable(text, first_line) from error
    except yaml.YAMLError as error:
        raise Refusal(Problem(first_line, None, f"This is not YAML: {error}.")) from error


def _no_yaml(error: yaml.MarkedYAMLError, text: str, first_line: int) -> Refusal:
    """The line and column of a mistake; what has no end is told where it begins, if the parser knows."""
    mark, last = error.problem_mark, text.rstrip().count("\n")
    if mark is None or mark.line > last:
        mark = error.context_mark or mark
    at_end = mark is None or mark.line > last
    where = "at the end" if mark is None or at_end else f"at column {mark.column + 1}"
    line = last if mark is None or at_end else mark.line
    what = error.problem or error.context or "it cannot be read"
    message = f"This is not YAML, {where}: {what}. Check indentation and quotes."
    return Refusal(Problem(line + first_line, None, message))


def _unprintable(text: str, first_line: int) -> Refusal:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return Refusal(Problem(first_line, None, "This is not YAML: a character in it may not stand there."))
    line = text.count("\n", 0, found.start()) + first_line
    message = f"The character U+{ord(found[0]):04X} may not stand in YAML: take it out."
    return Refusal(Problem(line, None, message))


class _Builder:
    def __init__(self, events: Iterator[Any], first_line: int) -> None:
        self.events, self.first_line = events, first_line
        self.count = self.repeated = 0
        self.anchors: dict[
            str, tuple[Built, int]
        ] = {}  # name → what it stands for, and how many values that is

    def document(self) -> Built:
        built: Built = None, Lines(self.first_line)
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refusal(event, "A second document begins here: put it in a file of its own.")
                built = self._value(next(self.events), 0)
        return built

    def _value(self, event: Any, depth: int) -> Built:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(event, 1)
        if depth > _DEEPEST:
            raise self._refusal(
                event, f"Values lie more than {_DEEPEST} deep in one another: write it flatter."
            )
        before = self.count
        if isinstance(event, yaml.MappingStartEvent):
            built = self._mapping(event, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            built = self._sequence(event, depth)
        else:
            built = self._scalar(event), Lines(self._line(event))
        if event.anchor:
            self.anchors[event.anchor] = built, self.count - before + 1
        return built

    def _alias(self, event: Any) -> Built:
        if event.anchor not in self.anchors:
            raise self._refusal(event, f"“*{event.anchor}” names no value before this line.")
        (value, lines), size = self.anchors[event.anchor]
        self.repeated += size
        if self.repeated > _MOST_REPEATED:
            raise self._refusal(event, "Aliases repeat too much here: write the values out.")
        self._count(event, size)
        return value, Lines(self._line(event), lines.parts)

    def _sequence(self, start: Any, depth: int) -> Built:
        values: list[Any] = []
        parts: dict[str | int, Lines] = {}
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            value, where = self._value(event, depth + 1)
            parts[len(values)] = where
            values.append(value)
        return values, Lines(self._line(start), parts)

    def _mapping(self, start: Any, depth: int) -> Built:
        values: dict[str, Any] = {}
        parts: dict[str | int, Lines] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, line = self._key(event), self._line(event)
            if key in values:
                message = f"“{key}” stands here twice (first in line {parts[key].line}): keep one."
                raise self._refusal(event, message, key)
            values[key], where = self._value(next(self.events), depth + 1)
            parts[key] = Lines(line, where.parts)
        return values, Lines(self._line(start), parts)

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refusal(event, "A key must be a word.")
        return str(event.value)

    def _scalar(self, event: Any) -> str | None:
        plain = event.implicit[0] and event.style in (None, "")
        return None if plain and event.value in _NULL else str(event.value)

    def _count(self, event: Any, more: int) -> None:
        self.count += more
        if self.count > _MOST:
            raise self._refusal(event, f"The file holds more than {_MOST} values: split it.")

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def _refusal(self, event: Any, message: str, key: str | None = None) -> Refusal:
        return Refusal(Problem(self._line(event), key, message))
