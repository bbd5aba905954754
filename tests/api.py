"""The API as its tests ask it, and a small record that has something of everything."""

from dataclasses import dataclass, fields
from datetime import date
from types import SimpleNamespace
from typing import Any

from articles import publishing
from articles.models import (
    Article,
    ArticleReference,
    Byline,
    Edition,
    Image,
    Preference,
    Reference,
    Story,
    Tag,
)
from articles.models.article import ArticleImage
from newsroom.api import paging
from people import merging
from people.models import Entity, Name, Relation
from tests import builders

ROOT = "/api/v1/"
PLACES = (
    "articles",
    "editions",
    "people",
    "organizations",
    "events",
    "stories",
    "relations",
    "mentions",
    "quotes",
    "citations",
    "references",
)


def get(client: Any, path: str, **parameters: Any) -> Any:
    """The content of a successful answer."""
    response = client.get(ROOT + path, parameters)
    assert response.status_code == 200, (path, parameters, response.content)
    return response.json()


def ids(client: Any, path: str, **parameters: Any) -> list[int]:
    """The ids in a list, in its order."""
    return [row["id"] for row in get(client, path, **parameters)["results"]]


def everything(client: Any, path: str, **parameters: Any) -> list[Any]:
    """The rows of a list, page after page."""
    page = get(client, path, **parameters)
    rows = page["results"]
    while page["next"]:
        page = client.get(page["next"]).json()
        rows += page["results"]
    return rows


def problem(response: Any, status: int) -> dict[str, Any]:
    """The content of a refusal."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    content = response.json()
    assert content["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(content)
    return content


def cursor(*content: Any) -> str:
    """A cursor with this content, as a list's address has it."""
    request: Any = SimpleNamespace(build_absolute_uri=lambda: "http://testserver/")
    return paging.page_address(request, content).partition("cursor=")[2]


@dataclass
class Record:
    """Ada (into whom `double` was merged) chairs the trust; an article of ours, corrected once, and an excerpt."""

    ada: Entity
    double: Entity
    trust: Entity
    opening: Entity
    chair: Relation
    story: Story
    article: Article
    excerpt: Article
    edition: Edition
    reference: Reference

    def fresh(self) -> "Record":
        """The same rows as the database has them now."""
        rows = {field.name: getattr(self, field.name) for field in fields(self)}
        return Record(**{name: type(row)._base_manager.get(pk=row.pk) for name, row in rows.items()})


def record() -> Record:
    ada, double = (
        builders.person("Ada Example", slug="ada-example", born="1961"),
        builders.person("A. Example", slug="a-example"),
    )
    trust = builders.organization(slug="example-trust", place="Bridgetown", country="PT")
    opening = builders.event(begins="2020-06-25", state="public", place="Bridgetown")
    story = builders.story(public=True, introduction="<p>All about it.</p>")
    story.entities.add(ada, trust, opening)
    Name.objects.create(entity=ada, text="Ada Sample", kind="former")
    chair = builders.relation(ada, trust, title="chair", begin="2017")
    builders.relation(ada, opening, "took_part_in")
    reference = Reference.objects.create(
        title="Report on the bridge",
        publisher="Bridge Office",
        date="2020-05",
        url="https://reports.example/1",
    )
    copy = builders.article(
        "Ada Example, born in 1961, chairs Example Trust since 2017. “It stands,” she said.",
        story=story,
        section=builders.section(),
        slug="bridge-opened",
    )
    copy.tags.add(Tag.objects.create(name="bridges, old"))
    Byline.objects.create(article=copy, name="Ada Example", person=ada)
    Byline.objects.create(article=copy, name="Somebody Else", order=1)
    ArticleReference.objects.create(article=copy, reference=reference)
    image = Image.objects.create(
        file="images/bridge.jpg", width=4, height=3, credit="A. Example", alt="A bridge"
    )
    ArticleImage.objects.create(article=copy, image=image)
    builders.mention(copy, ada)
    builders.mention(copy, trust)
    builders.quote(copy, "It stands,", ada, role="chair", cue="said")
    builders.citation(copy, ada, "born", "1961", "1961")
    builders.citation(copy, chair, "begin", "2017", "since 2017")
    publishing.publish(copy, by=None)
    copy.standfirst = "A bridge, and who opened it."
    copy.save()
    edition = publishing.correct(copy, by=None, note="The name was wrong.")
    other = builders.article(
        "Nobody is named here. A. Example was born in 1962. The letter says: “Come.”",
        rights="excerpt",
        publisher="The Courier",
        url="https://courier.example/1",
        slug="elsewhere",
        headline="Elsewhere",
        date=date(2020, 6, 26),
    )
    builders.mention(other, double)
    builders.quote(other, "Come.", None, speaker_words="the letter")
    builders.citation(other, double, "born", "1962", "in 1962")
    publishing.publish(other, by=None)
    Preference.objects.create(entity=ada, field="born", value="1961", reason="Her own word.")
    ada.refresh_from_db()
    double.refresh_from_db()
    merging.merge(double, ada, by=None)
    return Record(ada, double, trust, opening, chair, story, copy, other, edition, reference).fresh()
