from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article whose time comes in an hour."""
    row = builders.article(headline="Bridge opened")
    publishing.schedule(row, at=timezone.now() + timedelta(hours=1), by=builders.user())
    return row


@pytest.fixture
def two_hours_later(monkeypatch):
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)


def run(**options: bool) -> str:
    out = StringIO()
    call_command("publish_due", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_what_is_due_is_published_and_told(article, two_hours_later):
    assert "Bridge opened" in run()
    article.refresh_from_db()
    assert article.live_edition is not None


def test_what_is_not_yet_due_waits(article):
    assert run() == ""
    article.refresh_from_db()
    assert article.live_edition is None


def test_a_dry_run_tells_and_writes_nothing(article, two_hours_later):
    assert "Bridge opened" in run(dry_run=True)
    article.refresh_from_db()
    assert article.live_edition is None


def test_a_failure_is_told_and_makes_the_command_fail(article, two_hours_later):
    Article.objects.filter(pk=article.pk).update(headline="", version=F("version") + 1)
    with pytest.raises(CommandError, match="the desk shows why"):
        run()
