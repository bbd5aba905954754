"""The desk's pages of articles that tell the same, and of quotes that two are said to have said."""

from datetime import date

import pytest

from articles import analysis, publishing
from articles.models import Article, Counterpart, Mention, Quote, SharedWords
from newsroom.editorial import Decision
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

WORDS = "We built this bridge for the people who live on both sides"
TEXT = " ".join(f"Sentence {n} tells what happened on the bridge at hour {n}." for n in range(30))


@pytest.fixture
def pair():
    one = builders.article(TEXT, publisher="First Post", headline="Bridge opens")
    other = builders.article(f"{TEXT}\n\nRain fell.", publisher="Second Post", headline="A bridge opened")
    analysis.suggest(other)
    return Counterpart.objects.get(one=one, other=other)


@pytest.fixture
def editor(client):
    return at_desk("editor")


def address(pair):
    return f"/admin/same-story/{pair.pk}/"


def say(client, pair, answer, **more):
    data = {"do": answer, "version": pair.version, **more}
    return client.post(address(pair), data, follow=True)


def test_what_was_found_waits_in_the_queue_with_its_reason(editor, pair):
    page = editor.get("/admin/same-story/").content.decode()
    assert "Bridge opens" in page
    assert "Second Post" in page
    assert pair.why in page
    assert "1 to decide" in page


def test_an_empty_queue_says_so(editor):
    assert "Nothing waits here." in editor.get("/admin/same-story/").content.decode()
    assert "Nothing waits here." in editor.get("/admin/two-speakers/").content.decode()


def test_both_texts_stand_side_by_side_with_what_differs_marked(editor, pair):
    page = editor.get(address(pair)).content.decode()
    assert page.count("Sentence 7 tells") == 2
    assert "Rain fell." in page.partition("<mark>")[2]
    assert page.count("<mark>") == 1


@pytest.mark.parametrize(
    ("answer", "decision", "newer"),
    [
        ("also", Decision.ACCEPTED, None),
        ("one_newer", Decision.ACCEPTED, "one"),
        ("other_newer", Decision.ACCEPTED, "other"),
        ("not", Decision.REJECTED, None),
    ],
)
def test_an_editor_says_what_the_two_are_and_may_take_it_back(editor, pair, answer, decision, newer):
    say(editor, pair, answer)
    decided = Counterpart.objects.get()
    assert (decided.decision, decided.newer) == (decision, getattr(pair, newer) if newer else None)
    assert decided.decided_by.username == "editor"
    assert "Decided lately" in editor.get("/admin/same-story/").content.decode()
    editor.post("/admin/same-story/", {"do": "undo"})
    back = Counterpart.objects.get()
    assert (back.decision, back.newer) == (Decision.SUGGESTED, None)


def test_a_decision_can_be_opened_again_from_its_page(editor, pair):
    say(editor, pair, "not")
    say(editor, Counterpart.objects.get(), "reopen")
    assert Counterpart.objects.get().decision == Decision.SUGGESTED


def test_after_a_decision_comes_the_next_pair(editor, pair):
    third = builders.article(TEXT, publisher="Third Post")
    analysis.suggest(third)
    answer = say(editor, pair, "also")
    assert answer.redirect_chain[-1][0] != address(pair)
    assert "/admin/same-story/" in answer.redirect_chain[-1][0]


def test_what_somebody_decided_meanwhile_is_not_overwritten(editor, pair):
    Counterpart.objects.get().decide(Decision.REJECTED, None)
    answer = say(editor, pair, "also")
    assert Counterpart.objects.get().decision == Decision.REJECTED
    assert "was changed since you opened it" in answer.content.decode()


def test_an_undo_over_a_later_decision_is_refused(editor, pair):
    say(editor, pair, "also")
    Counterpart.objects.get().decide(Decision.REJECTED, None)
    answer = editor.post("/admin/same-story/", {"do": "undo"}, follow=True)
    assert "Somebody decided on this pair since" in answer.content.decode()
    assert Counterpart.objects.get().decision == Decision.REJECTED


@pytest.mark.parametrize("answer", ["", "nonsense"])
def test_a_button_that_is_none_changes_nothing(editor, pair, answer):
    assert "There is no such button" in say(editor, pair, answer).content.decode()
    assert Counterpart.objects.get().decision == Decision.SUGGESTED


def test_what_readers_would_see_at_once_is_for_those_who_publish(pair):
    for article in Article.objects.all():
        publishing.publish(article, by=None)
    reporter, editor = at_desk("reporter"), at_desk("editor")
    assert "may publish" in reporter.get(address(pair)).content.decode()
    assert say(reporter, pair, "also").status_code == 403
    assert Counterpart.objects.get().decision == Decision.SUGGESTED
    say(editor, pair, "also")
    assert Counterpart.objects.get().decision == Decision.ACCEPTED
    assert reporter.post("/admin/same-story/", {"do": "undo"}).status_code == 302  # not theirs to take back
    assert Counterpart.objects.get().decision == Decision.ACCEPTED


def test_a_reporter_decides_on_drafts(pair):
    say(at_desk("reporter"), pair, "also")
    assert Counterpart.objects.get().decision == Decision.ACCEPTED


def test_an_articles_own_page_leads_to_its_pairs(editor, pair):
    page = editor.get(f"/admin/articles/article/{pair.one_id}/change/").content.decode()
    assert address(pair) in page
    assert "also covers it, Second Post (not decided)" in page
    say(editor, pair, "not")
    page = editor.get(f"/admin/articles/article/{pair.one_id}/change/").content.decode()
    assert "None that we know." in page


@pytest.mark.parametrize("many", [1, 12])
def test_the_queue_takes_the_same_queries_however_long(editor, django_assert_max_num_queries, many):
    first = builders.article("Nothing else.")
    for n in range(many):
        decision = Decision.ACCEPTED if n % 2 else Decision.SUGGESTED
        Counterpart.objects.create(one=first, other=builders.article(f"{n}."), score=0.5, decision=decision)
    with django_assert_max_num_queries(10):
        editor.get("/admin/same-story/")


@pytest.fixture
def said_by_two():
    ada, bob = builders.person("Ada Example"), builders.person("Bob Sample")
    one = builders.quote(builders.article(f"“{WORDS},” said Ada Example.", headline="First"), WORDS, ada)
    cut = WORDS.replace("people who", "many who")
    other = builders.quote(builders.article(f"“{cut},” said Bob Sample.", headline="Second"), cut, bob)
    return one, other


def test_one_quote_of_two_speakers_is_shown_with_the_differing_words(editor, said_by_two):
    page = editor.get("/admin/two-speakers/").content.decode()
    assert "Ada Example" in page
    assert "Bob Sample" in page
    assert "<mark> people </mark>" in page
    assert "<mark> many </mark>" in page


def test_an_editor_may_say_that_both_are_right_and_take_it_back(editor, said_by_two):
    one, other = said_by_two
    editor.post("/admin/two-speakers/", {"one": other.pk, "other": one.pk})
    kept = SharedWords.objects.get()
    assert (kept.one, kept.other, kept.by.username) == (one, other, "editor")
    page = editor.get("/admin/two-speakers/").content.decode()
    assert "Both are right</button>" not in page
    assert "Said to be right" in page
    editor.post("/admin/two-speakers/", {"again": kept.pk})
    assert not SharedWords.objects.exists()


@pytest.mark.parametrize("posted", [{}, {"one": "1", "other": "x"}, {"one": "9" * 40, "other": "1"}])
def test_quotes_that_are_gone_are_told_of(editor, said_by_two, posted):
    answer = editor.post("/admin/two-speakers/", posted, follow=True)
    assert "is gone" in answer.content.decode()
    assert not SharedWords.objects.exists()


def test_the_review_shows_where_the_same_words_are_accepted(editor, said_by_two):
    article = builders.article(f"“{WORDS},” said Ada Example.")
    analysis.suggest(article)
    assert Quote.objects.filter(article=article).exists()
    assert Mention.objects.filter(article=article).exists()
    page = editor.get(f"/admin/articles/article/{article.pk}/review/").content.decode()
    assert "The same words elsewhere (2)" in page
    assert "Second</a>" in page


def test_a_text_that_is_nearly_one_that_we_have_is_told_before_it_is_kept(editor):
    kept = builders.article(TEXT, headline="Bridge opens", publisher="First Post", date=date(2020, 6, 25))
    text = f"A bridge opened\n\n{TEXT}\n\nRain fell on it for hours."
    answer = editor.post(
        "/admin/paste/",
        {"text": text, "publisher": "Second Post", "published": "2020-06-25", "rights": "excerpt"},
    )
    page = answer.content.decode()
    assert "It seems to tell the same as" in page
    assert f"/admin/articles/article/{kept.pk}/change/" in page
    assert Article.objects.count() == 1
