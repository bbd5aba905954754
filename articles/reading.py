"""Reading one article: names, roles, quotes and dates of its body, each with why it was found.  Pure text, no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from articles.dating import DateFound, find_dates
from articles.linking import KnownNames, MentionFound, RoleFound, find_names, find_roles
from articles.quoting import Office, QuoteFound, find_quotes
from articles.sentences import sentences


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine finds in a body; all offsets are code points into it."""

    mentions: list[MentionFound]
    roles: list[RoleFound]
    quotes: list[QuoteFound]
    dates: list[DateFound]


def read(
    body: str, today: date | None = None, known: KnownNames | None = None, offices: list[Office] | None = None
) -> Reading:
    """Read `body`, an article's text.  `today` is the article's day, which relative dates count from; `known` the names
    of the record; `offices` who holds which office on that day."""
    spans = sentences(body)
    mentions = find_names(body, known, spans)
    roles = find_roles(body, mentions)
    quotes = find_quotes(body, mentions, offices, roles, spans)
    return Reading(mentions, roles, quotes, find_dates(body, today))
