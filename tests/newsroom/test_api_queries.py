"""How many queries an answer takes: the same number whatever the amount of content."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import publishing
from newsroom.search import index
from tests import builders
from tests.api import PLACES, ROOT, get

pytestmark = pytest.mark.django_db

#: parameters that ask the database for something beside the list
ASKED = {
    "articles": "person={ref}&organization={ref}&not_event={ref}",
    "relations": "subject={ref}&not_object=0",
    "mentions": "person={ref}&story={ref}",
    "quotes": "speaker={ref}&article={ref}",
    "citations": "person={ref}&article={ref}",
    "stories": "person={ref}",
    "references": "article={ref}",
}
WITH_TEXT = ("body", "text", "html", "jsonld", "introduction", "state_of_play")


def queries(client, address):
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in taken.captured_queries]


def more():
    """The same again, several times over, with names, relations and quotes on top."""
    for number in range(4):
        bea = told(number)
        for other in range(3):
            far = builders.person(f"Far {number} {other}", state="public")
            builders.relation(bea, far, "family_of")


def told(number):
    """Somebody who has an article, a mention, a quote and a citation."""
    bea = builders.person(f"Bea Example {number}", born="1950")
    trust = builders.organization(f"Other Trust {number}")
    copy = builders.article(f"Bea Example {number} of Other Trust {number} said: “Come {number}.”")
    builders.mention(copy, bea)
    builders.mention(copy, trust)
    builders.quote(copy, f"Come {number}.", bea)
    builders.citation(copy, bea, "born", "1951", "said")
    publishing.publish(copy, by=None)
    bea.refresh_from_db()
    return bea


def lists(row, place):
    parameters = [f"?{ASKED[place].format(ref=row.ada.pk)}"] if place in ASKED else []
    return [f"{ROOT}{place}/{asked}" for asked in ("", *parameters)]


def rows(client, place):
    found = get(client, f"{place}/")["results"]
    refs = [row["id"] for row in found] + [row["slug"] for row in found if "slug" in row]
    return [f"{ROOT}{place}/{ref}/" for ref in refs]


@pytest.fixture(scope="module")
def taken(standing):
    """Place → queries of its lists and of its rows, with little in the record and then with much: address → number."""
    client = Client()
    addresses = {place: (lists(standing, place), rows(client, place)) for place in PLACES}
    count = lambda group: {address: len(queries(client, address)) for address in group}  # noqa: E731
    little = {place: [count(group) for group in groups] for place, groups in addresses.items()}
    more()
    much = {place: [count(group) for group in groups] for place, groups in addresses.items()}
    return {place: list(zip(little[place], much[place], strict=True)) for place in PLACES}


@pytest.mark.parametrize("place", PLACES)
def test_a_list_takes_at_most_six_queries_however_long(taken, place):
    (little, much), _ = taken[place]
    assert little == much
    assert max(little.values()) <= 6


@pytest.mark.parametrize("place", PLACES)
def test_one_row_takes_at_most_twelve_queries_whatever_it_tells(taken, place):
    _, (little, much) = taken[place]
    assert little == much
    assert max(little.values()) <= 12


@pytest.mark.parametrize("place", PLACES)
def test_lists_read_no_long_texts(client, row, place):
    for sql in queries(client, f"{ROOT}{place}/"):
        columns = sql.partition(" FROM ")[0]
        assert [name for name in WITH_TEXT if f'."{name}"' in columns] == []


def test_search_takes_as_many_queries_for_many_hits_as_for_few(client, taken, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    few = len(queries(client, f"{ROOT}search/?q=Bea+Example+1"))
    assert len(queries(client, f"{ROOT}search/?q=Example")) <= few + 1  # one for each kind of hit
    assert few <= 16
