"""Act: who did what to the public record, when and why. Only added to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.edition import Edition
from people.models.entity import Entity


class Verb(models.TextChoices):
    PUBLISH = "publish", "published"
    CORRECT = "correct", "corrected"
    WITHDRAW = "withdraw", "withdrew"
    SCHEDULE = "schedule", "scheduled"
    UNSCHEDULE = "unschedule", "took from the schedule"
    REDACT = "redact", "redacted"
    MAKE_PUBLIC = "make_public", "made public"
    SUPPRESS = "suppress", "suppressed"
    UNSUPPRESS = "unsuppress", "lifted the suppression of"
    RENAME = "rename", "renamed"
    MERGE = "merge", "merged"
    UNDO_MERGE = "undo_merge", "undid a merge of"
    DISTINGUISH = "distinguish", "said it is not the same"


class Act(models.Model):
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="acts"
    )
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    why = models.TextField(blank=True)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="acts")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="acts")
    entity = models.ForeignKey(Entity, null=True, on_delete=models.SET_NULL, related_name="acts")
    other = models.ForeignKey(Entity, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(verb__in=Verb.values), name="act_verb")]

    def __str__(self) -> str:
        return f"{self.by or 'the schedule'} {self.get_verb_display()} {self.article or self.entity}"
