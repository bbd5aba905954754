"""A run of capitalised words taken apart: titles, people and organizations in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from articles.lexicon import common_words, forenames, listed, nationalities, places
from articles.linking.joins import organization_behind
from articles.linking.tokens import Token
from people.names import key

LEGAL = frozenset(
    ["inc", "ltd", "llc", "llp", "plc", "corp", "co", "gmbh", "ag", "sa", "nv", "limited", "incorporated"]
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
DOTTED = LEGAL | SUFFIXES | {"st", "mt", "bros", "dept", "assn", "univ", "messrs", "sens", "reps", "ft"}
#: letters behind a name that are no part of it
POSTNOMINALS = frozenset("QC KC SC MP MSP MEP TD MLA MLC OBE MBE CBE DBE KBE PhD FRS Esq".split())
_COURTESY = frozenset({"mr", "mrs", "ms", "miss", "mx"})
_SURNAMES = listed("titles_as_surnames")
_FORENAME_TITLES = frozenset({"dean", "duke", "earl"})


@dataclass(slots=True)
class Piece:
    """A run of words that may be one name: the words, the words of the titles just before it, and its neighbours."""

    tokens: list[Token]
    title: list[Token] = field(default_factory=list)
    before: Token | None = None
    after: Token | None = None
    gap_before: str = ""
    gap_after: str = ""
    acronym: bool = False  # stands in brackets behind the name that it shortens
    key: str = ""

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def span_start(self) -> int:
        """Where the mention begins: with "Ms" or "Mr" in front of the name."""
        return self.title[-1].start if self.title and self.title[-1].low in _COURTESY else self.start

    @property
    def end(self) -> int:
        last = self.tokens[-1]
        return last.end + (last.dot and (last.low in DOTTED or "." in last.text or len(last.text) == 1))

    @property
    def lows(self) -> list[str]:
        return [token.low for token in self.tokens]


def parts(run: list[Token]) -> list[Piece]:
    """The run cut at its titles; a title belongs to the part behind it."""
    found: list[Piece] = []
    part: list[Token] = []
    title: list[Token] = []
    at = 0
    while len(run) > 1 and run[-1].text in POSTNOMINALS:
        run = run[:-1]
    while at < len(run):
        inside = bool(part) and part[-1].low in ("of", "for", "on", "and")  # "Department of Justice Canada"
        size = 0 if inside else _title_size(run, at)
        if size == 1 and run[at].low in _FORENAME_TITLES and len(run) - at == 2 and not part and not title:
            size = 0
        if size and at + size == len(run) and _is_surname(run, at, part, title):
            part.extend(run[at:])
            break
        if size and part:
            found.append(Piece(part, title))
            part, title = [], []
        if size:
            title = [*title, *run[at : at + size]]
        elif not part and title and run[at].low in ("of", "for") and at + 1 < len(run):
            return [*found, *_office(run, at)]
        else:
            part.append(run[at])
        at += size or 1
    if not part:
        return found
    front, back = organization_behind(part)
    return (
        [*found, *_person_inside(front, title), *([Piece(back)] if back else [])]
        if front
        else [*found, Piece(back, title)]
    )


def _person_inside(part: list[Token], title: list[Token]) -> list[Piece]:
    """A run without title as one piece, or as two where a forename begins a name inside it ("Republican Ann Bell")."""
    for at in range(1, len(part) - 1):
        low = part[at].low
        if low in forenames() and low not in common_words() and low not in places():
            front, back = part[:at], part[at:]
            plain = all(
                t.low in common_words() or t.low in nationalities() or t.text.isupper() for t in front
            )
            head = any(
                t.low in listed("institutions") or t.low in listed("companies") or not t.capital for t in back
            )
            if (
                plain
                and not (len(front) == 1 and len(front[0].text) == 1)
                and not head
                and len(back) < 4
                and part[0].low not in forenames()
            ):
                return [Piece(front, title), Piece(back, [])]
            break
    return [Piece(part, title)]


def _is_surname(run: list[Token], at: int, part: list[Token], title: list[Token]) -> bool:
    """Whether a title at the end of a run is a family name: "Billie Jean King", or "King" alone, for the text to tell."""
    if len(run) - at > 1 or run[at].low not in _SURNAMES:
        return False
    if not part:
        return not title and not run[at].muted
    known = (
        bool(title) or key(part[0].text) in forenames() or run[at].low == "sen"
    )  # a senator's has a full stop
    return len(part) < 3 and not run[at].dot and known


def _office(run: list[Token], at: int) -> list[Piece]:
    words = listed("office_words")
    stop = at + 1
    while stop < len(run) and (run[stop].low in words or not run[stop].capital):
        stop += 1
    rest = run[stop:]
    return [Piece(rest, run[:stop])] if rest else []


def _title_size(run: list[Token], at: int) -> int:
    """How many words from `at` on are a title, 0 for none.  A title is not the last word and not part of a company's name."""
    titles = listed("titles")
    low = run[at].low
    if low not in _title_heads() or run[at].possessive:
        return 0
    for size in (4, 3, 2, 1):
        if at + size > len(run):
            continue
        phrase = " ".join(token.low for token in run[at : at + size])
        if phrase in titles or phrase in listed("honorifics"):
            return 0 if _keeps_title(run, at, size) else size
    return 0


@cache
def _title_heads() -> frozenset[str]:
    return frozenset(entry.split()[0] for entry in listed("titles") | listed("honorifics"))


def _keeps_title(run: list[Token], at: int, size: int) -> bool:
    """Whether the title belongs to a longer name: "General Motors", "Justice Department"."""
    if at + size == len(run):
        return False
    rest = [token.low for token in run[at:]]
    if " ".join(rest) in listed("organizations") or " ".join(rest[:2]) in listed("organizations"):
        return True
    last = rest[-1]
    named = run[at + size].low in forenames()
    return (
        not named
        and len(rest) <= size + 2
        and (last in listed("institutions") or last in listed("companies"))
    )
