"""Lines that cleaning took out of a text, put back into their places by an editor."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.db import transaction

from articles import analysis
from articles.models import Article
from articles.text import BLOCKS, sanitize, text_of
from seeds.cleaning import CleanDocument, Reason, clean
from seeds.readers.files import document_text
from seeds.records import Refusal

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
_LONG = 40  # characters of a block that are not there twice by chance


@dataclass(frozen=True)
class Line:
    """A line that was taken out: its number in the source, what it says, what it was taken for, whether it is back."""

    line: int
    text: str
    reason: Reason
    is_back: bool


def cleaned_source(article: Article) -> CleanDocument | None:
    """The article's source as it is cleaned today; None where it has none that is plain text."""
    source = article.source
    if source is None or source.media_type != "text/plain":
        return None
    try:
        return clean(document_text(source.content)[0])
    except Refusal:
        return None


def removed_lines(article: Article, source: CleanDocument) -> list[Line]:
    """What was taken out of the source, in its order."""
    there = set(_blocks(article.text))
    return [Line(r.line, r.text, r.reason, _plain(r.text) in there) for r in source.removed if _plain(r.text)]


@transaction.atomic
def put_back(article: Article, source: CleanDocument, numbers: Collection[int]) -> int:
    """Put lines back into the working copy, each after what stands before it in the source; how many there were.

    A line is a paragraph of its own, and read for names and quotes as the rest is. What is back already is left.
    StaleVersion if the article was changed meanwhile.
    """
    body, count = article.body, 0
    for line in source.removed:
        if line.line in numbers and _plain(line.text) and _plain(line.text) not in _blocks(text_of(body)):
            before, after = _around(source, line.line)
            body, count = with_block(body, line.text, before, after), count + 1
    if count:
        article.body = body
        article.save()
        analysis.suggest(article)
    return count


def with_block(html: str, text: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The HTML with a paragraph more: after the first of the blocks `before` that is in it, else before the first of
    those `after`, else at the end.
    """
    elements = list(_elements(sanitize(html)))
    held = [_blocks(text_of(element)) for element in elements]
    at = next((n + 1 for wanted in before if (n := _place(held, wanted)) is not None), None)
    if at is None:
        at = next((n for wanted in after if (n := _place(held, wanted)) is not None), len(elements))
    return "".join([*elements[:at], f"<p>{escape(text.strip(), quote=False)}</p>", *elements[at:]])


def _around(source: CleanDocument, number: int) -> tuple[list[str], list[str]]:
    """Blocks of the body and other removed lines before and after a line of the source, the nearest first."""
    blocks = zip(source.body_lines, source.body.split("\n\n"), strict=True)
    pieces = [(lines[0], text) for lines, text in blocks if lines]
    pieces += [(line.line, line.text) for line in source.removed if len(line.text) >= _LONG]
    pieces.sort()
    return [text for at, text in pieces[::-1] if at < number], [text for at, text in pieces if at > number]


def _place(held: Sequence[Collection[str]], wanted: str) -> int | None:
    """The element that has the block, or most of it where an editor changed it little."""
    plain = _plain(wanted)
    whole = next((n for n, blocks in enumerate(held) if plain in blocks), None)
    if whole is not None or len(plain) < _LONG:
        return whole
    return next((n for n, blocks in enumerate(held) if any(plain[:_LONG] in block for block in blocks)), None)


def _elements(html: str) -> Iterator[str]:
    """Its outermost block elements, and what stands between them."""
    begin = depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in BLOCKS:
            continue
        if not tag[1]:
            if depth == 0 and tag.start() > begin:
                yield html[begin : tag.start()]
                begin = tag.start()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield html[begin : tag.end()]
                begin = tag.end()
    if begin < len(html):
        yield html[begin:]


def _blocks(text: str) -> list[str]:
    return [_plain(block) for block in text.split("\n\n")]


def _plain(text: str) -> str:
    return " ".join(text_of(escape(text)).split())
