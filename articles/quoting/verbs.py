"""The verbs of saying of a text, found by one automaton."""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.lexicon import listed


def verbs_of(text: str) -> list[tuple[int, int, str]]:
    """Every verb of saying of the text with its span, the longest at each place ("went on")."""
    found = []
    for _, at, stop in _says().find_matches_as_indexes(text):
        if text[stop : stop + 1].isalpha() and (space := text.find(" ", at, stop)) > 0:
            stop = space  # "went once" is no "went on"
        if _is_word(text, at, stop) and (word := text[at:stop].lower()) in listed("says"):
            found.append((at, stop, word))
    return found


def _is_word(text: str, at: int, stop: int) -> bool:
    """Whether `at:stop` is no part of a longer word, nor of one with a hyphen."""
    before, after = text[at - 1 : at] if at else "", text[stop : stop + 2]
    return not (
        before.isalnum() or before == "-" or after[:1].isalnum() or (after[:1] == "-" and after[1:].isalpha())
    )


@cache
def _says() -> AhoCorasick:
    """All verbs of saying in one automaton, in small letters and with a capital."""
    verbs = sorted(listed("says"))
    return AhoCorasick([*verbs, *(verb.capitalize() for verb in verbs)], matchkind=MatchKind.LeftmostLongest)
