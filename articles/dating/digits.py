"""Dates, years and decades that are written in digits, and years written in words."""

from __future__ import annotations

import re

from articles.dating import calendar as cal
from articles.dating import words as w
from articles.dating.context import Context, DateFound
from articles.dating.spelled import spelled_year

LONGEST_RANGE = 200  # years
_WRITTEN = "written in digits"
_DECADES = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]


def iso(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "2019-11-20", "2019-11", and the years of "2015-18"."""
    y, m, *d = map(int, re.split("[-/]", head["iso"]))
    if d:
        value = cal.day(y, m, d[0])
    elif re.search(r"\d", left[-2:]) or w.NOT_A_YEAR_BEFORE.search(left):
        return None
    elif 1 <= m <= 12 and 1000 <= y <= 2100:
        value = cal.month(y, m)
    else:
        return _years(ctx, head.start(), head.end(), y, f"{m:02d}")
    return ctx.found(head.start(), head.end(), value, _WRITTEN) if value else None


def _years(ctx: Context, start: int, end: int, y: int, last: str) -> DateFound | None:
    """The years from ``y`` to the one whose last two or all four digits are given."""
    until = int(last) if len(last) == 4 else y // 100 * 100 + int(last)
    if not y < until < y + LONGEST_RANGE:
        return None
    return ctx.found(start, end, cal.interval(cal.year(y), cal.year(until)), "years")


def numeric(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "20/11/2019", "11/20/19", "20.11.2019"; a day that could be a month too leaves the value unknown."""
    first, second, y = (int(part) for part in re.split("[/.]", head["numeric"]))
    dotted = "." in head["numeric"]
    if y < 100:
        y += 2000 if y < 50 else 1900
        if dotted:
            return None  # a version or a section
    d, m = (first, second) if dotted or first > 12 else (second, first)
    value = cal.day(y, m, d) if 1000 <= y <= 2100 and d else None
    if value is None:
        return None
    if not dotted and d <= 12 and d != m:
        return ctx.found(head.start(), head.end(), None, "day and month cannot be told apart")
    return ctx.found(head.start(), head.end(), value, _WRITTEN)


def year(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "2018", "late 2018", "fiscal 2018", "2018-19", "the 2018 third quarter"; no counts, prices, roads."""
    y = int(head["year"])
    if w.NOT_A_YEAR_BEFORE.search(left) or w.NOT_A_YEAR_AFTER.match(ctx.text, head.end()):
        return None
    if w.PART_OF_A_NUMBER.search(left) or not (1900 <= y <= 2049 or w.YEAR_BEFORE.search(left)):
        return None
    ranged = w.YEAR_RANGE.match(ctx.text, head.end())
    if ranged and (years := _years(ctx, head.start(), ranged.end(), y, ranged[1])):
        return years
    if quarter := w.QUARTER_AFTER_YEAR.match(ctx.text, head.end()):
        value = cal.quarter(y, 4 if quarter[1] == "final" else w.ORDINALS[quarter[1]])
        return ctx.found(head.start(), quarter.end(), value, "quarter of a year")
    if number := w.QUARTER_NUMBER.search(left):
        value = cal.quarter(y, int(number[2]))
        return ctx.found(head.start() - len(number[1]), head.end(), value, "quarter of a year")
    if part := w.PART.search(left):
        value = cal.part_of_year(y, cal.part(part[2]))
        return ctx.found(head.start() - len(part[1].lstrip()), head.end(), value, "part of a year")
    fiscal = w.FISCAL.search(left)
    return ctx.found(head.start() - (len(fiscal[1]) if fiscal else 0), head.end(), cal.year(y), "year")


def spelled(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "nineteen ninety-six"; "more than two thousand" is none."""
    if w.NOT_A_YEAR_BEFORE.search(left) or w.NOT_A_YEAR_AFTER.match(ctx.text, head.end()):
        return None
    y = spelled_year(head["spelled"])
    return ctx.found(head.start(), head.end(), cal.year(y), "year in words") if y else None


def decade(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "the 1990s", "the '80s", "the late sixties"; "in his thirties" is an age."""
    if w.SOMEBODYS.search(left):
        return None
    digits = re.sub(r"\D", "", head["decade"])
    if not digits:
        if not w.BEFORE_DECADE.search(left):
            return None
        digits = f"{_DECADES.index(head['decade']) + 2}0"
    if len(digits) == 2:
        digits = ("19" if digits >= "30" else "20") + digits
    part = w.PART.search(left)
    start = head.start() - len(part[1].lstrip()) if part else head.start()
    return ctx.found(start, head.end(), f"{digits[:3]}X", "decade")
