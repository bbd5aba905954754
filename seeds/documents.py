"""Raw documents into source documents and draft articles with suggestions."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from articles import analysis, counterparts
from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    PageAddress,
    Rights,
    SourceDocument,
)
from articles.models.passage import kinds_of_passage
from seeds.articles import BYLINES, IMAGES
from seeds.cleaning import CleanDocument
from seeds.images import write_image
from seeds.models import SeedRecord
from seeds.prepared import Prepared, prepared
from seeds.readers.documents import in_meta
from seeds.readers.files import exists
from seeds.records import Document, Picture, Problem, Record, Refusal, shown
from seeds.report import Tally
from seeds.writer import Many, Wish, Writer, Written

_LONGEST = {"headline": 300, "standfirst": 1000, "dateline": 100}


def write_document(
    writer: Writer, document: Document, day: date | None, tally: Tally, ahead: Prepared | None = None
) -> None:
    """Keep the document as it came and make, or bring up to date, the draft that is read from it.

    What an editor knows (the file beside it) counts before what the document says itself, and that before what is read
    out of its text. `day` is the day of a document that is found nowhere in these. `ahead` is what was prepared of it.
    """
    record = Record("document", document.meta, document.lines, document.path)
    if not _is_to_be_read(writer, document, tally):
        return
    source = _source(document, tally)
    key = key_of(document)
    writer.context.documents[key] = place_of(document)
    if document.key is None and document.part is None:
        _take_over(writer, key)
    ahead = ahead or prepared(document, day)
    [slug] = free_slugs([ahead.headline or document.path.stem])
    wish = wish_of(document, ahead, source, slug, tally)
    wish = replace(wish, many={**wish.many, **_pictures(writer, record, document, tally)})
    try:
        written = writer.put(wish, tally, record)
    except Refusal as refusal:
        raise Refusal(*(_of_meta(document, problem) for problem in refusal.problems)) from refusal
    if written.row is not None:
        _remember_version(written, document)
        _suggest(writer, written, ahead, tally)
        news = written.created or written.changed
        alike = counterparts.notes_on(written.row) if news else None
        note(document, written.row, tally, alike, pictured="images" in written.changed)


def wish_of(document: Document, ahead: Prepared, source: SourceDocument, slug: str, tally: Tally) -> Wish:
    """The draft that is to be made of a document."""
    many: dict[str, tuple[Many, list[Any]]] = {"bylines": (BYLINES, _bylines(document, ahead.cleaned))}
    values = {**_values(document, ahead, tally), "source": source}
    return Wish(Article, key_of(document), values, many=many, initial={"slug": slug})


def key_of(document: Document) -> str:
    """The key of what it becomes: its own, or one of its content."""
    return document.key or f"document:{hashlib.sha256(document.content).hexdigest()}"


def _is_to_be_read(writer: Writer, document: Document, tally: Tally) -> bool:
    """Whether this is no copy and no older version of what was read; tells why not."""
    key, line = key_of(document), document.lines.line if document.part else None
    here = writer.context.documents.get(key, place_of(document))
    seed, version = writer.seed(key), document.said.version
    known = seed.values.get("version") if seed else None
    if known and version and version < known:
        message = f"The record has a newer version of this item, of {known[:19]}: this one is left out."
    elif document.key and here != place_of(document) and not (known and version and version > known):
        message = f"This item was read from {here} already: it is left out."
    elif not document.key and (copy_of := _read_elsewhere(writer, key, document)):
        message = f"This is the same document as {copy_of}: it was read from there."
    else:
        return True
    tally.notes.append(Problem(line, None, message))
    return False


def _remember_version(written: Written, document: Document) -> None:
    version = document.said.version
    if version and written.seed.values.get("version") != version:
        written.seed.values = {**written.seed.values, "version": version}
        written.seed.save(update_fields=["values"])


def note(
    document: Document, row: Article, tally: Tally, alike: list[str] | None, *, pictured: bool = False
) -> None:
    """What an editor should know of it: always what may be wrong, and once what the document says besides.

    `alike` tells of articles that tell the same; None where nothing of it is new. `pictured`: its picture was taken.
    """
    line = document.lines.line if document.part else None
    tally.notes += document.notes
    if not row.headline:
        message = "There is no headline in the text: the draft has none until an editor writes one."
        tally.notes.append(Problem(line, "headline", message))
    if alike is None:
        return
    tally.notes += [Problem(line, None, told) for told in alike]
    if document.said.notice:
        tally.notes.append(Problem(line, "rights", f"It says of its rights: “{document.said.notice[:300]}”"))
    picture = document.said.picture
    if picture and not pictured:
        credit = f", credited to {picture.credit}" if picture.credit else ", without a credit"
        message = f"Its picture{credit}, is not fetched: {picture.address[:500]}"
        tally.notes.append(Problem(line, "images", message))


def source_of(document: Document) -> SourceDocument:
    """The document as it came, unsaved."""
    name, kind = shown(Path(document.path.name))[:255], document.media_type
    origin = place_of(document)[:1000]
    return SourceDocument.of(document.content, name=name, origin=origin, media_type=kind)


def _source(document: Document, tally: Tally) -> SourceDocument:
    source = SourceDocument.objects.with_bytes(document.content).defer("compressed").first()
    made = source is None
    if source is None:
        source = source_of(document)
        source.save()
    tally.share(source, made=made)
    return source


def place_of(document: Document) -> str:
    """Where a document stands, in words."""
    return ", ".join(filter(None, (shown(document.path), document.part)))


def _read_elsewhere(writer: Writer, key: str, document: Document) -> str | None:
    """Where a document with the same bytes was read in this run, or before and still is."""
    first = writer.context.documents.get(key)
    if first:
        return first if first != place_of(document) else None
    seed = writer.seed(key)
    before = seed.path if seed and seed.path != writer.path else None
    return before if before and _holds(Path(before), document.content) else None


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _take_over(writer: Writer, key: str) -> None:
    """A file whose content changed is a new version of the document that was read from the same place."""
    if writer.seed(key) is None:
        earlier = SeedRecord.objects.filter(key__startswith="document:", path=writer.path).first()
        if earlier:
            earlier.key = key
            earlier.save(update_fields=["key"])


def _values(document: Document, ahead: Prepared, tally: Tally) -> dict[str, Any]:
    meta, said, cleaned = document.meta, document.said, ahead.cleaned
    values: dict[str, Any] = {
        name: _cut(getattr(said, name) or getattr(cleaned, name) or "", name, longest, tally)
        for name, longest in _LONGEST.items()
    }
    values |= {
        "body": ahead.body,
        "language": meta.get("language") or said.language or cleaned.language or "en",
        "publisher": meta.get("publisher") or _cut(said.publisher or "", "publisher", 200, tally),
        "url": meta.get("url") or _address(said.url, tally),
        "rights": meta.get("rights") or said.rights or Rights.EXCERPT,
    }
    # a day given once stays, though a later run gives none
    return values | ({"date": ahead.day} if ahead.day else {})


def _address(url: str | None, tally: Tally) -> str:
    """The address that a document says it has, if it is one."""
    try:
        if url:
            URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        message = f"“{url[:200] if url else ''}” is no web address: it is left out."
        tally.notes.append(Problem(None, "url", message))
        return ""
    return url or ""


def _cut(text: str, name: str, longest: int, tally: Tally) -> str:
    if len(text) > longest:
        tally.notes.append(
            Problem(None, name, f"This is cut after {longest} characters, which is all that fits.")
        )
    return text[:longest]


def _bylines(document: Document, cleaned: CleanDocument) -> list[dict[str, Any]]:
    """Who made it: those whom the document names, else the people of the byline; and the photographers of the credits."""
    lines = [(name, role, "") for name, role in document.said.bylines]
    lines = lines or [(b.name, b.role, b.bio or "") for b in cleaned.bylines]
    lines += [(c.name, "photographer", c.agency or "") for c in cleaned.credits if c.name]
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for name, role, biography in lines:
        line = {"name": name[:200], "role": role, "person": None, "biography": biography}
        once.setdefault((name[:200], role), line)
    return list(once.values())


def _pictures(
    writer: Writer, record: Record, document: Document, tally: Tally
) -> dict[str, tuple[Many, list[Any]]]:
    """The picture that lies beside the document, if it says who made it and what it shows; nothing is fetched."""
    picture = picture_beside(document)
    if not picture:
        return {}
    if not picture.credit or not (picture.alt or picture.caption):
        message = "Its picture is left out: give it a credit and a text that says what it shows."
        tally.notes.append(Problem(None, "images", message))
        return {}
    item = {
        "file": unquote(picture.address),
        "credit": picture.credit[:200],
        "alt": (picture.alt or picture.caption)[:500],
        "caption": picture.caption[:500],
    }
    try:
        return {"images": (IMAGES, [write_image(writer, record, item, 0, tally)])}
    except Refusal as refusal:
        tally.notes += refusal.problems
        return {}


def picture_beside(document: Document) -> Picture | None:
    """The picture that the document names and that lies beside it."""
    picture = document.said.picture
    return picture if picture and _is_beside(picture.address, document.path) else None


def _is_beside(address: str, path: Path) -> bool:
    """Whether this is a path that stays in the document's own folder, to something that is there."""
    parts = Path(unquote(address)).parts
    inside = bool(parts) and ".." not in parts and not Path(address).is_absolute() and "\0" not in address
    return inside and "://" not in address and exists(path.parent / unquote(address))


def _of_meta(document: Document, problem: Problem) -> Problem:
    """A problem of a value that the file beside the document gave is said of that file."""
    return in_meta(document.path, problem) if problem.field in document.meta else problem


def free_slugs(words: Sequence[str]) -> list[str]:
    """Addresses that nobody has or had, each another one, from headlines or names of files."""
    wanted = [_slug(some) for some in words]
    taken = _taken(slug__in=set(wanted))
    free: list[str] = []
    for slug in wanted:
        if slug in taken:
            slug = _numbered(slug, taken | _taken(slug__startswith=f"{slug}-"))
        taken.add(slug)
        free.append(slug)
    return free


def _slug(words: str) -> str:
    slug = "-".join(part for part in slugify(words)[:100].replace("_", "-").split("-") if part) or "article"
    return f"article-{slug}" if slug.isdigit() else slug


def _numbered(slug: str, taken: set[str]) -> str:
    return next(free for n in count(2) if (free := f"{slug}-{n}") not in taken)


def _taken(**which: Any) -> set[str]:
    """Addresses that an article has or had."""
    has = Article.objects.filter(**which).order_by().values_list("slug", flat=True)
    return {*has, *PageAddress.objects.filter(**which).order_by().values_list("slug", flat=True)}


# What the machine finds


def _suggest(writer: Writer, written: Written, ahead: Prepared, tally: Tally) -> None:
    """Read a draft whose text or day is new; count its suggestions, new ones and old."""
    article = Article.objects.get(pk=written.row.pk)
    if written.created or written.changed & {"body", "date"}:
        found = ahead.reading_of(article.text, article.date)
        stored = analysis.suggest(article, writer.context.knows, found)
        tally.created += stored.made
        tally.changed += stored.gone
        tally.unchanged += stored.again
        new = set(stored.candidates)
    else:
        tally.unchanged += sum(
            model._base_manager.filter(article=article, edition__isnull=True).count()
            for model in kinds_of_passage()
        )
        new = set()
    candidates = CandidatePassage.objects.working().filter(article=article).values("candidate")
    for candidate in Candidate.objects.filter(pk__in=candidates):
        tally.share(candidate, made=candidate.pk in new)
