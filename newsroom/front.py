"""What stands on the front page: the lead, the running story with its events, the latest, and the latest by section.

Seven queries, however much there is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from articles.facts import hold_entities
from articles.models import Article, Event, Section, Story, StoryEntity
from newsroom.fields import order_by_edtf
from people.models import Entity

LATEST_ARTICLES = 5
LATEST_EVENTS = 5
RUNNING_STORIES = 5
SECTION_ROWS = 3


@dataclass(frozen=True)
class Front:
    """`story` is the one with the newest article; `sections` have what does not stand above already."""

    lead: Article | None
    latest: list[Article]
    story: Story | None
    stories: list[Story]
    events: list[Entity]
    sections: list[tuple[Section, list[Article]]]


def front() -> Front:
    stories = list(Story.objects.live().newest_first()[:RUNNING_STORIES])
    story = stories[0] if stories else None
    newest = list(Article.objects.live().latest().listed()[: LATEST_ARTICLES + 1])
    lead = _newest_of(story) or next(iter(newest), None)
    latest = [article for article in newest if article != lead][:LATEST_ARTICLES]
    above = [article.pk for article in [lead, *latest] if article]
    return Front(lead, latest, story, stories[1:], _latest_events(story), _by_section(above))


def _newest_of(story: Story | None) -> Article | None:
    if story is None:
        return None
    return Article.objects.live().filter(live_story=story).latest().listed().first()


def _latest_events(story: Story | None) -> list[Entity]:
    """The newest events, of the story if there is one."""
    events = Event.objects.live().order_by(*order_by_edtf("begins", descending=True), "-pk")
    if story:
        told = StoryEntity.objects.filter(story=story)
        events = events.filter(pk__in=told.values(root=Coalesce("entity__survivor", "entity")))
    shown = list(events[:LATEST_EVENTS])
    hold_entities(shown)
    return shown


def _by_section(above: Collection[int]) -> list[tuple[Section, list[Article]]]:
    """The newest articles of each section but those that stand above: an index look-up for each place in the list."""
    newest = Article.objects.live().filter(live_section=OuterRef("pk")).latest().values("pk")
    places = range(SECTION_ROWS + len(above))
    picks: dict[str, Any] = {f"place{n}": Subquery(newest[n : n + 1]) for n in places}
    sections = list(Section.objects.annotate(**picks))
    chosen = {section: _chosen((getattr(section, name) for name in picks), above) for section in sections}
    wanted = [pk for of_section in chosen.values() for pk in of_section]
    articles = Article.objects.live().listed().in_bulk(wanted)
    return [
        (section, [articles[pk] for pk in of_section if pk in articles])
        for section, of_section in chosen.items()
        if of_section
    ]


def _chosen(picks: Iterable[int | None], above: Collection[int]) -> list[int]:
    return [pk for pk in picks if pk is not None and pk not in above][:SECTION_ROWS]
