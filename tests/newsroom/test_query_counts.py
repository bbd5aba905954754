"""How many queries each page and each list of the API takes: the same for 60 of everything as for 5."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models import ArticleReference, Byline, Preference, Reference
from people.models import Name
from tests import builders
from tests.api import PLACES, ROOT

pytestmark = pytest.mark.django_db

#: address → the most queries that it may take
MOST = {
    "/articles/big/": 8,
    "/articles/somebody-elses/": 8,
    "/people/ada-example/": 12,
    "/organizations/example-trust/": 12,
    "/events/opening/": 12,
    "/stories/the-bridge-affair/": 12,
    "/": 7,
    "/articles/": 6,
    "/articles/?section=world": 6,
    "/people/": 6,
    "/organizations/": 6,
    "/events/": 6,
    "/stories/": 6,
    **{f"{ROOT}{place}/?limit=100": 6 for place in PLACES},
    f"{ROOT}articles/?person=ada-example&organization=example-trust": 6,
    f"{ROOT}quotes/?speaker=ada-example&limit=100": 6,
    f"{ROOT}people/ada-example/": 12,
    f"{ROOT}events/opening/": 12,
    f"{ROOT}articles/big/": 12,
}


class Cast:
    """Ada, the trust and the opening, about whom all is told; `grow` tells that much more of them."""

    def __init__(self):
        self.ada = builders.person("Ada Example", slug="ada-example", state="public")
        self.trust = builders.organization("Example Trust", slug="example-trust", state="public")
        self.opening = builders.event("Opening", slug="opening", begins="2020", state="public")
        self.story = builders.story("The bridge affair", slug="the-bridge-affair", public=True)
        self.story.entities.add(self.ada, self.trust, self.opening)
        self.section = builders.section("World")
        self.big = builders.article("Nobody.", slug="big", section=self.section, story=self.story)
        self.excerpt = builders.article(
            "Nobody.",
            slug="somebody-elses",
            rights="excerpt",
            publisher="The Courier",
            url="https://c.example/",
        )
        self.told = 0

    def grow(self, number):
        new = range(self.told, self.told + number)
        self.told += number
        others = [builders.person(f"Person N{n}", state="public") for n in new]
        for n, other in zip(new, others, strict=True):
            self.publish_about(n, other)
            builders.relation(self.ada, self.trust, title=f"chair {n}", begin=f"{1900 + n}")
            builders.relation(other, self.opening, "took_part_in")
            event = builders.event(f"Event {n}", begins=f"{1900 + n}", state="public")
            builders.relation(self.ada, event, "took_part_in")
            Preference.objects.create(
                entity=event, field="begins", value=f"{1910 + n}", reason="The register."
            )
            self.story.entities.add(other, event)
            builders.story(f"Story {n}", public=True).entities.add(self.ada)
            builders.organization(f"Trust {n}", state="public")
            Name.objects.create(entity=self.ada, text=f"Name {n}")
        text = " ".join(f"Person N{n} said: “Word {n}.”" for n in range(self.told))
        for copy in (self.big, self.excerpt):
            self.republish(copy, text, zip(new, others, strict=True))

    def publish_about(self, n, other):
        copy = builders.article(
            f"Ada Example of Example Trust met Person N{n} at the opening: “So be it.”",
            section=self.section,
            story=self.story,
        )
        for entity, words in ((self.ada, ""), (self.trust, ""), (other, ""), (self.opening, "opening")):
            builders.mention(copy, entity, words)
        builders.quote(copy, "So be it.", self.ada)
        builders.citation(copy, self.ada, "born", "1961", "Ada Example")
        builders.citation(copy, self.opening, "begins", "2020", "opening")
        reference = Reference.objects.create(title=f"Report {n}")
        ArticleReference.objects.create(article=copy, reference=reference)
        Byline.objects.create(article=copy, name="Ada Example", person=self.ada)
        publishing.publish(copy, by=None)

    def republish(self, copy, text, new):
        copy.refresh_from_db()
        copy.body = f"<p>{text}</p>"
        copy.save()
        for n, other in new:
            builders.mention(copy, other, f"N{n} ")
            builders.quote(copy, f"Word {n}.", other)
            builders.citation(copy, other, "born", "1961", f"Person N{n} ")
            Byline.objects.create(article=copy, name=other.name, person=other, order=n)
        publishing.publish(copy, by=None)


def taken(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


@pytest.mark.only_on("sqlite")  # it takes a while, and the queries are those of either engine
def test_pages_and_lists_take_as_many_queries_for_60_as_for_5(client):
    cast = Cast()
    cast.grow(5)
    few = {address: taken(client, address) for address in MOST}
    cast.grow(55)
    many = {address: taken(client, address) for address in MOST}
    assert many == few
    assert {address: count for address, count in many.items() if count > MOST[address]} == {}
