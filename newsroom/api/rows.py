"""Shapes that rows of several kinds have in common. In every row `url` is the readers' page, `api_url` the row itself."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from articles.models import Edition, Story
from newsroom import edtf
from people.models import Entity, Kind

#: kind of entity → the word in its addresses
PLACES = {Kind.PERSON: "people", Kind.ORGANIZATION: "organizations", Kind.EVENT: "events"}


def detail_path(place: str, pk: int) -> str:
    return reverse(f"api:{place}-detail", args=[pk])


class Row(serializers.Serializer[Any]):
    """Something that is only read."""


def string(**more: Any) -> serializers.CharField:
    return serializers.CharField(read_only=True, **more)


def whole(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(read_only=True, **more)


class Url(serializers.URLField):
    """An absolute address. `path` makes it of the row; None is null."""

    def __init__(self, path: Any, **kwargs: Any) -> None:
        self.path = path
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row: Any) -> Any:
        path = self.path(row)
        return self.context["request"].build_absolute_uri(path) if path else None


def page(**kwargs: Any) -> Url:
    """The readers' page of a row that has one."""
    return Url(lambda row: row.get_absolute_url(), **kwargs)


def api_url(place: str) -> Url:
    return Url(lambda row: detail_path(place, row.pk))


class When(Row):
    """A date as far as it is known: EDTF, in words, and the days that it may be; null is open or unknown."""

    edtf = string()
    words = string()
    earliest = serializers.DateField(read_only=True, allow_null=True)
    latest = serializers.DateField(read_only=True, allow_null=True)

    def to_representation(self, value: str) -> dict[str, Any] | None:  # type: ignore[override]
        """None for what a redaction blanked."""
        try:
            earliest, latest = edtf.bounds(value)
        except edtf.EDTFError:
            return None
        return {"edtf": value, "words": edtf.in_words(value), "earliest": earliest, "latest": latest}


class EntityRef(Row):
    """A person, organization or event that another row is about."""

    id = whole(source="pk")
    kind = serializers.ChoiceField(Kind.choices, read_only=True)
    slug = string()
    name = string()
    url = page()
    api_url = Url(lambda entity: detail_path(PLACES[entity.kind], entity.pk))


class StoryRef(Row):
    id = whole(source="pk")
    slug = string()
    title = string()
    url = page()
    api_url = api_url("stories")


class ArticleRef(Row):
    """The article of an edition: what readers know it by."""

    id = whole(source="article_id")
    slug = string()
    headline = string()
    date = serializers.DateField(read_only=True)
    publisher = string()
    edition = whole(source="number")
    url = Url(lambda edition: reverse("article", args=[edition.slug]))
    api_url = Url(lambda edition: detail_path("articles", edition.article_id))


class Cited(Row):
    """One passage that supports a fact: what it says, in which sentence, where."""

    value = string()
    words = string()
    sentence = string()
    article = ArticleRef(source="edition", read_only=True)
    url = Url(lambda support: support.url)


class PreferenceRow(Row):
    """Which of differing values we hold, and why."""

    value = string()
    reason = string()


class FactRow(Row):
    """One fact: the value we hold, the passages that support it, and whether they give different values."""

    field = string()
    value = string(allow_null=True)
    words = string()
    differs = serializers.BooleanField(read_only=True)
    preference = PreferenceRow(read_only=True, allow_null=True)
    citations = Cited(many=True, read_only=True, source="supports")


def live_people(editions: Iterable[Edition]) -> dict[str, Entity]:
    """uid in a byline → who made it, as far as readers may see them; one query."""
    uids = {line["person"] for edition in editions for line in edition.bylines if line.get("person")}
    rows = Entity.objects.filter(uid__in=uids).select_related("survivor") if uids else []
    return {str(row.uid): row.current for row in rows if row.is_live}


def live_stories(editions: Iterable[Edition]) -> dict[str, Story]:
    """uid in an edition → its story, as far as readers may see it; one query."""
    uids = {edition.story["uid"] for edition in editions if edition.story}
    rows = Story.objects.live().filter(uid__in=uids).defer("introduction", "state_of_play") if uids else []
    return {str(row.uid): row for row in rows}
