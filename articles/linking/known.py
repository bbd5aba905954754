"""Names of the record in one automaton: every known name in a text in one pass, whatever their number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.lexicon import common_words, listed, nicknames, states_shortened
from articles.linking.found import EntityId, Kind
from people.names import key, plain, spelled_out, squeezed

Form = Literal["canonical", "alias", "former", "abbreviation", "weak", "group"]

_LEGAL = re.compile(
    r"[\s,]+(?:co\.?,?\s+ltd|inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|ag|gmbh|s\.?a|n\.?v|spa|pty|group|holdings)\.?$",
    re.IGNORECASE,
)
_FORMS = listed("legal_forms")
_INITIALS = re.compile(r"\b([^\W\d_])\.\s*(?=[^\W\d_]\.|\s*[^\W\d_]{2})")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_ASCII = {i: " " if not chr(i).isalnum() else chr(i).lower() for i in range(128)}
_EASTERN = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SUFFIXED = re.compile(r"\s+(?:Jr|Sr|II|III)\b")


@dataclass(frozen=True, slots=True)
class KnownName:
    """One written form of a known entity.  `entity` and `name` are the survivor's where entities were merged."""

    text: str
    entity: EntityId
    kind: Kind
    form: Form = "canonical"
    name: str = ""


@dataclass(frozen=True, slots=True)
class KnownHit:
    """Where known names stand: the span and the rows that are written so."""

    start: int
    end: int
    rows: tuple[KnownName, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """What decides what a name means: for an entity those it has a relation with, and those it is seen in articles with.

    `rejected` gives, for a comparable form and an entity, in how many articles editors rejected the link and accepted it;
    only what they rejected oftener is in it.
    """

    related: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)
    seen_with: Mapping[EntityId, frozenset[EntityId]] = field(default_factory=dict)
    rejected: Mapping[tuple[str, EntityId], tuple[int, int]] = field(default_factory=dict)


class KnownNames:
    """Known names, built once and asked for many texts.  Building takes about a second for 100,000 names."""

    def __init__(self, rows: Iterable[KnownName], ties: Ties | None = None) -> None:
        self.rows = list(rows)
        self.ties = ties or Ties()
        self.by_entity: dict[EntityId, list[KnownName]] = {}
        patterns: dict[str, dict[tuple[EntityId, Form], KnownName]] = {}
        self._people: dict[tuple[str, str], set[EntityId]] = {}
        self._surnames: dict[str, set[EntityId]] = {}
        self._stems: dict[str, set[EntityId]] = {}
        self._initials: dict[str, set[EntityId]] = {}
        self._teams: dict[str, set[EntityId]] = {}
        self._heard: dict[tuple[str, str], set[EntityId]] = {}
        for row in self.rows:
            row = row if row.name else KnownName(row.text, row.entity, row.kind, row.form, row.text)
            self.by_entity.setdefault(row.entity, []).append(row)
            for form in _written(row):
                patterns.setdefault(form, {}).setdefault((row.entity, row.form), row)
            self._remember(row)
        self._rows = [tuple(found.values()) for found in patterns.values()]
        self._automaton = (
            AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest) if patterns else None
        )

    def _remember(self, row: KnownName) -> None:
        if row.form in ("weak", "group"):
            return
        words = key(row.text).split()
        if row.kind == "person" and len(words) > 1:
            for written in {row.text, spelled_out(row.text)}:
                self._remember_person(key(written).split(), row.entity)
        elif row.kind == "organization":
            self._stems.setdefault(stem(row.text), set()).add(row.entity)
            if "national" in words[1:-1] and words[-1] == "team":
                place = " ".join(words[: words.index("national", 1)])
                self._teams.setdefault(place, set()).add(row.entity)
            initials = "".join(
                word[0] for word in words if word not in ("of", "the", "and", "for", "on", "in")
            )
            if len(initials) > 2:
                self._initials.setdefault(initials, set()).add(row.entity)

    def _remember_person(self, words: list[str], entity: EntityId) -> None:
        self._people.setdefault((words[0], words[-1]), set()).add(entity)
        self._surnames.setdefault(words[-1], set()).add(entity)
        if (heard := _heard(words)) is not None:
            self._heard.setdefault(heard, set()).add(entity)

    def __reduce__(self) -> tuple[type[KnownNames], tuple[list[KnownName], Ties]]:
        """Other processes build their own from the same rows."""
        return KnownNames, (self.rows, self.ties)

    def with_ties(self, ties: Ties) -> KnownNames:
        """The same names, in the same automaton, with other ties."""
        other = KnownNames.__new__(KnownNames)
        vars(other).update(vars(self), ties=ties)
        return other

    def namesakes(self) -> set[EntityId]:
        """The entities that share a written form with another: those whose ties may decide."""
        shared = ({row.entity for row in rows if row.form not in ("weak", "group")} for rows in self._rows)
        return set().union(*(entities for entities in shared if len(entities) > 1))

    def rejection(self, text: str, entity: EntityId) -> str:
        """Why `text` is not taken for this entity without more evidence: editors' words on it.  Empty where it may be."""
        no, yes = self.ties.rejected.get((key(text), entity), (0, 0)) if self.ties.rejected else (0, 0)
        if not no:
            return ""
        accepted = f"in {yes}" if yes else "never"
        return f"editors rejected “{text}” as this one in {no} article{'s' * (no > 1)} and accepted it {accepted}"

    def name_of(self, entity: EntityId) -> str:
        return self.by_entity[entity][0].name

    def kind_of(self, entity: EntityId) -> Kind:
        return self.by_entity[entity][0].kind

    def people_like(self, name: str) -> set[EntityId]:
        """People whose first and last names fit: without middle names, with the forename's short form ("Bill", "Joe"),
        and Arabic names in another transliteration."""
        words = key(name).split()
        if len(words) < 2:
            return set()
        found = set(self._people.get((words[0], words[-1]), ()))
        for full in nicknames().get(words[0], ()):
            found |= self._people.get((full, words[-1]), set())
        heard = _heard(words)
        return found or set(self._heard.get(heard, ()) if heard else ())

    def with_surname(self, surname: str) -> set[EntityId]:
        return self._surnames.get(key(surname), set())

    def with_initials(self, acronym: str) -> set[EntityId]:
        """Organizations of three and more words that begin with the letters of `acronym`."""
        return self._initials.get(acronym.lower(), set())

    def teams_of(self, place: str) -> set[EntityId]:
        """National teams of the place: "Norland national football team"."""
        return self._teams.get(key(place), set())

    def organizations_like(self, name: str) -> set[EntityId]:
        """Organizations that differ from `name` in the legal form only."""
        return self._stems.get(stem(name), set())

    def hits(self, text: str) -> Iterator[KnownHit]:
        """Every known name that stands in `text` as whole words, the longest at each place, from left to right."""
        if self._automaton is None:
            return
        folded = " " + fold(text)
        for which, begin, end in self._automaton.find_matches_as_indexes(folded):
            found = self._whole(text, folded, which, begin, end)
            if found:
                yield found

    def _whole(self, text: str, folded: str, which: int, begin: int, end: int) -> KnownHit | None:
        """The match as whole words; where it ends inside a word, the longest shorter name that does not."""
        if not _ends_whole(text, folded, end):
            return self._shorter(text, folded, begin, end)
        start = begin if folded[begin] == " " else begin - 1
        rows = tuple(row for row in self._rows[which] if _cased(text[start : end - 1], row.text))
        dotted = text[end - 1 : end] == "." and any(row.text.endswith(".") for row in rows)
        return KnownHit(start, end - 1 + dotted, rows) if rows else None

    def _shorter(self, text: str, folded: str, begin: int, end: int) -> KnownHit | None:
        assert self._automaton is not None
        stop = folded.rfind(" ", begin + 1, end)
        if stop < 0:
            return None
        found = self._automaton.find_matches_as_indexes(folded[begin:stop])
        if not found or found[0][1] != 0:
            return None
        which, _, size = found[0]
        return self._whole(text, folded, which, begin, begin + size)


def fold(text: str) -> str:
    """`text` in small letters without accents, everything but letters and digits a space: one character for each."""
    if not text.isascii():
        text = text.replace("’", " ").replace("“", " ").replace("”", " ").replace("—", " ").replace("–", " ")
        if not text.isascii():
            text = _NON_ASCII.sub(_fold_run, text)
            return text.translate(_ASCII)
    return text.translate(_ASCII)


def _fold_run(run: re.Match[str]) -> str:
    return "".join(_fold_one(c) for c in run.group())


_FOLDED: dict[str, str] = {}


def _fold_one(char: str) -> str:
    known = _FOLDED.get(char)
    if known is None:
        known = plain(char)[:1] if char.isalnum() else " "
        known = known if known and (known.isalnum() or known == " ") else char
        _FOLDED[char] = known
    return known


def _heard(words: list[str]) -> tuple[str, str] | None:
    """First and last word of an Arabic name as they sound, whatever the transliteration; None for other names."""
    if len(words) < 3 or words[-2] not in ("al", "el", "ul"):
        return None
    return squeezed(words[0]), squeezed(words[-1])


def stem(name: str) -> str:
    """The comparable key of an organization's name without "the" and its legal form, a state in front in full."""
    first, dot, rest = name.partition(". ")
    bare = (
        f"{states_shortened()[first.lower()]} {rest}" if dot and first.lower() in states_shortened() else name
    )
    while _has_form(bare) and (shorter := _LEGAL.sub("", bare)) != bare and shorter:
        bare = shorter
    return key(bare).removeprefix("the ")


def _written(row: KnownName) -> set[str]:
    """The folded patterns of a name: as written, with initials close and apart, without "the" and the legal form."""
    text = " ".join(row.text.split())
    if text.lower().startswith("the ") and len(text) > 6:
        text = text[4:]
    forms = {text}
    if row.kind == "organization" and row.form != "abbreviation":
        shorter = _LEGAL.sub("", text) if _has_form(text) else text
        if len(shorter) > 2 and shorter != text and shorter.lower() not in common_words():
            forms.add(shorter)
            forms.add(_LEGAL.sub("", shorter))
    for form in [form for form in forms if "." in form]:
        forms.add(_INITIALS.sub(r"\1. ", form))
        forms.add(_INITIALS.sub(r"\1", form) if " " in form else form.replace(".", ""))
    if row.kind == "person":
        forms |= _turned(text)
    if not text.isascii():
        forms |= {spelled_out(form) for form in forms}
    return {pattern for form in forms if (pattern := _pattern(form)).strip()}


def _has_form(text: str) -> bool:
    """Whether the name's last word may be a legal form."""
    return text[text.rfind(" ") + 1 :].lower().rstrip(".") in _FORMS


def _turned(text: str) -> set[str]:
    """A Chinese or Korean name also the western way round."""
    words = text.split()
    if len(words) == 2 and words[0].lower() in listed("family_first"):
        return {f"{words[1]} {words[0]}"}
    return set()


def _pattern(form: str) -> str:
    folded = fold(form).strip()
    return folded if _EASTERN.match(folded) else " " + folded


def _ends_whole(text: str, folded: str, end: int) -> bool:
    """Whether the match that ends before `end` (in `folded`) ends with a word."""
    if end >= len(folded) or _EASTERN.match(folded[end - 1]):
        return True
    if folded[end] != " ":
        return False
    at = end - 1  # the same place in `text`
    if text[at] in "’'" and text[at + 1 : at + 2].isalpha():
        return text[at + 1] in "sS" and not text[at + 2 : at + 3].isalpha()
    if text[at] == "-" and text[at + 1 : at + 2].isupper():
        return False
    return not _SUFFIXED.match(text, at) or _SUFFIXED.search(text, max(0, at - 12), at) is not None


def _cased(written: str, name: str) -> bool:
    """Whether capitals fit: a name with a capital is not found in small letters, an acronym only in capitals."""
    if " " in name and written[1:] == name[1:]:
        return True  # "Letter of the nineteen" is "letter of the nineteen" inside a sentence
    if not name[:1].isupper():
        return any(c.isupper() for c in written) or not any(c.isupper() for c in name)
    letters = [c for c in name if c.isalpha()]
    if len(letters) <= 5 and " " not in name and all(c.isupper() for c in letters):
        return written.replace(".", "").isupper()
    last = written[written.rfind(" ") + 1 :]
    return written[:1].isupper() and (last[:1].isupper() or not name[name.rfind(" ") + 1 :][:1].isupper())
