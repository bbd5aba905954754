"""Texts that nobody would write: read to the end, in time linear in their length, and what is found stands in the text."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.linking import KnownName, KnownNames
from articles.reading import Reading, read
from seeds.cleaning import clean

TODAY = date(2020, 6, 25)
SYLLABLES = "ka lo mi ren tas vel dor nim sha pol eri gus wen bar tol fin mar son ber quil".split()
KNOWN = KnownNames(
    [
        KnownName("Kalo Miren", 1, "person"),
        KnownName("Target", 2, "organization"),
        KnownName("A and", 3, "organization"),
    ]
)


def names(count: int) -> list[str]:
    """So many different names of two words."""
    return [f"{_word(n)} {_word(n * 7 + 3)}" for n in range(count)]


def _word(n: int) -> str:
    size = len(SYLLABLES)
    return "".join(SYLLABLES[n // size**at % size] for at in range(4)).capitalize()


#: piece by piece, repeated up to the length that is asked for
PIECES = {
    "full stops": ".",
    "dots and spaces": ". ",
    "straight quotation marks": '"',
    "opening quotation marks": "“",
    "opened and never closed": "“a ",
    "single marks": "'a ",
    "apostrophes": "’",
    "marks and words": '" a ',
    "stops and marks": ".” ",
    "dashes and marks": "” — ",
    "capitals": "MENG TOLD ANN NO ",
    "one capital": "A",
    "accented capitals": "É",
    "one letter": "a",
    "initials": "A. ",
    "initials close": "A.",
    "verbs of saying": "said ",
    "pronouns that say": "he said ",
    "commas": ", ",
    "commas and pronouns": "he, said, ",
    "quotes and pronouns": "“a b c d,” he said, ",
    "office after office": "The foreign minister said. ",
    "titles": "President of the ",
    "courtesies": "Mr ",
    "departments": "Department of ",
    "banks": "Bank of the Bank of the ",
    "and": "A and ",
    "owners": "A's ",
    "owners of groups": "Workers’ Union ",
    "hyphens": "a-",
    "articles": "al-A ",
    "acronyms": "Foreign Affairs Canada (FAC) ",
    "groups": "Ann Bell and Ann Roe. The two Anns. ",
    "one sentence": "Ann Bell told Bob Roe and ",
    "no spaces": "“Ann Bell",
    "headings": "The Big Apple Of ",
    "teams": "England beat Samoa, goalkeeper, goals, wickets. ",
    "according": "according to ",
    "labels": '"ANN: ',
    "addresses": "http://a.b/",
    "at signs": "@",
    "brackets": "(",
    "tags": "<",
    "line ends": "\n",
    "blank lines": "\n \n",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "deep indents": "\n" + " " * 40,
    "right to left": "قال الرئيس إن ",
    "both directions": "Ann قال \u202eBell said. ",
    "no letters' case": "孟晚舟说",
    "mixed scripts": "Ann Αnn Аnn 孟 said ",
    "control characters": "\x01\x02\x1b[31m ",
    "zero width": "A\u200bn\u200bn said ",
    "combining": "e\u0301\u0301",
    "days": "Monday ",
    "days after days": "the next day, two days later, ",
    "numbers": "1999",
    "months": "June of June to June ",
    "ordinals": "the 3rd of the 3rd of ",
    "bylines": "By Ann Bell and ",
    "share lines": "share facebook ",
}


def text_of(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def assert_sound(body: str, found: Reading) -> None:
    for one in [*found.mentions, *found.quotes, *found.dates]:
        assert 0 <= one.start < one.end <= len(body)
        assert body[one.start : one.end] == one.text
    for role in found.roles:
        assert 0 <= role.start < role.end <= len(body)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    body = text_of(piece, 3000)
    assert_sound(body, read(body, TODAY, KNOWN))
    assert_sound(page := clean(body).body, read(page, TODAY, KNOWN))


def test_a_text_of_ten_thousand_names_is_read() -> None:
    wanted = names(10_000)
    body = ", ".join(wanted) + "."
    found = read(body, TODAY, KnownNames(KnownName(name, at, "person") for at, name in enumerate(wanted)))
    assert_sound(body, found)
    assert len({one.entity for one in found.mentions}) == len(set(wanted))


def work(run: Callable[[], Any]) -> int:
    """How many functions are called, ours and Python's own: the same on every machine."""
    count = 0

    def tracer(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tracer)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_twice_the_text_is_at_most_about_twice_the_work(piece: str) -> None:
    short, long = text_of(piece, 2000), text_of(piece, 4000)
    read(short, TODAY, KNOWN)  # word lists are read now
    assert work(lambda: read(long, TODAY, KNOWN)) <= 2.3 * work(lambda: read(short, TODAY, KNOWN)) + 500


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_eight_times_the_page_is_not_twenty_times_the_cleaning(piece: str) -> None:
    short, long = text_of(piece, 2000), text_of(piece, 16_000)
    clean(short)
    assert (
        work(lambda: clean(long)) <= 20 * work(lambda: clean(short)) + 150_000
    )  # what looks like prose is looked at longer


def test_twice_the_names_are_at_most_about_twice_the_work() -> None:
    said = [". ".join(f"{name} said that it was good" for name in names(count)) for count in (200, 400)]
    read(said[0], TODAY)
    assert work(lambda: read(said[1], TODAY)) <= 2.3 * work(lambda: read(said[0], TODAY))


@pytest.mark.torture
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_four_times_the_text_takes_no_ten_times_as_long(piece: str) -> None:
    """What patterns do inside is no call that can be counted: processor time, with a wide bound."""

    def seconds(body: str) -> float:
        begun = time.process_time()
        read(clean(body).body, TODAY, KNOWN)
        return time.process_time() - begun

    short = min(seconds(text_of(piece, 50_000)) for _ in range(3))
    assert seconds(text_of(piece, 200_000)) < 10 * short + 0.5


MIX = st.lists(st.sampled_from(list(PIECES.values())), min_size=1, max_size=12)


@settings(deadline=None)
@given(MIX | st.lists(st.text(max_size=5), min_size=1, max_size=12), st.integers(1, 400))
def test_any_mixture_is_read_soundly_and_twice_the_same(pieces: list[str], size: int) -> None:
    body = "".join(islice(cycle(pieces), 40))[:size]
    found = read(body, TODAY, KNOWN)
    assert_sound(body, found)
    assert read(body, TODAY, KNOWN) == found
