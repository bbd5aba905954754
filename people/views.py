"""Pages of people and organizations, and what the pages of all entities share."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from articles import requotes
from articles.facts import hold_entities
from newsroom import structured
from newsroom.paging import ListPage, ReadersPage, rows_of
from people.models import Address, Entity, Kind, Organization, Person
from people.profile import coverage, profile, quotes


def live_entity_at(kind: str, slug: str) -> Entity:
    """The entity that readers find at this address, now or from earlier, through merges. Raises Http404."""
    entity = Address.objects.resolve(kind, slug)
    if entity is None or not entity.is_live:
        raise Http404("Nothing that we know of has this address.")
    return entity


class EntityPage(ReadersPage):
    """One entity. The further pages of its coverage or quotes hold these alone."""

    kind: ClassVar[Kind]
    template_name = "people/entity.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entity = live_entity_at(self.kind, kwargs["slug"])
        if request.path != entity.get_absolute_url():
            return redirect(entity, permanent=True)
        return self.render_to_response(self.get_context_data(entity=entity))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entity = kwargs["entity"]
        appearances = rows_of(coverage(entity), self.request)
        said = rows_of(quotes(entity), self.request, "quotes")
        whole = appearances.number == said.number == 1
        told = profile(entity) if whole else None
        again = requotes.live_elsewhere(said.rows)
        return super().get_context_data(
            coverage=appearances,
            quotes=said,
            said=[(quote, again.get(quote.pk, [])) for quote in said.rows],
            whole=whole,
            profile=told,
            structured=structured.of_entity(entity, told, self.request.build_absolute_uri) if told else {},
            **kwargs,
        )


class PersonPage(EntityPage):
    kind = Kind.PERSON


class OrganizationPage(EntityPage):
    kind = Kind.ORGANIZATION


class EntityList(ListPage):
    """Entities of one kind, by name unless the subclass has a better order."""

    template_name = "people/entities.html"
    title: ClassVar[str]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(title=self.title, **kwargs)
        hold_entities(context["page"].rows)
        return context


class People(EntityList):
    title = "People"

    def get_queryset(self) -> QuerySet[Entity]:
        return Person.objects.live()


class Organizations(EntityList):
    title = "Organizations"

    def get_queryset(self) -> QuerySet[Entity]:
        return Organization.objects.live()
