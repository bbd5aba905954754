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

_MARKS = frozenset(';:?!—–…“”"()[]')
#: words that begin a clause which is told as a fact of its own
_FACT = frozenset(
    """
    after when since as while because although though but who which whose where before once
    """.split()
)
_OPENERS = _FACT | {"that", "if", "whether", "unless", "until", "whereas"}
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
_ADVERBS = frozenset(
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
_PREPOSITIONS = listed("prepositions") - {"and"} | {
    "as",
    "near",
    "after",
    "before",
    "during",
    "including",
    "because",
    "despite",
}
_STOPS = _PREPOSITIONS | {
    "and",
    "or",
    "but",
    "that",
    "who",
    "which",
    "when",
    "while",
    "if",
    "not",
    "'s",
    "’s",
}
_BEFORE_NAMES = 10  # words at most between a verb and the name that is its object
_BETWEEN = _ADVERBS | {"on", "in", "late", "early"}  # what may stand between a subject and its verb
_BEFORE_NOUNS = frozenset(["the", "a", "an", "its", "his", "her", "their", "former", "then", "and"])
_INVERTED = frozenset(["had", "were", "should"])  # "Had he resigned, …": it did not happen
_PRONOUNS = frozenset(["he", "she"])


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
        elif not (low in _ADVERBS or (low.endswith("ly") and len(low) > 4)):
            break
        begin = place
    if (begin < at and sentence[begin].low == "having") or (begin < at and sentence[begin].low == "being"):
        real = real and begin > 0 and sentence[begin - 1].low in ("after", ",", "since", "despite")
    while begin < at and (sentence[begin].low in _ADVERBS):
        begin += 1  # adverbs in front of the helping verbs belong to the clause
    return Chain(begin, voice, real)


def clause_begin(sentence: Sequence[Token], at: int) -> tuple[int, bool]:
    """Where the clause of the verb at `at` begins, and whether a comma will close it again."""
    comma = False
    for place in range(at - 1, -1, -1):
        low = sentence[place].low
        if low in _MARKS:
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
        if low in _MARKS or (low in _OPENERS and not _is_preposition(sentence, place)):
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
        if low in _MARKS or low in _PREPOSITIONS or token.date is not None or low in (",", "and"):
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


def names_before(sentence: Sequence[Token], at: int, begin: int) -> tuple[list[Token], Token | None]:
    """The names that are subject of the verb whose helping verbs begin at `at`; or the pronoun that is, as second.

    ([], None) where the subject is anything else.
    """
    place = at - 1
    while place >= begin and (
        sentence[place].date is not None
        or sentence[place].low in _BETWEEN
        or sentence[place].low.endswith("ly")
    ):
        place -= 1
    if place >= 0 and sentence[place].low in ("who", "which", "that"):
        place -= 1
        if place >= 0 and sentence[place].low == ",":
            place -= 1
            begin, _ = clause_begin(sentence, place)
        else:
            begin, _ = clause_begin(sentence, place + 1)
    if place < 0:
        return [], None
    if sentence[place].low == ")":
        place = _opening(sentence, place, "(") - 1
    if place >= 0 and sentence[place].low == ",":
        return _before_aside(sentence, place, begin), None
    if place >= 0 and sentence[place].low in _PRONOUNS:
        return [], sentence[place]
    if place < begin or not sentence[place].is_name:
        return [], None
    return _head(sentence, place, begin), None


def names_against(sentence: Sequence[Token], at: int, begin: int, nouns: frozenset[str]) -> list[Token]:
    """The names that stand under "against" behind one of `nouns` as subject of the verb at `at`: "the charges against X"."""
    for place in range(at - 1, begin + 1, -1):
        if sentence[place].low == "against" and sentence[place - 1].low in nouns:
            return names_after(sentence, place + 1, at)
        if sentence[place].low in _MARKS:
            break
    return []


def _opening(sentence: Sequence[Token], place: int, mark: str) -> int:
    while place > 0 and sentence[place].low != mark:
        place -= 1
    return place


def _before_aside(sentence: Sequence[Token], comma: int, begin: int) -> list[Token]:
    """The names in front of an inserted phrase that `comma` closes: "Ann Bell, a judge from Oslo, ruled"."""
    for place in range(comma - 1, max(begin, comma - 40), -1):
        low = sentence[place].low
        if low in _MARKS:
            return []
        if low == "," and sentence[place - 1].is_name and place - 1 >= begin:
            if sentence[place + 1].is_name and sentence[place + 2].low in (",", "and"):
                continue  # a list of names
            return _head(sentence, place - 1, begin)
        if low == "," and place > begin and (named := _apposition(sentence, place + 1, comma)):
            return named
    return []


def _apposition(sentence: Sequence[Token], begin: int, end: int) -> list[Token]:
    """The names that all of `begin:end` consists of: "the officer, Ann Bell, was"; empty if it has other words."""
    names = [token for token in sentence[begin:end] if token.is_name]
    rest = [token for token in sentence[begin:end] if not token.is_name and token.low not in ("and", ",")]
    titles = all(
        token.is_word and (token.text[0].isupper() or token.low in listed("titles")) for token in rest
    )
    return names if names and titles and sentence[end - 1].is_name else []


def _head(sentence: Sequence[Token], place: int, begin: int) -> list[Token]:
    """The name at `place` with those joined to it by "and"; the name in front of a preposition where it hangs on one.

    Empty where it hangs on another noun: "the lawyer of Ann Bell".
    """
    while (before := _preposition_before(sentence, place, begin)) is not None:
        if before - 1 >= begin and sentence[before - 1].is_name:
            place = before - 1
        else:
            return []
    joined = _joined_before(sentence, place, begin)
    if joined and _preposition_before(sentence, sentence.index(joined[0]), begin) is not None:
        return []
    return [*joined, sentence[place]]


def _preposition_before(sentence: Sequence[Token], place: int, begin: int) -> int | None:
    """The preposition that the name at `place` stands under, past its article and title."""
    for earlier in range(place - 1, max(begin - 1, place - 5), -1):
        token = sentence[earlier]
        if token.low in _PREPOSITIONS - _FACT:
            return earlier
        title = token.is_word and (token.text[0].isupper() or token.low in ("the", "a", "its", "his", "her"))
        if not title and token.low not in listed("titles"):
            return None
    return None


def _joined_before(sentence: Sequence[Token], place: int, begin: int) -> list[Token]:
    """The names in front of the one at `place` that share its verb: "Ann Bell, Bob Hill and" …"""
    found: list[Token] = []
    last = _skip_titles(sentence, place, begin)
    while last >= begin and sentence[last].low in ("and", ",", "&"):
        earlier = last - 1
        if earlier >= begin and sentence[earlier].low == ",":
            earlier -= 1
            listed_before = found or (earlier > begin and sentence[earlier - 1].low == ",")
            if not listed_before:
                break  # "…, and Bob Hill left" begins a clause of its own
        if earlier < begin or not sentence[earlier].is_name:
            break
        if sentence[last].low == "," and not found and last == place - 1:
            break  # an apposition, not a list
        found.insert(0, sentence[earlier])
        last = _skip_titles(sentence, earlier, begin)
    return found


def _skip_titles(sentence: Sequence[Token], place: int, begin: int) -> int:
    """The place before the titles in front of a name: "Foreign Minister Ann Bell"."""
    last = place - 1
    while last >= begin and place - last < 5:
        token = sentence[last]
        if not (
            token.is_word and (token.text[0].isupper() or token.low in listed("titles") or token.low == "the")
        ):
            break
        last -= 1
    return last


def names_after(sentence: Sequence[Token], at: int, end: int) -> list[Token]:
    """The names that are object of what ends before `at`; none where the object is another noun."""
    nouns, end = 0, min(end, len(sentence))
    for place in range(at, min(end, at + _BEFORE_NAMES)):
        token = sentence[place]
        if token.is_name:
            if owns(sentence, place):
                continue
            return [token, *_joined_after(sentence, place, end)]
        if token.low == "," and nouns and place + 1 < end and _is_apposition(sentence, place):
            continue
        if token.low in ("'s", "’s") and sentence[place - 1].is_name:
            continue
        if not token.is_word or token.low in _STOPS or token.date is not None:
            return []
        if token.low.endswith("ing") and nouns and sentence[place - 1].low not in _BEFORE_NOUNS:
            return []  # "released pictures showing Ann Bell"
        nouns += 1
    return []


def _is_apposition(sentence: Sequence[Token], comma: int) -> bool:
    """Whether the name behind the comma is that of the noun in front of it: "its founder, Ann Bell", not "14, Ann Bell"."""
    return sentence[comma + 1].is_name and sentence[comma - 1].text.isalpha()


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


def _joined_after(sentence: Sequence[Token], place: int, end: int) -> list[Token]:
    found: list[Token] = []
    while place + 1 < end:
        after = place + 1
        joined = sentence[after].low in ("and", "&", ",")
        if sentence[after].low == "," and after + 1 < end and sentence[after + 1].low == "and":
            after += 1
        begin = after + 1
        while (
            begin < end
            and begin - after < 5
            and (
                sentence[begin].is_word
                and (sentence[begin].text[0].isupper() or sentence[begin].low in listed("titles"))
            )
        ):
            begin += 1
        if not joined or begin >= end or not sentence[begin].is_name or owns(sentence, begin):
            break
        found.append(sentence[begin])
        place = begin
    comma_list = found and all(token.low != "and" for token in sentence)
    return [] if comma_list else found
