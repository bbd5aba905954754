"""The same words elsewhere: keys of quotes, who is shown what, and one quote of two speakers."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles import publishing, redaction, requotes
from articles.models import Quote, QuoteKey, SharedWords
from newsroom.editorial import Decision
from people import merging
from people.models import Entity
from tests import builders
from tests.articles.without_triggers import without_triggers
from tests.reading import read

pytestmark = pytest.mark.django_db

WORDS = "We built this bridge for the people who live on both sides"
CUT = "bridge for the people who live"
CHANGED = "We built this bridge for the many who live on both sides"


def said(words, speaker, name="Ada Example", publish=True, **fields):
    """An article with one accepted quote; published unless told otherwise."""
    row = builders.article(f"“{words},” said {name}.", **fields)
    builders.quote(row, words, speaker, **({} if speaker else {"speaker_words": "the letter"}))
    if publish:
        publishing.publish(row, by=None)
    return row


def live(row):
    return Quote.objects.get(edition__live_for=row)


def merge(*people):
    merging.merge(*(Entity.objects.get(pk=person.pk) for person in people), by=None)


@pytest.fixture
def ada():
    return builders.person("Ada Example")


@pytest.mark.parametrize(("words", "differs"), [(WORDS, False), (CUT, True), (CHANGED, True)])
def test_the_same_words_of_the_same_speaker_are_found(ada, words, differs):
    one, other = said(WORDS, ada), said(words, ada)
    [found] = requotes.live_elsewhere([live(one)])[live(one).pk]
    assert found.quote == live(other)
    assert found.words.differs is differs


def test_other_words_and_other_speakers_are_not(ada):
    one = said(WORDS, ada)
    said("We shall build a harbour for ships from far away", ada)
    said(WORDS, builders.person("Bob Sample"))
    assert requotes.live_elsewhere([live(one)]) == {}


def test_a_speaker_that_nobody_knows_may_be_the_same_and_a_merged_one_is(ada):
    bob = builders.person("A. Example")
    one, other, third = said(WORDS, ada), said(WORDS, None), said(WORDS, bob)
    merge(bob, ada)
    found = requotes.live_elsewhere([live(one)])[live(one).pk]
    assert {row.quote for row in found} == {live(other), live(third)}


def test_readers_see_where_the_words_stand_too_and_what_differs(ada, client):
    said(WORDS, ada, slug="one")
    said(CHANGED, ada, slug="other", headline="Elsewhere", publisher="Second Post")
    for address in ("/articles/one/", ada.get_absolute_url()):
        body = client.get(address).content.decode()
        assert "The same words elsewhere" in body, address
        assert "<mark> many </mark>" in body
        assert "<mark> people </mark>" in body
        assert "Second Post" in body


def test_the_data_of_a_quote_tell_it_too(ada, client):
    one, other = said(WORDS, ada), said(CHANGED, ada)
    [told] = client.get(f"/api/v1/quotes/{live(one).pk}/").json()["same_words"]
    assert told["quote"]["id"] == live(other).pk
    assert told["differs"] is True
    assert "".join(piece["text"] for piece in told["here"]) == WORDS
    assert {"text": " many ", "same": False} in told["there"]


def test_readers_see_nothing_of_drafts_suggestions_withdrawn_and_suppressed(ada, client):
    one = said(WORDS, ada, slug="one")
    said(WORDS, ada, publish=False, headline="Qzx draft")
    gone = said(WORDS, ada, headline="Qzx gone")
    gone.refresh_from_db()
    publishing.withdraw(gone, by=None, note="Wrong.")
    bob = builders.person("Qzx Bob")
    said(WORDS, bob, headline="Qzx of Bob")
    bob.refresh_from_db()
    publishing.suppress(bob, by=None, reason="He asked.")
    blanked = said(WORDS, ada, headline="Qzx blanked")
    redaction.redact(blanked.editions.get(), by=None, reason="A court said so.", words=["people who live"])
    for address in ("/articles/one/", ada.get_absolute_url()):
        assert "The same words elsewhere" not in client.get(address).content.decode()
    assert client.get(f"/api/v1/quotes/{live(one).pk}/").json()["same_words"] == []


def test_a_page_takes_the_same_queries_for_many_repeated_quotes(ada, client, django_assert_max_num_queries):
    for n in range(9):
        said(WORDS if n % 2 else CHANGED, ada, slug=f"number-{n}", rights="excerpt", publisher="Post")
    with django_assert_max_num_queries(8):
        assert len(read(client.get("/articles/number-1/")).links) > 8
    with django_assert_max_num_queries(12):
        client.get(ada.get_absolute_url())
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/api/v1/quotes/{Quote.objects.live().first().pk}/").json()["same_words"]) == 8


def keys(quote):
    return QuoteKey.objects.filter(quote=quote).count()


def test_only_accepted_quotes_have_keys_and_keys_follow_the_words(ada):
    row = builders.article(f"“{WORDS},” said Ada Example.")
    quote = builders.quote(row, WORDS, ada, decision=Decision.SUGGESTED)
    assert keys(quote) == 0
    quote.accept(by=builders.user())
    assert keys(quote) == len(WORDS.split()) - 3
    row.body = row.body.replace("<p>", "<p>On Friday: ")
    row.save()
    assert keys(quote) == len(WORDS.split()) - 3
    row.body = "<p>Nothing is left.</p>"
    row.save()
    assert keys(quote) == 0
    quote.delete()
    assert list(requotes.wrong()) == []


def test_only_the_edition_that_stands_has_keys(ada):
    row = said(WORDS, ada)
    row.refresh_from_db()
    first = live(row)
    publishing.publish(row, by=None)
    assert keys(first) == 0
    assert keys(live(row)) > 0
    assert list(requotes.wrong()) == []


def test_verify_knows_keys_that_are_wrong_and_rederive_makes_them_anew(ada):
    row = said(WORDS, ada)
    rejected = builders.quote(row, "said", ada, decision=Decision.REJECTED)
    with without_triggers():
        QuoteKey.objects.filter(quote=live(row)).first().delete()
        QuoteKey.objects.create(quote=rejected, key=7)
    assert {quote.pk for quote in requotes.wrong()} == {live(row).pk, rejected.pk}
    call_command("rederive", stdout=StringIO())
    assert list(requotes.wrong()) == []


def found():
    return [(pair.one.article_id, pair.other.article_id) for pair in requotes.two_speakers()]


def test_the_same_words_of_two_speakers_are_flagged_until_one_is_mended_or_both_are_right(ada):
    bob = builders.person("Bob Sample")
    one, other = (said(WORDS, who, publish=False) for who in (ada, bob))
    said(WORDS, ada, publish=False)
    said(WORDS, None, publish=False)
    assert (one.pk, other.pk) in found()
    assert len(found()) == 2
    quotes = Quote.objects.filter(article__in=[one, other]).order_by("pk")
    SharedWords.objects.create(one=quotes[0], other=quotes[1])
    assert (one.pk, other.pk) not in found()
    wrong = quotes[1]
    wrong.speaker = ada
    wrong.save()
    assert found() == []


def test_a_merge_of_the_two_speakers_settles_it(ada):
    bob = builders.person("A. Example")
    for who in (ada, bob):
        said(WORDS, who, publish=False)
    assert len(found()) == 1
    merge(bob, ada)
    assert found() == []


def test_the_desk_is_told_of_the_same_words_in_working_copies_by_whomever(ada):
    other = said(CHANGED, builders.person("Bob Sample"), publish=False)
    row = builders.article(f"“{WORDS},” said Ada Example.")
    quote = builders.quote(row, WORDS, ada, decision=Decision.SUGGESTED)
    assert [one.quote.article for one in requotes.desk_elsewhere([quote])[quote.pk]] == [other]
