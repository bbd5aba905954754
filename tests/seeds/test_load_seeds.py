"""manage.py load_seeds: options, report, exit codes, and what it prints where."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Image
from seeds.models import Load, SeedRecord
from tests.databases import empty_file
from tests.environment import ROOT
from tests.seeds.loading import PEOPLE, article, dossier, everything, files

pytestmark = pytest.mark.django_db

COUNTS = ["created", "changed", "unchanged", "kept", "refused", "not_ours"]


def command(*args, **options):
    """The exit code, standard output, and standard error."""
    out = StringIO()
    try:
        call_command("load_seeds", *map(str, args), stdout=out, **options)
    except SystemExit as stop:
        return int(stop.code), out.getvalue()
    return 0, out.getvalue()


def report(*args, **options):
    code, out = command(*args, format="json", **options)
    return code, json.loads(out)


def test_the_report_holds_the_counts_and_the_files(tmp_path):
    code, found = report(dossier(tmp_path / "seeds"))
    assert code == 0
    assert list(found) == [*COUNTS, "seconds", "files"]
    assert all(type(found[name]) is int for name in COUNTS)
    assert type(found["seconds"]) is float
    assert [list(file) for file in found["files"]] == [["path", "status", "records", "problems"]] * 2
    assert [(file["status"], file["records"]) for file in found["files"]] == [("loaded", 9), ("loaded", 9)]
    assert found["refused"] == found["not_ours"] == found["changed"] == 0
    assert found["created"] > 20


def test_a_problem_has_a_line_a_field_and_a_message(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml="people:\n  - id: ada\n    nam: Ada\n", lost_txt="\0")
    code, found = report(folder)
    problems = [problem for file in found["files"] for problem in file["problems"]]
    assert code == 1
    assert all(list(problem) == ["line", "field", "message"] for problem in problems)
    assert {type(problem["line"]) for problem in problems} <= {int, type(None)}
    assert {"line": 3, "field": "nam", "message": "“nam” is no key here: did you mean “name”?"} in problems


def test_each_status_is_told(tmp_path):
    folder = files(
        tmp_path / "seeds",
        good_yaml=PEOPLE,
        half_yaml="people:\n  - {id: bea, name: Bea}\n  - {id: 7, name: Seven}\n",
        bad_yaml="people: [",
        other_pdf="%PDF",
    )
    _, found = report(folder)
    status = {Path(file["path"]).name: file["status"] for file in found["files"]}
    assert status == {
        "good.yaml": "loaded",
        "half.yaml": "partly_refused",
        "bad.yaml": "refused",
        "other.pdf": "not_ours",
    }
    assert (found["refused"], found["not_ours"]) == (2, 1)
    again = {Path(file["path"]).name: file["status"] for file in report(folder)[1]["files"]}
    assert again == {**status, "good.yaml": "unchanged"}


def test_a_meta_file_is_neither_refused_nor_not_ours(tmp_path):
    folder = files(
        tmp_path / "raw",
        a_txt="A headline here\n\nSome words of a text.",
        a__meta_yaml="publisher: The Example Times\n",
    )
    code, found = report(folder)
    assert code == 0
    assert [Path(file["path"]).name for file in found["files"]] == ["a.txt"]
    assert found["not_ours"] == 0


def test_refusals_make_exit_code_1_and_a_path_that_is_not_there_is_one(tmp_path):
    code, found = report(tmp_path / "nowhere")
    assert code == 1
    assert found["refused"] == 1
    assert found["files"][0]["status"] == "refused"
    assert "no such file" in found["files"][0]["problems"][0]["message"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--date", "2020-13-01"),
        ("--date", "20200101"),
        ("--format", "xml"),
        ("--unknown",),
        ("--report", "/no/such/folder/x"),
    ],
)
def test_wrong_usage_is_refused_before_anything_is_read(wrong):
    with pytest.raises(CommandError):
        call_command("load_seeds", *wrong)
    assert not Load.objects.exists()


@pytest.mark.parametrize("dry", [True, False])
def test_the_report_goes_to_a_file_as_well(tmp_path, dry):
    seeds = dossier(tmp_path / "seeds")
    _, out = command(seeds, report=tmp_path / "report.json", dry_run=dry)
    kept = json.loads((tmp_path / "report.json").read_text())
    assert kept["created"] > 20
    assert f"{kept['created']} created" in out
    assert out.startswith(str(seeds))


def test_the_text_report_names_what_was_refused_with_its_line(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml="people:\n  - id: ada\n    nam: Ada\n")
    code, out = command(folder)
    assert code == 1
    assert f"{folder}/people.yaml:3: nam: “nam” is no key here" in out
    assert "2 problems" not in out
    assert "1 record refused, 0 files not ours" in out


# A dry run


def test_a_dry_run_counts_what_the_real_run_does_and_leaves_nothing(tmp_path, own_media, picture):
    folder = dossier(tmp_path / "seeds", head=PICTURED)
    files(folder, raw_txt="Bridge opens\n\nBea Stone of the Stone Bridge Company opened a bridge on Monday.")
    (folder / "bridge.png").write_bytes(picture)
    before = everything(besides=())
    dry_code, dry = report(folder, dry_run=True)
    assert everything(besides=()) == before
    assert not Article.objects.exists()
    assert [path for path in own_media.rglob("*") if path.is_file()] == []
    code, real = report(folder)
    assert (dry_code, without_seconds(dry)) == (code, without_seconds(real))
    assert Image.objects.count() == 1


def test_a_dry_run_over_refusals_has_the_same_code_and_report(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml=PEOPLE, opens_md=article("headline: X\nsection: nowhere"))
    dry = report(folder, dry_run=True)
    real = report(folder)
    assert dry[0] == real[0] == 1
    assert without_seconds(dry[1]) == without_seconds(real[1])


def test_a_dry_run_after_a_load_tells_what_has_changed(tmp_path):
    folder = dossier(tmp_path / "seeds")
    report(folder)
    files(folder, people_yaml=PEOPLE.replace("born: 1961-04", "born: 1961-05"))
    _, dry = report(folder, dry_run=True)
    assert dry["changed"] == 1
    assert SeedRecord.objects.get(key="id:ada-example").values["born"] == "1961-04"


PICTURED = "headline: X\nimages: [{file: bridge.png, credit: A. Photographer, alt: A bridge}]"


def without_seconds(found):
    return {name: value for name, value in found.items() if name != "seconds"}


# As a process


def process(*args, tmp_path, locale="C.UTF-8"):
    """The command as a shell runs it, over a database file of its own."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "VAR_DIR": str(tmp_path / "var"),
        "LC_ALL": locale,
        "PYTHONIOENCODING": "latin-1" if locale != "C.UTF-8" else "utf-8",
    }
    (tmp_path / "var").mkdir()
    empty_file(tmp_path / "var" / "newsroom.sqlite3")
    command = [sys.executable, "manage.py", "load_seeds", *map(str, args)]
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    return found.returncode, found.stdout, found.stderr


@pytest.mark.only_on("sqlite")
def test_standard_output_holds_one_json_object_and_progress_goes_to_standard_error(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml=PEOPLE, bad_yaml="people: [", d_txt="\0")
    code, out, err = process(folder, "--format", "json", "--dry-run", tmp_path=tmp_path, locale="POSIX")
    assert code == 1
    assert json.loads(out.decode("utf-8"))["refused"] == 2
    assert b"Loading: 3 of 3 files" in err


@pytest.mark.only_on("sqlite")
def test_wrong_usage_exits_with_2(tmp_path):
    code, out, err = process("--date", "yesterday", tmp_path=tmp_path)
    assert code == 2
    assert out == b""
    assert b"is no day such as 2020-06-25" in err
