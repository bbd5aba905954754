"""Working copies read again: what waits, what changes, what stays."""

from datetime import date

import pytest
from django.db import transaction

from articles import analysis, publishing, reading, rereading
from articles.models import (
    ArticleReading,
    Candidate,
    CandidatePassage,
    Edition,
    KnowledgeChange,
    Mention,
)
from articles.rereading import outdated, reread
from newsroom import parallel
from newsroom.editorial import Decision
from people import merging
from people.models import Entity, Name
from tests import builders

pytestmark = pytest.mark.django_db


def copies(*texts):
    rows = [builders.article(text) for text in texts]
    for row in rows:
        analysis.suggest(row)
    KnowledgeChange.objects.update(ref=None)
    return rows


def named():
    return list(Mention.objects.order_by("article", "start").values_list("exact", flat=True))


def waiting():
    return list(ArticleReading.objects.waiting().values_list("article_id", flat=True))


def test_a_copy_that_was_read_with_the_names_of_now_is_not_read_again():
    rows = copies("Zora Quill came.", "Nobody came.")
    fresh = builders.article("Never read.")
    assert set(outdated()) == {fresh}
    builders.person("Zora Quill")
    assert set(outdated()) == {*rows, fresh}
    done = list(reread(outdated().order_by("pk").values_list("pk", flat=True)))
    assert [(one.pk, one.made, one.gone) for one in done] == [
        (rows[0].pk, 1, 1),
        (rows[1].pk, 0, 0),
        (fresh.pk, 0, 0),
    ]
    assert named() == ["Zora Quill"]
    assert not outdated().exists()


def test_other_rules_make_all_copies_outdated(monkeypatch):
    copies("Zora Quill came.")
    monkeypatch.setattr(rereading, "rules", lambda *given: "other")
    assert outdated().count() == 1


def test_a_run_that_was_cut_off_goes_on_with_the_rest(monkeypatch):
    monkeypatch.setattr(parallel, "TOGETHER", 1)
    rows = copies("Zora Quill came.", "Zora Quill left.", "Zora Quill slept.")
    builders.person("Zora Quill")
    run = reread(outdated().order_by("pk").values_list("pk", flat=True))
    next(run)
    run.close()
    assert list(outdated().order_by("pk")) == rows[1:]


def test_only_copies_of_a_day_and_later():
    builders.article(date=date(2020, 1, 1))
    later = builders.article(date=date(2020, 1, 2))
    builders.article(date=None)
    assert list(outdated(date(2020, 1, 2))) == [later]


def test_several_processes_find_what_one_does():
    texts = [f"Zora Quill met person {n} of the Example Trust on Monday." for n in range(6)]
    copies(*texts)
    builders.person("Zora Quill")
    builders.organization("Example Trust")
    pks = list(outdated().order_by("pk").values_list("pk", flat=True))
    with transaction.atomic():
        alone = list(reread(pks))
        found = passages()
        transaction.set_rollback(True)
    assert list(reread(pks, jobs=2)) == alone
    assert passages() == found
    assert sum(one.made for one in alone) == 12


def passages():
    return list(
        Mention.objects.order_by("article", "start").values_list("article", "start", "end", "entity", "why")
    )


def test_a_dry_run_tells_the_same_and_changes_nothing():
    [row] = copies("Zora Quill came.")
    builders.person("Zora Quill")
    dry = list(reread([row.pk], dry_run=True))
    assert (named(), Candidate.objects.count(), outdated().count()) == ([], 1, 1)
    assert list(reread([row.pk])) == dry


def test_decisions_and_what_readers_see_stay():
    ada = builders.person("Ada Example")
    edition = builders.published("Ada Example met Bo Stone.", ada)
    row = edition.article
    analysis.suggest(row)
    wrong = CandidatePassage.objects.get(article=row)
    wrong.reject(by=None)
    before = Edition.objects.values().get()
    Name.objects.create(entity=ada, text="Bo Stone")
    list(reread([row.pk]))
    assert Edition.objects.values().get() == before
    assert Mention.objects.get(edition=edition).exact == "Ada Example"
    assert CandidatePassage.objects.get().decision == Decision.REJECTED
    assert Mention.objects.accepted().filter(article=row).count() == 1


def test_one_that_cannot_be_read_is_told_and_holds_up_no_other(monkeypatch):
    rows = copies("Zora Quill came.", "Break here.", "Zora Quill left.")
    builders.person("Zora Quill")
    find = reading.find_names

    def breaks(body, *rest):
        if "Break" in body:
            raise ValueError("no such word")
        return find(body, *rest)

    monkeypatch.setattr(reading, "find_names", breaks)
    done = list(reread([row.pk for row in rows]))
    assert [one.problem for one in done] == ["", "ValueError: no such word", ""]
    assert named() == ["Zora Quill", "Zora Quill"]
    assert ArticleReading.objects.failed().get().problem == "ValueError: no such word"
    assert list(outdated()) == [rows[1]]
    monkeypatch.undo()
    list(reread([rows[1].pk]))
    assert not ArticleReading.objects.failed().exists()


def test_one_that_cannot_be_stored_is_told_and_holds_up_no_other(monkeypatch):
    rows = copies("Zora Quill came.", "Break here.", "Zora Quill left.")
    builders.person("Zora Quill")
    store = analysis._store_dates

    def breaks(reads):
        if any("Break" in one.article.text for one in reads):
            raise ValueError("no such day")
        store(reads)

    monkeypatch.setattr(analysis, "_store_dates", breaks)
    done = list(reread([row.pk for row in rows]))
    assert [one.problem for one in done] == ["", "ValueError: no such day", ""]
    assert named() == ["Zora Quill", "Zora Quill"]
    assert list(outdated()) == [rows[1]]


def test_many_take_hardly_more_queries_than_one(django_assert_max_num_queries):
    rows = copies(*(f"Zora Quill number {n} came." for n in range(12)))
    builders.person("Zora Quill")
    with django_assert_max_num_queries(75):
        assert sum(one.made for one in reread(row.pk for row in rows)) == 12


def test_one_that_is_edited_between_reading_and_storing_is_read_as_it_is(monkeypatch):
    [row] = copies("Zora Quill came.")
    builders.person("Zora Quill")
    copies_of = rereading._copies

    def edited_after(pks):
        for copy in copies_of(pks):
            row.body = "<p>Then Zora Quill left.</p>"
            row.save()
            yield copy

    monkeypatch.setattr(rereading, "_copies", edited_after)
    list(reread([row.pk]))
    assert Mention.objects.get().start == 5


def test_one_that_is_deleted_meanwhile_is_told():
    [row] = copies("Zora Quill came.")
    run = rereading._stored(rereading.Copy(row.pk + 1, 1, "", None), None, rereading.knowledge(), False)
    assert run.problem == "It was deleted meanwhile."


# What is read again by itself


def alias(ada):
    Name.objects.create(entity=ada, text="Zora Quill")


def rename(ada):
    ada.name = "Zora Quill"
    ada.save()


@pytest.mark.parametrize("change", [alias, rename])
def test_articles_that_name_what_changed_wait_and_are_read(change):
    ada = builders.person("Ada Example")
    first, _other, theirs = copies("Zora Quill came.", "Bo Stone came.", "Ada Example came.")
    change(ada)
    assert rereading.follow() == 1
    assert waiting() == [first.pk, theirs.pk]
    assert rereading.go_on() == 2
    assert waiting() == []
    assert "Zora Quill" in named()
    assert not Candidate.objects.filter(name="Zora Quill").exists()


def test_a_name_that_is_gone_takes_its_suggestions_with_it():
    name = Name.objects.create(entity=builders.person("Ada Example"), text="Zora Quill")
    [row] = copies("Zora Quill came.")
    assert named() == ["Zora Quill"]
    name.delete()
    rereading.go_on()
    assert named() == []
    assert CandidatePassage.objects.get().article == row


def test_a_merge_and_its_undoing_are_followed():
    ada, double = builders.person("Ada Example"), builders.person("Zora Quill")
    copies("Zora Quill came.")
    merged = merging.merge(double, ada, by=None)
    rereading.go_on()
    assert Mention.objects.get().entity.current == ada
    merging.undo(merged, by=None)
    rereading.go_on()
    assert Mention.objects.get().entity.current == double


def test_a_copy_that_was_never_read_is_not_read_by_itself():
    builders.article("Zora Quill came.")
    builders.person("Zora Quill")
    assert rereading.go_on() == 0
    assert named() == []


def test_after_a_great_load_nothing_is_looked_for_and_all_is_outdated(monkeypatch):
    monkeypatch.setattr(rereading, "FEW", 2)
    [row] = copies("Zora Quill came.")
    for name in ("Zora Quill", "Bo Stone", "Ada Example"):
        builders.person(name)
    assert rereading.go_on() == 0
    assert list(outdated()) == [row]
    assert not KnowledgeChange.objects.to_follow().exists()
    assert rereading.want_outdated() == 1
    assert rereading.go_on() == 1
    assert named() == ["Zora Quill"]


def test_the_newest_of_very_many_articles_are_read_again_by_themselves(monkeypatch):
    monkeypatch.setattr(rereading, "MOST", 2)
    rows = copies("Zora Quill came.", "Zora Quill left.", "Zora Quill slept.")
    zora = builders.person("Zora Quill")
    assert rereading.naming(zora) == {rows[1].pk, rows[2].pk}


def test_what_fails_does_not_wait_for_ever(monkeypatch):
    [row] = copies("Zora Quill came.")
    rereading.want([row])
    monkeypatch.setattr(analysis, "_store_mentions", lambda *given: 1 / 0)
    assert rereading.go_on() == 1
    assert waiting() == []
    assert "ZeroDivisionError" in ArticleReading.objects.get().problem


def test_what_is_wanted_again_meanwhile_goes_on_waiting(monkeypatch):
    [row] = copies("Zora Quill came.")
    rereading.want([row])
    read_again = rereading.reread

    def wanted_meanwhile(pks):
        monkeypatch.setattr(rereading, "reread", read_again)
        for outcome in read_again(pks):
            rereading.want([row])
            yield outcome

    monkeypatch.setattr(rereading, "reread", wanted_meanwhile)
    assert rereading.go_on() == 2


def test_there_is_an_end_to_one_look():
    [row] = copies("Zora Quill came.")
    rereading.want([row])
    assert rereading.go_on(seconds=0) == 0
    assert waiting() == [row.pk]


def test_publishing_and_facts_make_nothing_wait():
    ada = builders.person("Ada Example")
    [row] = copies("Ada Example came.")
    Mention.objects.get().accept(by=None)
    publishing.publish(row, by=None)
    Entity.objects.get(pk=ada.pk).save()
    assert rereading.follow() == 0
