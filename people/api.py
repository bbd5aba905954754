"""Endpoints of people, organizations and relations, and what those of all entities share."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.facts import facts_about, hold_entities, hold_relations
from newsroom.api.rows import (
    EntityRef,
    FactRow,
    Row,
    StoryRef,
    Url,
    When,
    api_url,
    detail_path,
    string,
    whole,
)
from newsroom.api.views import ReadOnly, pk_of, slug_of
from people.filters import OrganizationFilters, PersonFilters, RelationFilters
from people.models import Address, Entity, Kind, Organization, Person, Relation, RelationKind
from people.profile import profile


class EntityRow(EntityRef):
    description = string()


class PersonRow(EntityRow):
    born = When(read_only=True, allow_null=True)
    died = When(read_only=True, allow_null=True)


class PlacedRow(EntityRow):
    place = string()
    country = string(help_text="ISO 3166-1, two letters; empty if unknown.")
    latitude = serializers.FloatField(read_only=True, allow_null=True)
    longitude = serializers.FloatField(read_only=True, allow_null=True)


class OrganizationRow(PlacedRow):
    founded = When(read_only=True, allow_null=True)
    dissolved = When(read_only=True, allow_null=True)


class NameRow(Row):
    """Another name, and what kind of name it is."""

    text = string()
    kind = string()

    def to_representation(self, name: tuple[str, str]) -> dict[str, Any]:
        return {"text": name[0], "kind": name[1]}


class RelatedRow(Row):
    """A relation seen from one of its ends."""

    id = whole(source="relation.pk")
    kind = serializers.ChoiceField(RelationKind.choices, read_only=True, source="relation.kind")
    heading = string()
    other = EntityRef(read_only=True)
    is_subject = serializers.BooleanField(
        read_only=True,
        source="forward",
        help_text="Whether this entity, not the other, is the relation's subject.",
    )
    dates = string(help_text="When it held, in words.")
    facts = FactRow(many=True, read_only=True)
    api_url = Url(lambda related: detail_path("relations", related.relation.pk))


class ConnectionRow(Row):
    """Somebody or something seen in the same articles."""

    entity = EntityRef(read_only=True, source="other")
    articles = whole(help_text="In how many articles both are named, quoted or said something of.")
    last = serializers.DateField(read_only=True)


class Told(Row):
    """What is told of one entity beside its row."""

    names = NameRow(many=True, read_only=True, source="profile.names")
    facts = FactRow(many=True, read_only=True, source="profile.facts")
    relations = serializers.SerializerMethodField()
    stories = StoryRef(many=True, read_only=True, source="profile.stories")
    connections = ConnectionRow(many=True, read_only=True, source="profile.connections")

    @extend_schema_field(RelatedRow(many=True))
    def get_relations(self, entity: Any) -> Any:
        related = [row for _, rows in entity.profile.relations for row in rows]
        return RelatedRow(related, many=True, context=self.context).data

    articles = Url(lambda entity: reverse("api:articles-list") + f"?entity={entity.pk}")
    quotes = Url(lambda entity: reverse("api:quotes-list") + f"?speaker={entity.pk}")


class PersonDetail(PersonRow, Told):
    """A person with names, facts, relations, stories and connections."""


class OrganizationDetail(OrganizationRow, Told):
    """An organization with names, facts, relations, stories and connections."""


class Entities(ReadOnly):
    """Entities of one kind."""

    kind: ClassVar[Kind]
    model: ClassVar[type[Entity]]
    order: ClassVar[tuple[str, ...]] = ("name_key", "pk")

    def get_queryset(self) -> QuerySet[Entity]:
        return self.model.objects.live()

    def row(self, ref: str) -> Entity:
        if (pk := pk_of(ref)) is not None:
            found = Entity.objects.filter(pk=pk).select_related("survivor").first()
        else:
            slug = slug_of(ref)
            found = Address.objects.resolve(self.kind, slug) if slug else None
        if found is None or not found.is_live or found.current.kind != self.kind:
            raise Http404(f"Nothing that we know of is at “{ref}”.")
        return found.current

    def prepare(self, rows: Sequence[Entity]) -> dict[str, Any]:
        hold_entities(rows)
        return {}

    def tell(self, row: Any) -> Any:
        row.profile = profile(row)
        return row


class People(Entities):
    """People, by name."""

    place = "people"
    kind, model = Kind.PERSON, Person
    filterset_class = PersonFilters
    serializer_class, detail_class = PersonRow, PersonDetail


class Organizations(Entities):
    """Organizations, by name."""

    place = "organizations"
    kind, model = Kind.ORGANIZATION, Organization
    filterset_class = OrganizationFilters
    serializer_class, detail_class = OrganizationRow, OrganizationDetail


class RelationRow(Row):
    """A dated, typed link between two entities."""

    id = whole(source="pk")
    kind = serializers.ChoiceField(RelationKind.choices, read_only=True)
    subject = EntityRef(read_only=True, source="subject.current")
    object = EntityRef(read_only=True, source="object.current")
    title = string(help_text="The role in words.")
    begin = When(read_only=True, allow_null=True)
    end = When(read_only=True, allow_null=True)
    api_url = api_url("relations")


class RelationDetail(RelationRow):
    """A relation with its facts."""

    facts = FactRow(many=True, read_only=True)


class Relations(ReadOnly):
    """Relations, the newest in the record first."""

    place = "relations"
    filterset_class = RelationFilters
    serializer_class, detail_class = RelationRow, RelationDetail

    def get_queryset(self) -> QuerySet[Relation]:
        """Without those that a merge turned into relations of a thing with itself, which say nothing."""
        ends = {
            "from_": Coalesce("subject__survivor_id", "subject_id"),
            "to": Coalesce("object__survivor_id", "object_id"),
        }
        rows = Relation.objects.live().alias(**ends).exclude(from_=F("to"))  # type: ignore[misc]
        return rows.select_related("subject__survivor", "object__survivor")

    def prepare(self, rows: Sequence[Relation]) -> dict[str, Any]:
        hold_relations(rows)
        return {}

    def tell(self, row: Any) -> Any:
        row.facts = facts_about(row.subject.current, [row]).of_relation[row.pk]
        return row
