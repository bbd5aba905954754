"""The command behind `make run`, as a process of its own where the test says so."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from newsroom.bootstrap import ROOT
from newsroom.management.commands.run_site import is_local
from tests.databases import empty_file

UNREACHABLE = "postgres://desk:hunter2@127.0.0.1:1/news"
COMMAND = [sys.executable, "manage.py", "run_site"]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


@pytest.fixture
def site(tmp_path, port):
    """The environment of an empty site of its own."""
    inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return inherited | {"VAR_DIR": str(tmp_path / "var"), "PORT": port, "DEMO": "0"}


@pytest.mark.django_db
def test_an_empty_site_gets_no_accounts(monkeypatch, settings, tmp_path, port):
    # a manifest in the folder of all tests would take the styles from every later page
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setenv("DEMO", "0")
    monkeypatch.setenv("PORT", port)
    out = StringIO()
    call_command("run_site", prepare_only=True, stdout=out)
    assert "migrations: none waiting" in out.getvalue()
    assert not get_user_model().objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DATABASE_URL": UNREACHABLE}, "The database news on 127.0.0.1:1 does not answer"),
        ({"DATABASE_URL": "sqlite:////no/such/folder/news.db"}, "(unable to open database file)"),
        ({"PORT": "80000"}, "PORT is '80000'"),
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps'"),
        ({"TIME_ZONE": "Mars/Olympus"}, "TIME_ZONE is 'Mars/Olympus'"),
    ],
)  # fmt: skip
def test_what_cannot_start_says_so_in_one_sentence(site, change, sentence):
    told = subprocess.run(COMMAND, cwd=ROOT, env=site | change, capture_output=True, text=True)
    assert told.returncode == 1
    assert told.stdout == ""
    assert len(told.stderr.splitlines()) == 1
    assert told.stderr.startswith("newsroom: ")
    assert sentence in told.stderr
    assert "hunter2" not in told.stderr


@pytest.fixture
def started(site):
    """Start an empty site; give its process and the lines that it told. Nothing of it is left afterwards."""
    folder = Path(site["VAR_DIR"])
    folder.mkdir()
    empty_file(folder / "newsroom.sqlite3")
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, env=site, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if line.startswith("desk: "):
            break
    yield process, lines
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()


@pytest.mark.own_processes
@pytest.mark.only_on("sqlite")  # it brings its own database
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_site_starts_answers_and_ends_with_all_its_processes(started, port, end):
    process, lines = started
    assert lines[-2:] == [f"site: http://127.0.0.1:{port}/", f"desk: http://127.0.0.1:{port}/admin/"]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/") as page:
        text = page.read().decode()
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', text)
    assert style, "static files carry a hash of their content"
    urllib.request.urlopen(f"http://127.0.0.1:{port}{style[1]}").close()
    process.send_signal(end)
    assert process.wait() == 0
    assert no_process_is_left(process.pid)


@pytest.mark.own_processes
@pytest.mark.only_on("sqlite")
def test_a_killed_site_leaves_no_process_on_its_port(started):
    process, _ = started
    process.kill()
    process.wait()
    assert no_process_is_left(process.pid)


def no_process_is_left(group: int) -> bool:
    """Whether the process group is empty; its last members may still be dying."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.own_processes
@pytest.mark.only_on("sqlite")
def test_a_second_start_finds_everything_done(site):
    first, second = (
        subprocess.run(
            [*COMMAND, "--prepare-only"], cwd=ROOT, env=site, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    )
    assert "migrations: none waiting" not in first.stdout
    assert "migrations: none waiting" in second.stdout
    assert "static files: ready" in first.stdout
    assert "static files: collected before" in second.stdout


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("news.example", False)],
)
def test_a_local_host_is_one_that_only_this_machine_reaches(host, local):
    assert is_local(host) is local
