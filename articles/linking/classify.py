"""Person, organization or neither: evidence from the words of a piece and from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.lexicon import common_words, forenames, listed, listed_keys, nationalities, places
from articles.linking.chunks import Piece
from articles.linking.tokens import Token
from people.names import key, plain

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_ROMAN = frozenset(["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv"])
_AT = frozenset({"in", "near", "from", "across", "outside", "throughout", "around"})
_COMPANY_AFTER = listed("after_companies")
_COMPANY_NOUNS = listed("company_nouns")
_ALSO_SURNAMES = listed("places_as_surnames")
_PLACE_FIRST = listed("place_beginnings")
_CAMEL = re.compile(r"[a-z][A-Z]")
_SURNAME_CAMEL = re.compile(
    r"(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|O[’']|D[’']|Des|Del|Da|Al|El|Ben|St)[A-Z][a-z]+\Z"
)
_SAID = re.compile(r"(?:\s+(?:has|had|have|also|later|then|would|will|did))*\s+([a-z]+)\b")
_OWNS = re.compile(
    r"[’']s (?:chief (?:executive|financial|operating)|CEO|CFO|shares?|stock|board|headquarters|profits?|revenues?|annual report|"
    r"general (?:secretary|counsel)|assistant general|managing director|customers|employees|shareholders|subsidiary)\b"
)
_VAGUE = frozenset({"house", "army", "navy", "treasury", "exchange", "union", "press", "network", "court"})
_SHORT_NAMES = frozenset({"ford", "sony", "nike", "uber", "fiat", "visa"})
_HUMAN = frozenset({"who", "whose", "himself", "herself"})


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
    name = piece.key
    last = lows[-1]
    if name in listed_keys("organizations") or name.removeprefix("the ") in listed_keys("organizations"):
        found.add("organization", 4, "a well-known organization")
        return found
    if last in nationalities() and (lows[0] in nationalities() or key(" ".join(lows[:-1])) in places()):
        found.add("other", 5)
        return found
    rest = key(" ".join(lows[1:]))
    if rest in listed_keys("organizations") and (lows[0] in nationalities() or key(lows[0]) in places()):
        found.add("organization", 3.5, "a well-known organization of a country")
        return found
    if all(low in nationalities() or low in ("republic", "people's") for low in lows) or all(
        low in listed("calendar") or low.isdigit() for low in lows
    ):
        found.add("other", 5)
        return found
    if name in places():
        found.add("other", 3)
    if last in listed("things"):
        found.add("other", 1.5)
    _company(lows, found)
    _person(piece, lows, found)
    if last in listed("places") and not found.organization:
        found.add("other", 1.0 if last in _ALSO_SURNAMES else 3.6)
    if lows[0] in _PLACE_FIRST and len(lows) < 4 and not found.organization:
        found.add("other", 2.5)
    return found


def _company(lows: list[str], found: Evidence) -> None:
    last = lows[-1]
    if last in listed("companies"):
        found.add("organization", 2.5, f"ends with a company's form ({last})")
    elif last in listed("institutions") or (last.endswith("s") and last[:-1] in listed("institutions")):
        found.add("organization", 2.0, f"ends with the word for an organization ({last})")
    for at, low in enumerate(lows[:-1]):
        if low in listed("institutions") and lows[at + 1] in ("of", "for", "on"):
            found.add("organization", 3.0, f"{low} {lows[at + 1]} …")
            break
        if low in listed("companies") and low not in ("capital", "energy", "co", "international"):
            found.add("organization", 1.5, f"holds a company's form ({low})")
            break
    if "and" in lows or "&" in lows:
        found.add("organization", 1.0)


def _person(piece: Piece, lows: list[str], found: Evidence) -> None:
    if not piece.tokens[0].muted and all(
        token.text.isupper() and len(token.text) > 1 for token in piece.tokens
    ):
        if lows[-1] in ("fm", "tv", "am", "radio"):
            found.add("organization", 2.0, "a station")
        return
    if any(low in ("of", "for", "on", "the", "and") for low in lows):
        return
    given = key(lows[0]) in forenames() or _hyphened_forename(lows[0])
    _initials(piece, lows, found)
    if lows[-1] in _SUFFIXES and (given or lows[0] not in common_words()):
        found.add("person", 3.0, "a name with Jr., Sr. or a number")
    if (
        given
        and len(lows) <= 5
        and lows[-1] not in listed("institutions")
        and lows[-1] not in listed("things")
    ):
        ordinary = lows[0] in common_words() or lows[0] in places()
        found.add("person", 1.2 if ordinary else 2.6, "begins with a forename")
        found.add("person", 0.0 if _ordinary(lows[-1]) else 0.8)
    elif len(lows) in (2, 3) and plain(lows[0]) in listed("family_first") and _eastern(lows[1:]):
        found.add("person", 2.2, "a family name first, as in Chinese or Korean")
    elif len(lows) in (2, 3) and all(low.isalpha() and not _ordinary(low) for low in lows):
        found.add("person", 1.1, "two words that are in no dictionary")
    elif len(lows) in (2, 3, 4) and any(low in listed("particles") for low in lows[1:-1]):
        found.add("person", 0.8, "a name with a particle")


def _initials(piece: Piece, lows: list[str], found: Evidence) -> None:
    named = any(low not in listed("particles") and not _initial(low) for low in lows)
    if any(_initial(low) for low in lows[:-1]) and named and len(lows) > 2:
        found.add("person", 2.0, "a name with an initial")
    elif _initial(lows[0]) or ("." in piece.tokens[0].text and len(lows) == 2):
        found.add("person", 1.6, "initials and a family name")


def _ordinary(low: str) -> bool:
    return low in common_words() or low in places()


def _initial(low: str) -> bool:
    return len(low) == 1 and low.isalpha()


def _hyphened_forename(low: str) -> bool:
    parts = low.split("-")
    return len(parts) == 2 and all(key(part) in forenames() for part in parts)


def _eastern(rest: list[str]) -> bool:
    return all(
        low.replace("-", "").isalpha() and low not in common_words() and low not in listed("institutions")
        for low in rest
    )


def _one_word(piece: Piece, found: Evidence) -> None:
    token = piece.tokens[0]
    low = token.low
    letters = [c for c in token.text if c.isalpha()]
    capitals = len(token.text) > 1 and all(c.isupper() for c in letters)
    if low in listed("titles") or low in listed("honorifics"):
        found.add("other", 5)
    elif _listed_as_other(low):
        found.add("other", 4)
    elif low in listed("organizations") or piece.key in listed_keys("organizations"):
        _well_known(token, capitals, found)
    elif piece.key in places():
        found.add("other", 1 if low in forenames() else 4)
        found.add("person", 0.5 if low in forenames() else 0)
    elif _CAMEL.search(token.text) and not _SURNAME_CAMEL.match(token.text):
        found.add("organization", 3.0, "a word with a capital inside")
    elif capitals and 2 <= len(letters) <= 6 and low not in _ROMAN and not token.muted:
        found.add("organization", 1.4, "an acronym")
    elif low in forenames():
        found.add("person", 0.4 if low in common_words() else 1.0, "a forename")
    if low in common_words() and not capitals:
        known = found.organization or low in forenames()
        found.add("other", (1.5 if token.first else 0.8) + (0.0 if known else 3.0))


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


def evidence_of_place(text: str, piece: Piece) -> Evidence:
    """What the words around one occurrence of the name say."""
    found = Evidence()
    _in_front(piece, found)
    _behind(text, piece, found)
    if piece.tokens[-1].possessive and _OWNS.match(text, piece.end):
        found.add("organization", 1.2, "owns what companies have")
    elif piece.tokens[-1].possessive:
        found.add("person", 0.2)
    return found


def _in_front(piece: Piece, found: Evidence) -> None:
    before = piece.before.low if piece.before and piece.gap_before == " " else ""
    if piece.title:
        _titled(piece, found)
        found.add("other", -1.0)
    elif before in listed("roles") or before in listed("titles"):
        found.add("person", 1.5, f"after “{before}”")
    if before in listed("says"):
        found.add("person", 0.9, f"after “{before}”")
    if before in _AT:
        found.add("other", 0.7)
    elif before == "at":
        found.add("organization", 0.5)
    elif before == "the" and len(piece.tokens) == 1:
        found.add("person", -1.0)


def _behind(text: str, piece: Piece, found: Evidence) -> None:
    follows = piece.after.low if piece.after else ""
    said = _SAID.match(text, piece.end)
    if said and said.group(1) in listed("says"):
        found.add("person", 0.9, f"“{said.group(1)}” follows")
    elif follows in _HUMAN:
        found.add("person", 0.8, f"“{follows}” follows")
    elif piece.gap_after in (", ", " (") and follows.isdigit() and len(follows) == 2:
        found.add("person", 2.0, "an age follows")
    elif follows in _COMPANY_AFTER and piece.gap_after == " " and not piece.tokens[-1].possessive:
        found.add("organization", 1.0, f"“{follows}” follows")
    elif piece.gap_after == ", " and follows in ("a", "an", "the", "who", "former"):
        _apposition(text, piece, found)


def _titled(piece: Piece, found: Evidence) -> None:
    words = [token.low for token in piece.title]
    if words[-1] in ("st", "saint", "king", "queen", "lake", "fort"):
        found.add("person", 0.5)
        return
    found.add("person", 2.4, f"after the title “{' '.join(token.text for token in piece.title)}”")


def _apposition(text: str, piece: Piece, found: Evidence) -> None:
    words = [
        word.strip(".,;:”\"’'").lower()
        for word in text[piece.end + 2 : piece.end + 90].split(",")[0].split()[:9]
    ]
    if any(word in listed("roles") or word in _HUMAN for word in words):
        found.add("person", 1.0, "a role in apposition follows")
    elif any(word in _COMPANY_NOUNS for word in words):
        found.add("organization", 1.2, "a company in apposition follows")


def in_place(text: str, piece: Piece) -> bool:
    """Whether the words before say that the name is a place here: "in Washington"."""
    return bool(piece.before and piece.gap_before == " " and piece.before.low in _AT)
