"""Saved web pages: the article's text by trafilatura, and what the page says of it in JSON-LD and meta tags."""

import email
import email.policy
import hashlib
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from seeds.readers import said
from seeds.readers.documents import meta_beside
from seeds.readers.files import content_of, document_text
from seeds.records import Document, FileRead, Picture, Problem, Refusal, Said

_CHARSET = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+encoding=["']([\w.:-]+)""", re.I
)
_HEAD = 4096  # bytes in which a page says its encoding
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ARTICLE = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review)?(News)?Article$|^(Blog|LiveBlog)Posting$|^Report$"
)
_CUT = ("…", "...")

# The meta tags that say a thing, the most telling first (Open Graph, article, Dublin Core, Parsely, plain).
_METAS = {
    "headline": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "standfirst": ("og:description", "description", "dc.description"),
    "author": ("author", "article:author", "dc.creator", "parsely-author", "byl"),
    "publisher": ("og:site_name", "dc.publisher", "application-name"),
    "published": ("article:published_time", "og:published_time", "dc.date.issued", "dcterms.created", "dc.date",
                  "parsely-pub-date", "datepublished", "pubdate", "date"),
    "url": ("og:url", "parsely-link"),
    "language": ("og:locale", "dc.language"),
    "notice": ("copyright", "dc.rights", "rights"),
    "picture": ("og:image", "twitter:image"),
    "alt": ("og:image:alt", "twitter:image:alt"),
}  # fmt: skip


def read_page(path: Path) -> FileRead:
    """The one article of a page, as `.html` or as a web archive (`.mhtml`)."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        page = _part(content) if path.suffix.lower() in (".mhtml", ".mht") else content
        html, notes = document_text(page, _declared(page))
        meta = meta_beside(path)
        found.document = Document(
            path, content, "", *meta, said=said_by(html), media_type="text/html", notes=notes
        )
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _declared(content: bytes) -> str | None:
    found = _CHARSET.search(content[:_HEAD])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _part(content: bytes) -> bytes:
    """The page of a web archive (RFC 2557)."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise Refusal(Problem(None, None, "There is no page in this web archive: save it as .html."))


def said_by(html: str) -> Said:
    """What a page says. Refusal if no article is found in it."""
    html = _DECLARATION.sub("", html, count=1)
    try:
        tree = lxml_html.document_fromstring(
            html.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
        told = _by_trafilatura(tree)
        article = _article_in(tree)
        headline = said.first(
            (said.words(article.get("headline")), _meta(tree, "headline"), told.get("title"))
        )
        standfirst = said.first((said.words(article.get("alternativeHeadline")), _description(tree, article)))
        text = _text(html, headline, standfirst)
    except (etree.ParserError, ValueError, RecursionError) as error:
        raise Refusal(Problem(None, None, f"This is no page that can be read: {error}.")) from error
    if text is None:
        raise Refusal(
            Problem(None, None, "No article is found in this page: copy its text into a .txt file instead.")
        )
    return Said(
        headline=headline,
        standfirst=standfirst if standfirst and not _begins(text, standfirst) else None,
        bylines=_bylines(tree, article, told),
        publisher=said.first((_name(article.get("publisher")), _meta(tree, "publisher"))),
        published=_published(tree, article),
        url=_address(tree, article),
        language=said.first(
            map(said.language, (article.get("inLanguage"), tree.get("lang"), _meta(tree, "language")))
        ),
        notice=said.first((said.words(article.get("copyrightNotice")), _meta(tree, "notice"))),
        picture=_picture(tree, article),
        html=text,
    )


# The text


def _text(html: str, headline: str | None, standfirst: str | None) -> str | None:
    """The article's body; None if the page has none."""
    found = trafilatura.extract(
        html, output_format="html", include_comments=False, include_formatting=True, include_links=True
    )
    body = said.body(found)
    if body is None:
        return None
    return said.without_furniture(said.without_heading(body, headline, standfirst))


def _begins(html: str, standfirst: str) -> bool:
    """Whether a description only repeats how the text begins."""
    text = said.words(html) or ""
    return text.casefold().startswith(standfirst.casefold()[:80])


def _by_trafilatura(tree: Any) -> dict[str, Any]:
    """Title and authors as trafilatura finds them in the page itself; its dates are partly guessed and not taken."""
    found = trafilatura.extract_metadata(tree, extensive=False)
    return {"title": said.words(found.title), "author": found.author} if found else {}


# JSON-LD


def _article_in(tree: Any) -> dict[str, Any]:
    """The first article that the page's JSON-LD describes; empty if none."""
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() == "application/ld+json":
            for node in _nodes(_json(script.text)):
                if any(_ARTICLE.search(str(kind)) for kind in _list(node.get("@type"))):
                    return node
    return {}


def _json(text: str | None) -> Any:
    try:
        return json.loads(text or "", strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    for item in _list(value):
        if isinstance(item, dict):
            yield item
            yield from (node for node in _list(item.get("@graph")) if isinstance(node, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str | None:
    """The name of a person or organization, however it is written."""
    first = next(iter(_list(value)), None)
    return said.words(first.get("name") if isinstance(first, dict) else first)


def _link(value: Any) -> str | None:
    first = next(iter(_list(value)), None)
    return said.address((first.get("url") or first.get("@id")) if isinstance(first, dict) else first)


# Meta tags


def _meta(tree: Any, thing: str) -> str | None:
    return said.first(said.words(value) for value in _metas(tree, thing))


def _metas(tree: Any, thing: str) -> Iterator[str]:
    for wanted in _METAS[thing]:
        for tag in tree.iter("meta"):
            name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
            if name.lower() == wanted and tag.get("content"):
                yield tag.get("content")


def _description(tree: Any, article: dict[str, Any]) -> str | None:
    """What the page describes itself with, unless it is the cut beginning of something."""
    found = said.first((said.words(article.get("description")), _meta(tree, "standfirst")))
    return None if found is None or found.endswith(_CUT) else found


def _bylines(tree: Any, article: dict[str, Any], told: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    authors = [_name(author) for author in _list(article.get("author"))] or list(_metas(tree, "author"))
    found = [line for author in authors for line in said.names(author)]
    found = found or [line for author in (told.get("author") or "").split(";") for line in said.names(author)]
    return tuple(dict.fromkeys(found))


def _published(tree: Any, article: dict[str, Any]) -> str | None:
    """The day that the page states; never one that is guessed."""
    marked = (
        tag.get("datetime") or tag.get("content")
        for tag in tree.iter("time", "meta", "span", "abbr")
        if tag.get("itemprop") == "datePublished" or (tag.tag == "time" and tag.get("pubdate") is not None)
    )
    stated = (article.get("datePublished"), *_metas(tree, "published"), *marked)
    return said.first(map(said.day, stated))


def _address(tree: Any, article: dict[str, Any]) -> str | None:
    canonical = (
        link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"
    )
    return said.first(
        (*map(said.address, canonical), *map(said.address, _metas(tree, "url")), _link(article.get("url")),
         _link(article.get("mainEntityOfPage")))
    )  # fmt: skip


def _picture(tree: Any, article: dict[str, Any]) -> Picture | None:
    image = next(iter(_list(article.get("image"))), None)
    told = image if isinstance(image, dict) else {}
    where = said.first((_link(image), _meta(tree, "picture")))
    if where is None:
        return None
    return Picture(
        where,
        credit=said.first((said.words(told.get("creditText")), _name(told.get("creator")))) or "",
        alt=_meta(tree, "alt") or "",
        caption=said.words(told.get("caption")) or "",
    )
