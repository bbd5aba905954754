"""Whom "he" and "she" mean, as quoting understands them; worked out only where a sentence needs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.linking import MentionFound, RoleFound
from articles.quoting.marks import mask, paragraphs, quoted
from articles.quoting.speakers import Cast


def pronouns(
    text: str, spans: Sequence[tuple[int, int]], mentions: Sequence[MentionFound], roles: Sequence[RoleFound]
) -> Callable[[int], MentionFound | None]:
    """A function from the offset of a pronoun to a mention of the person whom it means, None where nobody is sure."""
    cast: list[Cast] = []

    def person_of(start: int) -> MentionFound | None:
        if not cast:
            masked = mask(text, quoted(text, paragraphs(text)))
            cast.append(Cast(text, masked, list(spans), list(mentions), list(roles), []))
        speaker = cast[0].pronoun(start)
        return by_name.get(speaker.name) if speaker else None

    by_name = {one.name: one for one in reversed(mentions) if one.kind == "person"}
    return person_of
