"""What an event is called: its kind and whose it is, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from articles.happening.kinds import kinds

_NAMED = 3  # so many names are written out
_LONGEST = 200
_STEM = 5  # so many first letters of a word tell what it is about: "arrest", "arrested"
_WORD = re.compile(r"[a-z]{4,}")


def title_of(kind: str, agents: Sequence[str], patients: Sequence[str], what: str = "") -> str:
    """ "Arrest of Ann Bell": the title of an event of this kind; KeyError for no such kind."""
    pattern = kinds()[kind].title
    filled = pattern.format(
        agent=_joined(agents), patient=_joined(patients), both=_joined([*agents, *patients]), what=what
    )
    return filled[:_LONGEST]


def is_of_kind(kind: str, names: Iterable[str]) -> bool:
    """Whether one of an event's names says that it is of this kind: "Arrest of Ann Bell" is an arrest."""
    return any(_stems(name) & _stems_of(kind) for name in names)


@cache
def _stems_of(kind: str) -> frozenset[str]:
    return _stems(" ".join([title_of(kind, [], []), *kinds()[kind].words]))


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(words.lower())) - {"again"}


def _joined(names: Iterable[str]) -> str:
    once = list(dict.fromkeys(names))
    if len(once) > _NAMED:
        once = [*once[: _NAMED - 1], "others"]
    return " and ".join([", ".join(once[:-1]), once[-1]]) if len(once) > 1 else "".join(once)
