"""What pages tell programs: Open Graph, feeds, canonical addresses and schema.org."""

import json
import re

import pytest

from articles import publishing
from articles.models import ArticleImage, Image, StoryEntity
from people.models import Name
from tests import builders
from tests.api import record
from tests.reading import read

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def data(client, path):
    """The page's JSON-LD; an empty dictionary if there is none."""
    html = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert len(found) <= 1
    return json.loads(found[0]) if found else {}


def meta(page):
    return {row.get("property") or row.get("name"): row.get("content") for row in page.all("meta")}


def links(page, rel):
    return [row["href"] for row in page.all("link") if row.get("rel") == rel]


def test_a_person_is_told_with_names_dates_and_posts(client):
    ada = builders.person("Ada Example", slug="ada", state="public", born="1961-04", died="2020~")
    Name.objects.create(entity=ada, text="A. Example", kind="alias")
    trust = builders.organization("Example Trust", slug="trust", state="public")
    builders.relation(ada, trust, title="chair", begin="2017", end="2019-05")
    builders.relation(ada, builders.organization("Secret Club"), title="spy")
    assert data(client, "/people/ada/") == {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": "Ada Example",
        "url": f"{SITE}/people/ada/",
        "alternateName": ["A. Example"],
        "birthDate": "1961-04",
        "memberOf": [
            {
                "@type": "OrganizationRole",
                "roleName": "chair",
                "startDate": "2017",
                "endDate": "2019-05",
                "memberOf": {
                    "@type": "Organization",
                    "name": "Example Trust",
                    "url": f"{SITE}/organizations/trust/",
                },
            }
        ],
    }


def test_an_event_is_told_with_its_day_and_place(client):
    builders.event(
        "Opening", slug="opening", begins="2020-06-25", place="Halifax", country="CA",
        latitude=44.65, longitude=-63.57, state="public",
    )  # fmt: skip
    told = data(client, "/events/opening/")
    assert (told["@type"], told["startDate"]) == ("Event", "2020-06-25")
    assert told["location"] == {
        "@type": "Place",
        "name": "Halifax",
        "address": {"@type": "PostalAddress", "addressCountry": "CA"},
        "geo": {"@type": "GeoCoordinates", "latitude": 44.65, "longitude": -63.57},
    }


def test_a_story_is_told_with_its_articles_and_whom_they_are_about(client):
    story = builders.story("Bridges", slug="bridges", public=True)
    ada = builders.person("Ada Example", slug="ada", state="public")
    for entity in (ada, builders.person("Secret Person")):
        StoryEntity.objects.create(story=story, entity=entity)
    builders.published(story=story, slug="opened", headline="It opened")
    builders.article(story=story, headline="A draft")
    told = data(client, "/stories/bridges/")
    assert told["about"] == [{"@type": "Person", "name": "Ada Example", "url": f"{SITE}/people/ada/"}]
    assert [(row["headline"], row["url"]) for row in told["hasPart"]] == [
        ("It opened", f"{SITE}/articles/opened/")
    ]


def test_an_article_is_told_with_whole_addresses(client):
    ada = builders.person("Ada Example", slug="ada")
    builders.published("Ada Example opened the bridge.", ada, slug="opened")
    told = data(client, "/articles/opened/")
    assert told["url"] == told["mainEntityOfPage"] == f"{SITE}/articles/opened/"
    assert [row["url"] for row in told["mentions"]] == [f"{SITE}/people/ada/"]


@pytest.mark.parametrize("path", ["/people/", "/organizations/", "/events/", "/stories/", "/articles/", "/"])
def test_a_list_is_told_in_its_order(client, path):
    assert data(client, path) == {}
    story = builders.story("Bridges", slug="bridges", public=True)
    ada = builders.person("Ada Example", slug="ada", state="public")
    trust = builders.organization("Example Trust", slug="trust", state="public")
    opening = builders.event("Opening", slug="opening", state="public")
    builders.published(slug="opened", headline="It opened")
    wanted = {
        "/people/": ("Ada Example", ada.get_absolute_url()),
        "/organizations/": ("Example Trust", trust.get_absolute_url()),
        "/events/": ("Opening", opening.get_absolute_url()),
        "/stories/": ("Bridges", story.get_absolute_url()),
        "/articles/": ("It opened", "/articles/opened/"),
        "/": ("It opened", "/articles/opened/"),
    }
    items = data(client, path)["itemListElement"]
    assert [(row["position"], row["name"], row["url"]) for row in items] == [
        (1, wanted[path][0], SITE + wanted[path][1])
    ]


def test_the_second_page_of_a_list_counts_on(client):
    for n in range(21):
        builders.person(f"Person {n:02}", state="public")
    assert [row["position"] for row in data(client, "/people/?page=2")["itemListElement"]] == [21]


def test_no_name_can_end_the_data(client):
    name = "</script><script>alert(1)</script>"
    builders.person(name, slug="hostile", description=name, state="public")
    for path in ("/people/hostile/", "/people/"):
        page = read(client.get(path))
        assert page.all("script") == [{"type": "application/ld+json"}]
        assert page.unclosed == []
    assert data(client, "/people/hostile/")["name"] == name


def test_others_that_show_an_article_know_its_headline_summary_and_picture(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "bridge.png").write_bytes(b"a picture")
    copy = builders.article(slug="opened", headline="It “opened”", standfirst="After nine years.")
    image = Image(file="bridge.png", width=40, height=30, credit="A. Photographer", alt="A bridge")
    Image.objects.bulk_create([image])
    ArticleImage.objects.create(article=copy, image=image)
    publishing.publish(copy, by=None)
    page = read(client.get("/articles/opened/"))
    told = meta(page)
    assert told["og:type"] == "article"
    assert told["og:title"] == "It “opened”"
    assert told["og:description"] == told["description"] == "After nine years."
    assert told["og:url"] == f"{SITE}/articles/opened/"
    assert told["og:image"] == f"{SITE}/articles/opened/editions/1/images/1"
    assert told["og:image:alt"] == "A bridge"
    assert told["twitter:card"] == "summary_large_image"
    assert links(page, "canonical") == [f"{SITE}/articles/opened/"]


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/people/", "/people/"),
        ("/people/?page=1&utm_source=x", "/people/?page=1"),
        ("/articles/?tag=a%20b&x=%22", "/articles/?tag=a+b"),
        ("/articles/?section=world", "/articles/?section=world"),
        ("/?x=1", "/"),
        ("/stories/bridges/", "/stories/bridges/"),
        ("/people/ada/?x=1", "/people/ada/"),
    ],
)
def test_every_page_has_one_whole_address(client, asked, canonical):
    builders.person("Ada Example", slug="ada", state="public")
    story = builders.story("Bridges", slug="bridges", public=True)
    copy = builders.article(story=story, section=builders.section("World"))
    copy.tags.create(name="a b")
    publishing.publish(copy, by=None)
    assert links(read(client.get(asked)), "canonical") == [SITE + canonical]


def test_pages_lead_to_the_feeds_of_what_they_are_about(client):
    builders.person("Ada Example", slug="ada", state="public")
    builders.story("Bridges", slug="bridges", public=True)
    for path, own in (
        ("/", []),
        ("/people/ada/", ["/feeds/person/ada/rss/", "/feeds/person/ada/atom/"]),
        ("/stories/bridges/", ["/feeds/stories/bridges/rss/", "/feeds/stories/bridges/atom/"]),
    ):
        feeds = links(read(client.get(path)), "alternate")
        assert feeds == ["/feeds/rss/", "/feeds/atom/", *own]
        assert [client.get(feed).status_code for feed in feeds] == [200] * len(feeds)


#: type → its properties in schema.org's vocabulary (version 29), as far as we use them
VOCABULARY = {
    "NewsArticle": "headline description inLanguage datePublished dateModified articleSection keywords author publisher"
    " correction mentions image url mainEntityOfPage",
    "Person": "name url description alternateName birthDate deathDate memberOf",
    "Organization": "name url description alternateName foundingDate dissolutionDate location memberOf",
    "Event": "name url description alternateName startDate endDate location",
    "OrganizationRole": "roleName startDate endDate memberOf",
    "Place": "name address geo",
    "PostalAddress": "addressCountry",
    "GeoCoordinates": "latitude longitude",
    "CollectionPage": "name url about hasPart",
    "ItemList": "itemListElement",
    "ListItem": "position name url",
}


def things(value):
    """Every thing in JSON-LD, at any depth."""
    if isinstance(value, list):
        return [thing for item in value for thing in things(item)]
    if not isinstance(value, dict):
        return []
    return [value, *(thing for item in value.values() for thing in things(item))]


def test_every_page_speaks_in_words_that_schema_org_has(client):
    row = record()
    pages = [
        row.ada.get_absolute_url(),
        row.trust.get_absolute_url(),
        row.opening.get_absolute_url(),
        row.story.get_absolute_url(),
        "/articles/bridge-opened/",
        "/articles/elsewhere/",
        "/",
        *(f"/{place}/" for place in ("articles", "people", "organizations", "events", "stories")),
    ]
    found = set()
    for path in pages:
        told = data(client, path)
        assert told["@context"] == "https://schema.org", path
        for thing in things(told):
            kind = thing["@type"]
            assert thing.keys() - {"@context", "@type"} <= set(VOCABULARY[kind].split()), (path, thing)
            found.add(kind)
    assert found == VOCABULARY.keys() - {"GeoCoordinates"}


def test_an_article_is_told_with_its_pictures_and_somebody_elses_without(client):
    row = record()
    assert data(client, "/articles/bridge-opened/")["image"] == [
        f"{SITE}/articles/bridge-opened/editions/2/images/1"
    ]
    row.excerpt.images.add(Image.objects.get())
    publishing.publish(row.excerpt, by=None)
    assert "image" not in data(client, "/articles/elsewhere/")
