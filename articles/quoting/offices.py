"""Words that tell an office: "the prime minister", "Canada’s foreign minister", and what can be compared of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.lexicon import listed, nationalities, places

WORD = re.compile(r"[^\W\d_][\w’'-]*")
_STOPS = listed("phrase_stops")
_NOBODYS = frozenset(
    "the a an his her its their our my this that acting deputy vice senior former sir mr mrs ms dr".split()
)
_OVER = frozenset({"former", "then", "ex", "late", "onetime", "retired"})


@dataclass(frozen=True, slots=True)
class Title:
    """A role as words that can be compared: what it is, of which country or party, whether it is over."""

    words: frozenset[str]
    owners: frozenset[str]
    former: bool
    role: str
    person: str
    start: int

    @classmethod
    def of(cls, role: str, person: str | None, start: int) -> Title:
        words = role_words(role)
        tokens = [token.removesuffix("’s").removesuffix("'s") for token in WORD.findall(role)]
        lows = frozenset(token.lower() for token in tokens)
        capitals = {token.lower() for token in tokens if token[0].isupper()}
        named = {
            low for low in capitals - words - _NOBODYS if low not in places() and low not in listed("roles")
        }
        owners = frozenset(named | {low for low in lows if low in nationalities()})
        return cls(words, owners, bool(lows & _OVER), role, person or "", start)

    def fits(self, asked: Title) -> bool:
        """Whether "the prime minister" may mean this role: of no other country or party, not one that is over."""
        if not self.words or (self.former and not asked.former):
            return False
        if self.owners and asked.owners and not self.owners & asked.owners:
            return False
        return asked.words <= self.words or self.words <= asked.words


def listed_gender(words: list[str]) -> str:
    for word in words:
        if word in listed("male"):
            return "m"
        if word in listed("female"):
            return "f"
    return ""


def head_noun(tokens: list[str]) -> str:
    """The head noun of a phrase: the last word before a preposition."""
    head = tokens[0].lower()
    for token in tokens:
        low = token.lower()
        if low in _STOPS:
            break
        head = low
    return head


def office_in(words: str) -> str:
    """The words up to the last one that names a role: "prime minister refused" → "prime minister"."""
    ends = [
        m.end()
        for m in WORD.finditer(words)
        if m.group().lower() in listed("roles") or m.group().lower() in listed("titles")
    ]
    return words[: ends[-1]] if ends else ""


def role_words(words: str) -> frozenset[str]:
    """The words that tell an office: "Canada’s Prime Minister" → {prime, minister}."""
    tokens = [_SPELLED.get(token.lower(), token.lower()) for token in WORD.findall(words)]
    kept = []
    for token in tokens:
        if token in ("for", "at", "with", "in", "who"):
            break
        if token in listed("roles") or token in listed("titles") or token in _OFFICE_WORDS:
            kept.append(token)
    if not any(token in listed("roles") or token in listed("titles") for token in kept):
        return frozenset()
    return frozenset(kept) - {"former", "of", "the"}


_OFFICE_WORDS = listed("office_beginnings")
#: titles that are written short in front of a name
_SPELLED = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "sgt": "sergeant",
    "lt": "lieutenant",
}
_SPELLED |= {
    "congressman": "representative",
    "congresswoman": "representative",
    "col": "colonel",
    "capt": "captain",
}
