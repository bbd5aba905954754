"""The hash chain of an article's editions: what an edition's hash covers, and whether it still holds."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Any

from articles.models import Citation, Edition, Mention, Passage, Quote

#: an edition's columns that its hash covers, beside its article and its passages
COVERED = (
    "number kind note headline slug standfirst body text language dateline rights publisher url"
    " section story tags bylines references images"
).split()


#: kind of passage → what `describe` reads beside the row
TARGETS: dict[type[Passage], tuple[str, ...]] = {
    Mention: ("entity",),
    Quote: ("speaker",),
    Citation: ("entity", "relation"),
}


def passages_of(edition: Edition) -> list[Passage]:
    """The edition's own passages, in the order in which the hash covers them."""
    rows: list[Passage] = []
    for model, targets in TARGETS.items():
        rows += model._base_manager.filter(edition=edition).select_related(*targets)
    return rows


def content_of(edition: Edition, passages: Iterable[Passage]) -> dict[str, Any]:
    """Everything that the hash covers, as plain values; rows of other tables by their uid."""
    content = {name: getattr(edition, name) for name in COVERED}
    content["article"] = str(edition.article.uid)
    content["date"] = edition.date.isoformat()
    content["published_at"] = edition.published_at.astimezone(UTC).isoformat()
    content["previous_hash"] = edition.previous_hash
    content["passages"] = sorted((describe(passage) for passage in passages), key=canonical)
    return content


def describe(passage: Passage) -> dict[str, Any]:
    """A passage as plain values."""
    row: dict[str, Any] = {"start": passage.start, "end": passage.end, "exact": passage.exact}
    if isinstance(passage, Mention):
        return {"type": "mention", **row, "entity": str(passage.entity.uid)}
    if isinstance(passage, Quote):
        speaker = str(passage.speaker.uid) if passage.speaker else None
        said = {name: getattr(passage, name) for name in ("kind", "speaker_words", "cue", "role")}
        return {"type": "quote", **row, "speaker": speaker, **said}
    assert isinstance(passage, Citation)
    return {
        "type": "citation",
        **row,
        "target": str(passage.target.uid),
        "field": passage.field,
        "value": passage.value,
    }


def canonical(content: object) -> str:
    """JSON with one spelling only."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(edition: Edition, passages: Iterable[Passage]) -> str:
    """SHA-256 in hexadecimal of an edition with its passages."""
    return hashlib.sha256(canonical(content_of(edition, passages)).encode()).hexdigest()


def broken(editions: Sequence[Edition]) -> list[str]:
    """What does not hold in one article's editions, in the order of their numbers: a sentence each, empty if all is well.

    The text of a redacted edition cannot be checked any more; its place in the chain can.
    """
    problems = []
    previous = ""
    for number, edition in enumerate(editions, start=1):
        if edition.number != number:
            problems.append(f"edition {number} is missing before edition {edition.number}")
            return problems
        if edition.previous_hash != previous:
            problems.append(f"edition {number} does not follow the edition before it")
        if not edition.redacted and hash_of(edition, passages_of(edition)) != edition.hash:
            problems.append(f"edition {number} is not what its hash was made from")
        previous = edition.hash
    return problems
