"""Counting requests: exactly, over threads and processes."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from newsroom.api import counting
from newsroom.api.counting import Counter, left_of_minute


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still; `now` is its time in seconds."""
    clock = SimpleNamespace(now=600.0)
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: clock.now))
    return clock


@pytest.fixture
def file(tmp_path):
    return tmp_path / "asked.sqlite3"


def test_each_asker_is_counted_alone(clock, file):
    counter = Counter(file)
    assert [counter.count("ada"), counter.count("ada"), counter.count("ben")] == [1, 2, 1]


def test_a_new_minute_begins_anew_and_keeps_nothing_of_the_old(clock, file):
    counter = Counter(file)
    counter.count("ada")
    counter.count("ben")
    clock.now = 659.9
    assert counter.count("ada") == 2
    clock.now = 660.0
    assert counter.count("ada") == 1
    with sqlite3.connect(file) as opened:
        assert opened.execute("SELECT who, times FROM asked").fetchall() == [("ada", 1)]


def test_what_is_left_of_a_minute_is_more_than_nothing(clock):
    assert left_of_minute() == 60
    clock.now = 659.75
    assert left_of_minute() == 0.25


def test_two_counters_of_one_file_count_together(clock, file):
    one, other = Counter(file), Counter(file)
    assert [one.count("ada"), other.count("ada"), one.count("ada")] == [1, 2, 3]


def test_no_thread_misses_another(clock, file):
    counter = Counter(file)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(counter.count, ["ada"] * 200))
    assert sorted(found) == list(range(1, 201))


def test_no_process_misses_another(clock, file):
    counter = Counter(file)
    counter.count("ada")  # opened before the fork, as by a server that loads the site first
    child = os.fork()
    if child == 0:
        for _ in range(100):
            counter.count("ada")
        os._exit(0)
    for _ in range(100):
        counter.count("ada")
    assert os.waitpid(child, 0)[1] == 0
    assert counter.count("ada") == 202


def test_what_cannot_be_counted_is_let_through_and_logged(clock, tmp_path, caplog):
    counter = Counter(tmp_path / "no such folder" / "asked.sqlite3")
    assert counter.count("ada") == 0
    assert "Requests cannot be counted" in caplog.text
