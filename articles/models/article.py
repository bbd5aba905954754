"""Article: the working copy that an editor edits. Readers never see it; they see its live edition."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from articles.models.image import Image
from articles.models.section import Section, Tag
from articles.models.source import Reference, SourceDocument
from articles.models.story import Story
from articles.text import sanitize, text_of
from newsroom.editorial import Versioned
from people.models.entity import Entity, slug_checks, slug_validators


class ArticleState(models.TextChoices):
    """State of the working copy, whatever readers see meanwhile."""

    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    APPROVED = "approved", "approved"
    SCHEDULED = "scheduled", "scheduled"


class Rights(models.TextChoices):
    """Excerpt: somebody else's text; readers see headline, publisher, link, our summary and the cited sentences."""

    OWN = "own", "own"
    LICENSED = "licensed", "licensed"
    EXCERPT = "excerpt", "excerpt"


class BylineRole(models.TextChoices):
    AUTHOR = "author", "author"
    CONTRIBUTOR = "contributor", "contributor"
    PHOTOGRAPHER = "photographer", "photographer"


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self) -> Self:
        """Articles that readers may see, through their live edition."""
        return self.filter(live_edition__isnull=False)

    def latest(self) -> Self:  # type: ignore[override]
        """Newest first, by the day they count for readers."""
        return self.order_by("-live_date", "-published_at", "-pk")

    def oldest(self) -> Self:
        """In the order of their days, for readers of a story."""
        return self.order_by("live_date", "published_at", "pk")

    def latest_tagged(self, name: str) -> Self:
        """Those whose live edition has the tag, newest first."""
        of_tag = self.filter(live_tags__tag__name=name)
        return of_tag.order_by("-live_tags__date", "-live_tags__published_at", "-live_tags__article_id")

    def listed(self) -> Self:
        """With what a list shows of the live edition, and without the long texts."""
        texts = ("body", "text", "html", "jsonld")
        return self.select_related("live_edition").defer(
            "body", "text", *(f"live_edition__{name}" for name in texts)
        )

    def due(self, now: Any) -> Self:
        """Scheduled working copies whose time has come, the longest waiting first."""
        return self.filter(state=ArticleState.SCHEDULED, scheduled_for__lte=now).order_by(
            "scheduled_for", "pk"
        )

    def awaiting_review(self) -> Self:
        return self.filter(state=ArticleState.IN_REVIEW)


class Article(Versioned):
    DERIVED: ClassVar[dict[str, tuple[str, ...]]] = {"body": ("text",)}

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    headline = models.CharField(max_length=300, blank=True)
    slug = models.CharField(max_length=120, unique=True, validators=slug_validators)
    standfirst = models.CharField(max_length=1000, blank=True, help_text="The summary under the headline.")
    body = models.TextField(blank=True, help_text="HTML.")
    text = models.TextField(blank=True, editable=False, help_text="text_of(body): what all offsets count in.")
    language = models.CharField(max_length=12, default="en")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tags = models.ManyToManyField(Tag, blank=True, related_name="+")
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rights = models.CharField(max_length=8, choices=Rights, default=Rights.OWN)
    publisher = models.CharField(max_length=200, blank=True, help_text="Whose text it is, if it is not ours.")
    url = models.URLField("address", max_length=1000, blank=True, help_text="Where the publisher has it.")
    dateline = models.CharField(max_length=100, blank=True)
    date = models.DateField(
        null=True, blank=True, help_text="The article's day; relative dates in it count from here."
    )
    source = models.ForeignKey(
        SourceDocument, null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    references = models.ManyToManyField(Reference, through="ArticleReference", related_name="articles")
    images = models.ManyToManyField(Image, through="ArticleImage", related_name="articles")

    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.DRAFT)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    schedule_error = models.TextField(
        blank=True, editable=False, help_text="Why the schedule could not publish it."
    )

    # What readers see now; written by publishing alone, derived from the live edition.
    live_edition = models.OneToOneField(
        "articles.Edition",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="live_for",
    )
    published_at = models.DateTimeField(null=True, editable=False, help_text="When it was first published.")
    live_date = models.DateField(null=True, editable=False)
    live_section = models.ForeignKey(
        Section, null=True, editable=False, on_delete=models.PROTECT, related_name="articles"
    )
    live_story = models.ForeignKey(
        Story, null=True, editable=False, on_delete=models.PROTECT, related_name="articles"
    )

    objects = ArticleQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=[
            "text",
            "created_at",
            "updated_at",
            "live_edition",
            "live_date",
            "live_section",
            "live_story",
        ]
    )

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            *slug_checks("article"),
            models.CheckConstraint(condition=Q(state__in=ArticleState.values), name="article_state"),
            models.CheckConstraint(condition=Q(rights__in=Rights.values), name="article_rights"),
            models.CheckConstraint(
                condition=Q(scheduled_for__isnull=False) | ~Q(state=ArticleState.SCHEDULED),
                name="article_schedule",
            ),
            models.CheckConstraint(
                condition=Q(live_edition__isnull=True)
                | Q(live_date__isnull=False, published_at__isnull=False),
                name="article_live_dates",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-live_date", "-published_at", "-id"],
                condition=Q(live_edition__isnull=False),
                name="article_latest",
            ),
            models.Index(
                fields=["live_section", "-live_date", "-published_at", "-id"],
                condition=Q(live_edition__isnull=False),
                name="article_latest_in_section",
            ),
            models.Index(
                fields=["live_story", "-live_date", "-published_at", "-id"],
                condition=Q(live_edition__isnull=False),
                name="article_latest_in_story",
            ),
            models.Index(
                fields=["scheduled_for", "id"], condition=Q(state=ArticleState.SCHEDULED), name="article_due"
            ),
            models.Index(fields=["state", "-updated_at"], name="article_by_state"),
        ]

    def __str__(self) -> str:
        return self.headline or self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, carry the passages over to the changed text, and read its dates again if its day changed.

        This reaches other tables on purpose: a passage that is off by one word, or a "Thursday" counted from the wrong
        day, is a false fact, so no way of saving an article may forget it. The keys by which articles that tell the
        same are found follow, too.
        """
        from articles import analysis, counterparts
        from articles.models.passage import reanchor

        self.body = sanitize(self.body)
        self.text = text_of(self.body)
        with transaction.atomic():
            stored = (
                None
                if self._state.adding
                else Article.objects.filter(pk=self.pk).values("headline", "text", "date").first()
            )
            super().save(*args, **kwargs)
            if stored != {"headline": self.headline, "text": self.text, "date": self.date}:
                counterparts.index(self)
            if stored and stored["text"] != self.text:
                reanchor(self, stored["text"])
            if stored and stored["date"] != self.date and self.dateexpression_set.exists():
                analysis.reread_dates(self)

    def clean(self) -> None:
        super().clean()
        from articles.models.address import PageAddress

        taken = (
            PageAddress.objects.filter(slug=self.slug, article__isnull=False).exclude(article=self.pk).first()
        )
        if taken:
            raise ValidationError(
                {
                    "slug": f"The address “{self.slug}” belongs to the article “{taken.article}”. Choose another."
                }
            )
        if self.state == ArticleState.SCHEDULED and not self.scheduled_for:
            raise ValidationError({"scheduled_for": "Say when the article is to be published."})

    @property
    def is_live(self) -> bool:
        """Whether readers may see it."""
        return self.live_edition_id is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was published and then taken back."""
        return not self.is_live and self.published_at is not None

    def get_absolute_url(self) -> str | None:
        """Where readers find the live edition; None if there is none."""
        return reverse("article", args=[self.live_edition.slug]) if self.live_edition else None


class Byline(models.Model):
    """Somebody who made the article. A byline needs no page; `person` is set where there is one."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=BylineRole, default=BylineRole.AUTHOR)
    order = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="bylines"
    )
    biography = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "name", "role"], name="byline_once"),
            models.CheckConstraint(condition=Q(role__in=BylineRole.values), name="byline_role"),
            models.CheckConstraint(condition=~Q(name=""), name="byline_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.person and self.person.kind != "person":
            raise ValidationError({"person": f"{self.person} is not a person."})


class ArticleReference(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    reference = models.ForeignKey(Reference, on_delete=models.PROTECT)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "reference"], name="article_reference_once")
        ]

    def __str__(self) -> str:
        return str(self.reference)


class ArticleImage(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    image = models.ForeignKey(Image, on_delete=models.PROTECT)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "image"], name="article_image_once")]

    def __str__(self) -> str:
        return str(self.image)
