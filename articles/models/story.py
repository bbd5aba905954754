"""Story: the dossier on a running story."""

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from articles.text import sanitize
from newsroom.editorial import Versioned
from people.models.entity import Entity, slug_checks, slug_validators


class StoryQuerySet(models.QuerySet["Story"]):
    def live(self) -> Self:
        """Stories that readers may see."""
        return self.filter(public=True)

    def newest_first(self) -> Self:
        """By the day of the newest live article of each; those without any last."""
        newest = F("newest").desc(nulls_last=True)
        return self.annotate(newest=Max("articles__live_date")).order_by(newest, "title", "pk")

    def about(self, entity: Entity) -> Self:
        """Stories about an entity or anything that was merged into it."""
        told = StoryEntity.objects.filter(entity__in=Entity.objects.group(entity).values("pk"))
        return self.filter(pk__in=told.values("story"))


class Story(Versioned):
    """Its articles are those whose live edition names it, in the order of their days."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80, unique=True, validators=slug_validators)
    introduction = models.TextField(blank=True, help_text="HTML.")
    state_of_play = models.TextField(blank=True, help_text="HTML: where things stand.")
    public = models.BooleanField(default=False)
    entities = models.ManyToManyField(Entity, through="StoryEntity", related_name="stories")

    objects = StoryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["title", "pk"]
        constraints = [
            *slug_checks("story"),
            models.CheckConstraint(condition=~Q(title=""), name="story_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.introduction = sanitize(self.introduction)
        self.state_of_play = sanitize(self.state_of_play)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        from articles.models.address import PageAddress

        taken = PageAddress.objects.filter(slug=self.slug, story__isnull=False).exclude(story=self.pk).first()
        if taken:
            raise ValidationError(
                {"slug": f"The address “{self.slug}” belongs to the story “{taken.story}”. Choose another."}
            )

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])


class StoryEntity(models.Model):
    """Who and what a story is about, in the order that readers see."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "story entities"
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["story", "entity"], name="story_entity_once")]

    def __str__(self) -> str:
        return f"{self.entity} in {self.story}"
