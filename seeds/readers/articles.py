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

_BEGIN = re.compile(r"---[ \t]*\n")
_END = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
_BETWEEN_BLOCKS = re.compile(r"(</?(?:ul|ol|li|blockquote)>|</(?:p|h2|h3|h4)>)\s+(?=<)")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def html_from(markdown: str) -> str:
    """Markdown as the little HTML that articles hold; HTML in it is text."""
    return one_line(sanitize(_MARKDOWN.render(markdown)))


def one_line(html: str) -> str:
    """Without space between blocks, which is no part of a text: dump_seeds writes a line for each block."""
    return str(_BETWEEN_BLOCKS.sub(r"\1", html.strip()))


def read_article(path: Path) -> FileRead:
    """The one article of a Markdown file; its `body` is HTML."""
    found = FileRead(path)
    try:
        content = content_of(path)
        found.sha256 = hashlib.sha256(content).hexdigest()
        found.records.append(_article(path, text_in(content)))
    except Refusal as refusal:
        found.refuse(*refusal.problems)
    return found


def _article(path: Path, text: str) -> Record:
    head, written, body_line = _parted(text)
    value, lines = parse(head, first_line=2)
    value, problems = checked("article", value if isinstance(value, dict) else {}, lines)
    body = _body(written, is_html=value.get("format") == "html")
    if not body.strip() and value.get("format") != "html":
        message = "There is no text after the settings: write it, or remove the file."
        problems.append(Problem(body_line, "body", message))
    if problems:
        raise Refusal(*problems)
    parts = {**lines.parts, "body": Lines(body_line)}
    return Record("article", {**value, "body": body}, Lines(lines.line, parts), path)


def _parted(text: str) -> tuple[str, str, int]:
    """Head, body, and the line where the body begins."""
    begin = _BEGIN.match(text)
    if not begin:
        message = "An article begins with a line of three hyphens, its settings, and three hyphens again."
        raise Refusal(Problem(1, None, message))
    end = _END.search(text, begin.end())
    if not end:
        message = "The settings that begin here have no end: close them with a line of three hyphens."
        raise Refusal(Problem(1, None, message))
    return text[begin.end() : end.start()], text[end.end() :], text.count("\n", 0, end.end()) + 1


def _body(written: str, *, is_html: bool) -> str:
    return one_line(sanitize(written)) if is_html else html_from(written)
