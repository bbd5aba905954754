"""A page as a list of lines, each with the plain features that the other steps judge by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

# Invisible characters split words in print only; control characters and surrogates carry none.
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]+")
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")
WORD = re.compile(r"\w+")
# Scripts written without spaces: two characters count as one word.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]")
NUMBER = re.compile(r"[-+$€£]?\d[\d.,:%]*$")
BULLET = re.compile(r"^(?:[*+•·▪◦‣●○■»›>\-–]|o(?= [A-Z0-9\"“‘]))\s+(?=\S)")
SENTENCE_END = re.compile(r"(?:[.!?…。！？؟।]|\.\.\.)[\"'”’»)\]]*$")
NUMBERED = re.compile(r"\d{1,2}[.)] \S|https?://\S+$")
TAB = 8
WRAP_WIDTH = 100
FULL = 0.75  # of the longest line, from which on a line is full


@dataclass(frozen=True, slots=True)
class Line:
    """One block of the page: a source line, or the wrapped lines of one paragraph joined."""

    numbers: tuple[int, ...]
    raws: tuple[str, ...]
    text: str
    indent: int
    words: int
    bullet: bool
    ended: bool
    apart: bool  # a blank line (or the edge of the page) on both sides

    @property
    def prose(self) -> bool:
        """Does it read like a sentence or more?"""
        return (self.ended and self.words >= 8) or (self.words >= 25 and not self.titled)

    @property
    def long(self) -> bool:
        """More than a line of furniture, a byline or a caption ever has."""
        return self.words > 90 or len(self.text) > 1500

    @property
    def numbered(self) -> bool:
        """An item of a numbered list, "1) …", or an address standing by itself."""
        return bool(NUMBERED.match(self.text)) and (self.words >= 4)

    @property
    def table(self) -> bool:
        """A row of a table: numbers make a good part of it."""
        cells = self.text.split()
        numbers = sum(bool(NUMBER.match(cell)) for cell in cells)
        return not self.ended and numbers >= 3 and numbers >= 0.4 * len(cells)

    @property
    def titled(self) -> bool:
        """Are most words capitalised, as in a row of menu entries?"""
        words = self.text.split()
        capitals = sum(word[0].isupper() and not word.isupper() for word in words)
        return capitals > 0.6 * len(words)


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of ``text``; paragraphs that were wrapped by hand or by a mail program are joined.

    Lines are what ``text.split("\\n")`` gives; a carriage return or form feed is space inside a line.
    """
    raws = text.split("\n")
    shown = [_shown(raw) for raw in raws]
    groups = _wrapped(shown) if _is_wrapped(shown) else [(i,) for i, text in enumerate(shown) if text]
    return [_line(group, raws, shown) for group in groups]


def as_block(line: Line) -> Line:
    """The same line as it stands in a body: apart from its neighbours and without indent."""
    return replace(line, indent=0, apart=True)


def _shown(raw: str) -> str:
    return " ".join(NO_TEXT.sub(" ", INVISIBLE.sub("", raw)).split())


def _is_wrapped(shown: list[str]) -> bool:
    """Is this text wrapped at a fixed width? Then no line is long, and full ones go on in lower case."""
    longest = max(map(len, shown), default=0)
    if not 40 <= longest <= WRAP_WIDTH:
        return False
    below_full = [b for a, b in pairwise(shown) if len(a) >= longest * FULL and b]
    going_on = sum(text[0].islower() for text in below_full)
    return going_on >= 2 and going_on >= 0.4 * len(below_full)


def _wrapped(shown: list[str]) -> list[tuple[int, ...]]:
    full = max(map(len, shown)) * FULL
    groups: list[list[int]] = []
    for i, text in enumerate(shown):
        if not text:
            continue
        goes_on = i > 0 and len(shown[i - 1]) >= full and not BULLET.match(text)
        if goes_on and groups:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(group) for group in groups]


def _line(group: tuple[int, ...], raws: list[str], shown: list[str]) -> Line:
    first, last = group[0], group[-1]
    text = " ".join(shown[i] for i in group)
    expanded = raws[first].expandtabs(TAB)
    return Line(
        numbers=tuple(i + 1 for i in group),
        raws=tuple(raws[i] for i in group),
        text=text,
        indent=len(expanded) - len(expanded.lstrip()),
        words=count_words(text),
        bullet=bool(BULLET.match(text)),
        ended=bool(SENTENCE_END.search(text)),
        apart=(first == 0 or not shown[first - 1]) and (last + 1 >= len(shown) or not shown[last + 1]),
    )


def count_words(text: str) -> int:
    """Words in ``text``; in scripts without spaces, half the characters."""
    words = len(WORD.findall(text))
    return words if text.isascii() else max(words, len(UNSPACED.findall(text)) // 2)
