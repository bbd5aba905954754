"""The one text that everything counts in, and the little HTML that it comes from.

`text_of(html)` is the text of `sanitize(html)`: blocks joined by a blank line, subheads included, no markup.
Offsets everywhere in the record are Unicode code points into it. Its rules:

- A block is a paragraph, subhead, list item, quotation, or text outside of all of these. Nested ones give
  one block each: a list inside an item ends the item's first block.
- Within a block every run of white space, no-break spaces included, is one space; a `<br>` is one newline;
  two of them in a row end the block, as paragraphs were once typed. So blank lines lie between blocks only.
- Control characters and invisible ones that only split words (soft hyphen, zero-width space) are gone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from html.entities import html5
from itertools import pairwise, zip_longest

import nh3

INLINE = frozenset({"a", "em", "strong", "b", "i", "s", "sub", "sup", "br"})
BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"})

# Tags that we do not keep but that part one block of text from the next.
_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_PARTING = frozenset(
    "address article aside caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hr main nav pre section summary table tbody td tfoot th thead tr".split()
)
_DROPPED_WHOLE = {"script", "style", "title", "template", "noscript", "iframe"}
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\ufdd0"
_UNWANTED = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *map(ord, _INVISIBLE)], None
) | dict.fromkeys(map(ord, "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"), " ")
_DEEPEST = 100  # elements in one another; parsing takes quadratic time in this
_OFTEN_LEFT_OPEN = INLINE | {
    "p",
    "li",
    "dd",
    "dt",
    "td",
    "th",
    "tr",
    "thead",
    "tbody",
    "tfoot",
    "hr",
    "img",
    "option",
}

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
_AMPERSAND = (
    "\ufdd0"  # stands for "&" while nh3 works, which takes quadratic time in ampersands; no character
)
_LEGACY_REFERENCES = "|".join(name for name in html5 if not name.endswith(";"))
_PLAIN_AMPERSAND = re.compile(rf"&(?:amp;|(?!#|[a-zA-Z0-9]+;|{_LEGACY_REFERENCES}))")
_PARTING_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_PARTING))})>")
_HEADING_TAG = re.compile(rf"(?<=[</])({'|'.join(_HEADINGS)})>")
_LINK_TO_NOWHERE = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)
_EMPTY_BLOCK = re.compile(r"<(p|h2|h3|h4|li|ul|ol|blockquote)>\s*</\1>")
_PIECE = re.compile(r"\s+|\S+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_ID = re.compile(r"""\sid=("[^"]*"|'[^']*'|[^\s>]+)""")


@dataclass(frozen=True)
class Block:
    """One block of `text_of(html)`. `tag` is the innermost block element around it, "p" if there is none."""

    tag: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Mark:
    """A span of `text_of(html)` to put between two tags, such as '<a href="/people/x/">' and '</a>'."""

    start: int
    end: int
    open: str
    close: str

    @property
    def is_link(self) -> bool:
        return re.match(r"<a\b", self.open, re.IGNORECASE) is not None


def sanitize(html: str) -> str:
    """HTML reduced to paragraphs, subheads (h2 to h4), lists, quotations, links and emphasis; text stays.

    Links go to http, https and mailto only. What other elements part stays parted, as paragraphs.
    """
    clean = _clean(html, INLINE | BLOCKS | _PARTING | _HEADINGS.keys())
    clean = _LINK_TO_NOWHERE.sub(r"\1", clean)
    if not (_PARTING_TAG.search(clean) or _HEADING_TAG.search(clean)):
        return clean
    clean = _HEADING_TAG.sub(lambda tag: f"{_HEADINGS[tag[1]]}>", clean)
    clean = _clean(_PARTING_TAG.sub("</p><p>", clean), INLINE | BLOCKS)
    emptied = 1
    while emptied:
        clean, emptied = _EMPTY_BLOCK.subn("", clean)
    return clean


def text_of(html: str) -> str:
    """The text of an article's body, by the rules above."""
    return _Walk(html).text


def blocks(html: str) -> list[Block]:
    """The blocks of `text_of(html)` in order, each with its element."""
    walk = _Walk(html)
    return [Block(tag, start, end, walk.text[start:end]) for tag, start, end in walk.blocks]


def html_of(text: str, subheads: Collection[tuple[int, int]] = ()) -> str:
    """HTML of a plain text: a paragraph for each block, a line break for each newline inside of one.

    `subheads` are (start, end) of blocks that become `h2`. A text as `text_of` gives it comes back
    unchanged.
    """
    parts = []
    for start, end in _block_spans(text):
        tag = "h2" if (start, end) in subheads else "p"
        parts.append(f"<{tag}>{escape(text[start:end], quote=False).replace(chr(10), '<br>')}</{tag}>")
    return "".join(parts)


def annotate(html: str, marks: Sequence[Mark]) -> str:
    """`sanitize(html)` with its text marked. `text_of` of the result is the same text.

    A mark is closed and opened again where an element begins or ends, or a longer mark that it crosses, so
    that all is well-formed; only its first piece keeps an `id`. Of marks on the same words the longest is
    outermost, then the one given first. Links do not nest: a marking link that overlaps a longer one (or an
    equal one given earlier) is left out, and inside a link of the HTML it has no piece.
    Raises ValueError for a mark outside of the text.
    """
    walk = _Walk(html)
    for mark in marks:
        if not 0 <= mark.start < mark.end <= len(walk.text):
            raise ValueError(
                f"A mark from {mark.start} to {mark.end} is not inside a text of {len(walk.text)} characters."
            )
    return _Marker(walk, marks).html()


# Sanitising


def _clean(html: str, tags: Collection[str]) -> str:
    html = _PLAIN_AMPERSAND.sub(_AMPERSAND, _shallow(html.translate(_UNWANTED)))
    clean = nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=_DROPPED_WHOLE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
    )
    clean = clean.replace(_AMPERSAND, "&amp;")
    return clean.translate(_UNWANTED)  # "&#1;" is a character by now


def _shallow(html: str) -> str:
    """Without the tags of elements that lie too deep. Only of those that are never left open in passing."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _OFTEN_LEFT_OPEN:
            return tag[0]
        too_deep = depth >= _DEEPEST + bool(tag[1])
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        return "" if too_deep else tag[0]

    return _TAG.sub(kept, html)


# Walking


@dataclass
class _Token:
    """A tag as it is written, or (`tag` is "") the text between two tags, references resolved."""

    content: str
    tag: str = ""
    is_end: bool = False


@dataclass
class _Run:
    """The span of the text that comes from one token."""

    token: int
    start: int
    end: int


class _Walk:
    """Sanitised HTML: its tokens, its text, its blocks, and which token each span of the text comes from."""

    def __init__(self, html: str) -> None:
        self.tokens = list(_tokens(sanitize(html)))
        self.runs: list[_Run] = []
        self.blocks: list[tuple[str, int, int]] = []
        self._parts: list[str] = []
        self._length = 0
        self._gap = ""  # what goes before the next word: "", " ", "\n" or "\n\n"
        self._space_in = 0  # the token that this space is in
        open_blocks = ["p"]
        for number, token in enumerate(self.tokens):
            if not token.tag:
                self._read(number, token.content, open_blocks[-1])
            elif token.tag == "br":
                self._widen("\n\n" if self._gap.startswith("\n") else "\n")
            elif token.tag in BLOCKS:
                self._widen("\n\n")
                if token.is_end:
                    open_blocks.pop()
                else:
                    open_blocks.append(token.tag)
        self.text = "".join(self._parts)

    def _widen(self, gap: str) -> None:
        if self._length and len(gap) >= len(self._gap.strip(" ")):
            self._gap = gap

    def _read(self, number: int, content: str, tag: str) -> None:
        if content[0].isspace():
            self._widen_by_space(number)
        if words := " ".join(content.split()):
            self._write(number, words, tag)
            if content[-1].isspace():
                self._widen_by_space(number)

    def _widen_by_space(self, number: int) -> None:
        if self._length and not self._gap:
            self._gap, self._space_in = " ", number

    def _write(self, number: int, words: str, tag: str) -> None:
        start = self._length + len(self._gap)
        end = start + len(words)
        if self._gap == " ":
            self._add_run(self._space_in, self._length, start)
        self._add_run(number, start, end)
        if self._gap == "\n\n" or not self.blocks:
            self.blocks.append((tag, start, end))
        else:
            self.blocks[-1] = (*self.blocks[-1][:2], end)
        self._parts += [self._gap, words]
        self._length, self._gap = end, ""

    def _add_run(self, token: int, start: int, end: int) -> None:
        if self.runs and self.runs[-1].token == token:
            self.runs[-1].end = end
        else:
            self.runs.append(_Run(token, start, end))

    def places(self, run: _Run) -> list[int]:
        """For each offset of the run, its end included: the offset in the token."""
        content = self.tokens[run.token].content
        places: list[int] = []
        for piece in _PIECE.finditer(content):
            if not piece[0].isspace():
                places += range(*piece.span())
            elif places or self.text[run.start] == " ":
                places.append(piece.start())
        after = places[run.end - run.start] if len(places) > run.end - run.start else len(content.rstrip())
        return [*places[: run.end - run.start], after if self.text[run.end - 1] != " " else len(content)]


def _tokens(html: str) -> Iterator[_Token]:
    """Of sanitised HTML, where "<" and ">" stand around tags only."""
    last = 0
    for tag in _TAG.finditer(html):
        if tag.start() > last:
            yield _Token(unescape(html[last : tag.start()]))
        yield _Token(tag[0], tag[2], bool(tag[1]))
        last = tag.end()
    if last < len(html):
        yield _Token(unescape(html[last:]))


def _block_spans(text: str) -> Iterator[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    for gap in _BLANK_LINES.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    if start < end:
        yield start, end


# Marking

_Piece = tuple[int, int, list[int]]  # start and end in a token, marks on it by rank, outermost first


class _Marker:
    """Writes the tokens of a walk again, with marks around pieces of their text."""

    def __init__(self, walk: _Walk, marks: Sequence[Mark]) -> None:
        self._walk = walk
        self._marks = _without_nested_links(sorted(marks, key=lambda mark: mark.start - mark.end))
        self._edges = sorted({edge for mark in self._marks for edge in (mark.start, mark.end)})
        self._by_start = sorted(
            range(len(self._marks)), key=lambda rank: self._marks[rank].start, reverse=True
        )
        self._active: list[int] = []
        self._opened: set[int] = set()

    def html(self) -> str:
        runs = {run.token: run for run in self._walk.runs}
        out: list[str] = []
        in_link = False
        for number, token in enumerate(self._walk.tokens):
            if token.tag:
                in_link = not token.is_end if token.tag == "a" else in_link
                out.append(token.content)
            else:
                out += self._marked(
                    token.content, self._pieces(runs[number], in_link) if number in runs else []
                )
        return "".join(out)

    def _pieces(self, run: _Run, in_link: bool) -> list[_Piece]:
        """The marked pieces of a run, in order. To be called for run after run."""
        edges = self._edges[bisect_right(self._edges, run.start) : bisect_left(self._edges, run.end)]
        spans = [
            (start, end, [rank for rank in ranks if not (in_link and self._marks[rank].is_link)])
            for start, end in pairwise([run.start, *edges, run.end])
            if (ranks := self._ranks_at(start))
        ]
        places = self._walk.places(run) if spans else []
        return [(places[start - run.start], places[end - run.start], ranks) for start, end, ranks in spans]

    def _ranks_at(self, start: int) -> list[int]:
        while self._by_start and self._marks[self._by_start[-1]].start <= start:
            self._active.append(self._by_start.pop())
        self._active = sorted(rank for rank in self._active if self._marks[rank].end > start)
        return self._active

    def _marked(self, content: str, pieces: list[_Piece]) -> Iterator[str]:
        last = 0
        opened: list[int] = []
        for start, end, ranks in [*pieces, (len(content), len(content), [])]:
            changes = (at for at, (a, b) in enumerate(zip_longest(opened, ranks)) if a != b)
            kept = next(changes, len(ranks)) if start == last else 0
            yield from (self._marks[rank].close for rank in reversed(opened[kept:]))
            yield escape(content[last:start], quote=False)
            yield from map(self._opening, ranks[kept:])
            yield escape(content[start:end], quote=False)
            opened, last = ranks, end

    def _opening(self, rank: int) -> str:
        opening = self._marks[rank].open
        if rank in self._opened:
            return _ID.sub("", opening)
        self._opened.add(rank)
        return opening


def _without_nested_links(longest_first: list[Mark]) -> list[Mark]:
    """Leaves out links that overlap a longer one, or an equal one given earlier."""
    kept: list[Mark] = []
    taken: list[tuple[int, int]] = []  # by start; they do not overlap
    for mark in longest_first:
        if mark.is_link:
            at = bisect_left(taken, (mark.start, mark.end))
            if (at and taken[at - 1][1] > mark.start) or (at < len(taken) and taken[at][0] < mark.end):
                continue
            taken.insert(at, (mark.start, mark.end))
        kept.append(mark)
    return kept
