from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, Candidate
from newsroom.editorial import Decision
from seeds.models import Load, LoadFile
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


def shown(role="editor"):
    return at_desk(role).get("/admin/").content.decode()


def test_an_empty_desk_says_so():
    page = shown()
    assert "No articles yet." in page
    assert "Nothing is scheduled." in page
    assert "What went wrong" not in page


def test_it_counts_what_waits():
    article = builders.article(state="in_review")
    builders.mention(article, builders.person(), decision=Decision.SUGGESTED)
    Candidate.objects.create(name="Bob Sample", kind="person")
    answer = at_desk("editor").get("/admin/")
    numbers = {row["what"]: row["number"] for row in answer.context_data["waits"]}
    assert numbers == {
        "Suggestions to decide": 1,
        "Unknown names": 1,
        "Events found": 0,
        "Articles in review": 1,
        "Approved, not published": 0,
        "Changed words": 0,
        "Lost passages": 0,
        "To be read again": 0,
        "Same story": 0,
    }


def test_it_shows_what_is_due_and_what_the_schedule_could_not_publish():
    due = builders.article(headline="Due one")
    publishing.schedule(due, at=timezone.now() + timedelta(hours=1), by=None)
    failed = builders.article(headline="Failed one")
    publishing.schedule(failed, at=timezone.now() + timedelta(hours=1), by=None)
    Article.objects.filter(pk=failed.pk).update(schedule_error="No headline.")
    answer = at_desk("editor").get("/admin/")
    assert list(answer.context_data["due"]) == [due]
    assert list(answer.context_data["failed"]) == [failed]
    assert "No headline." in answer.content.decode()


def test_it_tells_of_an_article_whether_readers_see_it():
    live, withdrawn = builders.article(slug="live"), builders.article(slug="gone")
    builders.article(slug="draft")
    for row in (live, withdrawn):
        publishing.publish(row, by=None)
    publishing.withdraw(Article.objects.get(pk=withdrawn.pk), by=None, note="Wrong.")
    page = " ".join(shown().split())
    assert page.count("live, working copy draft, ") == 1
    assert page.count("withdrawn, working copy draft, ") == 1
    assert page.count("draft, 0") == 3


def test_it_shows_refused_files_to_those_who_may_see_loads():
    load = Load.objects.create(refused=2)
    LoadFile.objects.create(load=load, path="people.yaml", status="refused", refused=2)
    assert "people.yaml" in shown()
    assert "people.yaml" not in shown("reporter")


@pytest.mark.parametrize("number", [1, 12])
def test_it_takes_the_same_queries_however_much_there_is(django_assert_max_num_queries, number):
    for i in range(number):
        article = builders.article(state="in_review", headline=f"Headline {i}")
        builders.mention(
            article, builders.person(f"Ada {i} Example"), "Ada Example", decision=Decision.SUGGESTED
        )
        Load.objects.create()
    client = at_desk("editor")
    with django_assert_max_num_queries(28):
        client.get("/admin/")
