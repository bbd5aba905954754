"""What the tables of people must never hold, whoever writes."""

from newsroom.triggers import Follow, Refuse, changed, unversioned

ENTITY = "people_entity"
CONTENT = (
    "kind name slug description born died founded dissolved begins ends place country latitude longitude survivor_id"
).split()

_KEEP_ADDRESS = (
    "INSERT INTO people_address (kind, slug, entity_id) SELECT NEW.kind, NEW.slug, NEW.id WHERE NOT EXISTS"
    " (SELECT 1 FROM people_address WHERE kind = NEW.kind AND slug = NEW.slug AND entity_id = NEW.id)"
)

TRIGGERS = [
    unversioned("people_entity_version", ENTITY, CONTENT),
    Refuse(
        "people_entity_ring",
        ENTITY,
        f"{changed('survivor_id')} AND NEW.survivor_id IS NOT NULL AND"
        f" (EXISTS (SELECT 1 FROM {ENTITY} WHERE id = NEW.survivor_id AND survivor_id IS NOT NULL)"
        f" OR EXISTS (SELECT 1 FROM {ENTITY} WHERE survivor_id = NEW.id))",
        "people_entity: a survivor may not itself be merged into another",
    ),
    Follow("people_entity_address_new", ENTITY, "INSERT", _KEEP_ADDRESS, needs=("people_address",)),
    Follow(
        "people_entity_address_moved",
        ENTITY,
        "UPDATE",
        _KEEP_ADDRESS,
        when=changed("kind", "slug"),
        needs=("people_address",),
    ),
]
