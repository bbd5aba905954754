"""Which articles and editions the API's parameters find."""

from datetime import UTC, date, datetime

import pytest

from articles import publishing
from articles.models import Tag
from people.models import Person
from tests import builders
from tests.api import get, ids
from tests.databases import taken_back

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def three(django_db_setup, django_db_blocker):
    """Articles of three days, sections and tags; the first one is about Ada. Taken back after the last test."""
    with taken_back(django_db_blocker):
        yield made()


def made():
    ada = builders.person("Ada Example")
    articles = []
    for day, section, tag in ((1, "World", "one"), (2, "Home", "two"), (3, "", "two")):
        copy = builders.article(
            "Ada Example came." if day == 1 else "Nobody came.",
            date=date(2020, 6, day),
            section=builders.section(section) if section else None,
        )
        copy.tags.add(Tag.objects.get_or_create(name=tag)[0])
        if day == 1:
            builders.mention(copy, ada)
        publishing.publish(copy, by=None, at=datetime(2020, 7, day, 12, tzinfo=UTC))
        articles.append(copy.pk)
    return articles


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({}, [3, 2, 1]),
        ({"date_from": "2020-06-02"}, [3, 2]),
        ({"date_to": "2020-06-02"}, [2, 1]),
        ({"date_from": "2020-06", "date_to": "2020"}, [3, 2, 1]),
        ({"date_from": "2021"}, []),
        ({"section": "world"}, [1]),
        ({"section": ["world", "home"]}, [2, 1]),
        ({"not_section": "world"}, [3, 2]),
        ({"tag": "two"}, [3, 2]),
        ({"tag": ["one", "two"]}, [3, 2, 1]),
        ({"not_tag": "two"}, [1]),
        ({"person": "ADA"}, [1]),
        ({"entity": "ADA", "section": "home"}, []),
        ({"not_person": "ADA"}, [3, 2]),
        ({"organization": "ADA"}, []),
        ({"rights": "own,licensed"}, [3, 2, 1]),
        ({"not_rights": "own"}, []),
        ({"edition_kind": "first"}, [3, 2, 1]),
        ({"language": "de"}, []),
    ],
)
def test_articles_are_found_by(client, three, parameters, found):
    slug = Person.objects.get().slug
    asked = {name: slug if value == "ADA" else value for name, value in parameters.items()}
    assert ids(client, "articles/", **asked) == [three[number - 1] for number in found]


def test_editions_are_found_by_the_day_of_publication(client, three):
    found = get(client, "editions/", published_from="2020-07-02", published_to="2020-07-02")["results"]
    assert [edition["article"]["id"] for edition in found] == [three[1]]
    assert len(ids(client, "editions/", published_from="2020-07", kind="first")) == 3
