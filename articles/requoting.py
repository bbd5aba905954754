"""Whether two quotes are of the same words: repeated, slightly changed, or the one cut out of the other.  Pure text."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from articles import overlap
from articles.overlap import Piece

#: words in a row below which the same words may be chance
RUN = 4
#: the part of the shorter quote that must be in the longer one
PART = 0.7
#: keys of a long quote; those with the smallest numbers, so that two quotes keep the same ones (a bottom-k sketch)
MOST_KEYS = 32
#: words of a quote that are compared
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Again:
    """Two quotes of the same words, each in stretches that are the same and stretches that differ."""

    one: list[Piece]
    other: list[Piece]

    @property
    def differs(self) -> bool:
        """Whether there is a word in one that is not in the other."""
        return any(not piece.same for piece in (*self.one, *self.other))


def quote_keys(text: str) -> frozenset[int]:
    """Numbers that quotes of the same words have in common: of every four words in a row."""
    found = overlap.keys(text)[:LONGEST]
    runs = {" ".join(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}
    return frozenset(sorted(overlap.number(run.encode()) for run in runs)[:MOST_KEYS])


def again(one: str, other: str) -> Again | None:
    """How two quotes differ, if they are of the same words: four in a row at least, and most of the shorter one."""
    left, right = sorted(overlap.keys(text)[:LONGEST] for text in (one, other))  # difflib minds the order
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    sizes = [block.size for block in matcher.get_matching_blocks()]
    if max(sizes) < RUN or sum(sizes) < PART * min(len(left), len(right)):
        return None
    return Again(*overlap.pieces(one, other))
