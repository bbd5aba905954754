"""Citation: the passage that supports a fact. Preference: which of differing values we hold, and why."""

from typing import Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from articles.models.passage import BLANK, Passage, PassageQuerySet
from newsroom import edtf
from newsroom.editorial import Decision, Versioned
from people.models.entity import Entity, live_entity
from people.models.relation import Relation

#: citable fields whose values are dates (EDTF); the others are words
DATE_FIELDS = frozenset({"born", "died", "founded", "dissolved", "begins", "ends", "begin", "end"})


F = TypeVar("F", bound=models.Model)


class FactQuerySet(models.QuerySet[F]):
    """What citations and preferences share: both have one target, an entity or a relation."""

    def about(self, target: Entity | Relation) -> Self:
        """Rows about an entity (and all that was merged into it) or about a relation."""
        if isinstance(target, Relation):
            return self.filter(relation=target)
        return self.filter(entity__in=Entity.objects.group(target).values("pk"))


def live_target() -> Q:
    """The condition that the fact's target may be seen by readers."""
    both_ends = live_entity("relation__subject") & live_entity("relation__object")
    return (Q(entity__isnull=False) & live_entity("entity")) | (
        Q(relation__decision=Decision.ACCEPTED) & both_ends
    )


def fact_checks(prefix: str) -> list[models.CheckConstraint]:
    """The database's side of `checked_value`: there is such a fact, and a date is written as one or blanked."""
    of_entity = Q(
        entity__isnull=False, field__in=sorted({f for fields in Entity.CITABLE.values() for f in fields})
    )
    of_relation = Q(relation__isnull=False, field__in=Relation.CITABLE)
    is_date = Q(value__regex=edtf.PATTERN) | Q(value__contains=BLANK)
    return [
        models.CheckConstraint(
            condition=of_entity | of_relation,
            name=f"{prefix}_field",
            violation_error_message="There is no such fact.",
        ),
        models.CheckConstraint(
            condition=~Q(field__in=sorted(DATE_FIELDS)) | is_date,
            name=f"{prefix}_date",
            violation_error_message="The value of this fact is a date: write it as EDTF.",
        ),
    ]


ONE_TARGET = Q(entity__isnull=False, relation__isnull=True) | Q(entity__isnull=True, relation__isnull=False)


class CitationQuerySet(PassageQuerySet["Citation"], FactQuerySet["Citation"]):  # type: ignore[override]
    def live(self) -> Self:
        """Citations that readers may see: in an edition that stands, of a fact that is live."""
        return self.in_live_editions().filter(live_target())

    def touching(self, entity: Entity) -> Self:
        """Citations of facts about an entity, or about an accepted relation of it, merged rows included."""
        group = Entity.objects.group(entity).values("pk")
        either_end = Q(relation__subject__in=group) | Q(relation__object__in=group)
        return self.filter(Q(entity__in=group) | Q(relation__decision=Decision.ACCEPTED) & either_end)

    def readable(self) -> Self:
        """Without those whose words, or whose value, were redacted."""
        return super().readable().exclude(value__contains=BLANK)


class Citation(Passage):
    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="citations", db_index=False
    )
    relation = models.ForeignKey(
        Relation, null=True, blank=True, on_delete=models.PROTECT, related_name="citations", db_index=False
    )
    field = models.CharField(max_length=20)
    value = models.CharField(
        max_length=200, help_text="What the passage itself says: a date as EDTF, or words."
    )

    objects = CitationQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["prefix", "suffix", "why", "created_at", "updated_at"])

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("citation"),
            models.CheckConstraint(
                condition=ONE_TARGET,
                name="citation_target",
                violation_error_message="A citation supports one thing: an entity or a relation, not both and not neither.",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="citation_value"),
            *fact_checks("citation"),
        ]
        indexes = [
            *Passage.review_indexes("citation"),
            models.Index(fields=["entity", "field", "edition"], name="citation_of_entity"),
            models.Index(fields=["relation", "field", "edition"], name="citation_of_relation"),
        ]

    @property
    def target(self) -> Entity | Relation:
        target = self.entity or self.relation
        assert target is not None  # a constraint holds that there is one
        return target

    def clean(self) -> None:
        super().clean()
        self.value = checked_value(self, self.field, self.value)


class PreferenceQuerySet(FactQuerySet["Preference"]):
    def live(self) -> Self:
        """Preferences about facts that readers may see."""
        return self.filter(live_target())


class Preference(Versioned):
    """Which value of a fact we hold where its citations differ."""

    entity = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.CASCADE, related_name="preferences"
    )
    relation = models.ForeignKey(
        Relation, null=True, blank=True, on_delete=models.CASCADE, related_name="preferences"
    )
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PreferenceQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["created_at", "updated_at"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=ONE_TARGET,
                name="preference_target",
                violation_error_message="A preference is about one thing: an entity or a relation, not both and not neither.",
            ),
            models.UniqueConstraint(
                fields=["entity", "field"], condition=Q(entity__isnull=False), name="preference_of_entity"
            ),
            models.UniqueConstraint(
                fields=["relation", "field"],
                condition=Q(relation__isnull=False),
                name="preference_of_relation",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="preference_value"),
            *fact_checks("preference"),
            models.CheckConstraint(condition=~Q(reason=""), name="preference_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.field} {self.value}"

    @property
    def target(self) -> Entity | Relation:
        target = self.entity or self.relation
        assert target is not None  # a constraint holds that there is one
        return target

    def clean(self) -> None:
        super().clean()
        self.value = checked_value(self, self.field, self.value)


def checked_value(row: Citation | Preference, field: str, value: str) -> str:
    """The value in canonical form, if the target has such a fact; ValidationError otherwise."""
    if bool(row.entity_id) == bool(row.relation_id):
        raise ValidationError("Name one target: an entity or a relation, not both and not neither.")
    if field not in row.target.citable:
        raise ValidationError(
            {"field": f"“{field}” is no fact of {row.target}. Choose from: {', '.join(row.target.citable)}."}
        )
    if field not in DATE_FIELDS:
        return value.strip()
    try:
        return edtf.canonical(value)
    except edtf.EDTFError as error:
        raise ValidationError({"value": str(error)}) from error
