"""Records into rows, so that editors win: field by field, against the values that the loader last wrote."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models

from seeds.lookups import Gone, Lookups
from seeds.models import SeedRecord
from seeds.records import Record
from seeds.refusals import Save, checked_save, save
from seeds.report import Tally


@dataclass(frozen=True)
class Many:
    """A field that is rows of another table: how to read them as plain values, and how to replace them."""

    read: Callable[[Any], list[Any]]
    write: Callable[[Any, list[Any]], None]


@dataclass(frozen=True)
class Wish:
    """What a record asks of one row.

    `values` are fields, `many` fields that are rows of another table, `initial` fields that are only set when
    the row is made, `find` a row that an editor made before, `save` how an existing row is saved, `at` where
    the record's part stands.
    """

    model: type[models.Model]
    key: str
    values: Mapping[str, Any]
    many: Mapping[str, tuple[Many, list[Any]]] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    find: Callable[[], Any] = lambda: None
    save: Save = save
    at: tuple[str | int, ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """All that is wanted, as JSON holds it."""
        plain = {name: _plain(value) for name, value in self.values.items()}
        return plain | {name: wanted for name, (_, wanted) in self.many.items()}

    def current(self, row: Any) -> dict[str, Any]:
        """The same fields as they are in the record."""
        plain = {name: _plain(getattr(row, name)) for name in self.values}
        return plain | {name: way.read(row) for name, (way, _) in self.many.items()}


@dataclass
class Written:
    """What `Writer.put` did to one row. `row` is None if an editor deleted it."""

    row: Any
    seed: SeedRecord
    created: bool = False
    changed: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)


class Writer(Lookups):
    """Writes the records of one file, inside its transaction."""

    def put(self, wish: Wish, tally: Tally, record: Record) -> Written:
        """Create the row of a key, or bring it in line where no editor has. Refusal for values that the model
        refuses.
        """
        seed = self.seed(wish.key)
        row = seed.row() if seed else self._made_before(wish, record)
        if seed and row is None:
            tally.keep(record.problem("An editor deleted this: it stays deleted.", *wish.at))
            return Written(None, seed)
        if row is None:
            return self._create(wish, tally, record)
        return self._update(row, seed, wish, tally, record)

    def _made_before(self, wish: Wish, record: Record) -> Any:
        """A row that an editor made, or that a dump brought back; refused if another record has it."""
        row = wish.find()
        if row is None or ("uid" in wish.initial and str(row.uid) == wish.initial["uid"]):
            return row
        other = SeedRecord.objects.about(row).first()
        if other:
            name = other.key.partition(":")[2]
            raise record.refuse(
                f"{row} is in the record under “{name}” (from {other.path}): keep one of the two.", *wish.at
            )
        return row

    def _create(self, wish: Wish, tally: Tally, record: Record) -> Written:
        row = wish.model(**wish.values, **wish.initial)
        checked_save(row, save, record, wish.at)
        for way, wanted in wish.many.values():
            way.write(row, wanted)
        seed = self.remember(wish.key, row, wish.plain)
        tally.created += 1 + sum(len(wanted) for _, wanted in wish.many.values())
        return Written(row, seed, created=True, changed=set(wish.plain))

    def _update(self, row: Any, seed: SeedRecord | None, wish: Wish, tally: Tally, record: Record) -> Written:
        last = seed.values if seed else {}
        wanted = wish.plain
        current = wish.current(row)
        changed, kept = compare(wanted, current, last)
        own = changed & wish.values.keys()
        if own:
            for name in own:
                setattr(row, name, wish.values[name])
            checked_save(row, wish.save, record, wish.at)
        for name in changed & wish.many.keys():
            wish.many[name][0].write(row, wanted[name])
        remembered = {**last, **{name: wanted[name] for name in wanted if name not in kept}}
        seed = self.remember(wish.key, row, remembered)
        for name in kept:
            message = f"An editor changed “{name}”: the editor's value is kept."
            tally.notes.append(record.problem(message, *(wish.at or (name,))))
        _count(tally, changed, kept, wish, current)
        return Written(row, seed, changed=changed, kept=kept)

    def remember(self, key: str, row: models.Model, values: dict[str, Any]) -> SeedRecord:
        """Keep in mind that a key became a row, with these values; written only if that is news."""
        seed = self.seed(key) or SeedRecord(key=key, content_type=_type(row), object_id=row.pk)
        if seed.pk is None or seed.values != values or seed.path != self.path:
            seed.values, seed.path = values, self.path
            seed.save()
        self.known[key] = seed
        return seed

    def drop_missing(self, prefix: str, keep: set[str], tally: Tally, record: Record) -> None:
        """Delete rows that the file no longer lists, where no editor touched them."""
        for seed in SeedRecord.objects.filter(key__startswith=prefix).exclude(key__in=keep):
            row = seed.row()
            if row is None:
                continue  # an editor's deletion stays in mind: listed again, it would stay deleted
            if any(_plain(getattr(row, name)) != value for name, value in seed.values.items()):
                tally.keep(
                    record.problem(f"“{row}” is not in the file any more, but an editor changed it: kept.")
                )
                continue
            row.delete()
            seed.delete()
            self.known.pop(seed.key, None)
            tally.changed += 1


def compare(
    wanted: Mapping[str, Any], current: Mapping[str, Any], last: Mapping[str, Any]
) -> tuple[set[str], list[str]]:
    """Which fields to write, and which to keep as an editor left them.

    A field is an editor's if it differs from what was last written; one never written is if it is not empty.
    """
    changed, kept = set(), []
    for name, value in wanted.items():
        if current[name] == value:
            continue
        untouched = current[name] == last[name] if name in last else current[name] in ("", None, [])
        if untouched:
            changed.add(name)
        else:
            kept.append(name)
    return changed, kept


def _count(tally: Tally, changed: set[str], kept: list[str], wish: Wish, current: dict[str, Any]) -> None:
    """One for the row itself and one for each of the rows that hang on it."""
    own = changed & wish.values.keys(), set(kept) & wish.values.keys()
    tally.count("changed" if own[0] else "kept" if own[1] else "unchanged")
    for name, (_, wanted) in wish.many.items():
        if name in changed or name in kept:
            tally.count("changed" if name in changed else "kept", max(len(wanted), len(current[name])))
        else:
            tally.count("unchanged", len(wanted))


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _type(row: models.Model) -> ContentType:
    return ContentType.objects.get_for_model(row)


__all__ = ["Gone", "Many", "Wish", "Writer", "Written", "compare"]
