"""The same work for many things, in several processes, with the results in the order of the things.  No Django."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from argparse import ArgumentTypeError
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)

#: things that are written together at most, and the bytes beyond which they are fewer
TOGETHER, MUCH = 20, 500_000
#: things that are in work or done and not asked for yet, for each process: while some are written, others are in work
AHEAD = TOGETHER
#: bytes of things beyond which fewer are in work or done
FAR = 10_000_000
#: processes that may be asked for
MOST = 64

T = TypeVar("T")
R = TypeVar("R")


def processes(text: str) -> int:
    """The number of processes on a command line; argparse's error for what is none."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no number of processes from 1 to {MOST}")


class Crew(Generic[T, R]):
    """`work` done for many things, in `jobs` processes; the results are the same whatever their number.

    `work` is pickled once for each process, each thing and its result once; they need no database. With one job all is
    done in this process, one after the other. When a process dies, for want of memory for example, this one goes on alone.
    """

    def __init__(self, work: Callable[[T], R], jobs: int = 1) -> None:
        self.work, self.jobs = work, jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew[T, R]:
        if self.jobs > 1:
            # A fork would take over connections and locks of this process as they are.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(
                self.jobs, mp_context=context, initializer=_begin, initargs=(self.work,)
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def in_order(
        self, things: Iterable[T], size: Callable[[T], int] = lambda thing: 0
    ) -> Iterator[tuple[T, R]]:
        """Each thing with what was made of it. Things are taken a few ahead: memory stays flat however many there are, and
        however large they are, where their `size` in bytes is given."""
        waiting: deque[tuple[T, Future[R] | None]] = deque()
        far = 0
        for thing in things:
            waiting.append((thing, self._submitted(thing)))
            far += size(thing)
            while waiting and (self._pool is None or len(waiting) >= self.jobs * AHEAD or far > FAR):
                far -= size(waiting[0][0])
                yield self._done(*waiting.popleft())
        while waiting:
            yield self._done(*waiting.popleft())

    def _submitted(self, thing: T) -> Future[R] | None:
        try:
            return self._pool.submit(_do, thing) if self._pool else None
        except BrokenProcessPool:
            return None

    def _done(self, thing: T, future: Future[R] | None) -> tuple[T, R]:
        try:
            return thing, future.result() if future else self.work(thing)
        except BrokenProcessPool:
            log.warning("A process that worked ahead ended before its time: this one goes on alone.")
            self._pool = None
            return thing, self.work(thing)


def bunches(things: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Some at a time, in their order: as many as are written together. `size` is in bytes."""
    some: list[T] = []
    bytes_ = 0
    for thing in things:
        some.append(thing)
        bytes_ += size(thing)
        if len(some) >= TOGETHER or bytes_ > MUCH:
            yield some
            some, bytes_ = [], 0
    if some:
        yield some


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    """In the new process: leave Ctrl-C to the parent, and end with it, however it ends."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(item: Any) -> Any:
    return _work(item)
