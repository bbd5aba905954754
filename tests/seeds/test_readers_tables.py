"""JSON Lines and CSV. No database."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seeds.readers import tables
from seeds.readers.said import words
from tests.seeds.reading import one, parts, read, refused

ROW = {
    "id": "urn:x:1",
    "headline": "Town votes",
    "standfirst": "A vote.",
    "dateline": "HALIFAX",
    "text": "The town voted on Tuesday.\n\nIt said “yes”, and meant it.",
    "authors": ["Ada Penn", "Bea Stone"],
    "publisher": "The Example Times",
    "published": "2019-06-14T23:30:00-04:00",
    "updated": "2019-06-15T10:00:00Z",
    "url": "https://times.example/v",
    "language": "en-CA",
    "rights": "licensed",
    "image": "https://times.example/v.jpg",
    "image_credit": "Cy Photo",
    "image_alt": "People at a desk",
    "image_caption": "The vote.",
}


def as_csv(*rows, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(ROW), delimiter=delimiter)
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "authors": "; ".join(row.get("authors", []))})
    return text.getvalue()


def as_lines(*rows):
    return "\n".join(json.dumps(row) for row in rows)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", as_lines(ROW)),
        ("a.ndjson", "\ufeff" + as_lines(ROW)),
        ("a.csv", as_csv(ROW)),
        ("a.csv", "\ufeff" + as_csv(ROW, delimiter=";")),
        ("a.csv", as_csv(ROW, delimiter="\t")),
    ],
)
def test_a_row_is_a_document_with_all_it_says(tmp_path, name, content):
    document = one(tmp_path, name, content)
    found = document.said
    assert document.text == ROW["text"]
    assert (found.headline, found.standfirst, found.dateline) == ("Town votes", "A vote.", "HALIFAX")
    assert found.bylines == (("Ada Penn", "author"), ("Bea Stone", "author"))
    assert (found.publisher, found.published, found.url, found.language, found.rights) == (
        "The Example Times",
        "2019-06-14",
        "https://times.example/v",
        "en-CA",
        "licensed",
    )
    assert (found.picture.credit, found.picture.alt, found.picture.caption) == (
        "Cy Photo",
        "People at a desk",
        "The vote.",
    )
    assert (document.key, found.version) == ("item:urn:x:1", "2019-06-15T10:00:00.000+00:00")


def test_an_id_that_is_no_uri_counts_within_its_publisher_or_else_its_file(tmp_path):
    assert one(tmp_path, "a.jsonl", as_lines({**ROW, "id": "1"})).key == "item:The Example Times#1"
    assert one(tmp_path, "a.jsonl", as_lines({"id": "1", "text": "Words."})).key == "item:a#1"
    assert one(tmp_path, "a.jsonl", as_lines({"text": "Words."})).key is None


def test_the_bytes_of_a_csv_row_can_be_read_alone(tmp_path):
    documents, _ = parts(read(tmp_path, "a.csv", as_csv(ROW, {**ROW, "id": "urn:x:2"})))
    again = one(tmp_path, "b.csv", documents[1].content)
    assert (again.said, again.text, again.key) == (documents[1].said, documents[1].text, "item:urn:x:2")


def test_a_line_that_is_wrong_is_refused_and_the_rest_is_read(tmp_path):
    lines = [
        "{",
        as_lines(ROW),
        '{"txt": "x"}',
        '{"id": 3, "text": "x"}',
        '{"text": " "}',
        "3",
        '{"text": "\\ud800"}',
        as_lines(ROW),
    ]
    documents, problems = parts(read(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [document.lines.line for document in documents] == [2, 8]
    assert [problem.split(" ")[0] for problem in problems] == ["1", "3", "4", "5", "6", "7"]
    assert "did you mean “text”?" in problems[1]


def test_a_row_that_is_wrong_is_refused_at_its_first_line_and_the_rest_is_read(tmp_path):
    text = 'id,text,published\n1,"One\n\nthing.",2019-06-14\n2,,\n3,"x"y,\n4,a,b,c\n5,Five.,2019-02-30\n6,Six.,\n\n'
    documents, problems = parts(read(tmp_path, "a.csv", text))
    assert [document.lines.line for document in documents] == [2, 9]
    assert [problem.split(": ")[0] for problem in problems] == ["5 text", "6 None", "7 None", "8 published"]


@pytest.mark.parametrize(
    ("content", "words_"),
    [
        ("", "1 None: The file is empty"),
        ("id,txt\n1,x", "1 txt: “txt” is no column here: did you mean “text”?"),
        ("text\r,id\n1,x", "1 None: The names of the columns cannot be read"),
        ("id,id\n1,x", "1 id: The column “id” stands here twice"),
        (b"id,text\n1,Zo\xeb.", "2 None: The byte 0xEB is not UTF-8"),
        ("id,text\n1,\0.", "2 None: There is a NUL byte here"),
        ('id,text\n1,"no end\n\n', "2 None: This row cannot be read"),
    ],
)
def test_a_table_that_is_wrong_is_refused_at_its_line(tmp_path, content, words_):
    assert refused(tmp_path, "a.csv", content)[0].startswith(words_)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_line_too_long_is_refused_without_holding_it(tmp_path, name, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST", 1000)
    first = "" if name == "a.jsonl" else "text\n"
    documents, problems = parts(read(tmp_path, name, f"{first}{'x' * 5000}\n" + as_lines({"text": "Two."})))
    assert "The line is longer than" in problems[0]
    assert len(documents) == (name == "a.jsonl")


def test_a_quotation_mark_left_open_ends_before_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST", 100)
    assert "This row has no end" in refused(tmp_path, "a.csv", 'text\n"' + "words and words\n" * 50)[0]


def test_rows_are_read_one_by_one(tmp_path):
    (tmp_path / "a.jsonl").write_text(as_lines(ROW, ROW) + "\n")
    found = tables.read_json_lines(tmp_path / "a.jsonl")
    assert next(found.documents).lines.line == 1
    assert len(found.sha256) == 64


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
ROWS = st.lists(st.fixed_dictionaries({"text": TEXTS, "headline": TEXTS, "standfirst": TEXTS}), max_size=4)
fast = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@fast
@given(rows=ROWS)
def test_what_is_written_as_json_lines_is_read_back(tmp_path, rows):
    documents, problems = parts(read(tmp_path, "a.jsonl", as_lines(*rows)))
    wanted = [row for row in rows if row["text"].strip()]
    assert len(documents) + len(problems) == len(rows)
    assert [d.text for d in documents] == [
        r["text"].replace("\r\n", "\n").replace("\r", "\n") for r in wanted
    ]
    assert [d.said.headline for d in documents] == [words(r["headline"]) for r in wanted]


@fast
@given(rows=ROWS)
def test_what_is_written_as_csv_is_read_back(tmp_path, rows):
    rows = [{name: value.replace("\r", " ") for name, value in row.items()} for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, ["text", "headline", "standfirst"], quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    documents, _ = parts(read(tmp_path, "a.csv", text.getvalue()))
    wanted = [row for row in rows if row["text"].strip()]
    assert [(d.text, d.said.headline) for d in documents] == [
        (r["text"], words(r["headline"])) for r in wanted
    ]


@fast
@given(content=st.binary(max_size=300))
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.rss", "a.xml", "a.html"])
def test_any_bytes_are_read_or_refused(tmp_path, name, content):
    found = read(tmp_path, name, content)
    documents, problems = parts(found)
    assert found.not_ours or documents or problems or not content.strip() or name == "a.jsonl"
