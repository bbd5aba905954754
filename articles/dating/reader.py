"""Find the dates in a text and say which day, month or year each means.

One scan finds head words (a month, a weekday, a year, "week" …); what stands right before and after a head
decides what it is. Relative dates count from ``today``, the article's day; without it their value is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from articles.dating import calendar as cal
from articles.dating import days, digits, seasons, units
from articles.dating import words as w
from articles.dating.context import YEAR_INFERRED, Context, DateFound

FROM_TO = "from one date to the other"
LEFT = 64  # characters looked at before a head

_RULES: dict[str, Callable[[Context, re.Match[str], str], DateFound | None]] = {
    "month": days.month,
    "weekday": days.weekday,
    "today": days.today,
    "named": days.named,
    "iso": digits.iso,
    "numeric": digits.numeric,
    "year": digits.year,
    "spelled": digits.spelled,
    "decade": digits.decade,
    "season": seasons.season,
    "unit": units.unit,
}


def find_dates(text: str, today: date | None = None) -> list[DateFound]:
    """The dates that ``text`` names, in order, none overlapping.

    ``today`` is the day that relative dates count from. Ages, durations, clock times, money and road numbers
    are no dates. A date that can be read in two ways ("03/04/2019") or has no day to count from has ``edtf``
    None.
    """
    ctx = Context(text, today)
    found: list[DateFound] = []
    at = 0
    for place in w.head_places(text):
        head = w.HEAD.match(text, place) if place >= at else None
        if head is None:
            continue
        at = head.end()
        if new := _read(ctx, head, found[-1].end if found else 0):
            ctx.remember(new)
            at = max(at, new.end)
            joined = _from_to(ctx, found[-1], new) if found else None
            found[-1 if joined else len(found) :] = [joined or new]
    return found


def _from_to(ctx: Context, first: DateFound, last: DateFound) -> DateFound | None:
    """ "from 2015 to 2018", "between June 3 and June 5, 2018" as one interval; None if they are apart."""
    begin, end = first.anchor or "", last.anchor or ""
    between = w.JOINED.fullmatch(ctx.text, first.end, last.start)
    framed = between and w.FROM.search(ctx.text[max(0, first.start - 9) : first.start])
    days = (
        begin[:4] in first.text and end[:4] in last.text and len(begin) == 10
    )  # "3 May 2019 to 5 June 2020"
    if not framed and not (days and w.JOINED_CLOSELY.fullmatch(ctx.text, first.end, last.start)):
        return None
    if YEAR_INFERRED in first.why and YEAR_INFERRED not in last.why and begin[4:]:
        y = int(end[:4])
        begin = f"{y - (begin[4:] > end[4:]):04d}{begin[4:]}"
    if "/" in begin + end or len(begin) != len(end) or begin >= end:
        return None
    joined = ctx.found(first.start, last.end, cal.interval(begin, end), FROM_TO)
    return joined if joined.anchor else None


def _read(ctx: Context, head: re.Match[str], floor: int) -> DateFound | None:
    """The date around this head, or None; ``floor`` is where the date before ended."""
    left = ctx.text[max(floor, head.start() - LEFT) : head.start()]
    found = _RULES[str(head.lastgroup)](ctx, head, left)
    return _with_relation(ctx, found, floor) if found else None


def _with_relation(ctx: Context, found: DateFound, floor: int) -> DateFound:
    """Put "since", "until", "before", "about" before a date into its value."""
    left = ctx.text[max(floor, found.start - 40) : found.start]
    value = found.anchor
    if value is None or ("/" in value and not re.fullmatch(r"[\d-]+/[\d-]+", value)):
        return found
    simple = "/" not in value
    first, last = value.split("/")[0], value.split("/")[-1]
    if w.WITHIN.search(left) and simple:
        return replace(found, edtf=f"{value}~")
    if relation := w.SINCE.search(left):
        word = relation[1].lower()
        if word.endswith("since") and not value.endswith("X"):
            return replace(found, edtf=f"{first}/..")
        if word in ("until", "till", "up to") and not value.endswith("X"):
            return replace(found, edtf=f"../{last}")
        if word in ("before", "prior to") and (before := cal.unit_before(first)):
            return replace(found, edtf=f"../{before}")
    if simple and w.ABOUT.search(left) and not value.endswith("X"):
        return replace(found, edtf=f"{value}~")
    return found
