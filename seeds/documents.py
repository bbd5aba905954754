"""Raw documents into source documents and draft articles with suggestions."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from articles import analysis
from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    PageAddress,
    Rights,
    SourceDocument,
)
from articles.models.passage import kinds_of_passage
from articles.text import html_of
from seeds.articles import BYLINES
from seeds.cleaning import CleanDocument, clean
from seeds.models import SeedRecord
from seeds.readers.documents import in_meta
from seeds.records import Document, Problem, Record, Refusal, shown
from seeds.report import Tally
from seeds.writer import Wish, Writer, Written

_LONGEST = {"headline": 300, "standfirst": 1000, "dateline": 100}


def write_document(writer: Writer, document: Document, day: date | None, tally: Tally) -> None:
    """Keep the document as it came and make, or bring up to date, the draft that is read from it.

    The day is the document's own (from the file beside it, or from its text), or else `day`.
    """
    record = Record("document", document.meta, document.lines, document.path)
    source = _source(document, tally)
    key = f"document:{source.sha256}"
    if copy_of := _read_elsewhere(writer, key, document.path):
        message = f"This is the same document as {shown(copy_of)}: it was read from there."
        tally.notes.append(Problem(None, None, message))
        return
    writer.context.documents[key] = document.path
    _take_over(writer, key)
    cleaned = clean(document.text)
    values = {**_values(document, cleaned, day, tally), "source": source}
    wish = Wish(
        Article,
        key,
        values,
        many={"bylines": (BYLINES, _bylines(cleaned))},
        initial={"slug": _free_slug(cleaned.headline or document.path.stem)},
    )
    try:
        written = writer.put(wish, tally, record)
    except Refusal as refusal:
        raise Refusal(*(_of_meta(document, problem) for problem in refusal.problems)) from refusal
    if written.row is not None:
        _suggest(writer, written, tally)
        if not written.row.headline:
            message = "There is no headline in the text: the draft has none until an editor writes one."
            tally.notes.append(Problem(None, "headline", message))


def _source(document: Document, tally: Tally) -> SourceDocument:
    source = SourceDocument.objects.with_bytes(document.content).first()
    made = source is None
    if source is None:
        name, origin = shown(Path(document.path.name)), shown(document.path)
        source = SourceDocument.of(document.content, name=name[:255], origin=origin[:1000])
        source.save()
    tally.share(source, made=made)
    return source


def _read_elsewhere(writer: Writer, key: str, path: Path) -> Path | None:
    """Another file with the same bytes, read in this run, or before and still there."""
    first = writer.context.documents.get(key)
    if first:
        return first if first != path else None
    seed = writer.seed(key)
    before = Path(seed.path) if seed and seed.path != writer.path else None
    return before if before and before.exists() and _is_same(before, path) else None


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _take_over(writer: Writer, key: str) -> None:
    """A file whose content changed is a new version of the document that was read from the same place."""
    if writer.seed(key) is None:
        earlier = SeedRecord.objects.filter(key__startswith="document:", path=writer.path).first()
        if earlier:
            earlier.key = key
            earlier.save(update_fields=["key"])


def _values(document: Document, cleaned: CleanDocument, day: date | None, tally: Tally) -> dict[str, Any]:
    meta = document.meta
    values: dict[str, Any] = {
        name: _cut(getattr(cleaned, name) or "", name, longest, tally) for name, longest in _LONGEST.items()
    }
    values |= {
        "body": html_of(cleaned.body, cleaned.subheads),
        "language": meta.get("language") or cleaned.language or "en",
        "publisher": meta.get("publisher") or "",
        "url": meta.get("url") or "",
        "rights": meta.get("rights") or Rights.EXCERPT,
    }
    own = meta.get("published") or cleaned.published
    known = _whole_day(own) if own else day
    return values | (
        {"date": known} if known else {}
    )  # a day given once stays, though a later run gives none


def _cut(text: str, name: str, longest: int, tally: Tally) -> str:
    if len(text) > longest:
        tally.notes.append(
            Problem(None, name, f"This is cut after {longest} characters, which is all that fits.")
        )
    return text[:longest]


def _whole_day(text: str) -> date | None:
    """A day; None for what is less exact, as an article's day is never guessed."""
    return date.fromisoformat(text) if len(text) == 10 else None


def _bylines(cleaned: CleanDocument) -> list[dict[str, Any]]:
    """Who made it: the people of the byline, and the photographers of the credits."""
    lines = [(b.name, b.role, b.bio or "") for b in cleaned.bylines]
    lines += [(c.name, "photographer", c.agency or "") for c in cleaned.credits if c.name]
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for name, role, biography in lines:
        line = {"name": name[:200], "role": role, "person": None, "biography": biography}
        once.setdefault((name[:200], role), line)
    return list(once.values())


def _of_meta(document: Document, problem: Problem) -> Problem:
    """A problem of a value that the file beside the document gave is said of that file."""
    return in_meta(document.path, problem) if problem.field in document.meta else problem


def _free_slug(words: str) -> str:
    """An address that nobody has or had, from a headline or a file's name."""
    slug = "-".join(part for part in slugify(words)[:100].replace("_", "-").split("-") if part) or "article"
    slug = f"article-{slug}" if slug.isdigit() else slug
    taken = set(Article.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken |= set(PageAddress.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


# What the machine finds


def _suggest(writer: Writer, written: Written, tally: Tally) -> None:
    """Read a draft whose text or day is new; count its suggestions, new ones and old."""
    article = Article.objects.get(pk=written.row.pk)
    if written.created or written.changed & {"body", "date"}:
        stored = analysis.suggest(article, writer.context.names)
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


__all__ = ["write_document"]
