"""Seasons, of a named year or of the one that the article's day gives. Northern half of the earth."""

from __future__ import annotations

import re
from datetime import date

from articles.dating import calendar as cal
from articles.dating import words as w
from articles.dating.context import Context, DateFound
from articles.dating.spelled import spelled_year

_WINTER = 24
_FROM_TODAY = "season counted from the article's day"


def season(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "the summer of 2018", "last winter", "in the spring"."""
    code = cal.SEASONS[head["season"].lower()]
    if after := w.SEASON_YEAR.match(ctx.text, head.end()):
        y = int(after[1]) if after[1].isdigit() else spelled_year(after[1])
        return ctx.found(head.start(), after.end(), f"{y:04d}-{code}", "season and year") if y else None
    relative = w.RELATIVE.search(left)
    word = re.sub(r"\s+", " ", relative[3].lower()) if relative else "the"
    if relative and word not in ("that", "the"):
        start, year = head.start() - len(relative[1]), ctx.today and _relative_year(ctx.today, code, word)
    else:
        cue = w.SEASON_CUE.search(left)
        if not cue or w.NOT_A_SEASON.match(ctx.text, head.end()):
            return None
        ahead = ctx.ahead(head.start(), head.end())
        start, year = head.start() - len(cue[2]), ctx.today and _bare_year(ctx.today, code, ahead)
    return ctx.found(start, head.end(), f"{year:04d}-{code}" if year else None, _FROM_TODAY)


def _this_year(today: date, code: int) -> int:
    """The year of the season that is on or to come; a winter belongs to the year in which it begins."""
    return today.year - (code == _WINTER and today.month <= 2)


def _bare_year(today: date, code: int, ahead: bool | None) -> int:
    y = _this_year(today, code)
    return y - 1 if ahead is False and today.month < cal.SEASON_BEGINS[code] else y


def _relative_year(today: date, code: int, word: str) -> int:
    y, begins = _this_year(today, code), cal.SEASON_BEGINS[code]
    if word == "last":
        return y - (code == _WINTER or today.month < begins + 3)
    if "past" in word or "previous" in word:
        return y - (today.month < begins)
    return y + (today.month >= begins) if word == "next" else y
