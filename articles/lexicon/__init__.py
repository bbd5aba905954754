"""The word lists that reading needs: common words, forenames, places and the sections of lists.txt (see README.md)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from people.names import key

_HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    return (_HERE / name).read_text("utf-8").splitlines()


@cache
def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _lines("lists.txt"):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            current.extend(item for part in line.split(",") if (item := part.strip()))
    return sections


@cache
def listed(section: str) -> frozenset[str]:
    """The entries of a section of lists.txt, small letters.  KeyError for a section that is not there."""
    return frozenset(_sections()[section])


@cache
def listed_keys(section: str) -> frozenset[str]:
    """As `listed`, each by its comparable key."""
    return frozenset(key(entry) for entry in _sections()[section])


@cache
def common_words() -> frozenset[str]:
    """About 40,000 ordinary English words, small letters."""
    return frozenset(_lines("words.txt"))


@cache
def forenames() -> dict[str, str]:
    """Forename by its key → "m", "f" or "u" (used for both)."""
    pairs = [line.rsplit(" ", 1) for line in _lines("forenames.txt")]
    pairs += [entry.rsplit(" ", 1) for entry in _sections()["more_forenames"]]
    return {key(name): gender for name, gender in pairs}


@cache
def places() -> frozenset[str]:
    """Keys of countries, regions, states and large cities."""
    return frozenset(key(name) for name in _lines("places.txt")) | listed_keys("regions")


@cache
def nationalities() -> frozenset[str]:
    """Words for people of a country, region, language or faith: small letters, singular and plural."""
    words = listed("nationalities")
    return words | {word + "s" for word in words} | {"englishmen", "frenchmen", "irishmen", "yorkshiremen"}


@cache
def states_shortened() -> dict[str, str]:
    """The short form of a state or province in newspapers, without its full stop → its name: "calif" → "california"."""
    return dict(entry.split(maxsplit=1) for entry in _sections()["states_shortened"])


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Short forename → the forenames that it may stand for."""
    found: dict[str, set[str]] = {}
    for entry in _sections()["nicknames"]:
        short, full = entry.split()
        found.setdefault(short, set()).add(full)
    return {short: frozenset(full) for short, full in found.items()}
