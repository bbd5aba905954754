"""Processes that are killed in the middle of their work, and what the next one finds.

Such a process tells three lines of JSON: what the one before it left behind, that it begins, and how many statements
its work took. It kills itself at the one that it is given, or never if that is 0 (tests/articles/killed.py).
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.environment import ROOT

KILLS = 20 if os.environ.get("TORTURE") else 1

Found = dict[str, Any]
Process = subprocess.Popen[str]


def start(environment: dict[str, str], module: str, what: str, after: int) -> Process:
    command = [sys.executable, "-m", module, what, str(after)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def line(process: Process) -> Found:
    """The next line that a process tells."""
    assert process.stdout
    text = process.stdout.readline()
    assert text, f"the process ended early, with status {process.wait()}"
    return dict(json.loads(text))


def kill_anywhere(begin: Callable[[int], Process], check: Callable[[Found], None]) -> None:
    """Kill what `begin` begins, again and again: at any statement of its own, and from outside, in the middle of a
    statement or a commit. Each process, and one that is left alone at the end, finds what `check` asks for.
    """
    unhurt = begin(0)
    check(line(unhurt))
    line(unhurt)
    statements = line(unhurt)["statements"]
    unhurt.wait()
    chance = random.Random()
    kills = 0
    while kills < KILLS:
        from_outside = kills % 3 == 1
        process = begin(0 if from_outside else chance.randint(1, statements))
        check(line(process))
        line(process)
        if from_outside:
            time.sleep(chance.uniform(0, 0.2))
            process.kill()
        kills += process.wait() == -signal.SIGKILL
    last = begin(0)
    check(line(last))
    last.wait()
