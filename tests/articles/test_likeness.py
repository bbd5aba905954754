"""Whether two articles tell the same, and whether two quotes are of the same words: tables and properties."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lexicon import common_words
from articles.likeness import ALIKE, ALIKE_NEXT_DAY, MORE_IF_UNKNOWN, NOTHING, Told, compare
from articles.requoting import again, quote_keys
from articles.vocabulary import alikeness, background_of, stems, topics

DAY = date(2020, 6, 25)
#: six paragraphs of forty words of their own each
PARTS = ["".join(f"sentence{part} word{part}x{n} " for n in range(20)) for part in range(9)]
BRIDGE = Told("Mayor opens the bridge", " ".join(PARTS[:6]), DAY, "First Post")


def told(*parts: int, day: date | None = DAY, publisher: str = "First Post") -> Told:
    return Told("Mayor opens the bridge", " ".join(PARTS[part] for part in parts), day, publisher)


def on(day: int) -> date:
    return date(2020, 6, day)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (told(0, 1, 2, 3, 4, 5), "also"),  # the same once more
        (told(0, 1, 2, 3, 4, 5, publisher="Second Post"), "also"),
        (told(0, 1, 2, 3, 4, 5, day=None, publisher="Second Post"), "also"),
        (told(0, 1, 2, 3, 4, 5, day=on(27)), "newer"),
        (told(8, 0, 1, 2, 3, 4, 5, day=on(26)), "newer"),  # a new lead
        (told(8, 0, 1, 2, 3, 4, 5), "newer"),  # on one day: what came later is newer
        (told(0, 1, 2, 4, day=on(24)), "older"),
        (told(8, 7, 0, 1, day=on(26), publisher="Second Post"), "also"),  # half of it an agency's
        (told(0, 1), "newer"),  # a short form of it
        (told(0, 1, 6, 7, 8, day=on(26)), None),  # two paragraphs of background in a paper's next story
        (told(0, 6, 7, 8, publisher="Second Post"), None),
        (told(0, 1, 2, 7, 8, day=date(2020, 9, 1)), None),  # months later
        (told(0, 1, 2, 3, 4, 5, 6, day=date(2020, 9, 1)), "newer"),
        (told(6, 7, 8), None),
        (Told("", "", DAY, "First Post"), None),
        (Told("Mayor opens the bridge", "Mayor opens the bridge", DAY, "Second Post"), None),
    ],
)
def test_what_two_articles_are_to_each_other(other, kind):
    found = compare(BRIDGE, other)
    assert (found and {None: "also", 1: "older", 2: "newer"}[found.newer]) == kind
    if found:
        assert 0 < found.score <= 1
        assert found.why


REPORT = (
    "The mayor of Halifax, Zadie Okonjo, opened the new bridge over the river Frome on Thursday. The bridge had cost "
    "nine million and had taken three years. Carol Szabo of the Keswick Trust, which gave half of the money, cut the "
    "ribbon with the mayor. Hundreds of people walked over the bridge in the rain."
)
OWN_WORDS = (
    "In pouring rain, hundreds crossed the river on foot when the bridge opened to people at last. Mayor Zadie Okonjo "
    "thanked the Keswick Trust, whose money paid for half the new bridge over the Frome; Carol Szabo held the ribbon. "
    "It took three years and nine million, the mayor said in Halifax."
)
FIRST = Told("Halifax mayor opens new bridge", REPORT, DAY, "First Post")
SECOND = Told("New bridge opened in Halifax", OWN_WORDS, DAY, "Second Post")
#: ordinary words of no one story
ORDINARY = sorted(common_words())[::100]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (SECOND, True),
        (replace(SECOND, day=on(26)), True),
        (replace(SECOND, day=on(28)), False),
        (replace(SECOND, day=None), False),
        (replace(SECOND, publisher="First Post"), False),
        (replace(SECOND, headline="A WET DAY"), True),
        (replace(SECOND, text=f"Zadie Okonjo of Halifax met Carol Szabo: {' '.join(ORDINARY)}"), False),
        (
            replace(
                SECOND, text="The mayor opened the new bridge over the river, and hundreds of people walked."
            ),
            False,
        ),
    ],
)
def test_one_story_in_two_papers_own_words_needs_names_words_and_day(other, found):
    assert bool(compare(FIRST, other)) is found


def test_the_reason_names_what_weighs_most_as_the_texts_write_it():
    found = compare(FIRST, replace(SECOND, text=OWN_WORDS.replace("Szabo", "SZABO")))
    assert found.why == "on one day both tell of Frome, Halifax, Keswick, Okonjo"


def test_what_is_a_day_apart_must_be_more_alike():
    pairs = ((longer(FIRST, 0, n), longer(SECOND, 1, n)) for n in range(len(ORDINARY)))
    one, other = next(pair for pair in pairs if alike(*pair) < ALIKE_NEXT_DAY)
    assert compare(one, other)
    assert compare(one, replace(other, day=on(26))) is None


def longer(told, first, by):
    return replace(told, text=f"{told.text} {' '.join(ORDINARY[first::2][:by])}")


def alike(*told):
    return alikeness(*(each.vocabulary(NOTHING) for each in told))


def test_the_cast_of_a_running_story_is_nothing_new():
    cast = stems("zadie okonjo carol szabo keswick trust halifax frome mayor".split())
    assert compare(FIRST, SECOND, lambda: background_of([cast] * 8)) is None
    assert compare(FIRST, SECOND, lambda: background_of([cast] + [stems(["harbour", "taxes"])] * 7))


def test_what_was_told_before_is_looked_up_only_where_it_matters():
    unlike = replace(SECOND, text="The harbour has no bridge.", headline="")
    for other in (unlike, replace(SECOND, day=on(28)), replace(FIRST, publisher="Second Post")):
        compare(FIRST, other, lambda: pytest.fail("It was looked up."))


def test_more_is_asked_for_in_a_language_that_no_list_knows():
    one = [f"w{n}zq" for n in range(100)]
    other = [f"w{n}zq" for n in reversed(range(50, 150))]
    told = [Told("", " ".join(words), DAY, publisher) for words, publisher in ((one, "A"), (other, "B"))]
    assert ALIKE < alike(*told) < ALIKE + MORE_IF_UNKNOWN
    assert compare(*told) is None


TEXTS = st.lists(st.sampled_from([*PARTS[:4], "Ada spoke", "橋が開いた", "Ärger"]), max_size=6).map(" ".join)
TOLD = st.builds(
    Told,
    st.sampled_from(["", "Mayor opens bridge", "Bridge is open"]),
    TEXTS,
    st.none() | st.dates(date(2020, 6, 20), date(2020, 7, 20)),
    st.sampled_from(["", "First Post", "Second Post"]),
)


@given(TOLD, TOLD)
def test_likeness_is_the_same_from_both_sides(one, other):
    here, there = compare(one, other), compare(other, one)
    assert (here and (here.score, here.why)) == (there and (there.score, there.why))
    if here and there and one.day != other.day and one.day and other.day and here.newer:
        assert (here.newer, there.newer) in {(1, 2), (2, 1)}


@pytest.mark.parametrize("words", [["detained", "detains"], ["canadian", "canadians"], ["1,200"]])
def test_words_of_one_family_are_one(words):
    assert len(set(stems([word.replace(",", "") for word in words]))) == 1


def test_topics_are_of_headline_and_lead_without_function_words():
    found = topics("The bridge is there", "Ada Example came with them. 孟晚舟")
    assert found.index("bridge") < found.index("exampl")
    assert {"exampl", "孟晚", "晚舟"} <= set(found)
    assert not {"with", "the", "there"} & set(found)


def test_rare_words_are_topics_before_others():
    assert topics("Mayor opens", "Rainy weather in Halifax.") == [
        "mayor",
        "opens",
        "halifa",
        "rainy",
        "weathe",
    ]


QUOTE = "We built this bridge for the people who live on both sides"


@pytest.mark.parametrize(
    ("other", "same", "differs"),
    [
        (QUOTE, True, False),
        ("We built this bridge for the people who live on both sides.", True, False),
        ("we built this bridge for the people, who live on both sides", True, False),
        ("We built this bridge for those who live on both sides", True, True),
        ("bridge for the people", True, True),  # cut out of it
        ("this bridge", False, False),
        ("for the people", False, False),
        ("We built the harbour for ships that come from far away", False, False),
        ("", False, False),
    ],
)
def test_which_quotes_are_of_the_same_words(other, same, differs):
    for one, two in ((QUOTE, other), (other, QUOTE)):
        found = again(one, two)
        assert bool(found) is same
        if found:
            assert found.differs is differs
            assert quote_keys(one) & quote_keys(two)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_same_words_are_the_same_from_both_sides(one, other):
    assert bool(again(one, other)) == bool(again(other, one))
    assert all(-(2**63) <= key < 2**63 for key in quote_keys(one))


@given(st.lists(st.sampled_from("we built a bridge for you".split()), min_size=4, max_size=60).map(" ".join))
def test_a_quote_is_of_the_same_words_as_itself(text):
    found = again(text, text)
    assert found
    assert not found.differs
