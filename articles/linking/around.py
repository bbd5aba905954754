"""What the words around one occurrence of a name say: a title, a verb of saying, an office, "in"."""

from __future__ import annotations

import re

from articles.lexicon import listed
from articles.linking.classify import Evidence
from articles.linking.pieces import Piece

_AT = frozenset({"in", "near", "from", "across", "outside", "throughout", "around"})
_COMPANY_AFTER = listed("after_companies")
_COMPANY_NOUNS = listed("company_nouns")
_SAID = re.compile(r"(?:\s+(?:has|had|have|also|later|then|would|will|did))*\s+([a-z]+)\b")
_OWNS = re.compile(
    r"[’']s (?:chief (?:executive|financial|operating)|CEO|CFO|shares?|stock|board|headquarters|profits?|revenues?|annual report|"
    r"general (?:secretary|counsel)|assistant general|managing director|customers|employees|shareholders|subsidiary)\b"
)
_OFFICE_AT = re.compile(
    r"\b(?P<role>[a-z-]+)\s+(?:who\s+works\s+)?(?P<link>at|with|for)\s+(?:the\s+)?\Z"
    r"|\b(?P<head>[A-Za-z-]+(?: [a-z]+){0,2})\s+of\s+\Z"
)
_FORMER_AND = listed("role_adjectives")
_HUMAN = frozenset({"who", "whose", "himself", "herself"})


def evidence_of_place(text: str, piece: Piece) -> Evidence:
    """What the words around one occurrence of the name say."""
    found = Evidence()
    _in_front(piece, found)
    _office_in_front(text, piece, found)
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
    elif before in _COMPANY_NOUNS and not _owned(piece):
        found.add("organization", 1.5, f"after “{before}”")
    elif before in _FORMER_AND:
        pass
    elif (before in listed("roles") or before in listed("titles")) and not _owned(piece):
        found.add("person", 1.5, f"after “{before}”")
    if before in listed("says"):
        found.add("person", 0.9, f"after “{before}”")
    if before in _AT:
        found.add("other", 0.7)
    elif before == "at":
        found.add("organization", 0.5)
        found.add("other", 1.1 if len(piece.tokens) < 3 and not piece.tokens[-1].possessive else 0.0)
    elif before == "the" and len(piece.tokens) == 1 and not _family_behind(piece):
        found.add("person", -1.0)


def _family_behind(piece: Piece) -> bool:
    """ "the Bell family", "the Bell administration"."""
    follows = piece.after.low if piece.after else ""
    return follows in listed("family_words") and piece.gap_after == " " and not piece.tokens[-1].possessive


def _owned(piece: Piece) -> bool:
    """Whether the word before owns the name: "her husband’s Treasury"."""
    return bool(piece.before and piece.before.possessive)


def _office_in_front(text: str, piece: Piece, found: Evidence) -> None:
    """ "an analyst at Stonebank", "a spokesman for", "chief executive of": an organization follows."""
    if not piece.before or piece.before.low not in ("at", "with", "for", "of", "the"):
        return
    office = _OFFICE_AT.search(text, max(0, piece.start - 60), piece.start)
    if not office:
        return
    role, link = office["role"], office["link"]
    if office["head"]:
        words = office["head"].lower().split()
        if any(" ".join(words[at:]) in listed("company_offices") for at in range(len(words))):
            found.add("organization", 1.2, f"after “{office['head'].split()[-1]} of”")
    elif (link == "at" and role in listed("roles")) or role in ("spokesman", "spokeswoman", "spokesperson"):
        found.add("organization", 1.2 if link == "at" else 1.0, f"after “{role} {link}”")


def _behind(text: str, piece: Piece, found: Evidence) -> None:
    follows = piece.after.low if piece.after else ""
    said = _SAID.match(text, piece.end)
    if said and said.group(1) in listed("says"):
        found.add("person", 0.9, f"“{said.group(1)}” follows")
    elif follows in _HUMAN:
        found.add("person", 0.8, f"“{follows}” follows")
    elif piece.gap_after in (", ", " (") and follows.isdigit() and len(follows) == 2:
        found.add("person", 2.0, "an age follows")
    elif _family_behind(piece):
        found.add("person", 1.0, f"“{follows}” follows")
    elif (
        follows in _COMPANY_AFTER | _COMPANY_NOUNS
        and piece.gap_after == " "
        and not piece.tokens[-1].possessive
    ):
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
