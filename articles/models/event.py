"""Event: a proxy of Entity with its own manager, pages and endpoints."""

from people.models.entity import Entity, EntityQuerySet, Kind, KindManager


class Event(Entity):
    KIND = Kind.EVENT

    objects = KindManager.from_queryset(EntityQuerySet)()  # type: ignore[assignment, misc]  # its own kind only

    class Meta:
        proxy = True
