"""What an event is called: its kind and whose it is, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.happening.kinds import kinds

_NAMED = 3  # so many names are written out
_LONGEST = 200


def title_of(kind: str, agents: Sequence[str], patients: Sequence[str], what: str = "") -> str:
    """ "Arrest of Ann Bell": the title of an event of this kind; KeyError for no such kind."""
    pattern = kinds()[kind].title
    filled = pattern.format(
        agent=_joined(agents), patient=_joined(patients), both=_joined([*agents, *patients]), what=what
    )
    return filled[:_LONGEST]


def _joined(names: Iterable[str]) -> str:
    once = list(dict.fromkeys(names))
    if len(once) > _NAMED:
        once = [*once[: _NAMED - 1], "others"]
    return " and ".join([", ".join(once[:-1]), once[-1]]) if len(once) > 1 else "".join(once)
