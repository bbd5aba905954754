"""Killing what follows the outbox, or builds the index, anywhere loses no change and breaks no index."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.articles.test_kills import environment, line  # noqa: F401  a fixture
from tests.environment import ROOT

pytestmark = pytest.mark.own_processes
KILLS = 20 if os.environ.get("TORTURE") else 2


def start(environment, what, after):  # noqa: F811
    command = [sys.executable, "-m", "tests.newsroom.search_killed", what, str(after)]
    own = {**environment, "OUTBOX_WORKER": "1"}  # so that nothing is followed before it is time
    return subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True)


def whole(found):
    assert (found["wrong"], found["waiting"]) == ([], 0)


@pytest.mark.parametrize("what", ["follow", "rebuild"])
def test_a_kill_at_any_point_loses_no_change(environment, what):  # noqa: F811
    unhurt = start(environment, what, 0)
    whole(line(unhurt))
    line(unhurt)
    statements = line(unhurt)["statements"]
    unhurt.wait()
    chance = random.Random()
    kills = 0
    while kills < KILLS:
        from_outside = kills % 3 == 2  # also in the middle of tantivy's commit
        process = start(environment, what, 0 if from_outside else chance.randint(1, statements))
        whole(line(process))
        line(process)
        if from_outside:
            time.sleep(chance.uniform(0, 0.1))
            process.kill()
        kills += process.wait() == -signal.SIGKILL
    last = start(environment, what, 0)
    whole(line(last))
    last.wait()


def test_what_a_kill_kept_from_the_index_comes_with_the_next_following(environment):  # noqa: F811
    process = start(environment, "follow", 8)
    assert process.wait() == -signal.SIGKILL
    after = start(environment, "follow", 0)
    found = line(after)
    assert found["followed"] > 0
    whole(found)
    after.wait()
