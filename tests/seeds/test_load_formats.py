"""Every format through load_seeds: drafts and sources, a second run, newer and older versions, standard input."""

import io
import json
import sys
import zipfile

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Image, SourceDocument
from seeds import loader
from tests.seeds.loading import counts, everything, notes, run
from tests.seeds.test_readers_feeds import ATOM, ITEM, rss
from tests.seeds.test_readers_html import LD, METAS, page
from tests.seeds.test_readers_newsml import item
from tests.seeds.test_readers_ninjs import ITEMS
from tests.seeds.test_readers_tables import ROW, as_csv, as_lines

pytestmark = pytest.mark.django_db
FORMATS = {
    "a.html": page(METAS),
    "a.rss": rss(ITEM),
    "a.atom": ATOM,
    "a1.json": json.dumps(ITEMS["1.4"]),
    "a2.json": json.dumps(ITEMS["2.2"]),
    "a3.ninjs": json.dumps({**ITEMS["3.1"], "uri": "urn:x:3"}),
    "a.xml": item(),
    "a.jsonl": as_lines(ROW),
    "a.csv": as_csv({**ROW, "id": "urn:x:csv"}),
}


def write(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_becomes_a_draft_with_its_source_and_a_second_run_writes_nothing(tmp_path, name):
    path = tmp_path / name
    path.write_text(FORMATS[name], encoding="utf-8")
    first = run(tmp_path)
    assert [file.status for file in first.files] == ["loaded"]
    row = Article.objects.get()
    assert row.headline
    assert row.text
    assert (str(row.date), row.is_live, row.state) == (
        "2019-06-13" if name == "a.html" else "2019-06-14",
        False,
        "draft",
    )
    assert row.rights == ("licensed" if name in ("a.jsonl", "a.csv") else "excerpt")
    assert row.bylines.first().name == "Ada Penn"
    assert row.source.origin.startswith(str(path))
    before = everything()
    second = run(tmp_path)
    assert everything() == before
    assert counts(second) == {"unchanged": counts(first)["created"]}


def test_archives_load_as_their_folder_would(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in FORMATS.items():
            archive.writestr(name, content)
        archive.writestr("people.yaml", "people:\n  - {id: ada, name: Ada Example}\n")
        archive.writestr("in.zip", "x")
    report = run(tmp_path)
    assert counts(report)["refused"] == 1
    assert Article.objects.count() == len(FORMATS)
    before = everything()
    assert set(counts(run(tmp_path))) == {"unchanged", "refused"}
    assert everything() == before


def test_a_broken_archive_is_one_refused_file(tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    report = run(tmp_path)
    assert counts(report) == {"refused": 1}
    assert notes(report)[0].startswith("a.zip:None None: This archive cannot be read")


def newer(words, updated, **more):
    return json.dumps({**ROW, "text": f"The town voted. {words}", "updated": updated, **more})


def test_a_newer_version_updates_the_draft_where_no_editor_has_and_an_older_one_does_not(tmp_path):
    run(write(tmp_path / "a", a__jsonl=newer("First.", "2019-06-15")))
    row = Article.objects.get()
    row.headline = "Mine"
    row.save()
    run(write(tmp_path / "b", b__jsonl=newer("Second.", "2019-06-16", headline="Theirs")))
    row.refresh_from_db()
    assert (row.headline, row.text.endswith("Second.")) == ("Mine", True)
    before = everything()
    report = run(tmp_path / "a")
    assert "The record has a newer version of this item" in notes(report)[0]
    assert everything() == before
    assert Article.objects.count() == 1


def test_versions_in_one_folder_end_in_the_newest_whatever_their_order(tmp_path):
    folder = write(tmp_path / "a", a__jsonl=newer("New.", "2019-06-16"), b__jsonl=newer("Old.", "2019-06-15"))
    write(folder, c__jsonl=newer("Newest.", "2019-06-17"), d__jsonl=newer("Newest.", "2019-06-17"))
    run(folder)
    assert Article.objects.get().text.endswith("Newest.")
    before = everything()
    run(folder)
    assert everything() == before


def test_rows_without_an_id_are_kept_apart_and_a_copy_is_told(tmp_path):
    lines = [
        '{"text": "One thing was said."}',
        '{"text": "Another thing was said."}',
        '{"text": "One thing was said."}',
    ]
    report = run(write(tmp_path / "a", a__jsonl="\n".join(lines)))
    assert Article.objects.count() == 2
    assert any("This is the same document as" in note for note in notes(report))


def test_a_long_file_goes_on_after_its_mark(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "BATCH", 2)
    folder = write(
        tmp_path / "a",
        a__jsonl="\n".join(json.dumps({"id": f"urn:x:{n}", "text": f"Thing {n}."}) for n in range(5)),
    )
    written = []
    write_new = loader.write_new

    def counted(arrivals, context):
        write_new(arrivals, context)
        written.extend(one.key for one in arrivals)

    def cut_off(arrivals, context):
        counted(arrivals, context)
        if len(written) > 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(loader, "write_new", cut_off)
    with pytest.raises(KeyboardInterrupt):
        run(folder)
    assert Article.objects.count() == 2
    written.clear()
    monkeypatch.setattr(loader, "write_new", counted)
    report = run(folder)
    assert written == ["item:urn:x:2", "item:urn:x:3", "item:urn:x:4"]
    assert (Article.objects.count(), next(report.files).records) == (5, 5)


def test_a_picture_that_lies_beside_a_page_is_taken_with_its_credit(tmp_path, picture):
    row = {"text": "The town voted.", "image": "p.png", "image_credit": "Cy Photo", "image_alt": "A vote"}
    folder = write(tmp_path / "a", a__jsonl=json.dumps(row))
    (folder / "p.png").write_bytes(picture)
    report = run(folder)
    assert (Image.objects.get().credit, Article.objects.get().images.count()) == ("Cy Photo", 1)
    assert [file.path.name for file in report.files] == ["a.jsonl"]
    before = everything()
    run(folder)
    assert everything() == before


@pytest.mark.parametrize("where", ["../p.png", "/etc/p.png", "https://x.example/p.png", "none.png"])
def test_a_picture_elsewhere_is_not_fetched_and_that_is_told(tmp_path, picture, where):
    (tmp_path / "p.png").write_bytes(picture)
    row = {"text": "The town voted.", "image": where, "image_credit": "Cy Photo", "image_alt": "A vote"}
    report = run(write(tmp_path / "a", a__jsonl=json.dumps(row)))
    assert not Image.objects.exists()
    assert any("is not fetched" in note for note in notes(report))


def test_what_is_no_address_is_left_out_and_told(tmp_path):
    report = run(write(tmp_path / "a", a__html=page(METAS.replace("https://t.example/b", "https://t_t/b"))))
    assert Article.objects.get().url == ""
    assert any("is no web address" in note for note in notes(report))


def test_files_that_only_look_like_ours_are_listed(tmp_path):
    report = run(write(tmp_path / "a", a__json='{"a": 1}', b__xml="<svg/>"))
    assert [file.status for file in report.files] == ["not_ours", "not_ours"]


def test_the_rights_that_a_page_claims_are_told_once(tmp_path):
    folder = write(tmp_path / "a", a__html=page(LD))
    assert any("It says of its rights: “© 2019 Times”" in note for note in notes(run(folder)))
    assert not any("rights" in note for note in notes(run(folder)))


# Standard input


def given(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))


def test_standard_input_is_read_as_the_suffix_says(monkeypatch, capsys):
    for _ in range(2):
        given(monkeypatch, as_lines(ROW))
        call_command("load_seeds", "-", "--as", "jsonl")
    assert "0 created" in capsys.readouterr().out.splitlines()[-1]
    assert SourceDocument.objects.get().origin.startswith("standard-input-")


def test_another_text_on_standard_input_is_another_document(monkeypatch):
    for words in ("One thing was said.", "Another thing was said."):
        given(monkeypatch, words)
        call_command("load_seeds", "-", "--as", ".txt")
    assert Article.objects.count() == 2


@pytest.mark.parametrize("wrong", [["-"], ["--as", "jsonl"], ["-", "--as", "doc"]])
def test_standard_input_needs_a_suffix_that_is_read(wrong):
    with pytest.raises(CommandError):
        call_command("load_seeds", *wrong)
