"""Written names: when two of them are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.names import key, plain, spelled_out, squeezed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jean Chrétien", "JEAN CHRETIEN"),
        ("François-Philippe Roy", "Francois Philippe Roy"),
        ("Ann Bell’s", "Ann Bell"),
        ("Ann Bell's", "Ann  Bell"),
        ("J. K. Moss", "JK Moss"),
        ("J.K. Moss", "j k moss"),
        ("O’Hara", "O'Hara"),
        ("U.N.", "UN"),
        ("Bell & Moss", "Bell and Moss"),
        ("Bell Group, Inc.", "bell group inc"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_ways_to_write_a_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Bell", "Anna Bell"), ("Bell", "Bells"), ("孟晚舟", "孟晚"), ("и", "n"), ("A1", "A2")],
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize("name", ["孟晚舟", "김정은", "محمد", "Юрий", "नरेन्द्र"])
def test_other_scripts_are_kept(name: str) -> None:
    assert key(name)
    assert key(name) == key(f" {name} ")


@given(st.text())
def test_a_name_with_a_letter_has_a_key(text: str) -> None:
    if any(char.isalpha() for char in text):
        assert key(text)


@given(st.text())
def test_a_key_has_no_doubled_or_outer_spaces(text: str) -> None:
    found = key(text)
    assert found == " ".join(found.split())


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F)))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.text())
def test_case_makes_no_difference_to_plain_text(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [("Füle", "Fuele"), ("Bjørn Åse", "Bjoern Aase"), ("Chrétien", "Chrétien"), ("Ann Bell", "Ann Bell")],
)
def test_letters_that_are_spelled_with_two_can_be(text: str, spelled: str) -> None:
    assert spelled_out(text) == spelled


@pytest.mark.parametrize(
    ("word", "once"), [("sissi", "sisi"), ("abdullah", "abdulah"), ("bell", "bel"), ("", "")]
)
def test_doubled_letters_can_be_left_out(word: str, once: str) -> None:
    assert squeezed(word) == once
