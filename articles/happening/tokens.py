"""A sentence as tokens: words and marks, with names and dates as one token each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from articles.dating import DateFound
from articles.linking import MentionFound

_TOKEN = re.compile(r"[’']s\b|[^\W_]+(?:[-.’'][^\W_]+)*(?<![’']s)|[^\W_]+|[^\s\w]|_")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, or a name (one mention for each member of a group) or a date as a whole."""

    start: int
    end: int
    low: str
    text: str
    mentions: tuple[MentionFound, ...] = ()
    date: DateFound | None = None

    @property
    def is_word(self) -> bool:
        return not self.mentions and self.date is None and self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        return bool(self.mentions)


@dataclass(frozen=True, slots=True)
class Spans:
    """The mentions and dates of a text, asked by sentence."""

    mentions: Sequence[MentionFound]
    dates: Sequence[DateFound]
    starts: list[int]
    date_starts: list[int]

    @classmethod
    def of(cls, mentions: Sequence[MentionFound], dates: Sequence[DateFound]) -> Spans:
        ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
        days = sorted(dates, key=lambda d: d.start)
        return cls(ordered, days, [m.start for m in ordered], [d.start for d in days])

    def mentions_in(self, start: int, end: int) -> Sequence[MentionFound]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def dates_in(self, start: int, end: int) -> Sequence[DateFound]:
        return self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]


def tokens(text: str, start: int, end: int, spans: Spans) -> list[Token]:
    """The tokens of the sentence `text[start:end]`."""
    blocks: dict[int, Token] = {}
    for day in spans.dates_in(start, end):
        blocks[day.start] = Token(day.start, day.end, "", day.text, (), day)
    for one in spans.mentions_in(start, end):
        held = blocks.get(one.start)
        if held is None:
            blocks[one.start] = Token(one.start, one.end, "", one.text, (one,))
        elif held.mentions and held.end == one.end:
            blocks[one.start] = Token(one.start, one.end, "", one.text, (*held.mentions, one))
    found: list[Token] = []
    at = start
    for block in [*(blocks[key] for key in sorted(blocks)), None]:
        if block is not None and (block.start < at or block.end > end):
            continue
        for match in _TOKEN.finditer(text, at, block.start if block else end):
            found.append(Token(match.start(), match.end(), match.group().lower(), match.group()))
        if block is not None:
            found.append(block)
            at = block.end
    return found
