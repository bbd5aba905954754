"""Which documents are read ahead, and how many of them are written together."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from newsroom.parallel import bunches
from seeds.documents import key_of
from seeds.lookups import place
from seeds.models import SeedRecord
from seeds.prepared import Ahead
from seeds.records import Document, Refusal


def size_of(found: object) -> int:
    """The bytes of a document; 0 for what is none."""
    return len(found.content) if isinstance(found, Document) else 0


def size_ahead(ahead: Ahead) -> int:
    """The bytes of what is read ahead; 0 for what cannot be read."""
    if not isinstance(ahead.what, Path):
        return size_of(ahead.what)
    try:
        return ahead.what.stat().st_size
    except (OSError, ValueError):
        return 0


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
