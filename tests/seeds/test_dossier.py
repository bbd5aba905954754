"""The demonstration dossier loads whole: cited, published, the same at the second run."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.facts import facts_about
from articles.models import Article, Citation, Event, Mention, Preference, Quote, Story
from people.models import Entity, Organization, Person, Relation
from tests.databases import taken_back
from tests.environment import ROOT
from tests.seeds.loading import counts, everything, notes, run

pytestmark = pytest.mark.django_db

DATA = ROOT / "seeds" / "data"


@pytest.fixture(scope="module")
def dossier(django_db_setup, django_db_blocker):
    """The report of the load. All tests here read what one load wrote; it is taken back after the last of them."""
    with taken_back(django_db_blocker):
        yield run(DATA)


def test_the_dossier_is_loaded_whole_and_nothing_is_refused(dossier):
    assert notes(dossier) == []
    assert {file.status for file in dossier.files} == {"loaded"}
    assert set(counts(dossier)) == {"created"}
    least = {Article: 14, Person: 22, Organization: 18, Event: 20, Relation: 50}
    assert {model.__name__: model.objects.count() >= number for model, number in least.items()} == {
        model.__name__: True for model in least
    }
    assert Story.objects.get().public
    assert Story.objects.get().state_of_play


def test_a_second_run_changes_nothing(dossier):
    before = everything()
    second = run(DATA)
    assert everything() == before
    assert counts(second) == {"unchanged": counts(dossier)["created"]}


def test_every_article_is_live_and_every_entity_has_its_page(dossier):
    assert Article.objects.live().count() == Article.objects.count()
    assert not Entity.objects.exclude(state="public").exists()
    assert all(200 <= len(row.text.split()) <= 600 for row in Article.objects.all())


def test_every_mention_and_quote_is_accepted_and_in_an_edition(dossier):
    for model in (Mention, Quote, Citation):
        working = model.objects.working()
        assert set(working.values_list("decision", flat=True)) == {"accepted"}
        assert working.count() == model.objects.in_live_editions().count()
    assert Quote.objects.working().count() >= 12
    assert set(Quote.objects.values_list("kind", flat=True)) == {"direct", "partial", "reported"}


def test_every_fact_is_cited_in_a_live_edition(dossier):
    cited = {(c.entity_id, c.relation_id, c.field) for c in Citation.objects.live()}
    uncited = [
        (str(row), name)
        for row in [*Entity.objects.all(), *Relation.objects.all()]
        for name in row.citable
        if getattr(row, name)
        and ((row.pk, None, name) if isinstance(row, Entity) else (None, row.pk, name)) not in cited
    ]
    assert uncited == []


def test_differing_dates_are_shown_as_differing_with_the_one_that_we_hold(dossier):
    differing = []
    for preference in Preference.objects.select_related("entity"):
        if preference.entity:
            facts = {fact.field: fact for fact in facts_about(preference.entity, []).own}
            fact = facts[preference.field]
            values = {support.value for support in fact.supports}
            assert fact.value == preference.value
            assert preference.reason
            differing.append(len(values) > 1)
    assert any(differing)


def test_the_record_holds_together(dossier):
    out = StringIO()
    call_command("verify", stdout=out)
