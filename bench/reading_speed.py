"""How fast texts are read, on one core: known names alone with 100,000 names, the whole reading, and spaCy beside it.

PYTHONPATH=. python bench/reading_speed.py [--beside PIPELINE] [FILE …]     # default: the dossier's own articles

Processor time of this process, so that other work on the machine counts less; the median of five rounds, taken in turns.
`--beside` names an installed spaCy pipeline, run as it is delivered, one article at a time as we read them, too.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from articles.linking import KnownName, KnownNames, find_names
from articles.reading import read

ARTICLE = 4000  # characters of one article
NAMES = 100_000
ROUNDS = 5
_PARTS = "ka lo mi ren tas vel dor nim sha pol eri gus wen bar tol fin mar son ber".split()


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--beside", metavar="PIPELINE")
    arguments.add_argument("files", nargs="*", type=Path)
    given = arguments.parse_args()
    files = given.files or sorted(Path("seeds/data/articles").glob("*.md"))
    text = "\n\n".join(path.read_text("utf-8") for path in files)
    articles = [text[at : at + ARTICLE] for at in range(0, len(text), ARTICLE)]
    rnd = random.Random(1)  # noqa: S311  names for a measurement
    known = KnownNames(KnownName(f"{_word(rnd)} {_word(rnd)}", i, "person") for i in range(NAMES))
    day = date(2020, 6, 25)
    runs: dict[str, Callable[[str], object]] = {
        "known names alone": lambda one: list(known.hits(one)),
        "known and unknown names": lambda one: find_names(one, known),
        "whole reading": lambda one: read(one, day),
    }
    if given.beside:
        import spacy

        runs[f"spaCy {given.beside}"] = spacy.load(given.beside)
    speeds = _measured(runs, articles)
    for what, speed in speeds.items():
        sys.stdout.write(f"{what:<32} {speed:12.1f} KB/s\n")
    if given.beside:
        times = speeds["whole reading"] / speeds[f"spaCy {given.beside}"]
        sys.stdout.write(f"whole reading: {times:.1f} times spaCy\n")


def _measured(runs: dict[str, Callable[[str], object]], articles: list[str]) -> dict[str, float]:
    """KB of UTF-8 text a second of processor time, for each run."""
    size = sum(len(one.encode()) for one in articles)
    seconds: dict[str, list[float]] = {what: [] for what in runs}
    for run in runs.values():
        run(articles[0])
    for _ in range(ROUNDS):
        for what, run in runs.items():
            begun = time.process_time()
            for one in articles:
                run(one)
            seconds[what].append(time.process_time() - begun)
    return {what: size / statistics.median(found) / 1000 for what, found in seconds.items()}


def _word(rnd: random.Random) -> str:
    return "".join(rnd.choice(_PARTS) for _ in range(rnd.randint(2, 4))).capitalize()


if __name__ == "__main__":
    main()
