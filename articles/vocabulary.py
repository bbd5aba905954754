"""What a text is about, told by its words: what each weighs, and how alike two texts are.  Pure text, no Django.

Texts are vectors of weighted words (Salton's vector space model). A word that no list of ordinary English knows, a name
or a number, weighs twice as much as one that it knows; what articles of the days before have said weighs less, the more
of them say it. So of a running story not its cast counts, but what is new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import fsum, log, sqrt

from articles import overlap
from articles.lexicon import common_words, listed

#: letters by which words of one family are held to be one: "detained", "detains" (truncation, the plainest stemming)
STEM = 6
#: what a rare word weighs beside an ordinary one
RARE = 2.0
#: words after the headline that are the lead of a text, and how often the headline counts in it
LEAD, HEADLINE = 90, 2
#: words by which articles of one story are looked up, and the words after the headline that they are taken from
TOPICS, TOPICS_LEAD = 16, 60
#: the part of rare words above which a text is in a language that the lists do not know
UNKNOWN = 0.6

Weights = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What was told before: in how many of these `articles` a stem is."""

    times: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0

    def is_new(self, stem: str) -> bool:
        """Whether at most half of them say it."""
        return 2 * self.times.get(stem, 0) <= self.articles

    def weight(self, stem: str) -> float:
        """1 for what none of them says, down to a little for what all of many say."""
        return 1 - self.times.get(stem, 0) / (self.articles + 1)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text and of its lead by their stems, each with its weight; both are of length 1."""

    whole: Weights
    lead: Weights

    @property
    def is_unknown(self) -> bool:
        """Whether the lists know too few of the words to say which are rare."""
        return sum(map(is_rare, self.whole)) > UNKNOWN * len(self.whole)


def background_of(texts: Iterable[Iterable[str]]) -> Background:
    """What these articles say, each given by its stems."""
    each = [set(stems) for stems in texts]
    return Background(Counter(stem for stems in each for stem in stems), len(each))


def vocabulary(headline: list[str], body: list[str], before: Background) -> Vocabulary:
    """The vocabulary of an article whose headline and body have these stems."""
    return Vocabulary(_weights(body, before), _weights(headline * HEADLINE + body[:LEAD], before))


def alikeness(one: Vocabulary, other: Vocabulary) -> float:
    """How alike two texts are, 0 to 1: the mean of the cosines of the whole texts and of their leads."""
    return (_cosine(one.whole, other.whole) + _cosine(one.lead, other.lead)) / 2


def shared_rare(one: Vocabulary, other: Vocabulary) -> list[str]:
    """Stems of the rare words that are in both texts, those that weigh most first."""
    both = [stem for stem in one.whole if stem in other.whole and is_rare(stem)]
    return sorted(both, key=lambda stem: (-one.whole[stem] * other.whole[stem], stem))


def stems(found: Sequence[str]) -> list[str]:
    """What carries the sense: numbers and words of four letters and more that are no function words, each by its
    beginning; of scripts without spaces, every two signs in a row."""
    function_words = listed("function_words")
    kept = []
    for word, after in zip(found, [*found, ""][1:], strict=True):
        if len(word) >= 4 or word.isdigit():
            if word not in function_words:
                kept.append(word[:STEM])
        elif _is_sign(word) and _is_sign(after):
            kept.append(word + after)
    return kept


def topics(headline: str, text: str) -> list[str]:
    """The stems by which articles of one story find each other, each once: of the headline, then the rare ones of the
    first words, then the others."""
    lead = stems(overlap.keys(text[: TOPICS_LEAD * 24]))[:TOPICS_LEAD]
    found = [*stems(overlap.keys(headline)), *filter(is_rare, lead), *lead]
    return list(dict.fromkeys(found))[:TOPICS]


def is_rare(stem: str) -> bool:
    """Whether no ordinary English word begins so: names, numbers, words of other languages."""
    return stem not in _ordinary()


def _weights(found: Iterable[str], before: Background) -> Weights:
    """Stem → the logarithm of how often it is there, weighed, by the length of them all."""
    ordinary, times = _ordinary(), Counter(found)
    logs = {stem: (1 if stem in ordinary else RARE) * (1 + log(n)) for stem, n in times.items()}
    for stem in logs.keys() & before.times.keys():
        logs[stem] *= before.weight(stem)
    length = sqrt(fsum(value * value for value in logs.values()))
    return {stem: value / length for stem, value in logs.items()}


def _cosine(one: Weights, other: Weights) -> float:
    return fsum(weight * other[stem] for stem, weight in one.items() if stem in other)


def _is_sign(word: str) -> bool:
    return len(word) == 1 and word >= "\u0e00"


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(word[:STEM] for word in common_words())
