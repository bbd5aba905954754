"""Address: every slug that an entity has or had; the old ones lead to the new one for ever."""

from django.db import models

from people.models.entity import Entity, Kind


class AddressQuerySet(models.QuerySet["Address"]):
    def resolve(self, kind: str, slug: str) -> Entity | None:
        """The entity that stands for this address now, following merges; None if nobody ever had it."""
        address = self.filter(kind=kind, slug=slug).select_related("entity__survivor").first()
        return address.entity.current if address else None


class Address(models.Model):
    """Written by a trigger whenever an entity is made, renamed or changes its kind (people/triggers.py)."""

    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.CharField(max_length=80)
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="addresses")

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="address_kind_slug")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
