"""Articles: Markdown with a head of settings between two lines of three hyphens."""

import hashlib
import re
from pathlib import Path

from markdown_it import MarkdownIt

from articles.text import sanitize
from seeds.readers.files import content_of, text_in
from seeds.readers.nodes import parse
from seeds.readers.schema import checked
from seeds.records import FileRead, Lines, Problem, Record, Refusal

_HEAD = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def html_from(markdown: str) -> str:
    """Markdown as the little HTML that articles hold; HTML in it is text."""
    return sanitize(_MARKDOWN.render(markdown))


def read_article(path: Path) -> FileRead:
    """The one article of a Markdown file; its `body` is HTML."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        found.records.append(_article(path, text_in(content)))
    except Refusal as refusal:
        found.problems += refusal.problems
        found.refused = 1
    return found


def _article(path: Path, text: str) -> Record:
    head = _HEAD.match(text)
    if not head:
        raise Refusal(
            Problem(
                1,
                None,
                "An article begins with a line of three hyphens, its settings, and three hyphens again.",
            )
        )
    value, lines = parse(head.group(1), first_line=2)
    value = value if isinstance(value, dict) else {}
    body_line = text.count("\n", 0, head.end()) + 1
    value, problems = checked("article", value, lines)
    written = text[head.end() :]
    body = sanitize(written.strip()) if value.get("format") == "html" else html_from(written)
    if not body.strip() and value.get("format") != "html":
        problems.append(
            Problem(body_line, "body", "There is no text after the settings: write it, or remove the file.")
        )
    if problems:
        raise Refusal(*problems)
    parts = {**lines.parts, "body": Lines(body_line)}
    return Record("article", {**value, "body": body}, Lines(lines.line, parts), path)
