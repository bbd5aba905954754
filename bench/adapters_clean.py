"""Cleaning and dating in the shape that the public scorers call: plain texts in, plain values out."""

from __future__ import annotations

import re
from datetime import date
from typing import TypedDict

from articles.dating import DateFound, find_dates
from articles.dating.reader import FROM_TO
from articles.dating.words import JOINED, JOINED_CLOSELY
from seeds.cleaning import clean


class ScoredDate(TypedDict):
    """What the date scorer reads: offsets and a value in EDTF or TIMEX3."""

    start: int
    end: int
    value: str


def body(page_text: str) -> str:
    """The body of a pasted page, for the scorer of bodies."""
    return clean(page_text).body


def flat_body(page_text: str) -> str:
    """The same with the page's indents taken away, as a browser's clipboard gives it."""
    return clean("\n".join(line.strip() for line in page_text.split("\n"))).body


def dates(text: str, published: str) -> list[ScoredDate]:
    """Date expressions with a value; TIMEX3 values the date itself, without "since" or "until" before it."""
    found = find_dates(text, date.fromisoformat(published))
    return [scored for date_found in found if date_found.anchor for scored in _scored(date_found)]


def _scored(found: DateFound) -> list[ScoredDate]:
    """One date as TIMEX3 has it; "from A to B" is one interval for us and two dates there."""
    value = found.anchor or ""
    if found.why == FROM_TO and (joint := JOINED.search(found.text) or JOINED_CLOSELY.search(found.text)):
        first, last = value.split("/")
        return [
            {"start": found.start, "end": found.start + joint.start(), "value": first},
            {"start": found.start + joint.end(), "end": found.end, "value": last},
        ]
    return [{"start": found.start, "end": found.end, "value": _timex(value, found.why)}]


def _timex(value: str, why: str) -> str:
    months = re.match(r"(\d{4})-(\d\d)/\1-(\d\d)$", value)
    if months and why.startswith("quarter"):
        return f"{months[1]}-{32 + int(months[3]) // 3}"
    if months and why.startswith("half"):
        return f"{months[1]}-{39 + int(months[3]) // 6}"
    return value
