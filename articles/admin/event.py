"""Events: a kind of entity."""

from django.contrib import admin

from articles.models import Event
from people.admin.entities import EntityAdmin


@admin.register(Event)
class EventAdmin(EntityAdmin):
    list_display = ("title", "state_label", "begins", "place", "known_as")
    own_fields = (("begins", "ends"), ("place", "country"), ("latitude", "longitude"))
