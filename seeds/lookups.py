"""What an id in a file stands for: a row that was loaded under it, or one that an editor made with that
address.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar, cast

from django.db import models
from rapidfuzz import process

from articles.models import Article, Reference, Section, Story
from people.models import Entity, Relation
from seeds.context import Context
from seeds.models import SeedRecord
from seeds.records import Record, shown

Row = TypeVar("Row", bound=models.Model)
_NEAR = 20_000  # ids that are compared for “did you mean”


def place(path: Path) -> str:
    """A file as the record of loads names it."""
    return shown(path.resolve())[:1000]


class Gone(Exception):
    """What a record refers to was deleted by an editor; the record has nothing to hang on to."""


class Lookups:
    """Finds rows by the ids of one file. Refusal if an id is nowhere, Gone if an editor deleted what it stood
    for.
    """

    def __init__(self, path: Path, context: Context) -> None:
        self.path = place(path)
        self.context = context
        self.known: dict[str, SeedRecord] = {}
        self._rows: dict[str, models.Model] = {}  # what ids stand for

    def forget(self) -> None:
        """After a rollback, or when somebody saved meanwhile: look everything up again."""
        self.known.clear()
        self._rows.clear()

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

    def entity(self, record: Record, id: str, *at: str | int) -> Entity:
        found = self._of(record, id, at, (Entity,), Entity.objects.filter(slug=id))
        return cast(Entity, found)

    def section(self, record: Record, id: str, *at: str | int) -> Section:
        return cast(Section, self._of(record, id, at, (Section,), Section.objects.filter(slug=id)))

    def story(self, record: Record, id: str, *at: str | int) -> Story:
        return cast(Story, self._of(record, id, at, (Story,), Story.objects.filter(slug=id)))

    def reference(self, record: Record, id: str, *at: str | int) -> Reference:
        return cast(Reference, self._of(record, id, at, (Reference,), Reference.objects.none()))

    def article(self, record: Record, id: str, *at: str | int) -> Article:
        return cast(Article, self._of(record, id, at, (Article,), Article.objects.filter(slug=id)))

    def target(self, record: Record, fact: str, *at: str | int) -> tuple[Entity | Relation, str]:
        """The entity or relation of a fact, and its field."""
        id, name = fact.split(".", 1)
        row = self._of(record, id, at, (Entity, Relation), Entity.objects.filter(slug=id))
        found = cast("Entity | Relation", row)
        if name not in found.citable:
            cure = f"choose from {', '.join(f'{id}.{citable}' for citable in found.citable)}."
            raise record.refuse(f"“{name}” is no fact of {found}: {cure}", *at)
        return found, name

    def _of(
        self,
        record: Record,
        id: str,
        at: tuple[str | int, ...],
        kinds: tuple[type[models.Model], ...],
        made_by_editors: models.QuerySet[Any],
    ) -> models.Model:
        seed = self.seed(f"id:{id}")
        found = self._rows.get(id) or (seed.row() if seed else self._one(record, id, at, made_by_editors))
        if seed and found is None:
            raise Gone(f"“{id}” was deleted by an editor.")
        if found is None:
            raise record.refuse(self._nowhere(id), *at)
        if not isinstance(found, kinds):
            wanted = " or ".join(str(kind._meta.verbose_name) for kind in kinds)
            what = f"“{id}” is of another kind ({found._meta.verbose_name}): name a {wanted} here."
            raise record.refuse(what, *at)
        self._rows[id] = found
        return found

    def _one(
        self, record: Record, id: str, at: tuple[str | int, ...], rows: models.QuerySet[Any]
    ) -> models.Model | None:
        """The one row with this address; a refusal if several have it or if its own record was refused."""
        if id in self.context.refused:
            return None
        found = list(rows[:2])
        if len(found) > 1:
            raise record.refuse(f"“{id}” is the address of several in the record: load theirs with ids.", *at)
        return found[0] if found else None

    def _nowhere(self, id: str) -> str:
        if where := self.context.refused.get(id):
            return f"“{id}” was refused in this load ({where}): mend that first."
        known = SeedRecord.objects.filter(key__startswith="id:").values_list("key", flat=True)[:_NEAR]
        found = process.extractOne(id, [key[3:] for key in known], score_cutoff=60)
        cure = f"did you mean “{found[0]}”?" if found else "add its record, or name the file that has it."
        return f"“{id}” is nowhere in these files or the record: {cure}"
