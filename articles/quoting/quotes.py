"""From marks and verbs of saying to quotes with speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from articles.lexicon import listed
from articles.linking import MentionFound, RoleFound, find_roles
from articles.linking.found import EntityId
from articles.linking.tokens import plain_spaces
from articles.quoting.cues import according_to, cues_in
from articles.quoting.found import Office, QuoteFound, QuoteKind, Speaker
from articles.quoting.marks import Quoted, is_title, mask, paragraphs, quoted
from articles.quoting.reported import find_reported
from articles.quoting.speakers import Cast
from articles.sentences import sentences

_LABEL = re.compile(
    r"(?:(?:MR|MRS|MS|DR|SEN|REP|GOV|PRES|PRESIDENT|SECRETARY|SENATOR|JUDGE|CHAIRMAN)\.? )?"
    r"([A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){0,2}):\s"
)
_NAMING = re.compile(
    r"\b(?:so-called|called|titled|entitled|headlined|known as|named|dubbed|nicknamed|labell?ed|film|movie|song|album|book|novel|"
    r"show|series|programme?|magazine|newspaper|podcast|musical|play|game|slogan|words?|terms?|phrase|hashtag)\s*,?\s*\Z"
)
_STOP = re.compile(r"[.!?][”\"’']?\s+[A-Z“\"]")
_NAMED_LABEL = re.compile(r"((?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w’'-]+):\s")
_DOCUMENT = re.compile(r"[\s“\"]*(?:The|A|An|the|a|an) ([a-z-]+)\b")
_PRONOUN = re.compile(r"\b(?:He|She|he|she)\b")
_SIGNED = re.compile(
    r"[”\"’»]?\s*[―—–-]{1,2}\s*((?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*)[^\S\n]*\.?[^\S\n]*(?=\n|\Z)"
)
_TAIL_NAME = re.compile(r"\s*,?\s*")
_RIGHT_BEHIND = 60  # characters behind a run in which its verb of saying stands right behind it
_GAP = 6  # characters between a run and what stands right behind it: a comma, a space, "Mr."
_LONGEST_LEAD = 800  # characters of a sentence in front of and behind a run that are looked at
_FEW_WORDS = (
    4  # from how many words on a run between marks is taken for a quote without a verb of saying near it
)


@dataclass(slots=True)
class _Run:
    """A run between marks while its speaker is looked for."""

    quoted: Quoted
    sentence: tuple[int, int]
    lead: tuple[int, int]
    tail: tuple[int, int]
    speaker: Speaker | None = None
    cue: str = ""
    why: str = ""
    kind: QuoteKind = "direct"
    joined: bool = False  # continues the run before it
    dropped: bool = False


@dataclass(slots=True)
class _Page:
    """One text while its quotes are found."""

    text: str
    masked: str
    blocks: list[tuple[int, int]]
    cast: Cast
    runs: list[_Run] = field(default_factory=list)


def find_quotes(
    text: str,
    mentions: list[MentionFound],
    offices: list[Office] | None = None,
    roles: list[RoleFound] | None = None,
    spans: list[tuple[int, int]] | None = None,
) -> list[QuoteFound]:
    """The quotes of `text`, in order: words without their marks, the speaker as far as the text tells, and why.

    `offices` are the offices that people of the record hold on the article's day; `roles` and `spans` are the text's roles
    and sentences where they are known already.
    """
    blocks = paragraphs(text)
    marked = [one for one in quoted(text, blocks) if not _is_name(text, one)]
    masked = mask(plain_spaces(text), marked)
    clauses = sentences(text) if spans is None else spans
    cast = Cast(
        text, masked, clauses, mentions, find_roles(text, mentions) if roles is None else roles, offices or []
    )
    page = _Page(text, masked, blocks, cast)
    page.runs = _runs(page, marked)
    for number, run in enumerate(page.runs):
        _inside_sentence(page, run, page.runs[number - 1] if number else None)
    _drop_others(page)
    page.runs = [run for run in page.runs if not run.dropped]
    _forward(page)
    _from_context(page)
    found = [_quote(page, run) for run in page.runs]
    found += find_reported(cast, clauses, [(one.start, one.end) for one in marked])
    return sorted(found, key=lambda one: (one.start, one.end))


def _is_name(text: str, one: Quoted) -> bool:
    """Whether the run is no speech but a title of a work or a nickname: “Morning Joe”, Ann “Bo” Bell."""
    words = text[one.start : one.end]
    lead = text[max(one.start - 60, 0) : one.start - 1]
    behind = text[one.end + 1 : one.end + 3]
    if (
        " " not in words
        and words.isalpha()
        and words[0].isupper()
        and behind[:1] == " "
        and behind[1:].isupper()
    ):
        return lead[-1:] == " " and lead.split()[-1:][0][:1].isupper()
    plain = words[-1] not in ",.?!" and not lead.rstrip().endswith((",", ":"))
    comma = words[-1] == "," and lead.rstrip().endswith(
        ("of", "on", "in", "'s", "’s", "book", "film", "show", "the")
    )
    return (is_title(words) and plain) or (comma and is_title(words[:-1]))


def _runs(page: _Page, marked: list[Quoted]) -> list[_Run]:
    """Each run with its own sentence's words in front of and behind it, up to the neighbouring runs."""
    runs: list[_Run] = []
    for number, one in enumerate(marked):
        begin, end = page.blocks[one.paragraph]
        before = marked[number - 1] if number and marked[number - 1].paragraph == one.paragraph else None
        after = (
            marked[number + 1]
            if number + 1 < len(marked) and marked[number + 1].paragraph == one.paragraph
            else None
        )
        low = before.end + 1 if before else begin
        high = after.start - 1 if after else end
        first = max(_sentence_begin(page, one.start), low, one.start - _LONGEST_LEAD)
        high = min(high, one.end + _LONGEST_LEAD)
        runs.append(
            _Run(
                one,
                (begin, end),
                (first, max(one.start - 1, first)),
                (min(one.end + 1, high), _tail_end(page, one, high)),
            )
        )
    return runs


def _sentence_begin(page: _Page, at: int) -> int:
    """Where the writer's sentence that leads to `at` begins: after the last full stop outside the marks."""
    begin, _ = page.cast.sentence_span(max(at - 1, 0))
    return begin


def _tail_end(page: _Page, one: Quoted, high: int) -> int:
    """Where the writer's sentence behind the run ends."""
    last = page.text[one.end - 1]
    stop = min(one.end + 1, high)
    if last in ".…" and page.text[stop : stop + 2].strip()[:1].isupper():
        _, end = page.cast.sentence_span(stop + 1 if stop + 1 < high else stop)
        behind = page.masked[stop:high].lstrip()
        return stop if not behind else min(end, high) if _verb_near(page, stop, min(end, high)) else stop
    _, end = page.cast.sentence_span(min(stop + 1, max(high - 1, stop)))
    return max(min(end, high), stop)


def _verb_near(page: _Page, start: int, end: int) -> bool:
    """Whether ‘Smith said.’ follows a run that ended with a full stop: a careless comma, not a new sentence."""
    if end - start > 60:
        return False
    words = page.masked[start:end].strip(" .").split()
    return len(words) <= 5 and bool(words) and words[-1].lower() in listed("says")


def _inside_sentence(page: _Page, run: _Run, before: _Run | None) -> None:
    """The speaker that the run's own sentence names."""
    if _labelled(page, run) or _signed(page, run):
        return
    if before and before.speaker and before.quoted.paragraph == run.quoted.paragraph and _joins(page, run):
        _set(run, before.speaker, before.cue, "the same sentence goes on")
        run.joined, run.kind = True, before.kind
        return
    last = page.text[run.quoted.end - 1]
    opens_low = page.text[run.quoted.start].islower()
    lead_text = page.masked[slice(*run.lead)].strip()
    run.kind = "partial" if opens_low or (lead_text and not lead_text.endswith((",", ":", "—"))) else "direct"
    tail_first = (
        last in ",?!—-–…"
        or (last == "." and not lead_text)
        or page.masked[run.tail[0] : run.tail[0] + 1] == ","
    )
    led = (lead_text.endswith((":", ",", " that")) or opens_low) and not _told_behind(page, run)
    steps = (_from_tail, _from_lead) if tail_first and not led else (_from_lead, _from_tail)
    for step in steps:
        if step(page, run):
            return
    same = (
        before
        and before.quoted.paragraph == run.quoted.paragraph
        and before.quoted.end + 1 >= run.lead[0] - 2
    )
    if (
        same
        and before
        and before.speaker
        and lead_text
        and not re.search(r"[.!?]\s", page.masked[run.lead[0] : run.lead[1]])
    ):
        _set(run, before.speaker, before.cue, "the same sentence goes on")
        run.joined = True
        return
    found = according_to(page.cast, run.lead[0], run.lead[1]) or according_to(
        page.cast, run.tail[0], run.tail[1]
    )
    if found:
        _set(run, found[0], found[1], found[0].why)


def _told_behind(page: _Page, run: _Run) -> bool:
    """Whether ‘…,” X said’ follows right behind the run, and no verb of saying stands right in front of it."""
    if page.text[run.quoted.end - 1] not in ",?!":
        return False
    start, end = run.tail
    near = next(iter(cues_in(page.cast, start, min(end, start + _RIGHT_BEHIND))), None)
    subject = near.before if near and near.before else None
    first = near.start if near and not subject else subject.start if subject else -1
    if not start <= first <= start + _GAP:
        return False
    front = page.masked[run.lead[0] : run.lead[1]].rstrip(" ,:—")
    return front[front.rfind(" ") + 1 :].lower() not in listed("says")


def _joins(page: _Page, run: _Run) -> bool:
    """Whether only “and” or “but” stands between the run and the one before it."""
    lead = page.masked[run.lead[0] : run.lead[1]].strip(" ,”\"’'").lower()
    return lead in ("and", "but", "or", "and then", "and that", "but that")


def _set(run: _Run, speaker: Speaker | None, cue: str, why: str) -> None:
    run.speaker, run.cue, run.why = speaker, cue, why


def _labelled(page: _Page, run: _Run) -> bool:
    """A transcript's label in front of the words: "WALLACE: …", "Ann Bell: …"."""
    why = "the transcript's label"
    label = _LABEL.match(page.text, run.quoted.start)
    if label:
        person = page.cast.with_surname(label.group(1).split()[-1])
        _set(
            run,
            page.cast.of(person, why) if person else Speaker(label.group(1).title(), None, why, True),
            "",
            why,
        )
        return True
    named = _NAMED_LABEL.match(page.text, run.quoted.start)
    mention = page.cast.ending_at(named.end(1)) if named else None
    if mention and mention.kind == "person":
        _set(run, page.cast.of(mention, why), "", why)
        return True
    return False


def _signed(page: _Page, run: _Run) -> bool:
    """A name behind a dash that ends the line: ‘“…” — Ann Bell’."""
    signed = _SIGNED.match(page.text, run.quoted.end)
    if not signed:
        return False
    near = page.cast.between(signed.start(1), signed.end(1) + 1)
    who = page.cast.of(near[0], "signed") if near else Speaker(signed.group(1), None, "signed", True)
    _set(run, who, "", "signed behind the words")
    return True


def _from_tail(page: _Page, run: _Run) -> bool:
    """‘…,” said X’, ‘…,” X said’, ‘…,” X, the minister, told reporters’."""
    start, end = run.tail
    if end <= start:
        return False
    cues = cues_in(page.cast, start, end)
    for cue in cues[:2]:
        between = page.masked[start : cue.start]
        inverted = not between.strip(" ,—–-”\"’'") or between.rstrip().endswith(",")
        if cue.after and inverted and not cue.before:
            _set(run, cue.after, cue.verb, cue.after.why)
            return True
        if cue.before and len(between) < 160:
            _set(run, cue.before, cue.verb, cue.before.why)
            return True
    return _bare_name(page, run)


def _bare_name(page: _Page, run: _Run) -> bool:
    """‘…,” Ms Bell laughed’: a name right behind a run that ended with a comma, whatever the verb."""
    start, end = run.tail
    if page.text[run.quoted.end - 1] not in ",?!":
        return False
    at = _TAIL_NAME.match(page.masked, start)
    begin = at.end() if at else start
    near = page.cast.between(begin, min(begin + 30, end))
    if (
        near
        and near[0].start - begin <= 12
        and page.masked[near[0].end : near[0].end + 2] not in ("’s", "'s")
    ):
        _set(run, page.cast.of(near[0], "named right behind the words"), "", "named right behind the words")
        return True
    return False


def _from_lead(page: _Page, run: _Run) -> bool:
    """‘X said: “…’, ‘X told them that they were “…’, ‘In a letter, X called it “…’."""
    start, end = run.lead
    if end <= start:
        return False
    cues = cues_in(page.cast, start, end)
    for cue in reversed(cues):
        if cue.before:
            _set(run, cue.before, cue.verb, cue.before.why)
            return True
        if cue.after and (
            cue.start <= start + 1
            or page.masked[max(cue.start - 2, 0) : cue.start].strip() in (",", "”", '"')
        ):
            _set(run, cue.after, cue.verb, cue.after.why)
            return True
    words = page.masked[start:end].rstrip()
    named = page.cast.ending_at(start + len(words) - 1) if words.endswith(":") else None
    if named:
        _set(run, page.cast.of(named, "named before the colon"), "", "named before the colon")
    return named is not None


def _drop_others(page: _Page) -> None:
    """Leaves out what stands between marks but is no quote: titles of works, single words, names."""
    for run in page.runs:
        words = page.text[run.quoted.start : run.quoted.end]
        count = len(words.split())
        lead = page.masked[run.lead[0] : max(run.quoted.start - 1, run.lead[0])]
        if (
            _NAMING.search(lead[-40:])
            and count <= 8
            and not (run.speaker and run.cue in ("called", "dubbed", "labeled"))
        ):
            run.dropped = True
        elif count < _FEW_WORDS and run.speaker is None and run.quoted.closed:
            sentence = words[-1:] in ",.?!" and words[:1].isupper() and count > 1
            run.dropped = not sentence
        elif count == 1 and not run.cue:
            run.dropped = True


def _forward(page: _Page) -> None:
    """A speech that goes on over paragraphs, or over two sentences before its verb, has one speaker."""
    for here, there in zip(page.runs, page.runs[1:], strict=False):
        if not here.quoted.closed and there.quoted.paragraph == here.quoted.paragraph + 1:
            there.joined = not _lead(page, there)
    for number in range(len(page.runs) - 2, -1, -1):
        here, there = page.runs[number], page.runs[number + 1]
        if here.speaker or not there.speaker:
            continue
        same = (
            here.quoted.paragraph == there.quoted.paragraph
            and not _lead(page, there)
            and not _lead(page, here)
        )
        one = here.tail[1] >= there.lead[1] - 1 and there.why != "the same sentence goes on"
        if (there.joined and not here.quoted.closed) or same or (one and _one_sentence(page, here, there)):
            _set(here, there.speaker, there.cue, "the same speech goes on, with its speaker behind it")


def _one_sentence(page: _Page, here: _Run, there: _Run) -> bool:
    """Whether nothing between two runs of a paragraph ends the writer's sentence."""
    if here.quoted.paragraph != there.quoted.paragraph or page.text[here.quoted.end - 1] in ".?!":
        return False
    between = page.masked[here.quoted.end : there.quoted.start]
    return len(between) < 200 and not _STOP.search(between)


def _lead(page: _Page, run: _Run) -> str:
    return page.masked[slice(*run.lead)].strip(" \n“”\"'‘’")


def _from_context(page: _Page) -> None:
    """A run whose sentence names nobody: the speech before it, the sentence before it, the paragraph before it."""
    last: _Run | None = None
    for run in page.runs:
        if run.speaker is None:
            _guess(page, run, last)
        last = run


def _guess(page: _Page, run: _Run, last: _Run | None) -> None:
    begin, _ = page.blocks[run.quoted.paragraph]
    own = _own_words_before(page, run, begin, last)
    if own:
        _set(run, own, "", own.why)
        return
    if _lead(page, run):
        subject = _subject_in(page, run.lead[0], run.lead[1])
        if subject:
            _set(run, subject, "", "the subject of the sentence")
            return
    distance = run.quoted.paragraph - last.quoted.paragraph if last else 99
    if last and last.speaker and (distance == 0 or (distance == 1 and not _own_after(page, last))):
        _set(run, last.speaker, last.cue, "goes on from the quote before it")
        return
    if run.quoted.paragraph:
        start, end = page.blocks[run.quoted.paragraph - 1]
        speaker = _last_speaker(page, start, end) or page.cast.person_before(run.quoted.start)
        if speaker:
            _set(run, speaker, "", "the paragraph before tells who speaks")
            return
    if last and last.speaker and distance <= 2:
        _set(run, last.speaker, last.cue, "goes on from the quote before it")
        return
    subject = page.cast.person_before(run.quoted.start)
    if subject:
        _set(run, subject, "", subject.why)


def _own_after(page: _Page, last: _Run) -> bool:
    """Whether the writer's own sentences follow the last run in its paragraph: then the speech is over."""
    _, end = page.blocks[last.quoted.paragraph]
    rest = page.masked[last.tail[1] : end].strip(" .”\"’'\n")
    return len(rest.split()) > 3


def _own_words_before(page: _Page, run: _Run, begin: int, last: _Run | None) -> Speaker | None:
    """The speaker of the writer's own sentence right before the run in its paragraph: ‘X spoke on Monday. “…”’."""
    low = last.tail[1] if last and last.quoted.paragraph == run.quoted.paragraph else begin
    if len(page.masked[low : run.lead[0]].strip(' .”"\n').split()) < 3:
        return None
    return _last_speaker(page, low, run.lead[0])


def _last_speaker(page: _Page, start: int, end: int) -> Speaker | None:
    """The subject of the last verb of saying of the writer's own words in `start:end`, else of the last sentence."""
    for cue in reversed(cues_in(page.cast, start, end)):
        if cue.before:
            return cue.before
        if cue.after:
            return cue.after
    sentence, _ = page.cast.sentence_span(max(end - 2, start))
    return _subject_in(page, max(sentence, start), end)


def _subject_in(page: _Page, start: int, end: int) -> Speaker | None:
    """The likely subject of the words in `start:end`: a document, a pronoun or the first name that owns nothing."""
    phrase = _DOCUMENT.match(page.masked, start, end)
    if phrase and phrase.group(1) in listed("documents"):
        return Speaker(f"the {phrase.group(1)}", None, f"a {phrase.group(1)} is quoted", False)
    pronoun = _PRONOUN.search(page.masked, start, end)
    people = [one for one in page.cast.between(start, end) if one.kind == "person"]
    if pronoun and (not people or pronoun.start() < people[0].start):
        return page.cast.pronoun(pronoun.start())
    return page.cast.of(people[0], "the subject of the sentence") if people else None


def _quote(page: _Page, run: _Run) -> QuoteFound:
    start, end = run.quoted.start, run.quoted.end
    speaker = run.speaker
    entity: EntityId | None = speaker.entity if speaker else None
    return QuoteFound(
        start,
        end,
        page.text[start:end],
        speaker.name if speaker else None,
        entity,
        run.kind,
        run.cue,
        run.why,
    )
