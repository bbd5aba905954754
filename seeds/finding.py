"""Which files a load reads, and in what order they can be written."""

import os
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from seeds.records import FileRead, Problem, Record


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, Problem | None]]:
    """Every file under `paths` once, folders in order of name; a path that cannot be read comes with its problem."""
    seen: set[Path] = set()
    for path in paths:
        for file, problem in _under(path):
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file, problem


def _under(path: Path) -> Iterator[tuple[Path, Problem | None]]:
    if not path.is_dir():
        missing = Problem(None, None, "There is no such file or folder: check the path.")
        yield path, None if path.exists() else missing
        return
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as error:
        yield (
            path,
            Problem(None, None, f"The folder cannot be read ({error.strerror}): check its permissions."),
        )
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _under(Path(entry.path))


def in_order(files: list[FileRead]) -> list[list[FileRead]]:
    """Files in groups, each after those that it refers to; files that refer to each other are one group."""
    home = {record.id: n for n, file in enumerate(files) for record in file if record.id}
    group = {n: {n} for n in range(len(files))}
    while True:
        leader = {n: min(members) for n, members in group.items()}
        needs: dict[int, set[int]] = {leader[n]: set() for n in group}
        for n, file in enumerate(files):
            wanted = {leader[home[i]] for record in file for i in referred(record) if i in home}
            needs[leader[n]] |= wanted - {leader[n]}
        try:
            order = list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            joined = {n for n in group if leader[n] in error.args[1]}
            group.update(dict.fromkeys(joined, joined))
            continue
        return [[files[n] for n in sorted(group[lead])] for lead in order]


def referred(record: Record) -> Iterator[str]:
    """The ids that a structured record refers to."""
    values = record.values
    for name in ("entity", "subject", "object", "loser", "into", "one", "other"):
        if values.get(name):
            yield values[name]
    yield from values.get("entities") or []
    if values.get("fact"):
        yield values["fact"].split(".")[0]
