"""RSS and Atom: what is new on the site, in a story, or about somebody."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from articles.models import Appearance, Article, PageAddress, Story
from people.models import Address, Entity

ROWS = 20


class Latest(Feed):
    """The newest articles of the whole site."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed

    def title(self, obj: Any) -> str:
        return "Newsroom"

    def description(self, obj: Any) -> str:
        return "The newest articles"

    def link(self, obj: Any) -> str:
        return reverse("home")

    def items(self, obj: Any) -> list[Article]:
        return list(Article.objects.live().latest().listed()[:ROWS])

    def item_title(self, item: Article) -> str:
        assert item.live_edition
        return item.live_edition.headline

    def item_description(self, item: Article) -> str:
        assert item.live_edition
        return item.live_edition.standfirst

    def item_link(self, item: Article) -> str:
        return item.get_absolute_url() or ""

    def item_guid(self, item: Article) -> str:
        return f"urn:uuid:{item.uid}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Article) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Article) -> datetime:
        assert item.live_edition
        return item.live_edition.published_at

    def item_author_name(self, item: Article) -> str:
        assert item.live_edition
        return ", ".join(line["name"] for line in item.live_edition.bylines if line["role"] == "author")

    def item_categories(self, item: Article) -> list[str]:
        assert item.live_edition
        section = item.live_edition.section
        return [*([section["name"]] if section else []), *item.live_edition.tags]


class OfStory(Latest):
    """The newest articles of one story."""

    def get_object(self, request: HttpRequest, slug: str) -> Story:
        story = PageAddress.objects.story(slug)
        if story is None or not story.public:
            raise Http404("No story has this address.")
        return story

    def title(self, obj: Story) -> str:
        return obj.title

    def description(self, obj: Story) -> str:
        return f"The newest articles of the story “{obj.title}”"

    def link(self, obj: Story) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Story) -> list[Article]:
        return list(Article.objects.live().filter(live_story=obj).latest().listed()[:ROWS])


class OfEntity(Latest):
    """The newest coverage of a person, an organization or an event."""

    def get_object(self, request: HttpRequest, kind: str, slug: str) -> Entity:
        entity = Address.objects.resolve(kind, slug)
        if entity is None or not entity.is_live:
            raise Http404("Nobody and nothing has this address.")
        return entity

    def title(self, obj: Entity) -> str:
        return obj.name

    def description(self, obj: Entity) -> str:
        return f"The newest articles about {obj.name}"

    def link(self, obj: Entity) -> str:
        return obj.get_absolute_url()

    def items(self, obj: Entity) -> list[Article]:
        seen = Appearance.objects.live().coverage_of(obj).values_list("article", flat=True)[:ROWS]
        return list(Article.objects.live().filter(pk__in=list(seen)).latest().listed())


class LatestAtom(Latest):
    feed_type = Atom1Feed
    subtitle = Latest.description


class OfStoryAtom(OfStory):
    feed_type = Atom1Feed
    subtitle = OfStory.description


class OfEntityAtom(OfEntity):
    feed_type = Atom1Feed
    subtitle = OfEntity.description
