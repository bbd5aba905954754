"""Words found again where a text was mended: case, quotation marks, a letter mistyped."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

# A word. Chinese, Japanese and Korean writing has no spaces, so each of its characters counts as one.
_CJK = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‹›", "'") | dict.fromkeys("“”„«»", '"'))


def places(words: str, text: str, start: int, end: int) -> Iterator[int]:
    """Where these very characters begin in text[start:end], overlapping places included."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def is_as_whole(old: str, start: int, end: int, new: str, at: int, to: int) -> bool:
    """Is new[at:to] made of whole words wherever old[start:end] was? "Meng" is not in "Mengele"."""
    return _splits_word(new, at) <= _splits_word(old, start) and _splits_word(new, to) <= _splits_word(
        old, end
    )


def mended(exact: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans in text[start:end] with the words of `exact`: as many, in this order, each the same or
    mended.

    At most one word, or a quarter of them, may be mended. Punctuation between them does not count.
    """
    wanted = [word.span() for word in WORD.finditer(exact)]
    there = [word.span() for word in WORD.finditer(text, start, end)]
    return [
        _with_marks(exact, wanted, text, there[first][0], there[first + len(wanted) - 1][1])
        for first in range(len(there) - len(wanted) + 1)
        if wanted and _are_mended(exact, wanted, text, there[first : first + len(wanted)])
    ]


def _are_mended(exact: str, wanted: list[tuple[int, int]], text: str, there: list[tuple[int, int]]) -> bool:
    allowed = max(1, len(wanted) // 4)
    for (a, b), (c, d) in zip(wanted, there, strict=True):
        if exact[a:b] != text[c:d]:
            allowed -= 1
            if allowed < 0 or not _is_mended(exact[a:b], text[c:d]):
                return False
    return True


def _is_mended(old: str, new: str) -> bool:
    """In other case, or with a letter (two in a long word) changed after the first. Numbers must be
    equal."""
    a, b = old.casefold(), new.casefold()
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter < 4 or a[0] != b[0] or not (a.isalpha() and b.isalpha()):
        return False
    return Levenshtein.distance(a, b) <= (1 if shorter < 9 else 2)


def _with_marks(
    exact: str, wanted: list[tuple[int, int]], text: str, start: int, end: int
) -> tuple[int, int]:
    """The span of the words with the punctuation that the passage had before and after them."""
    before, after = exact[: wanted[0][0]], exact[wanted[-1][1] :]
    if text[max(start - len(before), 0) : start].translate(_STRAIGHT) == before.translate(_STRAIGHT):
        start -= len(before)
    if text[end : end + len(after)].translate(_STRAIGHT) == after.translate(_STRAIGHT):
        end += len(after)
    return start, end


def _splits_word(text: str, at: int) -> bool:
    word = WORD.match(text[at - 1 : at + 1]) if at > 0 else None
    return word is not None and word.end() == 2
