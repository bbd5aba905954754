"""When and where: the date and the place that a clause ties to its verb."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from articles.dating import DateFound
from articles.happening.tokens import Token
from articles.lexicon import listed, places
from newsroom import edtf
from people.names import key

Other = tuple[int, int, tuple[int, int]]
_TIME = frozenset(
    """
    on in at late early earlier last this by around about the of only just back
    """.split()
)
_WHERE = frozenset(["in", "at", "near", "outside"])
#: last words of names of places that no list of towns has
_SITES = frozenset(
    """
    airport prison palace hospital stadium square street hotel embassy station university court
    courthouse centre center building hall house park island border church cathedral mosque school
    library castle
    """.split()
)


def date_of(
    sentence: Sequence[Token], at: int, stop: int, clause: tuple[int, int], others: Sequence[Other]
) -> Token | None:
    """The date tied to the words `at:stop`: the nearest behind them in their clause, else one that the clause begins with.

    `others` are the sentence's other cues, which have their own dates: where each begins and ends, and its clause.
    """
    begin, end = clause
    for place in range(stop, end):
        if sentence[place].date is not None and not _describes(sentence, place):
            between = [cue for cue in others if stop <= cue[0] < place]
            return sentence[place] if all(_joined(sentence, stop, cue[0]) for cue in between) else None
    for place in range(begin, at):
        if sentence[place].date is None or _describes(sentence, place):
            continue
        fronted = all(token.low in _TIME or token.low in ("and", ",") for token in sentence[begin:place])
        close = at - place <= 4 and sentence[place - 1].low in _TIME
        if (fronted or close) and not any(_between(sentence, place, cue, at) for cue in others):
            return sentence[place]
    return None


def _between(sentence: Sequence[Token], day: int, other: Other, at: int) -> bool:
    """Whether another cue takes the date in front of it: one between the two, in no clause that was inserted there."""
    begin, stop, clause = other
    inserted = day < clause[0] and clause[1] <= at and clause[0] > 1
    return day < begin < at and not inserted and not _joined(sentence, stop, at)


def _describes(sentence: Sequence[Token], place: int) -> bool:
    """Whether the date only describes the noun behind it: "a 2012 killing"."""
    if place + 1 >= len(sentence):
        return False
    after = sentence[place + 1]
    plain = after.is_word and after.text.isalpha() and after.text.islower()
    return (
        plain
        and after.low not in listed("function_words")
        and not after.low.endswith(("ed", "ing", "ly"))
        and (
            place > 0
            and sentence[place - 1].low in ("a", "an", "the", "his", "her", "its", "their", "'s", "’s")
        )
    )


def _joined(sentence: Sequence[Token], stop: int, other: int) -> bool:
    """Whether another cue follows as a second verb of the same clause: "arrested and charged"."""
    return other - stop <= 4 and all(
        token.low in ("and", "or", ",", "then", "later", "also", "was", "were", "to")
        for token in sentence[stop:other]
    )


def value_of(found: DateFound, *, lasting: bool) -> str | None:
    """What the date says of an event: "since" gives the begin of something lasting, and says nothing of anything else."""
    if found.edtf is None:
        return None
    if found.edtf.endswith("/.."):
        return found.anchor if lasting else None
    return found.edtf


def is_ahead(value: str | None, today: date | None) -> bool:
    """Whether the date is past the article's day, so that it tells of a plan."""
    earliest = edtf.bounds(value)[0] if value else None
    return bool(earliest and today and earliest > today)


def place_of(sentence: Sequence[Token], begin: int, end: int) -> str:
    """The town, country or site named behind "in" or "at" between the two places; "" if there is none."""
    for place in range(begin, end - 1):
        if sentence[place].low in _WHERE:
            name = _capitals(sentence, place + 1, end)
            if name and _is_place(name):
                return name
    return ""


def _capitals(sentence: Sequence[Token], begin: int, end: int) -> str:
    """The run of words with capitals from `begin` on, past an article."""
    if sentence[begin].low == "the":
        begin += 1
    last = begin
    for place in range(begin, min(end, begin + 6)):
        token = sentence[place]
        if token.is_word and token.text[0].isupper():
            last = place + 1
        elif not (token.low == "of" and place > begin):
            break
    return " ".join(token.text for token in sentence[begin:last])


def _is_place(name: str) -> bool:
    return key(name) in places() or name.split()[-1].lower() in _SITES
