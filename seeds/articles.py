"""Article records into working copies with their decided passages, published where the file says so."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.exceptions import ValidationError

from articles import publishing
from articles.models import (
    Article,
    ArticleImage,
    ArticleReference,
    ArticleState,
    Byline,
    Image,
    Reference,
    SourceDocument,
    Tag,
)
from seeds.entities import reference_values
from seeds.passages import drop_untouched, write_passages
from seeds.records import Record
from seeds.report import Tally
from seeds.writer import Many, Writer, Written, checked_save, refusal

_WORDS = ("standfirst", "dateline", "publisher", "url")


def write_article(writer: Writer, record: Record, tally: Tally) -> None:
    """Write one article with all that hangs on it. Refusal or Gone if it cannot be."""
    given = record.values
    key = f"id:{record.id}"
    values = _values(writer, record)
    seed = writer.seed(key)
    memory: dict[str, Any] = dict(seed.values.get("passages", {})) if seed else {}
    row = seed.row() if seed else None
    if seed and row is not None and _new_text(row, seed.values, values["body"]):
        memory = drop_untouched(row, memory, tally)
    kept_before = tally.kept
    initial = {"uid": given["uid"]} if given.get("uid") else {}
    find = lambda: Article.objects.filter(slug=values["slug"]).first()  # noqa: E731
    written = writer.put(
        Article, key, values, tally, record, many=_many(writer, record), find=find, initial=initial
    )
    if written.row is None:
        return
    changed_before = tally.created + tally.changed
    memory = write_passages(writer, record, written.row, memory, tally)
    changed = bool(written.changed) or tally.created + tally.changed > changed_before
    published = bool(written.seed.values.get("published"))
    editions = written.row.editions.count()
    if given.get("publish") and not written.kept and tally.kept == kept_before:
        published = _publish(written, published, changed, record, tally) or published
    if given.get("publish"):
        tally.unchanged += editions
    _remember(written, memory, published)


def _values(writer: Writer, record: Record) -> dict[str, Any]:
    given = record.values
    return {
        "headline": given.get("headline") or "",
        "slug": given.get("slug") or record.id,
        "body": given["body"],
        "date": date.fromisoformat(given["date"]) if given.get("date") else None,
        "language": given.get("language") or "en",
        "rights": given.get("rights") or "own",
        "section": writer.section(record, given["section"], "section") if given.get("section") else None,
        "state": given.get("state") or ArticleState.DRAFT,
        "scheduled_for": datetime.fromisoformat(given["scheduled_for"])
        if given.get("scheduled_for")
        else None,
        "source": _source(writer, record, given["source"]) if given.get("source") else None,
        "story": writer.story(record, given["story"], "story") if given.get("story") else None,
        **{name: given.get(name) or "" for name in _WORDS},
    }


def _source(writer: Writer, record: Record, given: dict[str, Any]) -> SourceDocument:
    """The document as received that a dump has beside its article."""
    path = (record.path.parent / given["file"]).resolve()
    writer.used.add(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise record.refuse(f"{given['file']} cannot be read: {error.strerror}.", "source", "file") from error
    known = SourceDocument.objects.with_bytes(content).first()
    if known:
        return known
    fields = {name: given[name] for name in ("name", "origin", "media_type", "uid") if given.get(name)}
    source = SourceDocument.of(content, **fields)
    source.save()
    return source


def _new_text(row: Article, last: dict[str, Any], body: str) -> bool:
    """Whether the file brings a new text and no editor has touched the old one."""
    return last.get("body") != body and row.body == last.get("body")


def _publish(written: Written, published: bool, changed: bool, record: Record, tally: Tally) -> bool:
    """Publish the article for the first time, or again if this load changed it; never what an editor took away."""
    article = Article.objects.get(pk=written.row.pk)
    first = article.published_at is None and not published
    if not first and not (article.is_live and changed):
        return False
    try:
        publishing.publish(article, by=None, why="load")
    except ValidationError as error:
        raise refusal(error, record) from error
    tally.created += 1
    return True


def _remember(written: Written, memory: dict[str, Any], published: bool) -> None:
    values = {**written.seed.values, "passages": memory, "published": published}
    if values != written.seed.values:
        written.seed.values = values
        written.seed.save(update_fields=["values"])


# Rows that hang on an article, as plain lists


def _many(writer: Writer, record: Record) -> dict[str, tuple[Many, list[Any]]]:
    given = record.values
    bylines = [
        {
            "name": line["name"],
            "role": line.get("role") or "author",
            "person": writer.entity(record, line["person"], "bylines", n, "person").pk
            if line.get("person")
            else None,
            "biography": line.get("biography") or "",
        }
        for n, line in enumerate(given.get("bylines") or [])
    ]
    references = [_reference(writer, record, item, n) for n, item in enumerate(given.get("references") or [])]
    images = [_image(writer, record, item, n) for n, item in enumerate(given.get("images") or [])]
    return {
        "tags": (TAGS, sorted(set(given.get("tags") or []))),
        "bylines": (BYLINES, bylines),
        "references": (REFERENCES, references),
        "images": (IMAGES, images),
    }


def _reference(writer: Writer, record: Record, item: Any, index: int) -> int:
    if isinstance(item, str):
        return writer.reference(record, item, "references", index).pk
    values = reference_values(item)
    row = Reference.objects.filter(**values).first()
    if row is None:
        row = Reference(**values)
        checked_save(row, lambda new: new.save(), record, ("references", index))
    return row.pk


def _image(writer: Writer, record: Record, item: dict[str, Any], index: int) -> int:
    """The image row of a picture beside the article; a picture is stored once, whatever its name."""
    path = (record.path.parent / item["file"]).resolve()
    writer.used.add(path)
    words = {"credit": item["credit"], "alt": item["alt"], "caption": item.get("caption") or ""}
    try:
        with path.open("rb") as stream:
            content = File(stream, name=path.name)
            known = next((row for row in Image.objects.filter(**words) if _same_content(row, path)), None)
            if known:
                return known.pk
            row = Image(file=item.get("stored_as") or content, **words)
            if item.get("stored_as") and not row.file.storage.exists(row.file.name):
                row.file.storage.save(row.file.name, content)
            checked_save(row, lambda new: new.save(), record, ("images", index))
            return row.pk
    except OSError as error:
        raise record.refuse(
            f"The picture {item['file']} cannot be read: {error.strerror}.", "images", index, "file"
        ) from error


def _same_content(row: Image, path: Path) -> bool:
    try:
        with row.file.open("rb") as stored:
            return bool(stored.read() == path.read_bytes())
    except OSError:
        return False


def _read_tags(article: Article) -> list[Any]:
    return list(article.tags.order_by("name").values_list("name", flat=True))


def _write_tags(article: Article, names: list[Any]) -> None:
    article.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])


def _read_bylines(article: Article) -> list[Any]:
    return list(article.bylines.values("name", "role", "person", "biography"))


def _write_bylines(article: Article, lines: list[Any]) -> None:
    article.bylines.all().delete()
    rows = [
        {**{k: v for k, v in line.items() if k != "person"}, "person_id": line["person"]} for line in lines
    ]
    Byline.objects.bulk_create(Byline(article=article, order=n, **row) for n, row in enumerate(rows))


def _read_references(article: Article) -> list[Any]:
    return list(article.articlereference_set.values_list("reference", flat=True))


def _write_references(article: Article, ids: list[Any]) -> None:
    article.articlereference_set.all().delete()
    ArticleReference.objects.bulk_create(
        ArticleReference(article=article, reference_id=pk, order=n) for n, pk in enumerate(ids)
    )


def _read_images(article: Article) -> list[Any]:
    return list(article.articleimage_set.values_list("image", flat=True))


def _write_images(article: Article, ids: list[Any]) -> None:
    article.articleimage_set.all().delete()
    ArticleImage.objects.bulk_create(
        ArticleImage(article=article, image_id=pk, order=n) for n, pk in enumerate(ids)
    )


TAGS = Many(_read_tags, _write_tags)
BYLINES = Many(_read_bylines, _write_bylines)
REFERENCES = Many(_read_references, _write_references)
IMAGES = Many(_read_images, _write_images)
