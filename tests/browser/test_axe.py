"""Accessibility, as far as axe can tell: nothing is found on any kind of page, light or dark, narrow or wide."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles import publishing
from articles.models import Article
from newsroom.search import index
from people.models import Entity
from seeds.loader import load
from tests import builders
from tests.environment import ROOT

#: colours change with the scheme, the layout with the width: two looks have both
LOOKS = [("light", 390), ("dark", 1440)]
if os.environ.get("TORTURE"):
    LOOKS += [("light", 1440), ("dark", 390)]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paths(settings, tmp_path):
    """A page of each kind, of the dossier and of what it lacks: a correction, an excerpt, a withdrawal, an empty page."""
    settings.SEARCH_INDEX = tmp_path / "search"
    settings.MEDIA_ROOT = tmp_path / "media"
    load([ROOT / "seeds" / "data"])
    ada = builders.person("Ada Example", state="public", born="1961")
    excerpt = builders.article(
        "Ada Example was born in 1962.",
        rights="excerpt",
        publisher="The Times",
        slug="excerpt",
        language="fr",
    )
    builders.mention(excerpt, ada)
    builders.citation(excerpt, ada, "born", "1962", "born in 1962")
    publishing.publish(excerpt, by=None)
    gone = builders.published(slug="gone").article
    publishing.withdraw(gone, by=None, note="It was wrong.")
    corrected = Article.objects.live().exclude(live_story=None).latest().first()
    publishing.correct(corrected, by=None, note="It was a Friday.")
    index.rebuild()
    busiest = Entity.objects.live().filter(relations_from__isnull=False).order_by("-connections__articles")
    article = f"/articles/{corrected.live_edition.slug}/"
    return [
        "/",
        "/articles/",
        "/articles/?page=2",
        article,
        f"{article}editions/",
        f"{article}editions/1/",
        "/articles/excerpt/",
        "/articles/gone/",
        "/people/",
        ada.get_absolute_url(),
        *(
            busiest.filter(kind=kind).first().get_absolute_url()
            for kind in ("person", "organization", "event")
        ),
        "/organizations/",
        "/events/",
        "/stories/",
        corrected.live_story.get_absolute_url(),
        "/search/",
        "/search/?q=canada",
        "/search/?q=nothingatall",
        "/nothing/",
    ]


def test_axe_finds_nothing_on_any_kind_of_page(page, paths):
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(path)
            page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
            for violation in Axe().run(page).response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append((scheme, width, path, violation["id"], nodes))
    assert found == []
