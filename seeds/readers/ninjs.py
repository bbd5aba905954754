"""ninjs 1, 2 and 3, the IPTC's news in JSON: one text item a file, or a list of them.

Version 1 has `headline` and `body_text`, version 2 lists of `headlines` and `bodies`, version 3 the same with words
joined by capitals (`versionCreated`). Keys are compared without capitals, so that 2 and 3 are read alike.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seeds.readers import said
from seeds.readers.files import content_of, text_in
from seeds.readers.streams import Documents
from seeds.records import Document, FileRead, Picture, Problem, Refusal, Said

_OURS = {"headline", "headlines", "bodies", "body_text", "body_xhtml", "body_html", "versioncreated", "standard", "byline",
         "pubstatus", "descriptions", "type"}  # fmt: skip
_HTML = ("text/html", "application/xhtml+xml")
_TEXTS = (None, "text", "composite", "component")

Item = dict[str, Any]  # one item, its own keys in small letters


def read_json(path: Path) -> FileRead:
    """The items of a ninjs file. Other JSON is none of ours, what is no JSON is refused."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        value = _value(text_in(content))
        items = value if isinstance(value, list) else [value]
        if not items or not all(_is_ninjs(item) for item in items):
            found.not_ours = True
        else:
            found.documents = _documents(path, content, items)
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"This is not JSON: {getattr(error, 'msg', error)}. Write it again with a program that makes JSON."
        raise Refusal(Problem(getattr(error, "lineno", None), None, message)) from error


def _is_ninjs(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("uri"), str)
        and bool({k.lower() for k in value} & _OURS)
    )


def _documents(path: Path, content: bytes, items: list[Any]) -> Documents:
    for number, value in enumerate(items, 1):
        part = f"item {number}" if len(items) > 1 else None
        source = content if part is None else json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        try:
            yield _document(path, source, {key.lower(): item for key, item in value.items()}, part)
        except Refusal as refusal:
            yield refusal


def _document(path: Path, source: bytes, item: Item, part: str | None) -> Document:
    where = f"{part}: " if part else ""
    if item.get("type") not in _TEXTS:
        raise _refusal(f"{where}This is a {item['type']} item: only items with a text are read.")
    if (status := item.get("pubstatus") or "usable") != "usable":
        cure = "withdraw its article on the desk if it is in the record"
        raise _refusal(f"{where}The item says that it is {status}: {cure}.")
    text, html = _body(item)
    headline = said.first((_one_of(item, "headline", "headlines"), said.words(item.get("title"))))
    body = said.body(html)
    if not body and not (text or "").strip():
        raise _refusal(f"{where}There is no text in this item.")
    return Document(
        path,
        source,
        "" if body else (text or ""),
        said=_said(item, headline, body),
        key=said.key_of(item["uri"], None),
        part=part,
        media_type="application/ninjs+json",
        notes=_embargo(item),
    )


def _said(item: Item, headline: str | None, body: str | None) -> Said:
    return Said(
        headline=headline,
        standfirst=_one_of(item, "description_summary", "description_text", "descriptions"),
        dateline=said.words(item.get("located")),
        bylines=said.names(item.get("byline") or item.get("by")) or _people(item),
        publisher=said.first((_source(item), said.words(item.get("copyrightholder")))),
        published=said.first(
            said.day(item.get(f"{what}created")) for what in ("first", "content", "version")
        ),
        url=_address(item),
        language=said.language(item.get("language")),
        notice=" ".join(filter(None, (said.words(item.get(k)) for k in ("copyrightnotice", "usageterms"))))
        or None,
        picture=_picture(item),
        html=said.without_heading(body, headline) if body else None,
        version=said.moment(item.get("versioncreated")),
    )


def _body(item: Item) -> tuple[str | None, str | None]:
    """Plain text, or else HTML."""
    for name in ("body_xhtml", "body_html", "body_html5"):
        if isinstance(item.get(name), str) and item[name].strip():
            return None, item[name]
    bodies = [
        body
        for body in _dicts(item.get("bodies"))
        if isinstance(body.get("value"), str) and body["value"].strip()
    ]
    for body in bodies:
        if str(body.get("contenttype", "")).split(";")[0].lower() in _HTML:
            return None, body["value"]
    plain = [body["value"] for body in bodies if str(body.get("contenttype") or "text/").startswith("text/")]
    text = next(iter(plain), item.get("body_text"))
    text = text if isinstance(text, str) else None
    return (None, text) if text and said.is_html(text) else (text, None)


def _one_of(item: Item, *names: str) -> str | None:
    """The first of these: a text, or of a list the one whose role says "main", else the first."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str) and (found := said.words(value)):
            return found
        listed = [entry for entry in _dicts(value) if said.words(entry.get("value"))]
        listed.sort(key=lambda entry: "main" not in str(entry.get("role")).lower())
        if listed:
            return said.words(listed[0]["value"])
    return None


def _people(item: Item) -> tuple[tuple[str, str], ...]:
    """Those of `person` or `people` whose relation to the item is that they made it."""
    people = [*_dicts(item.get("person")), *_dicts(item.get("people"))]
    made = [person for person in people if str(person.get("rel")).lower() in ("author", "creator", "byline")]
    return tuple(dict.fromkeys(line for person in made for line in said.names(person.get("name"))))


def _source(item: Item) -> str | None:
    return said.first(
        said.words(s.get("name")) for k in ("infosource", "infosources") for s in _dicts(item.get(k))
    )


def _renditions(item: Item) -> Iterator[Item]:
    given = item.get("renditions")
    yield from _dicts(list(given.values()) if isinstance(given, dict) else given)


def _address(item: Item) -> str | None:
    """Where the item is a page; its uri names it and need not be a place."""
    pages = [r for r in _renditions(item) if str(r.get("contenttype") or r.get("mimetype")) in _HTML]
    return said.first(said.address(page.get("href")) for page in pages)


def _picture(item: Item) -> Picture | None:
    """The first picture that goes with the item."""
    given = item.get("associations")
    for other in _dicts(list(given.values()) if isinstance(given, dict) else given):
        hrefs = [said.address(r.get("href")) for r in _renditions(other)]
        if other.get("type") == "picture" and (where := said.first(hrefs)):
            credit = said.first(
                (said.words(other.get("byline")), said.words(other.get("by")), _source(other))
            )
            caption = _one_of(other, "description_caption", "description_text", "descriptions")
            alt = said.first((_one_of(other, "headline", "headlines"), caption))
            return Picture(where, credit=credit or "", alt=alt or "", caption=caption or "")
    return None


def _embargo(item: Item) -> tuple[Problem, ...]:
    until = item.get("embargoed") or item.get("embargoeduntil")
    message = f"This is embargoed until {until}: do not publish it before."
    return (Problem(None, None, message),) if isinstance(until, str) else ()


def _dicts(value: Any) -> list[Item]:
    """The objects of a list, their keys in small letters."""
    listed = value if isinstance(value, list) else []
    return [{key.lower(): v for key, v in entry.items()} for entry in listed if isinstance(entry, dict)]


def _refusal(message: str) -> Refusal:
    return Refusal(Problem(None, None, message))
