"""What did we say on that day: history of all that editors enter."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Citation, Preference, Story
from people.models import Entity, Name, Relation
from tests import builders

pytestmark = pytest.mark.django_db

DAY = datetime(2020, 6, 25, 12, tzinfo=UTC)


def dated(row, day):
    """Date the newest line of a row's history."""
    type(row).history.filter(pk=row.history.first().pk).update(history_date=day)


def test_an_entity_can_be_read_as_it_was_on_a_day():
    ada = builders.person("Ada Before", born="1990")
    dated(ada, DAY)
    ada.name, ada.born = "Ada After", "1991"
    ada.save()
    dated(ada, DAY + timedelta(days=10))
    then = ada.history.as_of(DAY + timedelta(days=5))
    assert (then.name, then.born) == ("Ada Before", "1990")
    assert ada.history.as_of(DAY + timedelta(days=11)).name == "Ada After"
    with pytest.raises(Entity.DoesNotExist):
        ada.history.as_of(DAY - timedelta(days=1))


def test_everything_that_we_said_on_a_day_can_be_listed():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    dated(ada, DAY)
    dated(bob, DAY + timedelta(days=10))
    then = Entity.history.as_of(DAY + timedelta(days=1))
    assert [row.name for row in then] == ["Ada"]


@pytest.mark.parametrize("model", [Entity, Name, Relation, Citation, Preference, Article, Story])
def test_what_editors_enter_has_history_that_is_found_by_day(model):
    assert model.history.model._meta.get_field("history_date").db_index
    assert model.history.model._meta.get_field("history_user").related_model is not None


def test_a_citation_can_be_read_as_it_was_on_a_day():
    copy = builders.article("Ada came in 1990.")
    row = builders.citation(copy, builders.person("Ada"), "born", "1990", "1990")
    dated(row, DAY)
    row.value = "1991"
    row.save()
    assert row.history.as_of(DAY + timedelta(days=1)).value == "1990"
    assert row.history.as_of(timezone.now()).value == "1991"
