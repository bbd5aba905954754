"""The speaker of a run whose own sentence names nobody: the speech, the sentence or the paragraph before it."""

from __future__ import annotations

import re

from articles.lexicon import listed
from articles.quoting.cues import cues_in
from articles.quoting.found import Speaker
from articles.quoting.runs import Page, Run

_STOP = re.compile(r"[.!?][”\"’']?\s+[A-Z“\"]")
_DOCUMENT = re.compile(r"[\s“\"]*(?:The|A|An|the|a|an) ([a-z-]+)\b")
_PRONOUN = re.compile(r"\b(?:He|She|he|she)\b")


def forward(page: Page) -> None:
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
            here.said_by(there.speaker, there.cue, "the same speech goes on, with its speaker behind it")


def _one_sentence(page: Page, here: Run, there: Run) -> bool:
    """Whether nothing between two runs of a paragraph ends the writer's sentence."""
    if here.quoted.paragraph != there.quoted.paragraph or page.text[here.quoted.end - 1] in ".?!":
        return False
    between = page.masked[here.quoted.end : there.quoted.start]
    return len(between) < 200 and not _STOP.search(between)


def _lead(page: Page, run: Run) -> str:
    return page.masked[slice(*run.lead)].strip(" \n“”\"'‘’")


def from_context(page: Page) -> None:
    """A run whose sentence names nobody: the speech before it, the sentence before it, the paragraph before it."""
    last: Run | None = None
    for run in page.runs:
        if run.speaker is None:
            _guess(page, run, last)
        last = run


def _guess(page: Page, run: Run, last: Run | None) -> None:
    begin, _ = page.blocks[run.quoted.paragraph]
    subject = _subject_in(page, run.lead[0], run.lead[1]) if _lead(page, run) else None
    own = _own_words_before(page, run, begin, last)
    colon = page.masked[slice(*run.lead)].rstrip(" “").endswith(":")
    if subject and (run.kind == "partial" or colon or not own):
        run.said_by(subject, "", "the subject of the sentence")
        return
    if own:
        run.said_by(own, "", own.why)
        return
    distance = run.quoted.paragraph - last.quoted.paragraph if last else 99
    if last and last.speaker and (distance == 0 or (distance == 1 and not _own_after(page, last))):
        run.said_by(last.speaker, last.cue, "goes on from the quote before it")
        return
    if run.quoted.paragraph:
        start, end = page.blocks[run.quoted.paragraph - 1]
        speaker = _last_speaker(page, start, end) or page.cast.person_before(run.quoted.start)
        if speaker:
            run.said_by(speaker, "", "the paragraph before tells who speaks")
            return
    if last and last.speaker and distance <= 2:
        run.said_by(last.speaker, last.cue, "goes on from the quote before it")
        return
    subject = page.cast.person_before(run.quoted.start)
    if subject:
        run.said_by(subject, "", subject.why)


def _own_after(page: Page, last: Run) -> bool:
    """Whether the writer's own sentences follow the last run in its paragraph: then the speech is over."""
    _, end = page.blocks[last.quoted.paragraph]
    rest = page.masked[last.tail[1] : end].strip(" .”\"’'\n")
    return len(rest.split()) > 3


def _own_words_before(page: Page, run: Run, begin: int, last: Run | None) -> Speaker | None:
    """The speaker of the writer's own sentence right before the run in its paragraph: ‘X spoke on Monday. “…”’."""
    low = last.tail[1] if last and last.quoted.paragraph == run.quoted.paragraph else begin
    if len(page.masked[low : run.lead[0]].strip(' .”"\n').split()) < 3:
        return None
    return _last_speaker(page, low, run.lead[0])


def _last_speaker(page: Page, start: int, end: int) -> Speaker | None:
    """The subject of the last verb of saying of the writer's own words in `start:end`, else of the last sentence."""
    for cue in reversed(cues_in(page.cast, start, end)):
        if cue.before:
            return cue.before
        if cue.after:
            return cue.after
    sentence, _ = page.cast.sentence_span(max(end - 2, start))
    return _subject_in(page, max(sentence, start), end)


def _subject_in(page: Page, start: int, end: int) -> Speaker | None:
    """The likely subject of the words in `start:end`: a document, a pronoun or the first name that owns nothing."""
    phrase = _DOCUMENT.match(page.masked, start, end)
    if phrase and phrase.group(1) in listed("documents"):
        return Speaker(f"the {phrase.group(1)}", None, f"a {phrase.group(1)} is quoted", False)
    pronoun = _PRONOUN.search(page.masked, start, end)
    people = [one for one in page.cast.between(start, end) if one.kind == "person"]
    if pronoun and (not people or pronoun.start() < people[0].start):
        return page.cast.pronoun(pronoun.start())
    return page.cast.of(people[0], "the subject of the sentence") if people else None
