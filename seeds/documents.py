"""Raw documents into source documents and draft articles with suggestions."""

from datetime import date
from typing import Any

from django.utils.text import slugify

from articles import analysis
from articles.models import Article, Rights, SourceDocument
from articles.text import html_of
from seeds.articles import BYLINES
from seeds.cleaning import CleanDocument, clean
from seeds.models import SeedRecord
from seeds.records import Document, Lines, Problem, Record
from seeds.report import Tally
from seeds.writer import Writer


def write_document(document: Document, day: date | None, tally: Tally) -> None:
    """Keep the document as it came and make, or bring up to date, the draft that is read from it.

    The day is the document's own (from the file beside it, or from its text), or else `day`.
    """
    writer = Writer(document.path)
    record = Record("document", document.meta, Lines(1), document.path)
    source = _source(document, tally)
    key = f"document:{source.sha256}"
    _take_over(writer, key)
    cleaned = clean(document.text)
    if not cleaned.headline and writer.seed(key) is None:
        tally.notes.append(Problem(None, "headline", "There is no headline in the text: the draft has none."))
    values = {**_values(document, cleaned, day), "source": source}
    many = {"bylines": (BYLINES, _bylines(cleaned))}
    written = writer.put(
        Article,
        key,
        values,
        tally,
        record,
        many=many,
        initial={"slug": _free_slug(cleaned.headline or document.path.stem)},
    )
    if written.row is None:
        return
    if written.created or "body" in written.changed:
        stored = analysis.suggest(Article.objects.get(pk=written.row.pk))
        tally.created += stored.made
    else:
        tally.unchanged += _passages(written.row)


def _source(document: Document, tally: Tally) -> SourceDocument:
    known = SourceDocument.objects.with_bytes(document.content).first()
    if known:
        tally.unchanged += 1
        return known
    source = SourceDocument.of(document.content, name=document.path.name, origin=str(document.path))
    source.save()
    tally.created += 1
    return source


def _take_over(writer: Writer, key: str) -> None:
    """A file whose content changed is a new version of the document that was read from the same place."""
    if writer.seed(key) is None:
        earlier = SeedRecord.objects.filter(key__startswith="document:", path=writer.path).first()
        if earlier:
            earlier.key = key
            earlier.save(update_fields=["key"])


def _values(document: Document, cleaned: CleanDocument, day: date | None) -> dict[str, Any]:
    meta = document.meta
    own = meta.get("published") or cleaned.published
    return {
        "headline": (cleaned.headline or "")[:300],
        "standfirst": (cleaned.standfirst or "")[:1000],
        "body": html_of(cleaned.body, cleaned.subheads),
        "language": meta.get("language") or cleaned.language or "en",
        "dateline": (cleaned.dateline or "")[:100],
        "date": _whole_day(own) or day,
        "publisher": meta.get("publisher") or "",
        "url": meta.get("url") or "",
        "rights": meta.get("rights") or Rights.EXCERPT,
    }


def _whole_day(text: str | None) -> date | None:
    """A day; None for what is less exact, as an article's day is never guessed."""
    return date.fromisoformat(text) if text and len(text) == 10 else None


def _bylines(cleaned: CleanDocument) -> list[dict[str, Any]]:
    """Who made it: the people of the byline, and the photographers of the credits."""
    lines = [(b.name, b.role, b.bio or "") for b in cleaned.bylines]
    lines += [(c.name, "photographer", c.agency or "") for c in cleaned.credits if c.name]
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for name, role, biography in lines:
        once.setdefault(
            (name, role), {"name": name[:200], "role": role, "person": None, "biography": biography}
        )
    return list(once.values())


def _free_slug(words: str) -> str:
    """An address that nobody has, from a headline or a file's name."""
    slug = slugify(words)[:100].strip("-") or "article"
    slug = "-".join(part for part in slug.replace("_", "-").split("-") if part)
    slug = f"article-{slug}" if slug.isdigit() else slug
    taken = set(Article.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _passages(article: Article) -> int:
    from articles.models.passage import kinds_of_passage

    return sum(
        model._base_manager.filter(article=article, edition__isnull=True).count()
        for model in kinds_of_passage()
    )


__all__ = ["write_document"]
