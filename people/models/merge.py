"""Merge and Distinction: two rows are one thing, or are not. Nothing is re-pointed, so both can be taken back."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models.entity import Entity, EntityState


class MergeQuerySet(models.QuerySet["Merge"]):
    def active(self) -> "MergeQuerySet":
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """One editor's word that `loser` and `into` are the same; `Entity.survivor` is flattened from the active ones."""

    loser = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="merged_in")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500, blank=True)
    #: what the survivor was before, so that undoing leaves nothing behind
    state_before = models.CharField(max_length=10, choices=EntityState)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.CharField(max_length=500, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["loser"], condition=Q(undone_at__isnull=True), name="merge_once"),
            models.CheckConstraint(condition=~Q(loser=F("into")), name="merge_two"),
        ]

    def __str__(self) -> str:
        return f"{self.loser} into {self.into}"

    def clean(self) -> None:
        super().clean()
        if self.loser_id == self.into_id:
            raise ValidationError("A row cannot be merged into itself.")
        if Entity.objects.group(self.loser).filter(pk=self.into.current.pk).exists():
            raise ValidationError(f"{self.loser} and {self.into} are merged already: this would make a ring.")


class Distinction(models.Model):
    """An editor's decision that two entities are not the same; suggestions and loader obey it."""

    one = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinction_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinction_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} is not {self.other}"
