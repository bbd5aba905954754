"""People, organizations, events and relations by the API."""

import pytest

from articles import publishing
from tests import builders
from tests.api import get, ids, record

pytestmark = pytest.mark.django_db


def only(rows, **fields):
    found = [row for row in rows if all(row[name] == value for name, value in fields.items())]
    assert len(found) == 1, rows
    return found[0]


def test_a_fact_has_its_value_its_words_and_the_sentences_that_support_it(client):
    row = record()
    fact = only(get(client, f"people/{row.ada.pk}/")["facts"], field="born")
    assert (fact["value"], fact["words"], fact["differs"]) == ("1961", "1961", True)
    assert fact["preference"] == {"value": "1961", "reason": "Her own word."}
    ours, other = fact["citations"]
    assert ours["sentence"] == "Ada Example, born in 1961, chairs Example Trust since 2017."
    assert ours["words"] == "1961"
    assert ours["article"]["id"] == row.article.pk
    assert ours["url"].startswith("http://testserver/articles/bridge-opened/#p")
    assert (other["value"], other["sentence"]) == ("1962", "A. Example was born in 1962.")
    assert other["article"]["publisher"] == "The Courier"


def test_the_facts_of_a_relation_are_told_at_both_ends_and_by_itself(client):
    row = record()
    alone = get(client, f"relations/{row.chair.pk}/")
    fact = only(alone["facts"], field="begin")
    assert fact["citations"][0]["words"] == "since 2017"
    for place, entity, is_subject in (("people", row.ada, True), ("organizations", row.trust, False)):
        related = only(get(client, f"{place}/{entity.pk}/")["relations"], id=row.chair.pk)
        assert only(related["facts"], field="begin") == fact
        assert related["is_subject"] is is_subject


def test_a_person_is_told_with_names_stories_and_connections(client):
    row = record()
    person = get(client, f"people/{row.ada.pk}/")
    assert {"text": "Ada Sample", "kind": "former name"} in person["names"]
    assert {"text": "A. Example", "kind": "alias"} in person["names"]
    assert [story["id"] for story in person["stories"]] == [row.story.pk]
    assert only(person["connections"])["entity"]["id"] == row.trust.pk
    assert [found["id"] for found in client.get(person["articles"]).json()["results"]] == [
        row.excerpt.pk,
        row.article.pk,
    ]
    assert [found["exact"] for found in client.get(person["quotes"]).json()["results"]] == ["It stands,"]


def test_dates_come_as_edtf_in_words_and_as_days(client):
    builders.person("Old Example", born="1920~", state="public")
    assert only(get(client, "people/")["results"])["born"] == {
        "edtf": "1920~",
        "words": "about 1920",
        "earliest": "1919-01-01",
        "latest": "1921-12-31",
    }


def test_lists_show_the_value_that_editors_prefer(client):
    row = record()
    preference = row.ada.preferences.get()
    preference.value = "1962"
    preference.save()
    for shown in (only(get(client, "people/")["results"]), get(client, f"people/{row.ada.pk}/")):
        assert shown["born"]["edtf"] == "1962"


# Parameters


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"born_after": "1960"}, "cd"),
        ({"born_after": "1961"}, "d"),
        ({"born_after": "1961-06"}, "cd"),
        ({"born_before": "1961"}, "ab"),
        ({"born_before": "1961-02-01"}, "abc"),
        ({"born_before": "1900"}, ""),
        ({"born_after": "1915", "born_before": "1930"}, "a"),
        ({"died_after": "2000"}, "b"),
    ],
)
def test_people_are_found_by_dates_as_far_as_they_are_known(client, parameters, found):
    builders.person("a", born="1920~", state="public")
    builders.person("b", born="1900-05", died="../2001", state="public")
    builders.person("c", born="1961", state="public")
    builders.person("d", born="1980/..", state="public")
    builders.person("e", state="public")
    assert "".join(row["name"] for row in get(client, "people/", **parameters)["results"]) == found


EVENTS = {
    "a": {"begins": "2018"},
    "b": {"begins": "2018-12-01"},
    "c": {"begins": "2018-12-01", "ends": "2019-03"},
    "d": {"begins": "2018-12-01/.."},
    "e": {"ends": "2018-11"},
    "f": {},
}


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"happened_after": "2018-11-30"}, "abcd"),
        ({"happened_after": "2018"}, "cd"),
        ({"happened_after": "2018-12-01"}, "acd"),
        ({"happened_before": "2018-12-01"}, "ae"),
        ({"happened_before": "2018-12-02"}, "abcde"),
        ({"happened_before": "2017"}, "e"),
        ({"happened_after": "2018-12", "happened_before": "2020"}, "cd"),
    ],
)
def test_events_are_found_by_when_they_may_have_happened(client, parameters, found):
    for name, dates in EVENTS.items():
        builders.event(name, state="public", **dates)
    names = sorted(row["name"] for row in get(client, "events/", **parameters)["results"])
    assert "".join(names) == found


def test_relations_without_an_end_may_last(client):
    one, other = builders.person(state="public"), builders.organization(state="public")
    lasting = builders.relation(one, other, title="a", begin="2017")
    over = builders.relation(one, other, title="b", begin="2010", end="2015")
    builders.relation(one, other, title="c")
    assert ids(client, "relations/", happened_after="2020") == [lasting.pk]
    assert ids(client, "relations/", happened_before="2012") == [over.pk]
    assert ids(client, "relations/", happened_after="2014", happened_before="2011") == [over.pk]


@pytest.mark.parametrize(
    "day", ["", "2018-13", "2018-02-30", "18", "2018~", "yesterday", "2018-1", "0000", "2018-12-01T00:00"]
)
def test_a_day_that_is_none_is_refused(client, day):
    response = client.get("/api/v1/events/", {"happened_after": day})
    assert response.status_code == 400
    assert "2018-12-01, 2018-12, 2018" in response.json()["detail"]


def test_several_values_come_with_commas_or_by_repeating(client):
    rows = [builders.person(name, state="public") for name in "abc"]
    one, two, _ = (row.pk for row in rows)
    assert ids(client, "people/", id=f"{one},{two}") == [one, two]
    assert ids(client, "people/", id=[one, two]) == [one, two]


def test_not_leaves_out(client):
    rows = [
        builders.organization(name, country=land, state="public")
        for name, land in zip("abc", ["PT", "CA", ""], strict=True)
    ]
    one, two, three = (row.pk for row in rows)
    assert ids(client, "organizations/", not_country="PT") == [two, three]
    assert ids(client, "organizations/", not_country=["PT", "CA"]) == [three]
    assert ids(client, "organizations/", not_id=f"{one},{three}") == [two]
    assert ids(client, "organizations/", country=["PT", "CA"], not_id=one) == [two]


@pytest.mark.parametrize("name", ["Ada Example", "ada example", "ADA SAMPLE", "A. Example"])
def test_people_are_found_by_any_of_their_names(client, name):
    row = record()
    assert ids(client, "people/", name=name) == [row.ada.pk]
    assert ids(client, "people/", not_name=name) == []


def test_relations_are_found_from_either_end_by_id_or_slug_through_merges(client):
    row = record()
    for ref in (row.ada.pk, row.ada.slug, row.double.pk, row.double.slug):
        assert row.chair.pk in ids(client, "relations/", entity=ref)
        assert row.chair.pk in ids(client, "relations/", subject=ref)
        assert ids(client, "relations/", object=ref) == []
        assert row.chair.pk not in ids(client, "relations/", not_entity=ref)
    assert ids(client, "relations/", kind="holds_role_at", title="chair") == [row.chair.pk]


def test_an_unknown_choice_is_refused_with_the_known_ones(client):
    response = client.get("/api/v1/relations/", {"kind": "likes"})
    assert response.status_code == 400
    assert "holds_role_at" in response.json()["errors"][0]["detail"]


@pytest.mark.parametrize("value", ["", "1,,2", ",", "Ada", "a b", "a--b", "x" * 121, ",".join(["1"] * 101)])
def test_refs_that_are_none_are_refused(client, value):
    response = client.get("/api/v1/relations/", {"entity": value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "entity"


def test_refs_that_lead_nowhere_find_nothing(client):
    row = record()
    publishing.suppress(row.trust, by=None, reason="Asked for.")
    for ref in ("nobody", "9" * 40, row.trust.pk, row.trust.slug):
        assert ids(client, "relations/", entity=ref) == []


def test_relations_of_a_thing_with_itself_are_not_told(client):
    from people import merging

    one, other = builders.person("One", state="public"), builders.person("Other", state="public")
    builders.relation(one, other, "family_of")
    assert len(ids(client, "relations/")) == 1
    merging.merge(other, one, by=None)
    assert ids(client, "relations/") == []


def test_words_may_hold_commas_and_no_null_character(client):
    place = builders.organization(place="Lisbon, Portugal", state="public")
    assert ids(client, "organizations/", place="Lisbon, Portugal") == [place.pk]
    assert client.get("/api/v1/organizations/", {"place": "a\0"}).status_code == 400
