"""manage.py analyze: one JSON object for a text, one a line as a long-running process, clear refusals."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import Entity, Kind, Name, NameForm, Relation, RelationKind
from seeds.analyzing import LARGEST, Analyzer, Unreadable, decoded

ROOT = Path(__file__).resolve().parents[2]
PAGE = """Skip to content

Town council agrees on bridge

The council agreed on Thursday, Mayor Ruth Vance said in a long and lively meeting at the old town hall.

“We will build it,” she said. “It took us ten years to agree, and nobody is more glad than I am today.”

The works will begin next year and will cost about two million, according to the council's own figures.
"""
KEYS = (
    "headline standfirst dateline published language body subheads bylines credits removed parts mentions roles quotes dates"
    " happenings"
).split()


def analyze(
    *args: str, text: str | bytes | None = None, monkeypatch: pytest.MonkeyPatch | None = None
) -> Any:
    """What the command prints, parsed."""
    if text is not None and monkeypatch is not None:
        content = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    out = io.StringIO()
    call_command("analyze", *args, stdout=out)
    lines = out.getvalue().splitlines()
    return [json.loads(line) for line in lines] if "--jsonl" in args else json.loads(lines[0])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_is_printed_with_all_its_keys(page: Path) -> None:
    found = analyze(str(page), "--date", "2024-05-10")
    assert list(found) == KEYS
    assert found["headline"] == "Town council agrees on bridge"
    assert found["removed"] == [{"line": 1, "text": "Skip to content", "reason": "navigation"}]
    assert {one["name"] for one in found["mentions"]} == {"Ruth Vance"}
    assert [one["speaker"] for one in found["quotes"] if one["kind"] == "direct"] == [
        "Ruth Vance",
        "Ruth Vance",
    ]
    assert found["dates"][0]["edtf"] == "2024-05-09"
    for list_name in ("subheads", "mentions", "quotes", "dates"):
        assert all(found["body"][one["start"] : one["end"]] == one["text"] for one in found[list_name])


def test_without_a_day_relative_dates_are_unknown(page: Path) -> None:
    assert [one["edtf"] for one in analyze(str(page))["dates"]][:1] == [None]


def test_a_body_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "body.txt"
    path.write_text("  Skip to content\n\nRuth Vance left.", "utf-8")
    found = analyze(str(path), "--body")
    assert found["body"] == "  Skip to content\n\nRuth Vance left."
    assert (found["headline"], found["removed"]) == (None, [])


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert analyze("-", text=PAGE, monkeypatch=monkeypatch)["headline"] == "Town council agrees on bridge"


def test_an_empty_text_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    found = analyze(text="", monkeypatch=monkeypatch)
    assert found["body"] == ""
    assert all(
        found[name] == [] for name in ("subheads", "bylines", "credits", "removed", "mentions", "quotes")
    )


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".json", '[{"id": 7, "name": "Ruth Vance", "type": "person"}]'),
        (".jsonl", '{"id": 7, "name": "Ruth A. Vance", "type": "person", "aliases": ["Ruth Vance"]}\n'),
        (".yaml", "- {id: 7, name: Ruth Vance, type: person}"),
        (".yaml", "people:\n  - {id: 7, name: R. Vance, names: [{text: Ruth Vance, kind: alias}]}"),
        (
            ".yaml",
            "people:\n  - {id: 7, name: R. Vance}\nnames:\n  - {entity: 7, text: Ruth Vance, kind: former}",
        ),
    ],
)
def test_names_from_a_file_are_linked_with_their_ids(
    page: Path, tmp_path: Path, suffix: str, content: str
) -> None:
    known = tmp_path / f"known{suffix}"
    known.write_text(content, "utf-8")
    assert {one["entity"] for one in analyze(str(page), "--known", str(known))["mentions"]} == {7}


@pytest.mark.django_db
def test_names_of_the_record_lead_to_the_survivor(page: Path) -> None:
    kept = Entity.objects.create(kind=Kind.PERSON, name="Ruth Vance-Sorrel", slug="ruth-vance-sorrel")
    lost = Entity.objects.create(kind=Kind.PERSON, name="R. Vance", slug="r-vance", survivor=kept)
    Name.objects.create(entity=lost, text="Ruth Vance", kind=NameForm.ALIAS)
    found = analyze(str(page), "--known", "db")["mentions"]
    assert {(one["entity"], one["name"]) for one in found} == {("ruth-vance-sorrel", "Ruth Vance-Sorrel")}


@pytest.mark.django_db
def test_an_office_of_the_record_speaks_only_while_it_is_held(tmp_path: Path) -> None:
    person = Entity.objects.create(kind=Kind.PERSON, name="Ruth Vance", slug="ruth-vance")
    town = Entity.objects.create(kind=Kind.ORGANIZATION, name="Norland", slug="norland")
    Relation.objects.create(
        subject=person,
        object=town,
        kind=RelationKind.HOLDS_ROLE_AT,
        title="finance minister",
        begin="2020",
        end="2022",
    )
    path = tmp_path / "body.txt"
    path.write_text("It rained. “We will build it now,” the finance minister said.", "utf-8")
    args = (str(path), "--body", "--known", "db", "--date")
    assert analyze(*args, "2021-05-01")["quotes"][0]["speaker"] == "Ruth Vance"
    assert analyze(*args, "2024-05-01")["quotes"][0]["speaker"] == "the finance minister"


def test_each_line_has_its_answer_and_a_bad_one_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        json.dumps({"id": 1, "text": PAGE, "date": "2024-05-10"}),
        "no json",
        json.dumps({"id": "b", "text": 5}),
        json.dumps({"id": "c", "text": "Ruth Vance left.", "date": "soon"}),
        json.dumps({"id": "d", "text": "\ud800"}),
        "",
        json.dumps({"id": None, "text": ""}),
        json.dumps({"id": 2, "text": PAGE, "date": None}),
    ]
    found = analyze("--jsonl", text="\n".join(lines), monkeypatch=monkeypatch)
    assert [one["id"] for one in found] == [1, None, "b", "c", "d", None, 2]
    assert ["error" in one for one in found] == [False, True, True, True, True, False, False]
    assert list(found[0]) == ["id", *KEYS]


def test_a_line_is_answered_before_the_next_is_sent() -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "analyze", "--jsonl", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in (1, 2):
        process.stdin.write(
            json.dumps({"id": number, "text": "Zoë Vance said “it’s fine” — 孟."}).encode() + b"\n"
        )
        process.stdin.flush()
        answer = json.loads(process.stdout.readline().decode("utf-8"))
        assert (answer["id"], answer["body"][:3]) == (number, "Zoë")
    process.stdin.close()
    assert process.wait() == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"a\0b", "binary"), (b"\xff\xfea", "utf-16"), (b"x" * (LARGEST + 1), "50 MB")],
    ids=["NUL", "half a UTF-16", "too large"],
)
def test_what_is_no_text_is_refused_with_exit_1(
    content: bytes, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match=says) as error:
        analyze(text=content, monkeypatch=monkeypatch)
    assert error.value.returncode == 1


def test_a_missing_file_is_refused_with_exit_1(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        analyze(str(tmp_path / "none.txt"))
    assert error.value.returncode == 1


ODD_NAME = "- {id: 1, name: A, type: person, names: [{text: B, kind: odd}]}"


@pytest.mark.parametrize(
    "content", ["{", "- {id: 1, type: person}", "- {id: 1, name: A, type: thing}", "5", ODD_NAME]
)
def test_a_file_that_holds_no_names_is_refused(page: Path, tmp_path: Path, content: str) -> None:
    known = tmp_path / "known.yaml"
    known.write_text(content, "utf-8")
    with pytest.raises(CommandError, match=r"known\.yaml") as error:
        analyze(str(page), "--known", str(known))
    assert error.value.returncode == 1


@pytest.mark.parametrize("args", [("--date", "soon"), ("--known", "names.csv"), ("--odd",), ("a", "--jsonl")])
def test_wrong_usage_exits_with_2(args: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "analyze", *args], cwd=ROOT, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "cp1250", "koi8-r"])
def test_other_encodings_are_recognised(encoding: str) -> None:
    texts = {
        "cp1250": "Ministr zahraničí řekl, že příští týden přijede do Prahy, a dodal, že to není všechno. "
        * 4,
        "koi8-r": "Министр иностранных дел сказал, что приедет на следующей неделе в столицу страны. " * 4,
    }
    text = texts.get(
        encoding, "“It’s fine,” said Zoë Müller – the mayor of Besançon – on the first day. " * 4
    )
    assert decoded(text.encode(encoding)) == text


def test_nul_characters_are_refused_in_every_encoding() -> None:
    with pytest.raises(Unreadable):
        decoded("a\0b".encode("utf-16"))


def test_a_page_and_its_body_give_the_same_reading() -> None:
    page = Analyzer().analyze(PAGE)
    body = Analyzer(body_only=True).analyze(page["body"])
    assert (body["mentions"], body["quotes"]) == (page["mentions"], page["quotes"])


def test_a_pipeline_that_cannot_be_loaded_is_one_sentence(page: Path, settings: Any) -> None:
    settings.NLP_PIPELINE = "no_such_pipeline"
    with pytest.raises(CommandError, match=r"^NLP_PIPELINE names “no_such_pipeline”.*\.$") as refused:
        analyze(str(page))
    assert refused.value.returncode == 1


def test_every_name_says_who_found_it(page: Path) -> None:
    assert {tuple(one["found_by"]) for one in analyze(str(page))["mentions"]} == {("rules",)}
