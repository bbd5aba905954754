"""Quotations and who said them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.linking import KnownName, KnownNames, find_names
from articles.quoting import Office, QuoteFound, find_quotes

START = "Ruth Vance met Michael Sorrel on Monday. "


def quotes(text: str, offices: list[Office] | None = None) -> list[QuoteFound]:
    return [one for one in find_quotes(text, find_names(text), offices) if one.kind != "reported"]


def said(text: str) -> list[tuple[str, str | None]]:
    return [(one.text, one.speaker) for one in quotes(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will go on with it,” Ruth Vance said.", "Ruth Vance"),
        ("“We will go on with it,” said Ruth Vance.", "Ruth Vance"),
        ("“We will go on with it,” Ruth Vance, a judge from Oslo, Norway, told reporters.", "Ruth Vance"),
        ("“We will go on with it,” said Norland Bank president Ruth Vance.", "Ruth Vance"),
        ("Ruth Vance said: “We will go on with it.”", "Ruth Vance"),
        ("Ruth Vance asked Michael Sorrel to wait, saying, “We will go on with it.”", "Ruth Vance"),
        ("Ruth Vance spoke with Michael Sorrel and said “we will go on with it” at once.", "Ruth Vance"),
        ("“We will go on with it.” — Ruth Vance", "Ruth Vance"),
        ("“RUTH VANCE: We will go on with it.”", "Ruth Vance"),
        ("According to Ruth Vance, they “will go on with it” now.", "Ruth Vance"),
        ("“We will go on with it,” according to Reuters.", "Reuters"),
        ("The letter said: “We will go on with it.”", "the letter"),
        (
            "A report by nineteen doctors, nurses and teachers, warned that “we will go on with it” now.",
            "the report",
        ),
        ("“We will go on with it,” a spokesman for the town said.", "a spokesman for the town"),
        (START + "“We will go on with it,” she said.", "Ruth Vance"),
        (START + "“We will go on with it,” he said.", "Michael Sorrel"),
        (START + "Sorrel spoke in the morning. “We will go on with it.”", "Michael Sorrel"),
        (
            "Ruth Vance spoke. The prime minister refused. “We will go on with it,” Norland’s prime minister said.",
            "Ruth Vance",
        ),
        (
            "Prime Minister Ruth Vance met Michael Sorrel. “We will go on with it,” the prime minister said.",
            "Ruth Vance",
        ),
        ("It is unclear. “We will go on with it.”", None),
        ("When Michael Sorrel offered a plan, “we will go on with it,” Ruth Vance said.", "Ruth Vance"),
        (
            "“We will go on with it,” said former Norland Gov. and Party Chairman Michael Sorrel.",
            "Michael Sorrel",
        ),
        (START + "Norland’s party leader, Michael Sorrel, said: “We will go on with it.”", "Michael Sorrel"),
        (START + "Michael Sorrel leaned in and boomed: “We will go on with it.”", "Michael Sorrel"),
        ("“We will go on with it,” the Canadians said.", "the Canadians"),
        ("Gov. Ruth Vance met Michael Sorrel. “We will go on with it,” the governor said.", "Ruth Vance"),
        # people without an article, and people whom a name only describes
        ("“We will go on with it,” police said.", "police"),
        ("“We will go on with it,” two senior officials said.", "two senior officials"),
        ("“We will go on with it,” said local residents.", "local residents"),
        ("“We will go on with it,” people close to Ruth Vance said.", "people close to Ruth Vance"),
        ("“We will go on with it,” said a source close to Ruth Vance.", "a source close to Ruth Vance"),
        (
            "“We will go on with it,” a person familiar with the plan said.",
            "a person familiar with the plan",
        ),
        (
            "A spokeswoman for Norland Bank said: “We will go on with it.”",
            "A spokeswoman for Norland Bank",
        ),
        ("Ruth Vance’s letter read: “We will go on with it.”", "Ruth Vance’s letter"),
        # organizations that are taken up by a word
        ("Norland Bank grew. “We will go on with it,” the bank said.", "Norland Bank"),
        ("Norland Bank grew. “We will go on with it,” the company said.", "Norland Bank"),
        ("The Ministry of Defence met. “We will go on with it,” the company said.", "the company"),
        ("The Ministry of Defence met. “We will go on with it,” the ministry said.", "Ministry of Defence"),
        # somebody else's report
        ("Reuters quoted Ruth Vance as saying: “We will go on with it.”", "Ruth Vance"),
        ("“We will go on with it,” Reuters quoted Ruth Vance as saying.", "Ruth Vance"),
        ("He was described by Ruth Vance as a man who “will go on with it”.", "Ruth Vance"),
        # asides with a time, letters behind the name, an unlisted verb
        ("“We will go on with it,” Sorrel, who came from Vansum in May, said of his plan.", "Sorrel"),
        ("Ruth Vance MP said: “We will go on with it.”", "Ruth Vance"),
        ("Judge Ruth Vance QC, of Oslo, said: “We will go on with it.”", "Ruth Vance"),
        ("The Recorder of Vansum, Judge Ruth Vance QC, said: “We will go on with it.”", "Ruth Vance"),
        # signatures with more behind the name
        ("“We will go on with it.”\n— Ruth Vance, mayor of Vansum", "Ruth Vance"),
        ("“We will go on with it.” — Ruth Vance (@ruth) 3 May 2020", "Ruth Vance"),
        # an office of another party, and of somebody else
        (
            "Ruth Vance came. Tory leader Michael Sorrel left.\n\nRuth Vance sat. “We will go on with it,” "
            "the Labour leader said.",
            "Ruth Vance",
        ),
        # more than one name in the sentence
        (START + "Asked about Sorrel, Vance said “we will go on with it,” she said.", "Ruth Vance"),
        (START + "Two judges came. Sorrel found that they “will go on with it”.", "Michael Sorrel"),
        (
            "Ruth Vance spoke. A party official walked back her words, saying they “will go on with it”.",
            "A party official",
        ),
        ("When the crowd began to sing, Ruth Vance rose and joked, “We will go on with it.”", "Ruth Vance"),
        ("Michael Sorrel came. “We will go on with it,” asked Vance, now a judge.", "Vance"),
        ("Michael Sorrel came. Ruth Vance had a word for Oslo: “We will go on with it.”", "Ruth Vance"),
        ("Ruth Small spoke.\n\nSmall, reading from a page, said: “We will go on with it.”", "Ruth Small"),
        # people whom nobody names
        ("Michael Sorrel came. A man was hurt there. “We will go on with it,” he said.", "he"),
        ("Michael Sorrel came. The man was glad. “We will go on with it,” he said.", "Michael Sorrel"),
        (
            "Ruth Vance, 9, is lost. Her mother said that she was ill. “We will go on with it,” she said.",
            "she",
        ),
        (
            "Michael Sorrel resigned. A spokesman for the town told why. “We will go on with it,” the spokesman said.",
            "the spokesman",
        ),
        # who owns the speaker, who is spoken of with a role, and a title before the name
        (START + "“We will go on with it,” said Sorrel’s lawyer, Ann Bell.", "Ann Bell"),
        (
            "Michael Sorrel was furious with referee Andrew Pike. “We will go on with it,” he said.",
            "Michael Sorrel",
        ),
        (START + "“We will go on with it,” recalled her student Dr Janet Kyle.", "Janet Kyle"),
    ],
)
def test_the_speaker_of_a_quote_is_found(text: str, speaker: str | None) -> None:
    found = quotes(text)
    assert [one.text.rstrip(".,").lower()[-14:] for one in found] == ["will go on with it"[-14:]]
    assert found[0].speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "“We will go on,” Ruth Vance said.",
        '"We will go on," Ruth Vance said.',
        "‘We will go on,’ Ruth Vance said.",
        "'We will go on,' Ruth Vance said.",
        "«We will go on,» Ruth Vance said.",
        "''We will go on,'' Ruth Vance said.",
        "„We will go on,” Ruth Vance said.",
        "„We will go on,“ Ruth Vance said.",
        "„We will go on“, Ruth Vance said.",
        "»We will go on«, said Ruth Vance.",
        "« We will go on », said Ruth Vance.",
        "”We will go on”, said Ruth Vance.",
    ],
)
def test_all_kinds_of_marks_are_read_and_left_out(text: str) -> None:
    assert [(words.rstrip(","), who) for words, who in said(text)] == [("We will go on", "Ruth Vance")]


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", "»«", '""', "‘’"])
def test_who_speaks_does_not_hang_on_the_kind_of_marks(marks: str) -> None:
    text = (
        "{Go on,} said Ruth Vance. {Never stop.}\n\nShe left. {It was late}, she said, {and dark}.\n\n"
        "{The bridge is old now.} — Michael Sorrel\n\nPolice said it was {safe for everybody}."
    ).replace("{", marks[0]).replace("}", marks[1])  # fmt: skip
    assert [speaker for _, speaker in said(text)] == [*["Ruth Vance"] * 4, "Michael Sorrel", "Police"]


def test_an_apostrophe_opens_and_closes_nothing() -> None:
    assert said("Ruth Vance’s friends’ cars didn’t start in the ’90s, Sorrel’s neither.") == []


def test_a_quote_that_is_interrupted_has_one_speaker() -> None:
    found = said("“We will go,” Ruth Vance said, “and we will not come back.” “Never again in this life.”")
    assert [speaker for _, speaker in found] == ["Ruth Vance"] * 3


def test_a_quote_that_goes_on_over_paragraphs_has_one_speaker() -> None:
    text = "“We will go on with this.\n\n“And we will not stop,” Ruth Vance said.\n\n“Not ever, for nobody.”"
    assert [speaker for _, speaker in said(text)] == ["Ruth Vance"] * 3


def test_a_quote_between_single_marks_goes_on_over_paragraphs() -> None:
    text = "‘We will go on with this.\n\n‘And we will not stop,’ Ruth Vance said."
    assert said(text) == [
        ("We will go on with this.", "Ruth Vance"),
        ("And we will not stop,", "Ruth Vance"),
    ]


TRANSCRIPT = """RUTH VANCE, HOST: Good evening. I have Senator Michael Sorrel with me.

SEN. MICHAEL SORREL (I), NORLAND: Thank you.

VANCE: Will you go?

(APPLAUSE)

SORREL: I will not. “Never,” I said.

And I mean it.

VANCE: Thank you."""


def test_a_transcript_gives_each_paragraph_to_its_label() -> None:
    assert said(TRANSCRIPT) == [
        ("Good evening. I have Senator Michael Sorrel with me.", "Ruth Vance"),
        ("Thank you.", "Michael Sorrel"),
        ("Will you go?", "Ruth Vance"),
        ("I will not. “Never,” I said.", "Michael Sorrel"),
        ("And I mean it.", "Michael Sorrel"),
        ("Thank you.", "Ruth Vance"),
    ]


def test_answers_are_those_of_the_one_who_was_introduced_and_questions_are_left_out() -> None:
    text = "We met Ruth Vance.\n\nQ: Are you glad?\n\nA: I am.\n\nQ: Why?\n\nA: You ask me!"
    assert said(text) == [("I am.", "Ruth Vance"), ("You ask me!", "Ruth Vance")]


@pytest.mark.parametrize(
    "text",
    [
        "WHAT: A fair\n\nWHEN: 3 May\n\nWHERE: Oslo\n\nWHO: You and me",
        "Ruth Vance: 1,769.\n\nMichael Sorrel: 1,501.\n\nRuth Vance: 547.\n\nMichael Sorrel: 46.",
        "Ruth Vance: I will go.\n\nShe left for Oslo.",
    ],
)
def test_lists_with_labels_are_no_transcript(text: str) -> None:
    assert said(text) == []


def test_a_quote_inside_a_quote_is_not_counted_twice() -> None:
    assert said("“He told me ‘go away now please’ and I went,” Ruth Vance said.") == [
        ("He told me ‘go away now please’ and I went,", "Ruth Vance")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The song “Rivers of Norland” was played.",
        "The so-called “smart” pump failed.",
        "He read “The Long Way Home” on the train.",
        "Ruth “Bo” Vance came.",
        "They sell a “fresh” drink.",
    ],
)
def test_titles_nicknames_and_scare_quotes_are_no_quotes(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ruth Vance called it a “terrible mistake” on Monday.", "partial"),
        ("Ruth Vance said: “It is a terrible mistake.”", "direct"),
        ("“It is a terrible mistake,” she said.", "direct"),
    ],
)
def test_fragments_are_partial_and_sentences_direct(text: str, kind: str) -> None:
    assert [one.kind for one in quotes(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Ruth Vance said that the bridge is safe for now.", "the bridge is safe for now", "Ruth Vance"),
        (
            "The bridge is safe for now, Ruth Vance said on Monday.",
            "The bridge is safe for now",
            "Ruth Vance",
        ),
        ("According to Reuters, the bridge is safe for now.", "the bridge is safe for now", "Reuters"),
        (
            "According to Ruth Vance, a judge from Oslo, the bridge is safe.",
            "the bridge is safe",
            "Ruth Vance",
        ),
        ("Police said the bridge was safe for now.", "the bridge was safe for now", "Police"),
        ("Officials said on Monday that the bridge is safe.", "the bridge is safe", "Officials"),
        ("Ruth Vance said late on Monday the bridge is safe.", "the bridge is safe", "Ruth Vance"),
        ("Ruth Vance, a judge, said in Oslo that the bridge is safe.", "the bridge is safe", "Ruth Vance"),
        ("Ruth Vance told reporters on Monday that the bridge is safe.", "the bridge is safe", "Ruth Vance"),
        ("Ruth Vance told Reuters the bridge is safe.", "the bridge is safe", "Ruth Vance"),
        ("Asked by police, Ruth Vance said the bridge is safe.", "the bridge is safe", "Ruth Vance"),
        (
            "The bridge, Ruth Vance said, is safe for now.",
            "The bridge, Ruth Vance said, is safe for now",
            "Ruth Vance",
        ),
        ("Ruth Vance said the bridge is safe; it is not old.", "the bridge is safe", "Ruth Vance"),
        (
            "There were protests in which, according to Norland Aid, 21 people were killed.",
            "21 people were killed",
            "Norland Aid",
        ),
    ],
)
def test_reported_speech_is_a_kind_of_its_own(text: str, words: str, speaker: str) -> None:
    found = find_quotes(text, find_names(text))
    assert [(one.kind, one.text, one.speaker) for one in found] == [("reported", words, speaker)]


def test_two_statements_of_one_sentence_are_two() -> None:
    text = "Ruth Vance said the bridge is safe and warned that the road was not."
    found = [(one.text, one.speaker) for one in find_quotes(text, find_names(text))]
    assert found == [("the bridge is safe", "Ruth Vance"), ("the road was not", "Ruth Vance")]


@pytest.mark.parametrize(
    "text",
    [
        "Ruth Vance did not say whether the bridge is safe.",
        "Ruth Vance declined to say that the bridge is safe.",
        "The bridge that Ruth Vance said was safe fell down.",
        "The judge for the three towns, said Ruth Vance.",
        "Ruth Vance reported from the bridge in Oslo.",
    ],
)
def test_what_nobody_states_is_no_reported_speech(text: str) -> None:
    assert find_quotes(text, find_names(text)) == []


def test_an_office_that_is_over_names_nobody() -> None:
    text = "Former prime minister Ruth Vance left. It rained.\n\n“We will go on with it,” the prime minister said."
    assert quotes(text)[0].why != "the text calls Ruth Vance “Former prime minister”"


def test_an_office_is_resolved_by_the_record() -> None:
    text = "It rained. “We will go on with it,” the finance minister said."
    found = quotes(text, [Office("Ruth Vance", "finance minister of Norland", "vance")])
    assert (found[0].speaker, found[0].speaker_entity) == ("Ruth Vance", "vance")


def test_a_linked_speaker_has_the_records_id() -> None:
    text = "Ruth Vance came. “We will go on with it,” she said."
    found = find_quotes(text, find_names(text, KnownNames([KnownName("Ruth Vance", 9, "person")])))
    assert found[0].speaker_entity == 9


PIECES = st.sampled_from([
    "“", "”", '"', "‘", "’", "'", "«", "»", "Ruth Vance", "said",
    "she", "the letter", "We will go on", ",", ".", "\n\n", "that", "according to", "—", ":", "\u00a0",
])  # fmt: skip


@settings(deadline=None)
@given(
    st.lists(PIECES, max_size=40).map(" ".join)
    | st.lists(PIECES, max_size=40).map("".join)
    | st.text(max_size=200)
)
def test_quotes_are_spans_of_the_text_and_the_same_every_time(text: str) -> None:
    mentions = find_names(text)
    found = find_quotes(text, mentions)
    assert all(0 <= q.start < q.end <= len(text) and text[q.start : q.end] == q.text for q in found)
    assert found == find_quotes(text, mentions)
    direct = [one for one in found if one.kind != "reported"]
    assert all(one.end <= other.start for one, other in pairwise(direct))
