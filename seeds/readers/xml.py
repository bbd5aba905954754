"""XML without surprises: entities are refused, nothing is fetched, elements are read one by one."""

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from xml.parsers import expat

from lxml import etree

from seeds.records import Problem, Refusal

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_PROLOG = 1_000_000  # bytes in which the first element begins


class _Found(Exception):
    """The first element is reached."""


def root_of(content: bytes) -> str | None:
    """The name of the first element, its namespace before it and a blank between them; None where there is none.

    Refusal if entities are declared before it: they can blow up, or name other files.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    names: list[str] = []

    def start(name: str, _: object) -> None:
        names.append(name)
        raise _Found

    def entity(*_: object) -> None:
        message = "XML entities are declared here, which may blow up or name other files: take them out."
        raise Refusal(Problem(parser.CurrentLineNumber, None, message))

    parser.StartElementHandler = start
    parser.EntityDeclHandler = entity
    with suppress(_Found, expat.ExpatError, ValueError, LookupError):
        parser.Parse(content[:_PROLOG], False)
    return names[0] if names else None


def broken(content: bytes) -> Problem | None:
    """Where XML is not well-formed, and why; None if it is."""
    try:
        expat.ParserCreate().Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        what = expat.errors.messages.get(getattr(error, "code", 0), str(error))
        message = f"This is not well-formed XML: {what}. Write it again with a program that makes XML."
        return Problem(getattr(error, "lineno", None), None, message)
    return None


def elements(content: bytes, *tags: str) -> Iterator[etree._Element]:
    """Each element of these tags ("{namespace}name"), freed after it was used. Refusal where the XML is not well-formed."""
    walk = etree.iterparse(
        BytesIO(content), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in walk:
            yield element
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        message = f"This XML cannot be read: {error.msg}. Write it again with a program that makes XML."
        raise Refusal(Problem(error.lineno or None, None, message)) from error


def without_entities(content: bytes) -> bytes:
    """Without a document type, in which entities could be declared."""
    return _DOCTYPE.sub(b"", content, count=1)


def inner(element: etree._Element) -> str:
    """What is inside an element as HTML, whatever its namespace."""
    for part in element.iter():
        if isinstance(part.tag, str):
            part.tag = etree.QName(part).localname.lower()
    etree.cleanup_namespaces(element)
    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return str(html).partition(">")[2].rpartition("</")[0]
