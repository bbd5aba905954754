"""What is typed into the search box, and what it is read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.language import LONGEST, MOST, Clause, cleaned, parse


def word(text):
    return Clause(text)


def phrase(text):
    return Clause(text, phrase=True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("meng bail", [word("meng"), word("bail")]),
        ("  meng\tbail\n", [word("meng"), word("bail")]),
        ('"bail hearing" meng', [phrase("bail hearing"), word("meng")]),
        ("“bail hearing”", [phrase("bail hearing")]),
        ("«bail hearing»", [phrase("bail hearing")]),
        ("meng -spavor", [word("meng"), Clause("spavor", excluded=True)]),
        ('meng -"two men"', [word("meng"), Clause("two men", phrase=True, excluded=True)]),
        ("--spavor meng", [Clause("spavor", excluded=True), word("meng")]),
        ("case-law", [word("case-law")]),
        ('"bail', [word("bail")]),
        ('bail"', [word("bail")]),
        ('5" pipe', [word("5"), word("pipe")]),
        ('"a case" "of', [phrase("a case"), Clause("of", needed=False)]),
        ('-"spavor', [Clause("spavor", excluded=True)]),
        ("the case", [Clause("the", needed=False), word("case")]),
        ("The Who", [word("The"), word("Who")]),
        ("the -case", [Clause("the"), Clause("case", excluded=True)]),
        ('"', []),
        ("- – ... \"\" ''", []),
        ("", []),
        ("meng\0bail", [word("meng"), word("bail")]),
        ("孟晚舟", [word("孟晚舟")]),
        ("Chre\u0301tien", [word("Chrétien")]),
        ("a:b AND (c OR d)", [word("a:b"), Clause("AND", needed=False), word("(c"), Clause("OR", needed=False), word("d)")]),
    ],
)  # fmt: skip
def test_a_query_is_read_as_words_phrases_and_exclusions(typed, read):
    assert parse(typed) == read


@given(st.text(st.characters() | st.sampled_from('"-“” ')))
def test_anything_that_is_typed_is_read(typed):
    for clause in parse(typed):
        assert clause.text == clause.text.strip() != ""
        assert '"' not in clause.text
        clause.text.encode()


def test_a_long_query_is_cut():
    assert len(cleaned("x " * LONGEST)) <= LONGEST
    assert len(parse("x " * LONGEST)) == MOST


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_phrase_keeps_its_words_in_order(words):
    text = cleaned(" ".join(words))
    assert parse(f'"{text}"') == [phrase(text)]
