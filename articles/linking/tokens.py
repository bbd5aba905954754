"""Words of a text with what a name finder asks about them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from articles.lexicon import listed
from articles.sentences import sentences

WORD = re.compile(r"[^\W_]+(?:[.&’'‑-][^\W_]+)*")
_TITLE_CASE = 0.85  # share of a line's longer words that have a capital in a headline
ARTICLE = re.compile(
    r"(?:al|el|ul|ad|an|as|ash|ar|az|bin|ibn|abu|bint)-[A-Z]"
)  # "al-Rashid" is a name as it stands
_SENTENCES = re.compile(r"[a-z]{3}[.!?][”\"’']?\s+[A-Z“\"‘']")
_ENDINGS = listed("hyphen_endings")
_OPENING = frozenset("“‘\"'«‹(:•")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[@#]\w+|<[^<>\n]{1,200}>"
    r"|(?<![\w.-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.(?:com|org|net|co|gov|edu|ly|me|tv|info|uk|de|ca)/\S*"
)
_BLOCK = re.compile(r"[^\n]+")


class Token:
    """One word: its span without a possessive ending, its small-letter form, and what stands around it."""

    __slots__ = ("capital", "dot", "end", "first", "low", "muted", "possessive", "start", "text")

    def __init__(self, start: int, word: str, dot: bool) -> None:
        self.start = start
        self.first = False  # begins a sentence or a quotation, so its capital says nothing
        self.muted = (
            False  # stands in a line of capitals or in title case, so its capital says nothing either
        )
        if word.isalpha():
            self.end = start + len(word)
            self.text = word
            self.low = word.lower()
            self.possessive = False
            self.dot = dot
            self.capital = word[0].isupper()
        else:
            self._take_apart(word, dot)

    def _take_apart(self, word: str, dot: bool) -> None:
        """A word with a mark or a digit inside."""
        bare = word[:-2] if len(word) > 2 and word[-1] in "sS" and word[-2] in "’'" else word
        self.end = self.start + len(bare)
        self.text = bare
        self.low = bare.lower().replace("’", "'")
        self.possessive = bare is not word
        self.dot = dot and not self.possessive
        self.capital = bare[0].isupper() or (bare[0].isdigit() and any(c.isupper() for c in bare))
        if "-" in bare:
            self.capital = _hyphened(bare, self.capital)


def _hyphened(word: str, capital: bool) -> bool:
    """Whether a word with a hyphen may be a name: "al-Rashid" is one, "Oslo-based" is not."""
    return (capital and word[word.rfind("-") + 1 :] not in _ENDINGS) or bool(ARTICLE.match(word))


def tokens_of(text: str, spans: list[tuple[int, int]] | None = None) -> list[Token]:
    """The words of `text` in order; `spans` are its sentences where they are known already."""
    size = len(text)
    found = [
        Token(m.start(), m.group(), m.end() < size and text[m.end()] == ".") for m in WORD.finditer(text)
    ]
    starts = [token.start for token in found]
    for begin, _ in sentences(text) if spans is None else spans:
        at = bisect_right(starts, begin - 1)
        if at < len(found):
            found[at].first = True
    for token in found:
        before = text[token.start - 1] if token.start else ""
        if before in _OPENING or (before == " " and token.start > 1 and text[token.start - 2] in ":•"):
            token.first = True
    _mute(text, found, starts)
    for address in _ADDRESS.finditer(text):
        for token in found[
            bisect_right(starts, address.start() - 1) : bisect_right(starts, address.end() - 1)
        ]:
            token.capital = False
    return found


def _mute(text: str, found: list[Token], starts: list[int]) -> None:
    """Marks the words of lines whose capitals say nothing: all capitals, or a heading in title case."""
    for block in _BLOCK.finditer(text):
        inside = found[bisect_right(starts, block.start() - 1) : bisect_right(starts, block.end() - 1)]
        if inside and _says_nothing(block.group().rstrip(), inside):
            for token in inside:
                token.muted = True


def _says_nothing(line: str, inside: list[Token]) -> bool:
    words = [token for token in inside if token.text.isalpha()]
    initials = len(words) < 3 and any(len(token.text) < 2 for token in words)
    if len(words) > 1 and not initials and all(token.text.isupper() for token in words):
        return True
    long = [token for token in words if len(token.text) > 3]
    if len(long) > 5 and len(words) <= 30 and sum(token.capital for token in long) >= _TITLE_CASE * len(long):
        small = [token.low for token in words if not token.capital]
        return line[-1:] != "." or (
            listed("function_words").issuperset(small) and not _SENTENCES.search(line)
        )
    if line[-1:] in '.!?:;,”"’)' or len(words) < 2 or len(words) > 20:
        return False
    return len(long) > 1 and all(token.capital for token in long)


_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")


def plain_spaces(text: str) -> str:
    """`text` with every kind of space as the plain one, of the same length: patterns then need to know one only."""
    return _SPACE.sub(" ", text) if _SPACE.search(text) else text


def gap(text: str, left: Token, right: Token) -> str:
    """The characters between two words, without a possessive ending."""
    between = text[left.end : right.start]
    return between[2:] if left.possessive else between


def texts(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens]
