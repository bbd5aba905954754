"""Dating: which words are dates, and which day, month or year each means."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dating import find_dates
from newsroom.edtf import bounds, canonical
from seeds.cleaning import clean

TODAY = date(2020, 6, 25)  # a Thursday
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"


def read(text: str, today: date | None = TODAY) -> list[tuple[str, str | None]]:
    return [(found.text, found.edtf) for found in find_dates(text, today)]


ABSOLUTE = [
    ("He was born on 3 May 1961.", "3 May 1961", "1961-05-03"),
    ("She left on May 3, 1961, by ship.", "May 3, 1961", "1961-05-03"),
    ("It began on Tuesday, March 3, 2015.", "Tuesday, March 3, 2015", "2015-03-03"),
    ("the 3rd of May, 1961 was cold", "the 3rd of May, 1961", "1961-05-03"),
    ("It was Sept. 9, 2001.", "Sept. 9, 2001", "2001-09-09"),
    ("They met in December 2018.", "December 2018", "2018-12"),
    ("The firm was founded in 1987.", "1987", "1987"),
    ("They fought in 1756.", "1756", "1756"),
    ("the winter of 2014", "winter of 2014", "2014-24"),
    ("in spring 2019 they", "spring 2019", "2019-21"),
    ("music of the 1990s", "1990s", "199X"),
    ("in the late 1960s", "the late 1960s", "196X"),
    ("in the early '80s", "the early '80s", "198X"),
    ("in the sixties they", "sixties", "196X"),
    ("in early 2018 he", "early 2018", "2018-01/2018-03"),
    ("in late March 2018 he", "late March 2018", "2018-03-21/2018-03-31"),
    ("by mid-November 2017 it", "mid-November 2017", "2017-11-11/2017-11-20"),
    ("the first half of 2017", "the first half of 2017", "2017-01/2017-06"),
    ("the third quarter of 2017", "the third quarter of 2017", "2017-07/2017-09"),
    ("on 2019-11-20 at noon", "2019-11-20", "2019-11-20"),
    ("on 20/11/2019 at noon", "20/11/2019", "2019-11-20"),
    ("on 11/20/2019 at noon", "11/20/2019", "2019-11-20"),
    ("on 20.11.2019 at noon", "20.11.2019", "2019-11-20"),
    ("in nineteen ninety-six, he", "nineteen ninety-six", "1996"),
    ("logged 20-Nov-2019 at noon", "20-Nov-2019", "2019-11-20"),
    ("filed 2019/11/20 at noon", "2019/11/20", "2019-11-20"),
    ("sales in Q3 2019 rose", "Q3 2019", "2019-07/2019-09"),
    ("on May 3 and 4, 2019, they", "May 3 and 4, 2019", "2019-05-03/2019-05-04"),
    ("3 May 2019 – 5 June 2020", "3 May 2019 – 5 June 2020", "2019-05-03/2020-06-05"),
    ("open May 3, 2019 to June 5, 2020", "May 3, 2019 to June 5, 2020", "2019-05-03/2020-06-05"),
    ("on Easter Monday 2019 they", "Easter Monday 2019", "2019-04-22"),
    ("by Thanksgiving 2019 they", "Thanksgiving 2019", "2019-11-28"),
    ("on Memorial Day, 2018, they", "Memorial Day, 2018", "2018-05-28"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), ABSOLUTE)
@pytest.mark.parametrize("today", [TODAY, None])
def test_full_and_partial_dates_need_no_article_day(
    text: str, words: str, edtf: str, today: date | None
) -> None:
    found = find_dates(text, today)
    assert [(f.text, f.anchor) for f in found] == [(words, edtf)]


RELATIVE = [
    ("He was hurt on 14 March last year.", "14 March last year", "2019-03-14"),
    ("It begins on May 3 next year.", "May 3 next year", "2021-05-03"),
    ("He left a fortnight ago.", "a fortnight ago", "2020-06-08/2020-06-14"),
    ("They met on Good Friday.", "Good Friday", "2020-04-10"),
    ("They will meet on Labor Day.", "Labor Day", "2020-09-07"),
    ("It came on Thanksgiving last year.", "Thanksgiving last year", "2019-11-28"),
    ("The vote on Tuesday will decide it.", "Tuesday", "2020-06-30"),
    ("It came in August.", "August", "2019-08"),
    ("The judge set her sentencing for Sept. 18.", "Sept. 18", "2020-09-18"),
    ("He said so on Thursday.", "Thursday", "2020-06-25"),
    ("“We will win,” Tom Baker said on Monday.", "Monday", "2020-06-22"),
    ("The plan to close the school was approved on Friday.", "Friday", "2020-06-19"),
    ("They will be told on Monday.", "Monday", "2020-06-29"),
    ("The inquiry continues on Wednesday.", "Wednesday", "2020-07-01"),
    ("He said so on Friday.", "Friday", "2020-06-19"),
    ("The court will sit on Friday.", "Friday", "2020-06-26"),
    ("The offer had been due to expire Friday.", "Friday", "2020-06-19"),
    ("They met last Monday.", "last Monday", "2020-06-22"),
    ("They met on Monday of last week.", "Monday of last week", "2020-06-15"),
    ("They will sit next week on Tuesday.", "Tuesday", "2020-06-30"),
    ("The match is due Monday week.", "Monday week", "2020-07-06"),
    ("It rained on Sunday the 21st.", "Sunday the 21st", "2020-06-21"),
    ("Voters go to the polls on Sunday.", "Sunday", "2020-06-28"),
    ("The new rule takes effect Monday.", "Monday", "2020-06-29"),
    ("The funeral is on Saturday.", "Saturday", "2020-06-27"),
    ("On Friday, the court will rule.", "Friday", "2020-06-26"),
    ("The win on Tuesday will help.", "Tuesday", "2020-06-23"),
    ("a bridge over the river by December", "December", "2020-12"),
    ("In January, the firm hired him.", "January", "2020-01"),
    ("They talked over the weekend.", "the weekend", "2020-06-20/2020-06-21"),
    ("She left the day before yesterday.", "the day before yesterday", "2020-06-23"),
    ("It ends the day after tomorrow.", "the day after tomorrow", "2020-06-27"),
    ("He died a week ago Sunday.", "a week ago Sunday", "2020-06-14"),
    ("It opened a year ago today.", "a year ago today", "2019-06-25"),
    ("The hearing is a week from Monday.", "a week from Monday", "2020-07-06"),
    ("It ends three days from now.", "three days from now", "2020-06-28"),
    ("It snowed on Christmas Eve.", "Christmas Eve", "2019-12-24"),
    ("They will marry on New Year’s Day.", "New Year’s Day", "2021-01-01"),
    ("They meet next Thursday.", "next Thursday", "2020-07-02"),
    ("They met on Monday night.", "Monday night", "2020-06-22"),
    ("He arrived yesterday.", "yesterday", "2020-06-24"),
    ("He leaves tomorrow morning.", "tomorrow morning", "2020-06-26"),
    ("It rained last night.", "last night", "2020-06-24"),
    ("He spoke this morning.", "this morning", "2020-06-25"),
    ("He said on June 24 that", "June 24", "2020-06-24"),
    ("The talks begin on July 2 and", "July 2", "2020-07-02"),
    ("The paper of Dec. 28 said", "Dec. 28", "2019-12-28"),
    ("on Wednesday, June 24, he", "Wednesday, June 24", "2020-06-24"),
    ("in the year ended March 31 it earned", "March 31", "2020-03-31"),
    ("They were charged earlier this month.", "earlier this month", "2020-06-01/2020-06-25"),
    ("Earlier this week, a letter came.", "Earlier this week", "2020-06-22/2020-06-25"),
    ("later this year he", "later this year", "2020-06/2020-12"),
    ("He was held late last year.", "late last year", "2019-10/2019-12"),
    ("Last month, a judge ruled.", "Last month", "2020-05"),
    ("Last year it lost.", "Last year", "2019"),
    ("It will open next year.", "next year", "2021"),
    ("It fell last week.", "last week", "2020-06-15/2020-06-21"),
    ("They marched last weekend.", "last weekend", "2020-06-20/2020-06-21"),
    ("He left three years ago.", "three years ago", "2017"),
    ("He left about three years ago.", "about three years ago", "2017~"),
    ("He left two months ago.", "two months ago", "2020-04"),
    ("He left 10 days ago.", "10 days ago", "2020-06-15"),
    ("He left two weeks ago.", "two weeks ago", "2020-06-08/2020-06-14"),
    ("They were released last December.", "last December", "2019-12"),
    ("The bank failed in October.", "October", "2019-10"),
    ("The bank opens in October and will stay.", "October", "2020-10"),
    ("Sales rose in March and fell later.", "March", "2020-03"),
    ("They met last summer.", "last summer", "2019-22"),
    ("They will meet this summer.", "this summer", "2020-22"),
    ("the end of the year", "the end of the year", "2020-10/2020-12"),
    ("in the third quarter profit fell", "the third quarter", "2020-07/2020-09"),
    ("this year's first quarter was good", "this year's first quarter", "2020-01/2020-03"),
    ("in the past decade", None, None),
    ("He was sentenced in August to two years.", "August", "2019-08"),
    ("The trial opens Monday, they say.", "Monday", "2020-06-29"),
    ("She was tried on March 19, 2017. He waits. The court will rule on July 22.", "July 22", "2020-07-22"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), RELATIVE)
def test_relative_dates_count_from_the_article_day(text: str, words: str | None, edtf: str | None) -> None:
    assert [pair for pair in read(text) if pair[0] == words] == ([(words, edtf)] if words else [])


@pytest.mark.parametrize(("text", "words"), [(text, words) for text, words, _ in RELATIVE if words])
def test_relative_dates_are_unknown_without_an_article_day(text: str, words: str) -> None:
    assert [edtf for found, edtf in read(text, None) if found == words] in ([None], [])


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("has been empty since January 2020", "2020-01/.."),
        ("has been empty since 3 May 2019", "2019-05-03/.."),
        ("stays open until June 2021", "../2021-06"),
        ("before December 2018 nobody", "../2018-11"),
        ("before 3 May 2019 nobody", "../2019-05-02"),
        ("around 1850 the town", "1850~"),
        ("in about March 2018 the town", "2018-03~"),
        ("within weeks of December 2018", "2018-12~"),
        ("was chairman from 2015 to 2018", "2015/2018"),
        ("between March 2015 and June 2016", "2015-03/2016-06"),
        ("from June 3 to June 5, 2018, they", "2018-06-03/2018-06-05"),
        ("the war of 1914-1918", "1914/1918"),
        ("the season of 2015-16", "2015/2016"),
        ("on June 3-5, 2018, they", "2018-06-03/2018-06-05"),
        ("in March and April 2018", "2018-03"),
        ("from March to May 2018", "2018-03/2018-05"),
    ],
)
def test_since_until_about_and_ranges_become_edtf(text: str, edtf: str) -> None:
    assert read(text)[0][1] == edtf


@pytest.mark.parametrize(
    "text",
    [
        "the 34-year-old man, aged 52, died",
        "after two years in prison and a three-month trial",
        "at 9:30 a.m. and 17:45 he called",
        "it cost $2000 and 1,990 euros",
        "about 2000 people and 1950 miles of road",
        "on Route 2018, Highway 1999 and Flight 1812",
        "told the Sunday Times, the Mail on Sunday, the Sun on Sunday and Fox News Sunday",
        "Super Tuesday and Bloody Sunday",
        "June Bell and August Moss told April Vance",
        "for more than two thousand, years passed",
        "version 1.2.2018.4 of the program",
        "he may march in august company; she may not",
        "the fall of the wall came after the fall from grace",
        "the next day he went away, and a second time",
        "every Monday and each summer",
        "he is in his thirties",
        "Room 1984, page 1998, No. 2001",
        "a few years ago and recently, now and then",
        "Sun Microsystems and the Sat Nav company of Mon Repos",
    ],
)
def test_ages_durations_clock_times_money_and_numbers_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["on 03/04/2019 he", "on 1/2/20 he"])
def test_a_date_that_can_be_read_in_two_ways_is_unknown(text: str) -> None:
    assert [edtf for _, edtf in read(text)] == [None]


@pytest.mark.parametrize("text", ["on February 30, 2019", "on 31.02.2019", "on 2019-13-45 he"])
def test_impossible_days_get_no_value(text: str) -> None:
    assert all(edtf is None or len(edtf) < 10 for _, edtf in read(text))


def test_a_year_named_before_is_what_that_year_and_the_following_year_count_from() -> None:
    found = read("He was elected in 1995. That year the mill closed, and the following year the school did.")
    assert found == [("1995", "1995"), ("That year", "1995"), ("the following year", "1996")]


@pytest.mark.parametrize(
    ("then", "words", "edtf"),
    [
        ("The next day he was freed.", "The next day", "2018-06-04"),
        ("He was freed the following morning.", "the following morning", "2018-06-04"),
        ("That night it rained.", "That night", "2018-06-03"),
        ("The day before, he had fled.", "The day before", "2018-06-02"),
        ("Two days later he was freed.", "Two days later", "2018-06-05"),
        ("He had fled three days earlier.", "three days earlier", "2018-05-31"),
        ("The trial began the following Monday.", "the following Monday", "2018-06-04"),
        ("Two years later he was freed.", "Two years later", "2020"),
    ],
)
@pytest.mark.parametrize("today", [TODAY, None])
def test_a_day_named_before_is_what_the_next_day_counts_from(
    then: str, words: str, edtf: str, today: date | None
) -> None:
    if today or "Monday" not in then:
        assert read(f"He was held on June 3, 2018. {then}", today)[-1] == (words, edtf)
    if "Monday" not in then:
        assert [edtf for found, edtf in read(then, today) if found == words] in ([], [None])


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("on New Year’s Eve 1999 they", "1999-12-31"),
        ("after 9/11 they", "2001-09-11"),
        ("at 2019-06-03T10:00:00Z it", "2019-06-03"),
    ],
)
def test_days_known_by_name_or_stamp(text: str, edtf: str) -> None:
    assert [found for _, found in read(text, None)] == [edtf]


@pytest.mark.parametrize("today", [TODAY, None])
def test_a_day_without_year_takes_the_year_written_before_it_in_its_sentence(today: date | None) -> None:
    assert read("She was tried on March 19, 2017; he on March 22.", today)[-1] == ("March 22", "2017-03-22")


def test_a_year_earlier_in_a_report_on_a_quarter_is_the_quarter_a_year_before() -> None:
    text = "Profit in the third quarter of 2019 was nine million, up from six million a year earlier."
    assert read(text, date(2019, 10, 28))[-1] == ("a year earlier", "2018-07/2018-09")


@pytest.mark.parametrize("text", ["She had left two weeks earlier.", "It had closed three months before."])
def test_what_counts_from_a_moment_told_before_is_unknown(text: str) -> None:
    assert [edtf for _, edtf in read(text)] == [None]


@pytest.mark.parametrize("text", ["two days before the vote", "a week after the storm", "three days later"])
def test_what_counts_from_an_event_is_no_date_of_its_own(text: str) -> None:
    assert read(text) == []


def test_every_date_says_why() -> None:
    assert all(found.why for found in find_dates("On Thursday and in December 2018, since last year.", TODAY))


WORDS = """
on in since until before last next this early late mid- the of to from between and ago a two weeks
year years month quarter week Monday Friday June May March 24 31 1999 2018 2018-19 1990s '80s summer
fall third first half today about within , . - will was said ended 3rd Dec. 11/12/2013 2019-02-30
nineteen ninety fiscal period decade day days later earlier before after yesterday tomorrow night
following weekend over now Sunday 21st will meets 9/11 Christmas Eve
"""
words = st.sampled_from(WORDS.split())
days = st.one_of(st.none(), st.dates())


@given(st.lists(words, max_size=40).map(" ".join), days)
def test_what_is_found_stands_in_the_text_and_is_edtf_of_our_profile(text: str, today: date | None) -> None:
    assert_sound(text, today)


@given(st.text(max_size=300), days)
def test_any_text_is_read_soundly(text: str, today: date | None) -> None:
    assert_sound(text, today)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00" * 50,
        "June " * 20_000,
        "1999" * 20_000,
        "last " * 20_000,
        " " * 100_000,
        "June" + " " * 100_000 + "3",
        "24 " * 30_000,
    ],
    ids=range(8),
)
def test_hostile_texts_are_read_without_a_crash(text: str) -> None:
    assert_sound(text, TODAY)


def assert_sound(text: str, today: date | None) -> None:
    at = 0
    for found in find_dates(text, today):
        assert at <= found.start < found.end <= len(text)
        assert found.text == text[found.start : found.end]
        assert found.text == found.text.strip()
        for value in (found.edtf, found.anchor):
            assert value is None or (canonical(value) == value and bounds(value))
        at = found.end


def test_reading_imports_no_django() -> None:
    code = "import sys, articles.dating, seeds.cleaning; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


GOLD = sorted((SHARED / "gold").glob("*.json")) if SHARED.is_dir() else []


@pytest.mark.skipif(not GOLD, reason="the two real documents are not beside this checkout (../shared/seeds)")
@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_the_real_documents_have_the_dates_that_a_careful_reader_finds(gold: Path) -> None:
    expected: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    body = clean((SHARED / "raw" / expected["document"]).read_text(encoding="utf-8")).body
    found = read(body, date.fromisoformat(expected["reference_date"]))
    assert [words for words, _ in found] == [d["text"] for d in expected["dates"]]
    accepted = [d.get("accept", [d["edtf"]]) for d in expected["dates"]]
    assert all(edtf in accept for (_, edtf), accept in zip(found, accepted, strict=True))
