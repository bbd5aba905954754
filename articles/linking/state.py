"""What is known while the names of one text are found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.linking.chains import Chains, Someone
from articles.linking.classify import Evidence
from articles.linking.found import MentionFound
from articles.linking.known import KnownNames
from articles.linking.pieces import Piece
from articles.linking.tokens import Token

_PARTY = re.compile(r" (?:party|newspaper group|union)\b")


@dataclass(slots=True)
class Reading:
    """What is known while one text is read."""

    text: str  # with plain spaces only
    known: KnownNames | None
    tokens: list[Token]
    pieces: list[Piece]
    chains: Chains = field(default_factory=Chains)
    kinds: dict[str, Evidence] = field(default_factory=dict)
    found: list[MentionFound] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)  # the offsets that mentions cover
    token_at: dict[int, Token] = field(default_factory=dict)
    capitals: set[str] = field(default_factory=set)  # words with a capital that no sentence's begin explains

    def __post_init__(self) -> None:
        self.token_at = {token.start: token for token in self.tokens}
        self.capitals = {
            token.text for token in self.tokens if token.capital and not (token.first or token.muted)
        }

    def covers(self, at: int) -> bool:
        """Whether a mention holds the offset `at`."""
        return at in self.taken


def add(
    reading: Reading,
    start: int,
    end: int,
    someone: Someone,
    why: str,
    *,
    sure: bool = False,
    found_by: tuple[str, ...] = ("rules",),
) -> None:
    """Notes that `start:end` names `someone`; an open choice where editors rejected that, unless it is `sure` all the same."""
    if someone.kind == "organization":
        start, end = _whole_organization(reading.text, start, end)
    text = reading.text[start:end]
    reading.taken.update(range(start, end))
    entity, candidates = someone.entity, someone.candidates
    if entity is not None and not sure and reading.known and (no := reading.known.rejection(text, entity)):
        candidates, entity, why = (entity,), None, no
    reading.found.append(
        MentionFound(start, end, text, someone.kind, someone.name, entity, candidates, why, found_by)
    )


def _whole_organization(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with a capital "The" inside a sentence and with "party" in small letters."""
    if text[max(0, start - 4) : start] == "The " and start > 5 and text[start - 6] not in '.!?”"\n:':
        start -= 4
    party = _PARTY.match(text, end)
    return start, party.end() if party else end
