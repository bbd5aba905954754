"""Dates of the world: EDTF text, its earliest and latest day, and its English.

Our profile of EDTF (Extended Date/Time Format, part of ISO 8601-2; https://www.loc.gov/standards/datetime/):

| text | meaning |
| --- | --- |
| `2018`, `2018-12`, `2018-12-01` | a year from 0001 to 9999, a month, a day |
| `2018-21` to `2018-24` | spring (March to May), summer, autumn, winter (December 2018 to February 2019) |
| `201X`, `20XX` | some time in 2010 to 2019, in 2000 to 2099 |
| `2018~` | about 2018: the bounds are one unit wider on each side |
| `2018?` | possibly 2018: doubtful, but as written, so the bounds are not widened |
| `2018%` | both of these |
| `2018-10/2018-12` | from, to; both included |
| `../2018-11`, `2018-12-01/..` | one side open: before December 2018, since 1 December 2018 |
| `/2018-11`, `2018-12-01/` | one side unknown; its bound is null as for an open one |

"2018-XX" says no more than "2018", so that is its canonical form. Everything else of EDTF is refused: years
before 0001 or after 9999, times of day, sets and lists, an interval without any date.

The grammar is a pattern because a database constraint needs one too. The `edtf` library imports Django,
prints to standard output, and refuses "2018-24~"; the tests hold our reading against its reading instead.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval"]
Unit = Literal["day", "month", "season", "year", "decade", "century"]

_YEAR = "(?:[1-9][0-9][0-9][0-9]|0[1-9][0-9][0-9]|00[1-9][0-9]|000[1-9])"
_DATE = (
    rf"(?:{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|-2[1-4])?"
    r"|[0-9][0-9][0-9]X|[0-9][0-9]XX)[~?%]?"
)
PATTERN = rf"\A(?:{_DATE}(?:/(?:{_DATE}|\.\.)?)?|(?:\.\.)?/{_DATE})\Z"
"""Every canonical text matches, in Python's `re` and in PostgreSQL alike. Impossible days and intervals that
end before they begin match too: those take a calendar."""

_IS_DATE = re.compile(rf"\A{_DATE}\Z")
_UNSPECIFIED = re.compile(r"\A([0-9]{4}(?:-[01][0-9](?=-XX[~?%]?\Z))?)(?:-XX){1,2}([~?%]?)\Z")
_MONTHS = "January February March April May June July August September October November December".split()
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MONTHS_IN: dict[Unit, int] = {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}
_LONGEST = 64  # characters; the longest canonical text has 23
_EXAMPLES = 'for example "2018", "2018-12", "2018-12-01", "2018~", "2018-10/2018-12" or "../2018-11"'


class EDTFError(ValueError):
    """A text that is no date of our profile. The message names the text and the cure."""


@dataclass(frozen=True)
class _Date:
    """One date as written. `year` is a decade's or century's first, `part` a month's or season's number."""

    unit: Unit
    year: int
    part: int | None
    day: int | None
    qualifier: str

    @property
    def is_about(self) -> bool:
        return self.qualifier in ("~", "%")

    @property
    def is_doubtful(self) -> bool:
        return self.qualifier in ("?", "%")

    @property
    def _first_month(self) -> int:
        """Months since the beginning of a year 0."""
        month = self.part or 1
        return self.year * 12 + ((month - 20) * 3 if self.unit == "season" else month) - 1

    def earliest(self, widen: bool) -> date:
        if self.unit == "day":
            return _shifted(self._only_day, -1 if widen else 0)
        return _first_day(self._first_month - (_MONTHS_IN[self.unit] if widen else 0))

    def latest(self, widen: bool) -> date:
        if self.unit == "day":
            return _shifted(self._only_day, 1 if widen else 0)
        return _last_day(self._first_month - 1 + _MONTHS_IN[self.unit] * (2 if widen else 1))

    @property
    def _only_day(self) -> date:
        return date(self.year, self.part or 1, self.day or 1)


_Side = _Date | Literal["", ".."]


@dataclass(frozen=True)
class _Reading:
    """A text read: its two sides are the same for a single date, "" if unknown and ".." if open."""

    canonical: str
    begin: _Side
    end: _Side


def canonical(text: str) -> str:
    """The one way to write this date in our profile. Raises EDTFError with the cure."""
    return _read(text).canonical


def bounds(text: str) -> tuple[date | None, date | None]:
    """Earliest and latest day, both included; None where the text is open or unknown. Raises EDTFError.

    Bounds beyond the years 0001 to 9999 are cut off there.
    """
    reading = _read(text)
    return (
        reading.begin.earliest(reading.begin.is_about) if isinstance(reading.begin, _Date) else None,
        reading.end.latest(reading.end.is_about) if isinstance(reading.end, _Date) else None,
    )


def precision(text: str) -> Precision:
    """The unit that the text is written in, or "interval". Raises EDTFError."""
    reading = _read(text)
    return (
        "interval" if "/" in reading.canonical or not isinstance(reading.begin, _Date) else reading.begin.unit
    )


def same(a: str, b: str) -> bool:
    """Do the two texts say the same? By their canonical form: "2018" and "2018~" differ. Raises EDTFError."""
    return canonical(a) == canonical(b)


def overlaps(a: str, b: str) -> bool:
    """Is there a day that fits both? An open or unknown side fits every day. Raises EDTFError."""
    (a_first, a_last), (b_first, b_last) = bounds(a), bounds(b)
    return (a_first or date.min) <= (b_last or date.max) and (b_first or date.min) <= (a_last or date.max)


def sort_key(text: str | None) -> tuple[bool, date, bool, date]:
    """Earliest, then latest day, a null one last: the order of `order_by_edtf`. Raises EDTFError."""
    first, last = bounds(text) if text else (None, None)
    return first is None, first or date.max, last is None, last or date.max


def in_words(text: str) -> str:
    """English for a page, as exact as the text: "about 2018", "1–5 December 2018". Raises EDTFError."""
    begin, end = (reading := _read(text)).begin, reading.end
    if not isinstance(begin, _Date):
        assert isinstance(end, _Date)
        return _words_before(end) if begin == ".." else f"until {_words(end)}, beginning unknown"
    if not isinstance(end, _Date):
        return f"since {_words(begin)}" if end == ".." else f"from {_words(begin)}, end unknown"
    return _words(begin) if begin == end else _words_from_to(begin, end)


# Reading


@lru_cache(maxsize=20_000)
def _read(text: str) -> _Reading:
    if len(text) > _LONGEST:
        raise EDTFError(f'"{text[:20]}…" is too long for a date: write it as EDTF, {_EXAMPLES}.')
    tidy = re.sub(r"\s*/\s*", "/", text.strip()).upper()
    sides = tidy.split("/")
    if len(sides) == 1:
        only = _date(sides[0], text)
        return _Reading(_written(only), only, only)
    if len(sides) > 2:
        raise EDTFError(
            f'"{text}" has more than one "/": write a day as "2018-12-01", "2018-10/2018-12" for a time.'
        )
    begin, end = (_side(side, text) for side in sides)
    if not isinstance(begin, _Date) and not isinstance(end, _Date):
        raise EDTFError(
            f'"{text}" names no date: leave it empty if nothing is known, or name one side: "../2018".'
        )
    if isinstance(begin, _Date) and isinstance(end, _Date):
        if end.latest(widen=False) < begin.earliest(widen=False):
            raise EDTFError(
                f'"{text}" ends before it begins: write the earlier date first, "{sides[1]}/{sides[0]}".'
            )
        if begin == end:
            return _Reading(_written(begin), begin, end)
    return _Reading(f"{_written(begin)}/{_written(end)}", begin, end)


def _side(tidy: str, text: str) -> _Side:
    match tidy:
        case "" | "..":
            return tidy
        case _:
            return _date(tidy, text)


def _date(tidy: str, text: str) -> _Date:
    """One side of `text`, upper case and without space around it."""
    plain = _UNSPECIFIED.sub(r"\1\2", tidy)
    if not _IS_DATE.match(plain):
        raise EDTFError(_why_not(tidy, text))
    qualifier = plain[-1] if plain[-1] in "~?%" else ""
    year, *rest = plain.removesuffix(qualifier).split("-")
    first_year = int(year.replace("X", "0"))
    if "X" in year:
        return _Date("century" if year.endswith("XX") else "decade", first_year, None, None, qualifier)
    part, day = (int(rest[0]) if rest else None), (int(rest[1]) if len(rest) == 2 else None)
    if part is None:
        return _Date("year", first_year, None, None, qualifier)
    if day is None:
        return _Date("season" if part > 12 else "month", first_year, part, None, qualifier)
    if day > (last := monthrange(first_year, part)[1]):
        raise EDTFError(f'"{text}" is no day: {_MONTHS[part - 1]} {first_year} has {last} days.')
    return _Date("day", first_year, part, day, qualifier)


def _why_not(tidy: str, text: str) -> str:
    if not tidy or tidy in ("UNKNOWN", "XXXX"):
        return f'"{text}" names no date: leave it empty where nothing is known, or write one, {_EXAMPLES}.'
    if re.match(r"-|0000|Y|[0-9]{5}", tidy):
        return (
            f'"{text}" is outside of the years 0001 to 9999: write a year of four digits, for example "0079".'
        )
    if re.match(r"[0-9-]+[T ][0-9]", tidy):
        return f'"{text}" has a time of day: write the day alone, "{tidy[:10]}".'
    if tidy[0] in "[{" or "," in tidy:
        return f'"{text}" is a list: write one date, or an interval such as "2018-10/2018-12".'
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?", tidy):
        return f'"{text}" has no such month, season or day: write two digits each, for example "2018-09-01".'
    return f'"{text}" is no EDTF date: write it as EDTF, {_EXAMPLES}.'


def _written(side: _Date | str) -> str:
    if isinstance(side, str):
        return side
    year = f"{side.year:04}"
    if side.unit in ("decade", "century"):
        return (year[:3] + "X" if side.unit == "decade" else year[:2] + "XX") + side.qualifier
    return (
        "-".join([year, *(f"{part:02}" for part in (side.part, side.day) if part is not None)])
        + side.qualifier
    )


# Calendar


def _first_day(months: int) -> date:
    """First day of the month that begins `months` after year 0, within what a date can hold."""
    year, month = divmod(months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, 1) if year <= 9999 else date.max


def _last_day(months: int) -> date:
    year, month = divmod(months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, monthrange(year, month + 1)[1]) if year <= 9999 else date.max


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


# Words


def _words(side: _Date) -> str:
    return (
        ("possibly " if side.is_doubtful else "") + ("about " if side.is_about else "") + _plain_words(side)
    )


def _plain_words(side: _Date) -> str:
    year = _year_words(side.year)
    if side.unit == "century":
        return f"the {_ordinal(side.year // 100 + 1)} century"
    if side.unit == "decade":
        spelled = side.year % 100 == 0 or side.year < 1000  # "the 1900s" could be the century
        return f"the years {_year_words(side.year or 1)} to {side.year + 9}" if spelled else f"the {year}s"
    if side.part is None:
        return year
    if side.unit == "season":
        return f"{_SEASONS[side.part]} {year}"
    month = f"{_MONTHS[side.part - 1]} {year}"
    return month if side.day is None else f"{side.day} {month}"


def _words_before(end: _Date) -> str:
    """ "../2018-11" ends with the last day of November, so it is "before December 2018"."""
    after = end.latest(widen=False)
    doubt = "possibly " if end.is_doubtful else ""
    if end.is_about or after == date.max:
        return f"{doubt}until {'about ' if end.is_about else ''}{_plain_words(end)}"
    if end.unit == "day":
        return f"{doubt}on or before {_plain_words(end)}"
    after += timedelta(days=1)
    if end.unit == "season":
        season = 21 if end.part == 24 else (end.part or 0) + 1
        return f"{doubt}before {_SEASONS[season]} {_year_words(after.year)}"
    month = _MONTHS[after.month - 1] + " " if end.unit == "month" else ""
    return f"{doubt}before {month}{_year_words(after.year)}"


def _words_from_to(begin: _Date, end: _Date) -> str:
    """Leaves out of the first date what the second one repeats, where nothing is qualified."""
    shared = begin.unit == end.unit and begin.year == end.year and not (begin.qualifier or end.qualifier)
    if shared and begin.unit == "day" and begin.part == end.part:
        return f"{begin.day}–{_words(end)}"
    if shared and begin.part is not None:
        return f"{_words(begin).removesuffix(f' {_year_words(begin.year)}')} to {_words(end)}"
    return f"{_words(begin)} to {_words(end)}"


def _year_words(year: int) -> str:
    return str(year) if year >= 1000 else f"AD {year}"


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
