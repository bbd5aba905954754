"""How much of their wording two texts share.  Pure text, no Django.

A text is the set of its shingles, every three words in a row; `resemblance` and `containment` are Broder's ("On the
resemblance and containment of documents", 1997).  `band_keys` finds texts that may share much without comparing each
with each: MinHash (rensa), its slots taken in bands (locality-sensitive hashing).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rensa import RMinHash

from people.names import plain

#: words of a shingle
SHINGLE = 3
#: slots of a signature, and slots of a band: texts that share a fifth of their shingles meet in a band 19 times in 20
SLOTS, ROWS = 128, 2
#: words of a text that are compared word by word; what comes after counts as different
LONGEST = 6000

#: letters and digits with what joins them, or one sign of a script that is written without spaces
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
    r"(?:['’.,-](?=[^\W_])[^\W_]+)*"
)
_INSIDE = re.compile(r"['’.,-]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; `key` is how it is compared, without case, accents and marks inside it."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """`shared` shingles of two texts that have `one` and `other` of them."""

    shared: int
    one: int
    other: int

    @property
    def resemblance(self) -> float:
        """Shared shingles among all of both texts, 0 to 1 (Jaccard); 0 for texts without words."""
        either = self.one + self.other - self.shared
        return self.shared / either if either else 0.0

    @property
    def containment(self) -> float:
        """The part of the shorter text that is in the longer one, 0 to 1; 0 for texts without words."""
        shorter = min(self.one, self.other)
        return self.shared / shorter if shorter else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is the same in another text, or not."""

    text: str
    same: bool


def words(text: str) -> list[Word]:
    """The words of a text in order.  Offsets are code points."""
    return [Word(m.start(), m.end(), plain(_INSIDE.sub("", m.group()))) for m in _WORD.finditer(text)]


def keys(text: str) -> list[str]:
    """The comparable words of a text in order, all made comparable at once."""
    return [word if word.isalnum() else _INSIDE.sub("", word) for word in _WORD.findall(plain(text))]


def shingles(found: Sequence[str]) -> frozenset[str]:
    """Every three words in a row, once.  Fewer words than that are one shingle; no words, none."""
    if len(found) < SHINGLE:
        return frozenset([" ".join(found)] if found else [])
    return frozenset(map(" ".join, zip(*(found[i:] for i in range(SHINGLE)), strict=False)))


def overlap(one: frozenset[str], other: frozenset[str]) -> Overlap:
    """What two sets of shingles share."""
    return Overlap(len(one & other), len(one), len(other))


def band_keys(of: frozenset[str]) -> list[int]:
    """Numbers that texts which share many shingles have some in common of: one for each band of the MinHash
    signature, signed 64 bits.  None for no shingles."""
    if not of:
        return []
    sketch = RMinHash(num_perm=SLOTS, seed=1)
    sketch.update(sorted(of))
    slots = sketch.digest()
    bands = (slots[i : i + ROWS] for i in range(0, SLOTS, ROWS))
    return [number(struct.pack(f">B{ROWS}I", index, *band)) for index, band in enumerate(bands)]


def number(what: bytes) -> int:
    """A signed 64-bit number that stands for these bytes."""
    return int.from_bytes(hashlib.blake2b(what, digest_size=8).digest(), "big", signed=True)


def pieces(one: str, other: str, least: int = 1) -> tuple[list[Piece], list[Piece]]:
    """Both texts whole, in stretches that are the same and stretches that differ, word by word.

    Fewer than `least` same words in a row count as different.  Case, accents and punctuation are no difference.
    """
    left, right = words(one)[:LONGEST], words(other)[:LONGEST]
    matcher = SequenceMatcher(None, [w.key for w in left], [w.key for w in right], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= max(least, 1)]
    return (
        _pieces(one, left, [(block.a, block.size) for block in blocks]),
        _pieces(other, right, [(block.b, block.size) for block in blocks]),
    )


def _pieces(text: str, found: list[Word], blocks: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text in stretches; `blocks` are (first, how many) of the words that are the same, in order."""
    spans = [_with_marks(text, found[first].start, found[first + size - 1].end) for first, size in blocks]
    cut, joined = [0], _joined(text, spans)
    same = {start for start, _ in joined}
    for start, end in joined:
        cut += [start, end]
    cut.append(len(text))
    return [Piece(text[a:b], a in same) for a, b in pairwise(cut) if a < b]


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the punctuation that touches it."""
    while start and not (text[start - 1].isalnum() or text[start - 1].isspace()):
        start -= 1
    while end < len(text) and not (text[end].isalnum() or text[end].isspace()):
        end += 1
    return start, end


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that have no word between them as one; what stands before the first word or after the last goes with it."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and (joined[-1][1] >= start or not _WORD.search(text, joined[-1][1], start)):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    if joined and not _WORD.search(text, 0, joined[0][0]):
        joined[0] = 0, joined[0][1]
    if joined and not _WORD.search(text, joined[-1][1]):
        joined[-1] = joined[-1][0], len(text)
    return joined
