"""Passages that survive edits: where they stand, their words, and how they are found in a changed text.

An anchor holds the selectors of the W3C Web Annotation model (https://www.w3.org/TR/annotation-model/):
position (start, end) and quotation (exact words, with a little of the text before and after), in code
points.

`find` never guesses: what could be in two places is lost, and lost is None. A found anchor covers the same
words, or mended ones; then its `exact` differs. Mended means as many words in the same place, each the same
but for case, quotation marks or a letter mistyped, and every number equal. Whether a mended passage still
says what it said is for an editor.

- With the old text we know what stayed where (`articles.edits`).
- Without it, the place is the old position if the words and all of their context are there, else the only
  place with all of the context, else the one whose context is clearly most alike. Two places with the same
  words and the same context cannot be told apart this way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import Indel

from articles.edits import Edit, common_prefix
from articles.mending import is_as_whole, mended, places

CONTEXT = 32
"""How much of the surroundings an anchor remembers, in characters, on each side."""

_ENOUGH = 16  # characters of context, both sides together, that make a place sure
_COMMON = 1000  # words that occur more often than this are not told apart by a context that changed
_ALIKE, _CLEARLY = 0.75, 0.15  # similarity of a context, from 0 to 1, and its distance to the second best


@dataclass(frozen=True)
class Anchor:
    """A passage: text[start:end] == exact, with up to CONTEXT characters before (prefix) and after
    (suffix)."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def make(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]. Raises ValueError for a span that is empty or not inside the text."""
    if start < 0:
        raise ValueError(f"A passage cannot begin at {start}, before the text.")
    if start >= end:
        raise ValueError(f"A passage must end after it begins, not from {start} to {end}.")
    if end > len(text):
        raise ValueError(f"A passage to {end} is past the end of the text, which has {len(text)} characters.")
    return Anchor(
        start, end, text[start:end], text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    )


def find(anchor: Anchor, text: str, old_text: str | None = None) -> Anchor | None:
    """The passage in `text`, or None if it is lost. `old_text` is the text that it was made in, if we have
    it."""
    return find_all([anchor], text, old_text)[0]


def find_all(anchors: Sequence[Anchor], text: str, old_text: str | None = None) -> list[Anchor | None]:
    """`find` for many passages of one text, which is compared with its old form only once."""
    edit = Edit(old_text, text) if old_text is not None else None
    spans = [_by_edit(anchor, edit) if edit else _by_words(anchor, text) for anchor in anchors]
    return [make(text, *span) if span else None for span in spans]


def _by_edit(anchor: Anchor, edit: Edit) -> tuple[int, int] | None:
    if edit.old[anchor.start : anchor.end] == anchor.exact:
        return edit.carry(anchor.start, anchor.end)
    before = _by_words(anchor, edit.old)  # it was made in an even older text
    return edit.carry(*before) if before else None


def _by_words(anchor: Anchor, text: str) -> tuple[int, int] | None:
    whole = anchor.prefix + anchor.exact + anchor.suffix
    size, before = len(anchor.exact), len(anchor.prefix)

    def has_context(at: int) -> bool:
        return at >= before and text.startswith(whole, at - before)

    def is_whole(at: int) -> bool:
        return is_as_whole(whole, before, before + size, text, at, at + size)

    if has_context(anchor.start) and is_whole(anchor.start):
        return anchor.start, anchor.end
    found = [at for at in islice(places(anchor.exact, text, 0, len(text)), _COMMON) if is_whole(at)]
    if not found:
        return _mended_by_context(anchor, text)
    in_context = [at for at in found if has_context(at)]
    if len(in_context) == 1 and len(whole) - size >= _ENOUGH:
        return in_context[0], in_context[0] + size
    if in_context or len(found) == _COMMON:
        return None
    (likeness, at), *others = sorted(((_likeness(anchor, text, at), at) for at in found), reverse=True)
    if likeness < _ALIKE or (others and others[0][0] > likeness - _CLEARLY):
        return None
    return at, at + size


def _likeness(anchor: Anchor, text: str, at: int) -> float:
    """How alike the context is, from 0 to 1; 0 if a side has little in common or both begin with a change."""
    end = at + len(anchor.exact)
    sides = [
        (anchor.prefix[::-1], text[max(at - len(anchor.prefix), 0) : at][::-1]),
        (anchor.suffix, text[end : end + len(anchor.suffix)]),
    ]
    if max(common_prefix(was, now) for was, now in sides) < _ENOUGH // 2:
        return 0.0
    alike = [(Indel.normalized_similarity(was, now), len(was)) for was, now in sides if was]
    if min(likeness for likeness, _ in alike) < _ALIKE / 2:
        return 0.0
    return sum(likeness * size for likeness, size in alike) / sum(size for _, size in alike)


def _mended_by_context(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Mended words between the same context, where half of it on each side is still there, and only once."""
    before, after = anchor.prefix[-CONTEXT // 2 :], anchor.suffix[: CONTEXT // 2]
    if min(len(before), len(after)) < CONTEXT // 4 or text.count(before) != 1 or text.count(after) != 1:
        return None
    start, end = text.index(before) + len(before), text.index(after)
    if not 0 < end - start <= 2 * len(anchor.exact) + CONTEXT:
        return None
    found = mended(anchor.exact, text, start, end)
    return found[0] if len(found) == 1 else None
