"""Two at once: one wins, the other is told; nothing is done twice, nothing is waited for in a ring."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles import analysis, known, publishing, reading, verifying
from articles.models import Article, Edition, Mention
from newsroom.editorial import Decision, StaleVersion
from people import merging
from people.models import Entity
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, run in threads with connections of their own."""
    results: list[Any] = [None] * len(acts)
    start = Barrier(len(acts))

    def run(number: int) -> None:
        try:
            start.wait()
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_of_two_writers_with_one_version_one_wins_and_the_other_is_told():
    copy = builders.article()
    copies = [Article.objects.get(pk=copy.pk) for _ in range(2)]
    for number, one in enumerate(copies):
        one.headline = f"Version of {number}"
    results = at_once(*(one.save for one in copies))
    assert kinds(results) == ["NoneType", "StaleVersion"]
    winner = copies[results.index(None)]
    copy.refresh_from_db()
    assert (copy.headline, copy.version) == (winner.headline, 2)


def test_of_two_who_publish_one_version_one_does():
    copy = builders.article()
    builders.mention(copy, builders.person())
    copies = [Article.objects.get(pk=copy.pk) for _ in range(2)]
    results = at_once(*(lambda one=one: publishing.publish(one, by=None) for one in copies))
    assert kinds(results) == ["Edition", "StaleVersion"]
    assert Edition.objects.count() == 1
    assert list(verifying.problems()) == []


def test_of_two_decisions_on_one_suggestion_one_holds():
    row = builders.mention(builders.article(), builders.person(), decision=Decision.SUGGESTED)
    yes, no = Mention.objects.get(pk=row.pk), Mention.objects.get(pk=row.pk)
    results = at_once(lambda: yes.accept(None), lambda: no.reject(None))
    assert kinds(results) == ["NoneType", "StaleVersion"]
    assert Mention.objects.get().decision == ("accepted" if results[0] is None else "rejected")


def test_two_looks_at_the_schedule_publish_each_article_once():
    for _ in range(4):
        copy = builders.article()
        publishing.schedule(copy, at=timezone.now() + timedelta(hours=1), by=None)
    later = timezone.now() + timedelta(hours=2)
    results = at_once(lambda: publishing.publish_due(later), lambda: publishing.publish_due(later))
    assert [due.failed for due in results] == [[], []]
    assert sum(len(due.published) for due in results) == 4
    assert Edition.objects.count() == 4
    assert not Article.objects.due(later).exists()


def test_acts_on_the_same_entities_from_two_sides_do_not_wait_in_a_ring():
    ada, bob = builders.person("Ada", state="public"), builders.person("Bob", state="public")
    copies = []
    for _ in range(4):
        copy = builders.published("Ada met Bob.", ada, bob).article
        copies.append(copy)

    def republish() -> None:
        for copy in copies:
            publishing.publish(copy, by=None)

    def hide_and_show() -> None:
        for _ in range(2):
            row = Entity.objects.get(pk=ada.pk)
            publishing.suppress(row, by=None, reason="court")
            publishing.unsuppress(row, by=None, reason="appeal")

    def merge_and_undo() -> None:
        double = builders.person("Robert", state="public")
        for _ in range(2):
            record = merging.merge(Entity.objects.get(pk=double.pk), Entity.objects.get(pk=bob.pk), by=None)
            merging.undo(record, by=None)

    assert at_once(republish, hide_and_show, merge_and_undo) == [None, None, None]
    assert list(verifying.problems()) == []


def test_an_edit_and_a_new_passage_at_once_leave_no_passage_beside_its_words():
    copy = builders.article("Ada came.")
    edited, read = Article.objects.get(pk=copy.pk), Article.objects.get(pk=copy.pk)
    edited.body = "<p>Yesterday Ada came.</p>"
    passage = Mention.at(read, 0, 3, entity=builders.person("Ada"))
    results = at_once(edited.save, passage.save)
    assert results[0] is None
    assert results[1] is None or "not “Ada”" in str(results[1])
    assert not isinstance(results[1], StaleVersion)
    assert list(verifying.problems()) == []


def test_suggestions_stand_on_the_text_that_they_were_read_from_when_an_editor_saves_meanwhile(monkeypatch):
    builders.person("Ada Example")
    copy = builders.article("Ada Example came.")
    knows = known.knowledge()
    halfway, saved = Event(), Event()
    find_names = reading.find_names

    def slowly(*args: Any) -> Any:
        found = find_names(*args)
        halfway.set()
        assert saved.wait(20)
        return found

    monkeypatch.setattr(reading, "find_names", slowly)

    def edit() -> None:
        assert halfway.wait(20)
        edited = Article.objects.get(pk=copy.pk)
        edited.body = "<p>Nobody and then Ada Example left.</p>"
        edited.save()
        saved.set()

    read = Article.objects.get(pk=copy.pk)
    stored, nothing = at_once(lambda: analysis.suggest(read, knows), edit)
    assert (stored.made, nothing) == (1, None)
    assert read.version == 2
    assert [(m.start, m.exact) for m in Mention.objects.all()] == [(16, "Ada Example")]
    assert list(verifying.problems()) == []


def test_readings_and_edits_at_once_leave_no_suggestion_beside_its_words():
    builders.person("Ada Example")
    copies = [builders.article("Ada Example met Zora Quill, and Bo Stone.") for _ in range(3)]

    def edit() -> None:
        for number, copy in enumerate(copies):
            edited = Article.objects.get(pk=copy.pk)
            edited.body = f"<p>{'Then ' * number}Bo Stone met Ada Example and Zora Quill.</p>"
            edited.save()

    def read(order: int) -> None:
        for copy in copies[::order]:
            analysis.suggest(Article.objects.get(pk=copy.pk))

    assert at_once(edit, lambda: read(1), lambda: read(-1)) == [None, None, None]
    for copy in copies:
        analysis.suggest(Article.objects.get(pk=copy.pk))
        assert Mention.objects.filter(article=copy).count() == 1
    assert list(verifying.problems()) == []
