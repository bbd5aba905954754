"""Where in the page the article stands.

Each line gets a score: sentences count for it, furniture and stray short lines against it. The article is the
contiguous stretch of lines with the highest sum (one pass, Kadane's algorithm). Lines that start in the
column where most of the page's sentences start count fully, others less. Text that was pasted without
indents has one column.

Scores do not depend on which other lines are there, apart from the column; so reading the found body again,
which has no furniture and no indents, keeps every line of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from seeds.cleaning.document import Reason
from seeds.cleaning.lines import Line

HEADING = (
    5  # words that a heading such as "Related stories" has at most; a longer line is a link within the text
)
INLINE = -4.0
READ_ON = re.compile(r"(?:[Rr]ead|READ) (?:[Mm]ore|MORE)\W{0,3}")  # a box between two paragraphs
LONGEST = 60  # words of one paragraph that count
# What a line of furniture says about the article going on past it.
AGAINST: dict[Reason, float] = {
    "comments": -90.0,
    "legal": -45.0,
    "newsletter": -6.0,
    "related": -18.0,
    "navigation": -5.0,
    "share": -3.0,
    "advertisement": -2.0,
    "date": -3.0,
    "credit": -1.0,
    "caption": -1.0,
    "other": -3.0,
}
ARTICLE = (
    80  # words of sentences in the main column after which a comments heading can stand under an article
)
UNDER_COMMENTS = 0.2
TOGETHER = 3  # how much more a paragraph under another paragraph tells about the column
TEASER = 40  # words that a teaser has at most
ALONE = 0.2  # what a lone sentence counts
TOLERANCE = 2  # columns to each side that are nearly the same column
FAR = 6  # columns away from which nothing speaks for the article


def column(lines: Sequence[Line], reasons: Sequence[Reason | None]) -> int:
    """The indent at which most words of the page's sentences begin."""
    words: dict[int, float] = defaultdict(float)
    before: Line | None = None
    read, share = 0, 1.0
    for line, reason in zip(lines, reasons, strict=True):
        if reason == "comments" and read >= ARTICLE:
            share = UNDER_COMMENTS
        if reason is not None or not line.prose or line.bullet:
            before = before if reason is not None else None
            continue
        together = before is not None and before.indent == line.indent
        words[line.indent] += min(line.words, LONGEST) * (1 + TOGETHER * together) * share
        read += line.words
        before = line
    return max(words, key=lambda indent: (words[indent], -indent), default=0)


def score(line: Line, reason: Reason | None, main: int) -> float:
    """How much this line speaks for the stretch that holds it."""
    if reason is not None:
        inline = reason == "related" and (line.words > HEADING or READ_ON.fullmatch(line.text))
        return INLINE if inline else AGAINST.get(reason, -2.0)
    away = abs(line.indent - main)
    if line.prose and line.bullet:
        return min(line.words, LONGEST) * (0.5 if away <= TOLERANCE else 0.1)
    if line.prose:
        return min(line.words, LONGEST) * (
            1.0 if away == 0 else 0.7 if away <= TOLERANCE else 0.3 if away <= FAR else 0.0
        )
    if away > FAR:
        return -4.0
    if line.table or (line.numbered and away == 0):
        return 1.0
    if line.bullet:
        return -1.0 if away <= TOLERANCE else -3.0
    if line.ended or line.words >= 12:
        return 1.5 if away == 0 else -1.0
    return -1.5 if away == 0 else -3.0


def scores(lines: Sequence[Line], reasons: Sequence[Reason | None], main: int) -> list[float]:
    """The score of each line; what stands under a comments heading that follows an article counts little."""
    values: list[float] = []
    read, share = 0, 1.0
    for i, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        value = score(line, reason, main)
        if value > 0 and line.prose and line.words <= TEASER and _alone(lines, reasons, i):
            value *= ALONE
        if reason is None and line.prose and line.indent == main:
            read += line.words
        if reason == "comments" and read >= ARTICLE:
            share = UNDER_COMMENTS
        values.append(value * share if value > 0 else value)
    return values


def _alone(lines: Sequence[Line], reasons: Sequence[Reason | None], i: int) -> bool:
    """Is this sentence between two lines that are none, as a teaser is between its headline and the next?"""
    return 0 < i < len(lines) - 1 and all(reasons[k] is None and _is_title(lines[k]) for k in (i - 1, i + 1))


def _is_title(line: Line) -> bool:
    return not (line.prose or line.ended or line.bullet or line.text.endswith(":"))


def find(scores: Sequence[float]) -> range:
    """The contiguous stretch with the highest sum; empty if no line speaks for an article."""
    best, best_span = 0.0, range(0)
    total, begin = 0.0, 0
    for i, value in enumerate(scores):
        if total <= 0:
            total, begin = 0.0, i
        total += value
        if total > best:
            best, best_span = total, range(begin, i + 1)
    return best_span
