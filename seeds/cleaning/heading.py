"""What stands over the article: headline, standfirst, dateline, and the day the page states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from seeds.cleaning.bylines import is_name
from seeds.cleaning.lines import WORD, Line
from seeds.cleaning.phrases import MONTH

REACH = 40  # lines above the body in which a headline is looked for
LONGEST_HEADLINE = 35  # words
LONGEST_DATELINE = 120  # characters looked at
UNDER = 6  # lines under a headline in which byline or date are looked for
_AGENCY = r"\((?:AP|Reuters|REUTERS|AFP|UPI|CNN|Bloomberg|dpa|Xinhua|ANI|PTI|IANS|CBC News|Canadian Press)\)"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’/-]+){0,3}"
_REGION = r"(?:, (?:[A-Z][\w.]+ ?){1,3}?)?"
_PLACE = rf"{_CAPITALS}{_REGION}(?:, (?i:{MONTH})\.? \d{{1,2}})?"
_DATELINE = re.compile(
    rf"((?:{_PLACE}|[A-Z][a-zà-ÿ]+(?: [A-Z][a-zà-ÿ]+)?)?\s*{_AGENCY}|{_PLACE})\s*(?:[—–]|--?\s)(?=.*[a-zß-ÿ])"
)
FULL_STOP = re.compile(r"(?<!\.)\.$")
_CONTENT = 4  # letters that a word needs to say what a text is about


def content_words(text: str) -> set[str]:
    """The longer words of a text, lower case."""
    return {word for word in WORD.findall(text.lower()) if len(word) >= _CONTENT}


def find_headline(
    lines: Sequence[Line], candidates: Sequence[int], marks: Collection[int], about: set[str]
) -> int | None:
    """Index of the headline among ``lines``, or None.

    ``candidates`` are the lines over the first paragraph that could be one, nearest first; ``marks`` the
    lines with byline or date; ``about`` the longer words of the article. A headline shares words with the
    article or stands more than once on the page (menus and share buttons repeat it), and often byline or
    date come right under it. The line at the very top of the text, right over the article, is one too.
    """
    if not candidates:
        return None
    counts = Counter(normal(line.text) for line in lines if line.words <= LONGEST_HEADLINE)
    best: tuple[float, int] | None = None
    for distance, i in enumerate(candidates):
        line = lines[i]
        words = content_words(line.text)
        if not 2 <= line.words <= LONGEST_HEADLINE or not words:
            continue
        shared = len(words & about) / len(words)
        repeated = counts[normal(line.text)] > 1 and line.words >= 4
        marked = any(k in marks for k in range(i + 1, i + 1 + UNDER))
        top = i == 0 and distance < 2 and line.words >= 4
        enough = shared >= (0.2 if marked else 0.3) or (repeated and shared > 0) or top
        if not enough or (FULL_STOP.search(line.text) and not repeated):
            continue
        value = shared + 0.4 * repeated + 0.3 * marked + 0.2 * line.apart - 0.6 * is_name(line.text)
        value += 0.03 * min(line.words, 12) - 0.03 * distance
        if best is None or value > best[0]:
            best = (value, i)
    return best[1] if best else None


def normal(text: str) -> str:
    """A line as it is compared with others: words only, lower case."""
    return " ".join(WORD.findall(text.lower()))


def read_dateline(paragraph: str) -> str | None:
    """The place (and agency) that a first paragraph opens with: "MADRID — ", "OTTAWA (AP) - ".

    The words stay in the body. None if the paragraph opens with no such words.
    """
    mark = _DATELINE.match(paragraph[:LONGEST_DATELINE])
    return mark[1].strip(" ,") if mark else None
