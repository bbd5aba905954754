"""What the long commands share: a day on the command line, and how far they are."""

import sys
from argparse import ArgumentTypeError
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


def day(text: str) -> date:
    """A whole day; argparse's error for what is none."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is no day such as 2020-06-25")


class ProgressShown:
    """A bar on a terminal, a plain line now and then otherwise; always on standard error."""

    def __init__(self, doing: str, what: str) -> None:
        self.doing, self.what = doing, what
        console = Console(stderr=True)
        columns = (
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[name]}", markup=False),
        )
        self.bar = Progress(*columns, console=console, transient=True) if console.is_terminal else None
        self.task = self.bar.add_task(doing, total=None, name="") if self.bar else None

    def __enter__(self) -> "ProgressShown":
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def __call__(self, name: str, done: int, total: int) -> None:
        if self.bar and self.task is not None:
            self.bar.update(self.task, completed=done, total=total, name=name)
        elif done == total or done % 100 == 0:
            sys.stderr.write(f"{self.doing}: {done} of {total} {self.what}\n")
