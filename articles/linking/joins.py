"""What joins words with capitals into one organization's name, and what does not."""

from __future__ import annotations

from articles.lexicon import forenames, listed, nationalities, places
from articles.linking.tokens import Token
from people.names import key

_CHAMBERS = frozenset(
    {"representatives", "commons", "lords", "delegates", "assembly", "councillors", "peers"}
)
PARTISANS = frozenset({"republicans", "democrats", "conservatives", "gop"})


def heads(tokens: list[Token], at: int) -> bool:
    """Whether "of" or "for" may go on the name behind this word: "Department of", "Minister for"; not "Teachers for"."""
    low = tokens[at].low
    if low in ("secretary", "minister", "speaker", "director"):
        return True
    if low == "house":
        return _is_chamber(tokens, at)
    if low in listed("people_plural"):  # "Scouts of America", no "Teachers for"
        return at + 2 < len(tokens) and tokens[at + 1].low == "of" and key(tokens[at + 2].text) in places()
    return low in listed("institutions")


def _is_chamber(tokens: list[Token], at: int) -> bool:
    """Whether "House" at `at` begins "House of Commons" and the like."""
    after = [token.low for token in tokens[at + 1 : at + 3]]
    return after[:1] == ["of"] and after[-1] in _CHAMBERS


def belongs(tokens: list[Token], at: int, between: str) -> bool:
    """Whether the owner at `at` and the word behind it are one name: "Moody’s Investors", "Women’s Institute",
    "Workers’ Union", "St Mary’s Hospital"."""
    here, there = tokens[at], tokens[at + 1]
    if between in ("’ ", "' "):
        return there.capital and _owned_by_group(here, there)
    if not (there.capital and between == " "):
        return False
    listed_so = f"{here.low}'s {there.low}" in listed("organizations")
    return listed_so or _owned_by_group(here, there) or _patron(tokens, at)


def _patron(tokens: list[Token], at: int) -> bool:
    """Whether "Mary’s" at `at` with the word behind it is a house of a saint: "St Mary’s Hospital"."""
    saint = at > 0 and tokens[at - 1].low in ("st", "saint") and tokens[at].capital
    return saint and tokens[at + 1].low in listed("institutions")


def _owned_by_group(here: Token, there: Token) -> bool:
    """ "People’s Party", "Workers’ Union", "St Mary’s Hospital": who owns it is part of the organization’s name."""
    if there.low not in listed("institutions") and there.low != "republic":
        return False
    return here.capital and here.low in listed("group_owners")


def university(tokens: list[Token], last: int) -> bool:
    """Whether the run ends with "University of Somewhere", which "at" goes on."""
    return last > 1 and [token.low for token in tokens[last - 2 : last]] == ["university", "of"]


def organization_behind(part: list[Token]) -> tuple[list[Token], list[Token]]:
    """The run cut before a well-known organization that ends it: "Ann Bell | White House", "House | Republicans"."""
    lows = [token.low for token in part]
    if len(part) == 2 and lows[0] in ("house", "senate") and lows[1] in PARTISANS:
        return part[:1], part[1:]
    if " ".join(lows) in listed("organizations"):
        return part, []
    for size in (3, 2):
        front, back = part[:-size], part[-size:]
        if front and " ".join(lows[-size:]) in listed("organizations") and not _of_country(front):
            person = key(front[0].text) in forenames() or front[-1].low in listed("people")
            if person or back[-1].low not in listed(
                "institutions"
            ):  # "United Nations Security Council" is one name
                return front, back
    return part, []


def _of_country(front: list[Token]) -> bool:
    """Whether words in front of "Supreme Court" are part of its name: a country, a nationality, a small joining word."""
    last = front[-1]
    whole = key(" ".join(token.text for token in front))
    if last.low in ("democratic", "republican") and len(front) == 1:
        return False
    return not last.capital or last.low in nationalities() or key(last.text) in places() or whole in places()
