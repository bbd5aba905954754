"""What reading happenings returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from articles.linking.found import EntityId

#: who did it, or whom it was done to
Role = Literal["agent", "patient"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who took part: as what, in the grammar (`role`) and in words (`part`), and where the name stands.

    `entity` is the record's id, None for a name that the record does not have.
    """

    name: str
    entity: EntityId | None
    role: Role
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HappeningFound:
    """One thing that a sentence tells of.

    `start:end` is the sentence; `cue` the words that tell of it, `text[cue_start:cue_start + len(cue)]`. `edtf` is the
    date that the sentence ties to it, None where it ties none. `main` are the names whose happening it is. `said_by` is
    who says so, where it is in a quotation or reported. `why` says in words what the finding rests on.
    """

    kind: str
    start: int
    end: int
    cue: str
    cue_start: int
    participants: tuple[Participant, ...]
    main: tuple[Participant, ...]
    edtf: str | None
    place: str
    what: str
    said_by: str
    title: str
    why: str
