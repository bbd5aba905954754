"""From the text of a page to the article in it.

The page is judged line by line (``furniture``), the stretch of lines with the most sentences is the article
(``stretch``), what stands over it and under it names the people who made it (``heading``, ``bylines``). The
found body is read again until nothing more comes off, so that cleaning its own output changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from articles.dating import find_dates
from seeds.cleaning import bylines as people
from seeds.cleaning import heading, stretch
from seeds.cleaning.document import BLOCK_BREAK, Byline, CleanDocument, Credit, Reason, Removed
from seeds.cleaning.furniture import furniture, is_dated
from seeds.cleaning.language import language_of
from seeds.cleaning.lines import Line, as_block, split_lines

HEAD = 12  # lines above the body that can hold the byline and date when there is no headline
OPENING = 3000  # characters of the article that its headline is compared with
TOP = 5  # first lines of the stretch that can still be standfirst, caption or byline
FEW = 20  # lines of the stretch in which two paragraphs must follow a byline that opens it
TAIL = 8  # lines at and after the end of the body that can hold the author box
ROUNDS = 20  # how often the found body is read again at most; two are usual
_ABOUT = re.compile(
    r"(?:about|über|sobre|à propos de|acerca de|informazioni su)\s+(?:the )?(.{3,60})$", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


@dataclass(slots=True)
class _Page:
    """The lines of a page with what has been found about each so far; ``reasons[i]`` None means body."""

    lines: list[Line]
    reasons: list[Reason | None]
    body: range = range(0)
    headline: int | None = None
    standfirst: int | None = None
    bylines: list[Byline] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    published: str | None = None


def clean(text: str) -> CleanDocument:
    """Read the article out of ``text``, the words of a page as somebody copied them.

    Takes time linear in the text. Every word of the body stands in the text, in the same order. Nothing
    raises: a text without any sentence gives an empty body.
    """
    lines = split_lines(text)
    pages = [_read(lines, [furniture(line) for line in lines])]
    for _ in range(ROUNDS):
        kept = [as_block(line) for line in _kept(pages[-1])]
        if len(kept) == len(pages[-1].lines):
            break
        pages.append(_read(kept, [None] * len(kept)))
    return _document(pages)


def _read(lines: list[Line], reasons: list[Reason | None]) -> _Page:
    page = _Page(lines, reasons)
    _mark_captions(page)
    main = stretch.column(lines, page.reasons)
    _mark_lists_of_links(page, main)
    page.body = stretch.find(stretch.scores(lines, page.reasons, main))
    _start_under_the_byline(page)
    _start_at_a_sentence(page)
    _read_tail(page)
    _read_head(page)
    _name_the_rest(page)
    return page


def _mark_captions(page: _Page) -> None:
    """A line right above a picture's credit is the picture's caption."""
    for i in range(len(page.lines) - 1):
        line, below = page.lines[i], page.lines[i + 1]
        touching = line.numbers[-1] + 1 == below.numbers[0] and not line.apart
        if page.reasons[i] is None and page.reasons[i + 1] == "credit" and touching and line.words <= 60:
            page.reasons[i] = "caption"


def _mark_lists_of_links(page: _Page, main: int) -> None:
    """What follows "Related" or "Trending" up to the next paragraph belongs to it."""
    listing = False
    for i, line in enumerate(page.lines):
        reason = page.reasons[i]
        if reason in ("related", "newsletter"):
            listing = line.words <= 8 or line.text.endswith(":")
        elif reason is None and listing:
            listing = line.bullet or line.indent != main or not (line.prose or line.text.endswith((".", ":")))
            if listing:
                page.reasons[i] = "related"


def _start_at_a_sentence(page: _Page) -> None:
    """Short lines over the first sentence are headings or labels of the page, not of the body."""
    begin = page.body.start
    while begin < page.body.stop and (page.reasons[begin] is not None or not _opens(page.lines[begin])):
        begin += 1
    page.body = range(begin, page.body.stop)


def _start_under_the_byline(page: _Page) -> None:
    """Where a byline or date stands in the first lines of the stretch, the body begins under it."""
    top = page.body[:TOP]
    marks = [i for i in top if not page.lines[i].prose and _is_mark(page, i)]
    if not marks:
        return
    over = [i for i in range(page.body.start, marks[-1]) if page.reasons[i] is None and page.lines[i].prose]
    under = [i for i in page.body[:FEW] if i > marks[-1] and page.lines[i].prose]
    if len(over) <= 1 < len(under):
        page.body = range(marks[-1] + 1, page.body.stop)


def _opens(line: Line) -> bool:
    return line.prose or line.ended or (line.words >= 12 and line.text.endswith(":"))


def _read_tail(page: _Page) -> None:
    """Author boxes and lines about who helped, at the end of the article."""
    end = min(len(page.lines), page.body.stop + TAIL)
    at = [i for i in range(page.body.start, end) if page.reasons[i] in (None, "share", "other")]
    for i in at[-2 * TAIL :]:
        if people.is_closing_line(page.lines[i]):
            found = people.read_contributors(page.lines[i])
            page.bylines += found
            page.reasons[i] = "contributor" if any(p.role == "contributor" for p in found) else "byline"
    _read_author_box(page, [i for i in at if page.reasons[i] is None][-2 * TAIL :])


def _read_author_box(page: _Page, tail: list[int]) -> None:
    body = [i for i in tail if i < page.body.stop]
    if not body:
        return
    for place, i in enumerate(tail):
        line = page.lines[i]
        rest = tail[place + 1 :]
        about = _ABOUT.match(line.text) if line.words <= 8 else None
        name = about[1] if about else line.text
        if i <= page.body.start or len(rest) > TAIL or not rest:
            continue
        if people.is_name(name) and (about or people.is_journalists_bio(name, page.lines[rest[0]])):
            bio = [k for k in rest if page.lines[k].words >= 6][:3]
            page.bylines.append(Byline(name, "author", " ".join(page.lines[k].text for k in bio) or None))
            for k in [i, *rest]:
                page.reasons[k] = "author"
            return
    for i in reversed(tail):
        if i <= page.body.start or i < body[-1] - 3:
            return
        if name_of := people.read_bio(page.lines[i]):
            page.bylines.insert(0, Byline(name_of, "author", page.lines[i].text))
            page.reasons[i] = "author"


def _read_head(page: _Page) -> None:
    begin = page.body.start if page.body else len(page.lines)
    opening = " ".join(page.lines[i].text for i in page.body[:8])[:OPENING]
    marks = {
        i
        for i in range(max(0, begin - heading.REACH), min(begin + TOP, len(page.lines)))
        if _is_mark(page, i)
    }
    above = [i for i in range(begin - 1, max(-1, begin - 1 - heading.REACH), -1) if _can_be_headline(page, i)]
    page.headline = heading.find_headline(page.lines, above, marks, heading.content_words(opening))
    first = max(0, begin - HEAD)
    if page.headline is not None:
        first = page.headline + 1
        page.reasons[page.headline] = None
    for i in range(first, begin):
        _read_head_line(page, i, marks)
    _find_standfirst(page, first)
    _drop_copies_of_the_headline(page)
    page.published = _published(page, max(0, (page.headline or begin) - 3), begin)


def _is_mark(page: _Page, i: int) -> bool:
    """A byline or a date?"""
    return page.reasons[i] == "date" or _is_byline(page.lines[i]) or is_dated(page.lines[i])


def _can_be_headline(page: _Page, i: int) -> bool:
    line = page.lines[i]
    return not line.bullet and furniture(line) is None and not _is_byline(line) and not is_dated(line)


def _drop_copies_of_the_headline(page: _Page) -> None:
    if page.headline is None:
        return
    title = heading.normal(page.lines[page.headline].text)
    for i in page.body:
        line = page.lines[i]
        short = page.reasons[i] is None and line.words <= heading.LONGEST_HEADLINE
        if short and heading.normal(line.text) == title:
            page.reasons[i] = "navigation"


def _is_byline(line: Line) -> bool:
    return bool(people.read_byline(line)) or people.is_lone_by(line)


def _read_head_line(page: _Page, i: int, marks: Collection[int]) -> None:
    line = page.lines[i]
    found = people.read_byline(line)
    after_by = i > 0 and people.is_lone_by(page.lines[i - 1])
    beside = after_by or is_dated(line) or (page.headline is not None and (i - 1 in marks or i + 1 in marks))
    if not found and beside and page.reasons[i] != "credit":
        found = people.read_name_and_date(line)
    if not found and page.headline is not None and page.reasons[i] is None:
        found = people.read_name_with_role(line)
    if found or people.is_lone_by(line):
        page.bylines += found + people.photographers(line.text)
        page.reasons[i] = "byline"
    elif page.reasons[i] is None and is_dated(line):
        page.reasons[i] = "date"


def _find_standfirst(page: _Page, first: int) -> None:
    """A paragraph between the headline and the byline or date is the standfirst."""
    if page.headline is None:
        return
    marks = [i for i in range(first, page.body.start) if page.reasons[i] in ("byline", "date")]
    over = [i for i in range(first, page.body.start) if page.reasons[i] is None and _opens(page.lines[i])]
    if len(over) == 1 and marks and over[0] < marks[0] and page.lines[over[0]].words >= 5:
        page.standfirst = over[0]


def _published(page: _Page, begin: int, end: int) -> str | None:
    """The day on a date line or byline over the article, else on a date line right under it."""
    under = range(page.body.stop, min(len(page.lines), page.body.stop + TAIL))
    at = [
        i
        for i in [*range(begin, end), *under]
        if page.reasons[i] in ("date", "byline") or is_dated(page.lines[i])
    ]
    at.sort(key=lambda i: ("updated" in page.lines[i].text.lower()[:20], i))
    for i in at:
        for found in find_dates(page.lines[i].text):
            if found.edtf and _DAY.match(found.edtf):
                return found.edtf
    return None


def _name_the_rest(page: _Page) -> None:
    """Every line outside the body gets a reason, every picture's credit near the article its record."""
    near = range(page.body.start - HEAD, page.body.stop + TAIL)
    for i, line in enumerate(page.lines):
        if page.reasons[i] is None and i not in page.body and i not in (page.headline, page.standfirst):
            under = i >= page.body.stop and bool(page.body)
            page.reasons[i] = (
                "other" if line.prose else "related" if under and line.words > 4 else "navigation"
            )
        credit = _credit(line, page.reasons[i]) if i in near else None
        if credit and (credit.name or credit.agency):
            page.credits.append(credit)


def _credit(line: Line, reason: Reason | None) -> Credit | None:
    if reason == "credit":
        return people.read_credit(line.text)
    return people.credit_in_caption(line.text) if reason == "caption" else None


def _kept(page: _Page) -> list[Line]:
    return [line for i, line in enumerate(page.lines) if i in page.body and page.reasons[i] is None]


def _document(pages: list[_Page]) -> CleanDocument:
    lines = _kept(pages[-1])
    body = BLOCK_BREAK.join(line.text for line in lines)
    first = next((page for page in pages if page.headline is not None), pages[0])
    standfirst = next(
        (page.lines[page.standfirst].text for page in pages if page.standfirst is not None), None
    )
    return CleanDocument(
        headline=first.lines[first.headline].text if first.headline is not None else None,
        standfirst=standfirst,
        dateline=heading.read_dateline(lines[0].text) if lines else None,
        published=next((page.published for page in pages if page.published), None),
        language=language_of(body),
        body=body,
        subheads=_subheads(lines),
        bylines=_each_once([byline for page in pages for byline in page.bylines]),
        credits=list(
            {(c.name, c.agency): c for page in reversed(pages) for c in reversed(page.credits)}.values()
        )[::-1],
        removed=_removed(pages),
        body_lines=[line.numbers for line in lines],
    )


def _subheads(lines: list[Line]) -> list[tuple[int, int]]:
    """Short lines without a full stop that stand right over a paragraph."""
    found: list[tuple[int, int]] = []
    start = 0
    for i, line in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else None
        short = (
            line.words <= 14
            and not line.prose
            and not line.bullet
            and not line.text.rstrip("\"'”’»«").endswith((".", ",", ":", ";"))
        )
        if i and short and below is not None and below.prose and any(map(str.isalpha, line.text)):
            found.append((start, start + len(line.text)))
        start += len(line.text) + len(BLOCK_BREAK)
    return found


def _each_once(found: list[Byline]) -> list[Byline]:
    """Each person once, with the biography if any line gave one."""
    people_by_name: dict[str, Byline] = {}
    for byline in found:
        known = people_by_name.get(byline.name.casefold())
        if known is None or (known.bio is None and byline.bio):
            people_by_name[byline.name.casefold()] = (
                byline if known is None else replace(known, bio=byline.bio)
            )
    return list(people_by_name.values())


def _removed(pages: list[_Page]) -> list[Removed]:
    """One entry for each line that is not in body, headline or standfirst, in the page's order."""
    gone: list[Removed] = []
    for page in pages:
        for i, reason in enumerate(page.reasons):
            again = page is not pages[0] and i in (page.headline, page.standfirst) and _taken(pages, page, i)
            if reason is None and not again:
                continue
            line = page.lines[i]
            gone += [
                Removed(n, raw.strip(), reason or "other")
                for n, raw in zip(line.numbers, line.raws, strict=True)
                if raw.strip()
            ]
    return sorted(gone, key=lambda entry: entry.line)


def _taken(pages: list[_Page], page: _Page, i: int) -> bool:
    """Was this headline (standfirst) of a later reading passed over, because an earlier reading had one?"""
    earlier = pages[: next(k for k, p in enumerate(pages) if p is page)]
    if i == page.headline:
        return any(p.headline is not None for p in earlier)
    return any(p.standfirst is not None for p in earlier)
