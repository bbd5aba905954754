"""Killing `publish` and `publish_due` anywhere leaves whole editions only.

Each process checks what the one before it left (tests/articles/killed.py): chains, passages, live editions and all
that is derived.
"""

import signal
from collections.abc import Callable

import pytest

from tests.killing import Found, Process, kill_anywhere, line, start

pytestmark = pytest.mark.own_processes

Begin = Callable[[str, int], Process]


@pytest.fixture
def begin(own_database: dict[str, str]) -> Begin:
    return lambda what, after: start(own_database, "tests.articles.killed", what, after)


def whole(found: Found) -> None:
    assert found["broken"] == []
    assert (found["still_due"], found["twice"]) == (0, 0)


@pytest.mark.parametrize("what", ["publish", "due"])
def test_a_kill_at_any_point_leaves_whole_editions_only(begin: Begin, what: str) -> None:
    kill_anywhere(lambda after: begin(what, after), whole)


def test_what_a_kill_kept_from_being_published_is_published_at_the_next_look(begin: Begin) -> None:
    process = begin("due", 10)
    assert process.wait() == -signal.SIGKILL
    after = begin("due", 0)
    found = line(after)
    assert found["caught_up"] == 3
    whole(found)
    after.wait()
