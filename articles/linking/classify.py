"""Person, organization or neither: evidence from the words of a piece and from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from articles.lexicon import common_words, forenames, listed, listed_keys, nationalities, places
from articles.linking.joins import PARTISANS
from articles.linking.pieces import Piece
from articles.linking.tokens import ARTICLE, Token
from people.names import key, plain

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv"])
_ALSO_SURNAMES = listed("places_as_surnames")
_PLACE_FIRST = listed("place_beginnings")
_CAMEL = re.compile(r"[a-z][A-Z]")
_SURNAME_CAMEL = re.compile(
    r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O[’']|D[’']|Des|Del|Da|Al|El|Ben|St)[A-Z][a-z]+\Z"
)
_VAGUE = frozenset({"house", "army", "navy", "treasury", "exchange", "union", "press", "network", "court"})
_SHORT_NAMES = frozenset({"ford", "sony", "nike", "uber", "fiat", "visa"})
_PARTY_STATE = re.compile(r"[RDI]-[A-Z][A-Za-z]{1,4}\Z")
_PEOPLES = frozenset({word + "s" for word in listed("nationalities")} - {"finns", "poles", "romans"})
_WITH_AND = "two names with “&”"
_WITH_ACRONYM = "ends with an acronym"


@dataclass(slots=True)
class Evidence:
    """How much speaks for a person, an organization, or for something that is neither, and the best reason for each."""

    person: float = 0.0
    organization: float = 0.0
    other: float = 0.0
    why: str = ""

    def add(self, kind: str, weight: float, why: str = "") -> None:
        setattr(self, kind, getattr(self, kind) + weight)
        if why and not self.why:
            self.why = why

    def kind(self) -> str | None:
        """ "person", "organization" or None where neither is likely enough."""
        best = max(self.person, self.organization)
        if best < 1.0 or best <= self.other:
            return None
        return "person" if self.person >= self.organization else "organization"


def evidence_of_words(piece: Piece) -> Evidence:
    """What the words of the name say by themselves."""
    found = Evidence()
    lows = piece.lows
    if len(lows) == 1:
        _one_word(piece, found)
        return found
    if _settled(piece, lows, found):
        return found
    last = lows[-1]
    if piece.key in listed_keys("people"):
        found.add("person", 3, "a well-known person")
    if piece.key in places():
        found.add("other", 3)
    if last in listed("things"):
        found.add("other", 1.5)
    _company(lows, found)
    _shape(piece, found)
    if found.organization < 2 or _may_be_surname(lows):
        _person(piece, lows, found)
    if last in listed("places") and not found.organization:
        found.add("other", 1.0 if last in _ALSO_SURNAMES else 3.6)
    if lows[0] in _PLACE_FIRST and len(lows) < 4 and not found.organization:
        found.add("other", 2.5)
    return found


def _settled(piece: Piece, lows: list[str], found: Evidence) -> bool:
    """Whether the lists alone settle what a name of several words is."""
    name, last = piece.key, lows[-1]
    of_place = lows[0] in nationalities() or key(lows[0]) in places()
    if name in listed_keys("organizations") or name.removeprefix("the ") in listed_keys("organizations"):
        found.add("organization", 4, "a well-known organization")
    elif last in nationalities() and (lows[0] in nationalities() or key(" ".join(lows[:-1])) in places()):
        found.add("other", 5)
    elif of_place and key(" ".join(lows[1:])) in listed_keys("organizations"):
        found.add("organization", 3.5, "a well-known organization of a country")
    elif (lows[0] in nationalities() and last in listed("not_organizations")) or _of_people(lows):
        found.add("other", 5)  # "German MPs"
    elif all(low in listed("calendar") or low.isdigit() for low in lows):
        found.add("other", 5)
    elif last == "state" and name[:-6] in listed("state_universities") and not _of_government(piece):
        found.add("organization", 4, "a state university")
    else:
        return False
    return True


def _of_people(lows: list[str]) -> bool:
    """Whether all words are for people of a country, or for the country as a republic."""
    return all(low in nationalities() or low in ("republic", "people's") for low in lows)


def _company(lows: list[str], found: Evidence) -> None:
    last = lows[-1]
    if last in listed("companies"):
        found.add("organization", 2.5, f"ends with a company's form ({last})")
    elif last in listed("institutions") or (last.endswith("s") and last[:-1] in listed("institutions")):
        found.add("organization", 2.0, f"ends with the word for an organization ({last})")
    for at, low in enumerate(lows[:-1]):
        if (low in listed("institutions") or low == "house") and lows[at + 1] in ("of", "for", "on"):
            found.add("organization", 3.0, f"{low} {lows[at + 1]} …")
            break
        if low in listed("companies") and low not in ("capital", "energy", "co", "international"):
            found.add("organization", 1.5, f"holds a company's form ({low})")
            break
    if "and" in lows or "&" in lows:
        found.add("organization", 1.0)


def _of_government(piece: Piece) -> bool:
    """Whether the word behind shows that the state itself is meant: "Ohio State senator"."""
    after = piece.after
    return bool(
        after and piece.gap_after == " " and (after.low in listed("titles") or after.low in listed("roles"))
    )


def _may_be_surname(lows: list[str]) -> bool:
    """ "Ann Church", "Bea Post": a forename and one word that is a family name too."""
    return len(lows) == 2 and lows[1] in listed("surnames_too") and key(lows[0]) in forenames()


def _shape(piece: Piece, found: Evidence) -> None:
    """What the form of the words says: an "&", a capital inside a word, an acronym in front or behind."""
    tokens = piece.tokens
    if any(there.start - here.end == 3 and not here.possessive for here, there in pairwise(tokens)):
        found.add("organization", 1.5, _WITH_AND)
    if any(_CAMEL.search(t.text) and not _SURNAME_CAMEL.match(t.text) for t in tokens):
        found.add("organization", 1.5, "a word with a capital inside")
    if not any(t.muted for t in tokens):
        front, back = tokens[0], tokens[-1]
        if _acronym(back) and not _acronym(front):
            found.add("organization", 1.5, _WITH_ACRONYM)
        elif _acronym(front) and len(tokens) < 5 and _common_end(back) and not found.other:
            found.add("organization", 1.2, "begins with an acronym")


def _acronym(token: Token) -> bool:
    """Whether the word is written in capitals as an acronym is, and is none of those that name nothing."""
    return (
        token.text.isalpha()
        and token.text.isupper()
        and 1 < len(token.text) < 6
        and token.low not in _ROMAN
        and token.low not in _SUFFIXES
        and token.low not in listed("not_organizations")
        and not (token.low in listed("titles") or token.low in listed("honorifics"))
    )


def _common_end(token: Token) -> bool:
    return (
        token.low in common_words()
        and token.low not in listed("things")
        and token.low not in listed("places")
    )


def _person(piece: Piece, lows: list[str], found: Evidence) -> None:
    if not piece.tokens[0].muted and all(
        token.text.isupper() and len(token.text) > 1 for token in piece.tokens
    ):
        if lows[-1] in ("fm", "tv", "am", "radio"):
            found.add("organization", 2.0, "a station")
        return
    if _no_person(piece, lows, found):
        return
    given = key(lows[0]) in forenames() or _hyphened_forename(lows[0])
    _initials(piece, lows, found)
    if len(lows) > 1 and ARTICLE.match(piece.tokens[-1].text):
        found.add("person", 1.1, "a name with an article, as in Arabic")
    if lows[-1] in _SUFFIXES and (given or lows[0] not in common_words()):
        found.add("person", 3.0, "a name with Jr., Sr. or a number")
    if (
        given
        and len(lows) <= 5
        and lows[-1] not in listed("institutions")
        and lows[-1] not in listed("things")
    ):
        ordinary = lows[0] in common_words() or lows[0] in places()
        sentence = ordinary and all(low in common_words() for low in lows[1:])
        found.add(
            "person",
            0.6 if sentence and len(lows) > 2 else 1.2 if ordinary else 2.6,
            "begins with a forename",
        )
        found.add("person", 0.0 if _ordinary(lows[-1]) else 0.8)
    elif len(lows) in (2, 3) and plain(lows[0]) in listed("family_first") and _eastern(lows[1:]):
        found.add("person", 2.2, "a family name first, as in Chinese or Korean")
    elif len(lows) in (2, 3) and all(_in_no_dictionary(low) for low in lows):
        found.add("person", 1.1, "two words that are in no dictionary")
    elif len(lows) in (2, 3, 4) and any(low in listed("particles") for low in lows[1:-1]):
        found.add("person", 0.8, "a name with a particle")


def _no_person(piece: Piece, lows: list[str], found: Evidence) -> bool:
    """Whether a small word, an owner, an "&" or an acronym inside rules a person out."""
    small = any(low in ("of", "for", "on", "the", "and") for low in lows) or lows[-1] in _PEOPLES
    owner = any(token.possessive for token in piece.tokens[:-1])
    return small or owner or found.why in (_WITH_AND, _WITH_ACRONYM)


def _initials(piece: Piece, lows: list[str], found: Evidence) -> None:
    named = any(low not in listed("particles") and not _initial(low) for low in lows)
    if any(_initial(low) for low in lows[:-1]) and named and len(lows) > 2:
        found.add("person", 2.0, "a name with an initial")
    elif lows[-1] not in listed("places") and (
        _initial(lows[0])
        or ("." in piece.tokens[0].text and len(lows) == 2 and lows[0] not in listed("regions"))
    ):
        found.add("person", 1.6, "initials and a family name")


def _ordinary(low: str) -> bool:
    return low in common_words() or low in places()


def _in_no_dictionary(low: str) -> bool:
    """Whether a word, or each part of one with a hyphen or an apostrophe, is neither ordinary nor a place."""
    parts = low.replace("'", "-").split("-")
    if low in nationalities() or low in listed("not_organizations"):
        return False
    return not _ordinary(low) and all(
        part.isalpha() and (len(part) < 3 or not _ordinary(part)) for part in parts
    )


def _initial(low: str) -> bool:
    return len(low) == 1 and low.isalpha()


def _hyphened_forename(low: str) -> bool:
    first, _, second = low.partition("-")
    return key(first) in forenames() and bool(second) and not _ordinary(second)


def _eastern(rest: list[str]) -> bool:
    return all(
        low.replace("-", "").isalpha() and low not in common_words() and low not in listed("institutions")
        for low in rest
    )


def _titled(piece: Piece) -> bool:
    """Whether a title that is no party's name stands in front."""
    return bool(piece.title) and piece.title[-1].low not in ("republican", "democrat")


def _one_word(piece: Piece, found: Evidence) -> None:
    token = piece.tokens[0]
    low = token.low
    if low in ("house", "senate") and piece.gap_after == " " and piece.after and piece.after.low in PARTISANS:
        found.add("organization", 3.0, "a chamber, with the members of a party behind it")
        return
    capitals = len(token.text) > 1 and all(c.isupper() for c in token.text if c.isalpha())
    if low in listed("titles") or low in listed("honorifics"):
        found.add("other", 5)
    elif _listed_as_other(low) or _PARTY_STATE.match(token.text):
        found.add("other", 4)
    elif capitals and piece.gap_after.startswith(":") and token.first:
        found.add("other", 2)  # the label of a transcript
    elif low in listed("organizations") or piece.key in listed_keys("organizations"):
        _well_known(token, capitals, found)
    elif piece.key in places():
        found.add("other", 1 if low in forenames() else 4)
        found.add("person", 0.5 if low in forenames() else 0)
    else:
        _unlisted(token, capitals, found)
    if low in common_words() and not capitals:
        known = found.organization or low in forenames() or low in listed("people") or _titled(piece)
        found.add("other", (1.5 if token.first else 0.8) + (0.0 if known else 3.0))


def _unlisted(token: Token, capitals: bool, found: Evidence) -> None:
    """A single word that is on no list of places and organizations: its shape, or a forename."""
    low = token.low
    letters = sum(c.isalpha() for c in token.text)
    if _SURNAME_CAMEL.match(token.text):
        found.add("person", 0.3, "a family name by its form")
    elif _CAMEL.search(token.text):
        found.add("organization", 3.0, "a word with a capital inside")
    elif capitals and 2 <= letters <= 6 and low not in _ROMAN and not token.muted:
        found.add("organization", 1.4, "an acronym")
    elif low in listed("people"):
        found.add("person", 1.3 if low in common_words() else 2.0, "a well-known person")
    elif low in forenames():
        found.add("person", 0.4 if low in common_words() else 1.0, "a forename")


def _listed_as_other(low: str) -> bool:
    """Whether the word is a nationality, a day or month, or one of the capitals that are nobody's name."""
    others = listed("not_organizations")
    nation = low in nationalities() and low not in listed("organizations")
    return nation or low in listed("calendar") or low in others or low.rstrip("0123456789-") in others


def _well_known(token: Token, capitals: bool, found: Evidence) -> None:
    """A listed organization of one word: sure where the word is nothing else, or stands in capitals."""
    low = token.low
    short = len(low) <= 4 and "." not in low and low not in _SHORT_NAMES
    why = "a well-known organization"
    if capitals or not (low in common_words() or short):
        found.add("organization", 3.0, why)
    elif low in listed("institutions") and low not in _VAGUE:
        found.add("organization", 2.5, why)
    elif not token.first:
        found.add("organization", 1.3, why)
