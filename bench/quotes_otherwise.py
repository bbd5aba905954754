"""Quotes of PolNeAR read otherwise: the same articles with other marks and other names, and what they report without marks.

PYTHONPATH=.:S python bench/quotes_otherwise.py GIT [--part dev]   # S: folder of the public scorers, GIT: a clone of PolNeAR

`named` is the scorer's F1 of quotes with a named speaker after the change; the answers should follow it.  `reported` compares
what we find of reported speech with the attributions that hold no quotation marks: precise where three quarters of the two
spans' union are shared, inside where half of ours lies in some attribution.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

import eval_quotes as scorer  # type: ignore[import-not-found]
from common import Mirror  # type: ignore[import-not-found]

from articles.lexicon import common_words, forenames, listed, places
from articles.linking import find_names
from articles.quoting import find_quotes
from people.names import key

Change = tuple[int, int, str]  # start, end and what stands there instead
MARKS = {"as they are": "", "« »": "«»", "„ “": "„“", "» «": "»«", "‘ ’": "‘’"}
SHARED = 0.75
FORENAMES = {
    "m": "Miroslav Takeshi Kwame Hamid Sanjay Giuseppe Oleksandr Tendai Rhys".split(),
    "f": "Oksana Fatima Yuki Ngozi Priya Saoirse Ingrid Chiara Thandiwe".split(),
}
SURNAMES = "Kowalczyk Nakagawa Mbeki-Dube Okonkwo Al-Masri Vukovic Tshabalala O’Shaughnessy Çelik Thorvaldsen Quispe".split()
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("git")
    arguments.add_argument("--part", default="dev")
    given = arguments.parse_args()
    docs = scorer.load(Mirror(given.git), given.part)
    for what, pair in MARKS.items():
        _report(what, docs, lambda text, pair=pair: _other_marks(text, pair), pair[:1] or '“"')
    _report("foreign names", docs, _other_names, '“"')
    sys.stdout.write(_reported(docs))


def _report(what: str, docs: list[Any], changes: Callable[[str], list[Change]], opening: str) -> None:
    rows = []
    for _, text, marked in docs:
        other = sorted(changes(text))
        new, moved = _changed(text, other)
        words = {text[a:b].lower(): c for a, b, c in other if b - a > 1}
        gold = [
            (
                moved(a),
                moved(b),
                _renamed(source or "", words),
                None,
            )
            for a, b, source, _ in scorer.gold_quotes(text, marked[sorted(marked)[0]])
        ]
        rows.append(scorer.score(new, gold, list(_between(new, opening))))
    sys.stdout.write(f"{what:<16} named {scorer.f1(rows, 'qs_prec', 'qs_rec'):.3f}\n")


def _renamed(source: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda match: words.get(match.group().lower(), match.group()), source)


def _between(text: str, opening: str) -> Iterator[dict[str, Any]]:
    for quote in find_quotes(text, find_names(text)):
        if quote.kind != "reported" and text[: quote.start].rstrip()[-1:] in opening:
            yield {"start": quote.start, "end": quote.end, "speaker": quote.speaker}


def _changed(text: str, changes: list[Change]) -> tuple[str, Callable[[int], int]]:
    """The text after the changes, and where an offset of the old text is in it."""
    out, at = [], 0
    for start, end, instead in changes:
        out += [text[at:start], instead]
        at = end
    ends = [end for _, end, _ in changes]
    longer = list(accumulate((len(instead) - (end - start) for start, end, instead in changes), initial=0))
    return "".join([*out, text[at:]]), lambda place: place + longer[bisect_right(ends, place)]


def _other_marks(text: str, pair: str) -> list[Change]:
    if not pair:
        return []
    runs = [*scorer.QUOTED.finditer(text), *scorer.OPEN.finditer(text)]
    closed = [run for run in runs if run.end() > run.end(1)]
    return list(
        {(run.start(), run.start() + 1, pair[0]) for run in runs}
        | {(run.end() - 1, run.end(), pair[1]) for run in closed}
    )


def _other_names(text: str) -> list[Change]:
    """Each person's forename and family name as foreign ones of the same gender, the same one everywhere."""
    chance, instead = random.Random(len(text)), dict[str, str]()  # noqa: S311  names for a measurement
    for one in find_names(text):
        parts = _WORD.findall(one.name) if one.kind == "person" else []
        for at, word in enumerate(parts):
            low = word.lower()
            if (
                low in instead
                or len(word) < 2
                or low in common_words()
                or low in listed("titles")
                or key(word) in places()
            ):
                continue
            first = len(parts) > 1 and at == 0
            instead[low] = chance.choice(
                FORENAMES.get(forenames().get(key(word), "m"), FORENAMES["m"]) if first else SURNAMES
            )
    found = [
        match
        for match in _WORD.finditer(text)
        if match.group().lower() in instead and match.group()[0].isupper()
    ]
    return [(match.start(), match.end(), instead[match.group().lower()]) for match in found]


def _reported(docs: list[Any]) -> str:
    ours = precise = inside = theirs = 0
    for _, text, marked in docs:
        spans, events = scorer.parse_ann(marked[sorted(marked)[0]])
        held = [[span for name in event["Content"] for span in spans.get(name, [])] for event in events]
        gold = [(min(a for a, _ in parts), max(b for _, b in parts)) for parts in held if parts]
        theirs += sum(not re.search('[“”"]', text[a:b]) for a, b in gold)
        for quote in find_quotes(text, find_names(text)):
            if quote.kind == "reported":
                here = (quote.start, quote.end)
                ours += 1
                precise += any(
                    _shared(here, one) >= SHARED * (max(here[1], one[1]) - min(here[0], one[0]))
                    for one in gold
                )
                inside += sum(_shared(here, one) for one in gold) >= 0.5 * (here[1] - here[0])
    return f"reported         {ours} found, precise {precise / ours:.3f}, inside {inside / ours:.3f}; {theirs} attributions\n"


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


if __name__ == "__main__":
    main()
