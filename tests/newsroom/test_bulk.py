"""Many rows by column are the rows that `bulk_create` makes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from articles.models import DateExpression, Quote
from newsroom import bulk
from newsroom.fields import edtf_values
from tests import builders

pytestmark = pytest.mark.django_db

ANCHOR = {"start": 0, "end": 2, "exact": "On", "prefix": "", "suffix": " Mo"}


def stored(model):
    """All columns but ids and moments, as they come back."""
    rows = model.objects.order_by("pk").values()
    return [{k: v for k, v in row.items() if k not in ("id", "created_at", "updated_at")} for row in rows]


@pytest.mark.parametrize(
    ("model", "rows"),
    [
        (DateExpression, [edtf_values("edtf", text) for text in ("2020-06~", None, "../2018-11")]),
        (
            Quote,
            [{"speaker_words": "Ünö ’“%s", "speaker_id": None}, {"speaker_words": "", "speaker_id": "ada"}],
        ),
    ],
)
def test_the_rows_are_those_of_bulk_create(model, rows):
    article, ada = builders.article("On Monday."), builders.person("Ada Example")
    rows = [{"article_id": article.pk, **ANCHOR, **row} for row in rows]
    for row in rows:
        row.update({"speaker_id": ada.pk} if row.get("speaker_id") else {})
    with transaction.atomic():
        model.objects.bulk_create(model(**row) for row in rows)
        wanted = stored(model)
        transaction.set_rollback(True)
    bulk.insert(model, rows)
    assert stored(model) == wanted
    assert len(wanted) == len(rows)
    assert all(model.objects.values_list("created_at", flat=True))


def test_what_the_database_refuses_is_refused():
    article = builders.article("On Monday.", date=date(2020, 6, 25))
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Quote, [{"article_id": article.pk, **ANCHOR, "end": 3}])
    bulk.insert(Quote, [])
    assert not Quote.objects.exists()
