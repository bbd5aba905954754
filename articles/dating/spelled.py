"""Years written in words, as broadcasters' scripts have them."""

from __future__ import annotations

import re

from articles.dating.words import NUMBER_WORDS


def spelled_year(text: str) -> int | None:
    """ "nineteen ninety-six" and "two thousand and one" as numbers; None if it is no year."""
    words = [word for word in re.findall(r"[a-z]+", text.lower()) if word not in ("and", "oh", "year")]
    numbers = [NUMBER_WORDS.get(word, 0) for word in words]
    if words[:2] == ["two", "thousand"]:
        return 2000 + sum(numbers[2:3])
    if len(words) < 2 or words[0] not in ("nineteen", "twenty") or numbers[1] < 10:
        return None
    return 100 * numbers[0] + sum(numbers[1:3])
