"""Who the news is about."""

from .address import Address
from .entity import Entity, EntityQuerySet, EntityState, Kind, live_entity
from .merge import Distinction, Merge
from .name import Name, NameForm
from .organization import Organization
from .person import Person
from .relation import Relation, RelationKind

__all__ = [
    "Address",
    "Distinction",
    "Entity",
    "EntityQuerySet",
    "EntityState",
    "Kind",
    "Merge",
    "Name",
    "NameForm",
    "Organization",
    "Person",
    "Relation",
    "RelationKind",
    "live_entity",
]
