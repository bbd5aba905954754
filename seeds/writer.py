"""Records into rows, so that editors win: field by field, against the values that the loader last wrote."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from rapidfuzz import process

from articles.models import Article, Reference, Section, Story
from people.models import Entity, Relation
from seeds.models import SeedRecord
from seeds.records import Problem, Record, Refusal
from seeds.report import Tally

Save = Callable[[models.Model], None]


class Gone(Exception):
    """What a record refers to was deleted by an editor; the record has nothing to hang on to."""


@dataclass(frozen=True)
class Many:
    """A field that is rows of another table: how to read them as plain values, and how to replace them."""

    read: Callable[[Any], list[Any]]
    write: Callable[[Any, list[Any]], None]


@dataclass
class Written:
    """What `Writer.put` did to one row. `row` is None if an editor deleted it."""

    row: Any
    seed: SeedRecord
    created: bool = False
    changed: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)


class Writer:
    """Writes the records of one file, inside its transaction."""

    def __init__(self, path: Path) -> None:
        self.path = str(path.resolve())
        self.known: dict[str, SeedRecord] = {}
        self.used: set[Path] = set()  # files that the records read beside their own

    def prefetch(self, keys: Iterable[str]) -> None:
        """Fetch the seed records of these keys in a few queries."""
        wanted = list(keys)
        for i in range(0, len(wanted), 500):
            for seed in SeedRecord.objects.filter(key__in=wanted[i : i + 500]):
                self.known[seed.key] = seed

    def seed(self, key: str) -> SeedRecord | None:
        """What is remembered of a key; None if it was never loaded."""
        if key not in self.known:
            found = SeedRecord.objects.filter(key=key).first()
            if found is None:
                return None
            self.known[key] = found
        return self.known[key]

    def put(
        self,
        model: type[models.Model],
        key: str,
        values: Mapping[str, Any],
        tally: Tally,
        record: Record,
        *,
        many: Mapping[str, tuple[Many, list[Any]]] | None = None,
        find: Callable[[], Any] | None = None,
        save: Save | None = None,
        initial: Mapping[str, Any] | None = None,
        at: tuple[str | int, ...] = (),
    ) -> Written:
        """Create the row of a key, or bring it in line where no editor has.

        `values` are fields, `many` fields that are rows of another table, `initial` fields that are only set when the
        row is made, `find` a row that an editor made before, `save` how an existing row is saved, `at` where the
        record's part stands. Raises Refusal for values that the model refuses.
        """
        many = many or {}
        seed = self.seed(key)
        row = seed.row() if seed else (find() if find else None)
        if seed and row is None:
            tally.keep(record.problem("An editor deleted this: it stays deleted.", *at))
            return Written(None, seed)
        if row is None:
            return self._create(model, key, values, many, initial or {}, tally, record, at)
        last = seed.values if seed else {}
        return self._update(row, key, seed, last, values, many, save or _save, tally, record, at)

    def _create(
        self,
        model: type[models.Model],
        key: str,
        values: Mapping[str, Any],
        many: Mapping[str, tuple[Many, list[Any]]],
        initial: Mapping[str, Any],
        tally: Tally,
        record: Record,
        at: tuple[str | int, ...],
    ) -> Written:
        row = model(**values, **initial)
        checked_save(row, _save, record, at)
        for way, wanted in many.values():
            way.write(row, wanted)
        plain = {name: _plain(value) for name, value in values.items()}
        plain |= {name: wanted for name, (_, wanted) in many.items()}
        seed = SeedRecord.objects.create(
            key=key, content_type=_type(row), object_id=row.pk, values=plain, path=self.path
        )
        self.known[key] = seed
        tally.created += 1 + sum(len(wanted) for _, wanted in many.values())
        return Written(row, seed, created=True, changed=set(plain))

    def _update(
        self,
        row: Any,
        key: str,
        seed: SeedRecord | None,
        last: dict[str, Any],
        values: Mapping[str, Any],
        many: Mapping[str, tuple[Many, list[Any]]],
        save: Save,
        tally: Tally,
        record: Record,
        at: tuple[str | int, ...],
    ) -> Written:
        current = {name: _plain(getattr(row, name)) for name in values}
        current |= {name: way.read(row) for name, (way, _) in many.items()}
        wanted = {name: _plain(value) for name, value in values.items()}
        wanted |= {name: new for name, (_, new) in many.items()}
        changed, kept = compare(wanted, current, last)
        if changed & values.keys():
            for name in changed & values.keys():
                setattr(row, name, values[name])
            checked_save(row, save, record, at)
        for name in changed & many.keys():
            many[name][0].write(row, wanted[name])
        remembered = {**last, **{name: wanted[name] for name in wanted if name not in kept}}
        seed = self._remember(key, seed, row, remembered)
        for name in kept:
            where = (*at, name) if not at else at
            tally.notes.append(
                record.problem(
                    f"An editor changed “{name}” since it was loaded: the editor's value is kept.", *where
                )
            )
        self._count(tally, changed, kept, wanted, many)
        return Written(row, seed, changed=changed, kept=kept)

    def remember(self, key: str, row: models.Model, values: dict[str, Any]) -> SeedRecord:
        """Keep in mind that a key became a row."""
        return self._remember(key, self.seed(key), row, values)

    def _remember(self, key: str, seed: SeedRecord | None, row: Any, values: dict[str, Any]) -> SeedRecord:
        if seed is None:
            seed = SeedRecord(key=key, content_type=_type(row), object_id=row.pk)
        if seed.pk is None or seed.values != values or seed.path != self.path:
            seed.values, seed.path = values, self.path
            seed.save()
        self.known[key] = seed
        return seed

    def _count(
        self,
        tally: Tally,
        changed: set[str],
        kept: list[str],
        wanted: dict[str, Any],
        many: Mapping[str, Any],
    ) -> None:
        """One for the row itself and one for each of the rows that hang on it."""
        own_changed, own_kept = changed - many.keys(), set(kept) - many.keys()
        tally.changed += bool(own_changed)
        tally.kept += bool(own_kept) and not own_changed
        tally.unchanged += not own_changed and not own_kept
        for name in many:
            outcome = "changed" if name in changed else "kept" if name in kept else "unchanged"
            setattr(tally, outcome, getattr(tally, outcome) + len(wanted[name]))

    def drop_missing(self, prefix: str, keep: set[str], tally: Tally) -> None:
        """Delete rows that the file no longer lists, where no editor touched them."""
        for seed in SeedRecord.objects.filter(key__startswith=prefix).exclude(key__in=keep):
            row = seed.row()
            if row is not None and all(
                _plain(getattr(row, name)) == value for name, value in seed.values.items()
            ):
                row.delete()
                tally.changed += 1
            elif row is not None:
                continue
            seed.delete()
            self.known.pop(seed.key, None)

    # What an id stands for

    def entity(self, record: Record, id: str, *at: str | int) -> Entity:
        """The entity of an id, from this load or the record. Refusal if it is nowhere; Gone if an editor deleted it."""
        found = self._of(record, id, at, Entity, lambda: _only(Entity.objects.filter(slug=id)))
        assert isinstance(found, Entity)
        return found

    def section(self, record: Record, id: str, *at: str | int) -> Section:
        found = self._of(record, id, at, Section, lambda: Section.objects.filter(slug=id).first())
        assert isinstance(found, Section)
        return found

    def story(self, record: Record, id: str, *at: str | int) -> Story:
        found = self._of(record, id, at, Story, lambda: Story.objects.filter(slug=id).first())
        assert isinstance(found, Story)
        return found

    def reference(self, record: Record, id: str, *at: str | int) -> Reference:
        found = self._of(record, id, at, Reference, lambda: None)
        assert isinstance(found, Reference)
        return found

    def target(self, record: Record, fact: str, *at: str | int) -> tuple[Entity | Relation, str]:
        """The entity or relation of a fact, and its field."""
        id, name = fact.split(".", 1)
        found = self._of(record, id, at, (Entity, Relation), lambda: _only(Entity.objects.filter(slug=id)))
        assert isinstance(found, Entity | Relation)
        if name not in found.citable:
            cure = f"choose from {', '.join(f'{id}.{citable}' for citable in found.citable)}."
            raise record.refuse(f"“{name}” is no fact of {found}: {cure}", *at)
        return found, name

    def _of(
        self,
        record: Record,
        id: str,
        at: tuple[str | int, ...],
        model: type[models.Model] | tuple[type[models.Model], ...],
        fallback: Callable[[], models.Model | None],
    ) -> models.Model:
        seed = self.seed(f"id:{id}")
        found = seed.row() if seed else fallback()
        if seed and found is None:
            raise Gone(f"“{id}” was deleted by an editor.")
        if found is None:
            raise record.refuse(f"“{id}” is nowhere in these files or the record: {self._nearest(id)}", *at)
        if not isinstance(found, model):
            raise record.refuse(
                f"“{id}” is a {found._meta.verbose_name}, and something else is needed here.", *at
            )
        return found

    def _nearest(self, id: str) -> str:
        known = [
            key[3:]
            for key in SeedRecord.objects.filter(key__startswith="id:").values_list("key", flat=True)[:20000]
        ]
        found = process.extractOne(id, known, score_cutoff=60)
        return f"did you mean “{found[0]}”?" if found else "add its record, or name the file that has it."


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
        if untouched and (name not in last or last[name] != value):
            changed.add(name)
        else:
            kept.append(name)
    return changed, kept


def checked_save(row: Any, save: Save, record: Record, at: tuple[str | int, ...] = ()) -> None:
    """Save a row that the model finds right; Refusal, with the model's own words, otherwise."""
    try:
        row.clean_fields()
        row.clean()
        row.validate_unique()
        with transaction.atomic():
            save(row)
    except ValidationError as error:
        raise refusal(error, record, at) from error
    except IntegrityError as error:
        try:
            row.full_clean()
        except ValidationError as invalid:
            raise refusal(invalid, record, at) from invalid
        raise record.refuse(f"The database refused it: {str(error).splitlines()[0]}", *at) from error


def refusal(error: ValidationError, record: Record, at: tuple[str | int, ...] = ()) -> Refusal:
    """A model's complaint as a refusal, each message at the line of its field."""
    if not hasattr(error, "error_dict"):
        return Refusal(*(record.problem(message, *at) for message in error.messages))
    problems: list[Problem] = []
    for name, messages in error.message_dict.items():
        where = at if name == NON_FIELD_ERRORS else (*at, name)
        problems += [record.problem(message, *where) for message in messages]
    return Refusal(*problems)


def _save(row: models.Model) -> None:
    row._change_reason = "load"  # type: ignore[attr-defined]
    row.save()


def _plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _type(row: models.Model) -> ContentType:
    return ContentType.objects.get_for_model(row)


def _only(rows: models.QuerySet[Any]) -> Any:
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


__all__ = ["Article", "Gone", "Many", "Writer", "Written", "checked_save", "compare", "refusal"]
