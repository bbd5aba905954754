"""Structured records into sections, references, stories, preferences and decided candidates."""

from collections.abc import Mapping
from typing import Any

from articles.models import Candidate, PageAddress, Preference, Reference, Section, Story, StoryEntity
from articles.models.citation import DATE_FIELDS
from articles.text import sanitize
from newsroom import edtf
from people import names
from people.models import Relation
from seeds.entities import edtf_of, find, uid_of
from seeds.readers.articles import html_from
from seeds.records import Record
from seeds.report import Tally
from seeds.writer import Many, Wish, Writer


def write_section(writer: Writer, record: Record, tally: Tally) -> None:
    slug = record.values.get("slug") or record.id
    values = {"name": record.values["name"], "slug": slug}
    wish = Wish(Section, f"id:{record.id}", values, find=lambda: find(Section, {}, slug=slug))
    writer.put(wish, tally, record)


def write_reference(writer: Writer, record: Record, tally: Tally) -> None:
    values = reference_values(record.values)
    wish = Wish(Reference, f"id:{record.id}", values, find=lambda: known_reference(values))
    writer.put(wish, tally, record)


def reference_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a reference as it is written in a file."""
    words = {name: given.get(name) or "" for name in ("title", "publisher", "url")}
    return {**words, "date": edtf_of(given.get("date"))}


def known_reference(values: Mapping[str, Any]) -> Reference | None:
    """The reference with this address; without an address, the one that says the same."""
    wanted = {"url": values["url"]} if values["url"] else values
    return Reference.objects.filter(**wanted).first()


def write_story(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    ids = given.get("entities") or []
    once(record, ids, "entities")
    entities = [writer.entity(record, id, "entities", i) for i, id in enumerate(ids)]
    values = {
        "title": given["title"],
        "slug": given.get("slug") or record.id,
        "introduction": _html(given, "introduction"),
        "state_of_play": _html(given, "state_of_play"),
        "public": bool(given.get("publish")),
    }
    wish = Wish(
        Story,
        f"id:{record.id}",
        values,
        many={"entities": (STORY_ENTITIES, [entity.pk for entity in entities])},
        initial=uid_of(given),
        find=lambda: find(Story, given, slug=values["slug"]),
    )
    written = writer.put(wish, tally, record)
    for address in (given.get("addresses") or []) if written.row else []:
        PageAddress.objects.get_or_create(slug=address.split("/", 1)[1], story=written.row)


def once(record: Record, items: list[Any], *at: str | int) -> None:
    """Refusal if something stands twice in a list where each has one place."""
    for index, item in enumerate(items):
        if item in items[:index]:
            what = f"“{item}”" if isinstance(item, str) else "The same"
            raise record.refuse(f"{what} stands in this list twice: keep one.", *at, index)


def _html(given: Mapping[str, Any], name: str) -> str:
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


def write_preference(writer: Writer, record: Record, tally: Tally) -> None:
    given = record.values
    target, name = writer.target(record, given["fact"], "fact")
    is_relation = isinstance(target, Relation)
    about = {
        "relation": target if is_relation else None,
        "entity": None if is_relation else target,
        "field": name,
    }
    value = fact_value(record, name, given["value"], "value")
    values = {**about, "value": value, "reason": given["reason"]}
    wish = Wish(
        Preference,
        f"preference:{given['fact']}",
        values,
        find=lambda: Preference.objects.filter(**about).first(),
    )
    writer.put(wish, tally, record)


def write_candidate(writer: Writer, record: Record, tally: Tally) -> None:
    """An unknown name that an editor decided on: it is not proposed again."""
    given = record.values
    entity = writer.entity(record, given["entity"], "entity") if given.get("entity") else None
    values = {"name": given["name"], "kind": given["kind"], "state": given["state"], "entity": entity}
    address = {"key": names.key(given["name"])[:200], "kind": given["kind"]}
    written_as = f"candidate:{given['kind']}:{given['name']}"
    find_open = lambda: find(Candidate, {}, **address)  # noqa: E731
    writer.put(Wish(Candidate, written_as, values, find=find_open), tally, record)


def fact_value(record: Record, name: str, text: str, *at: str | int) -> str:
    """The value of a fact in the form in which it is kept; Refusal for a date that is none."""
    try:
        return edtf.canonical(text) if name in DATE_FIELDS else text.strip()
    except edtf.EDTFError as error:
        raise record.refuse(str(error), *at) from error
