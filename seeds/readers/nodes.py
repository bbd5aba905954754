"""YAML to plain values that remember their lines.

Numbers and dates stay the text that was written (2018-12 would come out as something else); the schema says what they
are. Two values for one key and aliases that blow up are refused.
"""

from typing import Any

import yaml

from seeds.records import Lines, Problem, Refusal

_NULL, _BOOL = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"
_TRUE = ("true", "yes", "on")
_MOST = 2_000_000  # values in one file, aliases counted each time they are used
_DEEPEST = 50


def parse(text: str, first_line: int = 1) -> tuple[Any, Lines]:
    """The value and its lines. `first_line` is where `text` begins in its file. Refusal names line and column."""
    try:
        node = yaml.compose(
            text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        column = (mark.column if mark else 0) + 1
        what = error.problem or error.context or "it cannot be read"
        raise Refusal(
            Problem(
                line, None, f"This is not YAML, at column {column}: {what}. Check indentation and quotes."
            )
        ) from error
    except yaml.YAMLError as error:
        raise Refusal(Problem(first_line, None, f"This is not YAML: {error}.")) from error
    if node is None:
        return None, Lines(first_line)
    return _Builder(first_line).build(node, 0)


class _Builder:
    def __init__(self, first_line: int) -> None:
        self.first_line, self.count = first_line, 0

    def build(self, node: yaml.Node, depth: int) -> tuple[Any, Lines]:
        line = node.start_mark.line + self.first_line
        self.count += 1
        if self.count > _MOST or depth > _DEEPEST:
            raise Refusal(Problem(line, None, "The file holds too many values, or too deep ones: split it."))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, line, depth)
        if isinstance(node, yaml.SequenceNode):
            built = [self.build(item, depth + 1) for item in node.value]
            return [value for value, _ in built], Lines(
                line, {i: where for i, (_, where) in enumerate(built)}
            )
        return self._scalar(node), Lines(line)

    def _mapping(self, node: yaml.MappingNode, line: int, depth: int) -> tuple[Any, Lines]:
        values: dict[str, Any] = {}
        parts: dict[str | int, Lines] = {}
        for key_node, value_node in node.value:
            here = key_node.start_mark.line + self.first_line
            if not isinstance(key_node, yaml.ScalarNode):
                raise Refusal(Problem(here, None, "A key must be a word."))
            key = str(key_node.value)
            if key in values:
                raise Refusal(
                    Problem(
                        here, key, f"“{key}” stands here twice (first in line {parts[key].line}): keep one."
                    )
                )
            values[key], where = self.build(value_node, depth + 1)
            parts[key] = Lines(here, where.parts)
        return values, Lines(line, parts)

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag == _NULL:
            return None
        if node.tag == _BOOL:
            return node.value.lower() in _TRUE
        return str(node.value)
