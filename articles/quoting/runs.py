"""The runs between marks of one text, each with the words of its own sentence in front of and behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.lexicon import listed
from articles.quoting.found import QuoteKind, Speaker
from articles.quoting.marks import Quoted
from articles.quoting.speakers import Cast

_LONGEST_LEAD = 800  # characters of a sentence in front of and behind a run that are looked at


@dataclass(slots=True)
class Run:
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

    def said_by(self, speaker: Speaker | None, cue: str, why: str) -> None:
        self.speaker, self.cue, self.why = speaker, cue, why


@dataclass(slots=True)
class Page:
    """One text while its quotes are found."""

    text: str
    masked: str
    blocks: list[tuple[int, int]]
    cast: Cast
    runs: list[Run] = field(default_factory=list)


def runs(page: Page, marked: list[Quoted]) -> list[Run]:
    """Each run with its own sentence's words in front of and behind it, up to the neighbouring runs."""
    runs: list[Run] = []
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
            Run(
                one,
                (begin, end),
                (first, max(one.start - 1, first)),
                (min(one.end + 1, high), _tail_end(page, one, high)),
            )
        )
    return runs


def _sentence_begin(page: Page, at: int) -> int:
    """Where the writer's sentence that leads to `at` begins: after the last full stop outside the marks."""
    begin, _ = page.cast.sentence_span(max(at - 1, 0))
    return begin


def _tail_end(page: Page, one: Quoted, high: int) -> int:
    """Where the writer's sentence behind the run ends."""
    last = page.text[one.end - 1]
    stop = min(one.end + 1, high)
    if last in ".…" and page.text[stop : stop + 2].strip()[:1].isupper():
        _, end = page.cast.sentence_span(stop + 1 if stop + 1 < high else stop)
        behind = page.masked[stop:high].lstrip()
        return stop if not behind else min(end, high) if _verb_near(page, stop, min(end, high)) else stop
    _, end = page.cast.sentence_span(min(stop + 1, max(high - 1, stop)))
    return max(min(end, high), stop)


def _verb_near(page: Page, start: int, end: int) -> bool:
    """Whether ‘Smith said.’ follows a run that ended with a full stop: a careless comma, not a new sentence."""
    if end - start > 60:
        return False
    words = page.masked[start:end].strip(" .").split()
    return len(words) <= 5 and bool(words) and words[-1].lower() in listed("says")
