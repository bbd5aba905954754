"""What files say of themselves, in one form whatever the format: days, addresses, languages, names, bodies."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape

from lxml import etree
from lxml import html as lxml_html

from articles.text import blocks, sanitize, text_of
from seeds.cleaning import clean
from seeds.cleaning.bylines import names_in
from seeds.readers.articles import one_line

_BY = re.compile(r"\s*(?:by|von|par|por)\s*:?\s+", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"\s*\S+@\S+\s*\(([^)]+)\)\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?=T|$)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_PARAGRAPH = re.compile(r"</?p[ >]|<br ?/?>|</(div|h[1-6]|li|blockquote)>", re.IGNORECASE)
_LONGEST_KEY = 200


def words(text: object) -> str | None:
    """A text without markup, in one line; None if nothing is left or it is no text."""
    if not isinstance(text, str):
        return None
    plain = text_of(text) if _TAG.search(text) else unescape(text)
    return " ".join(plain.split()) or None


def is_markup(text: str) -> bool:
    """Whether there are tags in a text."""
    return bool(_TAG.search(text))


def is_html(text: str) -> bool:
    """Whether a text is written in HTML blocks."""
    return bool(_PARAGRAPH.search(text))


def first(values: Iterable[str | None]) -> str | None:
    """The first that says something."""
    return next((value for value in values if value), None)


def day(text: object) -> str | None:
    """The day of a moment as it is written, in the place where it was written; None if it is less than a day, or none."""
    if not isinstance(text, str):
        return None
    written = text.strip()
    compact = _COMPACT_DAY.match(written)
    iso = "-".join(compact.groups()) if compact else written[:10]
    try:
        if _DAY.match(iso):
            return date.fromisoformat(iso).isoformat()
        return parsedate_to_datetime(written).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def moment(text: object) -> str | None:
    """A moment in UTC, so that moments can be compared as texts; None if it is none."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            found = parsedate_to_datetime(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    try:
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).isoformat(timespec="milliseconds")
    except OverflowError:
        return None


def address(text: object) -> str | None:
    """A web address; None if it is none."""
    found = _ADDRESS.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[0] if found and len(found[0]) <= 1000 else None


def language(text: object) -> str | None:
    """A language tag such as "en" or "pt-BR" (BCP 47); None if it is none."""
    found = _LANGUAGE.fullmatch(text.strip()) if isinstance(text, str) else None
    return found[0].replace("_", "-")[:12].rstrip("-") if found else None


def names(text: object, role: str = "author") -> tuple[tuple[str, str], ...]:
    """The people of a byline such as "By A B and C D", each with the role; the whole text if no name is known in it."""
    line = words(text)
    if line is None:
        return ()
    if mail := _MAIL_AND_NAME.fullmatch(line):
        line = mail[1]
    line = _BY.sub("", line, count=1) if _BY.match(line) else line
    found = [name for name in (names_in(line) or [line]) if not address(name) and "@" not in name]
    return tuple((name, role) for name in dict.fromkeys(found))


def key_of(own: str | None, scope: str | None) -> str | None:
    """The key of an item by its own id; one that is no URI counts within its scope, such as its publisher."""
    if not own or not own.strip():
        return None
    own = own.strip()
    whole = own if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", own) else f"{scope or ''}#{own}"
    if len(whole) > _LONGEST_KEY:
        whole = "sha256:" + hashlib.sha256(whole.encode()).hexdigest()
    return f"item:{whole}"


def body(html: str | None) -> str | None:
    """The little HTML that articles hold; None if there is no text in it."""
    clean_html = one_line(sanitize(html)) if html else ""
    return clean_html if text_of(clean_html) else None


def without_heading(html: str, *said: str | None) -> str:
    """A body that does not begin with the headline or standfirst that is known already."""
    known = {" ".join(line.split()).casefold() for line in said if line}
    parts = _parts(html)
    while len(parts) > 1 and parts[0][0].casefold() in known:
        parts = parts[1:]
    return "".join(markup for _, markup in parts) or html


def without_furniture(html: str) -> str:
    """A body without the paragraphs that the cleaner takes for no part of an article, such as share lines."""
    parts = _parts(html)
    cleaned = clean("\n\n".join(line for line, _ in parts))
    kept = {number for lines in cleaned.body_lines for number in lines}
    if not kept:
        return html
    return "".join(
        markup for n, (_, markup) in enumerate(parts) if 2 * n + 1 in kept or not markup.startswith("<p>")
    )


def _parts(html: str) -> list[tuple[str, str]]:
    """The outermost blocks of a body: each as one line of text and as markup."""
    found: list[tuple[str, str]] = []
    for part in lxml_html.fragments_fromstring(html) if html.strip() else []:
        markup = f"<p>{escape(part)}</p>" if isinstance(part, str) else _markup(part)
        lines = " ".join(block.text for block in blocks(markup)).split()
        if lines:
            found.append((" ".join(lines), one_line(sanitize(markup))))
    return found


def _markup(element: lxml_html.HtmlElement) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
