"""What stayed when a text was changed, and where a passage of it is now.

Compares two texts by pieces: the beginning and the end that both share, and between these whatever holds a
run of words that occurs once in each. A passage inside such a piece moves with it, unless another piece
could be its place as well. Where nothing is sure, the answer is None: it never guesses.

Deleting "Meng spoke. " from "Meng spoke. Meng left." leaves what deleting "spoke. Meng " would have left.
An edit is taken to be of whole sentences or paragraphs where it can be.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from rapidfuzz.distance import Indel

from articles.mending import WORD, is_as_whole, mended, places

Span = tuple[int, int]

_CONTEXT = 32  # characters on each side that make two places with the same words the same place
_SEED_WORDS, _SEED_LENGTH = 3, 16  # a run of words is so long, in words and in characters
_LONGEST_STRETCH = 4096  # how far a piece is followed to each side of it, in characters
_TIGHT = 80  # so many characters around a passage may have changed beyond recognition
_LARGEST_WINDOW = 2000  # so many characters between two pieces are searched for single words
_MANY = 200  # places are counted up to here
_SAME_WORDS = 0.5  # similarity of two lists of words, from 0 to 1, that makes a window familiar

_SENTENCE = re.compile(r"[^.!?…\n]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\Z")


@dataclass(frozen=True)
class _Piece:
    """old[start:end] == new[start + shift : end + shift]."""

    start: int
    end: int
    shift: int


class Edit:
    """The step from one text to another. Takes time in proportion to their length."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        growth = len(new) - len(old)
        head = _Piece(0, common_prefix(old, new), 0)
        tail = _Piece(len(old) - common_suffix(old, new), len(old), growth)
        between = (head.end, tail.start), (head.end, tail.start + growth)
        inner = list(_pieces(old, new, *between)) if min(b - a for a, b in between) >= _SEED_LENGTH else []
        in_order = _longest_in_order(inner)
        moved = set(inner) - set(in_order)
        self._in_order = _parted([head, *in_order, tail], old, new)
        pieces = [*self._in_order, *moved]
        self._in_old = _Covers([(p.start, p.end, p.shift) for p in pieces])
        self._in_new = _Covers([(p.start + p.shift, p.end + p.shift, p.shift) for p in pieces])

    def carry(self, start: int, end: int) -> Span | None:
        """Where the passage old[start:end] is in the new text; None if it is gone or could be in two
        places."""
        shifts = self._in_old.over(start, end)
        if not shifts:
            return self._between(start, end)
        if len(shifts) > 1:
            return None
        shift = shifts.pop()
        at, to = start + shift, end + shift
        if self._in_new.over(at, to) != {shift}:
            return None  # other old words could be there as well
        return (at, to) if is_as_whole(self.old, start, end, self.new, at, to) else None

    def _between(self, start: int, end: int) -> Span | None:
        """The passage was touched, or the text on both sides of it was: look between what stayed, in
        order."""
        last = max(bisect_right(self._in_order, start, key=lambda piece: piece.start) - 1, 0)
        first = bisect_left(self._in_order, end, key=lambda piece: piece.end)
        before, after = self._in_order[last], self._in_order[min(first, len(self._in_order) - 1)]
        old_from, old_to = min(before.end, start), max(after.start, end)
        new_from, new_to = old_from + before.shift, old_to + after.shift
        if new_from > new_to:
            return None
        window = _Window(self.old, (old_from, old_to), self.new, (new_from, new_to), start, end)
        for found in (window.same_count(), window.only(), window.widened(_TIGHT).only(), window.mended()):
            if found and self._is_free(found, start, end):
                return found
        return None

    def _is_free(self, found: Span, start: int, end: int) -> bool:
        """Does nothing at the new place come from outside of the passage?"""
        return all(
            start <= max(a, found[0]) - shift and min(b, found[1]) - shift <= end
            for a, b, shift in self._in_new.touching(*found)
        )


class _Covers:
    """Spans with the shift of each, asked which of them cover a span whole."""

    def __init__(self, spans: list[tuple[int, int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _, _ in self._spans]
        self._furthest = list(accumulate((end for _, end, _ in self._spans), max))

    def over(self, start: int, end: int) -> set[int]:
        """The shifts of the spans that cover start to end."""
        return {shift for a, b, shift in self.touching(start, end) if a <= start and end <= b}

    def touching(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The spans that have something between start and end."""
        at = bisect_left(self._starts, end)
        while at and self._furthest[at - 1] > start:
            at -= 1
            if self._spans[at][1] > start:
                yield self._spans[at]


@dataclass(frozen=True)
class _Window:
    """What stands between two pieces, before and after the edit, and the passage in it."""

    old: str
    in_old: Span
    new: str
    in_new: Span
    start: int
    end: int

    def widened(self, by: int) -> "_Window":
        (a, b), (c, d) = self.in_old, self.in_new
        return replace(
            self,
            in_old=(max(a - by, 0), min(b + by, len(self.old))),
            in_new=(max(c - by, 0), min(d + by, len(self.new))),
        )

    def same_count(self) -> Span | None:
        """The nth place with these words and all of their context, if there are as many as there were."""
        first, last = max(self.start - _CONTEXT, 0), min(self.end + _CONTEXT, len(self.old))
        words, wide = self.old[first:last], self.widened(_CONTEXT)
        old_places = list(islice(places(words, self.old, *wide.in_old), _MANY))
        new_places = list(islice(places(words, self.new, *wide.in_new), _MANY))
        if len(old_places) != len(new_places) or len(old_places) == _MANY:
            return None
        at = new_places[old_places.index(first)] + self.start - first
        return at, at + self.end - self.start

    def only(self) -> Span | None:
        """The only place with these words, if there was only one, and if the text around them is
        familiar."""
        if not self._is_familiar():
            return None
        exact = self.old[self.start : self.end]
        old_places = list(places(exact, self.old, *self.in_old))
        new_places = list(places(exact, self.new, *self.in_new))
        if len(old_places) != 1 or len(new_places) != 1:
            return None
        at, to = new_places[0], new_places[0] + len(exact)
        return (at, to) if is_as_whole(self.old, self.start, self.end, self.new, at, to) else None

    def mended(self) -> Span | None:
        """The only place with the same words mended, if nothing like it was there before."""
        if self._around() > _LARGEST_WINDOW:
            return None
        exact = self.old[self.start : self.end]
        if len(mended(exact, self.old, *self.in_old)) != 1:
            return None
        found = mended(exact, self.new, *self.in_new)
        return found[0] if len(found) == 1 else None

    def _around(self) -> int:
        return max(self.in_old[1] - self.in_old[0], self.in_new[1] - self.in_new[0]) - (self.end - self.start)

    def _is_familiar(self) -> bool:
        if not _TIGHT < self._around() <= _LARGEST_WINDOW:
            return self._around() <= _TIGHT
        before, after = self.old[self.in_old[0] : self.start], self.old[self.end : self.in_old[1]]
        old_words = WORD.findall(before) + WORD.findall(after)
        new_words = WORD.findall(self.new[slice(*self.in_new)])
        return Indel.normalized_similarity(old_words, new_words) >= _SAME_WORDS


# Finding the pieces


def _pieces(old: str, new: str, in_old: Span, in_new: Span) -> Iterator[_Piece]:
    """What both have around runs of words that occur once in each, in the order of the old text."""
    new_places = {run: at for run, at in _once(new).items() if in_new[0] <= at < in_new[1]}
    last: _Piece | None = None
    for run, start in _once(old).items():
        if run not in new_places or not in_old[0] <= start < in_old[1]:
            continue
        shift = new_places[run] - start
        if last is None or shift != last.shift or start >= last.end:
            last = _stretched(old, new, start, shift, len(run))
            yield last


def _once(text: str) -> dict[str, int]:
    """Runs of a few words of one sentence that occur once in the text, with their places, in order.

    Across the border of two sentences the same words may meet by chance when one of them moves.
    """
    runs: dict[str, int] = {}
    for sentence in _SENTENCE.finditer(text):
        words = [word.span() for word in WORD.finditer(text, *sentence.span())]
        last = 0
        for first, (begin, _) in enumerate(words):
            last = max(last, first + _SEED_WORDS - 1)
            while last < len(words) and words[last][1] - begin < _SEED_LENGTH:
                last += 1
            if last >= len(words):
                break
            run = text[begin : words[last][1]]
            runs[run] = -1 if run in runs else begin
    return {run: place for run, place in runs.items() if place >= 0}


def _stretched(old: str, new: str, start: int, shift: int, size: int) -> _Piece:
    def near(text: str, at: int) -> tuple[str, str]:
        return text[max(at - _LONGEST_STRETCH, 0) : at], text[at + size : at + size + _LONGEST_STRETCH]

    (old_left, old_right), (new_left, new_right) = near(old, start), near(new, start + shift)
    left, right = common_suffix(old_left, new_left), common_prefix(old_right, new_right)
    return _Piece(start - left, start + size + right, shift)


def _longest_in_order(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The longest choice of pieces that follow one another in the new text as they did in the old."""
    least: list[int] = []  # for each length, the least new place that a choice so long ends with
    ends: list[int] = []  # and the number of the piece there
    previous: list[int] = []
    for number, piece in enumerate(pieces):
        length = bisect_left(least, piece.start + piece.shift)
        least[length : length + 1] = [piece.start + piece.shift]
        ends[length : length + 1] = [number]
        previous.append(ends[length - 1] if length else -1)
    chosen: list[_Piece] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pieces[number])
        number = previous[number]
    return chosen[::-1]


# Where an edit could have been in two places


def _parted(pieces: list[_Piece], old: str, new: str) -> list[_Piece]:
    """The same pieces, overlapping less: where two claim the same, they part at the borders there."""
    parted = pieces[:1]
    for piece in pieces[1:]:
        before = parted.pop()
        parted += _parted_pair(before, piece, old, new)
    return parted


def _parted_pair(a: _Piece, b: _Piece, old: str, new: str) -> tuple[_Piece, _Piece]:
    deleted = b.shift < a.shift
    text, from_a, from_b = (old, -a.shift, -b.shift) if deleted else (new, a.shift, b.shift)
    first, last = (b.start + b.shift, a.end + a.shift) if deleted else (b.start, a.end)
    if first >= last or a.shift == b.shift:
        return a, b
    cuts = [
        cut
        for cut in range(first, last + 1)
        if _is_border(text, cut + from_a) and _is_border(text, cut + from_b)
    ]
    if not cuts:
        return a, b
    first, last = cuts[0], cuts[-1]
    if deleted:
        first, last = first - b.shift, last - a.shift
    return replace(a, end=last), replace(b, start=first)


def _is_border(text: str, at: int) -> bool:
    """Between two paragraphs or two sentences, or at an end of the text."""
    before, after = text[max(at - 8, 0) : at], text[at : at + 8]
    left, right = before.rstrip(), after.lstrip()
    space = before[len(left) :] + after[: len(after) - len(right)]
    return not left or not right or "\n" in space or bool(space and _SENTENCE_END.search(left))


# Strings


def common_prefix(a: str, b: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(a: str, b: str) -> int:
    """How many characters both end with."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low
