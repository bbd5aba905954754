"""Reported speech: what somebody said in the writer's words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from articles.lexicon import listed
from articles.quoting.cues import Cue, according_to, cues_in
from articles.quoting.found import QuoteFound, Speaker
from articles.quoting.speakers import Cast

_LONGEST = 1500  # characters of a sentence that are looked at
_FEWEST = 4  # words that a reported statement has at least
_FAR = 110  # characters from a verb to its "that" at most
#: what may stand between a verb and "that": "said in Oslo on Monday that"
_ADJUNCT = re.compile(
    r"\s(?:in|on|at|during|to|after|before|from|via|by|late|early|later|this|last|earlier|again|repeatedly|recently|publicly"
    r"|today|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_TIME = re.compile(
    r"(?:\s(?:on|late|early|late on|early on|earlier|later|again|last|this|in))*\s(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|today|yesterday|week|month|year)(?:\s(?:night|morning|evening|afternoon))?(?=\s)"
)
_THAT = re.compile(r"\sthat\s")
_STOP = re.compile(r"[.;:\n\x00“”]|,\s(?:which|who)\b")
_HEARER = re.compile(
    r"\s(?:(?:the|a|an|his|her|their|our|my)\s)?(?:[\w’'-]+\s){0,2}?(?:reporters?|journalists?|police|officers|investigators|lawmakers|"
    r"MPs|peers|jurors|jury|court|judges?|supporters|voters|viewers|listeners|readers|colleagues|friends|parliament|congress|"
    r"crowd|audience|rally|conference|meeting|committee|panel|hearing|inquiry|tribunal|newspaper|magazine|network|broadcaster|"
    r"interviewer|parents|family|wife|husband|mother|father|him|her|them|us|me|you)\b"
)
_TELLS = frozenset(
    "told tells tell telling warned warns warning assured assures informed reminded reminds convinced promised promises".split()
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|could|can|may|might|should|must|did|does|do|cannot|\w+n[’']t|\w{3,}ed"
    r"|\w+[’'](?:s|re|ve|ll|d))\b"
)
_PRESENT = re.compile(r"\A(?:he|she|it|they|we|I|you|there)\s")
#: what begins a clause or phrase that only leads to the statement: "Asked by Ann Bell, …", "In a letter, …"
_LEADS = frozenset(
    """
    asked according in on at during after before as while when although though if since by despite for with from like unlike to
    under over but however meanwhile speaking because once until where whether even among amid instead
    """.split()
)
_RELATIVE = re.compile(r"\b(?:which|who|whom|what|that|than|as|how|like|where|whatever)\s*\Z", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b(?:(?:did|does|do|would|could|will|has|have|had|should)(?:n[’']t|\s+not)|declined to|refused to|never)(?:\s+\w+)?\s*\Z"
)
_AND = re.compile(r"(?:,?\s+(?:and|but)(?:\s+(?:also|then|he|she|they|it))?|,)\s*\Z")
_ASIDE_OF = re.compile(
    r",\s(?:an?|the|who|whose|which|one of|his|her|its|their|head|chief|director|president|professor|author|founder|chairman|"
    r"chairwoman|[a-z]+ (?:at|of|for|with))\s[^;:\n“”]{2,150}?,\s"
)
_PARTICIPLES = frozenset(
    "adding arguing saying noting warning claiming insisting suggesting stressing explaining telling".split()
)


def find_reported(
    cast: Cast, spans: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> list[QuoteFound]:
    """The reported speech in sentences without quotation marks, in order, none overlapping."""
    starts = [start for start, _ in marked]
    found: list[QuoteFound] = []
    for start, stop in spans:
        end = min(stop, start + _LONGEST)
        near = bisect_right(starts, end)
        if near and marked[near - 1][1] > start:
            continue
        for one in _in_sentence(cast, start, end):
            if not found or one.start >= found[-1].end:
                found.append(one)
    return found


def _in_sentence(cast: Cast, start: int, end: int) -> Iterator[QuoteFound]:
    stated = according_to(cast, start, end)
    if stated:
        said_by, words, begin, stop = stated
        opens = _RELATIVE.search(cast.masked[start:begin].rstrip(" ,"))  # ‘protests in which, according to …’
        before = bool(opens) or begin - start < end - stop
        span = (_behind_aside(cast.masked, stop, end), end) if before else (start, begin)
        yield from _statement(cast, *span, said_by, words)
        return
    cues = cues_in(cast, start, end)
    for number, cue in enumerate(cues):
        speaker = cue.before or cue.after
        if speaker is None or not (cue.verb in listed("reporting") or cue.verb in _PARTICIPLES):
            continue
        if _REFUSED.search(cast.masked, max(start, cue.start - 40), cue.start):
            continue
        begin = min(speaker.start if speaker.start >= start else cue.start, cue.start)
        if _RELATIVE.search(cast.masked, max(start, begin - 12), begin):
            continue
        later = cues[number + 1] if number + 1 < len(cues) else None
        yield from _told_by(cast, cue, speaker, (start, begin, end), later)


def _told_by(
    cast: Cast, cue: Cue, speaker: Speaker, at: tuple[int, int, int], later: Cue | None
) -> Iterator[QuoteFound]:
    """The statement of one verb: behind it, in front of subject and verb, or around both."""
    start, begin, end = at
    text = cast.masked
    front = text[start:begin].rstrip()
    leads = front.endswith(",") and front.split()[0].lower().strip(",") not in _LEADS and _has_verb(front)
    inverted = cue.before is None
    close = text[cue.end : cue.end + 1] == "," and not inverted
    if front.endswith(",") and close and _goes_on(text, cue.end + 1, end):
        yield from _statement(cast, start, end, speaker, cue.verb)  # "The plan, she said, is dead"
    elif leads or (inverted and _has_verb(front)):
        yield from _statement(cast, start, begin, speaker, cue.verb)
    elif (first := _behind(cast, cue, end)) is not None:
        stop = _until(text, first, end, later)
        yield from _statement(cast, first, stop, speaker, cue.verb)


def _goes_on(text: str, at: int, end: int) -> bool:
    """Whether the statement goes on behind an inserted "she said"."""
    word = text[at:end].split(maxsplit=1)[:1]
    return (
        bool(word)
        and word[0].isalpha()
        and not (word[0].endswith("ing") or word[0] in ("who", "which", "according"))
    )


def _behind(cast: Cast, cue: Cue, end: int) -> int | None:
    """Where the statement behind a verb begins: past hearer, time and "that"; None where no clause follows."""
    text, at = cast.masked, cue.end
    if cue.verb in _TELLS:
        at = _past_hearer(cast, at, end)
    stop = _STOP.search(text, at, min(end, at + _FAR))
    limit = stop.start() if stop else min(end, at + _FAR)
    that = _THAT.search(text, at, limit)
    if that and (that.start() == at or _ADJUNCT.match(text, at)):
        return that.end()
    time = _TIME.match(text, at, end)
    at = time.end() if time else at
    clause = text[at:end].lstrip()
    if not clause or clause[0] in ",.;:—(" or _ADJUNCT.match(text, at) or not _has_verb(clause):
        return None
    return at


def _past_hearer(cast: Cast, at: int, end: int) -> int:
    """Where whoever is told it ends: "told Reuters", "told the court"."""
    near = cast.between(at, min(end, at + 60))
    if near and near[0].start <= at + 6:
        beside = near[1] if len(near) > 1 else None
        words = cast.masked[near[0].end : beside.start].split() if beside else []
        titled = all(
            word in listed("roles") or word in listed("titles") or word in ("’s", "'s") for word in words
        )
        return beside.end if beside and words and titled else near[0].end
    hearer = _HEARER.match(cast.masked, at, end)
    return hearer.end() if hearer else at


def _has_verb(clause: str) -> bool:
    """Whether a finite verb stands in the words."""
    return bool(_FINITE.search(clause) or _PRESENT.match(clause)) or any(
        word in listed("past_verbs") for word in clause.split()
    )


def _until(text: str, first: int, end: int, later: Cue | None) -> int:
    """Where the statement ends: with the sentence, or before the next verb of saying that is joined to this one."""
    stop = text.find("; ", first, end)
    stop = end if stop < 0 else stop
    if later is not None and first < later.start < stop:
        joined = _AND.search(text, first, later.start)
        if joined:
            return joined.start()
    return stop


def _behind_aside(text: str, at: int, end: int) -> int:
    """Where the statement behind ‘According to Ann Bell, a historian,’ begins."""
    aside = _ASIDE_OF.match(text, at, end)
    return aside.end() if aside and len(text[aside.end() : end].split()) >= _FEWEST else min(at + 1, end)


def _statement(cast: Cast, start: int, end: int, speaker: Speaker, cue: str) -> Iterator[QuoteFound]:
    while start < end and not cast.text[start].isalnum():
        start += 1
    while end > start and cast.text[end - 1] in " ,.;:\n":
        end -= 1
    words = cast.text[start:end]
    if len(words.split()) >= _FEWEST:
        yield QuoteFound(start, end, words, speaker.name, speaker.entity, "reported", cue, speaker.why)
