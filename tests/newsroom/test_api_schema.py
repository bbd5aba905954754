"""The OpenAPI description is true: what it allows is answered as it says, and what it does not allow is refused."""

import os
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from newsroom.search import index
from tests.api import PLACES, ROOT, get, record

pytestmark = pytest.mark.django_db

#: cases over all operations together
CASES = 2300 if os.environ.get("TORTURE") else 230


@contextmanager
def one_connection():
    """Requests keep the test's own connection, as with Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def refs(client, path):
    """Refs that lead to rows of the place that a path is about; those of lists lead nowhere and are not asked for."""
    place = path.removeprefix(ROOT).partition("/")[0]
    rows = get(client, f"{place}/")["results"] if place in PLACES else []
    return [str(row["id"]) for row in rows] + [row["slug"] for row in rows if "slug" in row] + ["1"]


def asked(operation, mode, known, examples):
    """Asks cases of one operation and checks each answer against the description; the status codes."""
    codes = []

    @hypothesis_settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode), ref=st.sampled_from(known), leads=st.booleans())
    def ask(case, ref, leads):
        if case.path_parameters and (leads or not codes):
            case.path_parameters = {"ref": ref if codes else known[0]}
        if mode == GenerationMode.POSITIVE and case.query:
            case.query.pop("cursor", None)  # nobody can make one up; tests of paging follow the real ones
        codes.append(case.call_and_validate().status_code)

    ask()
    return codes


def test_every_answer_is_as_described(client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    record()
    index.rebuild()
    with one_connection():
        schema = schemathesis.openapi.from_wsgi(f"{ROOT}schema/", get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 2 * len(PLACES) + 2
    known = {row.path: refs(client, row.path) for row in operations}
    examples = CASES // len(operations) // 2
    good, bad = {}, {}
    with one_connection():
        for row in operations:
            good[row.path] = asked(row, GenerationMode.POSITIVE, known[row.path], examples)
            if row.path != ROOT:  # which takes nothing that could be wrong
                bad[row.path] = asked(row, GenerationMode.NEGATIVE, known[row.path], examples)
    assert {path for path, codes in good.items() if 200 not in codes} == set()
    assert {code for codes in good.values() for code in codes} <= {200, 404}
    assert {code for codes in bad.values() for code in codes} <= {200, 400, 401, 404, 405}
