"""Days with a name: those of a fixed date, those of a weekday in a month, and those that move with Easter."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "st patrick's day": (3, 17),
    "may day": (5, 1),
    "juneteenth": (6, 19),
    "canada day": (7, 1),
    "fourth of july": (7, 4),
    "independence day": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "veterans day": (11, 11),
    "armistice day": (11, 11),
    "remembrance day": (11, 11),
    "anzac day": (4, 25),
    "australia day": (1, 26),
}
#: month, weekday (Monday is 0), which one (-1 the last), days behind it
_WEEKDAYS = {
    "martin luther king day": (1, 0, 3, 0),
    "presidents day": (2, 0, 3, 0),
    "memorial day": (5, 0, -1, 0),
    "labor day": (9, 0, 1, 0),
    "columbus day": (10, 0, 2, 0),
    "election day": (11, 0, 1, 1),
    "thanksgiving day": (11, 3, 4, 0),
    "thanksgiving": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
    "giving tuesday": (11, 3, 4, 5),
}
#: days before (-) or behind Easter Sunday
_EASTER = {
    "shrove tuesday": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "whit monday": 50,
}
NAMES = sorted({*_FIXED, *_WEEKDAYS, *_EASTER}, key=lambda name: (-len(name), name))


def holiday(name: str, y: int) -> date | None:
    """The day that is called so in a year (names as in NAMES); None beyond the calendar."""
    if not 1 <= y <= 9998:
        return None
    if name in _FIXED:
        return date(y, *_FIXED[name])
    if name in _EASTER:
        return easter(y) + timedelta(_EASTER[name])
    month, weekday, number, behind = _WEEKDAYS[name]
    return _nth(y, month, weekday, number) + timedelta(behind)


def nearest(name: str, today: date, ahead: bool | None) -> date | None:
    """The one nearest to this day; the last or next one where the sentence looks back or `ahead`."""
    days = [day for y in (today.year - 1, today.year, today.year + 1) if (day := holiday(name, y))]
    told = [day for day in days if ahead is None or day == today or (day > today) == ahead]
    return min(told or days, key=lambda day: (abs(day - today), day), default=None)


def easter(y: int) -> date:
    """Easter Sunday of the Western churches, by the Gregorian rule of Meeus, Jones and Butcher."""
    century, golden = y // 100, y % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (y % 100 // 4) - epact - y % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    days = epact + weekday - 7 * late + 114
    return date(y, days // 31, days % 31 + 1)


def _nth(y: int, month: int, weekday: int, number: int) -> date:
    """The first, second … (or, for -1, the last) such weekday of a month."""
    if number > 0:
        first = date(y, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = date(y + month // 12, month % 12 + 1, 1) - timedelta(1)
    return last - timedelta((last.weekday() - weekday) % 7)
