"""Which documents are read ahead, and how many of them are written together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from seeds.documents import key_of
from seeds.lookups import place
from seeds.models import SeedRecord
from seeds.prepared import Ahead
from seeds.records import Document, Refusal

#: documents that are written together at most, and the bytes beyond which they are fewer
TOGETHER, MUCH = 20, 500_000

T = TypeVar("T")


def bunches(things: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """Some at a time, in their order: no more than are written together. `size` is in bytes."""
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


def size_of(found: object) -> int:
    """The bytes of a document; 0 for what is none."""
    return len(found.content) if isinstance(found, Document) else 0


def of_files(paths: Sequence[Path]) -> Iterator[Ahead]:
    """Files to be read ahead, but for those of which documents were read before: these are mostly as they were."""
    for begin in range(0, len(paths), 100):
        some = [(path, place(path)) for path in paths[begin : begin + 100]]
        seeds = SeedRecord.objects.filter(path__in={where for _, where in some}).order_by()
        known = set(seeds.values_list("path", flat=True))
        yield from (Ahead(path, read=where not in known) for path, where in some)


def of_documents(found: Iterator[Document | Refusal]) -> Iterator[Ahead]:
    """Documents to be read ahead, but for those that were read before."""
    for some in bunches(found, size_of):
        keys = {key_of(one) for one in some if isinstance(one, Document)}
        seeds = SeedRecord.objects.filter(key__in=keys).order_by()
        known = set(seeds.values_list("key", flat=True))
        for one in some:
            yield Ahead(one, read=isinstance(one, Document) and key_of(one) not in known)
