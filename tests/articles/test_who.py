from datetime import date

import pytest

from articles import publishing
from articles.models import Preference
from articles.who import who_is_who
from newsroom.editorial import Decision
from people import merging
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db

DAY = date(2020, 6, 25)


@pytest.fixture
def ada():
    return builders.person("Ada Example", description="An engineer.")


@pytest.fixture
def trust():
    return builders.organization("Example Trust", state="public")


def roles(*people):
    edition = builders.published(" and ".join(row.name for row in people) + " met.", *people, date=DAY)
    return {row.entity.name: row.roles for _, rows in who_is_who(edition) for row in rows}


@pytest.mark.parametrize(
    ("begin", "end", "held"),
    [
        ("2017", None, True),
        ("2017", "2021", True),
        ("2017", "2019", False),
        ("2021", None, False),
        (None, "2021", True),
        (None, "2019", False),
        ("2020-06-25", "2020-06-25", True),
        ("2020", None, False),  # perhaps not yet
        ("2017", "2020", False),  # perhaps no longer
        (None, None, False),  # who knows when
    ],
)
def test_a_role_is_told_where_it_certainly_was_held_on_the_day(ada, trust, begin, end, held):
    builders.relation(ada, trust, title="chair", begin=begin, end=end)
    assert roles(ada) == {"Ada Example": ("chair, Example Trust",) if held else ()}


def test_a_membership_without_a_title_is_told_as_such(ada, trust):
    builders.relation(ada, trust, "member_of", begin="2017")
    builders.relation(ada, trust, "owns", begin="2017")
    assert roles(ada) == {"Ada Example": ("member of Example Trust",)}


def test_what_we_prefer_decides_on_the_day(ada, trust):
    chair = builders.relation(ada, trust, title="chair", begin="2017")
    Preference.objects.create(relation=chair, field="begin", value="2021", reason="The register says so.")
    assert roles(ada) == {"Ada Example": ()}


@pytest.mark.parametrize("decision", [Decision.SUGGESTED, Decision.REJECTED])
def test_a_role_that_no_editor_accepted_is_not_told(ada, trust, decision):
    builders.relation(ada, trust, title="chair", begin="2017", decision=decision)
    assert roles(ada) == {"Ada Example": ()}


def test_a_role_at_what_readers_may_not_see_is_not_told(ada):
    builders.relation(ada, builders.organization("Secret Club"), title="spy", begin="2017")
    assert roles(ada) == {"Ada Example": ()}


def test_a_role_of_a_merged_row_is_the_survivors_and_told_once(ada, trust):
    double = builders.person("A. Example", state="public")
    for person in (ada, double):
        builders.relation(person, trust, title="chair", begin="2017")
    ada.state = "public"
    ada.save()
    merging.merge(double, ada, by=None)
    ada.refresh_from_db()
    assert roles(ada) == {"Ada Example": ("chair, Example Trust",)}


def test_the_article_says_who_everybody_is_and_was(client, ada, trust):
    builders.relation(ada, trust, title="chair", begin="2017", end="2021")
    copy = builders.article("Ada Example met.", date=DAY)
    builders.mention(copy, ada)
    edition = publishing.publish(copy, by=None)
    text = read(client.get(f"/articles/{edition.slug}/")).text
    assert "Who is who People Ada Example then chair, Example Trust An engineer." in text
