"""What all tests stand on: the engine, the browser, Hypothesis, and skips that CI does not forgive."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import environment, postgresql

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.api import Record

MARKERS = {
    "browser": "needs a Chromium; run once, on SQLite",
    "torture": "long; run only with TORTURE=1",
    "only_on(engine)": "says something about one engine: sqlite or postgresql",
    "own_processes": "reaches the database by processes of its own, so it runs on both engines",
}

# Nothing here depends on how fast a machine is.
_patient: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis_settings.register_profile("dev", **_patient, max_examples=30)
hypothesis_settings.register_profile("ci", **_patient, max_examples=30, derandomize=True, print_blob=True)
hypothesis_settings.register_profile("torture", **_patient, max_examples=3000)
hypothesis_settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgresql"],
        help="database of the tests; without it DATABASE_URL counts, and without that SQLite",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests a var folder and a database of their own, before Django reads its settings."""
    for marker, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{marker}: {meaning}")
    if hasattr(config, "workerinput"):
        return  # xdist's workers inherit the environment that this function made
    home = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server's goodbye, which writes
    (home / "var" / "static").mkdir(parents=True)
    engine = config.getoption("engine")
    for name in environment.names_read() - (set() if engine else {"DATABASE_URL"}):
        os.environ.pop(name, None)
    if engine == "postgresql" and not config.option.collectonly:
        server = postgresql.start(home)
        config.add_cleanup(server.cleanup)
        os.environ["DATABASE_URL"] = server.get_uri()
    os.environ |= {"VAR_DIR": str(home / "var"), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}

    from django.conf import settings

    assert home / "var" == settings.VAR_DIR  # they are read now, and pytest-django sets Django up with them


def pytest_report_header(config: pytest.Config) -> str:
    from django.db import connection

    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not meant for this run: torture, and what speaks of the other engine. The long ones come first,
    so that no worker is left with them at the end.
    """
    kept = [item for item in items if is_wanted(item)]
    config.hook.pytest_deselected(items=list(set(items).difference(kept)))
    items[:] = sorted(kept, key=lambda item: not item.get_closest_marker("own_processes"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: it is not looked through for garbage, and the rest of it more rarely."""
    gc.freeze()
    gc.set_threshold(5_000, 20, 10)


def is_wanted(item: pytest.Item) -> bool:
    from django.db import connection

    engine = item.get_closest_marker("only_on")
    if engine and engine.args[0] != connection.vendor:
        return False
    if connection.vendor == "postgresql" and not reaches_database(item):
        return False  # SQLite's run has it
    return bool(os.environ.get("TORTURE")) or not item.get_closest_marker("torture")


def reaches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_processes"):
        return True
    return not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    return refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    report = yield
    return refuse_skip(report)


def refuse_skip(report: Any) -> Any:
    """With REQUIRE_ALL=1, as in CI, a skip (no Chromium, no ../shared) is a failure."""
    if report.outcome == "skipped" and os.environ.get("REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL is set, and this was skipped: {reason}"
    return report


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def no_throttling() -> None:
    """Tests ask as often as they like; those of throttling switch it on."""
    from django.conf import settings

    settings.API_REQUESTS_PER_MINUTE = settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN = 0


@pytest.fixture(autouse=True, scope="module")
def swept(django_db_blocker: Any) -> "Iterator[None]":
    """After a module, PostgreSQL forgets the rows that its tests took back; they would slow those that follow."""
    from django.db import connection

    yield
    if connection.vendor == "postgresql" and connection.connection and not connection.in_atomic_block:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM")


@pytest.fixture(scope="module")
def own_database(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[dict[str, str]]":
    """The environment of processes with a database of their own, which the tests of a module share."""
    from tests.databases import empty_database

    folder = tmp_path_factory.mktemp("own")
    with empty_database(folder) as url:
        yield {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": url}


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> "Iterator[Record]":
    """The small record of tests/api.py, on which all tests of a module stand; taken back after the last of them."""
    from tests.api import record
    from tests.databases import taken_back

    with taken_back(django_db_blocker):
        yield record()


@pytest.fixture
def row(standing: "Record", db: None) -> "Record":
    """The rows of that record. What a test does to them is taken back after it."""
    return standing.fresh()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium of the machine: the program that CHROMIUM names, else chromium on the PATH."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("no Chromium: install one (on Debian: apt install chromium) or name it by CHROMIUM")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def browsing(browser: "Browser", live_server: Any) -> "Iterator[BrowserContext]":
    """One window for all tests, whose cache keeps what does not change: styles and scripts."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="UTC")
    yield context
    context.close()


@pytest.fixture
def page(browsing: "BrowserContext", live_server: Any) -> "Iterator[Page]":
    """An empty tab whose addresses begin at the test's own server, of nobody who was there before. A script that fails
    fails the test.
    """
    browsing.clear_cookies()
    opened = browsing.new_page()
    opened.add_init_script("if (!window.name) { localStorage.clear(); window.name = 'tab'; }")
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    opened.close()
    assert failures == []
