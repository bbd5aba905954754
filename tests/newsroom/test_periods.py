import pytest

from newsroom import periods


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        (None, None, ""),
        ("2017", None, "since 2017"),
        ("2017~", None, "since about 2017"),
        ("2018-12-01/..", None, "since 1 December 2018"),
        ("../2018-11", None, "since before December 2018"),
        (None, "2019-03", "until March 2019"),
        ("2015-11-04", "2025-03-14", "4 November 2015 to 14 March 2025"),
        ("2018-12-01", "2018-12-05", "1–5 December 2018"),
        ("2018", "2018", "2018"),
        ("2017/2018", "2020", "from 2017 to 2018, until 2020"),
        ("2018", "2017~", "from 2018, until about 2017"),
    ],
)
def test_what_held_is_told_as_exactly_as_it_is_known(begin, end, words):
    assert periods.held(begin, end) == words


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (None, None, ""),
        ("2018-12-01", None, "1 December 2018"),
        ("2018-22", None, "summer 2018"),
        ("2018-12-01", "2018-12-05", "1–5 December 2018"),
        (None, "2019", "until 2019"),
    ],
)
def test_what_happened_is_told_as_exactly_as_it_is_known(begins, ends, words):
    assert periods.happened(begins, ends) == words
