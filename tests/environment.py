"""The environment variables that the code reads, found in the code itself."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def names_read() -> frozenset[str]:
    """Every NAME in a call such as env.flag("NAME") anywhere in the site's code."""
    texts = (
        path.read_text()
        for app in ("newsroom", "people", "articles", "seeds")
        for path in (ROOT / app).rglob("*.py")
    )
    return frozenset(name for text in texts if "env." in text for name in _names_in(ast.parse(text)))


def _names_in(tree: ast.AST) -> set[str]:
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
