"""What is done beside the pages: by the web processes, or by `manage.py run_worker`."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connections

from articles import analysis, publishing
from articles.models import Article, Edition, Mention
from newsroom import outbox, working
from newsroom.models import Change
from newsroom.search.queries import search
from newsroom.working import holds, publish_what_is_due, repeat, work
from tests import builders
from tests.environment import ROOT


@pytest.fixture
def worker(settings):
    """Start a worker beside this test; it ends with the test."""
    settings.OUTBOX_WORKER = True
    stopping = threading.Event()

    def run():
        work(stopping)
        connections.close_all()

    thread = threading.Thread(target=run)
    yield thread.start
    stopping.set()
    if thread.ident:
        thread.join()


def comes_true(condition):
    """Whether it does in the end: what a worker does takes a while."""
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


def make_due(article):
    soon = datetime.now(UTC) + timedelta(hours=1)
    publishing.schedule(article, at=soon, by=None)
    Article.objects.filter(pk=article.pk).update(
        scheduled_for=soon - timedelta(hours=2), version=article.version + 1
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_publishes_what_is_due_and_brings_it_into_search(searchable, worker):
    make_due(builders.article("Ada Example opened the footbridge."))
    assert not Edition.objects.exists()
    worker()
    assert comes_true(Edition.objects.exists)
    assert comes_true(lambda: search("footbridge").total)
    assert comes_true(lambda: not Change.objects.exists())  # taken away after the index has them


@pytest.mark.django_db(transaction=True)
def test_beside_a_worker_no_request_brings_its_change_into_search(searchable, worker, settings):
    settings.OUTBOX_WORKER = True
    builders.person("Ada", state="public")
    assert search("ada").total == 0
    worker()
    assert comes_true(lambda: search("ada").total)


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_articles_again_after_a_name_changed(worker):
    article = builders.article("Zora Quill came.")
    analysis.suggest(article)
    zora = builders.person("Zora Quill")
    worker()
    assert comes_true(lambda: Mention.objects.filter(article=article, entity=zora).exists())


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_who_keeps_the_schedule_reads_articles_again_whatever_becomes_of_it(monkeypatch):
    article = builders.article("Zora Quill came.")
    analysis.suggest(article)
    builders.person("Zora Quill")
    monkeypatch.setattr(working, "publish_what_is_due", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        working.beside_pages()
    assert Mention.objects.filter(article=article).exists()


def test_one_process_at_a_time_keeps_the_schedule(tmp_path):
    with open(tmp_path / "lock", "w") as ours, open(tmp_path / "lock", "w") as theirs:
        assert holds(ours)
        assert not holds(theirs)
        assert holds(ours)
        ours.close()
        assert holds(theirs)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_logged_and_done_again(monkeypatch, caplog):
    stopping, looks = threading.Event(), []

    def fail():
        looks.append(1)
        if len(looks) == 2:
            stopping.set()
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(publishing, "publish_due", fail)
    with caplog.at_level(logging.ERROR):
        repeat(publish_what_is_due, 0, stopping)
    assert len(looks) == 2
    assert [row.message for row in caplog.records] == [
        "publish_what_is_due failed; the next try is in 0 seconds."
    ] * 2


class Rests:
    """Stands for the event that ends a worker: notes how long it rests, and ends it after some rests."""

    def __init__(self, most):
        self.taken, self.most = [], most

    def is_set(self):
        return len(self.taken) == self.most

    def wait(self, seconds):
        self.taken.append(seconds)


def test_an_outage_of_the_database_is_one_line_a_try_and_the_tries_grow_rare(monkeypatch, caplog):
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    tries = iter([OperationalError("connection refused\n\tIs the server running?")] * 8 + [None] * 2)

    def job():
        if error := next(tries):
            raise error

    rests = Rests(10)
    repeat(job, 1, rests)
    assert rests.taken == [1, 2, 4, 8, 16, 32, 60, 60, 1, 1]
    first, *_, last = caplog.records
    assert (
        first.message
        == "job failed (connection refused Is the server running?); the next try is in 1 seconds."
    )
    assert last.message == "job works again."
    assert len(caplog.records) == 9
    assert not any(row.exc_info for row in caplog.records)


def test_another_failure_says_where_it_came_from(monkeypatch, caplog):
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    repeat(lambda: 1 / 0, 90, rests := Rests(2))
    assert rests.taken == [90, 90]  # never more often than it should be done anyway
    assert all(row.exc_info for row in caplog.records)


def test_a_worker_knows_that_following_failed(monkeypatch):
    monkeypatch.setattr(outbox.Change.objects, "exists", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        outbox.follow()
    outbox.follow_now()
    assert outbox.follow in [job for job, _ in working.jobs()]


@pytest.mark.django_db
def test_an_article_that_cannot_be_published_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(
        publishing, "publish_due", lambda: publishing.Due(failed=[(17, "It has no headline.")])
    )
    working.publish_what_is_due()
    assert "Article 17 is due and was not published: It has no headline." in caplog.text


@pytest.mark.only_on(
    "sqlite"
)  # it brings its own database, which has no tables: its jobs fail, and it goes on
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_when_it_is_told_to(tmp_path, end):
    own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=ROOT,
        env=own | {"VAR_DIR": str(tmp_path), "OUTBOX_WORKER": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "worker: started\n"
    process.send_signal(end)
    assert process.communicate()[0] == "worker: ended\n"
    assert process.returncode == 0
