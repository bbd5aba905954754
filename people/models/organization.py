"""Organization: a proxy of Entity with its own manager, pages and endpoints."""

from people.models.entity import Entity, KindManager, EntityQuerySet, Kind


class Organization(Entity):
    KIND = Kind.ORGANIZATION

    objects = KindManager.from_queryset(EntityQuerySet)()

    class Meta:
        proxy = True
