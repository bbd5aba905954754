"""Where in the page the article stands.

Each line gets a score: sentences count for it, furniture and stray short lines against it. The article is the
contiguous stretch of lines with the highest sum (one pass, Kadane's algorithm). Lines that start in the column where
most of the page's sentences start count fully, others less. Text that was pasted without indents has one column.

Scores do not depend on which other lines are there, apart from the column; so reading the found body again,
which has no furniture and no indents, keeps every line of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from seeds.cleaning.document import Reason
from seeds.cleaning.lines import Line

LONGEST = 60  # words of one paragraph that count
# What a line of furniture says about the article going on past it.
AGAINST: dict[Reason, float] = {
    "comments": -90.0,
    "legal": -45.0,
    "newsletter": -12.0,
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
TOLERANCE = 2  # columns to each side that are the same column


def column(lines: Sequence[Line], reasons: Sequence[Reason | None]) -> int:
    """The indent at which most words of the page's sentences begin."""
    words: Counter[int] = Counter()
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None and line.prose and not line.bullet:
            words[line.indent] += min(line.words, LONGEST)
    return max(words, key=lambda indent: (words[indent], -indent), default=0)


def score(line: Line, reason: Reason | None, main: int) -> float:
    """How much this line speaks for the stretch that holds it."""
    if reason is not None:
        return AGAINST.get(reason, -2.0)
    near = line.indent == main
    if line.prose:
        value = float(min(line.words, LONGEST))
        return value if near else value * (0.7 if abs(line.indent - main) <= TOLERANCE else 0.25)
    if line.bullet:
        return -2.0 if abs(line.indent - main) <= TOLERANCE else -4.0
    if line.ended:
        return 2.0 if near else -1.0
    if near:
        return 1.0 if line.words >= 12 else -1.5
    return -3.0


def scores(lines: Sequence[Line], reasons: Sequence[Reason | None], main: int) -> list[float]:
    """The score of each line; what stands under a comments heading that follows an article counts little."""
    values: list[float] = []
    read, share = 0, 1.0
    for line, reason in zip(lines, reasons, strict=True):
        value = score(line, reason, main)
        if reason is None and line.prose and line.indent == main:
            read += line.words
        if reason == "comments" and read >= ARTICLE:
            share = UNDER_COMMENTS
        values.append(value * share if value > 0 else value)
    return values


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
