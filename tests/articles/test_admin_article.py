"""The article's form and its acts, as an editor uses them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.admin.article import ArticleAdmin
from articles.models import Article, ArticleState, Counterpart, EditionKind, Verb
from newsroom.editorial import Decision, StaleVersion
from people.models import EntityState
from tests import builders
from tests.desk import at_desk, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return at_desk("editor")


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def act(article, name):
    return f"/admin/articles/article/{article.pk}/{name}/"


def test_saving_makes_a_new_version_and_sanitises_the_text(editor):
    article = builders.article()
    fields = fields_of(editor.get(change(article)))
    answer = editor.post(change(article), {**fields, "body": "<p>New <script>alert(1)</script>words.</p>"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.version, article.body, article.text) == (2, "<p>New words.</p>", "New words.")
    assert article.history.first().history_user.username == "editor"


def test_a_new_article_is_a_draft(editor):
    fields = fields_of(editor.get("/admin/articles/article/add/"))
    answer = editor.post(
        "/admin/articles/article/add/",
        {**fields, "headline": "Bridge", "slug": "bridge", "body": "<p>Open.</p>"},
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.headline, article.is_live) == (ArticleState.DRAFT, "Bridge", False)


def test_what_is_written_by_hand_is_held_against_the_others_when_it_is_saved(editor):
    text = " ".join(f"Sentence {n} tells what happened on the bridge at hour {n}." for n in range(30))
    other = builders.article(text, headline="Bridge opens", publisher="Second Post")
    fields = fields_of(editor.get("/admin/articles/article/add/"))
    given = {
        **fields,
        "headline": "Bridge",
        "slug": "bridge",
        "body": f"<p>{text}</p>",
        "publisher": "First Post",
    }
    answer = editor.post("/admin/articles/article/add/", given, follow=True)
    told = "Seems to tell the same as “Bridge opens” (Second Post, 2020-06-25): the same text"
    assert told in answer.content.decode()
    article = Article.objects.get(slug="bridge")
    assert Counterpart.objects.get().beside(article) == other
    fields = fields_of(editor.get(change(article)))
    answer = editor.post(change(article), {**fields, "dateline": "HALIFAX"}, follow=True)
    assert told not in answer.content.decode()
    fields = fields_of(editor.get(change(article)))
    editor.post(change(article), {**fields, "body": "<p>Schools.</p>"})
    assert not Counterpart.objects.exists()


def test_a_stale_version_is_refused_with_both_versions_shown(editor):
    article = builders.article("First words.")
    fields = fields_of(editor.get(change(article)))
    article.headline, article.body = "Theirs", "<p>Their words.</p>"
    article.save()
    answer = editor.post(change(article), {**fields, "headline": "Mine", "body": "<p>My words.</p>"})
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in ("Theirs", "Their words.", "My words.", "Somebody saved a newer version"):
        assert words in page
    assert answer.context_data["adminform"].form["headline"].value() == "Mine"
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Theirs", 2)


def test_who_has_seen_the_newer_version_may_save_over_it(editor):
    article = builders.article("First words.")
    fields = fields_of(editor.get(change(article)))
    article.headline = "Theirs"
    article.save()
    refused = editor.post(change(article), {**fields, "headline": "Mine"})
    again = {
        **fields,
        "headline": "Mine",
        "version_read": refused.context_data["adminform"].form["version_read"].value(),
    }
    assert editor.post(change(article), again).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.version) == ("Mine", 3)


def test_a_post_without_a_version_is_refused(editor):
    article = builders.article()
    fields = fields_of(editor.get(change(article)))
    del fields["version_read"]
    assert editor.post(change(article), {**fields, "headline": "Mine"}).status_code == 200
    article.refresh_from_db()
    assert article.version == 1


def test_a_version_that_gets_stale_while_it_is_saved_comes_back_as_a_form(editor, monkeypatch):
    article = builders.article()
    fields = fields_of(editor.get(change(article)))
    get = ArticleAdmin.get_object
    lost = []

    def overtaken(self, request, obj, form, change):
        lost.append(obj)
        raise StaleVersion(obj, obj.version)

    def with_theirs(self, *args, **kwargs):
        if lost:
            Article.objects.filter(pk=article.pk, version=1).update(headline="Theirs", version=2)
        return get(self, *args, **kwargs)

    monkeypatch.setattr(ArticleAdmin, "save_model", overtaken)
    monkeypatch.setattr(ArticleAdmin, "get_object", with_theirs)
    answer = editor.post(change(article), {**fields, "headline": "Mine"})
    assert answer.status_code == 200
    assert len(lost) == 1
    assert "Somebody saved a newer version" in answer.content.decode()
    assert answer.context_data["adminform"].form["headline"].value() == "Mine"


def test_bylines_are_edited_on_the_page(editor):
    article = builders.article()
    fields = fields_of(editor.get(change(article)))
    fields |= {
        "bylines-TOTAL_FORMS": 1,
        "bylines-0-name": "Nora Quill",
        "bylines-0-role": "author",
        "bylines-0-order": 0,
    }
    assert editor.post(change(article), fields).status_code == 302
    assert article.bylines.get().name == "Nora Quill"


def test_publishing_asks_first_and_then_publishes(editor):
    ada = builders.person(state=EntityState.DRAFT)
    article = builders.article()
    builders.mention(article, ada)
    page = editor.get(act(article, "publish")).content.decode()
    assert "1 mention" in page
    article.refresh_from_db()
    assert not article.is_live
    assert editor.post(act(article, "publish"), {"version": article.version}).status_code == 302
    article.refresh_from_db()
    assert article.live_edition.kind == EditionKind.FIRST
    assert article.acts.get().by.username == "editor"
    ada.refresh_from_db()
    assert ada.is_live


def test_publishing_a_version_that_nobody_looked_at_is_refused(editor):
    article = builders.article()
    read = article.version
    article.headline = "Changed meanwhile"
    article.save()
    answer = editor.post(act(article, "publish"), {"version": read})
    assert "was changed since you opened it" in answer.content.decode()
    article.refresh_from_db()
    assert not article.is_live


def test_what_is_missing_is_said_on_the_page(editor):
    article = builders.article(headline="")
    answer = editor.post(act(article, "publish"), {"version": article.version})
    assert answer.status_code == 200
    assert "needs a headline" in answer.content.decode()


@pytest.mark.parametrize("kind", ["correction", "clarification", "retraction"])
def test_a_correction_needs_its_note(editor, kind):
    article = builders.published().article
    refused = editor.post(act(article, "correct"), {"version": article.version, "kind": kind, "note": " "})
    assert refused.status_code == 200
    done = editor.post(
        act(article, "correct"), {"version": article.version, "kind": kind, "note": "The name was wrong."}
    )
    assert done.status_code == 302
    article.refresh_from_db()
    assert (article.live_edition.kind, article.live_edition.note) == (kind, "The name was wrong.")


def test_withdrawing_takes_it_from_readers(editor, client):
    article = builders.published().article
    address = article.get_absolute_url()
    editor.post(act(article, "withdraw"), {"version": article.version, "note": "It was not so."})
    answer = client.get(address)
    assert answer.status_code == 410
    assert "It was not so." in answer.content.decode()


def test_scheduling_refuses_the_past_and_takes_a_moment_to_come(editor):
    article = builders.article()
    past = {"version": article.version, "at_0": "2020-01-01", "at_1": "12:00"}
    assert "is past" in editor.post(act(article, "schedule"), past).content.decode()
    to_come = timezone.now() + timedelta(days=1)
    given = {"version": article.version, "at_0": f"{to_come:%Y-%m-%d}", "at_1": f"{to_come:%H:%M}"}
    assert editor.post(act(article, "schedule"), given).status_code == 302
    article.refresh_from_db()
    assert (article.state, article.scheduled_by.username) == (ArticleState.SCHEDULED, "editor")
    editor.post(act(article, "unschedule"), {"version": article.version})
    article.refresh_from_db()
    assert article.state == ArticleState.APPROVED


def test_a_scheduled_article_can_be_saved_and_stays_scheduled(editor):
    article = builders.article()
    publishing.schedule(article, at=timezone.now() + timedelta(days=1), by=None)
    fields = fields_of(editor.get(change(article)))
    assert editor.post(change(article), {**fields, "headline": "Later"}).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.state) == ("Later", ArticleState.SCHEDULED)


def test_an_edition_shows_what_it_dropped_and_added(editor):
    article = builders.published("The bridge is open. It is long.").article
    article.body = "<p>The bridge is open. It is short.</p>"
    article.save()
    edition = publishing.correct(article, by=None, note="Its length.")
    page = editor.get(f"/admin/articles/edition/{edition.pk}/change/").content.decode()
    assert "<del>It is long.</del><ins>It is short.</ins>" in page


def test_a_redaction_is_for_the_chief_and_asks_to_be_sure():
    edition = builders.published("Ada Example opened the bridge.")
    chief = at_desk("chief")
    url = f"/admin/articles/edition/{edition.pk}/redact/"
    given = {"version": 0, "words": "Ada Example", "reason": "A court says so."}
    assert chief.post(url, given).status_code == 200
    assert chief.post(url, {**given, "sure": "on"}).status_code == 302
    edition.refresh_from_db()
    assert "Ada" not in edition.text
    assert edition.acts.filter(verb=Verb.REDACT).exists()


@pytest.mark.parametrize("number", [1, 15])
def test_the_list_takes_the_same_queries_however_long_it_is(django_assert_max_num_queries, number):
    for _ in range(number):
        builders.published(section=builders.section(), story=builders.story())
    client = at_desk("editor")
    with django_assert_max_num_queries(8):
        assert client.get("/admin/articles/article/").status_code == 200


def test_the_history_shows_differences(editor):
    article = builders.article()
    article.headline = "Another headline"
    article.save()
    page = editor.get(f"/admin/articles/article/{article.pk}/history/").content.decode()
    assert "Bridge opened" in page
    assert "Another headline" in page


def test_an_old_version_cannot_be_put_back_past_the_check(editor):
    article = builders.article()
    article.headline = "Another headline"
    article.save()
    old = article.history.last()
    url = f"/admin/articles/article/{article.pk}/history/{old.pk}/"
    fields = {"headline": "Old", "slug": article.slug, "state": "draft"}
    assert editor.post(url, fields).status_code in (200, 403)
    article.refresh_from_db()
    assert article.headline == "Another headline"


def test_the_page_says_what_waits(editor):
    article = builders.article()
    builders.mention(article, builders.person(), decision=Decision.SUGGESTED)
    page = editor.get(change(article)).content.decode()
    assert "Review</a>: 1 mention<" in " ".join(page.split()).replace(" <", "<")
