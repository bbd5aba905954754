"""What every rule is given: the text, the article's day, and what was named before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from articles.dating import calendar as cal
from articles.dating import words as w
from newsroom.edtf import EDTFError, canonical

SENTENCE = 160  # characters to each side that can tell whether a sentence looks ahead or back
FROM_TODAY = "counted from the article's day"
YEAR_INFERRED = "the year from the article's day"
BESIDE = 80  # characters over which a year counts for the days after it in its sentence
NEAR = 600  # characters over which "that year", "the next day" and "the quarter" reach back
OPENING = 2  # words before a date that opens its sentence: "On Friday, he will" tells, "the victory on Friday will" does not
FROM_NAMED_DAY = "counted from the day named before"


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date expression: ``text == source[start:end]``, offsets in code points.

    ``edtf`` is what the words with "since", "until", "before" and the like mean ("2020-01/.."), or None
    where it cannot be known. ``anchor`` is the date of the words alone ("2020-01"). ``why`` says in plain
    words how it was read.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    why: str
    anchor: str | None = None


def _canonical(value: str) -> str | None:
    try:
        return canonical(value)
    except EDTFError:
        return None


@dataclass(slots=True)
class Focus:
    """The year, quarter and day that were last named: "that year", "a year earlier", "the next day" count from them."""

    year: int | None = None
    quarter: tuple[int, int] | None = None
    year_at: int = -NEAR
    written: bool = False  # the year stands in the text
    quarter_at: int = -NEAR
    day: date | None = None
    day_at: int = -NEAR


@dataclass(slots=True)
class Context:
    """One text while it is read."""

    text: str
    today: date | None
    focus: Focus = field(default_factory=Focus)

    def found(self, start: int, end: int, value: str | None, why: str) -> DateFound:
        """A date at these offsets; a value that our profile of EDTF does not have is unknown."""
        value = _canonical(value) if value else None
        return DateFound(start, end, self.text[start:end], value, why, value)

    def remember(self, found: DateFound) -> None:
        """Note the year, quarter and day that were named last."""
        value = found.anchor or ""
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            self.focus.day, self.focus.day_at = date.fromisoformat(value), found.end
        if re.match(r"\d{4}(?!\d)", value):
            self.focus.year, self.focus.year_at = int(value[:4]), found.end
            self.focus.written = value[:4] in found.text
        if found.why.startswith("quarter of") and len(value) == 15:
            self.focus.quarter, self.focus.quarter_at = (
                (int(value[:4]), (int(value[5:7]) + 2) // 3),
                found.end,
            )

    def relative_year(self, word: str | None) -> int | None:
        """The year that "this", "last" or "next" year is."""
        if not self.today or not word:
            return None
        return self.today.year + {"last": -1, "next": 1}.get(word.lower(), 0)

    def last_quarter(self) -> tuple[int, int]:
        """Year and number of the last quarter before the article's; zeros without an article's day."""
        if self.today is None:
            return 0, 0
        q = (self.today.month + 2) // 3 - 1
        return (self.today.year, q) if q else (self.today.year - 1, 4)

    def quarter_a_year_before(self) -> str | None:
        """The quarter a year before the one in question; that one itself if it is a year back already."""
        if self.focus.quarter is None:
            return None
        y, q = self.focus.quarter
        return cal.quarter(y - 1 if y >= self.last_quarter()[0] else y, q)

    def year_in_sentence(self, start: int) -> int | None:
        """The year that was written out earlier in the same sentence."""
        if self.focus.year is None or not self.focus.written or start - self.focus.year_at > BESIDE:
            return None
        between = self.text[self.focus.year_at : start]
        return None if w.FULL_STOP.search(between) else self.focus.year

    def quarter_in_focus(self, at: int) -> bool:
        """Was a quarter named shortly before this place?"""
        return self.focus.quarter is not None and at - self.focus.quarter_at < NEAR

    def day_in_focus(self, at: int) -> date | None:
        """The day that was named shortly before this place."""
        return self.focus.day if at - self.focus.day_at < NEAR else None

    def days_from_focus(self, at: int, away: int) -> str | None:
        """The day so many days from the one named shortly before this place."""
        day = self.day_in_focus(at)
        moved = cal.shifted(day, away) if day else None
        return moved.isoformat() if moved else None

    def ahead(self, start: int, end: int) -> bool | None:
        """Does the sentence look ahead (True) or back (False) at this date? None if no verb tells.

        The verbs before the date decide; where there are none, the first one behind it, or "by" and "until".
        """
        left = self._sentence_before(start)
        if w.ENDED.search(left):
            return False
        if w.SCHEDULED.search(left) or w.SET_FOR.search(left):
            return True
        before = self._tense(left)
        if before is not None:
            return before
        if w.FIXED_BEFOREHAND.search(left) and w.WILL_FOLLOWS.match(self.text, end):
            return True
        behind = self._tense_behind(end)
        if behind and len(left.split()) > OPENING:
            return None
        return True if behind is None and w.UP_TO.search(left) else behind

    def _tense_behind(self, end: int) -> bool | None:
        """What the first verb behind a date tells, of the same sentence."""
        rest = self.text[end : end + SENTENCE]
        stop = w.SENTENCE_BREAK.search(rest)
        cue = w.CUE.search(rest, 0, stop.start() if stop else len(rest))
        if cue is None or (cue.lastgroup == "ahead" and not w.WILL.match(rest, cue.start())):
            return None
        return cue.lastgroup == "ahead"

    def _tense(self, left: str) -> bool | None:
        """What the verbs of the words before a date tell."""
        ahead: bool | None = None
        planned, at = False, 0  # "had been due to …" tells of a plan in the past
        for cue in w.CUE.finditer(left):
            if cue.lastgroup == "ahead":
                if at > cue.start() - w.PARTICIPLE and planned:
                    continue
                planned = bool(w.PAST_PLAN.search(left[max(0, cue.start() - 24) : cue.start()]))
                ahead, at = not planned, cue.end()
            elif not (ahead and cue.start() - at <= w.PARTICIPLE and self._is_participle(left, at, cue)):
                ahead, at = False, cue.end()
        return ahead

    def _is_participle(self, left: str, at: int, cue: re.Match[str]) -> bool:
        """Whether a verb form behind "will" may belong to it: not "was", and not behind the end of a quote."""
        return cue.group() not in w.PRETERITE and not w.QUOTE_OVER.search(left, at, cue.start())

    def surely_past(self, start: int) -> bool:
        """Does a verb in the past stand right before this place, as in "was sentenced in"?"""
        left = self._sentence_before(start)
        cues = list(w.CUE.finditer(left))
        close = bool(cues) and cues[-1].lastgroup == "back" and len(left) - cues[-1].end() <= w.PARTICIPLE
        return close and bool(w.IN_OR_ON.search(left)) and self._tense(left) is False

    def _sentence_before(self, start: int) -> str:
        left = self.text[max(0, start - SENTENCE) : start]
        breaks = [mark.end() for mark in w.SENTENCE_BREAK.finditer(left)]
        return left[breaks[-1] :] if breaks else left
