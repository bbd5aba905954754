"""What the tables of people must never hold, whoever writes."""

from newsroom.outbox import tell
from newsroom.triggers import Follow, Refuse, changed, unversioned

ENTITY = "people_entity"
CONTENT = (
    "kind state name slug description born died founded dissolved begins ends"
    " place country latitude longitude survivor_id"
).split()
RELATION_CONTENT = "subject_id kind object_id title begin end decision".split()

_KEEP_ADDRESS = (
    "INSERT INTO people_address (kind, slug, entity_id) SELECT NEW.kind, NEW.slug, NEW.id WHERE NOT EXISTS"
    " (SELECT 1 FROM people_address WHERE kind = NEW.kind AND slug = NEW.slug AND entity_id = NEW.id)"
)
_SURVIVOR_MERGED = (
    "NEW.survivor_id IS NOT NULL AND"
    " (EXISTS (SELECT 1 FROM people_entity WHERE id = NEW.survivor_id AND survivor_id IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM people_entity WHERE survivor_id = NEW.id))"
)
_RING = (
    "NEW.undone_at IS NULL AND EXISTS ("
    "WITH RECURSIVE above(id) AS (SELECT NEW.into_id UNION"
    " SELECT m.into_id FROM people_merge m JOIN above ON m.loser_id = above.id WHERE m.undone_at IS NULL)"
    " SELECT 1 FROM above WHERE id = NEW.loser_id)"
)

#: what search shows of an entity, and whose names it is found by: it and what stands for it, before and after
_TOLD = f"SELECT id FROM {ENTITY} WHERE id IN (NEW.id, NEW.survivor_id, OLD.survivor_id)"  # noqa: S608
_NAMED = f"SELECT COALESCE(survivor_id, id) AS id FROM {ENTITY} WHERE id IN (%s)"  # noqa: S608

TELLS = [
    tell("people_entity_told_new", ENTITY, "INSERT", "entity", "SELECT NEW.id AS id"),
    tell("people_entity_told", ENTITY, "UPDATE", "entity", _TOLD, hides=True, when=changed(*CONTENT)),
    tell("people_entity_told_gone", ENTITY, "DELETE", "entity", "SELECT OLD.id AS id", hides=True),
    *(
        tell(
            f"people_name_told_{event.lower()}",
            "people_name",
            event,
            "entity",
            _NAMED % rows,
            hides=event != "INSERT",
            needs=(ENTITY,),
        )
        for event, rows in (
            ("INSERT", "NEW.entity_id"),
            ("UPDATE", "NEW.entity_id, OLD.entity_id"),
            ("DELETE", "OLD.entity_id"),
        )
    ),
]

TRIGGERS = [
    *TELLS,
    unversioned("people_entity_version", ENTITY, CONTENT),
    unversioned("people_relation_version", "people_relation", RELATION_CONTENT),
    Refuse(
        "people_entity_ring",
        ENTITY,
        f"{changed('survivor_id')} AND {_SURVIVOR_MERGED}",
        "people_entity: a survivor may not itself be merged into another",
    ),
    Refuse(
        "people_entity_ring_new",
        ENTITY,
        _SURVIVOR_MERGED,
        "people_entity: a survivor may not itself be merged into another",
        before="INSERT",
    ),
    *(
        Refuse(
            f"people_merge_ring_{event.lower()}",
            "people_merge",
            _RING,
            "people_merge: these rows are merged already, this would make a ring",
            before=event,
        )
        for event in ("INSERT", "UPDATE")
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
    Refuse(
        "people_address_fixed",
        "people_address",
        changed("kind", "slug", "entity_id"),
        "people_address: an address leads to the same entity for ever",
    ),
]
