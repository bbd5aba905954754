"""The little grammar that telling a happening from a plan takes: clauses, helping verbs, subjects and objects.

A sentence is a list of tokens (tokens.py); places are indexes into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from articles.happening.tokens import Token
from articles.lexicon import listed

Voice = Literal["active", "passive", "bare"]

MARKS = frozenset(';:?!—–…“”"()[]')
#: words that begin a clause which is told as a fact of its own
FACT = frozenset(
    """
    after when since as while because although though but who which whose where before once
    """.split()
)
_OPENERS = FACT | {"that", "if", "whether", "unless", "until", "whereas"}
_BE = frozenset(["was", "were", "been", "being", "got"])
_BE_NOW = frozenset(["is", "are", "be", "am", "get", "gets"])
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "’ve"])
_DID = frozenset(["did", "does", "do", "didn't", "didn’t"])
_MODAL = frozenset(
    """
    will would could can may might should shall must to cannot ought won't won’t can't can’t wouldn't
    wouldn’t couldn't couldn’t 'll ’ll 'd ’d
    """.split()
)
_NOT = frozenset("not never no neither nor hardly barely without nearly almost falsely".split())
ADVERBS = frozenset(
    """
    also then later first already now again once both all still soon just twice even himself herself
    themselves since ever only too instead each together there yesterday
    """.split()
)
#: verbs and words under which what follows is denied, asked for, feared or supposed
UNREAL = frozenset(
    """
    denied denies deny denying if whether unless until false falsely untrue hoax rumour rumours rumor
    rumors rumoured rumored suppose imagine hypothetical hypothetically fictional dreamed dreamt refuted
    joked wanted wants want wanting hoped hopes hope hoping feared fears fear wished wishes wish
    demanded demands demand demanding urged urges urge urging sought seeks seek seeking asked asks
    asking ask called calls call calling request requests requested requesting proposed proposes propose
    proposal threatened threatens threaten threat threats threatening plan plans planned planning
    possible potential potentially possibly possibility likely unlikely pending expected expects expect
    awaiting awaits await intends intended attempted attempt attempts failed refused refuses refuse
    avoid avoided prevent prevented against opposed opposes oppose upcoming future next risk risks
    risked prospect faces face faced facing suggested suggestion warrant bid push pushed pushing
    campaign campaigned without no never any every unable pretended conspired plotted plot plotting
    considering considered considers
    """.split()
)
#: of these, the ones that govern a told verb as well as a noun: "denied that he resigned", "if he resigned"
UNREAL_CLAUSE = frozenset(
    """
    denied denies deny denying if whether unless until false falsely untrue hoax rumour rumours rumor
    rumors rumoured rumored suppose imagine hypothetical hypothetically fictional dreamed dreamt refuted
    joked wanted wants want wanting hoped hopes hope hoping feared fears fear wished wishes wish
    pretended no never without would could unlikely likely expected expects demanded demands possible
    """.split()
)
PREPOSITIONS = listed("prepositions") - {"and"} | {
    "as",
    "near",
    "after",
    "before",
    "during",
    "including",
    "because",
    "despite",
}
_INVERTED = frozenset(["had", "were", "should"])  # "Had he resigned, …": it did not happen


@dataclass(frozen=True, slots=True)
class Chain:
    """The helping verbs in front of a verb: where they begin, and what they make of it."""

    begin: int
    voice: Voice
    real: bool


def chain_before(sentence: Sequence[Token], at: int) -> Chain:
    """Reads the helping verbs and adverbs that stand right before the verb at `at`."""
    begin, real = at, True
    voice: Voice = "bare"
    for place in range(at - 1, max(at - 8, -1), -1):
        low = sentence[place].low
        if low in _BE:
            voice = "passive"
        elif low in _BE_NOW:
            voice, real = "passive", False
        elif low in _HAVE:
            voice = "active" if voice == "bare" else voice
        elif low in _MODAL or low in _DID or low in _NOT or low.endswith(("n't", "n’t")):
            real = False
        elif not (low in ADVERBS or (low.endswith("ly") and len(low) > 4)):
            break
        begin = place
    if (begin < at and sentence[begin].low == "having") or (begin < at and sentence[begin].low == "being"):
        real = real and begin > 0 and sentence[begin - 1].low in ("after", ",", "since", "despite")
    while begin < at and (sentence[begin].low in ADVERBS):
        begin += 1  # adverbs in front of the helping verbs belong to the clause
    return Chain(begin, voice, real)


def clause_begin(sentence: Sequence[Token], at: int) -> tuple[int, bool]:
    """Where the clause of the verb at `at` begins, and whether a comma will close it again."""
    comma = False
    for place in range(at - 1, -1, -1):
        low = sentence[place].low
        if low in MARKS:
            return place + 1, False
        if low in _OPENERS and not _is_preposition(sentence, place):
            closable = place == 0 or sentence[place - 1].low in (",", "and")
            if not (closable and comma):
                return place + 1, closable
            comma = False
        elif low == ",":
            comma = True
    return 0, False


def clause_end(sentence: Sequence[Token], at: int, closable: bool) -> int:
    """Where the clause of the verb that ends at `at` is over."""
    for place in range(at, len(sentence)):
        low = sentence[place].low
        if low in MARKS or (low in _OPENERS and not _is_preposition(sentence, place)):
            return place
        if low == "," and _closes(sentence, place, closable):
            return place
        if low in ("and", "or") and _verb_follows(sentence, place):
            return place
    return len(sentence)


def _is_preposition(sentence: Sequence[Token], place: int) -> bool:
    """Whether "since", "as", "before" or "after" has only a date or a name behind it: "since 2018", "as ambassador"."""
    low = sentence[place].low
    after = sentence[place + 1] if place + 1 < len(sentence) else None
    if low in ("since", "before", "after", "until") and after is not None and after.date is not None:
        return True
    if low != "as" or after is None:
        return False
    if after.is_name:  # "as DNC chair", not "as Ann Bell left"
        return owns(sentence, place + 1)
    return after.low not in ("he", "she", "it", "they", "the", "a")


def _closes(sentence: Sequence[Token], place: int, closable: bool) -> bool:
    """Whether the comma at `place` ends a clause: it closes an inserted one, or another begins with a participle."""
    after = sentence[place + 1] if place + 1 < len(sentence) else None
    if after is None or after.date is not None or after.text.isdigit():
        return False
    if after.is_word and after.low.endswith("ing") and len(after.low) > 4:
        return True
    return closable and after.low not in ("on", "in", "at")


def _verb_follows(sentence: Sequence[Token], place: int) -> bool:
    """Whether "and" joins a clause with a subject of its own: a helping verb or a past comes soon after a name or article."""
    after = sentence[place + 1] if place + 1 < len(sentence) else None
    if after is None or not (
        after.is_name
        or after.low in ("the", "a", "an", "his", "her", "its", "their", "he", "she", "it", "they")
    ):
        return False
    for token in sentence[place + 2 : place + 7]:
        low = token.low
        if low in ("was", "were", "has", "had", "is", "are", "will", "would", "did") or (
            low.endswith("ed") and token.is_word
        ):
            return True
        if low in MARKS or low in PREPOSITIONS or token.date is not None or low in (",", "and"):
            return False
    return False


def is_unreal(sentence: Sequence[Token], begin: int, at: int, words: frozenset[str]) -> bool:
    """Whether one of `words` stands over the verb or noun at `at`, in its clause or the one that it is the object of."""
    first = begin
    while first > 0 and sentence[first - 1].low == "that":
        first, _ = clause_begin(sentence, first - 1)
    if first > 0 and sentence[first - 1].low in words:
        return True
    if first < at and sentence[first].low in _INVERTED:
        return True
    return any(token.low in words or token.low.endswith(("n't", "n’t")) for token in sentence[first:at])


def owns(sentence: Sequence[Token], place: int) -> bool:
    """Whether the name only describes the noun behind it: "Huawei executive", "Huawei’s founder"."""
    if place + 1 >= len(sentence):
        return False
    after = sentence[place + 1]
    if after.low in ("'s", "’s", "'", "’"):
        return True
    plain = (
        after.is_word
        and after.low.isalpha()
        and after.text.islower()
        and after.low not in listed("function_words")
    )
    return plain and not after.low.endswith(("ly", "ed", "ing")) and after.low not in listed("past_verbs")
