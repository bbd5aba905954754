"""Archives among the files of a load: their members are files like any other, kept in a folder until its end."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp

from seeds.finding import Found, find_files
from seeds.readers.archives import is_archive, unpacked
from seeds.records import Refusal


class Unpacking:
    """Finds files in folders and archives. `places` says where the bytes are of what lies in no folder."""

    def __init__(self, folder: Path, kept: Mapping[Path, Path]) -> None:
        self.folder = folder
        self.places = dict(kept)

    def found(self, paths: Iterable[Path]) -> Iterator[Found]:
        """Every file under `paths`, and in the archives among them, with the problem of one that cannot be read."""
        given = list(paths)
        kept = [(path, None) for path in given if path in self.places]
        for path, problem in chain(kept, find_files(path for path in given if path not in self.places)):
            if problem is None and is_archive(path):
                yield from self._members(path)
            else:
                yield path, problem

    def _members(self, archive: Path) -> Iterator[Found]:
        folder = Path(mkdtemp(dir=self.folder))
        try:
            members = unpacked(archive, folder)
        except Refusal as refusal:
            yield archive, refusal.problems[0]
            return
        self.places |= {path: place for path, place, _ in members if place}
        for path, _, problem in members:
            yield path, problem
