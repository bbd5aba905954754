"""Dates of the world in the database: order, ranges, nulls last, on both engines alike."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Event
from newsroom import edtf
from newsroom.fields import during, edtf_values, happened_after, happened_before, order_by_edtf
from people.models import Entity
from tests import builders

pytestmark = pytest.mark.django_db


def events(*texts):
    for number, text in enumerate(texts):
        Event.objects.create(name=f"Event {number}", slug=f"event-{number}", begins=text)


def begun(rows):
    return list(rows.values_list("begins", flat=True))


def test_events_sort_by_their_earliest_then_latest_day_from_the_year_one():
    texts = ["2018", "1970-01-01", "0001", "1914", "1914-01-01", "1969-12-31", "201X", "0079-08-24", "1066"]
    events(*texts)
    expected = [
        "0001",
        "0079-08-24",
        "1066",
        "1914-01-01",
        "1914",
        "1969-12-31",
        "1970-01-01",
        "201X",
        "2018",
    ]
    assert begun(Event.objects.order_by(*order_by_edtf("begins"))) == expected


def test_undated_and_open_ones_come_last_both_ways():
    events("2018", None, "1990", "../2001")
    assert begun(Event.objects.order_by(*order_by_edtf("begins"), "pk")) == ["1990", "2018", "../2001", None]
    newest = Event.objects.order_by(*order_by_edtf("begins", descending=True), "pk")
    assert begun(newest) == ["2018", "1990", "../2001", None]


def test_an_open_end_sorts_after_every_closed_one():
    events("2018-01-01/..", "2018-01-01/2019", "2018-01-01")
    rows = Event.objects.order_by(*order_by_edtf("begins"))
    assert begun(rows) == ["2018-01-01", "2018-01-01/2019", "2018-01-01/.."]


RANGES = [
    (happened_after("begins", date(1960, 1, 1)), {"1960", "1969-12-31", "2018~", "1950/..", "1950/"}),
    (happened_after("begins", date(2019, 12, 30)), {"2018~", "1950/..", "1950/"}),
    (happened_before("begins", date(1000, 1, 1)), {"0079", "../1066"}),
    (happened_before("begins", date(1960, 1, 2)), {"0079", "../1066", "1960", "1950/..", "1950/"}),
    (during("begins", date(1969, 1, 1), date(1969, 12, 31)), {"1969-12-31", "1950/..", "1950/"}),
    (during("begins", date(2017, 6, 1), date(2017, 6, 1)), {"2018~", "1950/..", "1950/"}),
    (during("begins", date(500, 1, 1), date(600, 1, 1)), {"../1066"}),
]


@pytest.mark.parametrize(("condition", "expected"), RANGES, ids=range(len(RANGES)))
def test_ranges_find_what_may_have_been_on_such_a_day(condition, expected):
    events("0079", "../1066", "1950/..", "1950/", "1960", "1969-12-31", "2018~", None)
    assert set(begun(Event.objects.filter(condition))) == expected


def test_about_is_one_unit_wider_on_each_side():
    row = builders.event(begins="2018~")
    assert (row.begins_earliest, row.begins_latest) == (date(2017, 1, 1), date(2019, 12, 31))


def test_before_a_month_ends_with_the_month_before():
    row = builders.event(begins="../2018-11")
    row.refresh_from_db()
    assert (row.begins_earliest, row.begins_latest) == (None, date(2018, 11, 30))


def test_what_is_stored_comes_back_in_its_canonical_form():
    row = builders.event(begins=" 2018-12-xx ")
    row.refresh_from_db()
    assert row.begins == "2018-12"
    assert row.begins_latest == date(2018, 12, 31)


def test_an_update_of_all_three_columns_is_let_through():
    row = builders.event(begins="2018")
    Entity.objects.filter(pk=row.pk).update(version=2, **edtf_values("begins", "1969~"))
    row.refresh_from_db()
    assert (row.begins_earliest, row.begins_latest) == (date(1968, 1, 1), date(1970, 12, 31))


years = st.integers(1, 9999).map("{:04}".format)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
single = st.one_of(
    years,
    months,
    st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat),
    st.builds("{}-{}".format, years, st.integers(21, 24)),
    years.map(lambda year: year[:3] + "X"),
)
texts = st.one_of(
    single,
    st.builds("{}{}".format, single, st.sampled_from("~?%")),
    st.builds("../{}".format, single),
    st.builds("{}/..".format, single),
    st.none(),
)


class AnyDates(TestCase):
    @given(st.lists(texts, max_size=8))
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def test_the_database_sorts_as_the_text_module_does(self, given_texts):
        canonical = [edtf.canonical(text) if text else None for text in given_texts]
        events(*canonical)
        found = begun(Event.objects.order_by(*order_by_edtf("begins"), "pk"))
        assert found == sorted(canonical, key=edtf.sort_key)

    @given(st.lists(texts, max_size=8), st.dates(), st.dates())
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    def test_the_database_finds_what_overlaps_as_the_text_module_does(self, given_texts, one, other):
        first, last = sorted((one, other))
        canonical = [edtf.canonical(text) if text else None for text in given_texts]
        events(*canonical)
        expected = [text for text in canonical if text and edtf.overlaps(text, f"{first}/{last}")]
        assert sorted(begun(Event.objects.filter(during("begins", first, last)))) == sorted(expected)
