"""Shapes of what was published."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles import requotes
from articles.counterparts import live_counterparts
from articles.excerpts import cited_sentences
from articles.models import BylineRole, Citation, Edition, EditionKind, QuoteKind, Rights, Story
from articles.rendering import passage_id
from articles.views import cast_of, image_address, is_excerpt, live_story_of
from newsroom.api.rows import (
    ArticleRef,
    EntityRef,
    Row,
    StoryRef,
    Url,
    When,
    api_url,
    detail_path,
    page,
    string,
    whole,
)
from people.models import RelationKind

#: what an article that covers the same is to the one at hand
COVERED = [("also", "covers the same"), ("newer", "newer version"), ("older", "older version")]


class SectionRow(Row):
    slug = string()
    name = string()


class BylineRow(Row):
    """Somebody who made the article; `person` where readers may see them."""

    name = string()
    role = serializers.ChoiceField(BylineRole.choices, read_only=True)
    person = EntityRef(read_only=True, allow_null=True)


class ImageRow(Row):
    url = serializers.URLField(read_only=True)
    width = whole(allow_null=True)
    height = whole(allow_null=True)
    credit = string()
    alt = string()
    caption = string()


class DrawnOn(Row):
    """What an article draws on."""

    title = string()
    publisher = string()
    date = When(read_only=True, allow_null=True)
    url = string()


class Published(Row):
    """What readers see of an edition in a list."""

    headline = string()
    standfirst = string()
    date = serializers.DateField(read_only=True, help_text="The article's day.")
    dateline = string()
    language = string()
    rights = serializers.ChoiceField(Rights.choices, read_only=True)
    publisher = string(help_text="Whose text it is, if it is not ours.")
    original_url = string(source="url", help_text="Where the publisher has it.")
    section = SectionRow(read_only=True, allow_null=True)
    tags = serializers.ListField(child=string(), read_only=True)
    bylines = serializers.SerializerMethodField()

    @extend_schema_field(BylineRow(many=True))
    def get_bylines(self, edition: Edition) -> Any:
        people = self.context["people"]
        lines = [{**line, "person": people.get(line.get("person"))} for line in edition.bylines]
        return BylineRow(lines, many=True, context=self.context).data


class Content(Row):
    """What readers see of an edition by itself. Of somebody else's text (an excerpt) `html` and `text` are null."""

    html = serializers.SerializerMethodField(help_text="Addresses in it are relative to the site.")
    text = serializers.SerializerMethodField(
        help_text="What the offsets of passages count in, in code points."
    )
    references = DrawnOn(many=True, read_only=True)
    images = serializers.SerializerMethodField()

    def get_html(self, edition: Edition) -> str | None:
        return None if is_excerpt(edition) else edition.html or edition.body

    def get_text(self, edition: Edition) -> str | None:
        return None if is_excerpt(edition) else edition.text

    @extend_schema_field(ImageRow(many=True))
    def get_images(self, edition: Edition) -> Any:
        images = [] if is_excerpt(edition) else edition.images
        full = self.context["request"].build_absolute_uri
        shown = [
            {**image, "url": full(image_address(edition, order))} for order, image in enumerate(images, 1)
        ]
        return ImageRow(shown, many=True, context=self.context).data


class EditionOfArticle(Row):
    """The edition that stands."""

    id = whole(source="pk")
    number = whole()
    kind = serializers.ChoiceField(EditionKind.choices, read_only=True)
    note = string(help_text="What readers are told about this edition.")
    published_at = serializers.DateTimeField(read_only=True)
    api_url = api_url("editions")


class EditionRow(Published):
    id = whole(source="pk")
    article = ArticleRef(read_only=True, source="*")
    number = whole()
    kind = serializers.ChoiceField(EditionKind.choices, read_only=True)
    note = string(help_text="What readers are told about this edition.")
    published_at = serializers.DateTimeField(read_only=True)
    stands = serializers.SerializerMethodField(help_text="Whether it is the one that readers see now.")
    story = serializers.SerializerMethodField()
    url = page()
    api_url = api_url("editions")

    def get_stands(self, edition: Edition) -> bool:
        return edition.is_current

    @extend_schema_field(StoryRef(allow_null=True))
    def get_story(self, edition: Edition) -> Any:
        story = self.context["stories"].get(edition.story["uid"]) if edition.story else None
        return StoryRef(story, context=self.context).data if story else None


class EditionDetail(EditionRow, Content):
    """One edition as it was published."""


class AppearanceRow(Row):
    """Whom or what an article is about, and as what they appear."""

    entity = EntityRef(read_only=True)
    roles = serializers.ListField(child=string(), read_only=True)
    mentions = whole()
    quotes = whole()
    citations = whole()


class CoveredRow(Row):
    """Another article that covers the same, and what it is to the article at hand."""

    kind = serializers.ChoiceField(COVERED, read_only=True)
    article = ArticleRef(read_only=True, source="edition")


class ArticleRow(Published):
    """An article as it stands. It is told by its live edition, whose `article` is the row itself."""

    id = whole(source="article_id")
    slug = string()
    published_at = serializers.DateTimeField(
        read_only=True, source="article.published_at", help_text="When it was first published."
    )
    updated_at = serializers.DateTimeField(
        read_only=True, source="published_at", help_text="When the edition that stands was published."
    )
    edition = EditionOfArticle(read_only=True, source="*")
    story = serializers.SerializerMethodField()
    url = Url(lambda edition: reverse("article", args=[edition.slug]))
    api_url = Url(lambda edition: detail_path("articles", edition.article_id))

    @extend_schema_field(StoryRef(allow_null=True))
    def get_story(self, edition: Edition) -> Any:
        story = live_story_of(edition.article)
        return StoryRef(story, context=self.context).data if story else None


class ArticleDetail(ArticleRow, Content):
    """One article with its text, or its cited sentences, and whom it is about."""

    sentences = serializers.SerializerMethodField(
        help_text="HTML of the sentences that we cite or quote from somebody else's text, these marked."
    )
    entities = serializers.SerializerMethodField()
    editions = serializers.SerializerMethodField()
    also_covered_by = serializers.SerializerMethodField(
        help_text="Articles that editors said cover the same, by day."
    )

    @extend_schema_field(CoveredRow(many=True))
    def get_also_covered_by(self, edition: Edition) -> Any:
        return CoveredRow(live_counterparts(edition.article), many=True, context=self.context).data

    def get_sentences(self, edition: Edition) -> list[str]:
        return [*cited_sentences(edition)] if is_excerpt(edition) else []

    @extend_schema_field(AppearanceRow(many=True))
    def get_entities(self, edition: Edition) -> Any:
        rows = edition.appearances.live().select_related("entity").order_by("entity__name_key", "entity")
        return AppearanceRow(rows, many=True, context=self.context).data

    @extend_schema_field(EditionOfArticle(many=True))
    def get_editions(self, edition: Edition) -> Any:
        rows = edition.article.editions.live().listed().order_by("number")
        return EditionOfArticle(rows, many=True, context=self.context).data


class StoryRow(StoryRef):
    """A running story."""

    articles = Url(lambda story: reverse("api:articles-list") + f"?story={story.pk}")


class StoryDetail(StoryRow):
    """A story with what it tells and whom it is about."""

    introduction = string(help_text="HTML.")
    state_of_play = string(help_text="HTML.")
    entities = serializers.SerializerMethodField()

    @extend_schema_field(EntityRef(many=True))
    def get_entities(self, story: Story) -> Any:
        return EntityRef(cast_of(story), many=True, context=self.context).data


class PassageRow(Row):
    """A span of the text of an article's live edition, as W3C selectors. What is around it is null for excerpts."""

    id = whole(source="pk")
    article = ArticleRef(read_only=True, source="edition")
    start = whole()
    end = whole()
    exact = string()
    prefix = serializers.SerializerMethodField()
    suffix = serializers.SerializerMethodField()

    def get_prefix(self, passage: Any) -> str | None:
        return None if is_excerpt(passage.edition) else passage.prefix

    def get_suffix(self, passage: Any) -> str | None:
        return None if is_excerpt(passage.edition) else passage.suffix


class MentionRow(PassageRow):
    """A passage that names an entity."""

    entity = EntityRef(read_only=True, source="entity.current")
    api_url = api_url("mentions")


class QuoteRow(PassageRow):
    """A passage that somebody said."""

    kind = serializers.ChoiceField(QuoteKind.choices, read_only=True)
    speaker = EntityRef(read_only=True, allow_null=True, source="speaker.current")
    speaker_words = string(help_text="Who speaks, in words: “the letter”.")
    cue = string()
    role = string(help_text="What the speaker was at that time.")
    api_url = api_url("quotes")

    def to_representation(self, quote: Any) -> dict[str, Any]:
        return {"speaker": None} | super().to_representation(quote)


class EndsRow(Row):
    """A relation in short."""

    id = whole(source="pk")
    kind = serializers.ChoiceField(RelationKind.choices, read_only=True)
    subject = EntityRef(read_only=True, source="subject.current")
    object = EntityRef(read_only=True, source="object.current")
    api_url = api_url("relations")


class PieceRow(Row):
    """A stretch of a quote; `same` if both have it."""

    text = string()
    same = serializers.BooleanField(read_only=True)


class SameWordsRow(Row):
    """Where the same words stand, too: `here` is the quote at hand, `there` the other, each whole."""

    quote = QuoteRow(read_only=True)
    differs = serializers.BooleanField(read_only=True, source="words.differs")
    here = PieceRow(many=True, read_only=True, source="words.one")
    there = PieceRow(many=True, read_only=True, source="words.other")


class QuoteDetail(QuoteRow):
    """A quote with where the same speaker, or nobody known, is quoted with the same words."""

    same_words = serializers.SerializerMethodField()

    @extend_schema_field(SameWordsRow(many=True))
    def get_same_words(self, quote: Any) -> Any:
        found = requotes.live_elsewhere([quote]).get(quote.pk, [])
        return SameWordsRow(found, many=True, context=self.context).data


class CitationRow(PassageRow):
    """A passage that supports one fact, of an entity or of a relation."""

    field = string()
    value = string(help_text="What the passage itself says: a date as EDTF, or words.")
    entity = EntityRef(read_only=True, allow_null=True, source="entity.current")
    relation = EndsRow(read_only=True, allow_null=True)
    url = Url(lambda row: reverse("article", args=[row.edition.slug]) + f"#{passage_id(row.start, row.end)}")
    api_url = api_url("citations")

    def to_representation(self, citation: Citation) -> dict[str, Any]:
        return {"entity": None} | super().to_representation(citation)


class CitationDetail(CitationRow):
    """A citation with its sentence."""

    sentence = string()


class ReferenceRow(Row):
    """What articles draw on."""

    id = whole(source="pk")
    title = string()
    publisher = string()
    date = When(read_only=True, allow_null=True)
    original_url = string(source="url", help_text="Where its publisher has it.")
    articles = Url(lambda row: reverse("api:articles-list") + f"?reference={row.pk}")
    api_url = api_url("references")
