"""Whom a verb or noun is about: the names that are its subject or its object."""

from __future__ import annotations

from collections.abc import Sequence

from articles.happening.grammar import ADVERBS, FACT, MARKS, PREPOSITIONS, clause_begin, owns
from articles.happening.tokens import Token
from articles.lexicon import listed

_STOPS = PREPOSITIONS | {
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
_BETWEEN = ADVERBS | {"on", "in", "late", "early"}  # what may stand between a subject and its verb
_BEFORE_NOUNS = frozenset(["the", "a", "an", "its", "his", "her", "their", "former", "then", "and"])
_PRONOUNS = frozenset(["he", "she"])


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
        if sentence[place].low in MARKS:
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
        if low in MARKS:
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
        if token.low in PREPOSITIONS - FACT:
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
