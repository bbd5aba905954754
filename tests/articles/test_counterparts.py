"""Articles that tell the same: found by their keys, proposed, decided, and shown to readers only where both are live."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles import analysis, counterparts, publishing
from articles.models import Article, ArticleKey, Counterpart
from newsroom.editorial import Decision
from tests import builders
from tests.articles.without_triggers import without_triggers
from tests.reading import read

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"Sentence {n} tells what happened on the bridge at hour {n}." for n in range(30))
OTHER = " ".join(f"Line {n} is of schools, of taxes in year {n} and of nothing else." for n in range(30))
DAY = date(2020, 6, 25)


def article(text=TEXT, publisher="First Post", **fields):
    fields.setdefault("headline", "Bridge opens in Halifax")
    return builders.article(text, publisher=publisher, **fields)


def pairs():
    return [(p.one_id, p.other_id, p.newer_id, p.decision) for p in Counterpart.objects.order_by("pk")]


def keys(row):
    return set(ArticleKey.objects.filter(article=row).values_list("key", flat=True))


def test_the_same_text_of_two_papers_is_proposed_with_a_reason():
    one, other = article(), article(publisher="Second Post")
    analysis.suggest(other)
    assert pairs() == [(one.pk, other.pk, None, "suggested")]
    assert Counterpart.objects.get().why == "the same text, of two publishers"
    assert Counterpart.objects.get().score == 1


@pytest.mark.parametrize("first_read", [0, 1])
def test_a_newer_version_is_the_one_of_the_later_day_whichever_is_read(first_read):
    rows = article(date=date(2020, 6, 26)), article(f"New lead. {TEXT}")
    analysis.suggest(rows[first_read])
    assert pairs() == [(rows[0].pk, rows[1].pk, rows[0].pk, "suggested")]


def test_an_article_that_is_deleted_while_others_are_compared_is_passed_over(monkeypatch):
    row, gone = article(), article(publisher="Second Post")
    monkeypatch.setattr(counterparts.sharing, "sharing", lambda *_: [gone.pk, gone.pk + 1000])
    assert [beside for beside, _ in counterparts.suggest_all([row])[0]] == [gone]


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REJECTED])
def test_what_an_editor_decides_while_articles_are_compared_stays(monkeypatch, decision):
    row, other = article(), article(publisher="Second Post")
    counterparts.suggest(row)

    def decided_meanwhile(*_):
        Counterpart.objects.get().decide(decision, by=builders.user())
        return []

    monkeypatch.setattr(counterparts, "_alike", decided_meanwhile)
    counterparts.suggest(row)
    assert pairs() == [(row.pk, other.pk, None, decision)]


def test_new_articles_are_held_against_those_before_them_and_what_others_made_meanwhile():
    first, second, third = article(), article(publisher="Second Post"), article(publisher="Third Post")
    found = counterparts.suggest_all([first, second], new=True)
    assert [[beside for beside, _ in alike] for alike in found] == [[third], [first, third]]


def test_strangers_are_not_proposed():
    article(OTHER)
    analysis.suggest(article())
    assert pairs() == []


def test_reading_both_again_changes_nothing():
    rows = article(), article(publisher="Second Post")
    for _ in range(2):
        for row in rows:
            analysis.suggest(row)
    before = list(Counterpart.objects.values())
    analysis.suggest(rows[0])
    assert list(Counterpart.objects.values()) == before
    assert len(before) == 1


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REJECTED])
def test_a_decision_is_kept_and_the_pair_not_proposed_again(decision):
    one, other = article(), article(publisher="Second Post")
    analysis.suggest(other)
    editor = builders.user()
    Counterpart.objects.get().decide(decision, editor)
    before = list(Counterpart.objects.values())
    for row in (one, other):
        analysis.suggest(row)
    other.body = f"<p>{OTHER}</p>"
    other.save()
    analysis.suggest(other)
    assert list(Counterpart.objects.values()) == before
    assert Counterpart.objects.get().decided_by == editor


def test_a_proposal_that_is_true_no_more_goes_and_a_changed_one_is_made_anew():
    one, other = article(), article(publisher="Second Post")
    analysis.suggest(other)
    other.publisher, other.date = "First Post", date(2020, 6, 27)
    other.save()
    analysis.suggest(other)
    assert pairs() == [(one.pk, other.pk, other.pk, "suggested")]
    other.body = f"<p>{OTHER}</p>"
    other.save()
    analysis.suggest(other)
    assert pairs() == []


REPORT = (
    "The mayor of Halifax, Zadie Okonjo, opened the new bridge over the river Frome on Thursday. The bridge cost nine "
    "million and took three years. Carol Szabo of the Keswick Trust, which gave half of the money, cut the ribbon with "
    "the mayor. Hundreds walked over the bridge in the rain."
)
OWN_WORDS = (
    "Hundreds crossed the river on foot in pouring rain when the bridge opened at last. Mayor Zadie Okonjo thanked the "
    "Keswick Trust for half of the money for the new bridge over the Frome; Carol Szabo held the ribbon for the mayor. "
    "Nine million and three years went into it, Halifax says."
)
BEFORE = (
    "Zadie Okonjo, the mayor of Halifax, asked Carol Szabo of the Keswick Trust for money for schools. The mayor and the "
    "Keswick Trust met over the Frome for years. Halifax has nine million and Okonjo wants more. Szabo says no. {}"
)


def test_one_story_in_the_own_words_of_two_papers_is_found_by_its_words():
    one = article(REPORT, headline="Halifax mayor opens new bridge")
    other = article(OWN_WORDS, "Second Post", headline="New bridge opened in Halifax", date=date(2020, 6, 26))
    assert counterparts.suggest(other) == 1
    assert pairs() == [(one.pk, other.pk, None, "suggested")]
    assert counterparts.suggest(one) == 0
    assert Counterpart.objects.get().why.startswith("a day apart both tell of Frome, Halifax")


@pytest.mark.parametrize(
    ("day", "found"), [(date(2020, 6, 20), 0), (date(2020, 5, 20), 1), (date(2020, 6, 28), 1)]
)
def test_the_cast_of_articles_of_the_weeks_before_is_no_sign_of_one_story(day, found):
    for n in range(8):
        article(
            BEFORE.format(f"Number {n}."), "First Post", headline=f"Halifax asks Keswick Trust, {n}", date=day
        )
    article(REPORT, headline="Halifax mayor opens new bridge")
    other = article(OWN_WORDS, "Second Post", headline="New bridge opened in Halifax")
    assert counterparts.suggest(other) == found


def test_keys_follow_each_save_and_go_with_their_article():
    row = article()
    before = keys(row)
    assert len(before) > 60
    row.dateline = "HALIFAX"
    row.save()
    assert keys(row) == before
    row.date = date(2020, 6, 26)
    row.save()
    moved = keys(row)
    assert moved != before
    assert len(moved & before) >= 64  # the wording's
    row.body = ""
    row.save()
    assert len(keys(row)) < 10  # those of the headline
    row.delete()
    assert not ArticleKey.objects.exists()


def test_an_article_without_words_has_no_keys_and_no_neighbours():
    empty = article("", headline="", date=None)
    assert not keys(empty)
    assert counterparts.suggest(empty) == 0


def test_verify_knows_keys_that_are_wrong_and_rederive_makes_them_anew():
    row = article()
    other, twice = article(OTHER), article(OTHER, headline="Again")
    with without_triggers():
        ArticleKey.objects.filter(article=row).first().delete()
        ArticleKey.objects.create(article=other, key=7)
        ArticleKey.objects.create(article=twice, key=min(keys(twice)))
    assert [wrong.pk for wrong in counterparts.wrong()] == [row.pk, other.pk, twice.pk]
    call_command("rederive", stdout=StringIO())
    assert list(counterparts.wrong()) == []


def test_neighbours_are_looked_up_by_an_index_and_not_by_reading_all(django_assert_max_num_queries):
    for n in range(12):
        article(f"{OTHER} {n}", headline=f"Number {n}")
    row = article()
    told = counterparts.told_by(row)
    with django_assert_max_num_queries(4):
        counterparts.alike(told, row)
    near = ArticleKey.objects.filter(key__in=[1, 2, 3]).values("article")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "article_key" in near.explain()


def test_no_more_pairs_are_proposed_than_an_editor_can_look_at():
    for n in range(counterparts.PROPOSED + 6):
        article(publisher=f"Post {n}")
    analysis.suggest(article(publisher="Last Post"))
    assert Counterpart.objects.count() == counterparts.PROPOSED


def test_reading_one_of_many_takes_nothing_away_that_others_proposed():
    rows = [article(publisher=f"Post {n}") for n in range(counterparts.PROPOSED + 4)]
    for row in rows:
        counterparts.suggest(row)
    before = set(pairs())
    assert len(before) > counterparts.PROPOSED
    counterparts.suggest(rows[0])
    assert before == set(pairs())


@pytest.mark.parametrize(
    "wrong",
    [
        lambda one, other, third: {"one": other, "other": one},
        lambda one, other, third: {"one": one, "other": one},
        lambda one, other, third: {"one": one, "other": other, "newer": third},
        lambda one, other, third: {"one": one, "other": other, "score": 2},
        lambda one, other, third: {"one": one, "other": other, "decision": "maybe"},
    ],
)
def test_a_pair_that_is_none_is_refused_by_the_database(wrong):
    rows = [article(OTHER + str(n)) for n in range(3)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Counterpart.objects.create(**{"score": 0.5, **wrong(*rows)})


def test_a_pair_is_there_once():
    one, other = article(OTHER), article(OTHER)
    Counterpart.objects.create(one=one, other=other, score=0.5)
    with pytest.raises(IntegrityError), transaction.atomic():
        Counterpart.objects.create(one=one, other=other, score=0.5)


# What readers see


@pytest.fixture
def covered(client):
    """Two live articles that an editor said cover the same, and how to see the first one's page and data."""
    one = article(slug="one", headline="Bridge opens")
    other = article(
        publisher="Second Post", slug="other", headline="Opening of a bridge", date=date(2020, 6, 26)
    )
    for row in (one, other):
        publishing.publish(row, by=None)
        row.refresh_from_db()
    pair = Counterpart.objects.create(one=one, other=other, score=1, decision=Decision.ACCEPTED)

    def seen(slug="one"):
        page = read(client.get(f"/articles/{slug}/")).text
        data = client.get(f"/api/v1/articles/{slug}/").json()["also_covered_by"]
        return page, [(row["kind"], row["article"]["headline"]) for row in data]

    return one, other, pair, seen


def test_readers_are_led_to_who_also_covered_it(covered, client):
    *_, seen = covered
    page, data = seen()
    assert "Also covered by Opening of a bridge Second Post, 26 June 2020" in page
    assert data == [("also", "Opening of a bridge")]
    assert seen("other")[1] == [("also", "Bridge opens")]
    assert "/articles/other/" in read(client.get("/articles/one/")).links


def test_readers_of_the_older_version_are_told_of_the_newer(covered):
    _, other, pair, seen = covered
    pair.decide(Decision.ACCEPTED, None, other)
    page, data = seen()
    assert "A newer version, 26 June 2020: Opening of a bridge" in page
    assert data == [("newer", "Opening of a bridge")]
    page, data = seen("other")
    assert "A newer version" not in page
    assert "Other versions Bridge opens First Post, 25 June 2020, an older version" in page
    assert "Also covered by" not in page
    assert data == [("older", "Bridge opens")]


@pytest.mark.parametrize("decision", [Decision.SUGGESTED, Decision.REJECTED])
def test_readers_see_no_pair_that_is_not_accepted(covered, decision):
    *_, pair, seen = covered
    pair.decide(decision, None)
    page, data = seen()
    assert "Also covered by" not in page
    assert data == []


def test_readers_see_nothing_of_a_draft_or_withdrawn_counterpart(covered):
    one, other, _, seen = covered
    draft = article(OTHER, "Qzx Post", headline="Qzx", slug="qzx")
    Counterpart.objects.create(one=one, other=draft, newer=draft, score=1, decision=Decision.ACCEPTED)
    other.headline = "Qzx of the working copy"
    other.save()
    publishing.withdraw(Article.objects.get(pk=other.pk), by=None, note="Wrong.")
    page, data = seen()
    assert "qzx" not in page.lower()
    assert "Second Post" not in page
    assert "newer version" not in page
    assert data == []


def test_a_page_and_its_data_take_the_same_queries_for_many_counterparts(
    covered, client, django_assert_max_num_queries
):
    one, *_ = covered
    for n in range(9):
        row = article(f"{OTHER} {n}", f"Post {n}", slug=f"more-{n}")
        publishing.publish(row, by=None)
        Counterpart.objects.create(one=one, other=row, score=1, decision=Decision.ACCEPTED)
    with django_assert_max_num_queries(8):
        assert len(read(client.get("/articles/one/")).links) > 9
    with django_assert_max_num_queries(12):
        assert len(client.get("/api/v1/articles/one/").json()["also_covered_by"]) == 10
