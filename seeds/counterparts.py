"""What an article's record says of other articles that tell the same."""

from typing import Any

from articles.models import Article, Counterpart
from newsroom.editorial import Decision, Origin
from seeds.records import Record
from seeds.report import Tally
from seeds.writer import Wish, Writer


def write_counterparts(writer: Writer, record: Record, article: Article, tally: Tally) -> None:
    """Bring the pairs of an article in line with its record, where no editor has decided otherwise.

    Refusal if the other article is nowhere: a pair is named in the one of the two files that comes later.
    """
    keys = set()
    for index, given in enumerate(record.values.get("counterparts") or []):
        key = f"counterpart:{record.id}:{given['article']}"
        if key in keys:
            raise record.refuse(f"“{given['article']}” is named twice here.", "counterparts", index)
        keys.add(key)
        _write(writer, record, article, given, key, index, tally)
    writer.drop_missing(f"counterpart:{record.id}:", keys, tally, record)


def _write(
    writer: Writer,
    record: Record,
    article: Article,
    given: dict[str, Any],
    key: str,
    index: int,
    tally: Tally,
) -> None:
    beside = writer.article(record, given["article"], "counterparts", index, "article")
    if beside == article:
        raise record.refuse("An article is no counterpart of itself.", "counterparts", index)
    one, other = sorted((article, beside), key=lambda row: row.pk)
    pair = Counterpart.objects.filter(one=one, other=other)
    pair.filter(decision=Decision.SUGGESTED, origin=Origin.MACHINE).delete()  # decided now
    wish = Wish(
        Counterpart,
        key,
        {
            "newer": {"newer": beside, "older": article}.get(given.get("kind") or "also"),
            "decision": given.get("decision") or Decision.ACCEPTED,
        },
        initial={"one": one, "other": other, "score": 1.0, "origin": Origin.LOAD},
        find=pair.first,
        at=("counterparts", index),
    )
    writer.put(wish, tally, record)
