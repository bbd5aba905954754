from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

BASE = Path("/site")


@pytest.fixture
def value(monkeypatch):
    return lambda text: monkeypatch.setenv("X", text)


@pytest.mark.parametrize(("text", "read"), [("1", True), ("on", True), ("No", False), (" false ", False)])
def test_a_flag_is_written_in_the_usual_ways(value, text, read):
    value(text)
    assert env.flag("X", default=not read) is read


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_variable_counts_as_unset(value, text):
    value(text)
    assert env.flag("X", default=True) is True
    assert env.text("X", "default") == "default"
    assert env.integer("X", 7, 1, 9) == 7


def test_words_are_separated_by_commas(value):
    value("a.example, b.example,,")
    assert env.words("X") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("text", "read", "cure"),
    [
        ("maybe", lambda: env.flag("X"), "set it to 1 or 0"),
        ("0", lambda: env.integer("X", 5, 1, 9), "from 1 to 9"),
        ("-3", lambda: env.integer("X", 5, 1, 9), "from 1 to 9"),
        ("٣", lambda: env.integer("X", 5, 1, 9), "from 1 to 9"),
        ("8e1", lambda: env.integer("X", 5, 1, 99), "from 1 to 99"),
        ("c", lambda: env.choice("X", "a", ["a", "b"]), "set it to a, b"),
        ("mysql://db/news", lambda: env.database("X", "", BASE), "sqlite:///PATH or postgres://"),
        ("sqlite://news.db", lambda: env.database("X", "", BASE), "four slashes"),
        ("sqlite:///", lambda: env.database("X", "", BASE), "names no SQLite file"),
        ("postgres://db", lambda: env.database("X", "", BASE), "names no database"),
        ("postgres://db:port/news?sslmod=on", lambda: env.database("X", "", BASE), "cannot be read"),
        ("/dev/null/var", lambda: env.folder("X", BASE), "may write to"),
    ],
)
def test_a_bad_value_is_refused_with_the_name_and_the_cure(value, text, read, cure):
    value(text)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert str(refusal.value).startswith("X ")
    assert cure in str(refusal.value)


def test_a_refused_database_does_not_tell_its_password(value):
    value("postgres://reader:hunter2@db:5432/news?nonsense=1")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database("X", "", BASE)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "file"),
    [("sqlite:///news.db", "/site/news.db"), ("sqlite:////data/a%20b.db", "/data/a b.db")],
)
def test_a_sqlite_path_is_relative_to_the_checkout_or_absolute(value, url, file):
    value(url)
    assert env.database("X", "", BASE)["NAME"] == Path(file)


def test_a_postgresql_url_is_read_as_libpq_reads_it(value):
    value("postgresql://ed%40desk:p%2Fw@db.example:5433/news?sslmode=require")
    read = env.database("X", "", BASE)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert [read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "news",
        "ed@desk",
        "p/w",
        "db.example",
        "5433",
    ]
    assert read["OPTIONS"]["sslmode"] == "require"


def test_a_postgresql_socket_is_a_host_too(value):
    value("postgres://ed@/news?host=/run/postgresql&connect_timeout=1")
    read = env.database("X", "", BASE)
    assert read["HOST"] == "/run/postgresql"
    assert str(read["OPTIONS"]["connect_timeout"]) == "1"
