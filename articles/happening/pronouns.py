"""Whom "he", "she", "they" and "the two men" take up; worked out only where a sentence needs it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from articles.lexicon import listed
from articles.linking import MentionFound, RoleFound
from articles.quoting.marks import mask, paragraphs, quoted
from articles.quoting.speakers import Cast

_JOINED = re.compile(r"(?:, \d{1,3},?)?(?:,? (?:and|&) |, )((?:[A-Z][\w.’'-]*\.? |[a-z-]+ ){0,4})\Z")
_BACK = 2  # sentences in which a group is looked for
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "pair": 2, "duo": 2, "couple": 2}


@dataclass(frozen=True)
class Before:
    """The people of one text, asked by what takes them up later; `spans` are its sentences."""

    text: str
    spans: Sequence[tuple[int, int]]
    mentions: Sequence[MentionFound]
    roles: Sequence[RoleFound]

    @cached_property
    def _cast(self) -> Cast:
        masked = mask(self.text, quoted(self.text, paragraphs(self.text)))
        return Cast(self.text, masked, list(self.spans), list(self.mentions), list(self.roles), [])

    @cached_property
    def _people(self) -> list[MentionFound]:
        return sorted((one for one in self.mentions if one.kind == "person"), key=lambda one: one.start)

    @cached_property
    def _by_name(self) -> dict[str, MentionFound]:
        return {one.name: one for one in reversed(self._people)}

    def pronoun(self, start: int) -> MentionFound | None:
        """A mention of the person whom the "he" or "she" at `start` means, None where nobody is sure."""
        speaker = self._cast.pronoun(start)
        return self._by_name.get(speaker.name) if speaker else None

    def group(self, start: int, size: int) -> list[MentionFound]:
        """Those whom the sentences before `start` name together and nobody else beside them; `size` of them, 0 for any."""
        here = bisect_right(self.spans, (start, 1 << 60)) - 1
        for number in range(here - 1, max(here - 1 - _BACK, -1), -1):
            begin, end = self.spans[number]
            inside = self._people[
                bisect_left(self._people, begin, key=lambda one: one.start) : bisect_left(
                    self._people, end, key=lambda one: one.start
                )
            ]
            if inside:
                return self._together(inside, size)
        return []

    def _together(self, inside: list[MentionFound], size: int) -> list[MentionFound]:
        people = list({one.name: one for one in reversed(inside)}.values())[::-1]
        joined = all(self._joins(one, other) for one, other in pairwise(inside))
        if len(people) < 2 or (size and len(people) != size) or not (joined or size):
            return []
        return people

    def _joins(self, one: MentionFound, other: MentionFound) -> bool:
        """Whether only "and", a comma, an age or a title stands between two names, or both are one group's name."""
        if one.start == other.start:
            return True
        between = _JOINED.match(self.text[one.end : other.start])
        return bool(between) and all(
            word[0].isupper() or word.lower() in listed("titles")
            for word in (between[1] if between else "").split()
        )


def taken_up(words: Sequence[str]) -> tuple[int, int]:
    """How many people the first of `words` (small letters) take up, 0 for any number; and how many words do so, 0 for none.

    "they" → (0, 1), "both" → (2, 1), "the two men" → (2, 3), "the pair" → (2, 2), "two men" → (0, 0).
    """
    one, two, three = (*words[:3], "", "", "")[:3]
    if one == "they":
        return 0, 1
    if one == "both":
        return 2, 2 if two in ("men", "women") else 1
    if (one == "the" and two in _NUMBERS) or (one == "all" and two in ("three", "four", "five")):
        plural = three.endswith("s") or three in ("men", "women", "people")
        return _NUMBERS[two], 3 if plural and two not in ("pair", "duo", "couple") else 2
    return 0, 0
