"""Publishing: working copy to edition, corrections, withdrawal, visibility."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import chain, publishing
from articles.models import (
    Act,
    Appearance,
    Article,
    ArticleState,
    Byline,
    Citation,
    Connection,
    Edition,
    EditionKind,
    LiveTag,
    Mention,
    PageAddress,
    Quote,
    Rights,
    Tag,
    Verb,
)
from newsroom.editorial import Decision, StaleVersion
from people.models import Entity, EntityState
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example opened the bridge. “It holds,” she said. Example Trust paid in 2019."


@pytest.fixture
def ada() -> Entity:
    return builders.person("Ada Example")


@pytest.fixture
def trust() -> Entity:
    return builders.organization("Example Trust")


def test_the_first_edition_has_every_field_that_readers_see(ada):
    editor = builders.user("eva")
    copy = builders.article(
        TEXT, section=builders.section("World"), story=builders.story(), standfirst="Open."
    )
    copy.tags.add(Tag.objects.create(name="bridges"))
    Byline.objects.create(article=copy, name="Bo Writer", person=ada)
    edition = publishing.publish(copy, by=editor, why="ready")
    edition.refresh_from_db()
    assert (edition.number, edition.kind, edition.by) == (1, "first", editor)
    assert (edition.headline, edition.slug, edition.standfirst) == (copy.headline, copy.slug, "Open.")
    assert (edition.body, edition.text, edition.date) == (copy.body, copy.text, date(2020, 6, 25))
    assert edition.section == {"slug": "world", "name": "World"}
    assert edition.story == {"uid": str(copy.story.uid), "title": copy.story.title}
    assert edition.tags == ["bridges"]
    assert edition.bylines == [
        {"name": "Bo Writer", "role": "author", "person": str(ada.uid), "biography": ""}
    ]
    assert copy.live_edition == edition
    assert (copy.live_section, copy.live_story) == (copy.section, copy.story)
    act = Act.objects.get()
    assert (act.verb, act.by, act.why, act.edition) == (Verb.PUBLISH, editor, "ready", edition)


def test_readers_see_nothing_before_the_first_publication(ada):
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    assert not Article.objects.live().exists()
    assert not Mention.objects.live().exists()
    assert not Appearance.objects.exists()
    assert not Entity.objects.live().exists()
    assert not PageAddress.objects.exists()


def test_only_accepted_passages_come_with_an_edition(ada, trust):
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    builders.mention(copy, trust, decision=Decision.SUGGESTED)
    builders.quote(copy, "It holds", ada, decision=Decision.REJECTED)
    edition = publishing.publish(copy, by=None)
    assert [m.entity for m in edition.mention_set.all()] == [ada]
    assert not edition.quote_set.exists()
    assert Mention.objects.live().get().entity == ada
    trust.refresh_from_db()
    assert trust.state == EntityState.DRAFT


def test_a_passage_accepted_twice_counts_once(ada):
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    builders.mention(copy, ada)
    edition = publishing.publish(copy, by=None)
    assert edition.mention_set.count() == 1


def test_two_quotes_on_the_same_words_are_refused_with_their_words(ada, trust):
    copy = builders.article(TEXT)
    builders.quote(copy, "It holds", ada)
    builders.quote(copy, "It holds", trust)
    with pytest.raises(ValidationError, match="It holds"):
        publishing.publish(copy, by=None)
    assert not Edition.objects.exists()


def test_a_draft_entity_becomes_public_with_its_first_accepted_mention_quote_or_citation(ada, trust):
    speaker, cited = builders.person("She"), builders.organization("Payer")
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    builders.quote(copy, "It holds", speaker)
    relation = builders.relation(cited, trust, "owns")
    builders.citation(copy, relation, "begin", "2019", "2019")
    publishing.publish(copy, by=None)
    assert set(Entity.objects.live()) == {ada, speaker, cited, trust}


def test_a_suggested_relation_makes_nothing_public(ada, trust):
    copy = builders.article(TEXT)
    relation = builders.relation(ada, trust, decision=Decision.SUGGESTED)
    builders.citation(copy, relation, "begin", "2019", "2019")
    publishing.publish(copy, by=None)
    assert not Entity.objects.live().exists()
    assert not Appearance.objects.exists()
    relation.decision = Decision.ACCEPTED
    publishing.save_relation(relation, by=None)
    assert set(Entity.objects.live()) == {ada, trust}
    assert Connection.objects.count() == 2


def test_live_with_a_correction_in_review_is_both():
    edition = builders.published(TEXT)
    copy = edition.article
    copy.body, copy.state = "<p>Ada Example closed the bridge.</p>", ArticleState.IN_REVIEW
    copy.save()
    assert (copy.is_live, copy.state) == (True, "in_review")
    assert copy in Article.objects.live()
    assert copy in Article.objects.awaiting_review()
    assert copy.live_edition.text == TEXT


def test_an_update_takes_the_place_of_the_edition_before(ada, trust):
    first = builders.published(TEXT, ada)
    copy = first.article
    Mention.objects.working().get(article=copy).reject(None)
    builders.mention(copy, trust)
    second = publishing.publish(copy, by=None)
    assert (second.number, second.kind, copy.live_edition) == (2, "update", second)
    assert [a.entity for a in Appearance.objects.all()] == [trust]
    assert first.mention_set.get().entity == ada
    assert not Mention.objects.live().of(ada).exists()


def test_a_correction_needs_a_public_note():
    copy = builders.published(TEXT).article
    with pytest.raises(ValidationError, match="needs a note"):
        publishing.correct(copy, by=None, note="  ")
    edition = publishing.correct(copy, by=None, note="The year was wrong.")
    assert (edition.kind, edition.note) == ("correction", "The year was wrong.")
    assert Act.objects.filter(verb=Verb.CORRECT).get().why == "The year was wrong."


def test_a_retraction_stays_up():
    copy = builders.published(TEXT).article
    edition = publishing.correct(copy, by=None, note="Made up.", kind=EditionKind.RETRACTION)
    assert copy.live_edition == edition
    assert edition.text == TEXT


def test_what_was_never_published_cannot_be_corrected_or_withdrawn():
    copy = builders.article(TEXT)
    with pytest.raises(ValidationError, match="never published"):
        publishing.correct(copy, by=None, note="x")
    with pytest.raises(ValidationError, match="never published"):
        publishing.withdraw(copy, by=None, note="x")


def test_there_is_one_first_edition():
    copy = builders.published(TEXT).article
    with pytest.raises(ValidationError, match="has a first edition"):
        publishing.publish(copy, by=None, kind=EditionKind.FIRST)


def test_a_withdrawal_is_no_kind_to_publish():
    copy = builders.published(TEXT).article
    with pytest.raises(ValidationError, match="withdrawal"):
        publishing.publish(copy, by=None, kind=EditionKind.WITHDRAWAL, note="x")


def test_a_withdrawal_takes_the_article_and_all_its_editions_away(ada):
    copy = builders.published(TEXT, ada).article
    edition = publishing.withdraw(copy, by=None, note="It was about somebody else.")
    assert (edition.kind, edition.note, edition.text) == ("withdrawal", "It was about somebody else.", "")
    assert copy.is_withdrawn
    assert copy.text == TEXT
    assert not Article.objects.live().exists()
    assert not Edition.objects.live().exists()
    assert not Mention.objects.live().exists()
    assert not Appearance.objects.exists()
    assert not edition.html
    assert all(not e.html and not e.jsonld for e in copy.editions.all())


def test_a_withdrawn_article_can_be_published_again_and_keeps_its_first_day(ada):
    copy = builders.published(TEXT, ada).article
    first = copy.published_at
    publishing.withdraw(copy, by=None, note="Checking.")
    with pytest.raises(ValidationError, match="not live"):
        publishing.withdraw(copy, by=None, note="Again.")
    with pytest.raises(ValidationError, match="not live"):
        publishing.correct(copy, by=None, note="Wrong.")
    edition = publishing.publish(copy, by=None)
    assert (edition.number, edition.kind) == (3, "update")
    assert copy.published_at == first
    assert Appearance.objects.get().published_at == first
    assert chain.broken(copy.editions.order_by("number")) == []


def test_a_withdrawal_takes_the_working_copy_from_the_schedule():
    copy = builders.published(TEXT).article
    publishing.schedule(copy, at=datetime.now(UTC) + timedelta(hours=1), by=None)
    publishing.withdraw(copy, by=None, note="Gone.")
    assert copy.state == ArticleState.DRAFT
    assert not Article.objects.due(datetime.now(UTC) + timedelta(days=1)).exists()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"headline": " "}, "headline", "needs a headline"),
        ({"text": ""}, "body", "needs a text"),
        ({"rights": Rights.EXCERPT}, "publisher", "names whose text"),
    ],
)
def test_what_readers_could_not_read_is_not_published(fields, field, message):
    copy = builders.article(**fields)
    with pytest.raises(ValidationError) as error:
        publishing.publish(copy, by=None)
    assert message in error.value.message_dict[field][0]
    assert not Edition.objects.exists()


def test_publishing_an_older_version_than_the_newest_is_refused():
    copy = builders.article(TEXT)
    stale = Article.objects.get(pk=copy.pk)
    copy.headline = "Newer"
    copy.save()
    with pytest.raises(StaleVersion, match="you have version 1, the record has 2"):
        publishing.publish(stale, by=None)
    assert not Edition.objects.exists()


def test_the_caller_has_the_newest_version_afterwards():
    copy = builders.article(TEXT)
    publishing.publish(copy, by=None)
    copy.headline = "Newer"
    copy.save()
    publishing.publish(copy, by=None)
    assert copy.live_edition.headline == "Newer"


def test_what_the_caller_has_not_saved_is_not_published():
    copy = builders.article(TEXT)
    copy.headline = "Never saved"
    edition = publishing.publish(copy, by=None)
    assert edition.headline == "Bridge opened"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9))])
def test_the_moment_is_kept_whatever_its_zone(zone):
    at = datetime(2020, 6, 25, 23, 30, tzinfo=UTC).astimezone(zone)
    edition = publishing.publish(builders.article(TEXT, date=None), by=None, at=at)
    assert edition.date == date(2020, 6, 25)
    stored = Edition.objects.get()
    assert stored.published_at == at
    assert chain.broken([stored]) == []
    jsonld = stored.jsonld
    publishing.rederive()
    stored.refresh_from_db()
    assert stored.jsonld == jsonld


def test_an_old_address_stays_with_its_article_and_a_drafts_address_is_not_told():
    copy = builders.published(TEXT, slug="bridge-opened").article
    copy.slug = "bridge-open-at-last"
    copy.save()
    assert [a.slug for a in PageAddress.objects.all()] == ["bridge-opened"]
    assert copy.get_absolute_url() == "/articles/bridge-opened/"
    publishing.publish(copy, by=None)
    assert {a.slug: a.article for a in PageAddress.objects.all()} == {
        "bridge-opened": copy,
        "bridge-open-at-last": copy,
    }
    copy.slug = "bridge-opened"
    copy.save()
    publishing.publish(copy, by=None)
    assert PageAddress.objects.count() == 2


def test_two_articles_cannot_have_one_address():
    first = builders.published(TEXT, slug="bridge-opened").article
    first.slug = "bridge-open-at-last"
    first.save()
    other = builders.article(TEXT, slug="bridge-opened")
    with pytest.raises(ValidationError, match="belongs to the article"):
        other.full_clean()
    with pytest.raises(ValidationError, match="belongs to the article"):
        publishing.publish(other, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageAddress.objects.create(slug="bridge-opened", article=other)


def test_an_address_cannot_be_led_elsewhere():
    builders.published(TEXT)
    other = builders.article(TEXT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PageAddress.objects.update(article=other)


def test_an_address_fought_over_in_the_database_leaves_no_edition():
    first = builders.published(TEXT, slug="bridge-opened").article
    first.slug = "bridge-open-at-last"
    first.save()
    other = builders.article(TEXT, slug="bridge-opened")
    fields = {"number": 1, "kind": "first", "published_at": datetime.now(UTC), "date": date(2020, 6, 25)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            article=other, slug=other.slug, headline="x", language="en", rights="own", hash="x" * 64, **fields
        )
    assert not other.editions.exists()


def test_what_readers_see_is_the_articles_own_newest_edition():
    first = builders.published(TEXT)
    copy = first.article
    publishing.publish(copy, by=None)
    stranger = builders.published("Nobody saw it.")
    gone = builders.published("It went away.").article
    withdrawal = publishing.withdraw(gone, by=None, note="Wrong.")
    for article, edition in [(copy, first), (copy, stranger), (gone, withdrawal)]:
        rows = Article.objects.filter(pk=article.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(live_edition=edition, live_date=edition.date, version=article.version + 1)


def test_live_tags_follow_the_edition_not_the_working_copy():
    copy = builders.article(TEXT)
    tag, other = Tag.objects.create(name="bridges"), Tag.objects.create(name="money")
    copy.tags.add(tag)
    publishing.publish(copy, by=None)
    copy.tags.set([other])
    assert [row.tag for row in LiveTag.objects.all()] == [tag]
    publishing.publish(copy, by=None)
    assert [row.tag for row in LiveTag.objects.all()] == [other]


def test_passages_of_a_superseded_edition_are_not_live(ada):
    copy = builders.article(TEXT)
    builders.quote(copy, "It holds", ada)
    builders.citation(copy, ada, "born", "1990", "Ada Example")
    publishing.publish(copy, by=None)
    assert (Quote.objects.live().count(), Citation.objects.live().count()) == (1, 1)
    Quote.objects.working().delete()
    Citation.objects.working().delete()
    publishing.publish(copy, by=None)
    assert (Quote.objects.count(), Quote.objects.live().count()) == (1, 0)
    assert (Citation.objects.count(), Citation.objects.live().count()) == (1, 0)


def test_only_the_edition_that_stands_has_a_derived_page(ada):
    first = builders.published(TEXT, ada)
    assert f'href="{ada.get_absolute_url()}"' in first.html
    publishing.publish(first.article, by=None)
    first.refresh_from_db()
    assert (first.html, first.jsonld) == ("", {})


def test_an_excerpt_has_no_body_in_its_page(ada):
    copy = builders.article(TEXT, rights=Rights.EXCERPT, publisher="The Other Paper")
    builders.mention(copy, ada)
    edition = publishing.publish(copy, by=None)
    assert edition.html == ""
    assert "opened the bridge" not in str(edition.jsonld)
    assert Appearance.objects.get().entity == ada


def test_a_change_of_version_is_needed_to_go_off_line():
    copy = builders.published(TEXT).article
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=copy.pk).update(live_edition=None)


def test_publishing_takes_no_more_queries_than_it_needs(ada, django_assert_max_num_queries):
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    builders.published(TEXT, ada)
    with django_assert_max_num_queries(48):
        publishing.publish(copy, by=None)
