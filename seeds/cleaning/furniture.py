"""Lines that news pages carry beside the article, told by their own words, one line at a time."""

from __future__ import annotations

import re
from collections.abc import Callable

from seeds.cleaning.document import Reason
from seeds.cleaning.lines import BULLET, WORD, Line
from seeds.cleaning.phrases import (
    AGENCY,
    ASKS,
    BESIDE_DATES,
    BETWEEN,
    CAPTION_START,
    COOKIE,
    CREDIT_LABEL,
    CREDIT_TAIL,
    DATE_WORD,
    LIFE,
    NETWORKS,
    RULES,
    SHARE_WORDS,
    VERBS,
    WHOLE_DATE,
)

HEAD = 400  # characters of a line that its furniture is told by


def bare(text: str) -> str:
    """The line without its list mark and opening symbols."""
    return BULLET.sub("", text, count=1).lstrip("*•·►▶»› ").strip()


def furniture(line: Line) -> Reason | None:
    """Why this line is no part of an article, judged by its own words; None if nothing speaks against it."""
    text = bare(line.text)
    if not any(c.isalnum() for c in text):
        return "other"
    if len({word.lower().rstrip("s") for word in COOKIE.findall(text)}) >= 2:
        return "legal"
    if line.long:
        return None
    if line.words <= 60 and (asked := ASKS.search(text)):
        return "advertisement" if asked.lastgroup == "sale" else "newsletter"
    head = text[:HEAD]
    for reason, most, pattern in RULES:
        if line.words <= most and pattern.match(head):
            return reason
    return next((reason for reason, test in _SHAPES if test(text, line)), None)


def is_share(text: str, line: Line) -> bool:
    """Nothing but names of networks and the words on their buttons."""
    if line.words > 20:
        return False
    words = WORD.findall(text.lower())
    return not NETWORKS.isdisjoint(words) and all(word in SHARE_WORDS for word in words)


def is_date_line(text: str, line: Line) -> bool:
    """Nothing but a date, a clock time and the words around them."""
    if line.words > 16 or not any(c.isdigit() for c in text):
        return False
    rest = BETWEEN.sub("", DATE_WORD.sub("", text))
    return len(rest) <= 2 and bool(re.search(r"\d{4}|\d[/.]\d|[a-z]{3}.*:\d\d|\bago\b", text))


def is_dated(line: Line) -> bool:
    """A short line that holds a whole date beside names or labels: "A B | Updated: 3 May 2019, 09:01", and no sentence."""
    if line.words > 20 or line.ended or line.long or not WHOLE_DATE.search(line.text):
        return False
    if LIFE.search(line.text):
        return False
    told = [
        word for word in line.text.split() if word.isalpha() and word.islower() and word not in BESIDE_DATES
    ]
    return len(told) < 3 or (len(told) < 5 and VERBS.isdisjoint(told))


def is_credit(text: str, line: Line) -> bool:
    """Nothing but who made a picture: "Photo: A B, AP", "A B/Getty Images", "(Image credit: A B)"."""
    if line.words > 16 or (line.ended and line.words > 8 and not text.endswith(")")):
        return False
    if CREDIT_LABEL.match(text):
        return True
    return (
        line.words <= 10
        and bool(re.search(r"[/|]|^\(|^©", text))
        and bool(AGENCY.search(text))
        and not line.ended
    )


def is_caption(text: str, line: Line) -> bool:
    """A line that ends with a picture's credit or begins as a caption does."""
    if line.words > 80:
        return False
    return bool(CREDIT_TAIL.search(text[-120:])) or (line.words <= 60 and bool(CAPTION_START.match(text)))


_SHAPES: list[tuple[Reason, Callable[[str, Line], bool]]] = [
    ("share", is_share),
    ("date", is_date_line),
    ("credit", is_credit),
    ("caption", is_caption),
]
