"""manage.py reread: what it reads, what it prints, how it ends."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import analysis
from articles.models import Mention
from tests import builders

pytestmark = pytest.mark.django_db


def command(*args, **options):
    """Exit code and what it printed."""
    out = StringIO()
    try:
        call_command("reread", *map(str, args), stdout=out, **options)
    except SystemExit as stop:
        return int(stop.code), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def article():
    row = builders.article("Zora Quill came.", slug="zora-comes")
    analysis.suggest(row)
    builders.person("Zora Quill")
    return row


def test_the_report_says_what_changed(article):
    code, out = command("--format", "json")
    report = json.loads(out)
    assert code == 0
    assert list(report) == ["read", "made", "gone", "again", "failed", "seconds", "articles"]
    assert [report[name] for name in ("read", "made", "gone", "failed")] == [1, 1, 1, 0]
    assert [(one["pk"], one["slug"], one["made"]) for one in report["articles"]] == [
        (article.pk, "zora-comes", 1)
    ]
    assert json.loads(command("--format", "json")[1])["read"] == 0


def test_the_report_as_text(article):
    first, last = command()[1].splitlines()
    assert first == "zora-comes: 1 new suggestions, 1 taken away"
    assert last.startswith("1 articles read, 0 could not be; suggestions: 1 made, 1 taken away, 0 as before;")


@pytest.mark.parametrize("which", ["pk", "slug"])
def test_a_named_article_is_read_whenever_it_was_read(article, which):
    command()
    assert command(getattr(article, which))[1].startswith("1 articles read")


def test_a_dry_run_writes_nothing(article):
    assert command("--dry-run")[1].splitlines()[-1].startswith("Nothing was written. 1 articles read")
    assert not Mention.objects.exists()


def test_what_could_not_be_read_is_told_and_makes_the_exit_code_1(article, monkeypatch):
    monkeypatch.setattr(analysis, "_store_mentions", lambda *given: 1 / 0)
    code, out = command()
    assert code == 1
    assert out.startswith("zora-comes: ZeroDivisionError: division by zero\n0 articles read, 1 could not be")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["not-there"], "There is no article 'not-there'"),
        (["999999"], "There is no article '999999'"),
        (["zora-comes", "--since", "2020-01-01"], "not both"),
        (["--since", "2020"], "no day such as"),
        (["--jobs", "0"], "no number of processes"),
    ],
)
def test_wrong_usage_is_refused(article, args, message):
    with pytest.raises(CommandError, match=message):
        command(*args)


def test_progress_is_told_on_standard_error(article, capsys):
    command()
    assert capsys.readouterr().err == "Reading: 1 of 1 articles\n"
