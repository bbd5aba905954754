"""Whether two articles tell the same: copies of one text, a newer version, one story told by two.  Pure text, no Django.

Precision comes first: what is missed costs a search, what is proposed wrongly costs an editor's trust.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from math import fsum, log, sqrt

from articles import overlap
from articles.lexicon import listed
from people.names import key

#: shared words in a row below which nothing is a copy of anything
LEAST_SHARED = 20
#: within this a text may be a newer version of its outlet's own, or be made of an agency's
SOON = timedelta(days=7)
#: the part of the shorter text from which two are one text
WHOLE = 0.9
#: the part that must be in both: of two outlets, of one outlet, and of two outlets soon, where agency copy stands between
#: paragraphs of their own. Stories of one affair, which tell its background again, share up to an eighth.
PART, PART_OURS, PART_SOON = 0.5, 0.4, 0.25
#: within this two independent articles may tell one story; later ones tell what came after
SAME_DAYS = timedelta(days=1)
#: what independent articles must share: names, words of the headlines, the part of the fewer of each, and vocabulary
SHARED_NAMES, HEADLINE_WORDS, SHARED_PART, COSINE = 3, 2, 0.5, 0.4
#: words of a headline and of the first sentences by which articles of one story are looked up
TOPICS, LEAD = 16, 60
#: letters by which words of one family are held to be one: "detain", "detained" (truncation, the plainest stemming)
STEM = 5


@dataclass(frozen=True, slots=True)
class Keys:
    """Numbers by which articles that may tell the same find each other: of the wording; of what is told on the day; and
    of the same on the days beside it, too.  Signed 64 bits."""

    wording: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    around: tuple[int, ...] = ()

    @property
    def own(self) -> set[int]:
        """Those that an article is found by."""
        return {*self.wording, *self.topics}


@dataclass(frozen=True)
class Told:
    """What one article tells.  `names` are whom and what it names, in any form that is comparable."""

    headline: str
    text: str
    day: date | None = None
    publisher: str = ""
    names: frozenset[Hashable] = frozenset()

    @cached_property
    def words(self) -> list[str]:
        return overlap.keys(self.text)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return overlap.shingles(self.words)

    @cached_property
    def keys(self) -> Keys:
        wording = tuple(overlap.band_keys(self.shingles))
        if self.day is None:
            return Keys(wording)
        first = self.day.toordinal()
        days = range(max(first - SAME_DAYS.days, 1), min(first + SAME_DAYS.days, date.max.toordinal()) + 1)
        found = topics(self.headline, self.text)
        of_days = {day: [_topic_key(date.fromordinal(day), stem) for stem in found] for day in days}
        return Keys(wording, tuple(of_days[first]), tuple(chain.from_iterable(of_days.values())))

    @cached_property
    def headline_stems(self) -> frozenset[str]:
        return frozenset(stems(overlap.keys(self.headline)))

    @cached_property
    def weights(self) -> dict[str, float]:
        """Stem → its weight in the text: the logarithm of how often it is there, by the length of them all."""
        counts = Counter(stems(self.words))
        logs = {stem: 1 + log(times) for stem, times in counts.items()}
        length = sqrt(fsum(value * value for value in logs.values()))
        return {stem: value / length for stem, value in logs.items()}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two articles tell the same.  `newer` is 1 or 2, the one that is a newer version of the other, or None.

    `score` is the part of the shorter text that both have, or how alike their words are; 0 to 1.
    """

    score: float
    why: str
    newer: int | None = None


def stems(found: list[str]) -> list[str]:
    """What carries the sense: words of four letters and more (one sign, in scripts without spaces), and numbers, that
    are no function words; each by its beginning."""
    plain = _function_words()
    return [word[:STEM] for word in found if _tells(word) and word not in plain]


def topics(headline: str, text: str) -> list[str]:
    """The stems of the headline and then of the first words, each once: articles of one story share some."""
    found = stems([*overlap.keys(headline), *overlap.keys(text[: LEAD * 12])[:LEAD]])
    return list(dict.fromkeys(found))[:TOPICS]


def compare(one: Told, other: Told) -> Likeness | None:
    """How two articles are alike, or None.  `one` is the one that was in the record first."""
    return _copies(one, other) or _one_story(one, other)


def _topic_key(day: date, stem: str) -> int:
    return overlap.number(f"{day.isoformat()} {stem}".encode())


def _copies(one: Told, other: Told) -> Likeness | None:
    """Texts that have a common origin."""
    shared = overlap.overlap(one.shingles, other.shingles)
    if shared.shared < min(LEAST_SHARED, shared.one, shared.other) or not shared.shared:
        return None
    part, gap = shared.containment, _gap(one, other)
    soon = gap is not None and gap <= SOON
    ours = key(one.publisher) == key(other.publisher)
    if part < (PART_OURS if ours else PART_SOON if soon else PART):
        return None
    same = shared.resemblance >= WHOLE
    if ours and same and gap in (None, timedelta(0)):
        return Likeness(part, f"the same text: {_percent(shared.resemblance)} of the wording is in both")
    if ours and (soon or part >= WHOLE or gap is None):
        newer = 1 if one.day and other.day and one.day > other.day else 2
        return Likeness(part, f"{_percent(part)} of the shorter text is in both, of one publisher", newer)
    if ours:
        return None
    what = "the same text" if same else f"{_percent(part)} of the shorter text is in both"
    return Likeness(part, f"{what}, of two publishers")


def _one_story(one: Told, other: Told) -> Likeness | None:
    """Texts of two publishers that tell one story in their own words."""
    gap = _gap(one, other)
    if gap is None or gap > SAME_DAYS or key(one.publisher) == key(other.publisher):
        return None
    names = _shared(one.names, other.names, SHARED_NAMES)
    title = _shared(one.headline_stems, other.headline_stems, HEADLINE_WORDS)
    alike = _cosine(one.weights, other.weights) if names and title else 0.0
    if alike < COSINE:
        return None
    days = "a day apart" if gap else "on one day"
    return Likeness(alike, f"{names} names and {title} words of the headline are in both, {days}")


def _shared(one: Set[Hashable], other: Set[Hashable], least: int) -> int:
    """How many both have; 0 if these are fewer than `least`, or than their part of the shorter list."""
    shared = len(one & other)
    return shared if shared >= max(least, SHARED_PART * min(len(one), len(other))) else 0


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return fsum(weight * other[stem] for stem, weight in one.items() if stem in other)


def _gap(one: Told, other: Told) -> timedelta | None:
    return abs(one.day - other.day) if one.day and other.day else None


def _percent(part: float) -> str:
    return f"{int(part * 100)}%"


def _tells(word: str) -> bool:
    return len(word) >= 4 or word.isdigit() or (len(word) == 1 and word >= "\u0e00")


def _function_words() -> frozenset[str]:
    return listed("function_words")
