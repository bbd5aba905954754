"""Names in a text: known ones linked, unknown ones proposed, places left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.linking import KnownName, KnownNames, MentionFound, find_names, find_roles
from articles.linking.known import Ties, fold

BELL = KnownName("Ann Bell", "bell", "person")
MOSS = KnownName("Liu Moshan", "liu", "person")
TRUST = KnownName("Example Trust Co., Ltd.", "trust", "organization")
SUMMIT = KnownName("Oslo Summit", "summit", "event")


def forms(text: str, kind: str, known: KnownNames | None = None) -> list[tuple[str, str]]:
    return [(one.text, one.name) for one in find_names(text, known) if one.kind == kind]


def one(text: str, known: KnownNames) -> MentionFound:
    found = find_names(text, known)
    assert len(found) == 1, found
    return found[0]


# Unknown names


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("On Monday Michael Sorrel left.", [("Michael Sorrel", "Michael Sorrel")]),
        ("Michael Sorrel left. Later Sorrel came back.", [("Michael Sorrel", "Michael Sorrel"), ("Sorrel", "Michael Sorrel")]),
        ("Michael Sorrel’s wife met Mr. Sorrel.", [("Michael Sorrel", "Michael Sorrel"), ("Mr. Sorrel", "Michael Sorrel")]),
        ("The party chose Foreign Minister Ines Tavora.", [("Ines Tavora", "Ines Tavora")]),
        ("Former Canadian Prime Minister Jean Labelle spoke.", [("Jean Labelle", "Jean Labelle")]),
        ("Experts met Zhao Mingde in Beijing; Zhao declined.", [("Zhao Mingde", "Zhao Mingde"), ("Zhao", "Zhao Mingde")]),
        ("Mayor Bill de Soto spoke. Then de Soto left.", [("Bill de Soto", "Bill de Soto"), ("de Soto", "Bill de Soto")]),
        ("Karim al-Tavori spoke. Al-Tavori left.", [("Karim al-Tavori", "Karim al-Tavori"), ("Al-Tavori", "Karim al-Tavori")]),
        ("Mr Justice Stone sat.", [("Stone", "Stone")]),
        ("Ruth “Roo” Vance left. Vance ran.", [("Ruth “Roo” Vance", "Ruth “Roo” Vance"), ("Vance", "Ruth “Roo” Vance")]),
        ("The Tavori family left.", [("Tavori", "Tavori")]),
        ("The judge, Sarah K. Vance, ruled.", [("Sarah K. Vance", "Sarah K. Vance")]),
        ("Det Ch Insp Ruth Vance spoke.", [("Ruth Vance", "Ruth Vance")]),
        ("Mother-of-two Ruth Vance heard it.", [("Ruth Vance", "Ruth Vance")]),
        ("The first black German MPs sat.", []),
        ("Neighbour Ruth Vance heard it.", [("Ruth Vance", "Ruth Vance")]),
        ("Judge Ruth Vance QC ruled. Vance left.", [("Ruth Vance", "Ruth Vance"), ("Vance", "Ruth Vance")]),
        ("The chief minister, Ruth Sen, left.", [("Ruth Sen", "Ruth Sen")]),
        ("Ngola Okongwe-Iwale left.", [("Ngola Okongwe-Iwale", "Ngola Okongwe-Iwale")]),
        ("“No,” said O’Tavory.", [("O’Tavory", "O’Tavory")]),
        ("He was seen at Tavorum Vansy.", []),
        ("Ruth Vance and Ruth Sorrel ran. The two Ruths won.", [
            ("Ruth Vance", "Ruth Vance"), ("Ruth Sorrel", "Ruth Sorrel"),
            ("two Ruths", "Ruth Vance"), ("two Ruths", "Ruth Sorrel"),
        ]),
    ],
)  # fmt: skip
def test_people_are_found_with_their_short_forms(text: str, people: list[tuple[str, str]]) -> None:
    assert sorted(forms(text, "person")) == sorted(people)


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("Shares of Tavora Technologies Co. fell. Tavora closed.", ["Tavora Technologies Co.", "Tavora"]),
        ("Tavora Widgets Inc. grew. Tavora’s shares rose.", ["Tavora Widgets Inc.", "Tavora"]),
        ("It fell, Vansybank analyst Ruth Vance said.", ["Vansybank"]),
        ("The Ministry of Health and Welfare agreed.", ["Ministry of Health and Welfare"]),
        ("Sorrel & Vance Inc. is new.", ["Sorrel & Vance Inc."]),
        (
            "Officials at Foreign Affairs Norland (FAN) met. FAN declined.",
            ["Foreign Affairs Norland", "FAN", "FAN"],
        ),
        ("A spokesman for China’s foreign ministry spoke.", ["foreign ministry"]),
        ("He told Reuters on Monday.", ["Reuters"]),
        ("She works for the CloudLeaf team.", ["CloudLeaf"]),
        ("The Norland People’s Party and the Miners’ Union met.", ["Norland People’s Party"]),
        (
            "The National Workers’ Union met at St Bride’s Hospital.",
            ["National Workers’ Union", "St Bride’s Hospital"],
        ),
        ("She heads the Bureau of Labor Affairs.", ["Bureau of Labor Affairs"]),
        ("He taught at the University of Norland at Vance.", ["University of Norland at Vance"]),
        ("An analyst at Stonebank spoke. He left.", ["Stonebank"]),
        ("A spokeswoman for Norland Water spoke.", ["Norland Water"]),
        ("Experts from Vance & Sorrel agreed.", ["Vance & Sorrel"]),
        (
            "The QVR Survey Fund and the Thomas B. Sorrel Institute grew.",
            ["QVR Survey Fund", "Thomas B. Sorrel Institute"],
        ),
        ("The Missouri House of Representatives voted.", ["Missouri House of Representatives"]),
        ("House Democrats met Senate Republicans.", ["House", "Democrats", "Senate", "Republicans"]),
        ("The Vance-backed Congress met.", ["Congress"]),
        ("Fans of Ohio State cheered.", ["Ohio State"]),
        ("The Calif. Department of Herons met in Vista, La. Police came.", ["Calif. Department of Herons"]),
        ("An Ann Sorrel White House would differ.", ["White House"]),
        (
            "The Bank of Norland, the Federal Bank of Sorrel and Chartered Bank met.",
            ["Bank of Norland", "Federal Bank of Sorrel", "Chartered Bank"],
        ),
    ],
)
def test_organizations_are_found(text: str, organizations: list[str]) -> None:
    assert [text for text, _ in forms(text, "organization")] == organizations


SPORT = "The striker scored two goals at half-time in the second tournament."


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        (f"England beat Samoa 23-10. {SPORT}", ["England", "Samoa"]),
        (f"Scotland winger Ann Bell and Fiji met. {SPORT} Scotland lost.", ["Scotland", "Fiji", "Scotland"]),
        (f"She played for Wales in Cardiff. {SPORT}", ["Wales"]),
        (f"In England, the fans of Leeds, England, met. {SPORT}", []),
        ("England beat Samoa in a vote on fish.", []),
    ],
)
def test_a_place_is_a_team_where_a_report_on_sport_says_what_teams_do(text: str, teams: list[str]) -> None:
    assert [text for text, _ in forms(text, "organization")] == teams


@pytest.mark.parametrize(
    "text",
    [
        "Former Florida governors met. As China builds islands, China says so, and China told Japan.",
        "They sat beside the (R-SC) sign.",
        "He lives in Barcelona, works in Chelsea and went to Southampton.",
        "Canada and China disagree, officials in Ottawa and Beijing said.",
        "The Canadian side met the Chinese and the Americans on Thursday in December.",
        "The US and the U.K. use GPS and 5G; COVID-19 spread.",
        "Last May the weather in New York and London was fine.",
        "The artificial pancreas (AP) is new. The AP works.",
        "See https://example.org/AbcDef or ask @SomeBody about #SomeThing.",
    ],
)
def test_countries_towns_days_and_things_are_neither(text: str) -> None:
    assert [one.text for one in find_names(text) if one.kind in ("person", "organization")] == []


def test_a_heading_in_title_case_names_nobody_by_its_capitals() -> None:
    assert find_names("Rising Costs Worry Town\n\nPeople in the town are worried.") == []


# Known names


def test_a_known_name_is_linked_as_a_whole_word_only() -> None:
    known = KnownNames([BELL])
    assert one("Then Ann Bell’s car came.", known).entity == "bell"
    assert [
        m.entity for m in find_names("Joann Bellamy, Ann Bell-Roe and Ann Bell Jr. came.", known) if m.entity
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday ANN BELL spoke.",
        "Yesterday Ann\nBell spoke.",
        "Yesterday Ann\u00a0Bell spoke.",
        "(Ann Bell)",
    ],
)
def test_case_and_spaces_do_not_hide_a_known_name(text: str) -> None:
    assert one(text, KnownNames([BELL])).entity == "bell"


def test_accents_do_not_hide_a_known_name() -> None:
    known = KnownNames([KnownName("Jérôme Lénard", 7, "person")])
    assert one("Then Jerome Lenard left.", known).entity == 7
    known = KnownNames([KnownName("Jerome Lenard", 7, "person")])
    assert one("Then Jérôme Lénard left.", known).name == "Jerome Lenard"


def test_a_short_form_after_the_full_name_is_linked() -> None:
    found = find_names("Ann Bell came. Later Ms Bell and Bell’s friend left.", KnownNames([BELL]))
    assert [(m.text, m.entity) for m in found] == [
        ("Ann Bell", "bell"),
        ("Ms Bell", "bell"),
        ("Bell", "bell"),
    ]


def test_a_family_name_alone_is_not_linked() -> None:
    assert [m for m in find_names("On Monday Bell came.", KnownNames([BELL])) if m.entity] == []


def test_middle_initials_and_forenames_in_short_lead_to_the_known_person() -> None:
    known = KnownNames([KnownName("William Sorrel", 1, "person")])
    assert one("Then Bill Sorrel left.", known).entity == 1
    assert one("Then William T. Sorrel left.", known).entity == 1


def test_an_eastern_name_is_found_the_western_way_round() -> None:
    assert one("Then Moshan Liu left.", KnownNames([MOSS])).entity == "liu"


def test_a_name_in_another_script_is_found_without_spaces() -> None:
    known = KnownNames([KnownName("孟小舟", 3, "person")])
    assert [(m.text, m.entity) for m in find_names("昨天孟小舟说话。", known)] == [("孟小舟", 3)]


@pytest.mark.parametrize("form", ["Example Trust Co., Ltd.", "Example Trust", "Example Trust Co."])
def test_an_organization_is_linked_with_and_without_its_legal_form(form: str) -> None:
    found = one(f"Yesterday {form} closed.", KnownNames([TRUST]))
    assert (found.entity, found.text) == ("trust", form)


def test_a_longer_unknown_name_is_not_the_known_one_inside_it() -> None:
    known = KnownNames([BELL, KnownName("Sorrel", 2, "organization")])
    found = find_names("The Ann Bell Foundation and Sorrel University met.", known)
    assert [m.text for m in found if m.entity] == []


def test_a_group_name_gives_one_mention_for_each_member() -> None:
    rows = [KnownName("the two Anns", f"ann-{n}", "person", "group", f"Ann {n}") for n in (1, 2)]
    found = find_names("Then the two Anns left.", KnownNames(rows))
    assert [(m.text, m.entity) for m in found] == [("two Anns", "ann-1"), ("two Anns", "ann-2")]


def test_a_weak_name_links_only_beside_another_name_of_the_same_entity() -> None:
    known = KnownNames([TRUST, KnownName("the Trust", "trust", "organization", "weak", TRUST.text)])
    assert [m.entity for m in find_names("Yesterday the Trust closed.", known) if m.entity] == []
    found = find_names("Example Trust is old. Yesterday the Trust closed.", known)
    assert [m.entity for m in found] == ["trust", "trust"]


def test_namesakes_are_a_choice_with_a_reason() -> None:
    known = KnownNames([BELL, KnownName("Ann Bell", "other", "person")])
    found = one("Then Ann Bell left.", known)
    assert found.entity is None
    assert set(found.candidates) == {"bell", "other"}
    assert "nothing in the text decides" in found.why


def test_who_else_the_text_names_decides_between_namesakes() -> None:
    rows = [BELL, KnownName("Ann Bell", "other", "person"), TRUST]
    known = KnownNames(rows, Ties(related={"other": frozenset({"trust"})}))
    found = {m.text: m for m in find_names("Ann Bell leads Example Trust.", known)}
    assert found["Ann Bell"].entity == "other"
    assert "related" in found["Ann Bell"].why


def test_a_known_name_that_is_an_ordinary_word_is_not_found_at_a_sentence_begin() -> None:
    known = KnownNames([KnownName("Target", 1, "organization")])
    assert find_names("Target dates were missed. The target is near.", known) == []
    assert [m.entity for m in find_names("Sales at Target fell.", known)] == [1]


def test_an_acronym_is_found_in_capitals_only() -> None:
    known = KnownNames([KnownName("WHO", 1, "organization", "abbreviation", "World Health Organization")])
    assert [m.entity for m in find_names("Those who know asked the WHO. Who else?", known)] == [1]


def test_a_state_written_short_is_the_state() -> None:
    known = KnownNames([KnownName("California Department of Herons", 1, "organization")])
    assert one("It asked the Calif. Department of Herons.", known).entity == 1


def test_umlauts_may_be_spelled_with_two_letters() -> None:
    known = KnownNames([KnownName("Štefan Müllner", 1, "person")])
    assert one("They met Stefan Muellner.", known).entity == 1
    assert one("They met Commissioner Muellner.", known).entity == 1
    assert one("They met Stefan Mullner.", known).entity == 1
    assert [who.entity for who in find_names("They met Stefan Muellner. Muellner left.", known)] == [1, 1]


def test_an_arabic_name_is_found_in_another_transliteration() -> None:
    known = KnownNames([KnownName("Abdel Karim el-Tavisi", 1, "person"), KnownName("Ann Bell", 2, "person")])
    assert one("They met Abdel-Karim al-Tavissi.", known).entity == 1
    assert one("They met Abdel Karim Tavissi.", known).entity is None


def test_a_team_is_linked_to_the_one_national_team_of_its_place() -> None:
    text = f"Fiji beat Samoa 23-10. {SPORT}"
    known = [
        KnownName("Fiji national rugby union team", 1, "organization"),
        KnownName("Samoa national football team", 2, "organization"),
    ]
    assert [(one.text, one.entity) for one in find_names(text, KnownNames(known))] == [
        ("Fiji", 1),
        ("Samoa", 2),
    ]
    known.append(KnownName("Fiji national football team", 3, "organization"))
    assert find_names(text, KnownNames(known))[0].candidates == (1, 3)


def test_four_initials_of_one_known_organization_are_enough() -> None:
    known = KnownNames([KnownName("Norland Union for Public Transport", 5, "organization")])
    assert [m.entity for m in find_names("The leaders of NUPT met.", known)] == [5]


def test_a_name_written_like_a_phrase_is_found_inside_a_sentence() -> None:
    known = KnownNames([KnownName("Letter of the nineteen", 1, "event")])
    assert one("He answered the letter of the nineteen.", known).entity == 1


def test_a_title_inside_an_organizations_name_makes_nobody() -> None:
    assert forms("The Department of Justice Norland agreed.", "person") == []


def test_a_known_event_is_a_mention() -> None:
    assert one("Then came the Oslo Summit.", KnownNames([SUMMIT])).kind == "event"


def test_no_names_and_an_empty_text_are_no_error() -> None:
    assert find_names("", KnownNames([])) == []
    assert find_names("Ann Bell", KnownNames([]))[0].entity is None


# Roles


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "Tavora Corp.’s Chief Financial Officer Ines Tavora spoke.",
            ("Ines Tavora", "Chief Financial Officer", "Tavora Corp."),
        ),
        (
            "Zhao Mingde, a spokesman for China’s foreign ministry, spoke.",
            ("Zhao Mingde", "spokesman", "China’s foreign ministry"),
        ),
        (
            "Former Canadian Prime Minister Jean Labelle spoke.",
            ("Jean Labelle", "Former Canadian Prime Minister", None),
        ),
        (
            "The Secretary of State, Ruth Vance, the director of the Example Bank, spoke.",
            ("Ruth Vance", "director", "Example Bank"),
        ),
        ("A spokesman for Mayor Ruth Vance spoke.", ("Ruth Vance", "Mayor", None)),
    ],
)
def test_roles_are_read_before_and_behind_the_name(text: str, role: tuple[str, str, str | None]) -> None:
    found = [(r.person, r.role, r.organization) for r in find_roles(text, find_names(text))]
    assert role in found


def test_who_comes_along_is_no_role() -> None:
    text = "Ruth Vance, and her husband, came home."
    assert find_roles(text, find_names(text)) == []


# For every text

WORDS = st.sampled_from([
    "Ann", "Bell", "Ann Bell", "the", "said",
    "Mr.", "Bank", "of", "and", "China", "Co.", "(ABC)", "“", "”", "’s", ",", ".", "\n\n", "孟晚舟", "\u00a0", "TWO", "two Anns",
])  # fmt: skip


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_mentions_are_spans_of_the_text_in_order(text: str) -> None:
    known = KnownNames(
        [BELL, TRUST, KnownName("孟晚舟", 1, "person"), KnownName("two Anns", 2, "person", "group", "Ann")]
    )
    for names in (None, known):
        found = find_names(text, names)
        assert all(0 <= m.start < m.end <= len(text) and text[m.start : m.end] == m.text for m in found)
        assert [m.start for m in found] == sorted(m.start for m in found)
        assert found == find_names(text, names)
        assert all(text[r.start : r.end] for r in find_roles(text, found))


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="Ab ", min_size=1, max_size=12), st.text(alphabet="Ab .", max_size=30))
def test_a_known_name_between_spaces_is_always_found(name: str, around: str) -> None:
    name = " ".join(name.split())
    if not name or not name[0].isupper():
        return
    text = f"{around} x {name} x {around}"
    hits = list(KnownNames([KnownName(name, 1, "event")]).hits(text))
    place = text.index(f" x {name} x ") + 3
    assert any(hit.start <= place and hit.end >= place + len(name) for hit in hits)
