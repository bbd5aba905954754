"""RSS and Atom: each entry is a document, read by feedparser out of a feed that holds it alone."""

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from seeds.readers import said
from seeds.readers.files import content_of
from seeds.readers.streams import Documents, streamed
from seeds.readers.xml import broken, elements, root_of, without_entities
from seeds.records import Document, FileRead, Lines, Picture, Problem, Refusal, Said

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ROOTS = {"rss", f"{ATOM} feed", f"{RDF} RDF"}
_ENTRIES = ("item", f"{{{ATOM}}}entry", "{http://purl.org/rss/1.0/}item")
# What an entry takes from its feed. The rest, such as the day of the feed, changes while the entry does not.
_HEAD = {"title", "link", "id", "language", "rights", "copyright", "author"}
_CUT = ("…", "...", "[…]", "[...]")


def read_feed(path: Path) -> FileRead:
    """The entries of a feed, one document each."""
    return streamed(path, _documents)


def _documents(path: Path) -> Documents:
    content = content_of(path)
    if root_of(content) not in ROOTS:
        raise Refusal(Problem(1, None, "This is no RSS or Atom feed: give it the suffix of what it is."))
    wrong = broken(content)
    entries = _as_well_as_can_be(content, wrong) if wrong else _alone(content)
    number = 0
    for number, (line, source, feed, entry) in enumerate(entries, 1):
        yield _document(path, source, feed, entry, Lines(line), f"entry {number}")
    if wrong:
        message = f"{wrong.message} Its entries were read as well as they could be: look at them."
        yield Refusal(Problem(wrong.line, None, message))
    elif number == 0:
        raise Refusal(Problem(1, None, "There is no entry in this feed: remove the file."))


Entry = tuple[int, bytes, Any, Any]  # line, its bytes, its feed, what feedparser makes of it


def _alone(content: bytes) -> Iterator[Entry]:
    feed: etree._Element | None = None
    for entry in elements(content, *_ENTRIES):
        feed = _head(entry) if feed is None else feed
        one = deepcopy(feed)
        parent = one.find("channel")
        copy = deepcopy(entry)
        copy.tail = None
        (one if parent is None else parent).append(copy)
        source = bytes(etree.tostring(one, encoding="utf-8", xml_declaration=True))
        parsed = feedparser.parse(BytesIO(source))
        if parsed.entries:
            yield entry.sourceline or 1, source, parsed.feed, parsed.entries[0]


def _head(entry: etree._Element) -> etree._Element:
    """A feed without entries: what comes before the first one and says whose feed it is."""
    parent = entry.getparent()
    root = entry.getroottree().getroot()
    copy = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
    inside = copy if parent is root else etree.SubElement(copy, parent.tag)
    for part in parent:
        name = etree.QName(part).localname if isinstance(part.tag, str) else ""
        if name in _HEAD:
            inside.append(deepcopy(part))
        elif name == "channel":  # RSS 1.0 has it beside the entries
            channel = etree.SubElement(inside, part.tag)
            channel.extend(
                deepcopy(p) for p in part if isinstance(p.tag, str) and etree.QName(p).localname in _HEAD
            )
    return copy


def _as_well_as_can_be(content: bytes, wrong: Problem) -> Iterator[Entry]:
    """What feedparser finds in a feed that is not well-formed; the source of each entry is the whole feed."""
    parsed = feedparser.parse(BytesIO(without_entities(content)))
    for entry in parsed.entries:
        if not entry.get("id") and not entry.get("link"):
            text = f"{entry.get('title')}\n{entry.get('summary')}"
            entry["id"] = "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        yield wrong.line or 1, content, parsed.feed, entry


def _document(
    path: Path, source: bytes, feed: Any, entry: Any, lines: Lines, part: str
) -> Document | Refusal:
    html, only_summary = _body(entry)
    headline = said.words(entry.get("title"))
    if not html:
        return Refusal(Problem(lines.line, None, "This entry has no text, only a title: it is left out."))
    with_markup = said.is_markup(html)
    body = said.body(html) if with_markup else None
    publisher = said.first((said.words(_get(entry, "source", "title")), said.words(feed.get("title"))))
    found = Said(
        headline=headline,
        standfirst=None if only_summary else _standfirst(entry, html),
        bylines=_bylines(entry),
        publisher=publisher,
        published=said.first(map(said.day, (entry.get("published"), _updated(entry)))),
        url=said.address(entry.get("link")),
        language=said.first(map(said.language, (_language(entry), feed.get("language")))),
        notice=said.first((said.words(entry.get("rights")), said.words(feed.get("rights")))),
        picture=_picture(entry),
        html=said.without_heading(body, headline) if body else None,
        version=said.first(map(said.moment, (_updated(entry), entry.get("published")))),
    )
    scope = said.first((feed.get("id"), feed.get("link"), publisher))
    message = "The feed gives no more than a summary of this entry: that is the text."
    return Document(
        path,
        source,
        "" if with_markup else unescape(html),
        lines=lines,
        said=found,
        key=said.key_of(entry.get("id") or entry.get("link"), scope),
        part=part,
        media_type="application/atom+xml" if source.find(ATOM.encode()) > 0 else "application/rss+xml",
        notes=(Problem(lines.line, None, message),) if only_summary else (),
    )


def _updated(entry: Any) -> str | None:
    """The day of the change as it is given; feedparser would give that of publication where there is none."""
    found = dict.get(entry, "updated")
    return found if isinstance(found, str) else None


def _body(entry: Any) -> tuple[str, bool]:
    """The longest text of an entry, and whether it is only its summary."""
    contents = [part.get("value") or "" for part in entry.get("content") or []]
    longest = max(contents, key=len, default="")
    return (longest, False) if longest.strip() else ((entry.get("summary") or "").strip(), True)


def _standfirst(entry: Any, html: str) -> str | None:
    summary, text = said.words(entry.get("summary")), said.words(html) or ""
    if summary is None or summary.endswith(_CUT) or text.casefold().startswith(summary.casefold()[:80]):
        return None
    return summary


def _bylines(entry: Any) -> tuple[tuple[str, str], ...]:
    authors = [author.get("name") for author in entry.get("authors") or []] or [entry.get("author")]
    lines = [line for author in authors for line in said.names(author)]
    lines += [
        line
        for other in entry.get("contributors") or []
        for line in said.names(other.get("name"), "contributor")
    ]
    return tuple(dict.fromkeys(lines))


def _language(entry: Any) -> str | None:
    return said.first(part.get("language") for part in entry.get("content") or [])


def _picture(entry: Any) -> Picture | None:
    files = [*(entry.get("media_content") or []), *(entry.get("enclosures") or [])]
    pictures = (
        file.get("url") or file.get("href")
        for file in files
        if (file.get("medium") == "image" or str(file.get("type")).startswith("image/"))
    )
    where = said.first(map(said.address, pictures))
    if where is None:
        return None
    credits = [said.words(credit.get("content")) for credit in entry.get("media_credit") or []]
    return Picture(where, credit=said.first(credits) or "")


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
