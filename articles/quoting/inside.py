"""The speaker that the sentence of a run itself names: a label, a signature, a verb of saying in front or behind."""

from __future__ import annotations

import re

from articles.lexicon import listed
from articles.quoting.cues import according_to, cues_in
from articles.quoting.found import Speaker
from articles.quoting.runs import Page, Run

_LABEL = re.compile(
    r"(?:(?:MR|MRS|MS|DR|SEN|REP|GOV|PRES|PRESIDENT|SECRETARY|SENATOR|JUDGE|CHAIRMAN)\.? )?"
    r"([A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){0,2}):\s"
)
_NAMED_LABEL = re.compile(r"((?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w’'-]+):\s")
_SIGNED = re.compile(
    r"[”\"’»]?\s*[―—–-]{1,2}\s*((?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*)[^\S\n]*(?:[,(][^\n\x00“”]{0,100})?\.?[^\S\n]*(?=\n|\Z)"
)
_TAIL_NAME = re.compile(r"\s*,?\s*")
_RIGHT_BEHIND = 60  # characters behind a run in which its verb of saying stands right behind it
_GAP = 6  # characters between a run and what stands right behind it: a comma, a space, "Mr."


def inside_sentence(page: Page, run: Run, before: Run | None) -> None:
    """The speaker that the run's own sentence names."""
    if _labelled(page, run) or _signed(page, run):
        return
    if before and before.speaker and before.quoted.paragraph == run.quoted.paragraph and _joins(page, run):
        run.said_by(before.speaker, before.cue, "the same sentence goes on")
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
    said_before = lead_text[lead_text.rfind(" ") + 1 :].lower() in listed("says")
    led = (lead_text.endswith((":", ",", " that")) or opens_low) and not _told_behind(page, run)
    led = led or said_before
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
        run.said_by(before.speaker, before.cue, "the same sentence goes on")
        run.joined = True
        return
    found = according_to(page.cast, run.lead[0], run.lead[1]) or according_to(
        page.cast, run.tail[0], run.tail[1]
    )
    if found:
        run.said_by(found[0], found[1], found[0].why)


def _told_behind(page: Page, run: Run) -> bool:
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


def _joins(page: Page, run: Run) -> bool:
    """Whether only “and” or “but” stands between the run and the one before it."""
    lead = page.masked[run.lead[0] : run.lead[1]].strip(" ,”\"’'").lower()
    return lead in ("and", "but", "or", "and then", "and that", "but that")


def _labelled(page: Page, run: Run) -> bool:
    """A transcript's label in front of the words: "WALLACE: …", "Ann Bell: …"."""
    why = "the transcript's label"
    label = _LABEL.match(page.text, run.quoted.start)
    if label:
        person = page.cast.with_surname(label.group(1).split()[-1])
        run.said_by(
            page.cast.of(person, why) if person else Speaker(label.group(1).title(), None, why, True),
            "",
            why,
        )
        return True
    named = _NAMED_LABEL.match(page.text, run.quoted.start)
    mention = page.cast.ending_at(named.end(1)) if named else None
    if mention and mention.kind == "person":
        run.said_by(page.cast.of(mention, why), "", why)
        return True
    return False


def _signed(page: Page, run: Run) -> bool:
    """A name behind a dash that ends the line: ‘“…” — Ann Bell’."""
    signed = _SIGNED.match(page.masked, run.quoted.end)
    if not signed:
        return False
    near = page.cast.between(signed.start(1), signed.end(1) + 1)
    who = page.cast.of(near[0], "signed") if near else Speaker(signed.group(1), None, "signed", True)
    run.said_by(who, "", "signed behind the words")
    return True


def _from_tail(page: Page, run: Run) -> bool:
    """‘…,” said X’, ‘…,” X said’, ‘…,” X, the minister, told reporters’."""
    start, end = run.tail
    if end <= start:
        return False
    cues = cues_in(page.cast, start, end)
    for cue in cues[:2]:
        between = page.masked[start : cue.start]
        inverted = not between.strip(" ,—–-”\"’'") or between.rstrip().endswith(",")
        if cue.after and inverted and not cue.before:
            run.said_by(cue.after, cue.verb, cue.after.why)
            return True
        if cue.before and len(between) < 160:
            run.said_by(cue.before, cue.verb, cue.before.why)
            return True
    return _bare_name(page, run)


def _bare_name(page: Page, run: Run) -> bool:
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
        run.said_by(page.cast.of(near[0], "named right behind the words"), "", "named right behind the words")
        return True
    return False


def _from_lead(page: Page, run: Run) -> bool:
    """‘X said: “…’, ‘X told them that they were “…’, ‘In a letter, X called it “…’."""
    start, end = run.lead
    if end <= start:
        return False
    cues = cues_in(page.cast, start, end)
    for cue in reversed(cues):
        if cue.before:
            run.said_by(cue.before, cue.verb, cue.before.why)
            return True
        if cue.after and (
            cue.start <= start + 1
            or page.masked[max(cue.start - 2, 0) : cue.start].strip() in (",", "”", '"')
        ):
            run.said_by(cue.after, cue.verb, cue.after.why)
            return True
    words = page.masked[start:end].rstrip()
    named = page.cast.ending_at(start + len(words) - 1) if words.endswith(":") else None
    if named:
        run.said_by(page.cast.of(named, "named before the colon"), "", "named before the colon")
    return named is not None
