"""Happenings: what a sentence tells to have happened, to whom and when; and what it does not tell."""

from __future__ import annotations

import json
import re
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.dating import find_dates
from articles.happening import HappeningFound, find_happenings, kinds, title_of
from articles.happening.kinds import cues, regular_past
from articles.linking import KnownName, KnownNames, find_names
from articles.linking.found import Kind
from articles.reading import read
from seeds.analyzing import Analyzer

TODAY = date(2020, 6, 25)  # a Thursday
PEOPLE = ("Ada Example", "Bob Sample", "Carl Specimen")
ORGANIZATIONS = ("Example Bank", "Sample Works", "High Court of Norland")


def _known(names: tuple[str, ...], kind: Kind) -> list[KnownName]:
    return [KnownName(name, name.lower(), kind, "canonical", name) for name in names]


KNOWN = KnownNames([*_known(PEOPLE, "person"), *_known(ORGANIZATIONS, "organization")])


def happenings(text: str, today: date | None = TODAY) -> list[HappeningFound]:
    return read(text, today, KNOWN).happenings


def told(text: str, today: date | None = TODAY) -> list[tuple[str, str | None]]:
    return [(one.title, one.edtf) for one in happenings(text, today)]


ARREST = "Arrest of Ada Example"
HAPPENED = [
    # voice
    ("Police arrested Ada Example on 3 May 2020.", ARREST, "2020-05-03"),
    ("Ada Example was arrested on 3 May 2020.", ARREST, "2020-05-03"),
    ("Ada Example has been arrested.", ARREST, None),
    ("Ada Example had already been arrested in May 2020.", ARREST, "2020-05"),
    ("Ada Example, arrested in May 2020, waits in jail.", ARREST, "2020-05"),
    ("Ada Example, who was arrested on 3 May 2020, waits in jail.", ARREST, "2020-05-03"),
    ("Ada Example, a clerk from Oslo, was arrested on Monday.", ARREST, "2020-06-22"),
    ("The bank’s cashier, Ada Example, was arrested on Monday.", ARREST, "2020-06-22"),
    ("On Monday, police in Oslo arrested Ada Example.", ARREST, "2020-06-22"),
    ("Police took Ada Example into custody on Monday.", ARREST, "2020-06-22"),
    ("Ada Example came to Oslo in 2015. She was arrested on Monday.", ARREST, "2020-06-22"),
    ("Ada Example on Monday resigned.", "Resignation of Ada Example", "2020-06-22"),
    ("Ada Example resigned as Example Bank director on Monday.", "Resignation of Ada Example", "2020-06-22"),
    ("Ada Example resigned.", "Resignation of Ada Example", None),
    ("Ada Example and Bob Sample were charged on Monday.", "Charges against Ada Example and Bob Sample", "2020-06-22"),
    ("Prosecutors charged Ada Example with fraud in March.", "Charges against Ada Example", "2020-03"),
    # two verbs
    ("Ada Example was found guilty and sentenced on Monday.", "Conviction of Ada Example", "2020-06-22"),
    ("After Bob Sample was charged in 2019, Ada Example resigned on 4 May 2020.", "Resignation of Ada Example", "2020-05-04"),
    ("On Monday, Ada Example, who was arrested in May 2020, was charged.", "Charges against Ada Example", "2020-06-22"),
    # with a date where the verb would mean something else with another word behind it
    ("Ada Example was fired on Monday.", "Dismissal of Ada Example", "2020-06-22"),
    ("A court granted bail to Ada Example on Monday.", "Bail decision for Ada Example", "2020-06-22"),
    ("Ada Example, 29, was cleared of assisting an offender on Monday.", "Acquittal of Ada Example", "2020-06-22"),
    ("Ada Example was named CEO on Monday.", "Appointment of Ada Example", "2020-06-22"),
    ("Ada Example was remanded in custody on Monday.", "Detention of Ada Example", "2020-06-22"),
    ("Arrested on Monday, Ada Example was freed on Tuesday.", ARREST, "2020-06-22"),
    # those whom the sentence before names together
    ("Ada Example and Bob Sample came. They were arrested on Monday.", f"{ARREST} and Bob Sample", "2020-06-22"),
    ("Ada Example and Bob Sample came. On Monday, both were arrested.", f"{ARREST} and Bob Sample", "2020-06-22"),
    ("Ada Example met Bob Sample. The two were arrested on Monday.", f"{ARREST} and Bob Sample", "2020-06-22"),
    ("Bob Sample and Carl Specimen came. The two men resigned.", "Resignation of Bob Sample and Carl Specimen", None),
    # nouns
    ("The arrest in Oslo on Monday of Ada Example surprised the town.", ARREST, "2020-06-22"),
    ("The arrest of Ada Example in Oslo on 3 May 2020 surprised the town.", ARREST, "2020-05-03"),
    ("Ada Example’s arrest on 3 May 2020 surprised the town.", ARREST, "2020-05-03"),
    ("The trial of Ada Example began on 3 May 2020.", "Trial of Ada Example", "2020-05-03"),
    ("Shares fell after the resignation of Ada Example in May 2020.", "Resignation of Ada Example", "2020-05"),
    ("Bob Sample left within weeks of Ada Example’s arrest in Oslo in May 2020.", ARREST, "2020-05"),
    # other kinds
    ("Ada Example went on trial on Monday.", "Trial of Ada Example", "2020-06-22"),
    ("The High Court of Norland ruled on Monday that the bridge may stand.", "Ruling of High Court of Norland", "2020-06-22"),
    ("Ada Example was sentenced to two years on Monday.", "Sentencing of Ada Example", "2020-06-22"),
    ("Ada Example was granted bail on Monday.", "Bail decision for Ada Example", "2020-06-22"),
    ("Ada Example was released on Monday.", "Release of Ada Example", "2020-06-22"),
    ("Ada Example was extradited to Norland in 2019.", "Extradition of Ada Example", "2019"),
    ("Ada Example has been held in Norland since 10 December 2018.", "Detention of Ada Example", "2018-12-10"),
    ("The charges against Ada Example were dropped on Monday.", "Dismissal of the charges against Ada Example", "2020-06-22"),
    ("Bob Sample was appointed director on Monday.", "Appointment of Bob Sample", "2020-06-22"),
    ("Bob Sample was named ambassador on Monday.", "Appointment of Bob Sample", "2020-06-22"),
    ("Bob Sample became mayor of Oslo in 2019.", "Start in office of Bob Sample", "2019"),
    ("Bob Sample was elected on 3 May 2020.", "Election of Bob Sample", "2020-05-03"),
    ("Bob Sample signed a trade agreement on Monday.", "Signing of a trade agreement by Bob Sample", "2020-06-22"),
    ("Ada Example met Bob Sample on Monday.", "Meeting of Ada Example and Bob Sample", "2020-06-22"),
    ("Ada Example died on 3 May 2020.", "Death of Ada Example", "2020-05-03"),
    ("Ada Example was shot and killed on Monday.", "Killing of Ada Example", "2020-06-22"),
    ("Ada Example sued Example Bank on Monday.", "Lawsuit against Example Bank", "2020-06-22"),
    ("Norland imposed new sanctions on Example Bank in May 2020.", "Sanctions against Example Bank", "2020-05"),
    ("Example Bank acquired Sample Works in 2019.", "Acquisition of Sample Works", "2019"),
    ("Ada Example founded Sample Works in 1987.", "Founding of Sample Works", "1987"),
    ("Sample Works filed for bankruptcy on Monday.", "Bankruptcy of Sample Works", "2020-06-22"),
    ("Ada Example arrived in Oslo on Monday.", "Arrival of Ada Example", "2020-06-22"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "day"), HAPPENED)
def test_what_happened_is_told_with_its_day(text: str, title: str, day: str | None) -> None:
    assert (title, day) in told(text)


DID_NOT = [
    "Ada Example said she died on Monday.",
    "The man attacked Ada Example. A man was seen. He was arrested on Monday.",
    "Ada Example saw Bob Sample. They were arrested on Monday.",
    "Ada Example, Bob Sample and Carl Specimen came. The two were arrested on Monday.",
    "Ada Example came. Both were arrested on Monday.",
    "Ada Example was not charged on Monday.",
    "Ada Example was never arrested.",
    "Ada Example could be arrested on 3 May 2020.",
    "Ada Example may have been arrested in May 2020.",
    "Ada Example would have resigned in May 2020.",
    "Ada Example will be arrested on Monday.",
    "Ada Example is to be sentenced in May 2020.",
    "Ada Example is expected to sign a treaty on 3 May 2020.",
    "Ada Example denied that she resigned on 3 May 2020.",
    "Ada Example refused to resign in May 2020.",
    "Ada Example didn’t resign in May 2020.",
    "If Ada Example was arrested in May 2020, nobody saw it.",
    "Nobody knows whether Ada Example was arrested in May 2020.",
    "Was Ada Example arrested on 3 May 2020?",
    "Many called for the release of Ada Example in May 2020.",
    "They demanded the resignation of Ada Example in May 2020.",
    "Norland seeks the extradition of Ada Example since May 2020.",
    "The trial of Ada Example will begin on 3 May 2020.",
    "Had Ada Example resigned in May 2020, the bank would stand.",
    "The trial of Ada Example ended on 3 May 2020.",  # which is not when it began
    "Police wanted Ada Example arrested in May 2020.",
    "Ada Example was arrested on 3 May 2021.",  # past the article's day
]


@pytest.mark.parametrize("text", DID_NOT)
def test_what_is_denied_possible_planned_or_wanted_is_left_out(text: str) -> None:
    assert told(text) == []


OF_OTHERS = [
    "The lawyer of Ada Example was arrested on Monday.",
    "Ada Example’s lawyer was arrested on Monday.",
    "Police arrested a lawyer of Ada Example on Monday.",
    "A man whom nobody knew was arrested on Monday.",
    "Police arrested two clerks of Example Bank on Monday.",
    "The clerk charged $5 for Ada Example on Monday.",
    "Example Bank’s director resigned on Monday.",
    "The release of a report by Example Bank came on Monday.",
    "Ada Example fired back at Bob Sample on Monday.",
    "Ada Example ruled out a treaty on Monday.",
    "Ada Example returned to it on Monday.",
    "Bob Sample dropped Ada Example off on Monday.",
    "Example Bank released pictures showing Ada Example on Monday.",
    "Ada Example’s last book, The Bridge, was released on Monday.",
    "After a storm that killed 14, Ada Example spoke on Monday.",
    "Bob Sample told Ada Example to stop and quit asking.",
    "Ada Example tried on Monday to explain it.",
    "Officials elected in May 2020 met Ada Example.",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_what_happened_to_somebody_else_is_not_told_of_whom_the_sentence_names(text: str) -> None:
    assert told(text) == []


def test_who_did_it_and_whom_it_was_done_to_are_told_apart() -> None:
    for text in ("Example Bank sued Ada Example.", "Ada Example was sued by Example Bank."):
        (found,) = happenings(text)
        assert {(who.entity, who.role, who.part) for who in found.participants} == {
            ("example bank", "agent", "plaintiff"),
            ("ada example", "patient", "defendant"),
        }
        assert [who.entity for who in found.main] == ["ada example"]


def test_a_date_belongs_to_its_own_verb() -> None:
    text = "Ada Example was arrested in Oslo on 3 May 2020 and released on 5 May 2020."
    assert told(text) == [(ARREST, "2020-05-03"), ("Release of Ada Example", "2020-05-05")]
    text = "Ada Example, who was arrested in Oslo, resigned on 5 May 2020."
    assert told(text) == [(ARREST, None), ("Resignation of Ada Example", "2020-05-05")]
    text = "Ada Example was arrested weeks after Bob Sample resigned on 5 May 2020."
    assert told(text) == [(ARREST, None), ("Resignation of Bob Sample", "2020-05-05")]


def test_an_unknown_day_stays_unknown() -> None:
    assert told("Ada Example was arrested on Monday.", today=None) == [(ARREST, None)]
    assert told("On 3 May 2020 it rained. Ada Example was arrested.") == [(ARREST, None)]
    assert told("Ada Example was released for the first time since 2018.") == [
        ("Release of Ada Example", None)
    ]


def test_the_place_is_told_where_the_sentence_says_it() -> None:
    assert happenings("Ada Example was arrested in Oslo on Monday.")[0].place == "Oslo"
    assert happenings("Ada Example was arrested at Oslo Central Station.")[0].place == "Oslo Central Station"
    assert happenings("Ada Example arrived in Oslo on Monday.")[0].place == "Oslo"
    assert happenings("Ada Example was arrested in May 2020 in her kitchen.")[0].place == ""


@pytest.mark.parametrize(
    "text",
    [
        "Bob Sample said that Ada Example was arrested on Monday.",
        "“Ada Example was arrested on Monday,” said Bob Sample.",
        "According to Bob Sample, Ada Example was arrested on Monday.",
    ],
)
def test_reported_speech_keeps_who_said_so(text: str) -> None:
    assert [(one.title, one.said_by) for one in happenings(text)] == [(ARREST, "Bob Sample")]


def test_every_finding_says_why_in_words() -> None:
    (found,) = happenings("Ada Example was arrested on Monday.")
    assert found.why == "“arrested” is told of Ada Example; “Monday” stands with it"
    (found,) = happenings("Ada Example was arrested.")
    assert found.why == "“arrested” is told of Ada Example; the sentence gives no day"


def test_analyze_prints_it_as_plain_values() -> None:
    (printed,) = Analyzer(KNOWN, body_only=True).analyze("Ada Example was arrested in Oslo.", TODAY)[
        "happenings"
    ]
    assert json.loads(json.dumps(printed)) == printed
    assert printed == {
        "kind": "arrest",
        "title": ARREST,
        "start": 0,
        "end": 33,
        "cue": "arrested",
        "cue_start": 16,
        "participants": [
            {
                "name": "Ada Example",
                "entity": "ada example",
                "role": "patient",
                "part": "person arrested",
                "start": 0,
                "end": 11,
            }
        ],
        "edtf": None,
        "place": "Oslo",
        "said_by": None,
        "why": "“arrested” is told of Ada Example; the sentence gives no day",
    }


def test_a_name_that_the_record_does_not_have_is_told_without_an_entity() -> None:
    (found,) = read("Dora Unknown was arrested on Monday.", TODAY).happenings
    assert [(who.name, who.entity) for who in found.participants] == [("Dora Unknown", None)]


def test_titles_write_out_three_names() -> None:
    assert title_of("arrest", [], ["A"]) == "Arrest of A"
    assert title_of("meeting", ["A"], ["B", "A"]) == "Meeting of A and B"
    assert title_of("charge", [], ["A", "B", "C"]) == "Charges against A, B and C"
    assert title_of("charge", [], ["A", "B", "C", "D"]) == "Charges against A, B and others"
    assert title_of("signing", ["A"], [], "a treaty") == "Signing of a treaty by A"


@pytest.mark.parametrize(
    ("base", "past"),
    [("charge", "charged"), ("testify", "testified"), ("arrest", "arrested"), ("destroy", "destroyed")],
)
def test_regular_pasts_are_made(base: str, past: str) -> None:
    assert regular_past(base) == past


def test_every_kind_of_the_word_list_is_whole() -> None:
    assert len(kinds()) > 30
    for kind in kinds().values():
        roles = {"agent", "patient"} if kind.main == "both" else {kind.main}
        assert roles <= kind.parts.keys(), kind.name
        assert set(re.findall(r"{(\w+)}", kind.title)) <= {*kind.parts, "both", "what"}, kind.name
        for allowed, part in kind.parts.values():
            assert allowed <= {"person", "organization"}, kind.name
            assert part, kind.name
    assert {cue.kind.name for many in cues().values() for cue in many} == set(kinds())


# Any text

WORDS = [
    *PEOPLE,
    *ORGANIZATIONS,
    *"was arrested on and who , . “ the of not arrest signed by charged after that Monday ’s she He ( )".split(),
    *("3 May 2020", "an agreement", "\n\n", "”"),
]
anything = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))


@given(anything)
def test_offsets_are_inside_the_text_and_give_its_words(text: str) -> None:
    for found in happenings(text):
        assert 0 <= found.start <= found.cue_start < found.end <= len(text)
        assert text[found.cue_start : found.cue_start + len(found.cue)] == found.cue
        assert found.main
        assert set(found.main) <= set(found.participants)
        for who in found.participants:
            assert found.start <= who.start < who.end <= found.end


@given(anything)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert happenings(text) == happenings(text)


@pytest.mark.parametrize(
    "piece",
    [
        "Ada Example was arrested. ",
        "Ada Example was arrested and ",
        "arrested ",
        "Ada Example, ",
        "the arrest of ",
        "who was arrested, ",
        "Monday arrested Ada Example by ",
        "( arrested ",
        "’s arrest ",
        "not arrested, and he ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def calls(text: str) -> int:
        spans = [(at, min(at + 1000, len(text))) for at in range(0, len(text), 1000)]
        mentions = find_names(text, KNOWN, spans)
        dates = find_dates(text, TODAY)
        count = 0

        def tracer(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(tracer)
        try:
            find_happenings(text, spans, mentions, dates, [], TODAY)
        finally:
            sys.setprofile(None)
        return count

    short, long = piece * (10_000 // len(piece)), piece * (40_000 // len(piece))
    assert calls(long) < 5 * calls(short) + 1000
