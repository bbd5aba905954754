"""Suppression: nowhere outside the desk, at once; the words stay in the articles, unlinked."""

import pytest
from django.core.exceptions import ValidationError

from articles import publishing
from articles.models import Act, Appearance, Citation, Connection, Mention, Quote
from newsroom.editorial import StaleVersion
from people.models import Entity, EntityState, Relation
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example met Bob Builder. “It holds,” she said."


@pytest.fixture
def cast():
    ada, bob = builders.person("Ada Example"), builders.person("Bob Builder")
    copy = builders.article(TEXT)
    builders.mention(copy, ada)
    builders.mention(copy, bob)
    builders.quote(copy, "It holds", ada)
    builders.citation(copy, ada, "born", "1990", "Ada Example")
    builders.relation(ada, bob, "family_of")
    edition = publishing.publish(copy, by=None)
    ada.refresh_from_db()
    bob.refresh_from_db()
    return ada, bob, edition


def test_a_suppressed_entity_is_nowhere_at_once_and_its_words_stay(cast):
    ada, bob, edition = cast
    publishing.suppress(ada, by=builders.user("eva"), reason="court")
    edition.refresh_from_db()
    assert (ada.state, ada.is_live) == (EntityState.SUPPRESSED, False)
    assert ada not in Entity.objects.live()
    assert ada.slug not in edition.html
    assert "Ada Example" in edition.html
    assert ada.name not in str(edition.jsonld)
    assert [a.entity for a in Appearance.objects.all()] == [bob]
    assert not Connection.objects.exists()
    assert not Relation.objects.live().exists()
    assert [m.entity for m in Mention.objects.live()] == [bob]
    assert not Quote.objects.live().exists()
    assert not Citation.objects.live().exists()
    act = Act.objects.first()
    assert (act.verb, act.why, act.by.username) == ("suppress", "court", "eva")


def test_lifting_it_brings_everything_back(cast):
    ada, _, edition = cast
    edition.refresh_from_db()
    before = edition.html, edition.jsonld, Appearance.objects.count(), Connection.objects.count()
    publishing.suppress(ada, by=None, reason="court")
    publishing.unsuppress(ada, by=None, reason="appeal")
    edition.refresh_from_db()
    assert (edition.html, edition.jsonld, Appearance.objects.count(), Connection.objects.count()) == before
    assert ada.state == EntityState.PUBLIC


def test_one_that_nothing_live_is_about_is_a_draft_when_it_is_lifted(cast):
    ada, _, edition = cast
    publishing.suppress(ada, by=None, reason="court")
    publishing.withdraw(edition.article, by=None, note="Gone.")
    publishing.unsuppress(ada, by=None, reason="appeal")
    assert ada.state == EntityState.DRAFT


def test_one_that_only_a_relations_fact_is_about_is_public_when_it_is_lifted():
    ada, trust = builders.person("Ada"), builders.organization("Trust")
    copy = builders.article("She joined in 2019.")
    builders.citation(copy, builders.relation(ada, trust), "begin", "2019", "2019")
    publishing.publish(copy, by=None)
    ada.refresh_from_db()
    publishing.suppress(ada, by=None, reason="court")
    publishing.unsuppress(ada, by=None, reason="appeal")
    assert ada.state == EntityState.PUBLIC


def test_publishing_does_not_lift_a_suppression(cast):
    ada, _, _ = cast
    publishing.suppress(ada, by=None, reason="court")
    copy = builders.article("Ada Example again.")
    builders.mention(copy, ada)
    edition = publishing.publish(copy, by=None)
    ada.refresh_from_db()
    assert ada.state == EntityState.SUPPRESSED
    assert edition.html == "<p>Ada Example again.</p>"


def test_a_suppressed_maker_is_not_an_author_for_readers():
    from articles.models import Byline

    maker = builders.person("Maker", state="public")
    copy = builders.article("It rained.")
    Byline.objects.create(article=copy, name="Maker", person=maker)
    publishing.publish(copy, by=None)
    assert Appearance.objects.get().author
    publishing.suppress(maker, by=None, reason="threats")
    assert not Appearance.objects.exists()
    publishing.unsuppress(maker, by=None, reason="over")
    publishing.make_public(maker, by=None)
    assert Appearance.objects.get().author


def test_it_needs_a_reason(cast):
    with pytest.raises(ValidationError, match="Say why"):
        publishing.suppress(cast[0], by=None, reason=" ")


def test_what_is_not_suppressed_cannot_be_lifted(cast):
    with pytest.raises(ValidationError, match="is not suppressed"):
        publishing.unsuppress(cast[0], by=None, reason="x")


def test_a_stale_row_is_not_suppressed(cast):
    ada, _, _ = cast
    Entity.objects.get(pk=ada.pk).save()
    with pytest.raises(StaleVersion):
        publishing.suppress(ada, by=None, reason="court")
