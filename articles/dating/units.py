"""Weeks, months, years, parts of the day, counted from the article's day: "last year", "three weeks ago"."""

from __future__ import annotations

import re
from datetime import date

from articles.dating import calendar as cal
from articles.dating import quarters
from articles.dating import words as w
from articles.dating.context import FROM_NAMED_DAY, FROM_TODAY, NEAR, Context, DateFound

_AWAY = {
    **dict.fromkeys(("last", "past", "previous", "preceding"), -1),
    **dict.fromkeys(("this", "current", "same", "latest", "full"), 0),
    **dict.fromkeys(("next", "coming", "following"), 1),
}
_FROM_FOCUS = {
    "that": 0,
    "the same": 0,
    "the following": 1,
    "the next": 1,
    "the previous": -1,
    "the preceding": -1,
}
FROM_NAMED_YEAR = "counted from the year named before"
_DAY_PARTS = frozenset({"day", "night", "morning", "afternoon", "evening"})
_NOT_COUNTED = _DAY_PARTS - {"day"} | {"quarter", "period", "half", "weekend", "century"}
# "the past month" and "the next week" are stretches of time, "the next" one of a story told in the past.
_SPANS = frozenset(
    {"the past", "the following", "the next", "the latest", "the coming", "the same", "the preceding"}
)


def unit(ctx: Context, head: re.Match[str], left: str) -> DateFound | None:
    """A date around "week", "month", "year", "quarter", "day" and the like."""
    possessive = head["unit"].endswith(("'s", "’s"))
    name = re.sub(r"['’]?s$", "", head["unit"])
    if w.PER.match(ctx.text, head.end()):
        return None
    if (
        counted := _ago(ctx, head, left, name)
        or _later(ctx, head, left, name)
        or _from_day(ctx, head, left, name)
    ):
        return counted
    if name in _DAY_PARTS and (beside := _beside_named(ctx, head, left, name)):
        return beside
    if head["unit"] != name and not possessive:
        return None
    if name in ("quarter", "period", "half"):
        return quarters.quarter(ctx, head, left, name)
    if name == "year" and (found := _year_word(ctx, head, head.end() - 2 * possessive)):
        return found if isinstance(found, DateFound) else None
    relative = w.RELATIVE.search(left)
    if name == "weekend" and (over := w.WEEKEND_CUE.search(left)):
        return _the_weekend(ctx, head, head.start() - len(over[1]))
    return _relative(ctx, head, relative, name) if relative else None


def _the_weekend(ctx: Context, head: re.Match[str], start: int) -> DateFound:
    """ "over the weekend": the last one, or the next where the sentence looks ahead."""
    days: tuple[date, date] | None = None
    if ctx.today:
        coming = ctx.ahead(start, head.end()) is True
        days = cal.week(ctx.today, 0 if coming or ctx.today.weekday() > cal.FRIDAY else -1)
    value = f"{cal.shifted(days[1], -1)}/{days[1]}" if days else None
    return ctx.found(start, head.end(), value, f"weekend {FROM_TODAY}")


def _year_word(ctx: Context, head: re.Match[str], end: int) -> DateFound | bool:
    """ "year-ago", "year-earlier", "year-end"; True where the year belongs to a quarter named after it."""
    if w.QUARTER_FOLLOWS.match(ctx.text, end):
        return True
    if ago := w.YEAR_AGO.match(ctx.text, end):
        if ctx.quarter_in_focus(head.start()):
            return ctx.found(head.start(), ago.end(), ctx.quarter_a_year_before(), quarters.YEAR_BEFORE)
        if ctx.today:
            return ctx.found(head.start(), ago.end(), cal.year(ctx.today.year - 1), FROM_TODAY)
        return True
    if ends := w.YEAR_END.match(ctx.text, end):
        value = cal.month(ctx.today.year, 12) if ctx.today else None
        return ctx.found(head.start(), ends.end(), value, FROM_TODAY)
    return False


def _ago(ctx: Context, head: re.Match[str], left: str, name: str) -> DateFound | None:
    """ "three weeks ago", "a year earlier"."""
    count, after = w.COUNT.search(left), w.AGO.match(ctx.text, head.end())
    if not count or not after or name in _NOT_COUNTED:
        return None
    number = _number(count)
    if name == "fortnight":
        number, name = 2 * number, "week"
    start, end = head.start() - len(count[1]), after.end()
    if after[1] == "ago" and ctx.today and (day := w.AGO_DAY.match(ctx.text, end)):
        base = ctx.today if day[1] else cal.weekday_date(ctx.today, w.WEEKDAY_NUMBERS[day[2].lower()], False)
        exact = cal.back(base, number, name) if base else None
        return ctx.found(start, day.end(), exact.isoformat() if exact else None, FROM_TODAY)
    if name == "year" and number == 1 and ctx.quarter_in_focus(head.start()):
        return ctx.found(start, end, ctx.quarter_a_year_before(), quarters.YEAR_BEFORE)
    if after[1] != "ago" and name == "day" and (value := ctx.days_from_focus(head.start(), -number)):
        return ctx.found(start, end, value, FROM_NAMED_DAY)
    if after[1] != "ago" and name == "year" and ctx.focus.year and head.start() - ctx.focus.year_at < NEAR:
        return ctx.found(start, end, cal.year(ctx.focus.year - number), FROM_NAMED_YEAR)
    known = after[1] == "ago" or (name == "year" and number == 1)  # else it counts from a moment told before
    if not ctx.today or not number or not known:
        return ctx.found(start, end, None, FROM_TODAY if known else "counted from a moment told before")
    return ctx.found(start, end, _back(ctx.today, number, name, rough=count[2] is not None), FROM_TODAY)


def _later(ctx: Context, head: re.Match[str], left: str, name: str) -> DateFound | None:
    """ "two days later", "a year later": from the day or year named before; none where nothing was."""
    count, after = w.COUNT.search(left), w.LATER.match(ctx.text, head.end())
    if not count or not after or name not in ("day", "year"):
        return None
    number, start = _number(count), head.start() - len(count[1])
    if name == "day":
        value = ctx.days_from_focus(head.start(), number)
        return ctx.found(start, after.end(), value, FROM_NAMED_DAY) if value and not count[2] else None
    if ctx.focus.year is None or not ctx.focus.written or head.start() - ctx.focus.year_at > NEAR:
        return None
    return ctx.found(start, after.end(), cal.year(ctx.focus.year + number), FROM_NAMED_YEAR)


def _from_day(ctx: Context, head: re.Match[str], left: str, name: str) -> DateFound | None:
    """ "three days from now", "a week from Monday"."""
    count, after = w.COUNT.search(left), w.FROM_DAY.match(ctx.text, head.end())
    if not count or not after or name in _NOT_COUNTED or name == "decade":
        return None
    number, start = _number(count), head.start() - len(count[1])
    if ctx.today is None:
        return ctx.found(start, after.end(), None, FROM_TODAY)
    if after[1]:
        value = _back(ctx.today, -number, name, rough=count[2] is not None)
        return ctx.found(start, after.end(), value, FROM_TODAY)
    if after[2]:
        base = cal.shifted(ctx.today, after[2] == "tomorrow")
    else:
        base = cal.weekday_date(ctx.today, w.WEEKDAY_NUMBERS[after[3].lower()], True)
    day = cal.back(base, -number, name) if base else None
    return ctx.found(start, after.end(), day.isoformat() if day else None, FROM_TODAY)


def _number(count: re.Match[str]) -> int:
    return int(count[3]) if count[3].isdigit() else w.NUMBER_WORDS.get(count[3].lower(), 0)


def _beside_named(ctx: Context, head: re.Match[str], left: str, name: str) -> DateFound | None:
    """ "the day before yesterday", "the day before", "the next morning", "that night": beside the day named before."""
    the, beside = w.THE_BEFORE.search(left), w.DAY_BESIDE.match(ctx.text, head.end())
    if the and beside:
        start, end = head.start() - len(the[0]), beside.end()
        if beside[1] or beside[2]:
            value = cal.shifted(ctx.today, -2 if beside[1] else 2) if ctx.today else None
            return ctx.found(start, end, value.isoformat() if value else None, FROM_TODAY)
        away = -1 if beside[3] in ("before", "earlier") else 1
        named = ctx.days_from_focus(start, away)
        return ctx.found(start, end, named, FROM_NAMED_DAY) if named else None
    relative = w.RELATIVE.search(left)
    word = re.sub(r"\s+", " ", relative[3].lower()) if relative else ""
    if not relative or word not in _FROM_FOCUS or relative[2]:
        return None
    named = ctx.days_from_focus(head.start(), _FROM_FOCUS[word])
    return ctx.found(head.start() - len(relative[1]), head.end(), named, FROM_NAMED_DAY) if named else None


def _back(today: date, number: int, name: str, *, rough: bool) -> str | None:
    """The year, month, week (Monday to Sunday) or day so many of them ago."""
    about = "~" if rough else ""
    if name == "day":
        day = cal.shifted(today, -number)
        return day.isoformat() + about if day else None
    if name == "week":
        days = cal.week(today, -number)
        return f"{days[0]}/{days[1]}" if days else None
    if name == "month" and today.year * 12 > number + 12:
        return cal.month(today.year, today.month - number) + about
    if name == "year" and today.year > number:
        return cal.year(today.year - number) + about
    if name == "decade" and today.year > 10 * number:
        return cal.year(today.year - 10 * number) + "~"
    return None


def _relative(ctx: Context, head: re.Match[str], relative: re.Match[str], name: str) -> DateFound | None:
    """ "last year", "earlier this month", "late next week", "this morning"."""
    word = re.sub(r"\s+", " ", relative[3].lower())
    part = re.sub(r"\s+", " ", (relative[2] or "").lower())
    start, end = head.start() - len(relative[1]), head.end()
    if name == "year" and word in _FROM_FOCUS:
        return _year_in_focus(ctx, start, end, _FROM_FOCUS[word])
    away = _AWAY.get(word.removeprefix("the ").removeprefix("this "))
    if word == "the" and part and name in ("year", "month", "week"):
        away = 0  # "the end of the month"
    if away is None or (name != "year" and (word in _SPANS or word == "the full")):
        return None
    if name in _DAY_PARTS:
        return _part_of_day(ctx, start, end, word, name)
    if word.startswith("the ") and w.OR_SO.match(ctx.text, end):
        return None
    value = _relative_value(ctx.today, name, away, part) if ctx.today else None
    return ctx.found(start, end, value, f"{name} {FROM_TODAY}")


def _year_in_focus(ctx: Context, start: int, end: int, away: int) -> DateFound | None:
    if ctx.focus.year is None or start - ctx.focus.year_at > NEAR:
        return None
    return ctx.found(start, end, cal.year(ctx.focus.year + away), FROM_NAMED_YEAR)


def _part_of_day(ctx: Context, start: int, end: int, word: str, name: str) -> DateFound | None:
    """ "this morning" is today, "last night" yesterday; "last day" and "this day" name no day."""
    if name == "day" or word not in ("this", "last") or (word, name) == ("last", "morning"):
        return None
    value = cal.shifted(ctx.today, -1 if word == "last" else 0) if ctx.today else None
    return ctx.found(start, end, value.isoformat() if value else None, FROM_TODAY)


def _relative_value(today: date, name: str, away: int, part: str) -> str | None:
    """The value of "last year", "earlier this month", "late next week" and the like."""
    if name == "year":
        return _part_of_year(today, today.year + away, part)
    if name == "month":
        return _part_of_month(today, cal.month(today.year, today.month + away), part)
    if name == "decade":
        return f"{today.year // 10 + away:03d}X"
    if name == "week":
        return _part_of_week(today, cal.week(today, away), part)
    if name == "weekend":
        over = -1 if away == 0 and today.weekday() < cal.THURSDAY else away  # early in a week: the one before
        days = cal.week(today, over)
        return f"{cal.shifted(days[1], -1)}/{days[1]}" if days else None
    return None


def _part_of_year(today: date, y: int, part: str) -> str:
    if part in ("earlier", "later"):
        return _up_to_now(cal.year(y), cal.month(y, 1), cal.month(y, 12), part, today)
    return cal.part_of_year(y, cal.part(part)) if part and part != "sometime" else cal.year(y)


def _part_of_month(today: date, whole: str, part: str) -> str:
    y, m = int(whole[:4]), int(whole[5:])
    if part in ("earlier", "later"):
        last = cal.part_of_month(y, m, "late").split("/")[1]
        return _up_to_now(whole, f"{whole}-01", last, part, today)
    return cal.part_of_month(y, m, cal.part(part)) if part and part != "sometime" else whole


def _part_of_week(today: date, days: tuple[date, date] | None, part: str) -> str | None:
    if not days:
        return None
    monday, sunday = days[0].isoformat(), days[1].isoformat()
    return _up_to_now(f"{monday}/{sunday}", monday, sunday, part, today)


def _up_to_now(whole: str, first: str, last: str, part: str, today: date) -> str:
    """ "earlier" is from the first to now, "later" from now to the last, if now lies between."""
    now = today.isoformat()[: len(first)]
    if part == "earlier" and first < now <= last:
        return cal.interval(first, now)
    return cal.interval(now, last) if part == "later" and first <= now < last else whole
