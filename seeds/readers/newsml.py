"""NewsML-G2: news items with a text, alone or in a news message. docs/decisions/0032 says why by lxml."""

from pathlib import Path
from typing import Any

from lxml import etree

from seeds.readers import said
from seeds.readers.files import content_of
from seeds.readers.streams import Documents, streamed
from seeds.readers.xml import broken, elements, inner, root_of
from seeds.records import Document, FileRead, Lines, Problem, Refusal, Said

NAR = "http://iptc.org/std/nar/2006-10-01/"
NITF = "http://iptc.org/std/NITF/2006-10-18/"
ROOTS = {f"{NAR} {name}" for name in ("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem",
                                      "planningItem", "catalogItem")}  # fmt: skip
_READ = {f"{NAR} newsItem", f"{NAR} newsMessage"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HTML = ("text/html", "application/xhtml+xml")
_SUMMARIES = ("drol:summary", "drol:standfirst", "descrole:summary")


def read_newsml(path: Path) -> FileRead:
    """The news items of a NewsML-G2 file, one document each."""
    return streamed(path, _documents)


def _documents(path: Path) -> Documents:
    content = content_of(path)
    root = root_of(content)
    if root not in _READ:
        name = (root or "").rpartition(" ")[2] or "nothing"
        raise Refusal(
            Problem(1, None, f"This holds a {name}: only a newsItem or a newsMessage of them is read.")
        )
    if wrong := broken(content):
        raise Refusal(wrong)
    alone = root == f"{NAR} newsItem"
    number = 0
    for number, item in enumerate(elements(content, f"{{{NAR}}}newsItem"), 1):
        source = content if alone else bytes(etree.tostring(item, encoding="utf-8", with_tail=False))
        try:
            yield _document(path, source, item, None if alone else f"item {number}")
        except Refusal as refusal:
            yield refusal
    if number == 0:
        raise Refusal(Problem(1, None, "There is no newsItem in this message: remove the file."))


def _document(path: Path, source: bytes, item: etree._Element, part: str | None) -> Document:
    line = item.sourceline or 1
    status = (_of(item, "itemMeta/pubStatus", "qcode") or "stat:usable").rpartition(":")[2]
    if status != "usable":
        cure = "withdraw its article on the desk if it is in the record"
        raise _refusal(line, f"The item says that it is {status}: {cure}.")
    if not item.get("guid"):
        raise _refusal(line, "The newsItem has no guid: give it the one that its provider knows it by.")
    found = _said(item)
    text, html = _body(item)
    body = said.body(html)
    if not body and not (text or "").strip():
        kind = (_of(item, "itemMeta/itemClass", "qcode") or "").rpartition(":")[2]
        raise _refusal(line, f"There is no text in this item{f', it is a {kind}' if kind else ''}.")
    html = said.without_heading(body, found["headline"]) if body else None
    return Document(
        path,
        source,
        "" if body else (text or ""),
        lines=Lines(line),
        said=Said(**found, html=html),
        key=said.key_of(item.get("guid"), None),
        part=part,
        media_type="application/vnd.iptc.g2.newsitem+xml",
        notes=_embargo(item, line),
    )


def _said(item: etree._Element) -> dict[str, Any]:
    headlines = sorted(
        _all(item, "contentMeta/headline"), key=lambda h: "main" not in (h.get("role") or "main")
    )
    head = _first(item, ".//nitf:hedline/nitf:hl1")
    return {
        "headline": said.first((*map(_words, headlines), head, _words_at(item, "itemMeta/title"))),
        "standfirst": said.first(
            _words(d) for d in _all(item, "contentMeta/description") if d.get("role") in _SUMMARIES
        ),
        "dateline": said.first((_words_at(item, "contentMeta/dateline"), _first(item, ".//nitf:dateline"))),
        "bylines": _bylines(item),
        "publisher": said.first(
            _named(item, at)
            for at in ("contentMeta/infoSource", "itemMeta/provider", "rightsInfo/copyrightHolder")
        ),
        "published": said.first(
            said.day(_text_at(item, at))
            for at in ("itemMeta/firstCreated", "contentMeta/contentCreated", "itemMeta/versionCreated")
        ),
        "url": said.first(
            said.address(r.get("href"))
            for r in _all(item, "contentSet/remoteContent")
            if r.get("contenttype") in _HTML
        ),
        "language": said.first(
            (said.language(_of(item, "contentMeta/language", "tag")), said.language(item.get(_LANG)))
        ),
        "notice": " ".join(
            filter(
                None, (_words_at(item, f"rightsInfo/{name}") for name in ("copyrightNotice", "usageTerms"))
            )
        )
        or None,
        "version": said.moment(_text_at(item, "itemMeta/versionCreated")),
    }


def _bylines(item: etree._Element) -> tuple[tuple[str, str], ...]:
    """The byline as it is written, else the creators that the item names."""
    by = said.first((_words_at(item, "contentMeta/by"), _first(item, ".//nitf:byline")))
    if by:
        return said.names(by)
    made = [line for e in _all(item, "contentMeta/creator") for line in said.names(_name(e))]
    helped = [
        line for e in _all(item, "contentMeta/contributor") for line in said.names(_name(e), "contributor")
    ]
    return tuple(dict.fromkeys([*made, *helped]))


def _body(item: etree._Element) -> tuple[str | None, str | None]:
    """Plain text, or else HTML: of NITF its content, of XHTML its body."""
    for inline in _all(item, "contentSet/inlineXML"):
        for tag in (f"{{{NITF}}}body.content", "body.content", "{http://www.w3.org/1999/xhtml}body", "body"):
            if (found := next(inline.iter(tag), None)) is not None:
                return None, _html(found)
        if len(inline):
            return None, _html(inline)
    for inline in _all(item, "contentSet/inlineData"):
        text = "".join(inline.itertext())
        if (inline.get("contenttype") or "").split(";")[0] in _HTML or said.is_html(text):
            return None, text
        if (inline.get("contenttype") or "text/").startswith("text/") and not inline.get("encoding"):
            return text, None
    return None, None


def _html(element: etree._Element) -> str:
    """An element's inside as HTML; NITF's subheads become such, its pictures and tables of data stay out."""
    for part in list(element.iter(f"{{{NITF}}}media", "media")):
        part.getparent().remove(part)
    for part in element.iter(f"{{{NITF}}}hl2", "hl2"):
        part.tag = "h2"
    return inner(element)


# Places in an item


def _path(at: str) -> str:
    return "/".join(f"{{{NAR}}}{name}" for name in at.split("/"))


def _all(item: etree._Element, at: str) -> list[etree._Element]:
    return list(item.findall(_path(at)))


def _of(item: etree._Element, at: str, attribute: str) -> str | None:
    found = item.find(_path(at))
    return None if found is None else found.get(attribute)


def _text_at(item: etree._Element, at: str) -> str | None:
    found = item.find(_path(at))
    return None if found is None else "".join(found.itertext())


def _words(element: etree._Element) -> str | None:
    return said.words("".join(element.itertext()))


def _words_at(item: etree._Element, at: str) -> str | None:
    return said.first(map(_words, _all(item, at)))


def _first(item: etree._Element, at: str) -> str | None:
    """The words of the first element at a path, with or without NITF's namespace."""
    found = [*item.iterfind(at, {"nitf": NITF}), *item.iterfind(at.replace("nitf:", ""))]
    return said.first(map(_words, found))


def _name(element: etree._Element) -> str | None:
    """The name that an element gives of somebody, else its literal."""
    return said.first((*map(_words, element.findall(f"{{{NAR}}}name")), said.words(element.get("literal"))))


def _named(item: etree._Element, at: str) -> str | None:
    return said.first(map(_name, _all(item, at)))


def _embargo(item: etree._Element, line: int) -> tuple[Problem, ...]:
    until = said.words(_text_at(item, "itemMeta/embargoed"))
    return (
        (Problem(line, None, f"This is embargoed until {until}: do not publish it before."),) if until else ()
    )


def _refusal(line: int, message: str) -> Refusal:
    return Refusal(Problem(line, None, message))
