"""Editions in and out of files: every word as it was published, each hash checked on the way in."""

from datetime import UTC, date, datetime
from typing import Any

from articles import chain, derive
from articles.models import Article, Citation, Edition, EditionKind, Mention, Passage, Quote, Redaction
from newsroom.editorial import Decision, Origin
from people.models import Entity, Relation
from seeds.records import Record
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
    given = record.values["editions"]
    article = _article(writer, record, given[0]["article"])
    known = {edition.number: edition for edition in article.editions.all()}
    for item in given:
        if item["number"] in known:
            if known[item["number"]].hash != item["hash"]:
                raise record.refuse(
                    f"Edition {item['number']} of “{article}” is another one in the record: nothing was changed."
                )
            tally.unchanged += 1
            continue
        _restore(article, item, record)
        tally.created += 1
    if len(known) < len(given):
        _stand(article, given)


def _article(writer: Writer, record: Record, id: str) -> Article:
    seed = writer.seed(f"id:{id}")
    article = seed.row() if seed else Article.objects.filter(slug=id).first()
    if not isinstance(article, Article):
        raise record.refuse(
            f"There is no article “{id}” in these files or the record: load its file with this one."
        )
    return article


def _restore(article: Article, item: dict[str, Any], record: Record) -> None:
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
    passages = [_unsaved(article, passage, record) for passage in item["passages"]]
    if not redactions and chain.hash_of(edition, passages) != edition.hash:
        raise record.refuse(
            f"Edition {edition.number} is not what its hash was made from: it was changed since it was dumped."
        )
    edition.save(force_insert=True)
    for passage in passages:
        passage.edition = edition
    for model in (Mention, Quote, Citation):
        model.objects.bulk_create([row for row in passages if isinstance(row, model)], batch_size=500)
    for number, log in enumerate(redactions, start=1):
        Redaction.objects.create(
            edition=edition, number=number, reason=log["reason"], at=datetime.fromisoformat(log["at"])
        )


def _unsaved(article: Article, item: dict[str, Any], record: Record) -> Passage:
    words = {name: item[name] for name in ("start", "end", "exact", "prefix", "suffix")}
    common = {"article": article, "decision": Decision.ACCEPTED, "origin": Origin.LOAD, **words}
    if item["type"] == "mention":
        return Mention(entity=_by_uid(Entity, item["entity"], record), **common)
    if item["type"] == "quote":
        speaker = _by_uid(Entity, item["speaker"], record) if item["speaker"] else None
        said = {name: item[name] for name in ("kind", "speaker_words", "cue", "role")}
        return Quote(speaker=speaker, **said, **common)
    entity = Entity.objects.filter(uid=item["target"]).first()
    relation = None if entity else _by_uid(Relation, item["target"], record)
    return Citation(entity=entity, relation=relation, field=item["field"], value=item["value"], **common)


def _by_uid(model: Any, uid: str, record: Record) -> Any:
    row = model.objects.filter(uid=uid).first()
    if row is None:
        raise record.refuse(
            f"There is no {model._meta.verbose_name} {uid} in the record: load the whole dump."
        )
    return row


def _stand(article: Article, given: list[dict[str, Any]]) -> None:
    """Let the newest edition be what readers see, unless it took the article away."""
    article = Article.objects.get(pk=article.pk)
    newest = article.editions.order_by("number").last()
    assert newest is not None
    live = newest.kind != EditionKind.WITHDRAWAL
    article.live_edition = newest if live else None
    article.live_date = newest.date if live else None
    article.published_at = datetime.fromisoformat(given[0]["published_at"])
    article.save()
    derive.article(article)
