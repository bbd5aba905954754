"""Who is who inside one text: full names and the short forms that lead back to them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from articles.lexicon import common_words, forenames, listed, nicknames, places
from articles.linking.found import EntityId, Kind
from people.names import key, plain

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "2": 2, "3": 3, "4": 4}
_GROUP = re.compile(r"\b([Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[2-4]) ([A-Z]\w+?)(e?s)\b")
_NAMESAKES = 20  # people or organizations of one short form that are looked at
_FEW = (
    2.0  # how many times more often one of two namesakes must be named in full to be meant by the short form
)


@dataclass(slots=True, eq=False)
class Someone:
    """One person or organization of the text: its names so far and what they led to."""

    name: str
    kind: Kind
    entity: EntityId | None = None
    candidates: tuple[EntityId, ...] = ()
    why: str = ""
    full: int = 0
    first_at: int = 0
    last_at: int = 0
    gender: str = ""
    forms: set[str] = field(default_factory=set)


class Chains:
    """The persons and organizations of one text, found by their names' parts."""

    def __init__(self) -> None:
        self.everyone: list[Someone] = []
        self._people: dict[tuple[str, str], Someone] = {}
        self._parts: defaultdict[str, list[Someone]] = defaultdict(list)
        self._organizations: dict[str, Someone] = {}
        self._heads: defaultdict[str, list[Someone]] = defaultdict(list)
        self._tails: defaultdict[str, list[Someone]] = defaultdict(list)
        self._entities: dict[EntityId, Someone] = {}

    def person(
        self, name: str, at: int, entity: EntityId | None = None, record: str = "", gender: str = ""
    ) -> Someone:
        """The person of a full name; a new one where the text has not named her yet."""
        words = key(name).split()
        while len(words) > 2 and words[-1] in ("jr", "sr", "ii", "iii"):
            words.pop()
        known = self._entities.get(entity) if entity is not None else None
        found = known or self._person_like(words)
        if found and entity is not None and found.entity not in (None, entity):
            found = None
        if found is None:
            found = Someone(record or name, "person", entity, first_at=at)
            self.everyone.append(found)
        elif not record and found.entity is None and len(name) > len(found.name):
            found.name = name
        if record:
            found.name, found.entity = record, entity
        if entity is not None:
            self._entities[entity] = found
        self._remember(found, words, at, gender)
        return found

    def _person_like(self, words: list[str]) -> Someone | None:
        if len(words) < 2:
            return next(iter(self._parts.get(words[0], ())), None) if words else None
        for first in (words[0], *nicknames().get(words[0], ())):
            if found := self._people.get((first, words[-1])):
                return found
        return None

    def _remember(self, found: Someone, words: list[str], at: int, gender: str) -> None:
        found.full += 1
        found.last_at = at
        found.gender = found.gender or gender or (_gender(words[0]) if len(words) > 1 else "")
        if not words:
            return
        self._people.setdefault((words[0], words[-1]), found)
        parts = {words[-1], words[0]} | {" ".join(words[i:]) for i in range(1, len(words) - 1)}
        for part in parts:
            if found not in self._parts[part]:
                self._parts[part].append(found)

    def organization(self, name: str, at: int, entity: EntityId | None = None, record: str = "") -> Someone:
        """The organization of a name; short forms lead to the fullest name once `settle` has run."""
        written = key(name).removeprefix("the ")
        found = self._entities.get(entity) if entity is not None else self._organizations.get(written)
        if found is None:
            found = Someone(record or name, "organization", entity, first_at=at)
            self.everyone.append(found)
        if entity is not None:
            self._entities[entity] = found
        self._organizations.setdefault(written, found)
        words = written.split()
        if len(words) > 1:
            if found not in self._heads[words[0]]:
                self._heads[words[0]].append(found)
                self._tails[words[-1]].append(found)
            initials = "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "on"))
            if len(initials) > 2:
                self._organizations.setdefault(initials, found)
        found.full += 1
        found.last_at = at
        return found

    def alias(self, short: str, found: Someone) -> None:
        self._organizations[key(short)] = found

    def event(self, entity: EntityId, record: str, at: int) -> Someone:
        found = self._entities.get(entity)
        if found is None:
            found = self._entities[entity] = Someone(record, "event", entity, first_at=at)
            self.everyone.append(found)
        return found

    def of_entity(self, entity: EntityId) -> Someone:
        """The one that is linked to `entity`.  KeyError where nobody is."""
        return self._entities[entity]

    def has(self, entity: EntityId) -> bool:
        return entity in self._entities

    def entities(self) -> frozenset[EntityId]:
        return frozenset(self._entities)

    def people_named(self, short: str) -> list[Someone]:
        """The people of the text whose family name or forename this is."""
        return self._parts.get(key(short), [])

    def choose(self, people: list[Someone], at: int, gender: str) -> tuple[Someone, bool]:
        """The one of several namesakes that a short form means, and whether that is sure."""
        if gender:
            people = [one for one in people if one.gender in ("", "u", gender)] or people
        people = people[:_NAMESAKES]
        before = [one for one in people if one.first_at <= at] or people
        if len(before) == 1:
            return before[0], True
        ranked = sorted(before, key=lambda one: (one.full, one.last_at), reverse=True)
        return ranked[0], ranked[0].full >= _FEW * ranked[1].full

    def short_organization(self, short: str, tail: bool = False) -> Someone | None:
        """The organization that the short form stands for: its acronym, or the first word of "Huawei Technologies Co.".

        With `tail` also the last word: "the Post" for the Washington Post."""
        written = key(short).removeprefix("the ")
        found = self._organizations.get(written)
        if found and found.entity is not None:
            return found
        heads = self._heads.get(written, [])
        own = written not in places() and not is_ordinary(
            written
        )  # "Acme" says who "Acme Widgets Inc." is, "General" does not
        rest = [one for one in heads[:_NAMESAKES] if _shortened(key(one.name).split()[1:], own)]
        if found is None and not rest and tail:
            rest = self._tails.get(written, [])
        return rest[0] if len(rest) == 1 else found

    def groups(self, text: str) -> list[tuple[int, int, list[Someone]]]:
        """Group names: "the two Michaels", where the text names exactly two people who are called Michael."""
        found = []
        for match in _GROUP.finditer(text):
            count = _NUMBERS[match.group(1).lower()]
            plural = match.group(2) + match.group(3)
            for single in (match.group(2), match.group(2) + "e", plural):
                people = [one for one in self.people_named(single) if one.kind == "person"]
                if len(people) == count:
                    found.append((match.start(), match.end(), people))
                    break
        return found


def _shortened(words: list[str], own: bool) -> bool:
    """Whether the words behind a company's first word may be left out."""
    return _only_forms(words) or (own and words[-1:] != [] and words[-1] in listed("legal_forms"))


def _only_forms(words: list[str]) -> bool:
    forms = listed("companies") | {"news", "bank", "corporation", "company", "the", "and", "of"}
    return bool(words) and all(word in forms for word in words)


def _gender(forename: str) -> str:
    found = forenames().get(forename, "")
    return found if found != "u" else ""


def gender_of_title(words: list[str]) -> str:
    """ "m" or "f" where a title tells it ("Ms", "spokesman"), else ""."""
    for word in words:
        if word in listed("male"):
            return "m"
        if word in listed("female"):
            return "f"
    return ""


def is_ordinary(word: str) -> bool:
    return word.lower() in common_words()


def family_first(word: str) -> bool:
    return plain(word) in listed("family_first")
