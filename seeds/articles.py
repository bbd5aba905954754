"""Article records into working copies with their decided passages, published where the file says so."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from articles import counterparts, publishing
from articles.models import (
    Article,
    ArticleImage,
    ArticleReference,
    ArticleState,
    Byline,
    Reference,
    SourceDocument,
    Tag,
)
from newsroom.editorial import StaleVersion
from seeds.counterparts import write_counterparts
from seeds.entities import find, uid_of
from seeds.images import write_image
from seeds.passages import write_passages
from seeds.readers.files import content_of
from seeds.records import Record, Refusal
from seeds.refusals import checked_save, refusal, save
from seeds.report import Tally
from seeds.stories import known_reference, once, reference_values
from seeds.writer import Many, Wish, Writer, Written

_WORDS = ("standfirst", "dateline", "publisher", "url")


def write_article(writer: Writer, record: Record, tally: Tally) -> None:
    """Write one article with all that hangs on it. Refusal or Gone if it cannot be."""
    key = f"id:{record.id}"
    values = _values(writer, record, tally)
    seed = writer.seed(key)
    memory: dict[str, Any] = dict(seed.values.get("passages", {})) if seed else {}
    own = Tally()
    wish = Wish(
        Article,
        key,
        values,
        many=_many(writer, record, tally),
        initial={**uid_of(record.values), **_state(record)},
        find=lambda: find(Article, record.values, slug=values["slug"]),
    )
    written = writer.put(wish, own, record)
    if written.row is not None:
        if "body" in written.kept:
            own.keep(
                record.problem("An editor changed the text: its passages are the editor's.", "body"),
                len(memory),
            )
        else:
            moved = "body" in written.changed
            memory = write_passages(writer, record, written.row, memory, own, moved=moved)
        write_counterparts(writer, record, written.row, own)
        if {"headline", "body", "date", "publisher"} & written.changed:
            counterparts.suggest(written.row)
        published = _publish_or_not(written, own, record)
        _remember(written, memory, published)
    tally.add(own)
    tally.shared |= own.shared


def _values(writer: Writer, record: Record, tally: Tally) -> dict[str, Any]:
    given = record.values
    return {
        "headline": given.get("headline") or "",
        "slug": given.get("slug") or record.id,
        "body": given["body"],
        "date": date.fromisoformat(given["date"]) if given.get("date") else None,
        "language": given.get("language") or "en",
        "rights": given.get("rights") or "own",
        "section": writer.section(record, given["section"], "section") if given.get("section") else None,
        "source": _source(writer, record, given["source"], tally) if given.get("source") else None,
        "story": writer.story(record, given["story"], "story") if given.get("story") else None,
        **{name: given.get(name) or "" for name in _WORDS},
    }


def _state(record: Record) -> dict[str, Any]:
    """Where a new working copy stands; later that is the desk's alone."""
    moment = record.values.get("scheduled_for")
    return {
        "state": record.values.get("state") or ArticleState.DRAFT,
        "scheduled_for": datetime.fromisoformat(moment).astimezone(UTC) if moment else None,
    }


def _source(writer: Writer, record: Record, given: dict[str, Any], tally: Tally) -> SourceDocument:
    """The document as received that a dump has beside its article."""
    path = record.path.parent / given["file"]
    writer.context.used.add(path.resolve())
    try:
        content = content_of(path)
    except Refusal as error:
        raise record.refuse(f"{given['file']}: {error.problems[0].message}", "source", "file") from error
    source = find(SourceDocument, given) or SourceDocument.objects.with_bytes(content).first()
    if source is not None:
        tally.share(source, made=False)
        return source
    fields = {name: given[name] for name in ("name", "origin", "media_type", "uid") if given.get(name)}
    source = SourceDocument.of(content, **fields)
    source.save()
    tally.share(source, made=True)
    return source


def _publish_or_not(written: Written, own: Tally, record: Record) -> bool:
    """Publish for the first time, or again what this load changed; whether the loader has ever published it.

    What an editor took away stays away, and what an editor is at work on, or has changed, an editor
    publishes.
    """
    published = bool(written.seed.values.get("published"))
    if not record.values.get("publish"):
        return published
    article = Article.objects.get(pk=written.row.pk)
    changed = bool(written.changed or own.created or own.changed)
    own.unchanged += article.editions.count()
    first = article.published_at is None and not published
    if not first and not (article.is_live and changed):
        return published
    if own.kept or written.kept or (article.state != ArticleState.DRAFT and not written.created):
        message = "This is not published, as an editor is at work on the article: publish it from the desk."
        own.notes.append(record.problem(message, "publish"))
        return published
    try:
        publishing.publish(article, by=None, why="load")
    except StaleVersion:
        raise
    except ValidationError as error:
        raise refusal(error, record) from error
    own.created += 1
    return True


def _remember(written: Written, memory: dict[str, Any], published: bool) -> None:
    values = {**written.seed.values, "passages": memory, "published": published}
    if values != written.seed.values:
        written.seed.values = values
        written.seed.save(update_fields=["values"])


# Rows that hang on an article, as plain lists


def _many(writer: Writer, record: Record, tally: Tally) -> dict[str, tuple[Many, list[Any]]]:
    given = record.values
    tags = sorted(set(given.get("tags") or []))
    bylines = [_byline(writer, record, line, n) for n, line in enumerate(given.get("bylines") or [])]
    once(record, [(line["name"], line["role"]) for line in bylines], "bylines")
    references = [
        _reference(writer, record, item, n, tally) for n, item in enumerate(given.get("references") or [])
    ]
    once(record, references, "references")
    images = [write_image(writer, record, item, n, tally) for n, item in enumerate(given.get("images") or [])]
    for name in tags:
        tag, made = Tag.objects.get_or_create(name=name)
        tally.share(tag, made=made)
    return {
        "tags": (TAGS, tags),
        "bylines": (BYLINES, bylines),
        "references": (REFERENCES, references),
        "images": (IMAGES, list(dict.fromkeys(images))),
    }


def _byline(writer: Writer, record: Record, line: dict[str, Any], index: int) -> dict[str, Any]:
    person = writer.entity(record, line["person"], "bylines", index, "person") if line.get("person") else None
    if person and person.kind != "person":
        raise record.refuse(f"{person} is not a person.", "bylines", index, "person")
    return {
        "name": line["name"],
        "role": line.get("role") or "author",
        "person": person.pk if person else None,
        "biography": line.get("biography") or "",
    }


def _reference(writer: Writer, record: Record, item: Any, index: int, tally: Tally) -> int:
    """A reference by its id, or given in full; one with the same address is the same if it says the same."""
    at = ("references", index)
    if isinstance(item, str):
        return int(writer.reference(record, item, *at).pk)
    values = reference_values(item)
    row = known_reference(values)
    made = row is None
    if row is None:
        row = Reference(**values)
        checked_save(row, save, record, at)
    elif any(getattr(row, name) != value for name, value in values.items()):
        raise record.refuse(f"The record has this address as “{row}”: refer to that by its id.", *at)
    tally.share(row, made=made)
    return int(row.pk)


def _read_tags(article: Article) -> list[Any]:
    return sorted(article.tags.values_list("name", flat=True))


def _write_tags(article: Article, names: list[Any]) -> None:
    article.tags.set(Tag.objects.filter(name__in=names))


def _read_bylines(article: Article) -> list[Any]:
    return list(article.bylines.values("name", "role", "person", "biography"))


def _write_bylines(article: Article, lines: list[Any]) -> None:
    article.bylines.all().delete()
    Byline.objects.bulk_create(bylines_of(article, lines))


def bylines_of(article: Article, lines: list[Any]) -> list[Byline]:
    """Unsaved, from plain values."""
    return [
        Byline(
            article=article,
            order=order,
            name=line["name"],
            role=line["role"],
            person_id=line["person"],
            biography=line["biography"],
        )
        for order, line in enumerate(lines)
    ]


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
