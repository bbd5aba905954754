""" "Did you mean": words that were mistyped, put right by words that the asker may see."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz.distance import OSA

from newsroom.search.engine import Index, Query
from newsroom.search.hits import found, texts
from newsroom.search.language import Clause, parse
from people.names import plain

#: documents that are looked at for one word
LOOKED_AT = 8
_WORD = re.compile(r"[^\W_]+")


def suggestion(index: Index, asked: Query, text: str, desk: bool) -> str:
    """A query near to this one that finds something; "" if there is none.

    The words come from the rows of hits that the asker could have, looked up in the record: the index's
    own list of words holds those of hidden things.
    """
    better = text
    for word in _words(asked):
        if index.count(replace(asked, clauses=(Clause(word),))):
            continue
        if right := _nearest(index, asked, word, desk):
            better = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", right, better)
    if better == text or not index.count(replace(asked, clauses=tuple(parse(better)))):
        return ""
    return better


def _words(asked: Query) -> Iterator[str]:
    for clause in asked.clauses:
        if clause.needed and not clause.excluded:
            yield from _WORD.findall(clause.text)


def _nearest(index: Index, asked: Query, word: str, desk: bool) -> str:
    """The word of a hit that is the fewest letters away from this one; "" if none is near."""
    typed = plain(word)
    most = 1 if len(typed) < 6 else 2
    rows = found(index.near(word, asked, LOOKED_AT), desk)
    others = {other for row in rows for text in texts(row) for other in _WORD.findall(text)}
    away = {other: OSA.distance(typed, plain(other), score_cutoff=most) for other in others}
    near = [other for other in others if away[other] <= most]
    return min(near, key=lambda other: (away[other], other.islower() != word.islower(), other), default="")
