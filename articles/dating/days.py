"""Months, days of months, weekdays and the words for days near the article's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from articles.dating import calendar as cal
from articles.dating import words as w
from articles.dating.context import FROM_TODAY, YEAR_INFERRED, Context, DateFound
from articles.dating.holidays import NAMES, holiday, nearest
from articles.dating.spelled import spelled_year

YEAR_BESIDE = "the year from the same sentence"
_AFTER_NAMED = frozenset({"the following", "the next"})
_BEFORE_NAMED = frozenset({"the previous", "the preceding"})


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of a month as written: where it stands, its number (or a range), what is beside it."""

    start: int
    end: int
    first: int
    last: int | None
    year: int | None
    weekday: int | None


def month(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """A date around the name of a month, with or without day and year."""
    m = w.MONTH_NUMBERS[head["month"].rstrip(".").lower()]
    day = _digits_after(ctx, head, left) or _word_after(ctx, head, left) or _digits_before(ctx, head, left)
    return _day_of(ctx, m, day) if day else _bare_month(ctx, head, left, m)


def _digits_after(ctx: Context, head: re.Match[str], left: str) -> _Day | None:
    """ "June 24", "June 24-26, 2020"."""
    after = w.DAY_AFTER_MONTH.match(ctx.text, head.end())
    if not after:
        return None
    start, weekday = _with_weekday(head.start(), left)
    year, end = _number(after[3]), after.end()
    if year is None:
        end, year = _relative_year_after(ctx, end)
    return _Day(start, end, int(after[1]), _number(after[2]), year, weekday)


def _word_after(ctx: Context, head: re.Match[str], left: str) -> _Day | None:
    """ "March eighth"."""
    after = w.SPELLED_DAY.match(ctx.text, head.end())
    if not after:
        return None
    start, weekday = _with_weekday(head.start(), left)
    end, year = _year_after(ctx, after.end())
    return _Day(start, end, w.ORDINALS[after[1]], None, year, weekday)


def _digits_before(ctx: Context, head: re.Match[str], left: str) -> _Day | None:
    """ "24 June 2020", "the 24th of June", "24-Jun-2020"."""
    if hyphened := w.HYPHENED.search(left):
        year_behind = w.HYPHENED_YEAR.match(ctx.text, head.end())
        if not year_behind:
            return None
        first = head.start() - len(hyphened[1])
        return _Day(first, year_behind.end(), int(hyphened[2]), None, int(year_behind[1]), None)
    before = w.DAY_BEFORE_MONTH.search(left)
    if not before:
        return None
    start, weekday = _with_weekday(head.start() - len(before[1]), left[: before.start(1)])
    end, year = _year_after(ctx, head.end())
    return _Day(start, end, int(before[2]), _number(before[3]), year, weekday)


def _with_weekday(start: int, left: str) -> tuple[int, int | None]:
    before = w.WEEKDAY_BEFORE.search(left)
    if not before:
        return start, None
    return start - len(before[1]), w.WEEKDAY_NUMBERS[before[2].rstrip(".").lower()]


def _year_after(ctx: Context, end: int) -> tuple[int, int | None]:
    after = w.YEAR_AFTER_MONTH.match(ctx.text, end)
    return (after.end(), int(after[1])) if after and after[1] else _relative_year_after(ctx, end)


def _relative_year_after(ctx: Context, end: int) -> tuple[int, int | None]:
    """ "last year" right behind a day and month."""
    after = w.OF_RELATIVE_YEAR.match(ctx.text, end)
    year = ctx.relative_year(after[1]) if after else None
    return (after.end(), year) if after and year else (end, None)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _day_of(ctx: Context, m: int, day: _Day) -> DateFound | None:
    y, why = day.year, "day, month and year"
    if day.first > 31:
        return None
    if y is None and day.weekday is None and (y := ctx.year_in_sentence(day.start)):
        why = YEAR_BESIDE
    if y is None and ctx.today:
        ahead = ctx.ahead(day.start, day.end)
        y, why = (
            cal.nearest_year(ctx.today, m, day.first, ahead, day.weekday, sure=ctx.surely_past(day.start)),
            f"day and month; {YEAR_INFERRED}",
        )
    if y is None:
        return ctx.found(day.start, day.end, None, "day and month without a year")
    value = cal.day(y, m, day.first)
    last = cal.day(y, m, day.last) if day.last else None
    if value and last and last > value:
        return ctx.found(day.start, day.end, cal.interval(value, last), "days of a month")
    return ctx.found(day.start, day.end, value, why) if value else None


def _bare_month(ctx: Context, head: re.Match[str], left: str, m: int) -> DateFound | None:
    if spelled := w.SPELLED_YEAR_AFTER.match(ctx.text, head.end()):
        y = spelled_year(spelled[1])
        return ctx.found(head.start(), spelled.end(), cal.month(y, m), "month and year") if y else None
    part = w.PART.search(left)
    start = head.start() - len(part[1].lstrip()) if part else head.start()
    if year := w.YEAR_AFTER_MONTH.match(ctx.text, head.end()):
        y_known = int(year[1]) if year[1] else ctx.relative_year(year[2])
        return _month_value(ctx, start, year.end(), y_known, m, part, "month and year")
    if not _is_month(ctx, head, left):
        return None
    relative = w.RELATIVE.search(left)
    if relative and not part and relative[3].lower() not in ("that", "the"):
        return _relative_month(ctx, head, relative, m)
    if ranged := w.MONTH_RANGE.match(ctx.text, head.end()):
        return _months(ctx, head, ranged, m)
    if y_beside := ctx.year_in_sentence(head.start()):
        return _month_value(ctx, start, head.end(), y_beside, m, part, YEAR_BESIDE)
    why = f"month; {YEAR_INFERRED}"
    if not ctx.today:
        return ctx.found(start, head.end(), None, why)
    ahead, sure = ctx.ahead(head.start(), head.end()), ctx.surely_past(head.start())
    y_near = cal.nearest_year(ctx.today, m, None, ahead, sure=sure)
    return _month_value(ctx, start, head.end(), y_near, m, part, why)


def _is_month(ctx: Context, head: re.Match[str], left: str) -> bool:
    word = head["month"]
    if word.lower() in ("april", "may", "june", "august") and w.NAME_AFTER.match(ctx.text, head.end()):
        return bool(w.SURE_CUE.search(left))  # "June Bell and August Moss"
    if word.lower() in ("may", "march", "april", "june", "august") or word.endswith(".") or len(word) <= 4:
        return bool(w.MONTH_CUE.search(left) or w.PART.search(left)) and not (
            word.isupper() and ctx.text[max(0, head.start() - 12) : head.start()].isupper()
        )
    return True


def _month_value(
    ctx: Context, start: int, end: int, y: int | None, m: int, part: re.Match[str] | None, why: str
) -> DateFound:
    if y is None:
        return ctx.found(start, end, None, why)
    value = cal.part_of_month(y, m, cal.part(part[2])) if part else cal.month(y, m)
    return ctx.found(start, end, value, why)


def _months(ctx: Context, head: re.Match[str], ranged: re.Match[str], m: int) -> DateFound | None:
    last = w.MONTH_NUMBERS[ranged[1].rstrip(".").lower()]
    if ranged[2]:
        y = int(ranged[2])
    elif ctx.today:
        y = cal.nearest_year(ctx.today, m, None, ctx.ahead(head.start(), ranged.end()))
    else:
        return ctx.found(head.start(), ranged.end(), None, "months without a year")
    if "and" in ctx.text[head.end() : ranged.start(1)] and not _between(ctx, head.start()):
        return ctx.found(head.start(), head.end(), cal.month(y, m), "month")
    begin = y - 1 if ranged[2] and last < m else y
    value = cal.interval(cal.month(begin, m), cal.month(begin + (last < m), last))
    return ctx.found(head.start(), ranged.end(), value, "months")


def _between(ctx: Context, start: int) -> bool:
    return ctx.text[max(0, start - 9) : start].lower().endswith("between ")


def _relative_month(ctx: Context, head: re.Match[str], relative: re.Match[str], m: int) -> DateFound:
    start, value = head.start() - len(relative[1]), None
    if ctx.today:
        word = relative[3].lower()
        ahead = word in ("next",) or word.endswith("coming")
        y = ctx.today.year
        if word == "last" or "past" in word or "previous" in word:
            y -= m >= ctx.today.month - (word == "last")  # the month before this one would be "last month"
        elif ahead:
            y += m <= ctx.today.month
        value = cal.month(y, m)
    return ctx.found(start, head.end(), value, f"month {FROM_TODAY}")


def weekday(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "Thursday", "last Friday", "Monday night", "Monday of last week"; none if a date follows or it comes every week."""
    if w.DATE_AFTER_WEEKDAY.match(ctx.text, head.end()) or w.REPEATED.search(left):
        return None
    if w.PAPER_AFTER.match(ctx.text, head.end()) or w.PAPER_BEFORE.search(left):
        return None
    if of_week := _of_week(ctx, head):
        return of_week
    relative = w.RELATIVE.search(left)
    word = re.sub(r"\s+", " ", relative[3].lower()) if relative else ""
    start = head.start() - len(relative[1]) if relative and word not in ("that", "the") else head.start()
    if (of_month := w.DAY_OF_MONTH.match(ctx.text, head.end())) and ctx.today:
        numbered = cal.weekday_in_month(ctx.today, _number_of(head), int(of_month[1]))
        if numbered:
            return ctx.found(start, of_month.end(), numbered.isoformat(), f"weekday and day {YEAR_INFERRED}")
    time = w.TIME_OF_DAY.match(ctx.text, head.end())
    value = _weekday_value(ctx, head, word)
    why = f"weekday {FROM_TODAY}"
    return ctx.found(start, time.end() if time else head.end(), value.isoformat() if value else None, why)


def _number_of(head: re.Match[str]) -> int:
    return w.WEEKDAY_NUMBERS[head["weekday"].rstrip(".").lower()]


def _of_week(ctx: Context, head: re.Match[str]) -> DateFound | None:
    """ "Monday of last week", "next week on Monday", and the British "Monday week": a week from Monday."""
    after, before = (
        w.WEEK_AFTER.match(ctx.text, head.end()),
        w.WEEK_BEFORE.search(ctx.text[max(0, head.start() - 24) : head.start()]),
    )
    if not ctx.today or not (after or before):
        return None
    word = ((after[1] or "") if after else before[1] if before else "").lower()
    if word:
        days = cal.week(ctx.today, {"last": -1, "this": 0, "next": 1}[word])
        value = cal.shifted(days[0], _number_of(head)) if days else None
    else:
        coming = cal.weekday_date(ctx.today, _number_of(head), True)
        value = cal.shifted(coming, 7) if coming else None
    end = after.end() if after else head.end()
    return ctx.found(head.start(), end, value.isoformat() if value else None, f"weekday {FROM_TODAY}")


def _weekday_value(ctx: Context, head: re.Match[str], word: str) -> date | None:
    if not ctx.today:
        return None
    number = _number_of(head)
    named = ctx.day_in_focus(head.start())
    if named and word in _AFTER_NAMED:
        return cal.weekday_date(cal.shifted(named, 1) or named, number, True)
    if named and word in _BEFORE_NAMED:
        return cal.weekday_date(cal.shifted(named, -1) or named, number, False)
    coming = word == "next" or word.endswith("coming")
    told = word in ("", "this", "the") and ctx.ahead(head.start(), head.end()) is True
    value = cal.weekday_date(ctx.today, number, coming or told)
    if value == ctx.today and word in ("last", "next"):
        return cal.shifted(ctx.today, -7 if word == "last" else 7)
    return cal.shifted(value, -7) if value and ("previous" in word or "preceding" in word) else value


def named(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """ "Christmas Day", "New Year’s Eve 2019"; "9/11" is the day in 2001."""
    name = head["named"].lower().replace("’", "'")
    if name == "9/11":
        return ctx.found(head.start(), head.end(), "2001-09-11", "a day known by its number")
    name = name.replace("st. ", "st ")
    name = next(known for known in NAMES if known.replace("'", "") == name.replace("'", ""))
    if year := w.YEAR_OF_NAMED.match(ctx.text, head.end()):
        day, end, why = holiday(name, int(year[1])), year.end(), "a day with a name, and year"
    elif relative := w.OF_RELATIVE_YEAR.match(ctx.text, head.end()):
        y = ctx.relative_year(relative[1])
        day, end, why = holiday(name, y) if y else None, relative.end(), "a day with a name, and year"
    else:
        day = nearest(name, ctx.today, ctx.ahead(head.start(), head.end())) if ctx.today else None
        end, why = head.end(), f"a day with a name; {YEAR_INFERRED}"
    return ctx.found(head.start(), end, day.isoformat() if day else None, why)


def today(ctx: Context, head: re.Match[str], left: str) -> DateFound:
    """ "today", "yesterday", "tomorrow", "tonight"."""
    away = {"yesterday": -1, "tomorrow": 1}.get(head["today"].lower(), 0)
    value = cal.shifted(ctx.today, away) if ctx.today else None
    time = w.TIME_OF_DAY.match(ctx.text, head.end())
    end = time.end() if time else head.end()
    return ctx.found(head.start(), end, value.isoformat() if value else None, FROM_TODAY)
