"""Work in several processes: the results of one, in the order of the things, and never many at once."""

import os
import signal
import time
from argparse import ArgumentTypeError
from functools import partial

import pytest

from newsroom.parallel import AHEAD, FAR, Crew, processes


def squared(number):
    return number * number, os.getpid()


def fails(number):
    raise LookupError(f"no {number}")


def dies_in(parent, number):
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return -number


def process(_):
    return os.getpid()


def test_results_are_those_of_one_process_in_the_order_of_the_things():
    with Crew(squared, 1) as alone, Crew(squared, 2) as both:
        one, two = list(alone.in_order(range(40))), list(both.in_order(range(40)))
    assert [thing for thing, _ in one] == [thing for thing, _ in two] == list(range(40))
    assert [result for _, (result, _) in one] == [result for _, (result, _) in two]
    assert {where for _, (_, where) in one} == {os.getpid()}
    assert os.getpid() not in {where for _, (_, where) in two}


@pytest.mark.parametrize(("jobs", "most"), [(1, 1), (2, 2 * AHEAD)])
def test_no_more_than_a_few_things_are_taken_ahead(jobs, most):
    taken = []
    with Crew(squared, jobs) as crew:
        results = crew.in_order(taken.append(n) or n for n in range(100))
        for done in range(1, 50):
            next(results)
            assert len(taken) <= done + most


def test_fewer_large_things_are_taken_ahead():
    taken = []
    with Crew(squared, 2) as crew:
        results = crew.in_order((taken.append(n) or n for n in range(30)), lambda n: FAR // 4)
        for done in range(1, 20):
            assert next(results)[0] == done - 1
            assert len(taken) <= done + 5


def test_what_goes_wrong_is_raised_at_its_place_and_others_go_on():
    with Crew(fails, 2) as crew, pytest.raises(LookupError, match="no 3"):
        list(crew.in_order([3]))


def test_when_a_process_dies_this_one_goes_on_alone(caplog):
    with Crew(partial(dies_in, os.getpid()), 2) as crew:
        assert list(crew.in_order(range(5))) == [(n, -n) for n in range(5)]
    assert "goes on alone" in caplog.text


def test_one_crew_serves_two_lists_at_once():
    with Crew(squared, 2) as crew:
        for outer, _ in crew.in_order(range(3)):
            assert [thing for thing, _ in crew.in_order(range(outer))] == list(range(outer))


def test_processes_end_with_the_one_that_began_them(tmp_path):
    parent = os.fork()
    if parent == 0:
        with Crew(process, 2) as crew:
            child = next(crew.in_order(range(100)))[1]
            (tmp_path / "child").write_text(str(child))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    child = int((tmp_path / "child").read_text())
    for _ in range(1000):
        if not is_there(child):
            return
        time.sleep(0.02)
    raise AssertionError("the process is still there")


def is_there(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("text", ["0", "-1", "65", "two", "", "1.5", "²"])
def test_what_is_no_number_of_processes_is_refused(text):
    with pytest.raises(ArgumentTypeError, match="from 1 to 64"):
        processes(text)


def test_a_number_of_processes():
    assert [processes("1"), processes("64")] == [1, 64]
