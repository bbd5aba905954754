"""What happens before there is an environment, as a stranger sees it: make, and a Python of some kind."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import bootstrap

ROOT = bootstrap.ROOT
OLD = "import sys; sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'"
BARE = "import sys; sys.modules['ensurepip'] = None"
NO_VENV = (
    "newsroom: This Python has no venv module with pip: install it (on Debian: apt install python3-venv)."
)
SPOILT = "import sys; sys.modules['venv'] = None"


@pytest.fixture
def make_run(tmp_path):
    """Run `make run` in a bare checkout where `python3` is the given kind of Python, or missing."""
    (tmp_path / "newsroom").mkdir()
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "newsroom/bootstrap.py", tmp_path / "newsroom")
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(kind: str | None) -> subprocess.CompletedProcess[str]:
        if kind is not None:
            (tmp_path / "sitecustomize.py").write_text(kind)
            python = programs / "python3"
            python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
            python.chmod(0o755)
        make = shutil.which("make") or pytest.skip("no make on this machine")
        environment = {"PATH": str(programs), "HOME": os.environ.get("HOME", "/")}
        return subprocess.run([make, "run"], cwd=tmp_path, env=environment, capture_output=True, text=True)

    return run


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (None, "newsroom: Newsroom needs Python 3.11 or newer with venv and pip; there is no python3 here."),
        (OLD, "newsroom: Newsroom needs Python 3.11 or newer; this one is 3.9.2."),
        (BARE, NO_VENV),
        (SPOILT, NO_VENV),
    ],
)  # fmt: skip
def test_an_unfit_python_gets_one_sentence(make_run, kind, sentence):
    told = make_run(kind)
    assert told.returncode != 0
    assert [line for line in told.stderr.splitlines() if not line.startswith("make")] == [sentence]
    assert told.stdout == ""


def test_an_old_python_can_read_the_file_that_refuses_it():
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("lock", bootstrap.LOCKS.values())
def test_a_lock_has_a_hash_for_each_package_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[^\s#]", text, re.MULTILINE)) > 10
    assert not re.search(r"https?:|--(?:extra-)?index|--find-links", text)


def test_the_lock_of_the_tests_holds_every_package_of_the_site_at_the_same_version():
    def pins(kind: str) -> set[str]:
        lock = (ROOT / bootstrap.LOCKS[kind]).read_text()
        return set(re.findall(r"^[a-z0-9][^ ]*==[^ ]*", lock, re.MULTILINE))

    assert pins("run") < pins("test")


def test_one_package_of_a_lock_comes_with_its_own_hashes_only():
    wanted = "uv==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"
    lock = f"ux==3 \\\n    --hash=sha256:x\n{wanted}    # via newsroom\nuvx==2 \\\n    --hash=sha256:c\n"
    assert bootstrap.requirement(lock, "uv") == wanted
