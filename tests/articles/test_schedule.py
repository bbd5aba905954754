"""The schedule: state in the database, pulled; one failure blocks nothing and is shown."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles import publishing
from articles.models import Act, Article, ArticleState, Edition, Verb
from tests import builders

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)


def now():
    return datetime.now(UTC)


def due(article, ago=timedelta(minutes=1)):
    """Schedule in the way that time passing would."""
    publishing.schedule(article, at=now() + LATER, by=None)
    Article.objects.filter(pk=article.pk).update(scheduled_for=now() - ago, version=article.version + 1)
    article.refresh_from_db()
    return article


def test_what_is_scheduled_is_published_when_its_time_has_come():
    editor = builders.user("eva")
    copy = builders.article()
    publishing.schedule(copy, at=now() + LATER, by=editor, why="for the morning")
    assert copy.state == ArticleState.SCHEDULED
    assert publishing.publish_due().published == []
    result = publishing.publish_due(now() + 2 * LATER)
    assert [e.article for e in result.published] == [copy]
    assert result.failed == []
    copy.refresh_from_db()
    assert (copy.is_live, copy.state, copy.scheduled_for) == (True, "draft", None)
    assert Edition.objects.get().by == editor
    assert [a.verb for a in Act.objects.order_by("pk")] == [Verb.SCHEDULE, Verb.PUBLISH]


def test_nothing_is_published_twice():
    due(builders.article())
    assert len(publishing.publish_due().published) == 1
    assert publishing.publish_due().published == []


@pytest.mark.parametrize("at", [now() - LATER, (now() - LATER).astimezone(timezone(timedelta(hours=14)))])
def test_a_moment_that_is_past_is_refused_in_words(at):
    with pytest.raises(ValidationError, match="is past: choose a moment to come, or publish now"):
        publishing.schedule(builders.article(), at=at, by=None)


def test_a_moment_without_a_zone_is_the_sites(settings):
    copy = builders.article()
    publishing.schedule(copy, at=datetime(2099, 1, 1, 12), by=None)  # noqa: DTZ001
    assert copy.scheduled_for == datetime(2099, 1, 1, 12, tzinfo=UTC)


def test_what_is_not_ready_is_not_scheduled():
    with pytest.raises(ValidationError, match="needs a headline"):
        publishing.schedule(builders.article(headline=""), at=now() + LATER, by=None)


def test_a_schedule_has_a_moment():
    copy = builders.article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=copy.pk).update(state="scheduled", version=2)


def test_after_downtime_everything_that_is_due_is_caught_up_on_longest_waiting_first():
    copies = [due(builders.article(), ago=timedelta(days=days)) for days in (1, 3, 2)]
    published = publishing.publish_due().published
    assert [e.article for e in published] == [copies[1], copies[2], copies[0]]


def test_a_failure_is_shown_and_blocks_nothing():
    bad = due(builders.article(), ago=timedelta(days=2))
    Article.objects.filter(pk=bad.pk).update(headline="", version=bad.version + 1)
    good = due(builders.article())
    result = publishing.publish_due()
    assert [e.article for e in result.published] == [good]
    assert result.failed == [(bad.pk, "An article needs a headline before it is published.")]
    bad.refresh_from_db()
    assert bad.schedule_error == "An article needs a headline before it is published."
    assert (bad.state, bad.is_live) == ("scheduled", False)


def test_a_failure_that_nobody_foresaw_is_shown_and_blocks_nothing(monkeypatch):
    bad = due(builders.article(), ago=timedelta(days=2))
    good = due(builders.article())
    real = publishing.derive.article

    def fails_once(row):
        if row.pk == bad.pk:
            raise ZeroDivisionError("by nought")
        real(row)

    monkeypatch.setattr(publishing.derive, "article", fails_once)
    result = publishing.publish_due()
    assert [e.article for e in result.published] == [good]
    bad.refresh_from_db()
    assert bad.schedule_error == "ZeroDivisionError: by nought"
    assert not bad.editions.exists()
    monkeypatch.setattr(publishing.derive, "article", real)
    assert [e.article for e in publishing.publish_due().published] == [bad]
    bad.refresh_from_db()
    assert bad.schedule_error == ""


def test_a_saved_change_of_a_scheduled_copy_is_what_is_published():
    copy = due(builders.article())
    copy.headline = "Newer"
    copy.save()
    assert publishing.publish_due().published[0].headline == "Newer"


def test_an_article_can_be_taken_from_the_schedule():
    copy = due(builders.article())
    publishing.unschedule(copy, by=None, why="not yet")
    assert (copy.state, copy.scheduled_for) == ("approved", None)
    assert publishing.publish_due().published == []
    with pytest.raises(ValidationError, match="is not scheduled"):
        publishing.unschedule(copy, by=None)


def test_publishing_at_once_takes_it_from_the_schedule():
    copy = due(builders.article())
    publishing.publish(copy, by=None)
    assert publishing.publish_due().published == []


def test_the_command_publishes_what_is_due():
    copy = due(builders.article())
    call_command("publish_due")
    assert copy.editions.count() == 1
