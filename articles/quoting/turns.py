"""Transcripts and interviews: paragraphs that a label gives to somebody, without quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from articles.lexicon import common_words
from articles.linking import MentionFound
from articles.quoting.marks import Quoted

_LABEL = re.compile(
    r"(?P<name>(?:[A-Z][\w.’'-]*[ \t]){0,4}[A-Z][\w’'-]*)(?P<role>(?:, [^:\n“”\"]{2,60}| \([^:\n()]{1,40}\)(?:, [^:\n]{2,40})?))?"
    r"(?::|(?<=\bQ|\bA)\.)[ \t]+(?=\S)"
)
_FEWEST = 3  # labelled paragraphs from which a text is a transcript
_OFTEN = 3  # times that a label stands which is nobody's known name
_STAGE = re.compile(r"[(\[]|[^a-z]*\Z")
_SPOKEN = re.compile(r"\b(?:I|[Yy]ou|[Ww]e|[Mm]y|[Yy]our|[Oo]ur|me|us)\b|\?")
_QUESTION, _ANSWER = ("Q",), ("A",)


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph that a label gives to somebody: the words, and who that is; `name` is None for whoever only asks."""

    quoted: Quoted
    mention: MentionFound | None
    name: str | None


@dataclass(frozen=True, slots=True)
class _Label:
    paragraph: int
    words: tuple[str, ...]
    end: int
    capitals: bool
    role: bool
    mention: MentionFound | None


def find_turns(text: str, blocks: list[tuple[int, int]], mentions: list[MentionFound]) -> list[Turn]:
    """The turns of a transcript, in order; empty where the text is none: few labels, one speaker only, nobody who says "I"."""
    labels = [label for number, block in enumerate(blocks) if (label := _label(text, number, block))]
    sure = _with_people(labels, mentions) if len(labels) >= _FEWEST else []
    spoken = sum(bool(_SPOKEN.search(text, label.end, blocks[label.paragraph][1])) for label in sure)
    if len(sure) < _FEWEST or len({label.words[-1] for label in sure}) < 2 or 2 * spoken < len(sure):
        return []
    by_paragraph = {label.paragraph: label for label in sure}
    full = {label.words[-1].lower(): label.words for label in reversed(labels) if len(label.words) > 1}
    answers = _who_answers(sure, mentions)
    found: list[Turn] = []
    for label, there in zip(labels, [*labels[1:], None], strict=True):
        here = by_paragraph.get(label.paragraph, label)
        if here is label and not (here.capitals and not _ordinary(here)):
            continue
        who = answers if here.words == _ANSWER else here.mention
        name = _name(who, " ".join(full.get(here.words[-1].lower(), here.words)).title(), here)
        for number in range(here.paragraph, there.paragraph if there else here.paragraph + 1):
            begin, end = blocks[number]
            if number == here.paragraph:
                begin = here.end
            elif _STAGE.match(text, begin, end):
                continue
            found.append(Turn(Quoted(begin, end, False, number), who if name else None, name))
    return found


def _name(who: MentionFound | None, written: str, label: _Label) -> str | None:
    """What the speaker is called; None for whoever asks: "Q.", a newspaper, or an answer of nobody known."""
    if who is not None:
        called = who.name.title() if who.name.isupper() else who.name
        return called if who.kind == "person" else None
    return None if label.words in (_QUESTION, _ANSWER) else written


def _label(text: str, number: int, block: tuple[int, int]) -> _Label | None:
    match = _LABEL.match(text, *block)
    if not match:
        return None
    words, capitals = tuple(match["name"].split()), match["name"].isupper()
    return _Label(number, words, match.end(), capitals, bool(match["role"]) and capitals, None)


def _with_people(labels: list[_Label], mentions: list[MentionFound]) -> list[_Label]:
    """The labels that are somebody's: a name of the text, a name with a role, one that stands again and again."""
    people = {one.name.lower().split()[-1]: one for one in reversed(mentions) if one.kind == "person"}
    others = {one.name.lower(): one for one in reversed(mentions) if one.kind == "organization"}
    often = Counter(label.words for label in labels)
    found = []
    for label in labels:
        name = " ".join(label.words)
        who = people.get(label.words[-1].lower()) or others.get(name.lower())
        known = who is not None and (who.kind != "person" or label.capitals or name in who.name)
        again = often[label.words] >= _OFTEN and not _ordinary(label)
        if known or label.role or again or label.words in (_QUESTION, _ANSWER):
            found.append(replace(label, mention=who if known else None))
    return found


def _ordinary(label: _Label) -> bool:
    return all(word.lower() in common_words() for word in label.words)


def _who_answers(labels: list[_Label], mentions: list[MentionFound]) -> MentionFound | None:
    """Who gives the answers behind "A.": the one person whom the text names before the first label."""
    before = [one for one in mentions if one.kind == "person" and one.end < labels[0].end]
    return before[0] if len({one.name for one in before}) == 1 else None
