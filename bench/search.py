"""How fast search is, and how it grows: python -m bench.search [ARTICLES …]

Builds indexes of made-up articles of these sizes (1,000 and 10,000 unless given) in a temporary folder, without a
database, and prints medians in milliseconds with their ratios to the first size. About a minute.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings

RUNS = 60
WORDS = 20_000


def made(articles: int, chance: random.Random) -> Iterator["SearchDocument"]:  # noqa: F821
    """Articles of 300 words, as common as words are, each about five of `articles / 3` people."""
    from newsroom.search.document import DESK, LIVE, SearchDocument

    words = [f"word{n}" for n in range(WORDS)]
    weights = [1 / (n + 10) for n in range(WORDS)]
    people = max(articles // 3, 10)
    for n in range(articles):
        text = chance.choices(words, weights, k=300)
        yield SearchDocument(
            key=f"article:{n}",
            owner=f"article:{n}",
            kind="article",
            visible=(LIVE, DESK),
            title=" ".join(text[:8]),
            text=" ".join(text),
            section=f"section-{n % 7}",
            persons=tuple(sorted(chance.sample(range(people), 5))),
            year=1990 + n % 30,
            order=n,
        )


def median(work: Callable[[], object]) -> float:
    """Milliseconds, the first two runs left out."""
    taken = []
    for _ in range(RUNS + 2):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[2:])


def measured(articles: int) -> dict[str, float]:
    from newsroom.search.engine import BULK_MEMORY, Index, Query
    from newsroom.search.language import parse

    chance = random.Random(7)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        documents = list(made(articles, chance))
        begun = time.perf_counter()
        index.write((), documents, BULK_MEMORY)
        built = time.perf_counter() - begun
        index.reload()
        asked = {
            text: Query(tuple(parse(text)))
            for text in ("word7", "word40 word90", '"word3 word5"', "wrod7000")
        }
        common, rare = asked["word7"], asked["word40 word90"]
        hidden = Query(common.clauses, hidden=frozenset(f"article:{n}" for n in range(0, articles, 10)))
        changed = list(made(1, chance))
        return {
            "build, ms an article": built * 1000 / articles,
            "a common word, 20 best": median(lambda: index.find(common, 0, 20)),
            "two words, 20 best": median(lambda: index.find(rare, 0, 20)),
            "a phrase, 20 best": median(lambda: index.find(asked['"word3 word5"'], 0, 20)),
            "a common word, newest": median(lambda: index.find(Query(common.clauses, newest=True), 0, 20)),
            "page 50": median(lambda: index.find(common, 980, 20)),
            "a tenth of it hidden": median(lambda: index.find(hidden, 0, 20)),
            "facet of kinds": median(lambda: index.facet(common, "kind", 6)),
            "facet of people": median(lambda: index.facet(common, "persons", 20)),
            "nearly a word": median(lambda: index.near("wrod7000", Query(), 8)),
            "replace one article": median(lambda: index.write({"article:0"}, changed)),
        }


def main(sizes: list[int]) -> None:
    results = [measured(size) for size in sizes]
    print(f"{'':26}" + "".join(f"{size:>14,}" for size in sizes))  # noqa: T201
    for name, first in results[0].items():
        cells = [f"{first:14.2f}"]
        cells += [f"{result[name]:8.2f} {result[name] / first:4.1f}x" for result in results[1:]]
        print(f"{name:26}" + "".join(cells))  # noqa: T201


if __name__ == "__main__":
    settings.configure(
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "newsroom",
            "people",
            "articles",
        ]
    )
    django.setup()
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
