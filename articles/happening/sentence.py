"""One sentence taken apart: its cues, what each says of whom, and whether it tells that it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles.happening import grammar, who
from articles.happening.found import Role
from articles.happening.kinds import Cue, cues
from articles.happening.pronouns import Before, taken_up
from articles.happening.tokens import Spans, Token, tokens
from articles.lexicon import listed
from articles.linking import MentionFound

_BREAK = re.compile(r"[;:,.!?]\s|\n")
_LATER = 90  # characters behind a cue in which the rest of what it needs may stand
_FACTIVE = frozenset(["after", "since", "following", "upon", "despite"])
_AT = frozenset(["on", "in", "at", "near"])
_SPANS = frozenset(["hours", "days", "weeks", "months", "years", "day", "week", "month", "year"])
_TO_OBJECT = frozenset(
    ["on", "against", "with", "of", "to"]
)  # what completes a cue and is followed by its object
_HAPPENED = frozenset(
    "took was were began opened started came occurred happened followed went failed".split()
)
_OVER = frozenset(
    ["ended", "concluded", "closed", "finished"]
)  # their day is not the one on which it happened
_AHEAD = frozenset(["will", "would", "could", "may", "might", "should", "is", "are", "can", "must"])

_DEADLY = frozenset(["death", "killing"])


@dataclass(slots=True)
class Told:
    """A cue at its place: the tokens `at:stop`, read as active, passive or a noun, with who is in it."""

    at: int
    stop: int
    cue: Cue
    form: str
    then: re.Match[str] | None
    clause: tuple[int, int] = (0, 0)
    begin: int = 0
    voice: str = ""
    real: bool = True
    subject: list[Token] | None = None
    before: Told | None = None  # the verb that it is joined to by "and"
    who: dict[Role, list[Token]] | None = None


class Sentence:
    """One sentence, read: `told` are its cues in order, real or not."""

    def __init__(self, text: str, start: int, end: int, known: Spans, people: Before | None) -> None:
        self.text, self.start, self.end = text, start, end
        self.people = people
        self.tokens = tokens(text, start, end, known)
        self.told = list(self._cues())
        for one in self.told:
            self._read(one)

    def _cues(self) -> Iterator[Told]:
        free = 0
        for at, token in enumerate(self.tokens):
            if at < free or not token.is_word:
                continue
            for cue in cues().get(token.low, ()):
                if one := self._cue_at(at, cue):
                    free = one.stop
                    yield one
                    break

    def _cue_at(self, at: int, cue: Cue) -> Told | None:
        stop = at + 1 + len(cue.rest)
        if tuple(token.low for token in self.tokens[at + 1 : stop]) != cue.rest:
            return None
        behind = self.tokens[stop - 1].end
        single = not (cue.rest or cue.then or "noun" in cue.forms)
        if cue.kind.unless and single and not self._date_follows(stop):
            rest = self.text[behind : min(self.end, behind + 40)].lstrip()
            if cue.kind.unless.match(rest):
                return None
        then = cue.then.search(self.text, behind, min(self.end, behind + _LATER)) if cue.then else None
        if cue.then and (then is None or _BREAK.search(self.text, behind, then.start())):
            return None
        return Told(at, stop, cue, "noun" if "noun" in cue.forms else "verb", then)

    def _date_follows(self, at: int) -> bool:
        """Whether a date stands there, past "on" or "at": "was fired on Monday"."""
        return any(token.date is not None for token in self.tokens[at : at + 2])

    # Verbs and nouns

    def _read(self, one: Told) -> None:
        begin, closable = grammar.clause_begin(self.tokens, one.at)
        one.clause = begin, grammar.clause_end(self.tokens, one.stop, closable)
        if one.form == "noun":
            self._read_noun(one)
        else:
            self._read_verb(one)

    def _read_verb(self, one: Told) -> None:
        chain = grammar.chain_before(self.tokens, one.at)
        one.begin, one.voice = chain.begin, chain.voice
        one.real = chain.real and not grammar.is_unreal(
            self.tokens, one.clause[0], chain.begin, grammar.UNREAL_CLAUSE
        )
        one.before = before = self._verb_before(one)
        if before is not None and chain.voice == "bare":
            one.real = one.real and before.real
        fits = {"passive": "participle", "active": "participle", "bare": "past"}[one.voice]
        kind = one.cue.kind
        if (
            one.voice == "bare"
            and kind.takes_object
            and not one.cue.own
            and self._is_bare_passive(one, before)
        ):
            one.voice, fits = "passive", "participle"
        fronted = self._behind_fronted(one) if one.voice == "bare" else []
        if fronted:
            one.voice, fits = "passive", "participle"
        if fits not in one.cue.forms:
            one.real = False
        one.subject = fronted or self._subject(one, before)
        one.who = self._participants(one)

    def _verb_before(self, one: Told) -> Told | None:
        """The verb that this one is joined to by "and": "was arrested and charged"."""
        if one.begin == 0 or self.tokens[one.begin - 1].low not in ("and", "or", "then", "but", ","):
            return None
        for other in reversed(self.told):
            if other.at < one.at and other.form == "verb" and other.clause[0] == one.clause[0]:
                return other if self._no_other_subject(other.stop, one.begin) else None
        return None

    def _no_other_subject(self, begin: int, end: int) -> bool:
        return not any(
            token.low in ("that", "which", "who", "he", "she", "they", "it")
            for token in self.tokens[begin:end]
        )

    def _is_bare_passive(self, one: Told, before: Told | None) -> bool:
        """Whether a participle without helping verb tells what was done to somebody: "Ann Bell, arrested in May,"."""
        if "participle" not in one.cue.forms:
            return False
        after = self.tokens[one.stop] if one.stop < len(self.tokens) else None
        if after is not None and after.low == "by":
            return True
        if self._objects(one):
            return False
        if before is not None:
            return before.voice == "passive"
        ends = (
            after is None
            or after.date is not None
            or not (after.is_word or after.is_name)
            or after.low in ("in", "on", "at", "for", "over", "with", "to", "last", "late")
        )
        previous = self.tokens[one.begin - 1] if one.begin else None
        return ends and previous is not None and previous.low == ","

    def _behind_fronted(self, one: Told) -> list[Token]:
        """The name behind a participle that begins its sentence: "Arrested on Monday, Ann Bell …"."""
        if one.at or not one.cue.kind.takes_object or one.cue.own or "participle" not in one.cue.forms:
            return []
        comma = next((n for n, token in enumerate(self.tokens[: one.stop + 12]) if token.low == ","), -1)
        if comma < 0 or any(token.is_name for token in self.tokens[one.stop : one.stop + 1]):
            return []
        for token in self.tokens[comma + 1 : comma + 6]:
            if token.is_name:
                return [] if grammar.owns(self.tokens, self.tokens.index(token)) else [token]
            if not (token.is_word and (token.text[0].isupper() or token.low in listed("titles"))):
                break
        return []

    def _subject(self, one: Told, before: Told | None) -> list[Token]:
        if before is not None:
            return before.subject or []
        if one.cue.kind.about and one.cue.then is None:
            return who.names_against(self.tokens, one.begin, one.clause[0], one.cue.kind.about)
        names, pronoun = who.names_before(self.tokens, one.begin, one.clause[0])
        if not names and not pronoun and one.begin and self.tokens[one.begin - 1].low in ("and", "but", ","):
            names, pronoun = self._first_name(one)
        if pronoun is not None and self.people is not None:
            person = self.people.pronoun(pronoun.start)
            if person is None or not self._is_plain(person, one.clause[0]):
                return []
            if one.cue.kind.name in _DEADLY and self._speaks(person, pronoun):
                return []
            return [Token(pronoun.start, pronoun.end, "", person.name, (person,))]
        return names or self._group(one)

    def _speaks(self, person: MentionFound, pronoun: Token) -> bool:
        """Whether the sentence lets the person speak before the pronoun: then somebody else is dead."""
        named = False
        for token in self.tokens:
            if token is pronoun:
                return False
            named = named or any(one.name == person.name for one in token.mentions)
            if named and token.low in listed("says"):
                return True
        return False

    def _group(self, one: Told) -> list[Token]:
        """Those whom the sentences before name together, where this one begins with "they", "both" or "the two men"."""
        begin = next((n for n in range(one.begin) if not self._only_time(n, n + 1)), one.begin)
        begin -= int(begin > 0 and self.tokens[begin - 1].low == "the")
        size, words = taken_up([token.low for token in self.tokens[begin : begin + 3]])
        if self.people is None or not words or begin + words != one.begin or begin < one.clause[0]:
            return []
        first = self.tokens[begin]
        group = self.people.group(self.start, size)
        return [Token(first.start, first.end, "", named.name, (named,)) for named in group]

    def _is_plain(self, person: MentionFound, begin: int) -> bool:
        """Whether a pronoun can mean nobody else: it begins the main clause, or its sentence names that person alone."""
        named = {m.name for token in self.tokens for m in token.mentions if m.kind == "person"}
        return begin == 0 or named == {person.name}

    def _first_name(self, one: Told) -> tuple[list[Token], Token | None]:
        """The name or pronoun that the clause begins with: the subject of its second verb, too."""
        place = one.clause[0]
        while place < one.begin and (
            self.tokens[place].date is not None
            or self.tokens[place].low in ("on", "in", ",", "then", "later")
        ):
            place += 1
        for at in range(place, min(one.begin, place + 5)):
            token = self.tokens[at]
            if token.is_name:
                return ([] if grammar.owns(self.tokens, at) else [token]), None
            if token.low in ("he", "she"):
                return [], token
            if not (token.is_word and token.text[0].isupper()):
                break
        return [], None

    def _objects(self, one: Told) -> list[Token]:
        begin, limit = one.stop, len(self.tokens)
        then = one.then
        if then is not None and then.group().split()[-1] in _TO_OBJECT:
            begin = next((n for n, token in enumerate(self.tokens) if token.start >= then.end()), limit)
        return who.names_after(self.tokens[: self._cut(one, then)], begin, one.clause[1])

    def _cut(self, one: Told, then: re.Match[str] | None) -> int:
        """Tokens behind the words that complete the cue do not belong to its object: "found Ann Bell | guilty"."""
        if then is None or then.group().split()[-1] in _TO_OBJECT:
            return len(self.tokens)
        return next(
            (n for n, token in enumerate(self.tokens) if token.start >= then.start() and n >= one.stop),
            len(self.tokens),
        )

    def _participants(self, one: Told) -> dict[Role, list[Token]]:
        kind = one.cue.kind
        subject = one.subject or []
        if not kind.takes_object or one.cue.own:
            return {("patient" if "patient" in kind.parts else "agent"): subject}
        if one.voice == "passive":
            return {"patient": subject, "agent": self._by(one.stop, one.clause[1])}
        if kind.about and one.cue.then is None:
            return {"agent": subject, "patient": []}  # "dropped him": no charges
        return {"agent": subject, "patient": self._objects(one)}

    def _by(self, begin: int, end: int) -> list[Token]:
        for place in range(begin, end):
            if self.tokens[place].low == "by":
                return who.names_after(self.tokens, place + 1, end)
        return []

    def _read_noun(self, one: Told) -> None:
        owner, one.begin, after = self._owner(one)
        role: Role = "agent" if one.cue.kind.main == "agent" else "patient"
        one.who = {role: owner}
        if role == "patient" and "agent" in one.cue.kind.parts:
            one.who["agent"] = self._by(after, one.clause[1])
        left = one.begin - 1
        while left >= one.clause[0] and self._is_article(left):
            left -= 1
        opens = left < one.clause[0] and (left < 0 or self.tokens[left].low != "that")
        factive = left >= 0 and (self.tokens[left].low in _FACTIVE or self._is_span_of(left))
        unreal = grammar.is_unreal(self.tokens, one.clause[0], one.begin, grammar.UNREAL)
        ahead = any(token.low in _AHEAD for token in self.tokens[after : one.clause[1]])
        fronted = opens or factive or self._only_time(one.clause[0], left + 1)
        inside = any(token.date is not None for token in self.tokens[one.stop : after])
        happened = any(token.low in _HAPPENED for token in self.tokens[after : min(after + 6, one.clause[1])])
        over = any(token.low in _OVER for token in self.tokens[after : one.clause[1]])
        one.real = (
            bool(owner)
            and not over
            and not unreal
            and not ahead
            and (factive or (fronted and (happened or inside or self._dated(after, one))))
        )
        one.voice, one.stop = "noun", one.stop if inside else max(after, one.stop)

    def _is_span_of(self, left: int) -> bool:
        """Whether "weeks of" stands there: "within weeks of the arrest"."""
        return left > 0 and self.tokens[left].low == "of" and self.tokens[left - 1].low in _SPANS

    def _owner(self, one: Told) -> tuple[list[Token], int, int]:
        """Whose noun it is; where the phrase begins; where it ends."""
        here = self.tokens
        at = self._of(one.stop)
        if at:
            names = who.names_after(here, at, len(here))
            after = next((n + 1 for n, token in enumerate(here) if names and token is names[-1]), one.stop)
            return names, one.at, after
        for place in (one.at - 1, one.at - 2):
            if place > 0 and here[place].low in ("'s", "’s") and here[place - 1].is_name:
                return [here[place - 1]], place - 1, one.stop
        return [], one.at, one.stop

    def _of(self, at: int) -> int:
        """The place behind "of", past a date or place, or behind "on the case of"; 0 where the noun has no such owner."""
        for _ in range(3):
            inserted = self.tokens[at : at + 2]
            timed = any(token.date is not None for token in inserted[:2])
            placed = len(inserted) == 2 and inserted[0].low in _AT and inserted[1].text[:1].isupper()
            if not (
                inserted and (inserted[0].low in _AT or inserted[0].date is not None) and (timed or placed)
            ):
                break
            at += 1 if inserted[0].date is not None else 2
        here = [token.low for token in self.tokens[at : at + 4]]
        if here[:1] == ["of"]:
            return at + 1
        inner = here[:2] in (["on", "the"], ["in", "the"], ["into", "the"]) and here[3:] == ["of"]
        return at + 4 if inner else 0

    def _is_article(self, place: int) -> bool:
        token = self.tokens[place]
        return token.low in (
            "the",
            "a",
            "an",
            "formal",
            "sudden",
            "later",
            "first",
            "second",
        ) or token.low.endswith(("ial", "ual"))

    def _only_time(self, begin: int, end: int) -> bool:
        return all(
            t.date is not None or t.low in ("on", "in", ",", "and", "then", "the")
            for t in self.tokens[begin:end]
        )

    def _dated(self, after: int, one: Told) -> bool:
        """Whether a date, past a place at most, stands right behind the phrase."""
        for place in range(after, min(one.clause[1], after + 7)):
            token = self.tokens[place]
            if token.date is not None:
                return True
            if (
                token.low not in ("on", "in", "at", "late", "early", "the", ",", "of")
                and not token.text[:1].isupper()
            ):
                return False
        return False

    def has_own_date(self, other: Told, one: Told) -> bool:
        """Whether a date by `other` is not a date of `one`: not where they are joined, nor by a noun that is nobody's."""
        if other is one or (other.form == "noun" and not any((other.who or {}).values())):
            return False
        joined = other
        while joined.before is not None:
            joined = joined.before
            if joined is one:
                return False
        return True
