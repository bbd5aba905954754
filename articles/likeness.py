"""Whether two articles tell the same: copies of one text, a newer version, one story told by two.  Pure text, no Django.

Precision comes first: what is missed costs a search, what is proposed wrongly costs an editor's trust.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, partial

from articles import overlap
from articles.vocabulary import (
    STEM,
    Background,
    Vocabulary,
    alikeness,
    shared_rare,
    stems,
    topics,
    vocabulary,
)
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
#: how alike the words of independent articles must be on one day, a day apart, and how much more where the lists do not
#: know the language, so that everyday words weigh as much as names
ALIKE, ALIKE_NEXT_DAY, MORE_IF_UNKNOWN = 0.37, 0.4, 0.1
#: the days before that tell what is new in a story
BEFORE = timedelta(days=30)
#: rare and new words that they must share, how many of these the reason names, and letters of each that are shown
SHARED_RARE, SHOWN, LONGEST = 3, 4, 40


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


#: nothing was told before
NOTHING = Background()


@dataclass(frozen=True)
class Told:
    """What one article tells."""

    headline: str
    text: str
    day: date | None = None
    publisher: str = ""

    @cached_property
    def words(self) -> list[str]:
        return overlap.keys(self.text)

    @cached_property
    def shingles(self) -> frozenset[str]:
        return overlap.shingles(self.words)

    @cached_property
    def topics(self) -> list[str]:
        return topics(self.headline, self.text)

    @cached_property
    def keys(self) -> Keys:
        wording, near = tuple(overlap.band_keys(self.shingles)), SAME_DAYS.days
        return Keys(wording, tuple(self._topic_keys(0, 0)), tuple(self._topic_keys(-near, near)))

    @cached_property
    def earlier_keys(self) -> tuple[int, ...]:
        """The keys of articles that told of the same in the weeks before."""
        return tuple(self._topic_keys(-BEFORE.days, -SAME_DAYS.days - 1))

    def _topic_keys(self, first: int, last: int) -> Iterator[int]:
        """The keys of its topics from one day to another, counted from its own; none without a day."""
        if self.day is None:
            return
        own, end = self.day.toordinal(), date.max.toordinal()
        for day in range(max(own + first, 1), min(own + last, end) + 1):
            on = date.fromordinal(day).isoformat()
            yield from (overlap.number(f"{on} {stem}".encode()) for stem in self.topics)

    @cached_property
    def stems(self) -> list[str]:
        return stems(self.words)

    @cached_property
    def vocabulary(self) -> Callable[[Background], Vocabulary]:
        """Its words, as they weigh beside what was told before."""
        return cache(partial(vocabulary, stems(overlap.keys(self.headline)), self.stems))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two articles tell the same.  `newer` is 1 or 2, the one that is a newer version of the other, or None.

    `score` is the part of the shorter text that both have, or how alike their words are; 0 to 1.
    """

    score: float
    why: str
    newer: int | None = None


def compare(one: Told, other: Told, before: Callable[[], Background] = Background) -> Likeness | None:
    """How two articles are alike, or None.

    `one` is the one that was in the record first; `before` looks up what articles on their subject told in the weeks
    before, and is called where that matters only.
    """
    return _copies(one, other) or _one_story(one, other, before)


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


def _one_story(one: Told, other: Told, before: Callable[[], Background]) -> Likeness | None:
    """Texts of two publishers that tell one story in their own words, also when what was told before counts for less."""
    gap = _gap(one, other)
    if gap is None or gap > SAME_DAYS or key(one.publisher) == key(other.publisher):
        return None
    if not _alike(one, other, NOTHING):
        return None
    found = _alike(one, other, before())
    if not found:
        return None
    alike, rare = found
    when = "a day apart" if gap else "on one day"
    return Likeness(alike, f"{when} both tell of {', '.join(_written(one, other, rare[:SHOWN]))}")


def _alike(one: Told, other: Told, before: Background) -> tuple[float, list[str]] | None:
    """How alike the words of two articles are, and which rare and new ones are in both; None where that is too little."""
    here, there = one.vocabulary(before), other.vocabulary(before)
    bar = ALIKE if one.day == other.day else ALIKE_NEXT_DAY
    if here.is_unknown or there.is_unknown:
        bar += MORE_IF_UNKNOWN
    alike = alikeness(here, there)
    rare = [stem for stem in shared_rare(here, there) if before.is_new(stem)] if alike >= bar else []
    return (alike, rare) if len(rare) >= SHARED_RARE else None


def _written(one: Told, other: Told, found: list[str]) -> list[str]:
    """Stems as the texts write them, rather in small letters than in capitals."""
    forms = [_first_forms(told.text, found) for told in (one, other)]
    return [max(form.get(stem, stem) for form in forms) for stem in found]


def _first_forms(text: str, found: list[str]) -> dict[str, str]:
    """Stem → the first word of the text that it stands for."""
    forms: dict[str, str] = {}
    for word in overlap.words(text):
        if (stem := word.key[:STEM]) in found:
            form = text[word.start : word.end].removesuffix("'s").removesuffix("’s")
            forms.setdefault(stem, form[:LONGEST])
    return forms


def _gap(one: Told, other: Told) -> timedelta | None:
    return abs(one.day - other.day) if one.day and other.day else None


def _percent(part: float) -> str:
    return f"{int(part * 100)}%"
