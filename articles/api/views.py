"""Endpoints of articles, editions, events, stories, passages and references."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from articles.api import rows
from articles.filters import (
    ArticleFilters,
    CitationFilters,
    EditionFilters,
    MentionFilters,
    QuoteFilters,
    ReferenceFilters,
    StoryFilters,
)
from articles.models import (
    Article,
    Citation,
    Edition,
    EditionKind,
    Event,
    LiveReference,
    Mention,
    PageAddress,
    Quote,
    Story,
)
from articles.sentences import around, sentences
from newsroom.api.problems import Gone
from newsroom.api.rows import When, live_people, live_stories
from newsroom.api.views import ReadOnly, pk_of, slug_of
from people.api import Entities, PlacedRow, Told
from people.filters import EventFilters
from people.models import Kind

TEXTS = ("body", "text", "html", "jsonld")
EDITION_TEXTS = tuple(f"edition__{name}" for name in TEXTS)
LIVE_TEXTS = tuple(f"live_edition__{name}" for name in TEXTS)
STORY_TEXTS = ("introduction", "state_of_play")


class Articles(ReadOnly):
    """Articles as they stand, the newest first."""

    place = "articles"
    order = ("-live_date", "-published_at", "-pk")
    filterset_class = ArticleFilters
    serializer_class, detail_class = rows.ArticleRow, rows.ArticleDetail

    def get_queryset(self) -> QuerySet[Article]:
        of_story = (f"live_story__{name}" for name in STORY_TEXTS)
        found = Article.objects.live().select_related("live_edition", "live_story")
        return found.defer("body", "text", *LIVE_TEXTS, *of_story)

    def row(self, ref: str) -> Article:
        if (pk := pk_of(ref)) is not None:
            found = Article.objects.filter(pk=pk).select_related("live_edition", "live_story")
            article = found.defer("body", "text").first()
        else:
            slug = slug_of(ref)
            article = PageAddress.objects.article(slug) if slug else None
        return standing(article, ref)

    def prepare(self, articles: Sequence[Article]) -> dict[str, Any]:
        return {"people": live_people(_edition(article) for article in articles)}

    def shown(self, row: Article) -> Edition:
        return _edition(row)


def _edition(article: Article) -> Edition:
    edition = article.live_edition
    assert edition
    edition.article = article
    return edition


def standing(article: Article | None, ref: str) -> Article:
    """The article, if readers may see it. Raises Gone if it was withdrawn, Http404 otherwise."""
    if article is None or not (article.is_live or article.is_withdrawn):
        raise Http404(f"No article is at “{ref}”.")
    if article.is_withdrawn:
        withdrawal = article.editions.filter(kind=EditionKind.WITHDRAWAL).order_by("number").last()
        raise Gone(withdrawal.note if withdrawal else None)
    return article


class Editions(ReadOnly):
    """Everything that was published of articles that stand, the newest first."""

    place = "editions"
    order = ("-published_at", "-pk")
    filterset_class = EditionFilters
    serializer_class, detail_class = rows.EditionRow, rows.EditionDetail

    def get_queryset(self) -> QuerySet[Edition]:
        found = Edition.objects.live().select_related("article").listed()
        return found.defer(*TEXTS, "article__body", "article__text")

    def row(self, ref: str) -> Edition:
        pk = pk_of(ref)
        found = Edition.objects.filter(pk=pk).select_related("article").first() if pk is not None else None
        standing(found.article if found else None, ref)
        assert found
        return found

    def prepare(self, editions: Sequence[Edition]) -> dict[str, Any]:
        return {"people": live_people(editions), "stories": live_stories(editions)}


class EventRow(PlacedRow):
    begins = When(read_only=True, allow_null=True)
    ends = When(read_only=True, allow_null=True)


class EventDetail(EventRow, Told):
    """An event with names, facts, relations, stories and connections."""


class Events(Entities):
    """Events, the newest first; those of unknown date last."""

    place = "events"
    order = ("-begins_earliest", "-begins_latest", "-pk")
    nullable = ("begins_earliest", "begins_latest")
    kind, model = Kind.EVENT, Event
    filterset_class = EventFilters
    serializer_class, detail_class = EventRow, EventDetail


class Stories(ReadOnly):
    """Running stories, by title."""

    place = "stories"
    order = ("title", "pk")
    filterset_class = StoryFilters
    serializer_class, detail_class = rows.StoryRow, rows.StoryDetail

    def get_queryset(self) -> QuerySet[Story]:
        return Story.objects.live().defer(*STORY_TEXTS)

    def row(self, ref: str) -> Story:
        if (pk := pk_of(ref)) is not None:
            story = Story.objects.live().filter(pk=pk).first()
        else:
            slug = slug_of(ref)
            story = PageAddress.objects.story(slug) if slug else None
        if story is None or not story.public:
            raise Http404(f"No story is at “{ref}”.")
        return story


class Mentions(ReadOnly):
    """Passages that name somebody or something, the newest in the record first."""

    place = "mentions"
    filterset_class = MentionFilters
    serializer_class = rows.MentionRow

    def get_queryset(self) -> QuerySet[Mention]:
        return Mention.objects.live().select_related("edition", "entity__survivor").defer(*EDITION_TEXTS)


class Quotes(ReadOnly):
    """Passages that somebody said, the newest in the record first."""

    place = "quotes"
    filterset_class = QuoteFilters
    serializer_class, detail_class = rows.QuoteRow, rows.QuoteDetail

    def get_queryset(self) -> QuerySet[Quote]:
        return Quote.objects.live().select_related("edition", "speaker__survivor").defer(*EDITION_TEXTS)


class Citations(ReadOnly):
    """Passages that support facts, the newest in the record first."""

    place = "citations"
    filterset_class = CitationFilters
    serializer_class, detail_class = rows.CitationRow, rows.CitationDetail

    def get_queryset(self) -> QuerySet[Citation]:
        ends = ("relation__subject__survivor", "relation__object__survivor")
        found = Citation.objects.live().select_related("edition", "entity__survivor", *ends)
        return found.defer(*EDITION_TEXTS)

    def tell(self, row: Any) -> Any:
        """With its sentence, which the article's page shows even of somebody else's text."""
        body = row.edition.text
        start, end = around(sentences(body), row.start, row.end)
        row.sentence = body[start:end].strip()
        return row


class References(ReadOnly):
    """What articles draw on, as their live editions say it; the newest in the record first."""

    place = "references"
    filterset_class = ReferenceFilters
    serializer_class = rows.ReferenceRow

    def get_queryset(self) -> QuerySet[LiveReference]:
        return LiveReference.objects.live()
