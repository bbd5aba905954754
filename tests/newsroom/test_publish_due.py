from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import publishing
from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db


def scheduled(headline: str, minutes: int = -5) -> Article:
    """An article whose time is some minutes away."""
    article = builders.article(headline=headline)
    at = timezone.now() + timedelta(minutes=minutes)
    publishing.schedule(article, at=timezone.now() + timedelta(hours=1), by=builders.user())
    Article.objects.filter(pk=article.pk).update(scheduled_for=at)
    return article


def run(**options: bool) -> str:
    out = StringIO()
    call_command("publish_due", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_what_is_due_is_published_and_told():
    article = scheduled("Bridge opened")
    assert "Bridge opened" in run()
    article.refresh_from_db()
    assert article.live_edition is not None


def test_what_is_not_yet_due_waits():
    article = scheduled("Bridge opened", minutes=5)
    assert run() == ""
    article.refresh_from_db()
    assert article.live_edition is None


def test_a_dry_run_tells_and_writes_nothing():
    article = scheduled("Bridge opened")
    assert "Bridge opened" in run(dry_run=True)
    article.refresh_from_db()
    assert article.live_edition is None


def test_a_failure_is_told_and_makes_the_command_fail():
    article = scheduled("Bridge opened")
    Article.objects.filter(pk=article.pk).update(slug="")
    with pytest.raises(CommandError, match="the desk shows why"):
        run()
