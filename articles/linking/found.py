"""What linking returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organization", "event"]
EntityId = str | int


@dataclass(frozen=True, slots=True)
class MentionFound:
    """A span of the text that names an entity.

    `name` is the fullest form that the text or the record gives; `entity` is the record's id, None for an unknown name or
    an open choice, whose possible ids are then in `candidates`.  `why` says in words what the finding rests on,
    `found_by` whether our rules found it, a pipeline beside them (its name and version), or both.
    """

    start: int
    end: int
    text: str
    kind: Kind
    name: str
    entity: EntityId | None = None
    candidates: tuple[EntityId, ...] = ()
    why: str = ""
    found_by: tuple[str, ...] = ("rules",)


@dataclass(frozen=True, slots=True)
class RoleFound:
    """Somebody's role as the text states it: the words of the role, and whose it is of where the text says so."""

    person: str
    role: str
    organization: str | None
    start: int
    end: int
