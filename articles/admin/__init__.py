"""The desk's pages of articles and all that belongs to them."""

from articles.admin import (
    article,
    candidate,
    counterparts,
    edition,
    event,
    events_found,
    facts,
    library,
    queues,
    readings,
    review,
    story,
)

__all__ = [
    "article",
    "candidate",
    "counterparts",
    "edition",
    "event",
    "events_found",
    "facts",
    "library",
    "queues",
    "readings",
    "review",
    "story",
]
