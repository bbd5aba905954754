"""Name: the written forms of an entity's name beside the canonical one."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from newsroom import outbox
from newsroom.editorial import with_derived
from people.models.entity import Entity
from people.names import key


class NameForm(models.TextChoices):
    """Weak names are never matched by themselves; a group name has one row for each of its members."""

    ALIAS = "alias", "alias"
    FORMER = "former", "former name"
    ABBREVIATION = "abbreviation", "abbreviation"
    WEAK = "weak", "weak"
    GROUP = "group", "group name"


class NameQuerySet(models.QuerySet["Name"]):
    def strong(self) -> Self:
        """Forms that may be matched by themselves."""
        return self.exclude(kind=NameForm.WEAK)

    def of(self, entity: Entity) -> Self:
        """The forms of an entity and of all that was merged into it."""
        root = entity.survivor_id or entity.pk
        return self.filter(Q(entity=root) | Q(entity__survivor=root))


class Name(models.Model):
    DERIVED: ClassVar[dict[str, tuple[str, ...]]] = {"text": ("key",)}

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    key = models.CharField(max_length=200, editable=False)
    kind = models.CharField(max_length=12, choices=NameForm, default=NameForm.ALIAS)
    language = models.CharField(max_length=12, blank=True)

    objects = NameQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["entity", "kind", "text"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "text"], name="name_once"),
            models.CheckConstraint(condition=Q(kind__in=NameForm.values), name="name_kind"),
            models.CheckConstraint(condition=~Q(text=""), name="name_text"),
        ]
        indexes = [models.Index(fields=["key", "entity"], name="name_by_key")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key(self.text)[:200]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_derived(self, kwargs["update_fields"])
        super().save(*args, **kwargs)
        outbox.follow_at_commit()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        outbox.follow_at_commit()
        return deleted

    def clean(self) -> None:
        super().clean()
        if not key(self.text):
            raise ValidationError({"text": "A name needs at least one letter or digit."})
