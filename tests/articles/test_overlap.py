"""What two texts share: words, shingles, keys, and the stretches that differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import overlap

WORDS = st.lists(
    st.sampled_from("bridge river town mayor opened closed the a in of Ärger 橋".split()), max_size=40
)
TEXTS = WORDS.map(" ".join) | st.text(max_size=200)

LONG = " ".join(f"word{n}" for n in range(300))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", []),
        ("…!?", []),
        ("The mayor's U.S. visit", ["the", "mayors", "us", "visit"]),
        ("Chrétien CHRÉTIEN", ["chretien", "chretien"]),
        ("1,200 people; 3.5%", ["1200", "people", "35"]),
        ("孟晚舟 flew", ["孟", "晚", "舟", "flew"]),
        ("well-known end-", ["wellknown", "end"]),
    ],
)
def test_words_are_compared_without_case_accents_and_marks(text, keys):
    assert overlap.keys(text) == keys


@pytest.mark.parametrize(
    ("text", "shingles"),
    [
        ("", set()),
        ("One", {"one"}),
        ("One two", {"one two"}),
        ("One two three", {"one two three"}),
        ("One two three four", {"one two three", "two three four"}),
        ("go go go go", {"go go go"}),
    ],
)
def test_a_text_is_the_set_of_its_shingles(text, shingles):
    assert overlap.shingles(overlap.keys(text)) == shingles


def share(one, other):
    return overlap.overlap(overlap.shingles(overlap.keys(one)), overlap.shingles(overlap.keys(other)))


@given(TEXTS, TEXTS)
def test_overlap_is_the_same_from_both_sides(one, other):
    here, there = share(one, other), share(other, one)
    assert (here.shared, here.resemblance, here.containment) == (
        there.shared,
        there.resemblance,
        there.containment,
    )
    assert 0 <= here.resemblance <= here.containment <= 1


@given(TEXTS)
def test_a_text_is_wholly_like_itself_and_one_without_words_like_nothing(text):
    same = share(text, text)
    assert same.resemblance == same.containment == (1.0 if overlap.keys(text) else 0.0)


@given(TEXTS)
def test_equal_texts_have_equal_keys_of_64_bits(text):
    keys = overlap.band_keys(overlap.shingles(overlap.keys(text)))
    assert (
        keys == overlap.band_keys(overlap.shingles(overlap.keys(text.upper().lower())))
        or text.upper().lower() != text
    )
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert len(keys) == (overlap.SLOTS // overlap.ROWS if overlap.keys(text) else 0)


def test_texts_that_share_much_share_keys_and_strangers_none():
    most = LONG.replace("word40 ", "").replace("word200", "another")
    other = " ".join(f"other{n}" for n in range(300))
    keys = {
        text: set(overlap.band_keys(overlap.shingles(overlap.keys(text)))) for text in (LONG, most, other)
    }
    assert len(keys[LONG] & keys[most]) > 40
    assert not keys[LONG] & keys[other]


@given(TEXTS, TEXTS, st.integers(1, 4))
def test_pieces_are_the_whole_of_both_texts(one, other, least):
    left, right = overlap.pieces(one, other, least)
    assert "".join(piece.text for piece in left) == one
    assert "".join(piece.text for piece in right) == other
    assert all(piece.text for piece in left + right)


@given(TEXTS, TEXTS)
def test_what_is_the_same_is_the_same_words_on_both_sides(one, other):
    left, right = overlap.pieces(one, other)
    same = [
        [key for piece in side if piece.same for key in overlap.keys(piece.text)] for side in (left, right)
    ]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("one", "other", "left", "right"),
    [
        ("It is good.", "It is good!", [("It is good.", True)], [("It is good!", True)]),
        (
            "It is a good bridge",
            "It is a bad bridge",
            [("It is a", True), (" good ", False), ("bridge", True)],
            [("It is a", True), (" bad ", False), ("bridge", True)],
        ),
        (
            "It stands. All came.",
            "It stands. None came.",
            [("It stands.", True), (" All ", False), ("came.", True)],
            [("It stands.", True), (" None ", False), ("came.", True)],
        ),
        ("Yes", "No", [("Yes", False)], [("No", False)]),
        ("", "No", [], [("No", False)]),
    ],
)
def test_pieces_mark_the_differing_words(one, other, left, right):
    found = overlap.pieces(one, other)
    assert [[(piece.text, piece.same) for piece in side] for side in found] == [left, right]


def test_few_same_words_in_a_row_do_not_count_where_more_are_asked_for():
    left, _ = overlap.pieces("the mayor of the town spoke", "the dog of the town slept", least=3)
    assert [(piece.text, piece.same) for piece in left] == [
        ("the mayor ", False),
        ("of the town", True),
        (" spoke", False),
    ]
