"""Find what happened: each sentence that has a cue is taken apart, and what its real cues tell is put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from articles.dating import DateFound
from articles.happening import when
from articles.happening.found import HappeningFound, Participant, Role
from articles.happening.kinds import cues
from articles.happening.pronouns import Before
from articles.happening.sentence import Sentence, Told
from articles.happening.titles import title_of
from articles.happening.tokens import Spans, Token
from articles.linking import MentionFound
from articles.quoting import QuoteFound

_WORD = re.compile(r"[A-Za-z][a-z]+(?:-[a-z]+)*")
_PRONOUN = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Bb]oth|[Tt]he (?:two|three|four|five|pair|duo|couple)|[Aa]ll (?:three|four|five))\b"
)
_LONGEST = 1500  # characters of a sentence that is read


def find_happenings(
    text: str,
    spans: Sequence[tuple[int, int]],
    mentions: Sequence[MentionFound],
    dates: Sequence[DateFound],
    quotes: Sequence[QuoteFound] = (),
    today: date | None = None,
    people: Before | None = None,
) -> list[HappeningFound]:
    """What the sentences `spans` of `text` tell to have happened to those whom they name, in the order of the text.

    Denied, possible, planned and demanded things are left out, and dates after `today`. Takes time linear in the text.
    """
    known = Spans.of([one for one in mentions if one.kind != "event"], dates)
    first = cues().keys()
    hits = [match.start() for match in _WORD.finditer(text) if match.group().lower() in first]
    found: list[HappeningFound] = []
    at = 0
    for start, end in spans:
        while at < len(hits) and hits[at] < start:
            at += 1
        told = at < len(hits) and hits[at] < end and end - start <= _LONGEST and text[end - 1] != "?"
        if told and (known.mentions_in(start, end) or _PRONOUN.search(text, start, end)):
            found += _told_in(Sentence(text, start, end, known, people), today)
    return _with_speakers(found, quotes)


def _with_speakers(found: list[HappeningFound], quotes: Sequence[QuoteFound]) -> list[HappeningFound]:
    """Says of what stands in a quotation or is reported who said it."""
    ordered = sorted(quotes, key=lambda quote: quote.start)
    at, told = 0, []
    for one in found:
        while at < len(ordered) and ordered[at].end <= one.cue_start:
            at += 1
        inside = at < len(ordered) and ordered[at].start <= one.cue_start
        told.append(replace(one, said_by=ordered[at].speaker or "somebody") if inside else one)
    return told


def _told_in(sentence: Sentence, today: date | None) -> list[HappeningFound]:
    """What the sentence tells to have happened; one thing once."""
    once: dict[tuple[str, tuple[str, ...]], HappeningFound] = {}
    for one in sentence.told:
        if one.real and one.who and (made := _found(sentence, one, today)):
            name = made.kind, tuple(sorted(who.name for who in made.main))
            if name not in once or (made.edtf and not once[name].edtf):
                once[name] = made
    return list(once.values())


def _found(sentence: Sentence, one: Told, today: date | None) -> HappeningFound | None:
    kind = one.cue.kind
    people = [*_of_role(one, "agent"), *_of_role(one, "patient")]
    main = [who for who in people if kind.main in (who.role, "both")]
    if len(main) < (2 if kind.main == "both" else 1):
        return None
    day = _day(sentence, one)
    value = when.value_of(day.date, lasting=kind.lasting) if day and day.date else None
    if when.is_ahead(value, today):
        return None
    what = _what(one)
    cue_start, cue_end = sentence.tokens[one.at].start, sentence.tokens[one.at + len(one.cue.rest)].end
    cue = sentence.text[cue_start:cue_end]
    return HappeningFound(
        kind.name,
        sentence.start,
        sentence.end,
        cue,
        cue_start,
        tuple(people),
        tuple(main),
        value,
        when.place_of(sentence.tokens, one.stop - bool(one.cue.rest), one.clause[1]),
        what,
        "",
        title_of(kind.name, _names(people, "agent"), _names(people, "patient"), what),
        _why(cue, main, day, value),
    )


def _day(sentence: Sentence, one: Told) -> Token | None:
    others = [
        (other.at, other.stop, other.clause) for other in sentence.told if sentence.has_own_date(other, one)
    ]
    begin = one.at if one.form == "noun" else one.begin
    return when.date_of(sentence.tokens, begin, one.stop, one.clause, others)


def _of_role(one: Told, role: Role) -> Iterator[Participant]:
    allowed, part = one.cue.kind.parts.get(role, (frozenset(), ""))
    for token in (one.who or {}).get(role, []):
        for named in token.mentions:
            if named.kind in allowed:
                yield Participant(named.name, named.entity, role, part, token.start, token.end)


def _what(one: Told) -> str:
    """What was signed, with its article: “an agreement”."""
    if one.then is None or "what" not in one.then.groupdict():
        return ""
    words = one.then.group("what").split(" ", 1)
    article = "an" if words[1][0] in "aeiou" else "a"
    return f"{article if words[0] not in ('a', 'an', 'the') else words[0]} {words[1]}"


def _names(people: Sequence[Participant], role: Role) -> list[str]:
    return [who.name for who in people if who.role == role]


def _why(cue: str, main: Sequence[Participant], day: Token | None, value: str | None) -> str:
    names = " and ".join(dict.fromkeys(who.name for who in main))
    if day is None:
        return f"“{cue}” is told of {names}; the sentence gives no day"
    known = f"“{day.text}” stands with it" if value else f"what day “{day.text}” means is not known"
    return f"“{cue}” is told of {names}; {known}"
