"""Keys of documents into what is shown of them: looked up in the record as it is now, never taken from
the index."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.facts import hold_entities
from articles.models import Article, Quote, Rights, Story
from newsroom import periods
from newsroom.search.document import normal, story_text
from newsroom.search.engine import Marker
from people.models import Entity, Name, NameForm

#: characters of a snippet; of somebody else's text we show less
LONG, SHORT = 240, 140


@dataclass(frozen=True)
class Found:
    """One document's row. `kind` is the first word of its key: article, draft, entity, quote or story."""

    kind: str
    row: Any


@dataclass(frozen=True)
class Hit:
    """What a list of results shows. `snippet` is safe HTML; the words that were asked for are in `mark`s.

    `row` is the Article (with its live edition), Entity, Quote or Story; `draft` says that it is a
    working copy. `url` is "" where readers have no page of it.
    """

    kind: str
    row: Any
    url: str
    title: str
    snippet: SafeString
    day: date | None = None
    about: str = ""
    language: str = ""
    draft: bool = False


def found(keys: Iterable[str], desk: bool) -> list[Found]:
    """The rows behind these keys, in their order, as far as they are there for readers, or for the desk."""
    wanted: dict[str, list[int]] = defaultdict(list)
    parsed = [(kind, int(pk.partition(":")[0])) for kind, _, pk in (key.partition(":") for key in keys)]
    for kind, pk in parsed:
        wanted[kind].append(pk)
    rows = {kind: {row.pk: row for row in _ROWS[kind](pks, desk)} for kind, pks in wanted.items()}
    return [Found(kind, rows[kind][pk]) for kind, pk in parsed if pk in rows[kind]]


def hits(rows: Iterable[Found], marker: Marker) -> list[Hit]:
    return [_HITS[found.kind](found.row, marker) for found in rows]


def texts(found: Found) -> list[str]:
    """All texts of a row that are searched, as far as readers see them or could find them by their words."""
    row = found.row
    if found.kind == "article":
        edition = row.live_edition
        return [edition.headline, edition.standfirst, edition.text]
    if found.kind == "draft":
        return [row.headline, row.standfirst, row.text]
    if found.kind == "entity":
        return [row.name, row.description, *(name.text for name in row.forms)]
    if found.kind == "story":
        return [row.title, story_text(row)]
    return [row.exact]


def _articles(pks: list[int], desk: bool) -> Iterable[Article]:
    rows = Article.objects.live().filter(pk__in=pks).select_related("live_edition")
    return rows.defer("body", "text", "live_edition__body", "live_edition__html", "live_edition__jsonld")


def _drafts(pks: list[int], desk: bool) -> Iterable[Article]:
    return Article.objects.filter(pk__in=pks).defer("body") if desk else []


def _entities(pks: list[int], desk: bool) -> Iterable[Entity]:
    rows = Entity.objects.current() if desk else Entity.objects.live()
    names = Prefetch("names", Name.objects.exclude(kind=NameForm.WEAK), to_attr="forms")
    shown = list(rows.filter(pk__in=pks).prefetch_related(names))
    hold_entities(shown)
    return shown


def _stories(pks: list[int], desk: bool) -> Iterable[Story]:
    rows = Story.objects.all() if desk else Story.objects.live()
    return rows.filter(pk__in=pks)


def _quotes(pks: list[int], desk: bool) -> Iterable[Quote]:
    rows = Quote.objects.live().filter(pk__in=pks).select_related("edition", "speaker__survivor")
    return rows.defer(*(f"edition__{name}" for name in ("body", "text", "html", "jsonld")))


_ROWS: dict[str, Callable[[list[int], bool], Iterable[Any]]] = {
    "article": _articles,
    "draft": _drafts,
    "entity": _entities,
    "story": _stories,
    "quote": _quotes,
}


def _article(row: Article, marker: Marker) -> Hit:
    edition = row.live_edition
    assert edition
    length = SHORT if edition.rights == Rights.EXCERPT else LONG
    return Hit(
        kind="article",
        row=row,
        url=row.get_absolute_url() or "",
        title=edition.headline,
        snippet=snippet(marker, length, edition.text, edition.standfirst),
        day=edition.date,
        about=", ".join(filter(None, ((edition.section or {}).get("name"), edition.publisher))),
        language=edition.language,
    )


def _draft(row: Article, marker: Marker) -> Hit:
    text = snippet(marker, LONG, row.text, row.standfirst)
    return Hit(
        "article", row, "", row.headline or row.slug, text, row.date, "working copy", row.language, draft=True
    )


def _entity(row: Entity, marker: Marker) -> Hit:
    """Its description whole: it is one sentence."""
    about = ", ".join(filter(None, (periods.happened(row.begins, row.ends), row.place)))
    url = row.get_absolute_url() if row.is_live else ""
    return Hit(row.kind, row, url, row.name, marked(marker, row.description), about=about)


def _story(row: Story, marker: Marker) -> Hit:
    url = row.get_absolute_url() if row.public else ""
    return Hit("story", row, url, row.title, snippet(marker, LONG, story_text(row)))


def _quote(row: Quote, marker: Marker) -> Hit:
    edition = row.edition
    assert edition
    speaker = row.speaker.current.name if row.speaker else row.speaker_words
    return Hit(
        kind="quote",
        row=row,
        url=reverse("article", args=[edition.slug]),
        title=f"{speaker}, {row.role}" if row.role else speaker,
        snippet=snippet(marker, LONG, row.exact),
        day=edition.date,
        about=edition.headline,
        language=edition.language,
    )


_HITS: dict[str, Callable[[Any, Marker], Hit]] = {
    "article": _article,
    "draft": _draft,
    "entity": _entity,
    "story": _story,
    "quote": _quote,
}


def snippet(marker: Marker, length: int, text: str, otherwise: str = "") -> SafeString:
    """The best piece of the text with what was asked for marked; where nothing was, the beginning of
    `otherwise` or of the text."""
    text = normal(text)
    pieces = marker.piece(text, length)
    if not pieces:
        return marked(marker, _beginning(otherwise or text, length))
    whole = "".join(piece for piece, _ in pieces)
    before = "" if text.startswith(whole) else "… "
    after = "" if text.endswith(whole) else " …"
    return mark_safe(before + _html(pieces) + after)  # noqa: S308  _html escapes


def marked(marker: Marker, text: str) -> SafeString:
    """The whole text with what was asked for marked."""
    text = normal(text)
    return mark_safe(_html(marker.whole(text)) or escape(text))  # noqa: S308


def _html(pieces: Iterable[tuple[str, bool]]) -> str:
    return "".join(f"<mark>{escape(piece)}</mark>" if asked else escape(piece) for piece, asked in pieces)


def _beginning(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[:length].rsplit(None, 1)[0] + " …"
