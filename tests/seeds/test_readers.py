"""The readers of files: what they refuse, at which line, and with which cure. No database."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.finding import find_files, in_order
from seeds.readers import reader_of
from seeds.readers.articles import read_article
from seeds.readers.documents import read_document
from seeds.readers.editions import read_editions
from seeds.readers.files import LARGEST
from seeds.readers.nodes import parse
from seeds.readers.structured import read_structured
from seeds.records import FileRead, Lines, Record, Refusal


def read(tmp_path, content, name="a.yaml"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reader = reader_of(path)
    assert reader
    return reader(path)


def said(found):
    return [f"{problem.line} {problem.field}: {problem.message}" for problem in found.problems]


# Files


@pytest.mark.parametrize("name", ["a.yaml", "a.md", "a.editions.json"])
@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "The file is empty"),
        (b" \n\t\n", None, "The file is empty"),
        (b"\xef\xbb\xbf", None, "The file is empty"),
        (b"people:\n- id: a\n  name: Zo\xeb\n", 3, "The byte 0xEB is not UTF-8: save the file as UTF-8."),
        ("people: ü".encode("utf-16"), 1, "The byte 0xFF is not UTF-8"),
        (b"one\ntwo \0\n", 2, "There is a NUL byte here"),
    ],
)
def test_what_is_no_text_is_refused_in_every_format(tmp_path, name, content, line, words):
    found = read(tmp_path, content, name)
    assert (found.refused, found.records, found.document) == (1, [], None)
    assert found.problems[0].line == line
    assert found.problems[0].message.startswith(words)


@pytest.mark.parametrize("name", ["a.yaml", "a.md", "a.txt", "a.editions.json"])
def test_a_file_over_50_mb_is_refused_unread(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    found = reader_of(path)(path)
    assert said(found) == ["None None: The file has 50 MB, the most that is read is 50 MB: split it."]


def test_a_byte_order_mark_and_windows_line_ends_are_read_over(tmp_path):
    found = read(tmp_path, b"\xef\xbb\xbfpeople:\r\n  - id: ada\r\n    name: Ada\r\n    nam: x\r\n")
    assert said(found) == ["4 nam: “nam” is no key here: did you mean “name”?"]
    crlf = read(tmp_path, b"---\r\nid: a\r\nheadline: H\r\n---\r\nOne.\r\n\r\nTwo.\r\n", "a.md")
    assert crlf.records[0].values["body"] == "<p>One.</p><p>Two.</p>"


def test_what_is_no_ordinary_file_is_not_read(tmp_path):
    import os

    os.mkfifo(tmp_path / "a.txt")
    assert "no ordinary file" in said(read_document(tmp_path / "a.txt"))[0]


# YAML


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("people:\n  - id: a\n   name: b", 3, "This is not YAML, at column 4:"),
        ("people: [", 1, "This is not YAML, at the end:"),
        ("people:\n  - {id: a", 2, "This is not YAML, at column 5:"),
        ("a: b: c", 1, "This is not YAML, at column 5: mapping values are not allowed"),
        ("people:\n\t- id: a", 2, "This is not YAML, at column 1: found character that cannot start"),
        ("a: é\x07", 1, "The character U+0007 may not stand in YAML"),
        ("a: 1\n---\nb: 2", 2, "A second document begins here"),
        ("a: *b", 1, "“*b” names no value before this line."),
        ("a: &a [*a]", 1, "“*a” names no value before this line."),
        ("? [a]\n: b", 1, "A key must be a word."),
        ("a: 1\nb: 2\na: 3", 3, "“a” stands here twice (first in line 1): keep one."),
        ("[" * 100_000, 1, "Values lie more than 50 deep"),
        ("- " * 100_000 + "x", 1, "Values lie more than 50 deep"),
    ],
)
def test_what_is_no_yaml_is_refused_at_its_line(text, line, words):
    with pytest.raises(Refusal) as refused:
        parse(text)
    (problem,) = refused.value.problems
    assert problem.line == line
    assert problem.message.startswith(words)


def test_aliases_that_blow_up_are_refused():
    levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    levels += [
        f"{n}: &{n} [{', '.join(f'*{before}' for _ in range(10))}]"
        for before, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    with pytest.raises(Refusal, match="Aliases repeat too much here"):
        parse("\n".join(levels))


def test_an_alias_repeats_a_value_and_keeps_its_own_line():
    value, lines = parse("a: &a {b: 1}\nc: *a\n")
    assert value == {"a": {"b": "1"}, "c": {"b": "1"}}
    assert lines.of("c") == 2


@pytest.mark.parametrize("text", ["NO", "no", "2018-12", "1_000", "0x10", "1e3", "on", "12:30", "2018-12-01"])
def test_words_and_dates_stay_as_they_were_written(text):
    assert parse(f"a: {text}")[0] == {"a": text}


def test_nothing_written_is_nothing_and_quoted_words_are_words():
    assert parse("a:\nb: ~\nc: null\nd: 'null'\ne: ''")[0] == {
        "a": None,
        "b": None,
        "c": None,
        "d": "null",
        "e": "",
    }


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text):
    problems = ["none"]
    try:
        parse(text)
    except Refusal as refusal:
        problems = list(refusal.problems)
    assert problems


@given(
    st.recursive(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20) | st.none(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8), inner, max_size=3
            )
        ),
        max_leaves=8,
    )
)
def test_values_survive_a_round_through_yaml(value):
    import yaml

    assert parse(yaml.safe_dump({"a": value}, allow_unicode=True))[0] == {"a": value}


# The schema


def yaml_of(record, kind="people"):
    return f"{kind}:\n" + "\n".join(
        f"  {'- ' if n == 0 else '  '}{line}" for n, line in enumerate(record.splitlines())
    )


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("id: ada\nname: Ada\nnam: x", "4 nam: “nam” is no key here: did you mean “name”?"),
        (
            "id: ada\nname: Ada\nnames:\n  - {text: A, knd: alias}",
            "5 names.0.knd: “knd” is no key here: did you mean “kind”?",
        ),
        (
            "id: ada\nname: Ada\nnames:\n  - text: A\n    kind: alais",
            "6 names.0.kind: “alais” is not one of the words that may stand here: did you mean “alias”?",
        ),
        ("id: ada", "2 name: “name” is missing: add it."),
        (
            "id: Ada\nname: Ada",
            "2 id: “Ada”: use small letters, digits and single hyphens, not digits alone, such as “meng-wanzhou”.",
        ),
        ("id: 2018\nname: Ada", "2 id: “2018”: use small letters, digits"),
        ('id: "ada\\n"\nname: Ada', "2 id: “ada\n”: use small letters, digits"),
        ("id: ada\nname: ''", "3 name: This is empty: fill it or take the key out."),
        (f"id: ada\nname: {'A' * 201}", "3 name: This is longer than 200 characters: shorten it."),
        ("id: ada\nname: [A]", "3 name: “list” should be text."),
        ("id: ada\nname: Ada\npublic: maybe", "4 public: “maybe” should be true or false."),
        ("id: ada\nname: Ada\nborn: last year", "4 born: "),
        ("id: ada\nname: Ada\nborn: 2019-02-30", "4 born: "),
        ('id: ada\nname: "A\\0da"', "3 name: The character U+0000 stands here: take it out."),
        ("just words", "2 None: “just words” should be keys with values."),
    ],
)
def test_a_wrong_record_is_refused_at_the_line_of_the_wrong_part(tmp_path, record, problem):
    found = read(tmp_path, yaml_of(record))
    assert found.refused == 1
    assert said(found)[0].startswith(problem)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("id: e\nname: E\nlatitude: 91\nlongitude: 0", "4 latitude: "),
        ("id: e\nname: E\nlatitude: nan\nlongitude: 0", "4 latitude: “nan” should be number."),
        ("id: e\nname: E\nlatitude: 1e999\nlongitude: 0", "4 latitude: “1e999” should be number."),
        (
            "id: e\nname: E\ncountry: Norway",
            "4 country: “Norway”: two capital letters (ISO 3166-1), such as CA.",
        ),
    ],
)
def test_places_are_checked_too(tmp_path, record, problem):
    assert said(read(tmp_path, yaml_of(record, "events")))[0].startswith(problem)


def test_the_country_norway_is_a_country(tmp_path):
    found = read(tmp_path, yaml_of("id: e\nname: E\ncountry: NO", "events"))
    assert found.records[0].values["country"] == "NO"


def test_a_long_list_tells_the_line_of_the_record_inside(tmp_path):
    records = [f"  - id: p{n}\n    name: P {n}" for n in range(500)]
    records[400] = "  - id: p400\n    nmae: P"
    found = read(tmp_path, "people:\n" + "\n".join(records))
    assert len(found.records) == 499
    assert {problem.line for problem in found.problems} == {2 + 2 * 400, 3 + 2 * 400}
    assert found.refused_ids == [("p400", 802)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("peple: []", "1 peple: “peple” is no list of records: did you mean “people”?"),
        ("people: {id: a}", "1 people: “people” should be a list: begin each record with a hyphen."),
        ("- id: a", "1 None: The file should hold lists of records: sections,"),
        ("just words", "1 None: The file should hold lists of records: sections,"),
        ("# nothing yet", "1 None: The file should hold lists of records: sections,"),
    ],
)
def test_a_file_holds_lists_that_we_know(tmp_path, text, problem):
    found = read(tmp_path, text)
    assert found.refused == 1
    assert said(found)[0].startswith(problem)


# Articles


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Just a text.", "1 None: An article begins with a line of three hyphens"),
        ("---\nid: a\nheadline: H\nText.", "1 None: The settings that begin here have no end"),
        ("---\nid: a\n---\n\n", "4 body: There is no text after the settings"),
        (
            "---\nid: a\nheadlin: H\n---\nText.",
            "3 headlin: “headlin” is no key here: did you mean “headline”?",
        ),
        ("---\nid: a\ndate: 2018-12\n---\nText.", "3 date: “2018-12”: an article's date is a whole day"),
        ("---\nid: a\ndate: 2019-02-30\n---\nText.", "3 date: “2019-02-30” is in no calendar"),
        (
            "---\nid: a\nscheduled_for: 2019-02-30T10:00:00Z\n---\nText.",
            "3 scheduled_for: “2019-02-30T10:00:00Z” is in no",
        ),
        ("---\nid: a\nrights: mine\n---\nText.", "3 rights: “mine” is not one of the words"),
        ("---\nid: a\nmentions: {b: [X], c: Y}\n---\nText.", "3 mentions.c: “Y” should be a list."),
        (
            "---\nid: a\ncitations:\n  - fact: b\n    words: Text\n---\nText.",
            "4 citations.0.fact: “b”: write the id, a dot and the field",
        ),
        ("---\nid: a\nreferences:\n  - {titel: T}\n---\nText.", "4 references.0."),
        ("---\n[a]\n---\nText.", "2 id: “id” is missing"),
        ("---\nid: a\nheadline: a: b\n---\nText.", "3 None: This is not YAML, at column 12"),
    ],
)
def test_a_wrong_article_is_refused_at_its_line(tmp_path, text, problem):
    found = read(tmp_path, text, "a.md")
    assert (found.refused, found.records) == (1, [])
    assert said(found)[0].startswith(problem)


def test_html_in_markdown_is_text(tmp_path):
    text = "---\nid: a\n---\n<script>alert(1)</script> is *not* run.\n"
    assert read(tmp_path, text, "a.md").records[0].values["body"] == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; is <em>not</em> run.</p>"
    )


def test_markdown_becomes_the_html_of_articles(tmp_path):
    text = "---\nid: a\n---\nOne\nline.\n\n## Sub\n\n- a\n- b\n\n> said\n\n[link](https://example.org) and [no](javascript:x)\n"
    body = read(tmp_path, text, "a.md").records[0].values["body"]
    assert (
        "<p>One line.</p><h2>Sub</h2><ul><li>a</li><li>b</li></ul><blockquote><p>said</p></blockquote>"
        in body
    )
    assert 'href="https://example.org"' in body
    assert 'href="javascript' not in body


# Documents


def test_what_the_file_beside_a_document_says_wrongly_refuses_the_document(tmp_path):
    (tmp_path / "a.meta.yaml").write_text("publisher: The Times\npublishd: 2019-06-14\n")
    found = read(tmp_path, "A text.", "a.txt")
    assert said(found) == ["2 publishd: In a.meta.yaml: “publishd” is no key here: did you mean “published”?"]
    (tmp_path / "a.meta.yaml").write_text("published: 2019-06\n")
    assert said(read(tmp_path, "A text.", "a.txt")) == [
        "1 published: In a.meta.yaml: “2019-06”: write the whole day, such as 2019-06-14."
    ]


def test_a_meta_file_without_its_document_is_refused(tmp_path):
    assert said(read(tmp_path, "publisher: X", "b.meta.yaml")) == [
        "None None: There is no b.txt beside it: put the document there, or remove this file."
    ]


# Editions


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[", "1 None: This is not JSON"),
        ("[" * 100_000, "None None: This is not JSON"),
        ("{}", "1 None: The file should hold a list of editions."),
        ('[{"article": "a"}]', "1 0.number: “number” is missing"),
    ],
)
def test_broken_editions_are_refused(tmp_path, text, problem):
    found = read(tmp_path, text, "a.editions.json")
    assert found.refused == 1
    assert said(found)[0].replace("1 number", "1 0.number").startswith(problem)
    assert read_editions(tmp_path / "a.editions.json").records == []


# Finding


def test_files_come_once_in_order_of_name_without_hidden_ones(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden", "c/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.name for path, _ in find_files([tmp_path / "b.txt", tmp_path, tmp_path])]
    assert found == ["b.txt", "a.txt", "d.txt"]


def test_links_that_lead_in_circles_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").touch()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = {path.name: problem for path, problem in find_files([tmp_path])}
    assert set(found) == {"one.txt", "self"}
    assert found["one.txt"] is None
    assert found["self"] is not None


def test_a_folder_that_may_not_be_read_is_a_problem_and_the_rest_is_read(tmp_path, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").touch()
    listed = Path.iterdir

    def refused(path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    found = {path.name: problem and problem.message for path, problem in find_files([tmp_path])}
    assert found == {
        "closed": "This cannot be read (Permission denied): check its permissions.",
        "open.txt": None,
    }


def records(*pairs):
    """Files that hold an id each and refer to others: ("a", "bc") is a file with the record a that needs b and c."""
    found = []
    for id, needs in pairs:
        values = {"id": id, "entities": list(needs)}
        found.append(FileRead(Path(id), records=[Record("stories", values, Lines(1), Path(id))]))
    return found


def test_files_come_after_those_they_refer_to_and_circles_together():
    groups = in_order(records(("a", "b"), ("b", "cd"), ("c", "b"), ("d", ""), ("e", "")))
    assert [[str(file.path) for file in group] for group in groups] == [["d"], ["b", "c"], ["a"], ["e"]]


@given(st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=12))
def test_every_file_comes_once_and_never_before_what_it_needs(needs):
    names = "abcdefghijkl"[: len(needs)]
    given_ = records(
        *((names[n], [names[m] for m in some if m < len(needs)]) for n, some in enumerate(needs))
    )
    groups = [[str(file.path) for file in group] for group in in_order(given_)]
    assert sorted(name for group in groups for name in group) == sorted(names)
    place = {name: n for n, group in enumerate(groups) for name in group}
    for file in given_:
        assert all(place[need] <= place[str(file.path)] for need in file.records[0].values["entities"])


def test_a_circle_of_two_thousand_files_takes_no_recursion():
    given_ = records(*((f"p{n}", [f"p{(n + 1) % 2000}"]) for n in range(2000)))
    assert [len(group) for group in in_order(given_)] == [2000]


def test_readers_are_chosen_by_name():
    assert reader_of(Path("a.YAML")) is read_structured
    assert reader_of(Path("a.md")) is read_article
    assert reader_of(Path("a.pdf")) is None
    assert reader_of(Path("a.doc")) is None
