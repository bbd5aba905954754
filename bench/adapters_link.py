"""What the public scorers call: our name finding, linking and quoting in the shapes that they ask for.

PYTHONPATH=. python …/eval_mentions.py GIT news-fair-v2-learn mentions bench.adapters_link:mentions
PYTHONPATH=. python …/eval_mentions.py GIT news-fair-v2-learn link bench.adapters_link:links
PYTHONPATH=. python …/eval_quotes.py GIT bench.adapters_link:quotes
"""

from __future__ import annotations

import os
from typing import Any

from articles.linking import KnownName, KnownNames, find_names
from articles.linking.pipeline import pipeline
from articles.quoting import QuoteFound, find_quotes

_TYPES = {"person": "PER", "organization": "ORG"}
_KINDS = {"PER": "person", "ORG": "organization"}
_known: dict[tuple[str, ...], KnownNames] = {}


def mentions(text: str) -> list[dict[str, Any]]:
    """Names of people and organizations, nothing known."""
    return [
        {"start": m.start, "end": m.end, "type": _TYPES[m.kind]} for m in find_names(text) if m.kind in _TYPES
    ]


def mentions_with_pipeline(text: str) -> list[dict[str, Any]]:
    """The same with the spaCy pipeline of NLP_PIPELINE beside our rules."""
    beside = pipeline(os.environ["NLP_PIPELINE"])
    found = find_names(text, pipeline=beside)
    return [{"start": m.start, "end": m.end, "type": _TYPES[m.kind]} for m in found if m.kind in _TYPES]


def links(text: str, people: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Mentions of the listed people and organizations with their ids."""
    ids = tuple(row["id"] for row in people)
    if ids not in _known:
        _known[ids] = KnownNames(KnownName(row["name"], row["id"], _KINDS[row["type"]]) for row in people)  # type: ignore[arg-type]
    return [
        {"start": m.start, "end": m.end, "id": m.entity}
        for m in find_names(text, _known[ids])
        if m.entity is not None
    ]


def quotes(text: str) -> list[dict[str, Any]]:
    """Direct and partial quotes with their speakers, nothing known.

    Only runs that this scorer's gold can hold: between double marks, not between single ones or pairs of them (''so''),
    and left open at a paragraph's end only with a curly mark.  We find the others too, and the gold has no line for them.
    """
    found = find_quotes(text, find_names(text))
    return [
        {"start": q.start, "end": q.end, "speaker": q.speaker}
        for q in found
        if q.kind != "reported" and _in_double_marks(text, q)
    ]


def _in_double_marks(text: str, quote: QuoteFound) -> bool:
    before = text[: quote.start].rstrip()[-1:]
    behind = text[quote.end : quote.end + 12].lstrip()[:1]
    return before == "“" or (before == '"' and behind in ('"', "”"))
