"""Cleaning: what of a pasted page is the article, what was taken out and why."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import html_of, text_of
from seeds.cleaning import Byline, CleanDocument, Credit, clean
from seeds.cleaning.bylines import is_name, names_in, read_credit
from seeds.cleaning.heading import read_dateline
from seeds.cleaning.language import language_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"

PAGE = """Skip to main content
  Menu
    * Home
    * Harbour
    * Politics
  We use cookies on this website. By using this website you accept cookies.

      Council approves the new harbour wall

      By Ada Miller and Jon O'Brien, staff reporters

      Updated: 3 May 2021, 09:01 AM

      Share on Facebook
      Tweet

      PORT ELLEN — The town council voted nine to four on Monday to build a harbour wall of granite.

      The wall will cost three million pounds, the mayor said after the vote in the old town hall.

      The harbour at low tide before the work began.
      Photo: Karen Rowe / Reuters

      A long debate

      “We have waited for twenty years, and the sea does not wait for us,” the mayor told the meeting.

      Advertisement

      Fishermen had asked for the wall after two storms sank eleven boats in the winter of 2019.

      Read more: How the storm came to the harbour

      Sign up for our daily newsletter

      Opponents of the plan said that the money was needed for the school and for the island road.

      Additional reporting by Mia Chen

      Ada Miller

      Ada is a reporter who covers the islands and has written about the sea for ten years.

  Related stories
    * Ferry fares to rise again
    * Old lighthouse finds a buyer
  3 comments
    I am so glad that they finally did something about this harbour after all these years.
  © 2021 Island Courier. All rights reserved.
  Privacy policy
"""


@pytest.fixture(scope="module")
def page() -> CleanDocument:
    return clean(PAGE)


def reasons(document: CleanDocument) -> dict[str, str]:
    return {entry.text: entry.reason for entry in document.removed}


def test_the_headline_is_found_and_stands_in_neither_body_nor_removed(page: CleanDocument) -> None:
    assert page.headline == "Council approves the new harbour wall"
    assert page.headline not in page.body
    assert page.headline not in reasons(page)


def test_the_body_holds_the_paragraphs_and_the_subhead_in_order(page: CleanDocument) -> None:
    starts = [block.split()[0:2] for block in page.body.split("\n\n")]
    assert starts == [
        ["PORT", "ELLEN"],
        ["The", "wall"],
        ["A", "long"],
        ["“We", "have"],
        ["Fishermen", "had"],
        ["Opponents", "of"],
    ]
    assert [page.body[start:end] for start, end in page.subheads] == ["A long debate"]


def test_body_lines_tell_where_in_the_page_each_block_came_from(page: CleanDocument) -> None:
    lines = PAGE.split("\n")
    blocks = page.body.split("\n\n")
    assert len(blocks) == len(page.body_lines)
    assert all(block == lines[at[0] - 1].strip() for block, at in zip(blocks, page.body_lines, strict=True))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Skip to main content", "navigation"),
        ("* Politics", "navigation"),
        ("We use cookies on this website. By using this website you accept cookies.", "legal"),
        ("By Ada Miller and Jon O'Brien, staff reporters", "byline"),
        ("Updated: 3 May 2021, 09:01 AM", "date"),
        ("Share on Facebook", "share"),
        ("The harbour at low tide before the work began.", "caption"),
        ("Photo: Karen Rowe / Reuters", "credit"),
        ("Advertisement", "advertisement"),
        ("Read more: How the storm came to the harbour", "related"),
        ("Sign up for our daily newsletter", "newsletter"),
        ("Additional reporting by Mia Chen", "contributor"),
        ("Ada is a reporter who covers the islands and has written about the sea for ten years.", "author"),
        ("* Ferry fares to rise again", "related"),
        ("3 comments", "comments"),
        ("© 2021 Island Courier. All rights reserved.", "legal"),
        ("Privacy policy", "legal"),
    ],
)
def test_each_removed_line_keeps_its_reason(page: CleanDocument, text: str, reason: str) -> None:
    assert reasons(page)[text] == reason


def test_the_people_who_made_it_are_named_once_each_with_their_role(page: CleanDocument) -> None:
    bio = "Ada is a reporter who covers the islands and has written about the sea for ten years."
    assert set(page.bylines) == {
        Byline("Ada Miller", "author", bio),
        Byline("Jon O'Brien", "author"),
        Byline("Mia Chen", "contributor"),
    }
    assert page.credits == [Credit("Karen Rowe", "Reuters", "Photo: Karen Rowe / Reuters")]


def test_dateline_day_and_language_are_what_the_page_says(page: CleanDocument) -> None:
    assert (page.dateline, page.published, page.language) == ("PORT ELLEN", "2021-05-03", "en")


def test_a_paragraph_between_headline_and_byline_is_the_standfirst() -> None:
    text = (
        "Bridge opens after six years\n\nThe longest bridge of the province carries its first cars.\n\nBy"
        " Ada Miller\n\n"
        "The bridge over the river opened on Friday with a parade of old cars and a brass band.\n\n"
        "It had been planned for six years, and the bridge cost twice what the province expected."
    )
    document = clean(text)
    assert document.standfirst == "The longest bridge of the province carries its first cars."
    assert document.headline == "Bridge opens after six years"
    assert document.standfirst not in document.body


PARAGRAPHS = """

The town council voted nine to four on Monday to build a harbour wall of granite.

The wall will cost three million pounds, the mayor said after the vote in the old town hall.
"""


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("Ada Miller and Jon O'Brien\n3 May 2021", ["Ada Miller", "Jon O'Brien"]),
        ("Ada Miller in Port Ellen\n3 May 2021", ["Ada Miller"]),
        ("Ada Miller, dpa\n3 May 2021", ["Ada Miller"]),
        ("Ada Miller North of England correspondent\n@ada\n3 May 2021", ["Ada Miller"]),
        ("By Ada Miller ada@harbour.example", ["Ada Miller"]),
        ("BY ADA MILLER AND JON MOSS", ["ADA MILLER", "JON MOSS"]),
        ("Wall Approved in Port Ellen\n3 May 2021", []),
        ("Letters to the editor\n3 May 2021", []),
    ],
)
def test_authors_are_named_over_the_article_in_many_ways(byline: str, authors: list[str]) -> None:
    found = clean(f"Council approves the new harbour wall\n{byline}{PARAGRAPHS}")
    assert [one.name for one in found.bylines] == authors


@pytest.mark.parametrize(
    ("first", "is_date"),
    [
        (
            "On Monday, 3 May 2021, the council of the town said that the\nwall would be built of granite",
            False,
        ),
        ("The mayor said on 3 May 2021 that the wall would be built", False),
        ("Ada Miller, builder of walls, born 1 June 1940; died 3 May 2021", False),
        ("Ada Miller | Updated: 3 May 2021, 09:01", True),
        ("This article was last updated on 3 May 2021", True),
    ],
)
def test_a_sentence_with_a_date_is_no_date_line(first: str, is_date: bool) -> None:
    found = clean(first + PARAGRAPHS)
    assert (found.published == "2021-05-03") is is_date


def test_an_article_goes_on_behind_a_box_that_says_read_more() -> None:
    tail = "Jon Moss, who has a boat, said that he was glad of it. The owners of the quay said nothing."
    found = clean(f"Harbour wall{PARAGRAPHS}\nSign up for our daily newsletter\nRead more\n{tail}\n")
    assert found.body.endswith(tail)


def test_an_opening_paragraph_without_byline_under_it_stays_in_the_body() -> None:
    text = (
        "Bridge opens after six years\n\nThe longest bridge of the province carried its first cars on"
        " Friday.\n\n"
        "It had been planned for six years, and the bridge cost twice what the province expected."
    )
    document = clean(text)
    assert document.standfirst is None
    assert document.body.startswith("The longest bridge")


def test_a_text_without_headline_has_none_and_none_is_invented() -> None:
    document = clean(
        "The bridge over the river opened on Friday.\n\nIt had been planned for six years by two towns."
    )
    assert document.headline is None
    assert document.removed == []


def test_paragraphs_wrapped_by_hand_are_joined_and_remember_their_lines() -> None:
    text = (
        "The bridge over the river opened on Friday with a parade of old\ncars and a brass band, and the"
        " mayor cut a long red ribbon that\n"
        "the school had sewn.\n\nIt had been planned for six years, and the bridge cost twice what\n"
        "the province expected when the first drawings were shown to the\npublic in the town hall.\n"
    )
    document = clean(text)
    assert document.body_lines == [(1, 2, 3), (5, 6, 7)]
    assert "\n" not in document.body.split("\n\n")[0]


def test_mail_that_wraps_its_lines_is_read_in_paragraphs() -> None:
    text = (
        "Subject: Mayor resigns\n\nMayor resigns after vote\n\n"
        "TORONTO, June 24 (Reuters) - The mayor of the town resigned on Wednesday after losing a\n"
        "vote in the council over the budget for the harbour, officials said.\n\n"
        "The vote ended nine to four. It was the first such vote in thirty years, and the council\n"
        "will meet again on Friday to choose somebody to act as mayor.\n\n"
        "(Reporting by Ann Lee in Toronto and Bo Park in Ottawa; additional reporting by\nCy Young)\n"
    )
    document = clean(text)
    assert document.headline == "Mayor resigns after vote"
    assert document.dateline == "TORONTO, June 24 (Reuters)"
    assert document.body_lines == [(5, 6), (8, 9)]
    assert [(b.name, b.role) for b in document.bylines] == [
        ("Ann Lee", "author"),
        ("Bo Park", "author"),
        ("Cy Young", "contributor"),
    ]


def test_lines_count_from_one_by_newlines_alone() -> None:
    text = "Menu\r\n\r\nThe bridge over the river\x0copened on Friday with a parade.\r\nPrivacy policy\r\n"
    document = clean(text)
    assert document.body_lines == [(3,)]
    assert [(entry.line, entry.reason) for entry in document.removed] == [(1, "navigation"), (4, "legal")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(Image credit: Photo credit: Karen Rowe / Shutterstock)", ("Karen Rowe", "Shutterstock")),
        ("Photo: Damian Lund, AP", ("Damian Lund", "AP")),
        ("Photograph: Tim Roberts/Getty Images", ("Tim Roberts", "Getty Images")),
        ("Credit... Doug Marsh/The Daily Courier", ("Doug Marsh", "The Daily Courier")),
        ("Natalia Nash | Bloomberg | Getty Images", ("Natalia Nash", "Bloomberg/Getty Images")),
        ("© Reuters", (None, "Reuters")),
        ("Image Credit: Getty Images", (None, "Getty Images")),
        ("Photo by Ann Lee via Getty Images", ("Ann Lee", "Getty Images")),
    ],
)
def test_credits_are_read_in_their_forms(line: str, expected: tuple[str | None, str | None]) -> None:
    credit = read_credit(line)
    assert (credit.name, credit.agency, credit.text) == (*expected, line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Miller", ["Ada Miller"]),
        ("Ada Miller and Jon O'Brien", ["Ada Miller", "Jon O'Brien"]),
        (
            "Ada Miller, Jon O'Brien and Mia de la Cruz, Staff Writers",
            ["Ada Miller", "Jon O'Brien", "Mia de la Cruz"],
        ),
        ("Tom K. Reed, AP Auto Writer", ["Tom K. Reed"]),
        ("Ada Writer and Bea Stone", ["Ada Writer", "Bea Stone"]),
        ("Tom K. Post, Staff Writer", ["Tom K. Post"]),
        ("June Miller and April Stone", ["June Miller", "April Stone"]),
        ("Reuters", ["Reuters"]),
        ("the sea and the wind", []),
        ("", []),
    ],
)
def test_names_are_read_from_a_byline(text: str, expected: list[str]) -> None:
    assert names_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Staff Reporter",
        "Read More",
        "ada miller",
        "Ada",
        "A B C D E F",
        "May 3",
        "Austin Post",
        "June Sunday",
    ],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "--With assistance from Mia Chen and Bo Lund.",
            [("Mia Chen", "contributor"), ("Bo Lund", "contributor")],
        ),
        ("(Reporting by Mia Chen; Editing by Bo Lund)", [("Mia Chen", "author")]),
        ("Mia Chen contributed to this report.", [("Mia Chen", "contributor")]),
        (
            "Reporting by Mia Chen; additional reporting by Bo Lund",
            [("Mia Chen", "author"), ("Bo Lund", "contributor")],
        ),
    ],
)
def test_closing_lines_name_who_helped(line: str, expected: list[tuple[str, str]]) -> None:
    body = (
        "The bridge over the river opened on Friday.\n\nIt had been planned for six years by the two towns."
    )
    document = clean(f"{body}\n\n{line}")
    assert [(byline.name, byline.role) for byline in document.bylines] == expected
    assert document.body == body
    assert document.removed[0].reason in ("contributor", "byline")


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("OTTAWA — The minister resigned on Friday.", "OTTAWA"),
        ("OTTAWA (Reuters) - The minister resigned on Friday.", "OTTAWA (Reuters)"),
        ("SAINT JOHN, N.B. – The minister resigned on Friday.", "SAINT JOHN, N.B."),
        ("(Reuters) — The minister resigned on Friday.", "(Reuters)"),
        ("The minister — who is ill — resigned on Friday.", None),
        ("Ottawa will decide on Friday.", None),
    ],
)
def test_datelines_are_read_where_a_paragraph_opens_with_one(paragraph: str, expected: str | None) -> None:
    assert read_dateline(paragraph) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council of the town said that it will vote on the plan for the wall in the spring.", "en"),
        (
            "Der Rat der Stadt hat gesagt, dass er im Frühling über den Plan für die Mauer abstimmen wird.",
            "de",
        ),
        (
            "Le conseil de la ville a dit que les habitants vont voter sur le plan pour le mur dans les"
            " mois qui viennent.",
            "fr",
        ),
        ("Городской совет сказал, что весной он будет голосовать по этому плану.", "ru"),
        ("市議会は春に計画について投票すると発表しました。町の人々は長い間それを待っていました。", "ja"),
        ("Pos 1 2 3 4 5", None),
        ("", None),
    ],
)
def test_the_language_is_told_or_left_unknown(text: str, expected: str | None) -> None:
    assert language_of(text) == expected


HOSTILE = [
    "",
    " \n\t\n",
    "\x00\x00\x00",
    "word",
    "A" * 20_000,
    "(" * 20_000,
    ". " * 20_000,
    "By " * 5_000,
    "share facebook " * 5_000,
    "“" * 3_000 + "he said",
    "COUNCIL VOTES FOR WALL.\n\nTHE COUNCIL VOTED ON MONDAY FOR A WALL OF GRANITE AT THE HARBOUR.",
    "\u202eمجلس المدينة صوت يوم الاثنين على بناء جدار جديد من الجرانيت في الميناء القديم.",
    "\r\n".join(["One line of text that ends here.", "Another one that ends there."]),
    "\ud800 lone surrogate in a line of text that has some words.",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_read_without_a_crash(text: str) -> None:
    assert_sound(text)


WORDS = """the council voted on Monday for a wall of granite, mayor said. By Ada Miller Menu Share Facebook
Twitter Photo: Reuters Advertisement Related 3 comments © 2021 • * - 12 May, 2021 “We wait” (AP) Read more:
http://a.example/b newsletter About the author is a reporter Sign up for our"""
words = st.sampled_from(WORDS.split())
lines = st.builds(" ".join, st.lists(words, max_size=30))
pages = st.builds(
    lambda parts: "".join(" " * indent + line + end for indent, line, end in parts),
    st.lists(st.tuples(st.integers(0, 12), lines, st.sampled_from(["\n", "\n\n", "\r\n"])), max_size=25),
)


@given(pages)
def test_any_page_is_read_soundly(text: str) -> None:
    assert_sound(text)


@given(st.text(max_size=400))
def test_any_text_is_read_soundly(text: str) -> None:
    assert_sound(text)


def assert_sound(text: str) -> None:
    """The promises that hold for every text."""
    document = clean(text)
    assert_words_in_order(document.body, text)
    assert_every_line_is_accounted_for(document, text)
    assert all(document.body[start:end] in document.body.split("\n\n") for start, end in document.subheads)
    again = clean(document.body)
    assert again.body == document.body
    assert again.removed == []


def assert_words_in_order(body: str, text: str) -> None:
    source = iter(words_of(text))
    assert all(word in source for word in re.findall(r"\w+", body)), (
        "a word that is not in the page, or out of order"
    )


def assert_every_line_is_accounted_for(document: CleanDocument, text: str) -> None:
    """Body, removed, headline and standfirst together are the page, and no line is in two of them."""
    gone = [entry.line for entry in document.removed]
    kept = [number for numbers in document.body_lines for number in numbers]
    assert sorted(gone) == gone
    assert len({*gone, *kept}) == len(gone) + len(kept)
    raws = text.split("\n")
    assert all(raws[entry.line - 1].strip() == entry.text for entry in document.removed)
    seen = {*gone, *kept}
    left = [raw for n, raw in enumerate(raws, 1) if n not in seen and any(map(str.isalnum, raw))]
    assert words_of(*left) == words_of(document.headline, document.standfirst)


def words_of(*texts: str | None) -> list[str]:
    return re.findall(
        r"\w+", re.sub("[\u00ad\u200b\u2060\ufeff]", "", " ".join(text or "" for text in texts))
    )


@given(pages)
def test_the_body_is_what_text_of_gives_for_it(text: str) -> None:
    document = clean(text)
    assert text_of(html_of(document.body, document.subheads)) == document.body


GOLD = sorted((SHARED / "gold").glob("*.json")) if SHARED.is_dir() else []


@pytest.mark.skipif(not GOLD, reason="the two real documents are not beside this checkout (../shared/seeds)")
@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.stem)
def test_the_real_documents_are_read_as_a_careful_reader_does(gold: Path) -> None:
    expected: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    document = clean((SHARED / "raw" / expected["document"]).read_text(encoding="utf-8"))
    blocks = sorted(expected["body_paragraph_lines"] + expected["subhead_lines"])
    assert document.headline == expected["headline"]
    assert document.body_lines == [(line,) for line in blocks]
    assert len(document.subheads) == len(expected["subhead_lines"])
    removed = {str(entry.line): entry.reason for entry in document.removed}
    assert removed.keys() == expected["removed_lines"].keys()
    assert all(reason in expected["removed_lines"][line] for line, reason in removed.items())
    assert [(b.name, b.role) for b in document.bylines] == [
        (b["name"], b["role"]) for b in expected["bylines"]
    ]
    assert [bool(b.bio) for b in document.bylines] == ["bio_line" in b for b in expected["bylines"]]
    assert [(c.name, c.agency) for c in document.credits] == [
        (c["name"], c["agency"]) for c in expected["credits"]
    ]
