"""How fast texts are read, on one core: known names alone with 100,000 names, and the whole reading.

PYTHONPATH=. python bench/reading_speed.py [FILE …]     # default: the dossier's own articles
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from articles.linking import KnownName, KnownNames, find_names
from articles.reading import read

ARTICLE = 4000  # characters of one article
NAMES = 100_000
ROUNDS = 3
_PARTS = "ka lo mi ren tas vel dor nim sha pol eri gus wen bar tol fin mar son ber".split()


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths] or sorted(Path("seeds/data/articles").glob("*.md"))
    text = "\n\n".join(path.read_text("utf-8") for path in files)
    articles = [text[at : at + ARTICLE] for at in range(0, len(text), ARTICLE)]
    size = len(text.encode())
    rnd = random.Random(1)  # noqa: S311  names for a measurement
    known = KnownNames(KnownName(f"{_word(rnd)} {_word(rnd)}", i, "person") for i in range(NAMES))
    day = date(2020, 6, 25)
    report("known names alone", size, lambda: [list(known.hits(one)) for one in articles])
    report("known and unknown names", size, lambda: [find_names(one, known) for one in articles])
    report("whole reading", size, lambda: [read(one, day) for one in articles])


def report(what: str, size: int, run: Callable[[], object]) -> None:
    best = min(_seconds(run) for _ in range(ROUNDS))
    sys.stdout.write(f"{what:<24} {size / best / 1e6:8.2f} MB/s\n")


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _word(rnd: random.Random) -> str:
    return "".join(rnd.choice(_PARTS) for _ in range(rnd.randint(2, 4))).capitalize()


if __name__ == "__main__":
    main(sys.argv[1:])
