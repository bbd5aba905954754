"""Candidate: an unknown name that the machine found, grouped over articles. It becomes an entity only by an editor."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, Q

from articles.models.passage import Passage, PassageQuerySet
from newsroom.editorial import with_derived
from people.models.entity import Entity, Kind
from people.names import key


class CandidateState(models.TextChoices):
    OPEN = "open", "open"
    DISMISSED = "dismissed", "dismissed"
    RESOLVED = "resolved", "resolved"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def awaiting_review(self) -> Self:
        """Open candidates, the most used first."""
        used = Count("passages__article", distinct=True)
        return self.filter(state=CandidateState.OPEN).annotate(articles=used).order_by("-articles", "name")


class Candidate(models.Model):
    DERIVED: ClassVar[dict[str, tuple[str, ...]]] = {"name": ("key",)}

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=CandidateState, default=CandidateState.OPEN)
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidates"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "kind"], name="candidate_once"),
            models.CheckConstraint(condition=Q(state__in=CandidateState.values), name="candidate_state"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key(self.name)[:200]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_derived(self, kwargs["update_fields"])
        super().save(*args, **kwargs)


class CandidatePassageQuerySet(PassageQuerySet["CandidatePassage"]):
    pass


class CandidatePassage(Passage):
    """Where a candidate's name stands; never part of an edition."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="passages")

    objects = CandidatePassageQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("candidate_passage"),
            models.CheckConstraint(condition=Q(edition__isnull=True), name="candidate_passage_on_desk"),
        ]
        indexes = [*Passage.review_indexes("candidate_passage")]
