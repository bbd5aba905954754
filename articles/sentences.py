"""Where sentences begin and end.  Pure text, no Django; offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_right

from articles.lexicon import listed

_CLOSERS = "\"'”’»›)\\]“‘«‹"
_END = re.compile(
    rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?:[^\S\n]»(?=\s))?+(?=\s)|[。！？]+[」』”’）]*|(?<!\n)\n(?:[^\S\n]*+\n)++\s*"
)
_LAST_WORD = re.compile(r"[^\s(\[\"“‘«—–]+\Z")
_NEXT_WORD = re.compile(r"\s{1,40}[\"“‘'«‹»„›(\[]*([^\W_]{1,40})")

#: words before a full stop after which the sentence goes on, whatever follows
_NEVER = listed("abbreviations_inside")
#: abbreviations that may also be a sentence's last word: the word that follows decides
_MAYBE = listed("abbreviations")
#: words with a capital that begin a sentence far more often than they follow an abbreviation
_STARTERS = listed("sentence_starters")
_SAYS = re.compile(
    r"\s+(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.?\s)?(?:[A-Z][\w’'-]+\s){1,4}"
    r"(?:said|says|asked|asks|added|adds|told|wrote|tweeted|shouted|replied|cried|exclaimed|wondered|demanded)\b"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans (start, end) of the sentences of `text`, in order, without the white space around them.

    A blank line always ends a sentence; closing quotation marks belong to the sentence that they close.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for mark in _END.finditer(text):
        if mark.group()[0] == "\n" or _ends(text, mark):
            _add(spans, text, begin, mark.end())
            begin = mark.end()
    _add(spans, text, begin, len(text))
    return spans


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence, or of the run of sentences, that holds `start:end`; the span itself where there is none."""
    return around(sentences(text), start, end)


def around(spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """As `sentence_around`, over sentences that are already known."""
    first = max(bisect_right(spans, (start, 1 << 60)) - 1, 0)
    last = max(bisect_right(spans, (max(end - 1, start), 1 << 60)) - 1, 0)
    if not spans:
        return start, end
    return min(spans[first][0], start), max(spans[last][1], end)


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    piece = text[begin:end]
    lead = len(piece) - len(piece.lstrip())
    kept = piece.strip()
    if kept:
        spans.append((begin + lead, begin + lead + len(kept)))


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether the punctuation at `mark` ends a sentence: not after an abbreviation, not before a small letter."""
    if mark.group()[0] in "。！？":
        return True
    follows = _NEXT_WORD.match(text, mark.end())
    if not follows:
        return True
    word = follows.group(1)
    if word[0].islower():
        return False
    closed = mark.group().rstrip(" \u00a0\"'”’»›)]“‘«‹") != mark.group()
    if mark.group()[0] != ".":
        return not (closed and _SAYS.match(text, mark.end(), mark.end() + 120))
    if closed or len(mark.group()) > 1:
        return True
    return not _abbreviated(text, mark.start(), word)


def _abbreviated(text: str, stop: int, following: str) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation inside a sentence that goes on with `following`."""
    found = _LAST_WORD.search(text[max(0, stop - 24) : stop])
    before = found.group() if found else ""
    low = before.lower()
    if low in _NEVER:
        return not (low in ("no", "st") and following.lower() in _STARTERS)
    initial = len(before) == 1 and before.isupper() and before != "I"
    dotted = "." in before and all(len(part) <= 2 for part in before.split("."))
    if low in _MAYBE or initial or dotted:
        return following.lower() not in _STARTERS
    return False
