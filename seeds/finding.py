"""Which files a load reads, and in what order they can be written."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from seeds.records import FileRead, Problem, Record

Found = tuple[Path, Problem | None]


def find_files(paths: Iterable[Path]) -> Iterator[Found]:
    """Every file under `paths` once, in order of name; a path that cannot be read comes with its problem.

    Links are followed, each folder is entered once. Names that begin with a dot are left out, unless given
    themselves.
    """
    seen: set[str] = set()
    for path in paths:
        yield from _under(path, seen)


def _under(path: Path, seen: set[str]) -> Iterator[Found]:
    real = os.path.realpath(path)  # Path.resolve raises for a link that leads to itself
    if real in seen:
        return
    seen.add(real)
    try:
        entries = sorted(path.iterdir()) if stat.S_ISDIR(path.stat().st_mode) else None
    except FileNotFoundError:
        yield path, Problem(None, None, "There is no such file or folder: check the path.")
        return
    except OSError as error:
        yield path, Problem(None, None, f"This cannot be read ({error.strerror}): check its permissions.")
        return
    if entries is None:
        yield path, None
        return
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _under(entry, seen)


def in_order(files: Sequence[FileRead]) -> list[list[FileRead]]:
    """Files in groups, each after those that it refers to; files that refer to each other are one group."""
    home = {record.id: n for n, file in enumerate(files) for record in file if record.id}
    needs = [
        sorted({home[id] for record in file for id in referred(record) if id in home} - {n})
        for n, file in enumerate(files)
    ]
    return [[files[n] for n in sorted(group)] for group in _groups(needs)]


def _groups(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Strongly connected components, each after those it needs (Tarjan's algorithm, no recursion)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: list[int] = []
    open_set: set[int] = set()
    groups: list[list[int]] = []
    for root in range(len(needs)):
        path = [(root, iter(needs[root]))] if root not in number else []
        while path:
            node, rest = path[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                open_.append(node)
                open_set.add(node)
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    first = open_.index(node)
                    groups.append(open_[first:])
                    open_set -= set(open_[first:])
                    del open_[first:]
            elif following not in number:
                path.append((following, iter(needs[following])))
            elif following in open_set:
                low[node] = min(low[node], number[following])
    return groups


def referred(record: Record) -> Iterator[str]:
    """The ids that a record refers to."""
    values = record.values
    for name in ("entity", "subject", "object", "loser", "into", "one", "other", "section", "story"):
        if values.get(name):
            yield values[name]
    yield from values.get("entities") or []
    yield from (item for item in values.get("references") or [] if isinstance(item, str))
    mentions = values.get("mentions") or []
    yield from mentions if isinstance(mentions, dict) else (item["entity"] for item in mentions)
    yield from (item["speaker"] for item in values.get("quotes") or [] if item.get("speaker"))
    yield from (item["person"] for item in values.get("bylines") or [] if item.get("person"))
    for item in (values, *(values.get("citations") or [])):
        if item.get("fact"):
            yield item["fact"].split(".")[0]
