"""Runs of text between quotation marks: where they begin and end, whether they are closed, which belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\S\n]*[^\s“\"«„][^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_DOUBLE = re.compile(r"[“”\"«»„‟]|''|``|「|」|『|』")
_SINGLE = re.compile(r"[‘’'‹›]")
_OPENERS = "“«„「『"
_MARKS = "“”\"«»„‟`'‘’‹›「」『』"
_CLOSING = re.compile(r"\s*(?:[“”\"«»‟’'‹›」』]|'')")
_LONGEST = 20_000  # characters after which an unclosed mark is taken for a slip


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks, `start:end` without them; `closed` is False for a paragraph that goes on in the next one."""

    start: int
    end: int
    closed: bool
    paragraph: int


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the lines of `text` that hold anything: each is a paragraph for the rules of quotation marks."""
    return [match.span() for match in _LINE.finditer(text) if not match.group().isspace()]


def quoted(text: str, blocks: list[tuple[int, int]]) -> list[Quoted]:
    """Every run between marks, outermost only, in order; `blocks` are the paragraphs."""
    found: list[Quoted] = []
    for number, (begin, end) in enumerate(blocks):
        doubles = _doubles(text, begin, end, number)
        after = blocks[number + 1][0] if number + 1 < len(blocks) else len(text)
        singles = _singles(text, begin, end, number, doubles, goes_on=text[begin] == text[after : after + 1])
        found.extend(sorted(doubles + singles, key=lambda one: one.start))
    return [one for one in found if one.end > one.start]


def _doubles(text: str, begin: int, end: int, number: int) -> list[Quoted]:
    found: list[Quoted] = []
    opened = -1
    by = ""
    depth = 0
    for mark in _DOUBLE.finditer(text, begin, end):
        char = mark.group()
        if opened < 0:
            if _opens_double(text, mark, begin):
                opened, by, depth = mark.end(), char, 0
        elif _closes_double(text, mark, by, depth):
            found.append(_trimmed(text, opened, mark.start(), True, number))
            opened = -1
        elif char in _OPENERS or char == "``":
            depth += 1
        elif depth:
            depth -= 1
    if opened >= 0 and end - opened <= _LONGEST:
        found.append(_trimmed(text, opened, end, False, number))
    return found


def _opens_double(text: str, mark: re.Match[str], begin: int) -> bool:
    """Whether a mark opens where nothing is open: a mark of two uses stands before a word and not behind one."""
    char, follows = mark.group(), text[mark.end() : mark.end() + 1]
    if char in "\"‟''":
        return bool(follows) and (not follows.isspace() or mark.start() == begin)
    if char in "”»":  # ”so” as in Sweden, »so« as in Germany
        behind_word = mark.start() > begin and not text[mark.start() - 1].isspace()
        return not behind_word and bool(follows) and not follows.isspace()
    return char in _OPENERS or char == "``"


def _closes_double(text: str, mark: re.Match[str], by: str, depth: int) -> bool:
    """Whether a mark closes what `by` opened, `depth` other pairs being open inside."""
    char = mark.group()
    if char == "“":
        return by == "„" or _turned(text, mark.start(), mark.end())
    if by == "»":
        return char == "«"
    if char in "\"''”":
        return True
    return char in "‟»」』" and not depth


def _turned(text: str, start: int, stop: int) -> bool:
    """Whether an opening mark stands where only a closing one can: behind a word, before a space."""
    return not text[start - 1].isspace() and (stop >= len(text) or text[stop].isspace())


def _singles(
    text: str, begin: int, end: int, number: int, doubles: list[Quoted], *, goes_on: bool
) -> list[Quoted]:
    """Runs between single marks outside the double ones; an apostrophe is no mark.

    A mark that the paragraph begins with and nothing closes holds all of it, where the next one begins so, too (`goes_on`).
    """
    found: list[Quoted] = []
    opened = -1
    closing: list[int] = []
    inside = iter(doubles)
    current = next(inside, None)
    for mark in _SINGLE.finditer(text, begin, end):
        at = mark.start()
        while current and current.end < at:
            current = next(inside, None)
        if current and current.start <= at < current.end:
            continue
        if _opens_single(text, at, begin, opened):
            if opened >= 0 and closing:
                found.append(_trimmed(text, opened, closing[-1], True, number))
            opened, closing = at + 1, []
        elif opened >= 0 and _closes_single(text, at, end):
            if _plainly_closes(text, at):
                found.append(_trimmed(text, opened, at, True, number))
                opened, closing = -1, []
            else:
                closing.append(at)
    if opened >= 0 and closing:
        found.append(_trimmed(text, opened, closing[-1], True, number))
    elif opened == begin + 1 and goes_on and end - begin <= _LONGEST:
        found.append(_trimmed(text, opened, end, False, number))
    return [one for one in found if not any(d.start < one.end and one.start < d.end for d in doubles)]


def _opens_single(text: str, at: int, begin: int, opened: int) -> bool:
    if text[at] not in "‘'‹" or (text[at] == "'" and opened >= 0):
        return False
    before = text[at - 1] if at > begin else " "
    after = text[at + 1 : at + 2]
    if not (before.isspace() or before in "([—–-") or not (after.isalnum() or after in "…[$£€"):
        return False
    return not (after.isdigit() and text[at + 2 : at + 4].endswith("s")) and text[
        at + 1 : at + 4
    ].lower() not in ("em ", "til", "cau")


def _closes_single(text: str, at: int, end: int) -> bool:
    return text[at] in "’'›" and not (at + 1 < end and text[at + 1].isalnum()) and not text[at - 1].isspace()


def _plainly_closes(text: str, at: int) -> bool:
    """Whether the mark cannot be a plural's apostrophe ("Canadians’ fears")."""
    if text[at - 1] in ".,!?…)]" or text[at - 1] not in "sS":
        return True
    return not (text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower())


def _trimmed(text: str, start: int, end: int, closed: bool, number: int) -> Quoted:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quoted(start, end, closed, number)


def mask(text: str, runs: list[Quoted]) -> str:
    """`text` with the words of the runs blotted out, of the same length: what is left is the writer's own.

    Whatever the marks are, a run stands right between “ and ” in it, so that the rules need to know one pair only.
    """
    out: list[str] = []
    at = 0
    for one in runs:
        front = text[at : one.start]
        outside = front.rstrip().rstrip(_MARKS)
        out.append(
            outside + " " * (len(front) - len(outside) - 1) + "“" if len(front) > len(outside) else front
        )
        out.append("\x00" * (one.end - one.start))
        at = one.end
        behind = _CLOSING.match(text, at) if one.closed else None
        if behind:
            out.append("”" + " " * (behind.end() - at - 1))
            at = behind.end()
    out.append(text[at:])
    return "".join(out)


def is_title(words: str) -> bool:
    """Whether quoted words look like the title of a work: every longer word has a capital, no sentence's end."""
    parts = [word.strip(".,!?;:'’()") for word in words.split()]
    long = [word for word in parts if len(word) > 3 and word[:1].isalpha()]
    if len(parts) < 2 or not long or words[-1:] in ".?!":
        return len(parts) == 1 and False
    return all(word[0].isupper() for word in long)
