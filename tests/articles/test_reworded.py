"""Accepted passages whose words an edit changed: they say what they said when they were accepted."""

import pytest

from articles import publishing
from articles.models import Quote
from newsroom.editorial import Decision
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "“We will open the brdge in May,” said Ada Example. Nobody was there."


@pytest.fixture
def article():
    return builders.article(TEXT)


def edit(article, old, new):
    article.refresh_from_db()
    article.body = article.body.replace(old, new)
    article.save()


def quoted(article, **fields):
    return builders.quote(article, "We will open the brdge in May,", builders.person("Ada Example"), **fields)


def test_a_mended_passage_stays_accepted_and_says_what_it_said(article):
    row = quoted(article)
    edit(article, "brdge", "bridge")
    row.refresh_from_db()
    assert (row.exact, row.accepted_words) == (
        "We will open the bridge in May,", "We will open the brdge in May,"
    )  # fmt: skip
    assert row.decision == Decision.ACCEPTED
    assert list(Quote.objects.reworded()) == [row]


def test_the_first_words_are_kept_over_several_edits_and_forgotten_when_they_are_back(article):
    row = quoted(article)
    edit(article, "brdge", "bridge")
    edit(article, "will", "wills")
    row.refresh_from_db()
    assert row.accepted_words == "We will open the brdge in May,"
    edit(article, "wills", "will")
    edit(article, "bridge", "brdge")
    row.refresh_from_db()
    assert (row.exact, row.accepted_words) == ("We will open the brdge in May,", "")


def test_what_moves_with_its_words_is_not_asked_about(article):
    row = quoted(article)
    edit(article, "<p>", "<p>It was June. ")
    row.refresh_from_db()
    assert row.exact == "We will open the brdge in May,"
    assert not Quote.objects.reworded()


def test_what_nobody_accepted_is_not_asked_about(article):
    quoted(article, decision=Decision.SUGGESTED)
    edit(article, "brdge", "bridge")
    row = Quote.objects.get()
    assert (row.exact, row.accepted_words) == ("We will open the bridge in May,", "")


@pytest.mark.parametrize("decide", ["accept", "reject", "reopen"])
def test_a_new_decision_settles_it(article, decide):
    row = quoted(article)
    edit(article, "brdge", "bridge")
    row.refresh_from_db()
    getattr(row, decide)(None)
    row.refresh_from_db()
    assert row.accepted_words == ""


def test_what_it_said_before_stays_on_the_desk(article):
    quoted(article)
    edit(article, "brdge", "bridge")
    article.refresh_from_db()
    edition = publishing.publish(article, by=None)
    copy = Quote.objects.get(edition=edition)
    assert (copy.exact, copy.accepted_words) == ("We will open the bridge in May,", "")
