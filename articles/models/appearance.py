"""Derived: who appears in which live edition, and who appears together. Written by articles/derive.py alone."""

import hashlib
import json
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from articles.models.article import Article
from articles.models.edition import Edition
from articles.models.section import Tag
from newsroom.fields import EDTFBoundField, EDTFField, edtf_check
from people.models.entity import Entity, live_entity


class AppearanceQuerySet(models.QuerySet["Appearance"]):
    def live(self) -> Self:
        """All of them: a row exists only for a live edition and an entity that readers may see."""
        return self.filter(live_entity("entity"), article__live_edition=F("edition"))

    def coverage_of(self, entity: Entity) -> Self:
        """Where an entity appears, newest first."""
        return self.filter(entity=entity.current).order_by("-date", "-published_at", "-article_id")

    def told(self) -> Self:
        """Of those who are named, quoted or said something of; not of those who only made the article."""
        return self.filter(Q(mentions__gt=0) | Q(quotes__gt=0) | Q(citations__gt=0))

    def about(self, edition: Edition) -> Self:
        """Whom an edition names, quotes or says something of."""
        return self.told().filter(edition=edition)


class Appearance(models.Model):
    """An entity (always the survivor of a merge) in an article's live edition: how often, and as what."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="appearances", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="appearances")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="appearances")
    date = models.DateField()
    published_at = models.DateTimeField()
    mentions = models.PositiveIntegerField(default=0, help_text="How often it is named.")
    quotes = models.PositiveIntegerField(default=0, help_text="How often it speaks.")
    citations = models.PositiveIntegerField(
        default=0, help_text="How many facts about it are supported here."
    )
    author = models.BooleanField(default=False, help_text="Whether it made the article.")

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entity", "article"], name="appearance_once")]
        indexes = [
            models.Index(
                fields=["entity", "-date", "-published_at", "-article"], name="appearance_newest_first"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"

    @property
    def roles(self) -> list[str]:
        """As what it appears: subject, speaker, mentioned, author."""
        held = {
            "subject": self.citations,
            "speaker": self.quotes,
            "mentioned": self.mentions,
            "author": self.author,
        }
        return [role for role, times in held.items() if times]


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def live(self) -> Self:
        """All of them: both ends are entities that readers may see."""
        return self.filter(live_entity("entity"), live_entity("other"))

    def strongest(self) -> Self:
        """Those seen together most often first."""
        return self.order_by("-articles", "-last", "other_id")


class Connection(models.Model):
    """Two entities are named, quoted or cited in `articles` live editions together. One row for each direction."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="connections", db_index=False)
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    articles = models.PositiveIntegerField()
    last = models.DateField()

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entity", "other"], name="connection_once"),
            models.CheckConstraint(condition=~Q(entity=F("other")), name="connection_of_two"),
            models.CheckConstraint(condition=Q(articles__gte=1), name="connection_articles"),
        ]
        indexes = [
            models.Index(fields=["entity", "-articles", "-last", "other"], name="connection_by_weight")
        ]

    def __str__(self) -> str:
        return f"{self.entity} with {self.other}"


class LiveTag(models.Model):
    """The tags of live editions, so that a tag's latest articles are one index away."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="live", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="live_tags")
    date = models.DateField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "article"], name="live_tag_once")]
        indexes = [
            models.Index(fields=["tag", "-date", "-published_at", "-article"], name="live_tag_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.tag}: {self.article}"


class LiveReferenceQuerySet(models.QuerySet["LiveReference"]):
    def live(self) -> Self:
        """All of them: a row exists only while a live edition draws on it."""
        return self.filter(Exists(drawings().filter(livereference=OuterRef("pk"))))


class LiveReference(models.Model):
    """What live editions draw on, as they say it: the desk's own reference may have changed since, or be dropped."""

    key = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    date = EDTFField()
    date_earliest = EDTFBoundField("date", "earliest")
    date_latest = EDTFBoundField("date", "latest")
    url = models.CharField("address", max_length=1000, blank=True)
    articles = models.ManyToManyField(Article, related_name="live_references")

    objects = LiveReferenceQuerySet.as_manager()

    class Meta:
        constraints = [*edtf_check("date", "live_reference")]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def key_of(values: dict[str, Any]) -> str:
        """What tells two references apart: all that an edition says of them."""
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def drawings() -> models.QuerySet[Any]:
    """Which article draws on which live reference: rows with `article` and `livereference`."""
    return LiveReference.articles.through._default_manager.all()
