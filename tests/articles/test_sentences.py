"""Where sentences begin and end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sentences import sentence_around, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Bell met Dr. Moss on Monday.",
        "She left the U.S. Senate in May.",
        "J. R. Moss bought Bell Co. shares from Roe Inc. last year.",
        "“Why now?” Ann Bell asked.",
        "“Stop!” he cried.",
        "It cost 3.5 million (about 2.1 pounds) at 5 p.m. on Monday.",
        "He said … and then nothing.",
    ],
)
def test_an_abbreviation_or_a_quoted_question_ends_no_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("He works at Bell Co. The firm is old.", ["He works at Bell Co.", "The firm is old."]),
        ("They left the U.S. He stayed.", ["They left the U.S.", "He stayed."]),
        ("“We won.” Then they left.", ["“We won.”", "Then they left."]),
        ("„We won.“ Then they left.", ["„We won.“", "Then they left."]),
        ("« We won. » Then they left.", ["« We won. »", "Then they left."]),
        ("They won. »So what«, he said.", ["They won.", "»So what«, he said."]),
        ("A heading\n\nA text", ["A heading", "A text"]),
        ("Mr.\n\nBell", ["Mr.", "Bell"]),
        ("孟晚舟说。他走了。", ["孟晚舟说。", "他走了。"]),
        ("First?! Second…", ["First?!", "Second…"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_are_split(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@given(st.text(alphabet='.!?…”’" \nAbcd'))
def test_sentences_hold_all_that_is_no_space_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(st.text(alphabet="Ab .\n", min_size=1), st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, stop = sentence_around(text, start, end)
    assert begin <= start
    assert stop >= end or not text[stop:end].strip()


def test_the_sentence_around_a_word_is_its_sentence() -> None:
    text = "One is here. Two is there. Three."
    start = text.index("there")
    begin, stop = sentence_around(text, start, start + 5)
    assert text[begin:stop] == "Two is there."
