"""Killing `publish` and `publish_due` anywhere leaves whole editions only.

Each process checks what the one before it left (tests/articles/killed.py): chains, passages, live editions and all
that is derived.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import empty_database
from tests.environment import ROOT

pytestmark = pytest.mark.own_processes
KILLS = 20 if os.environ.get("TORTURE") else 2


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of processes with a database of their own."""
    folder = tmp_path_factory.mktemp("killed")
    with empty_database(folder) as url:
        yield {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": url}


def start(environment: dict[str, str], what: str, after: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.articles.killed", what, str(after)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    text = process.stdout.readline()
    assert text, f"the process ended early, with status {process.wait()}"
    return json.loads(text)


def whole(found: dict[str, Any]) -> None:
    assert found["broken"] == []
    assert (found["still_due"], found["twice"]) == (0, 0)


@pytest.mark.parametrize("what", ["publish", "due"])
def test_a_kill_at_any_point_leaves_whole_editions_only(environment, what):
    unhurt = start(environment, what, 0)
    whole(line(unhurt))
    line(unhurt)
    statements = line(unhurt)["statements"]
    unhurt.wait()
    chance = random.Random()
    kills = 0
    while kills < KILLS:
        from_outside = kills % 3 == 2  # also in the middle of a statement or a commit
        process = start(environment, what, 0 if from_outside else chance.randint(1, statements))
        whole(line(process))
        line(process)
        if from_outside:
            time.sleep(chance.uniform(0, 0.2))
            process.kill()
        kills += process.wait() == -signal.SIGKILL
    last = start(environment, what, 0)
    whole(line(last))
    last.wait()


def test_what_a_kill_kept_from_being_published_is_published_at_the_next_look(environment):
    process = start(environment, "due", 10)
    assert process.wait() == -signal.SIGKILL
    after = start(environment, "due", 0)
    found = line(after)
    assert found["caught_up"] == 3
    whole(found)
    after.wait()
