"""The desk's page of readings: what waits, what is outdated, what failed, and who may have all read again."""

import pytest

from articles import analysis, rereading
from articles.models import ArticleReading
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    rows = [builders.article(text) for text in ("Zora Quill came.", "Bo Stone came.")]
    for row in rows:
        analysis.suggest(row)
    builders.person("Zora Quill")
    return rows


def numbers(page):
    return [page.context_data[name] for name in ("read", "waiting", "outdated")]


def test_an_editor_has_all_read_again_and_sees_it_done(articles):
    desk = at_desk("editor")
    before = desk.get("/admin/readings/")
    assert numbers(before) == [2, 0, 2]
    assert "Read all 2 again" in before.content.decode()
    assert "Refresh" not in before
    asked = desk.post("/admin/readings/", follow=True)
    assert "2 articles will be read again" in asked.content.decode()
    assert (numbers(asked), asked["Refresh"]) == ([2, 2, 2], "10")
    assert rereading.go_on() == 2
    after = desk.get("/admin/readings/")
    assert numbers(after) == [2, 0, 0]
    assert "again</button>" not in after.content.decode()


def test_a_reporter_sees_it_and_may_not_ask_for_all(articles):
    desk = at_desk("reporter")
    assert "again</button>" not in desk.get("/admin/readings/").content.decode()
    assert desk.post("/admin/readings/").status_code == 403
    assert not ArticleReading.objects.waiting().exists()


def test_what_could_not_be_read_is_told_with_its_reason(articles):
    ArticleReading.objects.filter(article=articles[0]).update(problem="ValueError: no such word")
    page = at_desk("reporter").get("/admin/readings/").content.decode()
    assert "ValueError: no such word" in page
    assert f"/admin/articles/article/{articles[0].pk}/review/" in page


def test_the_number_of_queries_does_not_grow_with_what_failed(articles, django_assert_max_num_queries):
    desk = at_desk("reporter")
    for _ in range(20):
        ArticleReading.objects.create(article=builders.article("It broke."), problem="It broke.")
    with django_assert_max_num_queries(14):
        desk.get("/admin/readings/")
