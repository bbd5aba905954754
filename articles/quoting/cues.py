"""Verbs of saying and the words around them that tell who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.lexicon import common_words, listed
from articles.linking import MentionFound
from articles.linking.pieces import POSTNOMINALS
from articles.quoting.behind import CLAUSE_END, subject_after
from articles.quoting.found import Speaker
from articles.quoting.offices import WORD, head_noun
from articles.quoting.speakers import Cast

_AUXILIARY = listed("auxiliaries")
_NOT_BEFORE_VERB = listed("before_nouns")
_TWO_FACED = listed("verbs_or_nouns")
_FARTHEST = 600  # characters from a verb to its subject at most
_ASIDES = 5  # how many commas back the subject in front of an aside is looked for
_BEING = frozenset({"was", "were", "been", "being", "is", "are", "be", "got"})
_OF_OTHERS = listed("verbs_with_hearer")
_TIME = re.compile(
    r"(?:,?\s*(?:on |late |early |last |this |earlier |in )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|"
    r"January|February|March|April|June|July|August|September|October|November|December|today|yesterday)"
    r"(?:\s(?:night|morning|evening|afternoon|\d{4}|\d{1,2}))?,?\s*)\Z"
)
_PARENS = re.compile(r"\s*\([^()\n]{1,40}\)\s*\Z")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)(\s*,)?\s*\Z")
_PHRASE_START = re.compile(
    r"\b(?:the|a|an|his|her|its|their|one|another|this|our)\s|\b[A-Z][\w.]*[’']s?\s", re.IGNORECASE
)
_BREAK = re.compile(r"[,.;:“”\"\n—\x00]")
_PRONOUNS = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_OPENING_PHRASE = re.compile(
    r"\W*((?:The|A|An|One|Another|the|a|an|His|Her|Their|Its|[A-Z][\w.]+[’']s) [a-z][^,.;:\n“”\"]{2,60}?)"
    r"(?= (?:that|who|which|in|on|at|by|of|for|with|has|had|was|is|were)\b|,)"
)
_LINK = re.compile(r"(?: (?:close|familiar|known))? (?:for|of|at|from|with|to|in|near)(?: the)? \Z")
_COUNTS = frozenset("two three four five six seven eight nine ten several many some most other".split())
_POSTNOMINALS = re.compile(rf",? (?:{'|'.join(sorted(POSTNOMINALS))})\Z")
_OPENING = frozenset(
    {"as", "when", "while", "after", "before", "although", "though", "if", "because", "since", "once"}
)
_BY = re.compile(r"(?: [a-z]+ly)? by ")
_QUOTING = frozenset({"quoted", "quotes", "cited", "cites"})
_AS_SAYING = re.compile(r"[^.;:\n\x00]{1,100}? as (?:saying|telling|writing)\b")
_BEGINS = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) ([a-z-]+)")
_CAPITALS = re.compile(r"((?:[A-Z][\w.’'&-]*\s+){0,4}[A-Z][\w’'-]+)\s*\Z")
_PRONOUN_BEFORE = re.compile(r"\b([Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|[Ww]ho)(?:[’'](?:s|d|ve))?\s*\Z")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+|\b[Ii]n the words of\s+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying at a place, and the speaker in front of it, behind it, or None."""

    start: int
    end: int
    verb: str
    before: Speaker | None
    after: Speaker | None


def cues_in(cast: Cast, start: int, end: int) -> list[Cue]:
    """The verbs of saying of the writer's own words in `start:end`, each with its possible speakers."""
    found: list[Cue] = []
    for at, stop, verb in cast.verbs_in(start, end):
        if cast.masked[at].isupper() and at > start + 1:
            continue
        if _is_noun(cast.masked, at, verb, start):
            agent = _agent(cast, stop, end)
            if agent:
                found.append(Cue(at, stop, verb, agent, None))
            continue
        if verb in _QUOTING and _AS_SAYING.match(cast.masked, stop, end):
            continue
        before = _subject(cast, at, verb, start, found)
        hearer = (
            verb in _OF_OTHERS and "”" not in cast.masked[max(at - 2, 0) : at]
        )  # but: ‘“…?” asked Ann Bell’
        after = None if verb.endswith("ing") or hearer else subject_after(cast, stop, end)
        if before or after:
            found.append(Cue(at, stop, verb, before, after))
    return found


def _agent(cast: Cast, at: int, end: int) -> Speaker | None:
    """Who did what is told in the passive: ‘was described by Ann Bell as’."""
    by = _BY.match(cast.masked, at, end)
    return subject_after(cast, by.end() - 1, end) if by else None


def _is_noun(text: str, at: int, verb: str, start: int) -> bool:
    """Whether the word is a noun, an infinitive or a passive here: "his remarks", "to say", "was asked"."""
    word = _WORD_BEFORE.search(text, max(start, at - 30), at)
    if not word or word.group(2):
        return False
    before = word.group(1).lower()
    if before in _NOT_BEFORE_VERB or (verb in _TWO_FACED and before.endswith(("'s", "’s", "s’", "s'"))):
        return True
    if verb.endswith("ing") or before not in _AUXILIARY:
        return False
    chain = text[max(start, at - 40) : at].lower().split()[-4:]
    if before == "and" and not (len(chain) > 1 and chain[-2].endswith(("ed", "en"))):
        return False  # "is safe and warned", not "was asked and told"
    return any(be in chain for be in _BEING)


def _subject(cast: Cast, at: int, verb: str, start: int, earlier: list[Cue]) -> Speaker | None:
    """The subject of the verb: right before it, or the clause's where the verb is a second one ("and said", ", saying")."""
    word = _WORD_BEFORE.search(cast.masked, max(start, at - 30), at)
    last = word.group(1).lower() if word else ""
    comma = bool(word and word.group(2))
    if verb == "saying" and last == "as":  # "quoted Ann Bell as saying"
        quoted = cast.ending_at(_before_space(cast.masked, word.start(1))) if word else None
        if quoted and quoted.start >= start:
            return cast.of(quoted, f"“{quoted.text}” is quoted as saying it")
    if verb.endswith("ing") or last in ("and", "but", "then", "or"):
        mention = cast.ending_at(at - 1) if not comma and last not in ("and", "but") else None
        if mention and mention.start >= start:
            return cast.of(mention, f"“{mention.text}” stands before the verb")
        return _joined_subject(cast, at, earlier) or clause_subject(cast, start, at)
    found = subject_before(cast, at, start)
    if (
        verb in _TWO_FACED
        and found
        and not (found.person or last in ("he", "she", "they", "it", "who"))
        and found.start < 0
    ):
        return None
    return found


def _joined_subject(cast: Cast, at: int, earlier: list[Cue]) -> Speaker | None:
    """The subject of the verb before, or of the main clause behind its clause: ‘As he spoke, Ann Bell came and joked’."""
    said = next((cue for cue in earlier if cue.before), None)
    if said is None:
        return None
    for one in cast.between(said.end, at):
        if cast.masked[one.start - 2 : one.start] == ", " and cast.masked[one.end : one.end + 1] == " ":
            opened = WORD.match(cast.masked, cast.sentence_span(said.start)[0])
            if opened and opened.group().lower() in _OPENING and cast.is_subject(one.start, one.end):
                return cast.of(one, f"“{one.text}” is the subject of the clause")
    return said.before


def clause_subject(cast: Cast, start: int, at: int) -> Speaker | None:
    """The subject of the clause `start:at` that holds a second verb: the first pronoun or name that is subject there."""
    start = max(start, cast.sentence_span(max(at - 1, 0))[0], at - _FARTHEST)
    pronoun = _PRONOUNS.search(cast.masked, start, at)
    for one in cast.between(start, at):
        if pronoun and pronoun.start() < one.start:
            break
        if cast.is_subject(one.start, one.end) and cast.masked[one.start - 1 : one.start] != "(":
            return cast.of(one, f"“{one.text}” is the subject of the clause")
    if pronoun:
        return cast.pronoun(pronoun.start())
    phrase = _OPENING_PHRASE.match(cast.masked, start, at)
    return cast.noun(_up_to_somebody(phrase.group(1)), phrase.start(1)) if phrase else None


def _up_to_somebody(words: str) -> str:
    """The phrase up to the first word for somebody who may speak: "A party official | later walked back his words"."""
    end = 0
    for word in WORD.finditer(words):
        low = word.group().lower()
        speaks = low in listed("roles") or low in listed("speaking_groups") or low in listed("documents")
        if end and not speaks:
            break
        end = word.end() if speaks else end
    return words[:end] or words


def subject_before(cast: Cast, at: int, start: int) -> Speaker | None:
    """Who stands as subject in front of the verb at `at`, not further back than `start`."""
    at = _skip_auxiliaries(cast.masked, at, start)
    direct = _adjacent(cast, at, start)
    if direct:
        return direct
    start = max(start, at - _FARTHEST)
    closed = len(cast.masked[start:at].rstrip()) + start
    if cast.masked[closed - 1 : closed] == ")":
        opened = cast.masked.rfind("(", start, closed)
        return _adjacent(cast, opened, start) if opened > start else None
    if cast.masked[closed - 1 : closed] not in (",", "—", "–"):
        return None
    return _before_aside(cast, start, closed - 1) or _document_subject(cast, start, at)


def _before_aside(cast: Cast, start: int, closed: int) -> Speaker | None:
    """Who stands in front of an aside that ends at `closed`: ‘Ann Bell, a teacher from Sumter, Ohio, says’."""
    letters = _POSTNOMINALS.search(cast.masked, max(start, closed - 6), closed)
    stop, name_end = closed, letters.start() if letters else closed
    for _ in range(_ASIDES):
        comma = max(cast.masked.rfind(mark, start, stop) for mark in (",", "—", "–"))
        if comma <= start:
            return None
        inside = cast.between(comma, closed)
        beside = bool(inside) and inside[0].kind == "person" and inside[0].end == name_end and stop == closed
        if beside and cast.ending_at(_before_space(cast.masked, comma)) is None:
            return cast.of(inside[0], "named beside the role")
        found = _adjacent(cast, comma, start, groups=False)
        if found and (stop == closed or found.person):
            return _with_apposition(cast, found)
        stop = comma
    return None


def _before_space(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _with_apposition(cast: Cast, found: Speaker) -> Speaker:
    """The name in front where the phrase only describes it: ‘Ann Bell, a teacher from Sumter, Ohio, says’."""
    front = cast.masked[max(0, found.start - 2) : found.start] if found.start > 1 and not found.person else ""
    named = cast.ending_at(found.start - 2) if front == ", " else None
    return cast.of(named, "described behind the name") if named else found


def _document_subject(cast: Cast, start: int, at: int) -> Speaker | None:
    """The document that the clause begins with: ‘A letter signed by nineteen diplomats, ministers and scholars, urged’."""
    start = max(start, at - _FARTHEST)
    for phrase in _BEGINS.finditer(cast.masked, start, at):
        if phrase.group(1).lower() in listed("documents"):
            return cast.noun(phrase.group(), phrase.start())
    return None


def _skip_auxiliaries(text: str, at: int, start: int) -> int:
    for _ in range(5):
        window = max(start, at - 40)
        word = _WORD_BEFORE.search(text, window, at)
        if (
            word
            and not word.group(2)
            and (word.group(1).lower() in _AUXILIARY or word.group(1).endswith("ly"))
        ):
            at = word.start()
            continue
        time = _TIME.search(text, window, at)
        aside = (
            time is not None and "," in time.group()[1:] and time.group()[0] != ","
        )  # "…, hurt in May, said"
        if time and time.end() > time.start() and not aside:
            at = time.start()
            continue
        break
    return at


def _adjacent(cast: Cast, at: int, start: int, *, groups: bool = True) -> Speaker | None:
    """The name, pronoun or noun phrase that ends right before `at`; with `groups` also ‘police’ without an article."""
    text = cast.masked
    stop = at
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    letters = _POSTNOMINALS.search(text, max(start, stop - 6), stop)
    stop = letters.start() if letters else stop
    brackets = _PARENS.search(text, max(start, stop - 44), stop)
    if brackets:
        stop = brackets.start()
    mention = cast.ending_at(stop)
    if mention and mention.start >= start:
        phrase = _phrase_around(cast, mention, start)
        return phrase or cast.of(mention, f"“{mention.text}” stands before the verb")
    pronoun = _PRONOUN_BEFORE.search(text, max(start, stop - 12), stop)
    if pronoun:
        return _of_pronoun(cast, pronoun)
    first = _phrase_start(text, max(start, stop - 120), stop)
    if first is not None:
        owner = cast.covering(first)
        first = owner.start if owner and owner.start >= start else first
        return cast.noun(text[first:stop], first)
    group = _bare_group(cast, max(start, stop - 60), stop) if groups else None
    if group:
        return group
    capitals = _CAPITALS.search(text, max(start, stop - 90), stop)
    if capitals and not (
        capitals.group(1).lower() in common_words() or capitals.group(1).endswith(("'s", "’s"))
    ):
        return Speaker(cast.text[capitals.start(1) : stop], None, "a name before the verb", False)
    return None


def _phrase_around(cast: Cast, mention: MentionFound, start: int) -> Speaker | None:
    """The somebody whom the name only describes: ‘a spokesman for Norland Bank’, ‘people close to Ann Bell’."""
    link = _LINK.search(cast.masked, max(start, mention.start - 20), mention.start)
    if not link:
        return None
    window = max(start, mention.start - 90)
    first = _phrase_start(cast.masked, window, link.start())
    phrase = cast.masked[first : mention.end]
    found = cast.noun(phrase, first) if first is not None else _bare_group(cast, window, link.start())
    if not found or found.person or head_noun(WORD.findall(found.name)) in listed("documents"):
        return None
    return Speaker(cast.text[found.start : mention.end], None, found.why, False, found.start)


def _bare_group(cast: Cast, window: int, stop: int) -> Speaker | None:
    """People without an article in front of the verb: ‘police said’, ‘two senior officials said’."""
    last = _WORD_BEFORE.search(cast.masked, window, stop)
    if not last or last.group(2) or last.group(1).lower() not in listed("bare_speakers"):
        return None
    begin = last.start(1)
    for _ in range(3):
        word = _WORD_BEFORE.search(cast.masked, window, begin)
        if not word or word.group(2) or cast.masked[word.end(1) : begin] != " ":
            break
        low = word.group(1).lower()
        if low in listed("prepositions"):
            return None  # "the work of ministers", "diplomats and ministers"
        if (low in listed("function_words") and low not in _COUNTS) or low in listed("says"):
            break
        begin = word.start(1)
    return Speaker(cast.text[begin:stop], None, "as the text says it", False, begin)


def _phrase_start(text: str, window: int, stop: int) -> int | None:
    """Where the clause's noun phrase begins: the first determiner or owner after the last punctuation."""
    clause = window
    for mark in _BREAK.finditer(text, window, stop):
        clause = mark.end()
    found = _PHRASE_START.search(text, clause, stop)
    return found.start() if found else None


def _of_pronoun(cast: Cast, pronoun: re.Match[str]) -> Speaker | None:
    word = pronoun.group(1).lower()
    if word in ("he", "she"):
        return cast.pronoun(pronoun.start(1)) or Speaker(
            word, None, "a pronoun that leads to nobody named", False
        )
    if word == "who":
        near = [
            one for one in cast.between(max(0, pronoun.start() - 60), pronoun.start()) if one.kind == "person"
        ]
        return cast.of(near[-1], "“who” is the person right before") if near else None
    if word == "it":
        near = [
            one
            for one in cast.between(max(0, pronoun.start() - 400), pronoun.start())
            if one.kind == "organization"
        ]
        return cast.of(near[-1], "“it” is the organization named before") if near else None
    return Speaker(word, None, "a pronoun", False)


def according_to(cast: Cast, start: int, end: int) -> tuple[Speaker, str, int, int] | None:
    """‘According to Reuters’ in `start:end`: the speaker, the cue and its span."""
    for match in _ACCORDING.finditer(cast.masked, start, end):
        stop = CLAUSE_END.search(cast.masked, match.end(), min(end, match.end() + 120))
        limit = stop.start() if stop else min(end, match.end() + 120)
        near = cast.between(match.end(), limit + 1)
        who = cast.of(near[0], "according to") if near and near[0].start - match.end() < 50 else None
        who = who or cast.noun(cast.masked[match.end() : limit], match.end())
        if who:
            return who, match.group().strip(), match.start(), limit
    return None
