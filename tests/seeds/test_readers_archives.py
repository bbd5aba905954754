"""Zip and tar archives: folders whose files are read, and what would blow up. No database."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from seeds.readers import archives
from seeds.readers.archives import unpacked
from seeds.readers.files import kept_elsewhere
from seeds.records import Refusal
from seeds.unpacking import Unpacking
from tests.seeds.reading import parts

from seeds.readers import reader_of  # isort: skip

FILES = {"b/two.txt": b"Two.", "one.txt": b"One.", "one.meta.yaml": b"publisher: The Example Times\n"}


def zipped(path, files, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return path


def tarred(path, files, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def members(archive, tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    found = unpacked(archive, folder)
    return {
        str(path.relative_to(archive)): place.read_bytes() if place else problem.message
        for path, place, problem in found
    }


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("A.ZIP", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda path, files: tarred(path, files, "w:gz")),
        ("a.tgz", lambda path, files: tarred(path, files, "w:gz")),
        ("a.tar.bz2", lambda path, files: tarred(path, files, "w:bz2")),
    ],
)
def test_members_are_found_in_order_of_name(tmp_path, name, pack):
    found = members(pack(tmp_path / name, FILES), tmp_path)
    assert found == FILES
    assert list(found) == ["b/two.txt", "one.meta.yaml", "one.txt"]


def test_members_are_read_by_the_readers_of_files_with_what_lies_beside_them(tmp_path):
    zipped(tmp_path / "a.zip", FILES)
    (tmp_path / "in").mkdir()
    unpacking = Unpacking(tmp_path / "in", {})
    with kept_elsewhere(unpacking.places):
        found = [path for path, problem in unpacking.found([tmp_path]) if problem is None]
        (document,), problems = parts(
            reader_of(tmp_path / "a.zip" / "one.txt")(tmp_path / "a.zip" / "one.txt")
        )
    assert tmp_path / "a.zip" / "b" / "two.txt" in found
    assert (document.text, document.meta, problems) == ("One.", {"publisher": "The Example Times"}, [])


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:/evil.txt", "..\\evil.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(tmp_path, name, pack):
    archive = pack(tmp_path / ("a.zip" if pack is zipped else "a.tar"), {name: b"x", "one.txt": b"One."})
    folder = tmp_path / "unpacked"
    folder.mkdir()
    found = unpacked(archive, folder)
    assert sorted(problem.message[:18] if problem else "" for _, _, problem in found) == [
        "",
        "Its name leads out",
    ]
    assert {path.name for path in tmp_path.iterdir()} == {archive.name, "unpacked"}
    assert len(list(folder.iterdir())) == 1
    assert not Path("/etc/evil.txt").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(tmp_path, kind):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        member = tarfile.TarInfo("one.txt")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    assert members(tmp_path / "a.tar", tmp_path)["one.txt"].startswith("This is a link or a device")


def test_a_link_in_a_zip_is_refused(tmp_path):
    link = zipfile.ZipInfo("one.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert members(tmp_path / "a.zip", tmp_path)["one.txt"].startswith("This is a link or a device")


def test_an_archive_in_an_archive_is_refused_and_hidden_files_are_passed_over(tmp_path):
    files = {
        "in.zip": b"x",
        "b/in.tar.gz": b"x",
        ".hidden.txt": b"x",
        "__MACOSX/._one.txt": b"x",
        "one.txt": b"One.",
    }
    found = members(zipped(tmp_path / "a.zip", files), tmp_path)
    assert found.pop("one.txt") == b"One."
    assert {name: message[:25] for name, message in found.items()} == {
        "in.zip": "An archive in an archive ",
        "b/in.tar.gz": "An archive in an archive ",
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_second_of_a_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.txt", "One.")
        archive.writestr("one.txt", "Other.")
    folder = tmp_path / "in"
    folder.mkdir()
    assert [bool(problem) for _, _, problem in unpacked(tmp_path / "a.zip", folder)] == [False, True]


# What would blow up


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(archives, "ALWAYS", 10_000)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.bz2"])
def test_a_bomb_is_refused_by_its_size_against_the_archives(tmp_path, small, name):
    files = {"a.txt": b"\0" * 3_000_000}
    archive = (
        zipped(tmp_path / name, files) if name == "a.zip" else tarred(tmp_path / name, files, f"w:{name[6:]}")
    )
    with pytest.raises(Refusal, match="This archive unpacks to more than"):
        members(archive, tmp_path)
    assert sum(path.stat().st_size for path in (tmp_path / "unpacked").iterdir()) < 3_000_000


def test_many_files_that_are_too_much_together_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_BYTES", 5000)
    with pytest.raises(Refusal, match="This archive unpacks to more than"):
        members(tarred(tmp_path / "a.tar", {f"{n}.txt": b"x" * 1000 for n in range(6)}), tmp_path)


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    with pytest.raises(Refusal, match="There are more than 3 files in this archive"):
        members(zipped(tmp_path / "a.zip", {f"{n}.txt": b"x" for n in range(4)}), tmp_path)


def test_a_header_that_says_it_is_long_takes_no_memory(tmp_path):
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 1_500_000_000
    (tmp_path / "a.tar").write_bytes(header.tobuf() + b"\0" * 10_000)
    with pytest.raises(Refusal, match="This archive cannot be read"):
        members(tmp_path / "a.tar", tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", b""),
        ("a.zip", b"no archive"),
        ("a.tar", b"no archive" * 100),
        ("a.tar.gz", b"no archive"),
        ("a.tgz", gzip.compress(b"no archive" * 100, mtime=0)),
        ("a.tgz", gzip.compress(b"x" * 5000, mtime=0)[:20]),
        ("a.tar.bz2", b"BZh9nothing"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal, match="This archive cannot be read"):
        members(tmp_path / name, tmp_path)


def test_an_archive_that_was_changed_on_the_way_is_refused(tmp_path):
    archive = zipped(tmp_path / "a.zip", {"one.txt": b"some words of a text " * 50})
    content = bytearray(archive.read_bytes())
    content[60] ^= 0xFF
    archive.write_bytes(content)
    with pytest.raises(Refusal, match="This archive cannot be read"):
        members(archive, tmp_path)
