"""Section and Tag: where an article stands on the site, and what it is about in free words.

Editions carry both as words, so a section's slug and a tag's name never change (articles/triggers.py).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from people.models.entity import slug_checks, slug_validators


def check_unchanged(row: models.Model, field: str, message: str) -> None:
    """ValidationError if a field that stays for ever is about to change."""
    kept: Any = type(row)._base_manager.filter(pk=row.pk).values_list(field, flat=True).first()
    if kept is not None and kept != getattr(row, field):
        raise ValidationError({field: message.format(kept)})


class Section(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.CharField(max_length=80, unique=True, validators=slug_validators)

    class Meta:
        ordering = ["name"]
        constraints = [
            *slug_checks("section"),
            models.CheckConstraint(condition=~Q(name=""), name="section_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_unchanged(self, "slug", "Editions name this section “{}”: change its name, not its slug.")


class Tag(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="tag_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_unchanged(self, "name", "Editions carry the tag “{}”: make another tag.")
