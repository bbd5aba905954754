"""Citations and preferences: one target, a fact that it has, a value that fits."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles import publishing
from articles.models import Citation, Preference
from newsroom.editorial import Decision
from tests import builders

pytestmark = pytest.mark.django_db

TEXT = "Ada Example, born in 1990, runs Example Trust."


@pytest.fixture
def ada():
    return builders.person("Ada Example")


@pytest.fixture
def role(ada):
    return builders.relation(ada, builders.organization("Example Trust"))


def a_citation(**fields):
    return Citation(
        **{
            "article": builders.article(TEXT),
            "start": 0,
            "end": 3,
            "exact": "Ada",
            "field": "born",
            "value": "1990",
        }
        | fields
    )


def a_preference(**fields):
    return Preference(**{"field": "born", "value": "1990", "reason": "her own word"} | fields)


both = pytest.mark.parametrize("make", [a_citation, a_preference], ids=["citation", "preference"])


@both
def test_two_targets_are_refused(make, ada, role):
    row = make(entity=ada, relation=role)
    with pytest.raises(ValidationError, match="one target"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row])
    good = make(entity=ada)
    good.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=good.pk).update(relation=role, version=9)


@both
def test_no_target_is_refused(make):
    row = make()
    with pytest.raises(ValidationError, match="one target"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row])


@both
def test_a_fact_that_the_target_does_not_have_is_refused(make, ada, role):
    with pytest.raises(ValidationError, match="Choose from: born, died"):
        make(entity=ada, field="founded").full_clean()
    with pytest.raises(ValidationError, match="Choose from: title, begin, end"):
        make(relation=role, field="born").full_clean()


@both
def test_a_fact_that_nothing_has_is_refused_by_the_database(make, ada, role):
    for row in (
        make(entity=ada, field="height"),
        make(relation=role, field="born"),
        make(entity=ada, field="title"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.bulk_create([row])


@both
@pytest.mark.parametrize("value", ["last year", "2018-13", "", "yesterday/.."])
def test_a_date_that_is_none_is_refused(make, ada, value):
    row = make(entity=ada, value=value)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert "value" in error.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.bulk_create([row])


@both
def test_a_date_is_kept_in_its_canonical_form(make, ada):
    row = make(entity=ada, value=" 1990-xx ")
    row.full_clean()
    assert row.value == "1990"


def test_words_are_kept_as_they_are(role):
    row = a_citation(relation=role, field="title", value=" chief engineer ")
    row.full_clean()
    assert row.value == "chief engineer"


def test_a_preference_has_a_reason_and_is_one_for_each_fact(ada):
    with pytest.raises(ValidationError):
        a_preference(entity=ada, reason="").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.bulk_create([a_preference(entity=ada, reason="")])
    a_preference(entity=ada).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_preference(entity=ada, value="1991").save()


def test_preferences_have_history(ada):
    row = a_preference(entity=ada)
    row.save()
    row.value = "1991"
    row.save()
    assert [h.value for h in row.history.order_by("history_id")] == ["1990", "1991"]


def test_live_citations_are_of_live_facts_only(ada, role):
    copy = builders.article(TEXT)
    builders.citation(copy, ada, "born", "1990", "1990")
    builders.citation(copy, role, "title", "head", "runs")
    assert not Citation.objects.live().exists()
    publishing.publish(copy, by=None)
    assert Citation.objects.live().count() == 2
    role.refresh_from_db()
    role.decision = Decision.REJECTED
    publishing.save_relation(role, by=None)
    assert [c.field for c in Citation.objects.live()] == ["born"]
    ada.refresh_from_db()
    publishing.suppress(ada, by=None, reason="court")
    assert not Citation.objects.live().exists()


def test_live_preferences_are_of_live_facts_only(ada):
    a_preference(entity=ada).save()
    assert not Preference.objects.live().exists()
    publishing.make_public(ada, by=None)
    assert Preference.objects.live().count() == 1
