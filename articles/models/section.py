"""Section and Tag: where an article stands on the site, and what it is about in free words."""

from django.db import models
from django.db.models import Q

from people.models.entity import slug_checks, slug_validators


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


class Tag(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="tag_name")]

    def __str__(self) -> str:
        return self.name
