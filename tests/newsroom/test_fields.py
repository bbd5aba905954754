"""EDTF model fields on both engines, with a model of their own."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.writer import MigrationWriter
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from newsroom.fields import (
    EDTFBoundField,
    EDTFField,
    during,
    edtf_check,
    edtf_columns,
    edtf_values,
    happened_after,
    happened_before,
    order_by_edtf,
)

with isolate_apps("newsroom"):

    class Treaty(models.Model):
        signed = EDTFField()
        signed_earliest = EDTFBoundField("signed", "earliest")
        signed_latest = EDTFBoundField("signed", "latest")

        class Meta:
            app_label = "newsroom"
            constraints = [*edtf_check("signed", "treaty")]


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Treaty)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Treaty)


@pytest.fixture
def treaties(table: None, db: None) -> type[Treaty]:
    return Treaty


def columns(treaty: Treaty) -> tuple[str | None, date | None, date | None]:
    return treaty.signed, treaty.signed_earliest, treaty.signed_latest


SAVED = [
    (None, (None, None, None)),
    ("", (None, None, None)),
    ("  ", (None, None, None)),
    ("1648~", ("1648~", date(1647, 1, 1), date(1649, 12, 31))),
    ("1867-07-01", ("1867-07-01", date(1867, 7, 1), date(1867, 7, 1))),
    (" 201x ", ("201X", date(2010, 1, 1), date(2019, 12, 31))),
    ("../2018-11", ("../2018-11", None, date(2018, 11, 30))),
    ("2018/", ("2018/", date(2018, 1, 1), None)),
    ("0001%", ("0001%", date(1, 1, 1), date(2, 12, 31))),
    ("9999-24", ("9999-24", date(9999, 12, 1), date(9999, 12, 31))),
]


@pytest.mark.parametrize(("text", "stored"), SAVED)
def test_saving_writes_canonical_text_and_its_bounds(treaties: Any, text: str | None, stored: Any) -> None:
    treaty = treaties(signed=text)
    treaty.save()
    assert columns(treaty) == columns(treaties.objects.get()) == stored


def test_creating_in_bulk_writes_the_bounds_too(treaties: Any) -> None:
    treaties.objects.bulk_create([treaties(signed=text) for text, _ in SAVED])
    assert [columns(treaty) for treaty in treaties.objects.order_by("pk")] == [stored for _, stored in SAVED]


def test_a_change_moves_the_bounds_and_nothing_leaves_them_empty(treaties: Any) -> None:
    treaty = treaties.objects.create(signed="2018")
    treaty.signed = "1919-06-28"
    treaty.save(update_fields=edtf_columns("signed"))
    assert columns(treaties.objects.get()) == ("1919-06-28", date(1919, 6, 28), date(1919, 6, 28))
    treaty.signed = ""
    treaty.save()
    assert columns(treaties.objects.get()) == (None, None, None)


def test_an_update_takes_the_three_columns_from_edtf_values(treaties: Any) -> None:
    treaties.objects.create(signed="2018")
    treaties.objects.update(**edtf_values("signed", " 1919-06 "))
    assert columns(treaties.objects.get()) == ("1919-06", date(1919, 6, 1), date(1919, 6, 30))
    treaties.objects.update(**edtf_values("signed", None))
    assert columns(treaties.objects.get()) == (None, None, None)


@pytest.mark.parametrize("text", ["soon", "-0044", "2019-02-29", "2019/2018", "2018-12-01T10:00", "2018-13"])
def test_what_is_no_date_is_refused_by_cleaning_and_by_the_database(treaties: Any, text: str) -> None:
    treaty = treaties(signed=text)
    with pytest.raises(ValidationError) as refused:
        treaty.full_clean()
    assert text in refused.value.message_dict["signed"][0]
    with pytest.raises(ValidationError):
        edtf_values("signed", text)
    for write in (treaty.save, lambda: treaties.objects.bulk_create([treaty])):
        with pytest.raises(IntegrityError, match="treaty_signed"), transaction.atomic():
            write()
    treaties.objects.create(signed="2018")
    with pytest.raises(IntegrityError, match="treaty_signed"), transaction.atomic():
        treaties.objects.update(signed=text, signed_earliest=None, signed_latest=None)


@pytest.mark.parametrize("text", ["soon", "2018-13", "0000", "2018\n"])
def test_the_database_knows_the_form_of_a_date_also_where_bounds_are_given(treaties: Any, text: str) -> None:
    treaties.objects.create(signed="2018")
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="treaty_signed_edtf"):
        cursor.execute("UPDATE newsroom_treaty SET signed = %s", [text])


@pytest.mark.parametrize(
    ("text", "forgotten"),
    [
        ("2018", {"signed": None}),
        ("2018", {"signed": "2018/.."}),
        ("2018/..", {"signed": "2018"}),
        (None, {"signed": "2018"}),
        (None, {"signed_latest": date(2018, 1, 1)}),
        ("2018", {"signed_earliest": None}),
        ("2018", {"signed_earliest": date(2019, 1, 1)}),
    ],
)
def test_the_database_refuses_bounds_that_cannot_be_those_of_the_text(
    treaties: Any, text: str | None, forgotten: dict[str, Any]
) -> None:
    treaties.objects.create(signed=text)
    with pytest.raises(IntegrityError, match="treaty_signed_bounds"):
        treaties.objects.update(**forgotten)


def test_cleaning_a_good_date_passes_all_constraints(treaties: Any) -> None:
    for text, stored in SAVED:
        treaty = treaties(signed=text)
        treaty.full_clean()
        treaty.signed = treaty.signed or None  # Django does not clean ""
        assert columns(treaty) == stored


def test_a_form_shows_the_cure_and_stores_nothing_entered_as_null(treaties: Any) -> None:
    form_class = modelform_factory(treaties, fields=["signed"])
    bad = form_class({"signed": "2019-02-29"})
    assert bad.errors["signed"] == ['"2019-02-29" is no day: February 2019 has 28 days.']
    empty = form_class({"signed": ""})
    assert empty.save().signed is None
    good = form_class({"signed": "2018 / 2019"})
    assert columns(good.save()) == ("2018/2019", date(2018, 1, 1), date(2019, 12, 31))


DATES = [
    "1867-07-01",
    "1955~",
    "1969",
    "2018-01",
    "2018",
    "2018~",
    "2018/..",
    "2018/",
    "../1999",
    "/2018",
    None,
]


@pytest.fixture
def signed(treaties: Any) -> Any:
    treaties.objects.bulk_create([treaties(signed=text) for text in DATES])

    def texts(condition: models.Q) -> set[str | None]:
        return set(treaties.objects.filter(condition).values_list("signed", flat=True))

    return texts


def test_an_open_end_never_ends(signed: Any) -> None:
    assert signed(happened_after("signed", date(2018, 12, 31))) == {"2018~", "2018/..", "2018/"}
    assert signed(happened_after("signed", date(2018, 12, 30))) == {
        *("2018", "2018~", "2018/..", "2018/", "/2018")
    }
    assert signed(happened_after("signed", date(9999, 12, 31))) == {"2018/..", "2018/"}


def test_an_open_beginning_is_before_every_day(signed: Any) -> None:
    assert signed(happened_before("signed", date(1867, 7, 1))) == {"../1999", "/2018"}
    assert signed(happened_before("signed", date(1954, 1, 2))) == {"1867-07-01", "1955~", "../1999", "/2018"}


def test_during_takes_both_days_in(signed: Any) -> None:
    assert signed(during("signed", date(1956, 12, 31), date(1969, 1, 1))) == {
        *("1955~", "1969", "../1999", "/2018")
    }
    assert signed(during("signed", date(2018, 1, 31), date(2018, 1, 31))) == {
        *("2018-01", "2018", "2018~", "2018/..", "2018/", "/2018")
    }


def test_a_row_without_a_date_is_in_no_answer(signed: Any) -> None:
    for condition in (
        happened_after("signed", date.min),
        happened_before("signed", date.max),
        during("signed", date.min, date.max),
    ):
        assert None not in signed(condition)
        assert len(signed(condition)) == len(DATES) - 1


def test_what_is_unknown_is_sorted_last_either_way(treaties: Any, signed: Any) -> None:
    rows = treaties.objects.values_list("signed", flat=True)
    assert list(rows.order_by(*order_by_edtf("signed"), "pk")) == [
        *("1867-07-01", "1955~", "1969", "2018~", "2018-01", "2018", "2018/..", "2018/"),
        *("../1999", "/2018", None),
    ]
    assert list(rows.order_by(*order_by_edtf("signed", descending=True), "pk")) == [
        *("2018", "2018-01", "2018/..", "2018/", "2018~", "1969", "1955~", "1867-07-01"),
        *("/2018", "../1999", None),
    ]


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (EDTFField(), "newsroom.fields.EDTFField()"),
        (EDTFField(blank=False, null=False), "newsroom.fields.EDTFField(blank=False, null=False)"),
        (EDTFField(help_text="When?"), "newsroom.fields.EDTFField(help_text='When?')"),
        (EDTFBoundField("born", "latest"), "newsroom.fields.EDTFBoundField('born', 'latest')"),
        (
            EDTFBoundField("born", "latest", db_index=True),
            "newsroom.fields.EDTFBoundField('born', 'latest', db_index=True)",
        ),
    ],
)
def test_a_migration_writes_only_what_differs(field: Any, written: str) -> None:
    assert MigrationWriter.serialize(field)[0] == written
    assert MigrationWriter.serialize(field.clone())[0] == written


def test_a_required_date_must_be_given() -> None:
    with pytest.raises(ValidationError, match="cannot be blank"):
        EDTFField(blank=False).clean("", None)
