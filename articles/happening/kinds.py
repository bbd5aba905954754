"""The kinds of happening and the words that tell of each, read from `lexicon/happenings.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from articles.happening.found import Role

FILE = Path(__file__).parents[1] / "lexicon" / "happenings.toml"
Form = Literal["past", "participle", "noun"]
_VOWEL_Y = re.compile(r"[aeiou]y\Z")


@dataclass(frozen=True)
class Kind:
    """A kind of happening: what its events are called, and who takes which part in it."""

    name: str
    title: str
    main: Literal["agent", "patient", "both"]
    #: role → (kinds of entity that may fill it, the part in words)
    parts: dict[Role, tuple[frozenset[str], str]]
    unless: re.Pattern[str] | None
    lasting: bool
    #: nouns that are the grammatical subject or object in place of whom they are against
    about: frozenset[str] = frozenset()
    #: its verbs and nouns, by which a title is known to be of this kind
    words: tuple[str, ...] = ()

    @property
    def takes_object(self) -> bool:
        """Whether its verbs have an object: the patient of "police arrested him", not of "he pleaded guilty"."""
        return "patient" in self.parts and "agent" in self.parts


@dataclass(frozen=True)
class Cue:
    """Words that tell of a kind: a first word in one form, the words right after it, and what must come later."""

    kind: Kind
    forms: frozenset[Form]
    rest: tuple[str, ...]
    then: re.Pattern[str] | None
    own: bool = False  # its subject is the patient


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of happening by its name."""
    return {name: _kind(name, table) for name, table in _tables().items()}


@cache
def cues() -> dict[str, tuple[Cue, ...]]:
    """First word, small letters → what it can tell of, those with most words first."""
    found: dict[str, list[Cue]] = {}
    for name, table in _tables().items():
        for word, cue in _cues(kinds()[name], table):
            found.setdefault(word, []).append(cue)
    return {word: tuple(sorted(many, key=_least_certain)) for word, many in found.items()}


def _least_certain(cue: Cue) -> tuple[int, bool]:
    return -len(cue.rest), cue.then is None


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text("utf-8"))


def _kind(name: str, table: dict[str, Any]) -> Kind:
    parts: dict[Role, tuple[frozenset[str], str]] = {}
    roles: tuple[Role, ...] = ("patient", "agent")
    for role in roles:
        if role in table:
            who, _, part = table[role].partition(":")
            parts[role] = frozenset(who.split()), part.strip()
    words = (*(verb for verb in table["verbs"] if verb.isalpha()), *table["nouns"])
    unless = re.compile(table["unless"]) if "unless" in table else None
    return Kind(
        name,
        table["title"],
        table["main"],
        parts,
        unless,
        table.get("lasting", False),
        frozenset(table.get("about", ())),
        words,
    )


def _cues(kind: Kind, table: dict[str, Any]) -> Iterator[tuple[str, Cue]]:
    for entry, own in [*((e, False) for e in table["verbs"]), *((e, True) for e in table.get("own", ()))]:
        words, _, then = entry.partition("~")
        head, *rest = words.split()
        base, *irregular = head.split("/")
        past = irregular[0] if irregular else regular_past(base)
        forms: dict[str, set[Form]] = {past: {"past"}}
        forms.setdefault(irregular[-1] if irregular else past, set()).add("participle")
        pattern = re.compile(then.strip(), re.IGNORECASE) if then else None
        for word, which in forms.items():
            yield word, Cue(kind, frozenset(which), tuple(rest), pattern, own)
    for noun in table["nouns"]:
        first, *rest = noun.split()
        yield first, Cue(kind, frozenset({"noun"}), tuple(rest), None)


def regular_past(base: str) -> str:
    """The past of a regular verb: "charge" → "charged", "carry" → "carried", "visit" → "visited"."""
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and not _VOWEL_Y.search(base):
        return base[:-1] + "ied"
    return base + "ed"
