"""Find the dates in a text and say which day, month or year each means.

One scan finds head words (a month, a weekday, a year, "week", "ago" …); what stands right before and after a head
decides what it is. Relative dates count from ``today``, the article's day; without it their value is unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from articles.dating import calendar as cal
from articles.dating import words as w

LEFT, RIGHT = 64, 48  # characters looked at before and after a head
SENTENCE = 160  # characters to each side that can tell whether a sentence looks ahead or back
NEAR = 600  # characters over which "that year", "a year earlier" and "the quarter" reach back


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date expression: ``text == source[start:end]``, offsets in code points.

    ``edtf`` is what the words with "since", "until", "before" and the like mean ("2020-01/.."), or None where it
    cannot be known. ``anchor`` is the date of the words alone ("2020-01"). ``why`` says in plain words how it was read.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    why: str
    anchor: str | None = None


@dataclass(slots=True)
class _Focus:
    """The year and quarter that were last named, for "that year" and "a year earlier"."""

    year: int | None = None
    quarter: tuple[int, int] | None = None
    year_at: int = -NEAR
    quarter_at: int = -NEAR


def find_dates(text: str, today: date | None = None) -> list[DateFound]:
    """The dates that ``text`` names, in order, none overlapping.

    ``today`` is the day that relative dates count from. Ages, durations, clock times, money and road numbers are no
    dates. A date that can be read in two ways ("03/04/2019") or has no day to count from has ``edtf`` None.
    """
    reader = _Reader(text, today)
    found: list[DateFound] = []
    at = 0
    while head := w.HEAD.search(text, at):
        date_found = reader.read(head, found[-1].end if found else 0)
        if date_found:
            found.append(date_found)
            reader.remember(date_found)
            at = max(date_found.end, head.end())
        else:
            at = head.end()
    return found


class _Reader:
    def __init__(self, text: str, today: date | None) -> None:
        self.text, self.today, self.focus = text, today, _Focus()

    def read(self, head: re.Match[str], floor: int) -> DateFound | None:
        """The date around this head, or None; ``floor`` is where the date before ended."""
        kind = str(head.lastgroup)
        left = self.text[max(floor, head.start() - LEFT) : head.start()]
        found: DateFound | None = getattr(self, f"_{kind}")(head, left)
        return self._with_relation(found, floor) if found else None

    def remember(self, found: DateFound) -> None:
        value = found.anchor or ""
        if re.match(r"\d{4}(?!\d)", value):
            self.focus.year, self.focus.year_at = int(value[:4]), found.end
        if found.why.startswith("quarter of") and len(value) == 15:
            self.focus.quarter, self.focus.quarter_at = (
                (int(value[:4]), (int(value[5:7]) + 2) // 3),
                found.end,
            )

    def _found(self, start: int, end: int, value: str | None, why: str) -> DateFound:
        return DateFound(start, end, self.text[start:end], value, why, value)

    # months and days

    def _month(self, head: re.Match[str], left: str) -> DateFound | None:
        m = w.MONTH_NUMBERS[head["month"].rstrip(".").lower()]
        if after := w.DAY_AFTER_MONTH.match(self.text, head.end()):
            start, weekday = self._weekday_start(head.start(), left)
            return self._day(start, after.end(), m, int(after[1]), after[2], after[3], weekday)
        if spelled := w.SPELLED_DAY.match(self.text, head.end()):
            start, weekday = self._weekday_start(head.start(), left)
            year = w.YEAR_AFTER_MONTH.match(self.text, spelled.end())
            end = year.end() if year and year[1] else spelled.end()
            return self._day(start, end, m, w.ORDINALS[spelled[1]], None, year and year[1], weekday)
        if before := w.DAY_BEFORE_MONTH.search(left):
            start, weekday = self._weekday_start(head.start() - len(before[1]), left[: before.start(1)])
            year = w.YEAR_AFTER_MONTH.match(self.text, head.end())
            end = year.end() if year and year[1] else head.end()
            first, last = (before[2], before[3])
            return self._day(start, end, m, int(first), last, year and year[1], weekday)
        return self._bare_month(head, left, m)

    def _weekday_start(self, start: int, left: str) -> tuple[int, int | None]:
        before = w.WEEKDAY_BEFORE.search(left)
        if not before:
            return start, None
        return start - len(before[1]), w.WEEKDAY_NUMBERS[before[2].rstrip(".").lower()]

    def _day(
        self,
        start: int,
        end: int,
        m: int,
        first: int,
        last: str | None,
        year: str | None,
        weekday: int | None,
    ) -> DateFound | None:
        if first > 31:
            return None
        if year:
            y, why = int(year), "day, month and year"
        elif self.today:
            y, why = (
                cal.nearest_year(self.today, m, first, self._ahead(start, end), weekday),
                "day and month; the year from the article's day",
            )
        else:
            return self._found(start, end, None, "day and month without a year")
        value = cal.day(y, m, first)
        until = cal.day(y, m, int(last)) if last else None
        if value and until and until > value:
            value, why = cal.interval(value, until), "days of a month"
        return self._found(start, end, value, why) if value else None

    def _bare_month(self, head: re.Match[str], left: str, m: int) -> DateFound | None:
        if spelled := w.SPELLED_YEAR_AFTER.match(self.text, head.end()):
            y = _spelled_year(spelled[1])
            return self._found(head.start(), spelled.end(), cal.month(y, m), "month and year") if y else None
        part = w.PART.search(left)
        start = head.start() - len(part[1].lstrip()) if part else head.start()
        if year := w.YEAR_AFTER_MONTH.match(self.text, head.end()):
            y_known = int(year[1]) if year[1] else self._relative_year(year[2])
            return self._month_value(start, year.end(), y_known, m, part, "month and year")
        if not self._is_month(head, left):
            return None
        relative = w.RELATIVE.search(left)
        if relative and not part and relative[3].lower() not in ("that", "the"):
            return self._relative_month(head, relative, m)
        if ranged := w.MONTH_RANGE.match(self.text, head.end()):
            return self._months(head, ranged, m)
        y_near = cal.nearest_year(self.today, m, None, self._ahead(head.start(), head.end())) if self.today else None
        return self._month_value(start, head.end(), y_near, m, part, "month; the year from the article's day")

    def _is_month(self, head: re.Match[str], left: str) -> bool:
        word = head["month"]
        if (
            word.lower() in ("may", "march", "april", "june", "august")
            or word.endswith(".")
            or len(word) <= 4
        ):
            return bool(w.MONTH_CUE.search(left) or w.PART.search(left)) and not (
                word.isupper() and self.text[max(0, head.start() - 12) : head.start()].isupper()
            )
        return True

    def _month_value(
        self, start: int, end: int, y: int | None, m: int, part: re.Match[str] | None, why: str
    ) -> DateFound:
        if y is None:
            return self._found(start, end, None, why)
        value = cal.part_of_month(y, m, _part(part[2])) if part else cal.month(y, m)
        return self._found(start, end, value, why)

    def _months(self, head: re.Match[str], ranged: re.Match[str], m: int) -> DateFound | None:
        last = w.MONTH_NUMBERS[ranged[1].rstrip(".").lower()]
        if ranged[2]:
            y = int(ranged[2])
        elif self.today:
            y = cal.nearest_year(self.today, m, None, self._ahead(head.start(), ranged.end()))
        else:
            return self._found(head.start(), ranged.end(), None, "months without a year")
        if "and" in self.text[head.end() : ranged.start(1)] and not self._between(head.start()):
            return self._found(head.start(), head.end(), cal.month(y, m), "month")
        begin = y - 1 if ranged[2] and last < m else y
        value = cal.interval(cal.month(begin, m), cal.month(begin + (last < m), last))
        return self._found(head.start(), ranged.end(), value, "months")

    def _between(self, start: int) -> bool:
        return self.text[max(0, start - 9) : start].lower().endswith("between ")

    def _relative_month(self, head: re.Match[str], relative: re.Match[str], m: int) -> DateFound:
        start, value = head.start() - len(relative[1]), None
        if self.today:
            word = relative[3].lower()
            ahead = word in ("next",) or word.endswith("coming")
            y = self.today.year
            if word == "last" or "past" in word or "previous" in word:
                y -= m >= self.today.month - (word == "last")  # the month before this one would be "last month"
            elif ahead:
                y += m <= self.today.month
            value = cal.month(y, m)
        return self._found(start, head.end(), value, "month counted from the article's day")

    # weekdays and words for days

    def _weekday(self, head: re.Match[str], left: str) -> DateFound | None:
        if w.DATE_AFTER_WEEKDAY.match(self.text, head.end()):
            return None
        if w.REPEATED.search(left):
            return None
        number = w.WEEKDAY_NUMBERS[head["weekday"].rstrip(".").lower()]
        relative = w.RELATIVE.search(left)
        word = relative[3].lower() if relative else ""
        start = head.start() - len(relative[1]) if relative and word not in ("that", "the") else head.start()
        time = w.TIME_OF_DAY.match(self.text, head.end())
        end = time.end() if time else head.end()
        why = "weekday counted from the article's day"
        if not self.today:
            return self._found(start, end, None, why)
        ahead = (
            word == "next"
            or word.endswith("coming")
            or (not word or word in ("this", "the"))
            and self._ahead(head.start(), head.end()) is True
        )
        value = cal.weekday_date(self.today, number, ahead)
        if value == self.today and word in ("last", "next"):
            value = cal.shifted(self.today, -7 if word == "last" else 7)
        if value and ("previous" in word or "preceding" in word):
            value = cal.shifted(value, -7)
        return self._found(start, end, value.isoformat() if value else None, why)

    def _today(self, head: re.Match[str], left: str) -> DateFound:
        away = {"yesterday": -1, "tomorrow": 1}.get(head["today"].lower(), 0)
        value = cal.shifted(self.today, away) if self.today else None
        time = w.TIME_OF_DAY.match(self.text, head.end())
        return self._found(
            head.start(),
            time.end() if time else head.end(),
            value.isoformat() if value else None,
            "counted from the article's day",
        )

    # digits

    def _iso(self, head: re.Match[str], left: str) -> DateFound | None:
        y, m, *d = map(int, head["iso"].split("-"))
        if not d and (not 1 <= m <= 12 or not 1000 <= y <= 2100):
            years = re.match(r"(\d{4})-(\d\d)$", head["iso"])
            last = int(f"{y // 100}{m:02d}")
            if years and y < last <= y + 60 and not w.NOT_A_YEAR_BEFORE.search(left):
                return self._found(
                    head.start(), head.end(), cal.interval(cal.year(y), cal.year(last)), "years"
                )
            return None
        if not d and re.search(r"\d", left[-2:]):
            return None
        value = cal.day(y, m, d[0]) if d else cal.month(y, m)
        return self._found(head.start(), head.end(), value, "written in digits") if value else None

    def _numeric(self, head: re.Match[str], left: str) -> DateFound | None:
        first, second, y = (int(part) for part in re.split("[/.]", head["numeric"]))
        if y < 100:
            if "." in head["numeric"]:
                return None
            y += 2000 if y < 50 else 1900
        if (
            first > 31
            or second > 31
            or min(first, second) > 12
            or 0 in (first, second)
            or not 1000 <= y <= 2100
        ):
            return None
        if "." in head["numeric"] or first > 12:
            first, second = second, first
        elif second <= 12 and first != second:
            return self._found(head.start(), head.end(), None, "day and month cannot be told apart")
        value = cal.day(y, first, second)
        return self._found(head.start(), head.end(), value, "written in digits") if value else None

    def _year(self, head: re.Match[str], left: str) -> DateFound | None:
        y = int(head["year"])
        if w.NOT_A_YEAR_BEFORE.search(left) or w.NOT_A_YEAR_AFTER.match(self.text, head.end()):
            return None
        if re.search(r"[\d,.:/-]$", left) and not re.search(r"(?:\D[,.]|[^\d]-|mid-|early-|late-)$", left):
            return None
        if not (1900 <= y <= 2049 or w.YEAR_BEFORE.search(left)):
            return None
        ranged = w.YEAR_RANGE.match(self.text, head.end())
        if ranged:
            last = int(ranged[1]) if len(ranged[1]) == 4 else y // 100 * 100 + int(ranged[1])
            if y < last < y + 200:
                return self._found(
                    head.start(), ranged.end(), cal.interval(cal.year(y), cal.year(last)), "years"
                )
        if quarter := re.match(
            r"\s+(first|second|third|fourth|final)[\s-]+quarter\b", self.text[head.end() : head.end() + 30]
        ):
            q = {"final": 4}.get(quarter[1]) or w.ORDINALS[quarter[1]]
            return self._found(
                head.start(), head.end() + quarter.end(), cal.quarter(y, q), "quarter of a year"
            )
        part = w.PART.search(left)
        if part:
            value = cal.part_of_year(y, _part(part[2]))
            return self._found(head.start() - len(part[1].lstrip()), head.end(), value, "part of a year")
        fiscal = w.FISCAL.search(left)
        return self._found(head.start() - (len(fiscal[1]) if fiscal else 0), head.end(), cal.year(y), "year")

    def _spelled(self, head: re.Match[str], left: str) -> DateFound | None:
        y = _spelled_year(head["spelled"])
        return self._found(head.start(), head.end(), cal.year(y), "year in words") if y else None

    def _decade(self, head: re.Match[str], left: str) -> DateFound | None:
        digits = re.search(r"\d+", head["decade"])
        if digits and len(digits[0]) == 4:
            century, tens = digits[0][:2], digits[0][2]
        else:
            names = "twenties thirties forties fifties sixties seventies eighties nineties".split()
            if digits:
                tens = digits[0][0]
            elif re.search(r"\b(?:the|early|mid|late)[\s-]+$", left):
                tens = str(names.index(head["decade"]) + 2)
            else:
                return None
            if re.search(r"\b(?:his|her|their|my|our|your)\s+(?:early\s+|mid-?\s?|late\s+)?$", left):
                return None
            century = "19" if int(tens) >= 3 else "20"
        if re.search(r"\b(?:his|her|their|my)\s+(?:early\s+|mid-?\s?|late\s+)?$", left):
            return None
        part = w.PART.search(left)
        start = head.start() - len(part[1].lstrip()) if part else head.start()
        return self._found(start, head.end(), f"{century}{tens}X", "decade")

    # seasons, weeks, months, quarters, years

    def _season(self, head: re.Match[str], left: str) -> DateFound | None:
        code = cal.SEASONS[head["season"].lower()]
        relative = w.RELATIVE.search(left)
        word = relative[3].lower() if relative else ""
        if after := w.SEASON_YEAR.match(self.text, head.end()):
            y = int(after[1]) if after[1].isdigit() else _spelled_year(after[1])
            return self._found(head.start(), after.end(), f"{y}-{code}", "season and year") if y else None
        if word in ("that", "the", ""):
            cue = w.SEASON_CUE.search(left)
            if (
                not cue
                or w.REPEATED.search(left)
                or re.match(r"\s+(?:of|from|to|apart|in|on|by|off|behind)\b", self.text[head.end() :][:8])
            ):
                return None
            start, y = (
                head.start() - len(cue[2]),
                self._season_year(code, self._ahead(head.start(), head.end())),
            )
        else:
            start, y = (
                head.start() - len(relative[1]) if relative else head.start(),
                self._season_year(code, word in ("next",) or word.endswith("coming"), word),
            )
        return self._found(
            start, head.end(), f"{y}-{code}" if y else None, "season counted from the article's day"
        )

    def _season_year(self, code: int, ahead: bool | None, word: str = "") -> int | None:
        if not self.today:
            return None
        begins = cal.SEASON_BEGINS[code]
        y = self.today.year
        if code == 24 and self.today.month <= 2:
            y -= 1  # the winter that goes on began last year
        if word == "last" or "past" in word:
            return (
                y - (self.today.month < begins + 3 or code == 24)
                if word == "last"
                else y - (self.today.month < begins)
            )
        if word == "next":
            return y + (self.today.month >= begins)
        if word in ("this", "the current", "the coming", "this coming"):
            return y
        if ahead is False and self.today.month < begins:
            return y - 1
        return y

    def _unit(self, head: re.Match[str], left: str) -> DateFound | None:
        word = head["unit"]
        unit = re.sub(r"['’]?s$|s['’]$", "", word)
        if w.PER.match(self.text, head.end()):
            return None
        if counted := self._counted(head, left, unit):
            return counted
        if word != unit and not word.endswith(("'s", "’s")):
            return None
        if unit in ("quarter", "period", "half"):
            return self._quarter(head, left, unit)
        relative = w.RELATIVE.search(left)
        if unit == "year" and w.QUARTER_FOLLOWS.match(self.text, head.end() - (2 if word != unit else 0)):
            return None
        if unit == "year" and re.match(r"[- ](?:ago|earlier)\b", self.text[head.end() : head.end() + 9]):
            return self._year_ago(head)
        if unit == "year" and (
            ends := re.match(r"(?:['’]s)?[- ]end\b", self.text[head.end() - (2 if word != unit else 0) :][:8])
        ):
            return self._year_end(head, ends, word != unit)
        if not relative:
            return None
        return self._relative(head, relative, unit)

    def _counted(self, head: re.Match[str], left: str, unit: str) -> DateFound | None:
        """ "three weeks ago", "a year earlier"."""
        count, after = w.COUNT.search(left), w.AGO.match(self.text, head.end())
        if (
            not count
            or not after
            or unit
            in ("quarter", "period", "half", "morning", "afternoon", "evening", "night", "weekend", "century")
        ):
            return None
        number = int(count[3]) if count[3].isdigit() else w.NUMBER_WORDS.get(count[3].lower(), 0)
        start, why = (
            head.start() - len(count[1]),
            f"counted back from the {'article' if after[1] == 'ago' else 'date before'}",
        )
        rough = count[2] is not None
        if unit == "year" and number == 1 and self._quarter_in_focus(head.start()):
            y, q = self.focus.quarter or (0, 0)
            back = 1 if self.today is None or y >= self._last_quarter()[0] else 0
            return self._found(start, after.end(), cal.quarter(y - back, q), "quarter a year before")
        base = self.today
        if (
            after[1] != "ago"
            and unit == "year"
            and self.focus.year
            and head.start() - self.focus.year_at < NEAR
        ):
            return self._found(start, after.end(), cal.year(self.focus.year - number), why)
        if not base or not number:
            return self._found(start, after.end(), None, why)
        return self._found(start, after.end(), _back(base, number, unit, rough), why)

    def _relative(self, head: re.Match[str], relative: re.Match[str], unit: str) -> DateFound | None:
        """ "last year", "earlier this month", "late next week", "this morning"."""
        word, part = re.sub(r"\s+", " ", relative[3].lower()), (relative[2] or "").lower()
        away = _AWAY.get(word.removeprefix("the ").removeprefix("this "))
        start, end = head.start() - len(relative[1]), head.end()
        why = f"{unit} counted from the article's day"
        if (
            word in ("that", "the following", "the next", "the previous", "the same", "the preceding")
            and unit == "year"
        ):
            return self._year_in_focus(start, end, word)
        if away is None or word == "the":
            if not (word == "the" and part and unit in ("year", "month", "week")):
                return None
            away = 0
        if (
            word
            in (
                "the past",
                "the following",
                "the next",
                "the latest",
                "the coming",
                "the same",
                "the preceding",
            )
            and unit != "year"
        ):
            return None
        if unit in ("day", "night", "morning", "afternoon", "evening"):
            return self._part_of_day(start, end, word, unit)
        if re.match(r"\s+(?:and a half|or so|or two)\b", self.text[end : end + 12]) and word.startswith(
            "the "
        ):
            return None
        if not self.today:
            return self._found(start, end, None, why)
        return self._found(start, end, _relative_value(self.today, unit, away, part), why)

    def _part_of_day(self, start: int, end: int, word: str, unit: str) -> DateFound | None:
        if word not in ("this", "last") or (word, unit) in (
            ("this", "day"),
            ("last", "day"),
            ("last", "morning"),
        ):
            return None
        value = cal.shifted(self.today, -1 if word == "last" else 0) if self.today else None
        return self._found(start, end, value.isoformat() if value else None, "counted from the article's day")

    def _year_in_focus(self, start: int, end: int, word: str) -> DateFound | None:
        if self.focus.year is None or start - self.focus.year_at > NEAR:
            return None
        y = self.focus.year + {
            "the following": 1,
            "the next": 1,
            "the previous": -1,
            "the preceding": -1,
        }.get(word, 0)
        return self._found(start, end, cal.year(y), "counted from the year named before")

    def _year_ago(self, head: re.Match[str]) -> DateFound | None:
        end = head.end() + (4 if self.text[head.end() + 1 : head.end() + 4] == "ago" else 8)
        if self._quarter_in_focus(head.start()):
            y, q = self.focus.quarter or (0, 0)
            return self._found(head.start(), end, cal.quarter(y - 1, q), "quarter a year before")
        if not self.today:
            return None
        return self._found(head.start(), end, cal.year(self.today.year - 1), "counted from the article's day")

    def _year_end(self, head: re.Match[str], ends: re.Match[str], possessive: bool) -> DateFound:
        end = head.end() - (2 if possessive else 0) + ends.end()
        value = cal.month(self.today.year, 12) if self.today else None
        return self._found(head.start(), end, value, "counted from the article's day")

    def _quarter(self, head: re.Match[str], left: str, unit: str) -> DateFound | None:
        if unit in ("quarter", "half") and (named := w.QUARTER.search(left)):
            return self._named_quarter(head, named, unit)
        same = w.SAME_QUARTER.search(left)
        if (
            unit == "half"
            or not same
            or not same[1].strip()
            or unit == "period"
            and not (same[3] or same[4] or same[2] == "latest")
        ):
            return None
        start, value = head.start() - len(same[1].lstrip()), None
        known = self.focus.quarter if self._quarter_in_focus(head.start()) else None
        if (same[2] or "").lower() in ("current", "next", "previous"):
            known = None
        if known is None and self.today and (unit == "quarter" or same[2] == "latest"):
            known = self._last_quarter()
            if (same[2] or "").lower() in ("current", "next"):
                known = (known[0], known[1] + {"current": 1, "next": 2}[same[2].lower()])
        if known:
            y, q = known
            if same[4]:
                y = int(same[4])
            elif same[3] and (self.today is None or y >= self._last_quarter()[0]):
                y -= 1
            value = cal.quarter(y, q)
        elif unit == "period":
            return None
        return self._found(start, head.end(), value, "quarter, the one before or the one in question")

    def _named_quarter(self, head: re.Match[str], named: re.Match[str], unit: str) -> DateFound | None:
        word = named[3].lower()
        q = 4 if word in ("final", "last", "latter") else w.ORDINALS.get(word) or int(word[0])
        start, end = head.start() - len(named[1].lstrip()), head.end()
        y: int | None = None
        if word in ("last", "latter") and unit == "quarter":
            return self._found(start, end, cal.quarter(*self._last_quarter()), "quarter before this one") if self.today else None
        if named[2]:
            y = int(named[2])
        elif of := w.OF_YEAR.match(self.text, head.end()):
            end = of.end()
            y = (
                int(of[1] or of[2])
                if (of[1] or of[2] or "").isdigit()
                else self._relative_year((of[1] or "last").split()[0])
            )
        elif self.today:
            back = -1 if re.search(r"year[- ](?:ago|earlier)|last\s+year", named[1], re.IGNORECASE) else 0
            back += 1 if re.search(r"next\s+year", named[1], re.IGNORECASE) else 0
            y = self._quarter_year(q, self.text[max(0, head.start() - 60) : head.start()]) + back
        if unit == "half" and not y:
            return None
        if unit == "half" and y:
            q = 2 if q == 4 else q
            value = (
                f"{cal.month(y, 1)}/{cal.month(y, 6)}" if q == 1 else f"{cal.month(y, 7)}/{cal.month(y, 12)}"
            )
            return (
                self._found(start, end, value, "half of a year")
                if y and (named[2] or end > head.end()) and q <= 2
                else None
            )
        return self._found(start, end, cal.quarter(y, q) if y else None, "quarter of a year")

    def _quarter_year(self, q: int, left: str) -> int:
        today = self.today or date.today()
        now = (today.month + 2) // 3
        return today.year - 1 if q - now >= 2 else today.year

    def _last_quarter(self) -> tuple[int, int]:
        today = self.today or date.today()
        q = (today.month + 2) // 3 - 1
        return (today.year, q) if q else (today.year - 1, 4)

    def _quarter_in_focus(self, at: int) -> bool:
        return self.focus.quarter is not None and at - self.focus.quarter_at < NEAR

    # the sentence around a date

    def _relative_year(self, word: str | None) -> int | None:
        if not self.today or not word:
            return None
        return self.today.year + {"last": -1, "next": 1}.get(word.lower(), 0)

    def _around(self, start: int, end: int) -> tuple[str, str]:
        left, right = self.text[max(0, start - SENTENCE) : start], self.text[end : end + SENTENCE]
        breaks = [m.end() for m in w.SENTENCE_BREAK.finditer(left)]
        after = w.SENTENCE_BREAK.search(right)
        return left[breaks[-1] if breaks else 0 :], right[: after.start()] if after else right

    def _ahead(self, start: int, end: int) -> bool | None:
        """Does the sentence look ahead (True), back (False), or can it not be told (None)? The last verb decides."""
        left, _ = self._around(start, end)
        if w.ENDED.search(left):
            return False
        ahead: bool | None = None
        planned, at = False, 0  # "had been due to …" tells of a plan in the past
        for cue in w.CUE.finditer(left):
            if cue.lastgroup == "ahead":
                if at > cue.start() - w.PARTICIPLE and planned:
                    continue
                planned = bool(w.PAST_PLAN.search(left[max(0, cue.start() - 24) : cue.start()]))
                ahead, at = not planned, cue.end()
            elif not (ahead and cue.start() - at <= w.PARTICIPLE):
                ahead, at = False, cue.end()
        return ahead

    def _with_relation(self, found: DateFound, floor: int) -> DateFound:
        """Put "since", "until", "before", "about" before a date into its value."""
        left = self.text[max(floor, found.start - 40) : found.start]
        value = found.anchor
        if value is None or "/" in value and not re.fullmatch(r"[\d-]+/[\d-]+", value):
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
            if word in ("before", "prior to") and (before := _unit_before(first)):
                return replace(found, edtf=f"../{before}")
        if simple and w.ABOUT.search(left) and not value.endswith("X"):
            return replace(found, edtf=f"{value}~")
        return found


_AWAY = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "same": 0, "next": 1, "coming": 1,
         "following": 1, "latest": 0, "full": 0}  # fmt: skip


def _part(word: str) -> str:
    lowered = word.lower()
    if lowered in ("early", "beginning", "start"):
        return "early"
    return "mid" if lowered in ("mid", "middle") else "late"


def _relative_value(today: date, unit: str, away: int, part: str) -> str | None:
    """The value of "last year", "earlier this month", "late next week" and the like."""
    if unit == "year":
        return _part_of_unit(
            cal.year(today.year + away),
            cal.month(today.year + away, 1),
            cal.month(today.year + away, 12),
            part,
            today,
        )
    if unit == "month":
        m = today.month + away
        whole = cal.month(today.year, m)
        y, n = int(whole[:4]), int(whole[5:])
        if part in ("earlier", "later"):
            return _part_of_unit(
                whole, f"{whole}-01", cal.part_of_month(y, n, "late").split("/")[1], part, today
            )
        return (
            cal.part_of_month(y, n, _part(part.split()[-2] if " " in part else part))
            if part and part != "sometime"
            else whole
        )
    if unit in ("week", "weekend"):
        days = cal.week(today, away if unit == "week" or away != 0 else (-1 if today.weekday() < 3 else 0))
        if not days:
            return None
        monday, sunday = days
        if unit == "weekend":
            saturday = cal.shifted(sunday, -1)
            return f"{saturday}/{sunday}"
        return _part_of_unit(f"{monday}/{sunday}", monday.isoformat(), sunday.isoformat(), part, today)
    if unit == "decade":
        return f"{(today.year // 10 + away):03d}X"
    return None


def _part_of_unit(whole: str, first: str, last: str, part: str, today: date) -> str:
    now = today.isoformat()[: len(first)]
    if part in ("earlier", "later") and now == (first if part == "earlier" else last):
        return whole
    if part == "earlier" and first <= now <= last:
        return cal.interval(first, now)
    if part == "later" and first <= now <= last:
        return cal.interval(now, last)
    if part and part != "sometime" and len(whole) == 4:
        return cal.part_of_year(int(whole), _part(part.split()[-2] if " " in part else part))
    return whole


def _back(today: date, number: int, unit: str, rough: bool) -> str | None:
    """The value of "three weeks ago": a year, a month, a week (Monday to Sunday) or a day."""
    if unit in ("year", "decade"):
        y = today.year - number * (10 if unit == "decade" else 1)
        return (cal.year(y) + ("~" if rough or unit == "decade" else "")) if y > 0 else None
    if unit == "month":
        return (
            cal.month(today.year, today.month - number) + ("~" if rough else "")
            if today.year * 12 > number + 12
            else None
        )
    if unit == "week":
        days = cal.week(today, -number)
        return f"{days[0]}/{days[1]}" if days else None
    value = cal.shifted(today, -number)
    return value.isoformat() + ("~" if rough else "") if value and unit == "day" else None


def _unit_before(value: str) -> str | None:
    """The year, month or day before this one, for "before December 2018"."""
    if re.fullmatch(r"\d{4}", value):
        return cal.year(int(value) - 1)
    if re.fullmatch(r"\d{4}-(?:0\d|1[0-2])", value):
        return cal.month(int(value[:4]), int(value[5:]) - 1)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        previous = cal.shifted(date.fromisoformat(value), -1)
        return previous.isoformat() if previous else None
    return None


_TENS = {
    name: 10 * i
    for i, name in enumerate("ten twenty thirty forty fifty sixty seventy eighty ninety".split(), 1)
}
_TEENS = {name: i for i, name in enumerate(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(), 10)}  # fmt: skip


def _spelled_year(text: str) -> int | None:
    """ "nineteen ninety-six" and "two thousand and one" as numbers."""
    words = re.findall(r"[a-z]+", text.lower())
    words = [word for word in words if word not in ("and", "oh", "year")]
    if words[:2] == ["two", "thousand"]:
        return 2000 + (w.NUMBER_WORDS.get(words[2], 0) if len(words) > 2 else 0)
    if len(words) < 2 or words[0] not in ("nineteen", "twenty"):
        return None
    century = 1900 if words[0] == "nineteen" else 2000
    tens = _TENS.get(words[1]) or _TEENS.get(words[1])
    if tens is None:
        return None
    return century + tens + (w.NUMBER_WORDS.get(words[2], 0) if len(words) > 2 else 0)
