"""Reported speech: what somebody said in the writer's words."""

from __future__ import annotations

from bisect import bisect_right

from articles.lexicon import listed
from articles.quoting.cues import according_to, cues_in
from articles.quoting.found import QuoteFound, Speaker
from articles.quoting.speakers import Cast

_LONGEST = 1500  # characters of a sentence that are looked at
_FEWEST = 4  # words that a reported statement has at least
_ASIDE = (" in ", " on ", " at ", " during ", " to ", " after ", " before ", " as ", ",", ".", ";")


def find_reported(
    cast: Cast, spans: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> list[QuoteFound]:
    """The reported speech in sentences without quotation marks, at most one a sentence."""
    starts = [start for start, _ in marked]
    found = []
    for start, stop in spans:
        end = min(stop, start + _LONGEST)
        near = bisect_right(starts, end)
        if near and marked[near - 1][1] > start:
            continue
        one = _in_sentence(cast, start, end)
        if one:
            found.append(one)
    return found


def _in_sentence(cast: Cast, start: int, end: int) -> QuoteFound | None:
    stated = according_to(cast, start, end)
    if stated:
        said_by, words, begin, stop = stated
        span = (stop + 1, end) if begin - start < end - stop else (start, begin)
        return _reported(cast, *span, said_by, words)
    for cue in cues_in(cast, start, end):
        if cue.verb not in listed("reporting"):
            continue
        speaker = cue.before or cue.after
        if speaker is None:
            continue
        begin = min(speaker.start if speaker.start >= start else cue.start, cue.start)
        if begin > start + 20 and cast.masked[start:begin].rstrip().endswith(","):
            return _reported(cast, start, begin, speaker, cue.verb)
        behind = cast.masked[cue.end : min(end, cue.end + 12)].lower()
        if cue.before and not behind.startswith(_ASIDE):
            return _reported(
                cast, cue.end + (6 if behind.startswith(" that ") else 1), end, speaker, cue.verb
            )
    return None


def _reported(cast: Cast, start: int, end: int, speaker: Speaker, cue: str) -> QuoteFound | None:
    while start < end and not cast.text[start].isalnum():
        start += 1
    while end > start and cast.text[end - 1] in " ,.;:\n":
        end -= 1
    words = cast.text[start:end]
    if len(words.split()) < _FEWEST:
        return None
    return QuoteFound(start, end, words, speaker.name, speaker.entity, "reported", cue, speaker.why)
