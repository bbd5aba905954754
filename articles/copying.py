"""The working copy as an edition: its fields, its own copies of the accepted passages, its place in the chain of hashes."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User as Account
from django.utils import timezone

from articles import chain
from articles.models import Article, Citation, Edition, EditionKind, Mention, Passage, Quote


def edition_of(
    copy: Article, kind: EditionKind, note: str, by: Account | None, at: datetime, previous: Edition | None
) -> Edition:
    """The edition with its own copies of the accepted passages, chained and stored."""
    edition = Edition(
        article=copy,
        kind=kind,
        note=note,
        by=by,
        published_at=at,
        date=copy.date or timezone.localdate(at),
        section={"slug": copy.section.slug, "name": copy.section.name} if copy.section else None,
        story={"uid": str(copy.story.uid), "title": copy.story.title} if copy.story else None,
        tags=list(copy.tags.order_by("name").values_list("name", flat=True)),
        bylines=[_byline(line) for line in copy.bylines.select_related("person")],
        references=[
            _reference(row.reference) for row in copy.articlereference_set.select_related("reference")
        ],
        images=[_image(row.image) for row in copy.articleimage_set.select_related("image")],
        **{name: getattr(copy, name) for name in COPIED},
    )
    passages: list[Passage] = []
    for model in (Mention, Quote, Citation):
        passages += [_copied(row) for row in accepted_once(model, copy)]
    _store(edition, passages, previous)
    return edition


#: what an edition takes from the working copy as it is
COPIED = "headline slug standfirst body text language dateline rights publisher url".split()


def withdrawal_of(copy: Article, previous: Edition, note: str, by: Account | None) -> Edition:
    """An edition that holds nothing but the note and where it was."""
    edition = Edition(
        article=copy,
        kind=EditionKind.WITHDRAWAL,
        note=note,
        by=by,
        published_at=timezone.now(),
        date=previous.date,
        headline=previous.headline,
        slug=previous.slug,
        language=previous.language,
        rights=previous.rights,
        publisher=previous.publisher,
    )
    _store(edition, [], previous)
    return edition


def _store(edition: Edition, passages: list[Passage], previous: Edition | None) -> None:
    edition.number = previous.number + 1 if previous else 1
    edition.previous_hash = previous.hash if previous else ""
    edition.hash = chain.hash_of(edition, passages)
    edition.save(force_insert=True)
    for passage in passages:
        passage.edition = edition
    for model in chain.TARGETS:
        model._base_manager.bulk_create([row for row in passages if type(row) is model], batch_size=500)


def accepted_once(model: type[Passage], copy: Article) -> list[Passage]:
    """Accepted passages of the working copy; what says the same of the same words counts once."""
    once: dict[str, Passage] = {}
    rows = model.objects.accepted().filter(article=copy).select_related(*chain.TARGETS[model])  # type: ignore[attr-defined]
    for row in rows.order_by("start", "pk"):
        once.setdefault(chain.canonical(chain.describe(row)), row)
    return list(once.values())


def _copied(row: Passage) -> Passage:
    """An unsaved copy for an edition, with what was fetched beside the row; what it said before stays on the desk."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    fields["accepted_words"] = ""
    made = type(row)(**fields)
    made._state.fields_cache = row._state.fields_cache.copy()
    return made


def _byline(line: Any) -> dict[str, Any]:
    person = str(line.person.uid) if line.person else None
    return {"name": line.name, "role": line.role, "person": person, "biography": line.biography}


def _reference(reference: Any) -> dict[str, Any]:
    return {name: getattr(reference, name) for name in ("title", "publisher", "date", "url")}


def _image(image: Any) -> dict[str, Any]:
    shown = {name: getattr(image, name) for name in ("width", "height", "credit", "alt", "caption")}
    return {"file": image.file.name, **shown}
