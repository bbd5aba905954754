"""A start does not load again what was loaded and has not changed."""

import pytest

from seeds.loader import load
from seeds.unchanged import is_loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "people.yaml").write_text("people:\n- {id: ada-example, name: Ada Example}\n")
    (tmp_path / "notes.rst").write_text("Nobody reads this.")
    return tmp_path


def test_a_folder_that_was_never_loaded_is_not(folder):
    assert not is_loaded(folder)


def test_a_loaded_folder_is_until_a_file_changes(folder):
    load([folder])
    assert is_loaded(folder)
    (folder / "people.yaml").write_text("people:\n- {id: ada-example, name: Ada Sample}\n")
    assert not is_loaded(folder)


def test_a_second_load_without_changes_leaves_it_loaded(folder):
    load([folder])
    load([folder])
    assert is_loaded(folder)


def test_a_new_file_or_one_gone_is_a_change(folder):
    load([folder])
    extra = folder / "more.yaml"
    extra.write_text("people:\n- {id: bob-example, name: Bob Example}\n")
    assert not is_loaded(folder)
    load([folder])
    extra.unlink()
    assert not is_loaded(folder)


def test_a_folder_with_refused_records_is_tried_again(folder):
    (folder / "people.yaml").write_text("people:\n- {id: ada-example, nam: Ada}\n")
    load([folder])
    assert not is_loaded(folder)


def test_a_dry_run_loads_nothing(folder):
    load([folder], dry_run=True)
    assert not is_loaded(folder)
