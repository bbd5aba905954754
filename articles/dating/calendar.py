"""Calendar arithmetic that ends in EDTF text: years, seasons, quarters, months, weeks, days and parts of
them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

THURSDAY, FRIDAY = 3, 4  # as date.weekday() counts
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}  # month, northern half of the earth
FAR = 290  # days; a date without a year that seems to be farther away is the one on the other side


def year(y: int) -> str:
    """EDTF of a year."""
    return f"{y:04d}"


def month(y: int, m: int) -> str:
    """EDTF of a month; ``m`` may run over the ends of the year."""
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    return f"{y:04d}-{m:02d}"


def day(y: int, m: int, d: int) -> str | None:
    """EDTF of a day, or None if the month has no such day."""
    if not 1 <= m <= 12 or not 1 <= d <= monthrange(max(1, y), m)[1]:
        return None
    return f"{y:04d}-{m:02d}-{d:02d}"


def interval(begin: str, end: str) -> str:
    """EDTF of begin to end, or of the one date if both are the same."""
    return begin if begin == end else f"{begin}/{end}"


def shifted(today: date, days: int) -> date | None:
    """A day so many days away, or None beyond the calendar."""
    try:
        return today + timedelta(days)
    except OverflowError:
        return None


def week(today: date, weeks: int) -> tuple[date, date] | None:
    """Monday and Sunday of the week that many weeks from this one."""
    monday = shifted(today, -today.weekday() + 7 * weeks)
    sunday = shifted(monday, 6) if monday else None
    return (monday, sunday) if monday and sunday else None


def quarter(y: int, q: int) -> str:
    """A quarter as the interval of its months; ``q`` from 1, may run over the ends of the year."""
    y, q = y + (q - 1) // 4, (q - 1) % 4 + 1
    return f"{month(y, 3 * q - 2)}/{month(y, 3 * q)}"


def part_of_year(y: int, part: str) -> str:
    """Early, mid or late in a year."""
    begin, end = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
    return f"{month(y, begin)}/{month(y, end)}"


def part_of_month(y: int, m: int, part: str) -> str:
    """Early, mid or late in a month: its first ten days, the next ten, the rest."""
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    last = monthrange(max(1, y), m)[1]
    begin, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part]
    return f"{y:04d}-{m:02d}-{begin:02d}/{y:04d}-{m:02d}-{end:02d}"


def nearest_year(
    today: date, m: int, d: int | None, ahead: bool | None, weekday: int | None = None, *, sure: bool = False
) -> int:
    """The year that a month (and day) without a year belongs to.

    ``ahead`` says that the sentence looks forward (True) or back (False), None that it does not tell;
    ``sure`` that this holds however far away the day is. A weekday beside the date decides by itself.
    """
    years = [today.year - 1, today.year, today.year + 1]
    if weekday is not None and d is not None:
        fits = [y for y in years if day(y, m, d) and date(y, m, d).weekday() == weekday]
        years = fits or years
    distance = {y: _days_from(today, y, m, d) for y in years}
    nearest = min(years, key=lambda y: (abs(distance[y]), distance[y]))
    if ahead is None:
        return nearest
    fits = [y for y in years if (distance[y] >= 0) == ahead or distance[y] == 0]
    told = min(fits, key=lambda y: abs(distance[y])) if fits else nearest
    return told if sure or abs(distance[told]) <= FAR else nearest


def _days_from(today: date, y: int, m: int, d: int | None) -> int:
    if d is None:
        months = (y - today.year) * 12 + m - today.month
        return months * 30
    last = monthrange(max(1, y), m)[1]
    return (date(max(1, min(y, 9999)), m, min(d, last)) - today).days


def weekday_date(today: date, weekday: int, ahead: bool) -> date | None:
    """The day that a bare weekday names: the last one up to today, or the next one where the sentence looks
    ahead."""
    back = (today.weekday() - weekday) % 7
    return shifted(today, (7 - back) % 7 if ahead else -back)


def weekday_in_month(today: date, weekday: int, number: int) -> date | None:
    """The day nearest to this one that is such a weekday and has this number in its month: "Sunday the 21st"."""
    for away in (0, -1, 1, -2, 2, -3, 3):
        found = day(*in_year(today.year, today.month + away), number)
        if found and date.fromisoformat(found).weekday() == weekday:
            return date.fromisoformat(found)
    return None


def in_year(y: int, m: int) -> tuple[int, int]:
    """Year and month, where ``m`` may run over the ends of the year."""
    return y + (m - 1) // 12, (m - 1) % 12 + 1


def back(base: date, number: int, unit: str) -> date | None:
    """The same day so many days, weeks, months or years before (a negative number: after); None where it does not exist."""
    if unit in ("day", "week"):
        return shifted(base, -number * (7 if unit == "week" else 1))
    if unit not in ("month", "year"):
        return None
    y, m = in_year(base.year, base.month - number * (12 if unit == "year" else 1))
    found = day(y, m, base.day) if 1 <= y <= 9999 else None
    return date.fromisoformat(found) if found else None


def part(words: str) -> str:
    """Which part of a year or month some words name ("the beginning of", "mid"): early, mid or late."""
    lowered = words.lower()
    if any(word in lowered for word in ("early", "beginning", "start")):
        return "early"
    return "mid" if "mid" in lowered else "late"


def unit_before(value: str) -> str | None:
    """The year, month or day before this one, for "before December 2018"."""
    if re.fullmatch(r"\d{4}", value):
        return year(int(value) - 1)
    if re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", value):
        return month(int(value[:4]), int(value[5:]) - 1)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        previous = shifted(date.fromisoformat(value), -1)
        return previous.isoformat() if previous else None
    return None
