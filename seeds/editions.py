"""Editions in and out of files: every word as it was published, each hash checked on the way in."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from articles import chain, derive
from articles.models import Article, Citation, Edition, EditionKind, Mention, Passage, Quote, Redaction
from newsroom.editorial import Decision, Origin
from people.models import Entity, Relation
from seeds.images import restore_pictures
from seeds.records import Record
from seeds.refusals import refusal
from seeds.report import Tally
from seeds.writer import Writer

#: columns that go in and out as they are
PLAIN = ("kind", "note", *(name for name in chain.COVERED if name not in ("number", "kind", "note")))


def edition_as_json(edition: Edition, id: str) -> dict[str, Any]:
    """An edition with its passages, in a form that `write_editions` reads."""
    passages = sorted((_passage(row) for row in chain.passages_of(edition)), key=chain.canonical)
    return {
        "article": id,
        "number": edition.number,
        **{name: getattr(edition, name) for name in PLAIN},
        "date": edition.date.isoformat(),
        "published_at": edition.published_at.astimezone(UTC).isoformat(),
        "previous_hash": edition.previous_hash,
        "hash": edition.hash,
        "passages": passages,
        "redactions": [
            {"at": r.at.astimezone(UTC).isoformat(), "reason": r.reason} for r in edition.redactions.all()
        ],
    }


def _passage(row: Passage) -> dict[str, Any]:
    return {**chain.describe(row), "prefix": row.prefix, "suffix": row.suffix}


def write_editions(writer: Writer, record: Record, tally: Tally) -> None:
    """Restore the editions of one article into a record that does not have them yet.

    Refusal if an edition is not what its hash was made from, or the record has another under its number.
    """
    given = sorted(record.values["editions"], key=lambda item: item["number"])
    article = _article(writer, record, given[0]["article"])
    known = {edition.number: edition for edition in article.editions.all()}
    missing = [item for item in given if item["number"] not in known]
    for item in given:
        if item["number"] in known and known[item["number"]].hash != item["hash"]:
            raise record.refuse(
                f"Edition {item['number']} of “{article}” is another one in the record: nothing was changed."
            )
    tally.unchanged += len(given) - len(missing)
    tally.created += len(missing)
    targets = _Targets(record, missing)
    for item in missing:
        _restore(article, item, record, targets)
    restore_pictures(
        writer, record, {image["file"] for item in missing for image in item.get("images") or []}
    )
    if missing:
        _stand(article)


def _article(writer: Writer, record: Record, id: str) -> Article:
    seed = writer.seed(f"id:{id}")
    article = seed.row() if seed else Article.objects.filter(slug=id).first()
    if isinstance(article, Article):
        return article
    if where := writer.context.refused.get(id):
        raise record.refuse(f"The article “{id}” was refused in this load ({where}): mend that first.")
    raise record.refuse(
        f"There is no article “{id}” in these files or the record: load its file with this one."
    )


class _Targets:
    """The entities and relations that passages name by uid, fetched at once."""

    def __init__(self, record: Record, editions: Iterable[dict[str, Any]]) -> None:
        self.record = record
        uids = {
            passage[name]
            for edition in editions
            for passage in edition["passages"]
            for name in ("entity", "speaker", "target")
            if passage.get(name)
        }
        self.entities = {str(row.uid): row for row in Entity.objects.filter(uid__in=uids)}
        self.relations = {str(row.uid): row for row in Relation.objects.filter(uid__in=uids)}

    def entity(self, uid: str) -> Entity:
        if uid not in self.entities:
            raise self._missing("person, organization or event", uid)
        return self.entities[uid]

    def fact(self, uid: str) -> dict[str, Entity | Relation]:
        if uid in self.entities:
            return {"entity": self.entities[uid]}
        if uid not in self.relations:
            raise self._missing("entity or relation", uid)
        return {"relation": self.relations[uid]}

    def _missing(self, what: str, uid: str) -> Exception:
        return self.record.refuse(f"There is no {what} {uid} in the record: load the whole dump.")


def _restore(article: Article, item: dict[str, Any], record: Record, targets: _Targets) -> None:
    redactions = item.get("redactions") or []
    edition = Edition(
        article=article,
        number=item["number"],
        date=date.fromisoformat(item["date"]),
        published_at=datetime.fromisoformat(item["published_at"]),
        previous_hash=item.get("previous_hash", ""),
        hash=item["hash"],
        redacted=len(redactions),
        **{name: item[name] for name in PLAIN if name in item},
    )
    passages = [_unsaved(article, passage, targets) for passage in item["passages"]]
    _check(edition, passages, record)
    edition.save(force_insert=True)
    for passage in passages:
        passage.edition = edition
    for model in chain.TARGETS:
        rows = [row for row in passages if isinstance(row, model)]
        model._base_manager.bulk_create(rows, batch_size=500)
    for number, log in enumerate(redactions, start=1):
        at = datetime.fromisoformat(log["at"])
        Redaction.objects.create(edition=edition, number=number, reason=log["reason"], at=at)


def _check(edition: Edition, passages: list[Passage], record: Record) -> None:
    """A redacted edition has lost what its hash was made from; of any other the hash is held."""
    if not edition.redacted and chain.hash_of(edition, passages) != edition.hash:
        what = f"Edition {edition.number} was changed since its dump: it is not what its hash was made from."
        raise record.refuse(what)
    try:
        for passage in passages:
            passage.check_span(edition.text)
    except ValidationError as error:
        raise refusal(error, record) from error


def _unsaved(article: Article, item: dict[str, Any], targets: _Targets) -> Passage:
    words = {name: item[name] for name in ("start", "end", "exact", "prefix", "suffix")}
    common = {"article": article, "decision": Decision.ACCEPTED, "origin": Origin.LOAD, **words}
    if item["type"] == "mention":
        return Mention(entity=targets.entity(item["entity"]), **common)
    if item["type"] == "quote":
        speaker = targets.entity(item["speaker"]) if item["speaker"] else None
        said = {name: item[name] for name in ("kind", "speaker_words", "cue", "role")}
        return Quote(speaker=speaker, **said, **common)
    return Citation(**targets.fact(item["target"]), field=item["field"], value=item["value"], **common)


def _stand(article: Article) -> None:
    """Let the newest edition be what readers see, unless it took the article away."""
    article = Article.objects.get(pk=article.pk)
    editions = list(article.editions.order_by("number"))
    newest = editions[-1]
    live = newest.kind != EditionKind.WITHDRAWAL
    article.live_edition = newest if live else None
    article.live_date = newest.date if live else None
    article.published_at = editions[0].published_at
    article.save()
    derive.article(article)
