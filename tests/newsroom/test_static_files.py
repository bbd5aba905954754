"""Names of static files, and when they are collected again."""

import json
import os

import pytest
from django.core.management import call_command

from newsroom import static_files
from newsroom.static_files import StaticFilesStorage, are_collected, note_collected


def test_names_are_plain_before_static_files_are_collected():
    storage = StaticFilesStorage()
    storage.hashed_files = {}
    assert storage.stored_name("admin/css/base.css") == "admin/css/base.css"


def test_names_carry_a_hash_once_they_are_collected():
    storage = StaticFilesStorage()
    storage.hashed_files = {"admin/css/base.css": "admin/css/base.0123456789ab.css"}
    assert storage.url("admin/css/base.css", force=True) == "/static/admin/css/base.0123456789ab.css"


# Whether they have to be collected again


@pytest.fixture
def source(settings, tmp_path):
    """A folder with one style sheet, collected."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "pages.css").write_text("p { color: red }")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [folder], tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    assert not are_collected()
    collect()
    assert are_collected()
    return folder


def collect():
    call_command("collectstatic", interactive=False, verbosity=0)
    note_collected()


def test_the_same_files_are_collected_once(source):
    before = (source.parent / "static" / "staticfiles.json").stat().st_mtime_ns
    assert are_collected()
    assert (source.parent / "static" / "staticfiles.json").stat().st_mtime_ns == before


def change(folder):
    (folder / "pages.css").write_text("p { color: blue }")


def touch(folder):
    os.utime(folder / "pages.css", ns=(0, 0))


def add(folder):
    (folder / "more.css").write_text("p { color: red }")


def take_away(folder):
    (folder / "pages.css").unlink()


def lose(folder):
    made = folder.parent / "static"
    (made / json.loads((made / "staticfiles.json").read_text())["paths"]["pages.css"]).unlink()


def lose_the_manifest(folder):
    (folder.parent / "static" / "staticfiles.json").unlink()


def spoil_the_manifest(folder):
    (folder.parent / "static" / "staticfiles.json").write_text("{")


@pytest.mark.parametrize("act", [change, touch, add, take_away, lose, lose_the_manifest, spoil_the_manifest])
def test_any_change_has_them_collected_again(source, act):
    act(source)
    assert not are_collected()


def test_after_a_change_they_are_collected_once_more(source):
    change(source)
    collect()
    assert are_collected()


def test_another_version_of_what_works_on_them_has_them_collected_again(source, monkeypatch):
    monkeypatch.setattr(static_files, "version", lambda name: "0")
    assert not are_collected()
