"""Where editors prefer another value than the one that is stored, every page shows the one that they prefer."""

import pytest

from articles.models import Preference
from newsroom.search import index
from people import merging
from tests import builders

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/events/",
    "/events/opening/",
    "/people/ada-example/",
    "/stories/the-bridge-affair/",
    "/search/?q=opening",
    "/api/v1/events/",
    "/api/v1/events/opening/",
]


@pytest.fixture
def opening(settings, tmp_path):
    """Ada took part in an event of a story; editors prefer other days than the stored ones, one said of a double."""
    opening = builders.event("Opening", slug="opening", begins="2021-01", ends="2021-02", state="public")
    double = builders.event("The opening", slug="the-opening", begins="2021-01", state="public")
    ada = builders.person("Ada Example", slug="ada-example", state="public")
    builders.relation(ada, opening, "took_part_in")
    builders.story("The bridge affair", slug="the-bridge-affair", public=True).entities.add(opening)
    Preference.objects.create(entity=opening, field="ends", value="2023-06", reason="The register says so.")
    Preference.objects.create(entity=double, field="begins", value="2022-05", reason="Its plaque says so.")
    double.refresh_from_db()
    opening.refresh_from_db()
    merging.merge(double, opening, by=None)
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    return opening


@pytest.mark.parametrize("path", PAGES)
def test_the_preferred_days_are_shown(client, opening, path):
    text = client.get(path).content.decode()
    assert "May 2022" in text
    assert "June 2023" in text
    assert "2021" not in text


def test_what_the_survivor_itself_prefers_wins(client, opening):
    Preference.objects.create(entity=opening, field="begins", value="2020-03", reason="We looked.")
    for path in PAGES:
        text = client.get(path).content.decode()
        assert "March 2020" in text, path
        assert "May 2022" not in text, path
