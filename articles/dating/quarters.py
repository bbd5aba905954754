"""Quarters and halves of a year, as business news counts them; the year is mostly left to the reader."""

from __future__ import annotations

import re

from articles.dating import calendar as cal
from articles.dating import words as w
from articles.dating.context import Context, DateFound

YEAR_BEFORE = "quarter a year before"
_IN_QUESTION = "quarter, the one before or the one in question"


def quarter(ctx: Context, head: re.Match[str], left: str, name: str) -> DateFound | None:
    """A date that ends in "quarter", "period" or "half"."""
    if name != "period" and (named := w.QUARTER.search(left)):
        return _named(ctx, head, named, name)
    same = w.SAME_QUARTER.search(left)
    if name == "half" or not same or not same[1].strip():
        return None
    which = (same[2] or "").lower()
    if name == "period" and not (same[3] or same[4] or which == "latest"):
        return None
    known = _in_question(ctx, head.start(), which, sure=name == "quarter")
    if known is None:
        return (
            ctx.found(head.start() - len(same[1].lstrip()), head.end(), None, _IN_QUESTION)
            if name == "quarter"
            else None
        )
    y, q = known
    if same[4]:
        y = int(same[4])
    elif same[3] and (ctx.today is None or y >= ctx.last_quarter()[0]):
        y -= 1
    return ctx.found(head.start() - len(same[1].lstrip()), head.end(), cal.quarter(y, q), _IN_QUESTION)


def _in_question(ctx: Context, at: int, which: str, *, sure: bool) -> tuple[int, int] | None:
    """The quarter that the text tells about, else the last one before the article's day."""
    counted = {"current": 1, "next": 2, "previous": 0}.get(which)
    if counted is None and ctx.quarter_in_focus(at) and ctx.focus.quarter:
        over = ctx.today is not None and which == "latest"  # the latest one is no quarter that is still on
        return min(ctx.focus.quarter, ctx.last_quarter()) if over else ctx.focus.quarter
    if ctx.today is None or not (sure or which == "latest"):
        return None
    y, q = ctx.last_quarter()
    return y, q + (counted or 0)


def _named(ctx: Context, head: re.Match[str], named: re.Match[str], name: str) -> DateFound | None:
    """ "the third quarter", "last year's fourth quarter", "the first half of 2019"."""
    word = named[3].lower()
    start, end = head.start() - len(named[1].lstrip()), head.end()
    if name == "quarter" and word in ("last", "latter"):
        value = cal.quarter(*ctx.last_quarter()) if ctx.today else None
        return ctx.found(start, end, value, "quarter before this one")
    number = {"final": 4, "last": 2, "latter": 2}.get(word) or w.ORDINALS.get(word) or int(word[0])
    y = int(named[2]) if named[2] else None
    if y is None and (of := w.OF_YEAR.match(ctx.text, head.end())):
        end = of.end()
        digits = of[1] or of[2] or ""
        y = int(digits) if digits.isdigit() else ctx.relative_year((of[1] or "last").split()[0])
    elif y is None and name == "quarter":
        y = _year_of(ctx, number, named[1])
    if name == "half":
        return _half(ctx, start, end, y, number) if named[2] or end > head.end() else None
    return ctx.found(start, end, cal.quarter(y, number) if y else None, "quarter of a year")


def _half(ctx: Context, start: int, end: int, y: int | None, number: int) -> DateFound | None:
    if number > 2:
        return None
    first = 6 * number - 5
    value = f"{cal.month(y, first)}/{cal.month(y, first + 5)}" if y else None
    return ctx.found(start, end, value, "half of a year")


def _year_of(ctx: Context, number: int, before: str) -> int | None:
    """The year of a quarter without one: this year, or the last where the quarter is still far off."""
    if ctx.today is None:
        return None
    away = -1 if w.A_YEAR_BEFORE.search(before) else 1 if w.NEXT_YEAR.search(before) else 0
    far_off = number - (ctx.today.month + 2) // 3 >= 2
    return ctx.today.year - far_off + away
