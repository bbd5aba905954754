"""Relation: a dated, typed link between two entities."""

import uuid
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from newsroom.editorial import Decision, Origin, Versioned
from newsroom.fields import EDTFBoundField, EDTFField, edtf_check, interval_check
from people.models.entity import Entity, live_entity


class RelationKind(models.TextChoices):
    HOLDS_ROLE_AT = "holds_role_at", "holds role at"
    MEMBER_OF = "member_of", "member of"
    PART_OF = "part_of", "part of"
    OWNS = "owns", "owns"
    FAMILY_OF = "family_of", "family of"
    TOOK_PART_IN = "took_part_in", "took part in"
    LED_TO = "led_to", "led to"


class RelationQuerySet(models.QuerySet["Relation"]):
    def live(self) -> Self:
        """Relations that an editor entered or accepted, between two entities that readers may see."""
        return self.filter(live_entity("subject"), live_entity("object"), decision=Decision.ACCEPTED)

    def of(self, entity: Entity) -> Self:
        """Relations of an entity and of all that was merged into it, from either end."""
        group = Entity.objects.group(entity).values("pk")
        return self.filter(Q(subject__in=group) | Q(object__in=group))

    def awaiting_review(self) -> Self:
        """Relations that the machine proposed and nobody decided on."""
        return self.filter(decision=Decision.SUGGESTED)


class Relation(Versioned):
    #: the fields that a citation may support
    CITABLE: ClassVar[tuple[str, ...]] = ("title", "begin", "end")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="relations_from", db_index=False
    )
    kind = models.CharField(max_length=16, choices=RelationKind)
    object = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="relations_to", db_index=False)
    title = models.CharField(
        max_length=200, blank=True, help_text="The role in words: “chief financial officer”."
    )
    begin = EDTFField()
    begin_earliest = EDTFBoundField("begin", "earliest")
    begin_latest = EDTFBoundField("begin", "latest")
    end = EDTFField()
    end_earliest = EDTFBoundField("end", "earliest")
    end_latest = EDTFBoundField("end", "latest")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.ACCEPTED)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.EDITOR, editable=False)

    objects = RelationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])

    class Meta:
        ordering = [F("begin_earliest").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=F("object")), name="relation_two_ends"),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_kind"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="relation_decision"),
            *edtf_check("begin", "relation"),
            *edtf_check("end", "relation"),
            interval_check("begin", "end", "relation"),
        ]
        indexes = [
            models.Index(fields=["subject", "kind"], name="relation_from"),
            models.Index(fields=["object", "kind"], name="relation_to"),
            models.Index(fields=["id"], condition=Q(decision=Decision.SUGGESTED), name="relation_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_kind_display()} {self.object}" + (
            f" ({self.title})" if self.title else ""
        )

    @property
    def citable(self) -> tuple[str, ...]:
        """The fields that a citation may support."""
        return self.CITABLE

    def clean(self) -> None:
        super().clean()
        if self.subject_id and self.subject_id == self.object_id:
            raise ValidationError({"object": "A relation needs two different ends."})
        if self.kind == RelationKind.PART_OF and self.subject_id and self.object_id:
            self._check_ring()

    def _check_ring(self) -> None:
        """Nothing is part of itself, over however many steps."""
        seen: set[int] = set()
        above = {self.object_id}
        while above:
            if self.subject_id in above:
                raise ValidationError(
                    {"object": f"{self.subject} would become part of itself through {self.object}."}
                )
            seen |= above
            parts = Relation.objects.filter(kind=RelationKind.PART_OF, subject__in=above).exclude(pk=self.pk)
            above = set(parts.values_list("object_id", flat=True)) - seen
