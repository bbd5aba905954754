"""Person: a proxy of Entity with its own manager, pages and endpoints."""

from people.models.entity import Entity, KindManager, EntityQuerySet, Kind


class Person(Entity):
    KIND = Kind.PERSON

    objects = KindManager.from_queryset(EntityQuerySet)()

    class Meta:
        proxy = True
        verbose_name_plural = "people"
