"""A passage in its sentence, as the desk shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Passage
from articles.sentences import around, sentences


@dataclass(frozen=True)
class Seen:
    """A passage with what stands before and after it in its sentence; only its words if they are lost."""

    row: Passage
    before: str
    words: str
    after: str


def seen(row: Passage, spans: Sequence[tuple[int, int]] | None = None) -> Seen:
    """`spans` are the sentences of the article's text; found unless given."""
    text = row.article.text
    if row.lost or text[row.start : row.end] != row.exact:
        return Seen(row, "", row.exact, "")
    start, end = around(list(spans) if spans is not None else sentences(text), row.start, row.end)
    return Seen(row, text[start : row.start], row.exact, text[row.end : end])
