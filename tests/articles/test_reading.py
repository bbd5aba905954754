"""One reading of a body."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.linking import KnownName, KnownNames
from articles.quoting import Office
from articles.reading import _parts, read

BODY = (
    "Ruth Vance, a judge, came to Oslo on Thursday.\n\n“We will go on with it,” she said. "
    "The finance minister agreed. “So will we all,” the finance minister said."
)


def test_a_reading_holds_mentions_roles_quotes_and_dates() -> None:
    found = read(BODY, date(2024, 5, 9), KnownNames([KnownName("Ruth Vance", 4, "person")]))
    assert [(one.text, one.entity) for one in found.mentions] == [("Ruth Vance", 4)]
    assert [(one.person, one.role) for one in found.roles] == [("Ruth Vance", "judge")]
    assert found.quotes[0].speaker_entity == 4
    assert [(one.text, one.edtf) for one in found.dates] == [("Thursday", "2024-05-09")]


def test_offices_of_the_day_name_the_speaker() -> None:
    found = read(
        "It rained. “So will we all,” the finance minister said.",
        offices=[Office("Ann Bell", "finance minister")],
    )
    assert [one.speaker for one in found.quotes] == ["Ann Bell"]


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300) | st.lists(st.sampled_from(BODY.split(" ")), max_size=60).map(" ".join))
def test_reading_twice_gives_the_same_inside_the_text(body: str) -> None:
    found = read(body, date(2024, 5, 9))
    assert found == read(body, date(2024, 5, 9))
    for one in [*found.mentions, *found.quotes, *found.dates]:
        assert body[one.start : one.end] == one.text


def test_a_body_too_long_for_one_reading_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "\n\n".join([BODY, BODY.replace("Ruth", "Anna"), "Ann Bell was arrested in Oslo on May 3, 2019."])
    monkeypatch.setattr("articles.reading.LONGEST", len(BODY) + 40)
    found = read(body, date(2024, 5, 9))
    assert found.parts == 3
    assert [one.name for one in found.mentions] == ["Ruth Vance", "Anna Vance", "Ann Bell"]
    for one in [*found.mentions, *found.quotes, *found.dates]:
        assert body[one.start : one.end] == one.text
    (happened,) = found.happenings
    assert body[happened.start : happened.end].startswith("Ann Bell was arrested")
    assert body[happened.cue_start :].startswith(happened.cue)
    assert [body[who.start : who.end] for who in happened.main] == ["Ann Bell"]


@given(st.text(alphabet="ab \n", max_size=60), st.integers(2, 9))
def test_parts_are_the_whole_body_in_order(body: str, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("articles.reading.LONGEST", longest)
        parts = list(_parts(body))
    assert "".join(body[begin:end] for begin, end in parts) == body
    assert all(0 < end - begin <= longest for begin, end in parts)


def test_an_empty_body_gives_nothing() -> None:
    found = read("")
    assert (found.mentions, found.roles, found.quotes, found.dates) == ([], [], [], [])
