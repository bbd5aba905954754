"""Structured records into entities, names, relations, merges; and what those share with stories."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from articles import publishing
from articles.models import Event
from newsroom import edtf
from newsroom.editorial import Decision, Origin
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
from seeds.records import Record
from seeds.refusals import refusal
from seeds.report import Tally
from seeds.writer import Wish, Writer

_DATES = ("born", "died", "founded", "dissolved", "begins", "ends")
_WORDS = ("description", "place", "country")
_MODELS = {"people": Person, "organizations": Organization, "events": Event}


def keys_of(record: Record) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The keys under which the loader remembers a record and its parts, and where each stands."""
    values = record.values
    if record.id:
        yield f"id:{record.id}", ("id",)
    if record.kind in _MODELS:
        for index, name in enumerate(values.get("names") or []):
            yield _name_key("name", str(record.id), name["text"]), ("names", index)
    for kind, parts in _COMPOSED.items():
        if record.kind == kind:
            yield f"{parts[0]}:" + ":".join(str(values[part]) for part in parts[1:]), (parts[1],)


#: list without ids → the beginning of its keys, and the parts that make one record
_COMPOSED = {
    "names": ("names", "entity", "text"),
    "preferences": ("preference", "fact"),
    "merges": ("merge", "loser", "into"),
    "distinctions": ("distinction", "one", "other"),
    "candidates": ("candidate", "kind", "name"),
}


def write_entity(writer: Writer, record: Record, tally: Tally) -> None:
    """A person, organization or event with its names."""
    model = _MODELS[record.kind]
    given = record.values
    values: dict[str, Any] = {
        "name": given["name"],
        "slug": given.get("slug") or record.id,
        "kind": model.KIND,
    }
    values |= {name: given.get(name) or "" for name in _WORDS}
    values |= {name: edtf_of(given.get(name)) for name in _DATES}
    values |= {name: given.get(name) for name in ("latitude", "longitude")}
    if given.get("state") or given.get("public"):
        values["state"] = given.get("state") or EntityState.PUBLIC
    wish = Wish(
        Entity,
        f"id:{record.id}",
        values,
        initial=uid_of(given),
        find=lambda: find(Entity, given, kind=model.KIND, slug=values["slug"]),
        save=lambda row: publishing.save_entity(row, by=None, why="load"),
    )
    written = writer.put(wish, tally, record)
    if written.row is None:
        return
    _write_names(writer, record, written.row, tally, fresh=written.created)
    for address in given.get("addresses") or []:
        kind, slug = address.split("/", 1)
        Address.objects.get_or_create(kind=kind, slug=slug, defaults={"entity": written.row})


def _write_names(writer: Writer, record: Record, entity: Entity, tally: Tally, *, fresh: bool) -> None:
    keys = set()
    for index, name in enumerate(record.values.get("names") or []):
        key = _name_key("name", str(record.id), name["text"])
        keys.add(key)
        _put_name(writer, key, entity, name, tally, record, ("names", index))
    if not fresh:
        writer.drop_missing(f"name:{record.id}:", keys, tally, record)


def write_name(writer: Writer, record: Record, tally: Tally) -> None:
    """A name that stands by itself."""
    entity = writer.entity(record, record.values["entity"], "entity")
    key = _name_key("names", record.values["entity"], record.values["text"])
    _put_name(writer, key, entity, record.values, tally, record, ())


def _put_name(
    writer: Writer,
    key: str,
    entity: Entity,
    name: Mapping[str, Any],
    tally: Tally,
    record: Record,
    at: tuple[str | int, ...],
) -> None:
    text = name["text"]
    kind = name.get("kind") or NameForm.ALIAS
    values = {"entity": entity, "text": text, "kind": kind, "language": name.get("language") or ""}
    wish = Wish(Name, key, values, find=lambda: find(Name, {}, entity=entity, text=text), at=at)
    writer.put(wish, tally, record)


def _name_key(prefix: str, id: str, text: str) -> str:
    return f"{prefix}:{id}:{text}"  # at most 6 + 80 + 200 characters and two colons


def write_relation(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    values = {
        "subject": writer.entity(record, given["subject"], "subject"),
        "kind": given["kind"],
        "object": writer.entity(record, given["object"], "object"),
        "title": given.get("title") or "",
        "begin": edtf_of(given.get("begin")),
        "end": edtf_of(given.get("end")),
        "decision": given.get("decision") or Decision.ACCEPTED,
    }
    wish = Wish(
        Relation,
        f"id:{record.id}",
        values,
        initial={**uid_of(given), "origin": Origin.LOAD},
        find=lambda: find(Relation, given),
        save=lambda row: publishing.save_relation(row, by=None),
    )
    writer.put(wish, tally, record)


def write_merge(writer: Writer, record: Record, tally: Tally) -> None:
    """Two records that are one thing; one with `state_before` is of a dump, brought back as it was."""
    given = record.values
    loser = writer.entity(record, given["loser"], "loser")
    into = writer.entity(record, given["into"], "into")
    key = f"merge:{given['loser']}:{given['into']}"
    active = Merge.objects.active().filter(loser=loser).first()
    if active and active.into_id == into.pk:
        if not writer.seed(key):
            writer.remember(key, active, {})
        tally.unchanged += 1
        return
    if active or writer.seed(key):
        tally.keep(record.problem("An editor undid or changed this merge: it is left as it is."))
        return
    if said := merging.distinct(loser, into):
        why = f" ({said.reason})" if said.reason else ""
        raise record.refuse(f"An editor decided that {loser} and {into} are not the same{why}: it stays so.")
    try:
        row = _merged(loser, into, given)
    except ValidationError as error:
        raise refusal(error, record) from error
    writer.remember(key, row, {})
    tally.created += 1


def _merged(loser: Entity, into: Entity, given: Mapping[str, Any]) -> Merge:
    reason = given.get("reason") or ""
    if given.get("state_before"):
        return merging.restore(loser, into, reason=reason, state_before=given["state_before"])
    return merging.merge(loser, into, by=None, reason=reason)


def write_distinction(writer: Writer, record: Record, tally: Tally) -> None:
    """Two records that are not the same."""
    given = record.values
    ends = [writer.entity(record, given[name], name) for name in ("one", "other")]
    if ends[0].current == ends[1].current:
        raise record.refuse(f"{ends[0]} and {ends[1]} are one in the record: undo their merge first.")
    one, other = sorted(ends, key=lambda entity: entity.pk)
    values = {"one": one, "other": other, "reason": given.get("reason") or ""}
    key = f"distinction:{given['one']}:{given['other']}"
    writer.put(
        Wish(Distinction, key, values, find=lambda: find(Distinction, {}, one=one, other=other)),
        tally,
        record,
    )


# What other records need too


def find(model: type[models.Model], given: Mapping[str, Any], **address: Any) -> Any:
    """A row that is there already: the one with the record's uid, or else the one at its address."""
    rows = model._base_manager.all()
    if given.get("uid") and (row := rows.filter(uid=given["uid"]).first()):
        return row
    return rows.filter(**address).first() if address else None


def uid_of(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"uid": given["uid"]} if given.get("uid") else {}


def edtf_of(text: str | None) -> str | None:
    return edtf.canonical(text) if text else None


Write = Callable[[Writer, Record, Tally], None]
