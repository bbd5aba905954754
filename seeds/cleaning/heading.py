"""What stands over the article: headline, standfirst, dateline, and the day the page states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from seeds.cleaning.furniture import MONTH, bare
from seeds.cleaning.lines import WORD, Line

REACH = 40  # lines above the body in which a headline is looked for
_DATELINE = re.compile(
    r"((?:(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}(?:, (?:[A-Z][\w.]+ ?){1,3})?(?:, (?:" + MONTH + r")\.? \d{1,2})?"
    r"|[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?)?\s*\((?:AP|Reuters|REUTERS|AFP|UPI|CNN|Bloomberg|dpa|Xinhua|ANI|PTI|IANS|Canadian Press)\))"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}(?:, (?:[A-Z][\w.]+ ?){1,3})?(?:, (?:" + MONTH + r")\.? \d{1,2})?)"
    r"\s*(?:[—–]|--?\s)",
    re.IGNORECASE if False else 0,
)  # fmt: skip
_CONTENT = 4  # letters that a word needs to say what a text is about


def content_words(text: str) -> set[str]:
    """The longer words of a text, lower case."""
    return {word for word in WORD.findall(text.lower()) if len(word) >= _CONTENT}


def find_headline(
    above: Sequence[Line], is_candidate: Sequence[bool], body: str, counts: Mapping[str, int]
) -> int | None:
    """Index (into ``above``) of the headline, or None.

    A headline shares words with the article's first paragraphs or stands more than once on the page (menus repeat
    it). Of several the one with most in common, nearest to the body, wins.
    """
    about = content_words(body[:3000])
    best: tuple[float, int] | None = None
    for distance, i in enumerate(range(len(above) - 1, max(-1, len(above) - 1 - REACH), -1)):
        line = above[i]
        if not is_candidate[i] or not 2 <= line.words <= 35:
            continue
        words = content_words(line.text)
        shared = len(words & about) / len(words) if words else 0.0
        repeated = counts[normal(line.text)] > 1 and line.words >= 4
        if shared < 0.3 and not (repeated and shared > 0):
            continue
        value = shared + 0.5 * repeated + 0.3 * line.apart + 0.02 * min(line.words, 12) - 0.03 * distance
        if best is None or value > best[0]:
            best = (value, i)
    return best[1] if best else None


def normal(text: str) -> str:
    """A line as it is compared with others: words only, lower case."""
    return " ".join(WORD.findall(text.lower()))


def read_dateline(paragraph: str) -> str | None:
    """The place (and agency) that a first paragraph opens with: "MADRID — ", "OTTAWA (AP) - "; it stays in the body."""
    mark = _DATELINE.match(paragraph[:120])
    if not mark:
        return None
    return mark[1].strip(" ,") if len(bare(paragraph)) > mark.end() else None
