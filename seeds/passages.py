"""An article's mentions, quotes and citations, brought in line with its record where no editor has touched
them.
"""

from collections.abc import Iterator
from typing import Any

from articles.models import Article, Citation, Mention, Passage, Quote
from newsroom.editorial import Decision, Origin
from seeds.records import Record
from seeds.report import Tally
from seeds.wanted import Wanted, all_wanted, plain
from seeds.writer import Writer

Rows = dict[tuple[str, int], Passage]
Memory = dict[str, Any]  # key of a passage → [its id, what was last written]


def write_passages(
    writer: Writer, record: Record, article: Article, last: Memory, tally: Tally, *, moved: bool
) -> Memory:
    """Bring the article's passages in line with its record; the new memory of what was written.

    What an editor decided, changed or deleted since stays. `moved` says that this load wrote the text anew,
    so that words may stand elsewhere. Problems of single passages go into the tally.
    """
    rows = _rows(article)
    written = {(_kind(key), entry[0]) for key, entry in last.items()}
    free = [row for key, row in rows.items() if key not in written]
    memory: Memory = {}
    fresh: list[tuple[Wanted, Passage]] = []
    for key, wanted in _with_own_keys(all_wanted(writer, record, article, tally)):
        if key in last:
            row = rows.get((_kind(key), last[key][0]))
            memory[key] = _again(wanted, row, last[key], record, tally, moved=moved)
        elif row := _same(wanted, free):
            free.remove(row)
            memory[key] = _adopt(row, wanted, record, tally)
        else:
            new = _new(wanted, article)
            fresh.append((wanted, new))
            memory[key] = [new, wanted.plain]
    _create(fresh)
    tally.created += len(fresh)
    _drop(last, memory, rows, tally)
    return {key: [getattr(row, "pk", row), fields] for key, (row, fields) in memory.items()}


def _with_own_keys(all_: Iterator[Wanted]) -> Iterator[tuple[str, Wanted]]:
    """Each passage with a key of its own; the same one twice counts once."""
    seen: dict[str, Wanted] = {}
    for wanted in all_:
        key, number = wanted.key, 1
        while key in seen and seen[key].fields != wanted.fields:
            number += 1
            key = f"{wanted.key}|{number}"
        if key not in seen:
            seen[key] = wanted
            yield key, wanted


def _rows(article: Article) -> Rows:
    """(model name, id) → the working copy's passages."""
    return {
        (str(model._meta.model_name), row.pk): row
        for model in (Mention, Quote, Citation)
        for row in model.objects.working().filter(article=article)
    }


def _kind(key: str) -> str:
    return key.split("|", 1)[0]


def _again(
    wanted: Wanted, row: Passage | None, entry: list[Any], record: Record, tally: Tally, *, moved: bool
) -> list[Any]:
    """A passage that was written before."""
    if row is None:
        tally.keep(record.problem("An editor deleted this passage: it stays deleted.", *wanted.at))
        return entry
    if not _untouched(row, entry[1]):
        tally.keep(record.problem("An editor changed this passage: it is kept.", *wanted.at))
        return entry
    elsewhere = moved and (row.anchor, row.lost) != (wanted.anchor, wanted.lost)
    if entry[1] == wanted.plain and not elsewhere:
        tally.unchanged += 1
        return entry
    _fill(row, wanted, place=elsewhere)
    tally.changed += 1
    return [row.pk, wanted.plain]


def _untouched(row: Passage, last: dict[str, Any]) -> bool:
    return row.decided_by_id is None and plain({name: getattr(row, name) for name in last}) == last


def _fill(row: Passage, wanted: Wanted, *, place: bool) -> None:
    for name, value in wanted.fields.items():
        setattr(row, name, value)
    if place:
        row.place(wanted.anchor)
        row.lost = wanted.lost
    row.full_clean(exclude=["article", "edition"])
    row.save()


def _same(wanted: Wanted, free: list[Passage]) -> Passage | None:
    """A passage that somebody made before and that is about the same; before others one that says all the
    same.
    """
    about = [name for name in ("entity", "relation", "field", "speaker") if name in wanted.fields]
    place = wanted.anchor.start, wanted.anchor.end
    found = [
        row
        for row in free
        if type(row) is wanted.model
        and (row.start, row.end) == place
        and row.lost == wanted.lost
        and all(getattr(row, name) == wanted.fields[name] for name in about)
    ]
    return min(found, key=lambda row: not _says(row, wanted), default=None)


def _says(row: Passage, wanted: Wanted) -> bool:
    return all(getattr(row, name) == value for name, value in wanted.fields.items())


def _adopt(row: Passage, wanted: Wanted, record: Record, tally: Tally) -> list[Any]:
    """A passage that is there already: a suggestion is decided, what an editor decided stays."""
    if _says(row, wanted):
        tally.unchanged += 1
    elif row.decision == Decision.SUGGESTED and row.origin == Origin.MACHINE:
        _fill(row, wanted, place=False)
        tally.changed += 1
    else:
        decided = "rejected" if row.decision == Decision.REJECTED else "decided on"
        tally.keep(record.problem(f"An editor {decided} this passage: it stays so.", *wanted.at))
    return [row.pk, wanted.plain]


def _new(wanted: Wanted, article: Article) -> Passage:
    row = wanted.model(article=article, origin=Origin.LOAD, lost=wanted.lost, **wanted.fields)
    row.place(wanted.anchor)
    return row


def _create(fresh: list[tuple[Wanted, Passage]]) -> None:
    """Store new passages; those with a history one by one, the many mentions in bulk."""
    Mention.objects.bulk_create([row for _, row in fresh if isinstance(row, Mention)], batch_size=500)
    for _, row in fresh:
        if not isinstance(row, Mention):
            row.save()


def _drop(last: Memory, memory: Memory, rows: Rows, tally: Tally) -> None:
    """Passages that the file no longer asks for go, where no editor touched them; an editor's deletion stays
    in mind.
    """
    for key, entry in last.items():
        if key in memory:
            continue
        row = rows.get((_kind(key), entry[0]))
        if row is not None and _untouched(row, entry[1]):
            row.delete()
            tally.changed += 1
        elif row is None:
            memory[key] = entry
