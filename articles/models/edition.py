"""Edition: what was published, for good. Redaction: the one act that may blank some of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article, Rights


class EditionKind(models.TextChoices):
    """Retraction stays up, marked; withdrawal answers 410 for the article and all its editions."""

    FIRST = "first", "first edition"
    UPDATE = "update", "update"
    CORRECTION = "correction", "correction"
    CLARIFICATION = "clarification", "clarification"
    RETRACTION = "retraction", "retraction"
    WITHDRAWAL = "withdrawal", "withdrawal"


#: kinds that tell readers why, in a public note
NOTED = (EditionKind.CORRECTION, EditionKind.CLARIFICATION, EditionKind.RETRACTION, EditionKind.WITHDRAWAL)


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self) -> Self:
        """Editions that readers may see: all of an article that is live, the withdrawals among them."""
        return self.filter(article__live_edition__isnull=False)

    def current(self) -> Self:
        """The one edition of each live article that stands now."""
        return self.filter(live_for__isnull=False)

    def listed(self) -> Self:
        """Without the long texts."""
        return self.defer("body", "text", "html", "jsonld")


class Edition(models.Model):
    """Everything that readers saw. The columns that a trigger guards are listed in articles/triggers.py.

    `hash` covers those columns, the edition's passages and `previous_hash`, the hash of the edition before
    (articles/chain.py).
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=13, choices=EditionKind)
    note = models.TextField(blank=True, help_text="What readers are told about this edition.")
    published_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    headline = models.CharField(max_length=300)
    slug = models.CharField(max_length=120)
    standfirst = models.CharField(max_length=1000, blank=True)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    date = models.DateField()
    dateline = models.CharField(max_length=100, blank=True)
    rights = models.CharField(max_length=8, choices=Rights)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    section = models.JSONField(null=True, help_text="{slug, name}")
    story = models.JSONField(null=True, help_text="{uid, title}")
    tags = models.JSONField(default=list, help_text="[name]")
    bylines = models.JSONField(
        default=list, help_text="[{name, role, person, biography}], person a uid or null"
    )
    references = models.JSONField(default=list, help_text="[{title, publisher, date, url}]")
    images = models.JSONField(default=list, help_text="[{file, width, height, credit, alt, caption}]")

    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    redacted = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many times text was blanked."
    )

    # Derived: written again when an entity is renamed, merged or suppressed.
    html = models.TextField(blank=True, editable=False, help_text="The body with its names linked.")
    jsonld = models.JSONField(default=dict, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(condition=Q(kind__in=EditionKind.values), name="edition_kind"),
            models.CheckConstraint(
                condition=~Q(headline="") | Q(kind=EditionKind.WITHDRAWAL), name="edition_headline"
            ),
            models.CheckConstraint(condition=~Q(kind__in=NOTED) | ~Q(note=""), name="edition_note"),
            models.CheckConstraint(
                condition=(Q(number=1) & Q(previous_hash="")) | (Q(number__gt=1) & ~Q(previous_hash="")),
                name="edition_chain",
            ),
            models.CheckConstraint(condition=~Q(hash=F("previous_hash")), name="edition_hash"),
        ]
        indexes = [models.Index(fields=["published_at"], name="edition_by_day")]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    @property
    def is_current(self) -> bool:
        return self.article.live_edition_id == self.pk

    def get_absolute_url(self) -> str:
        """The page of this edition, whether or not it is the one that stands."""
        return reverse("edition", args=[self.slug, self.number])


class Redaction(models.Model):
    """The log of one redaction: the trigger lets an edition's text change only beside a row of this table."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="redactions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()

    class Meta:
        ordering = ["edition_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="redaction_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="redaction_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.reason}"
