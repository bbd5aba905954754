"""docs/architecture.md names tests for each promise: they are there."""

import ast
import re

import pytest

from tests.environment import ROOT

SECTION = (ROOT / "docs/architecture.md").read_text().partition("## Promises and the tests that hold them")[2]
ROWS = re.findall(r"^\| (?!promise|---)(.+?) \| (.+) \|$", SECTION.partition("\n## ")[0], re.MULTILINE)


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("promise", "tests"), ROWS, ids=range(len(ROWS)))
def test_every_promise_has_its_tests(promise, tests):
    named = re.findall(r"`([a-z/_]+\.py)::(test_[a-z_]+)`", tests)
    assert named, promise
    assert len(named) == tests.count("::")
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_the_promises_are_listed():
    assert len(ROWS) > 25
