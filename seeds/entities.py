"""Structured records into people, organizations, events, names, relations, stories, references, sections, preferences."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from articles import publishing
from articles.models import Event, PageAddress, Preference, Reference, Section, Story, StoryEntity
from articles.text import sanitize
from newsroom import edtf
from newsroom.editorial import Decision
from articles.models.citation import DATE_FIELDS
from people import merging
from people.models import (
    Address,
    Distinction,
    Entity,
    EntityState,
    Merge,
    Name,
    NameForm,
    Organization,
    Person,
    Relation,
)
from seeds.readers.articles import html_from
from seeds.records import Record
from seeds.report import Tally
from seeds.writer import Many, Writer, refusal

_DATES = ("born", "died", "founded", "dissolved", "begins", "ends")
_WORDS = ("description", "place", "country")
_MODELS = {"people": Person, "organizations": Organization, "events": Event}


def write_record(writer: Writer, record: Record, tally: Tally) -> None:
    """Write one structured record. Refusal or Gone if it cannot be."""
    _WRITERS[record.kind](writer, record, tally)


def keys_of(record: Record) -> list[str]:
    """The keys under which the loader remembers a record and its parts."""
    keys = [f"id:{record.id}"] if record.id else []
    if record.kind in _MODELS:
        keys += [_name_key("name", str(record.id), name["text"]) for name in record.values.get("names") or []]
    if record.kind == "names":
        keys.append(_name_key("names", record.values["entity"], record.values["text"]))
    if record.kind == "preferences":
        keys.append(f"preference:{record.values['fact']}")
    return keys


def _section(writer: Writer, record: Record, tally: Tally) -> None:
    values = {"name": record.values["name"], "slug": record.id}
    find = lambda: Section.objects.filter(slug=record.id).first()  # noqa: E731
    writer.put(Section, f"id:{record.id}", values, tally, record, find=find)


def _reference(writer: Writer, record: Record, tally: Tally) -> None:
    values = reference_values(record.values)
    writer.put(Reference, f"id:{record.id}", values, tally, record, find=lambda: _same_address(values))


def reference_values(given: Any) -> dict[str, Any]:
    """The fields of a reference as it is written in a file."""
    words = {name: given.get(name) or "" for name in ("title", "publisher", "url")}
    return {**words, "date": _edtf(given.get("date"))}


def _same_address(values: dict[str, Any]) -> Reference | None:
    return Reference.objects.filter(url=values["url"]).first() if values["url"] else None


def _entity(writer: Writer, record: Record, tally: Tally) -> None:
    model = _MODELS[record.kind]
    given = record.values
    values: dict[str, Any] = {
        "name": given["name"],
        "slug": given.get("slug") or record.id,
        "kind": model.KIND,
    }
    values |= {name: given.get(name) or "" for name in _WORDS}
    values |= {name: _edtf(given.get(name)) for name in _DATES}
    values |= {name: given.get(name) for name in ("latitude", "longitude")}
    if given.get("state") or given.get("public"):
        values["state"] = given.get("state") or EntityState.PUBLIC
    initial = {"uid": given["uid"]} if given.get("uid") else {}
    find = lambda: Entity.objects.filter(kind=model.KIND, slug=values["slug"]).first()  # noqa: E731
    written = writer.put(
        Entity, f"id:{record.id}", values, tally, record, find=find, save=_save_entity, initial=initial
    )
    if written.row is not None:
        _names(writer, record, written.row, tally)
        for address in given.get("addresses") or []:
            kind, slug = address.split("/", 1)
            Address.objects.get_or_create(kind=kind, slug=slug, defaults={"entity": written.row})


def _save_entity(row: Any) -> None:
    publishing.save_entity(row, by=None, why="load")


def _names(writer: Writer, record: Record, entity: Entity, tally: Tally) -> None:
    listed = record.values.get("names") or []
    keys = set()
    for index, name in enumerate(listed):
        key = _name_key("name", str(record.id), name["text"])
        keys.add(key)
        _put_name(writer, key, entity, name, tally, record, ("names", index))
    writer.drop_missing(f"name:{record.id}:", keys, tally)


def _name(writer: Writer, record: Record, tally: Tally) -> None:
    entity = writer.entity(record, record.values["entity"], "entity")
    key = _name_key("names", record.values["entity"], record.values["text"])
    _put_name(writer, key, entity, record.values, tally, record, ())


def _put_name(
    writer: Writer,
    key: str,
    entity: Entity,
    name: Any,
    tally: Tally,
    record: Record,
    at: tuple[str | int, ...],
) -> None:
    text = name["text"]
    kind = name.get("kind") or NameForm.ALIAS
    values = {"entity": entity, "text": text, "kind": kind, "language": name.get("language") or ""}
    find = lambda: Name.objects.filter(entity=entity, text=text).first()  # noqa: E731
    writer.put(Name, key, values, tally, record, find=find, at=at)


def _name_key(prefix: str, id: str, text: str) -> str:
    return f"{prefix}:{id}:{text}"[:300]


def _relation(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    values = {
        "subject": writer.entity(record, given["subject"], "subject"),
        "kind": given["kind"],
        "object": writer.entity(record, given["object"], "object"),
        "title": given.get("title") or "",
        "begin": _edtf(given.get("begin")),
        "end": _edtf(given.get("end")),
        "decision": given.get("decision") or Decision.ACCEPTED,
    }
    initial = {"uid": given["uid"], "origin": "load"} if given.get("uid") else {"origin": "load"}
    writer.put(Relation, f"id:{record.id}", values, tally, record, initial=initial)


def _story(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    entities = [writer.entity(record, id, "entities", i) for i, id in enumerate(given.get("entities") or [])]
    values = {
        "title": given["title"],
        "slug": given.get("slug") or record.id,
        "introduction": _html(given, "introduction"),
        "state_of_play": _html(given, "state_of_play"),
        "public": bool(given.get("publish")),
    }
    initial = {"uid": given["uid"]} if given.get("uid") else {}
    find = lambda: Story.objects.filter(slug=values["slug"]).first()  # noqa: E731
    many = {"entities": (STORY_ENTITIES, [entity.pk for entity in entities])}
    written = writer.put(
        Story, f"id:{record.id}", values, tally, record, many=many, find=find, initial=initial
    )
    for address in (given.get("addresses") or []) if written.row else []:
        PageAddress.objects.get_or_create(slug=address.split("/", 1)[1], story=written.row)


def _html(given: Any, name: str) -> str:
    text = given.get(name) or ""
    return sanitize(text) if given.get("format") == "html" else html_from(text)


def _story_entities(story: Story) -> list[int]:
    return list(StoryEntity.objects.filter(story=story).values_list("entity", flat=True))


def _set_story_entities(story: Story, ids: list[int]) -> None:
    StoryEntity.objects.filter(story=story).delete()
    StoryEntity.objects.bulk_create(
        StoryEntity(story=story, entity_id=pk, order=n) for n, pk in enumerate(ids)
    )


STORY_ENTITIES = Many(_story_entities, _set_story_entities)


def _preference(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    target, name = writer.target(record, given["fact"], "fact")
    about = (
        {"relation": target, "entity": None}
        if isinstance(target, Relation)
        else {"entity": target, "relation": None}
    )
    value = fact_value(record, name, given["value"], "value")
    values = {**about, "field": name, "value": value, "reason": given["reason"]}
    find = lambda: Preference.objects.filter(**about, field=name).first()  # noqa: E731
    writer.put(Preference, f"preference:{given['fact']}", values, tally, record, find=find)


def fact_value(record: Record, name: str, text: str, *at: str | int) -> str:
    """The value of a fact in the form in which it is kept; Refusal for a date that is none."""
    try:
        return edtf.canonical(text) if name in DATE_FIELDS else text.strip()
    except edtf.EDTFError as error:
        raise record.refuse(str(error), *at) from error


def _edtf(text: str | None) -> str | None:
    return edtf.canonical(text) if text else None


def _merge(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    loser = writer.entity(record, given["loser"], "loser")
    into = writer.entity(record, given["into"], "into")
    key = f"merge:{given['loser']}:{given['into']}"
    if writer.seed(key) or Merge.objects.active().filter(loser=loser).exists():
        kept = Merge.objects.active().filter(loser=loser, into=into).exists()
        tally.unchanged += kept
        if not kept:
            tally.keep(record.problem("An editor undid or changed this merge: it is left as it is."))
        return
    try:
        row = merging.restore(
            loser, into, reason=given.get("reason") or "", state_before=given.get("state_before")
        )
    except ValidationError as error:
        raise refusal(error, record) from error
    writer.remember(key, row, {})
    tally.created += 1


def _distinction(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    ends = [writer.entity(record, given[name], name) for name in ("one", "other")]
    one, other = sorted(ends, key=lambda entity: entity.pk)
    values = {"one": one, "other": other, "reason": given.get("reason") or ""}
    find = lambda: Distinction.objects.filter(one=one, other=other).first()  # noqa: E731
    writer.put(Distinction, f"distinction:{given['one']}:{given['other']}", values, tally, record, find=find)


_WRITERS: dict[str, Callable[[Writer, Record, Tally], None]] = {
    "sections": _section,
    "references": _reference,
    "people": _entity,
    "organizations": _entity,
    "events": _entity,
    "names": _name,
    "relations": _relation,
    "stories": _story,
    "preferences": _preference,
    "merges": _merge,
    "distinctions": _distinction,
}
