"""Killing what follows the outbox, or builds the index, anywhere loses no change and breaks no index."""

import signal

import pytest

from tests.killing import kill_anywhere, line, start

pytestmark = pytest.mark.own_processes


@pytest.fixture
def begin(own_database):
    own = {**own_database, "OUTBOX_WORKER": "1"}  # so that nothing is followed before it is time
    return lambda what, after: start(own, "tests.newsroom.search_killed", what, after)


def whole(found):
    assert (found["wrong"], found["waiting"]) == ([], 0)


@pytest.mark.parametrize("what", ["follow", "rebuild"])
def test_a_kill_at_any_point_loses_no_change(begin, what):
    kill_anywhere(lambda after: begin(what, after), whole)


def test_what_a_kill_kept_from_the_index_comes_with_the_next_following(begin):
    process = begin("follow", 8)
    assert process.wait() == -signal.SIGKILL
    after = begin("follow", 0)
    found = line(after)
    assert found["followed"] > 0
    whole(found)
    after.wait()
