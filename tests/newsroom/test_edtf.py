"""Dates of the world: what we read, what we refuse, the bounds and the words."""

import re
from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from newsroom import edtf


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("1867", "1867-01-01", "1867-12-31"),
        ("0079", "0079-01-01", "0079-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2018-12-01", "2018-12-01", "2018-12-01"),
        ("1969-07-20", "1969-07-20", "1969-07-20"),
        ("2018-21", "2018-03-01", "2018-05-31"),
        ("2018-22", "2018-06-01", "2018-08-31"),
        ("2018-23", "2018-09-01", "2018-11-30"),
        ("2018-24", "2018-12-01", "2019-02-28"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("9999-24", "9999-12-01", "9999-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        # about: one unit wider on each side
        ("2018~", "2017-01-01", "2019-12-31"),
        ("2018-12~", "2018-11-01", "2019-01-31"),
        ("2018-01~", "2017-12-01", "2018-02-28"),
        ("2018-12-01~", "2018-11-30", "2018-12-02"),
        ("2018-24~", "2018-09-01", "2019-05-31"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("20XX~", "1900-01-01", "2199-12-31"),
        ("2018%", "2017-01-01", "2019-12-31"),
        ("0001~", "0001-01-01", "0002-12-31"),
        ("9999~", "9998-01-01", "9999-12-31"),
        ("0001-01-01~", "0001-01-01", "0001-01-02"),
        ("9999-12-31~", "9999-12-30", "9999-12-31"),
        # doubtful: as written
        ("2018?", "2018-01-01", "2018-12-31"),
        ("2018-12-01?", "2018-12-01", "2018-12-01"),
        # intervals
        ("2018-10/2018-12", "2018-10-01", "2018-12-31"),
        ("2018-12-05/2018-12", "2018-12-05", "2018-12-31"),
        ("2018~/2019-03~", "2017-01-01", "2019-04-30"),
        ("2018-23/2018-24", "2018-09-01", "2019-02-28"),
        ("1939-09-01/1945-05-08", "1939-09-01", "1945-05-08"),
        # open and unknown: no padding
        ("../2018-11", "", "2018-11-30"),
        ("2018-12-01/..", "2018-12-01", ""),
        ("/2018", "", "2018-12-31"),
        ("2018/", "2018-01-01", ""),
        ("../2018~", "", "2019-12-31"),
    ],
)
def test_bounds(text: str, earliest: str, latest: str) -> None:
    assert edtf.bounds(text) == (day(earliest), day(latest))
    assert edtf.canonical(text) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  2018-12 \n", "2018-12"),
        ("201x", "201X"),
        ("2018-10 / 2018-12", "2018-10/2018-12"),
        ("2018-XX", "2018"),
        ("2018-xx-xx", "2018"),
        ("2018-12-XX", "2018-12"),
        ("2018-12-XX~", "2018-12~"),
        ("2018/2018", "2018"),
        ("2018-XX/..", "2018/.."),
    ],
)
def test_there_is_one_way_to_write_a_date(text: str, canonical: str) -> None:
    assert edtf.canonical(text) == canonical
    assert edtf.same(text, canonical)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "leave it empty"),
        ("   ", "leave it empty"),
        ("unknown", "leave it empty"),
        ("XXXX", "leave it empty"),
        ("/", "leave it empty"),
        ("../..", "leave it empty"),
        ("../", "leave it empty"),
        ("-0044", "0001 to 9999"),
        ("-0001-03-15", "0001 to 9999"),
        ("0000", "0001 to 9999"),
        ("0000-01-01", "0001 to 9999"),
        ("12018", "0001 to 9999"),
        ("Y12018", "0001 to 9999"),
        ("2018-12-01T10:00:00Z", '"2018-12-01"'),
        ("2018-12-01 10:00", '"2018-12-01"'),
        ("2019-02-29", "February 2019 has 28 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2018-04-31", "April 2018 has 30 days"),
        ("2018-13", "two digits each"),
        ("2018-00", "two digits each"),
        ("2018-25", "two digits each"),
        ("2018-12-32", "two digits each"),
        ("2018-9-1", "two digits each"),
        ("2019/2018", '"2018/2019"'),
        ("2018-12-02/2018-12-01", '"2018-12-01/2018-12-02"'),
        ("2019~/2018~", '"2018~/2019~"'),
        ("2018/2019/2020", "more than one"),
        ("1/12/2018", '"2018-12-01"'),
        ("[2018,2019]", "is a list"),
        ("{2018..2020}", "is a list"),
        ("2018S2", "write it as EDTF"),
        ("2018~?", "write it as EDTF"),
        ("~2018", "write it as EDTF"),
        ("2018-~12", "write it as EDTF"),
        ("2018-24-01", "no such month, season or day"),
        ("2018-24-XX", "write it as EDTF"),
        ("2018-XX-01", "write it as EDTF"),
        ("201X-12", "write it as EDTF"),
        ("2XXX", "write it as EDTF"),
        ("December 2018", "write it as EDTF"),
        ("２０１８", "write it as EDTF"),
        ("2018\x00", "write it as EDTF"),
        ("2018/" * 5_000, "too long"),
    ],
)
def test_a_text_that_is_none_is_refused_with_a_cure(text: str, says: str) -> None:
    for question in (edtf.canonical, edtf.bounds, edtf.in_words, edtf.precision, edtf.sort_key):
        if question is edtf.sort_key and not text:
            continue
        with pytest.raises(edtf.EDTFError, match=re.escape(says)) as refused:
            question(text)
        assert text[:20] in str(refused.value)
        assert len(str(refused.value)) < 250


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018-12-01", "1 December 2018"),
        ("2018-12", "December 2018"),
        ("2018", "2018"),
        ("2018-24", "winter 2018"),
        ("201X", "the 2010s"),
        ("190X", "the years 1900 to 1909"),
        ("000X", "the years AD 1 to 9"),
        ("18XX", "the 19th century"),
        ("20XX", "the 21st century"),
        ("10XX", "the 11th century"),
        ("0079-08-24", "24 August AD 79"),
        ("2018~", "about 2018"),
        ("2018-12-01?", "possibly 1 December 2018"),
        ("2018%", "possibly about 2018"),
        ("../2018-11", "before December 2018"),
        ("../2018-12", "before January 2019"),
        ("../2018", "before 2019"),
        ("../201X", "before 2020"),
        ("../19XX", "before 2000"),
        ("../2018-23", "before winter 2018"),
        ("../2018-24", "before spring 2019"),
        ("../2018-12-01", "on or before 1 December 2018"),
        ("../2018?", "possibly before 2019"),
        ("../2018-11~", "until about November 2018"),
        ("../2018%", "possibly until about 2018"),
        ("../9999", "until 9999"),
        ("2018-12-01/..", "since 1 December 2018"),
        ("2018~/..", "since about 2018"),
        ("/2018-11", "until November 2018, beginning unknown"),
        ("2018-11/", "from November 2018, end unknown"),
        ("2018-12-01/2018-12-05", "1–5 December 2018"),
        ("2018-11-28/2018-12-05", "28 November to 5 December 2018"),
        ("2018-12-28/2019-01-05", "28 December 2018 to 5 January 2019"),
        ("2018-10/2018-12", "October to December 2018"),
        ("2018-10/2019-12", "October 2018 to December 2019"),
        ("2018-21/2018-23", "spring to autumn 2018"),
        ("2018/2019", "2018 to 2019"),
        ("2018-10~/2018-12", "about October 2018 to December 2018"),
        ("2018-10-05/2018-12", "5 October 2018 to December 2018"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    assert edtf.in_words(text) == words


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2018-12-01~", "day"),
        ("2018-12", "month"),
        ("2018-21", "season"),
        ("2018-XX", "year"),
        ("201X", "decade"),
        ("20XX", "century"),
        ("2018/2019", "interval"),
        ("../2018", "interval"),
        ("2018/2018", "year"),
    ],
)
def test_precision(text: str, precision: str) -> None:
    assert edtf.precision(text) == precision


def test_what_is_unknown_is_sorted_last() -> None:
    texts = ["1867-07-01", "2018~", "2018-01", "2018", "2018/2020", "2018/..", "../1999", "../2018", None]
    backwards = list(reversed(texts))
    assert sorted(backwards, key=edtf.sort_key) == texts


@pytest.mark.parametrize(
    ("a", "b", "do"),
    [
        ("2018", "2018-12-01", True),
        ("2018-12-01", "2018-12-05", False),
        ("2018-12-01", "2018-12-02~", True),
        ("../2018-11", "2018-12", False),
        ("../2018-11", "2018-12~", True),
        ("2018-12/..", "2030", True),
        ("2018-12/", "../2018-12-01", True),
    ],
)
def test_dates_overlap_if_a_day_fits_both(a: str, b: str, do: bool) -> None:
    assert edtf.overlaps(a, b) is edtf.overlaps(b, a) is do


# Any text of the profile

DAYS = st.dates().map(date.isoformat)
YEARS = DAYS.map(lambda day: day[:4])
MONTHS = DAYS.map(lambda day: day[:7])
SEASONS = st.builds("{}-2{}".format, YEARS, st.integers(1, 4))
DECADES = YEARS.map(lambda year: year[:3] + "X")
CENTURIES = YEARS.map(lambda year: year[:2] + "XX")
PLAIN = st.one_of(DAYS, YEARS, MONTHS, SEASONS, DECADES, CENTURIES)
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])
SINGLE = st.builds("{}{}".format, PLAIN, QUALIFIERS)
OPEN = st.one_of(
    st.builds("{}/{}".format, st.sampled_from(["", ".."]), SINGLE),
    st.builds("{}/{}".format, SINGLE, st.sampled_from(["", ".."])),
)


def earlier_first(texts: list[str]) -> str:
    return "/".join(sorted(texts, key=lambda text: edtf.bounds(text.rstrip("~?%"))))


CLOSED = st.lists(SINGLE, min_size=2, max_size=2).map(earlier_first)
DATES = st.one_of(SINGLE, OPEN, CLOSED)


@given(DATES)
def test_every_date_has_canonical_text_bounds_and_words(text: str) -> None:
    canonical = edtf.canonical(text)
    assert edtf.canonical(canonical) == canonical
    assert re.search(edtf.PATTERN, canonical)
    earliest, latest = edtf.bounds(text)
    assert edtf.bounds(canonical) == (earliest, latest)
    assert (earliest or date.min) <= (latest or date.max)
    assert (earliest is None) == canonical.startswith(("/", "../"))
    assert (latest is None) == canonical.endswith(("/", "/.."))
    assert edtf.in_words(text)


@given(SINGLE.filter(lambda text: text[-1] in "~%"))
def test_about_is_wider_and_doubt_is_not(text: str) -> None:
    about, plain = edtf.bounds(text), edtf.bounds(text[:-1])
    assert all(about)
    assert all(plain)
    assert about[0] == date.min or about[:1] < plain[:1]
    assert about[1] == date.max or about[1:] > plain[1:]
    assert edtf.bounds(text[:-1] + "?") == plain


@given(PLAIN, PLAIN)
def test_an_interval_is_refused_exactly_when_it_ends_before_it_begins(a: str, b: str) -> None:
    begin, end = edtf.bounds(a)[0], edtf.bounds(b)[1]
    assert begin
    assert end
    if end < begin:
        with pytest.raises(edtf.EDTFError):
            edtf.canonical(f"{a}/{b}")
    else:
        assert edtf.bounds(f"{a}/{b}") == (begin, end)


@given(st.text() | st.text("0123456789-/.~?%X [],T", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        canonical = edtf.canonical(text)
    except edtf.EDTFError:
        return
    assert re.search(edtf.PATTERN, canonical)


WRONG_IN_FORM = ["2018\n", " 2018", "2018-1", "0000", "-0044", "12018", "2018//2019", "../..", ""]


@pytest.mark.parametrize("text", WRONG_IN_FORM)
def test_the_pattern_refuses_what_is_wrong_in_form(text: str) -> None:
    assert not re.search(edtf.PATTERN, text)


# Against the edtf library, where both mean the same: it has its own view of "~", of winter, of unknown ends


@given(st.one_of(DAYS, YEARS, MONTHS, DECADES, CENTURIES), st.sampled_from(["", "?"]))
def test_the_edtf_library_agrees_on_single_dates(text: str, qualifier: str) -> None:
    theirs = parse_edtf(text + qualifier)
    assert edtf.bounds(text + qualifier) == (as_day(theirs.lower_strict()), as_day(theirs.upper_strict()))


@given(st.lists(st.one_of(DAYS, YEARS, MONTHS), min_size=2, max_size=2).map(earlier_first))
def test_the_edtf_library_agrees_on_intervals(text: str) -> None:
    theirs = parse_edtf(text)
    assert edtf.bounds(text) == (as_day(theirs.lower_strict()), as_day(theirs.upper_strict()))


@given(st.one_of(DAYS, YEARS, MONTHS, SEASONS), QUALIFIERS, st.sampled_from(["../{}", "{}/..", "/{}", "{}/"]))
def test_the_edtf_library_knows_our_open_intervals(text: str, qualifier: str, form: str) -> None:
    assert str(parse_edtf(form.format(text + qualifier))) == form.format(text + qualifier)


def as_day(theirs: tuple[int, ...]) -> date:
    return date(max(theirs[0], 1), theirs[1], theirs[2])
