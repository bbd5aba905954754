"""How well and how fast articles that tell the same are found: python -m bench.twins [ARTICLES]

Fills a fresh SQLite database, in a folder of its own, with ARTICLES made-up articles (a chain of the words of the
demonstration dossier, so that they share the turns of phrase of one running story), then saves edited copies of the
dossier's articles one by one and counts which pairs are proposed. Prints a line for each kind of edit, and what the
keys and a look-up take. Seconds are of processor.

What it found is in bench/QUALITY.md.
"""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2020, 6, 25)
OURS, THEIRS = "First Post", "Second Post"

Paragraphs = list[str]
#: name of an edit → (how it changes a text, days later, its publisher, what should be proposed)
Edit = tuple[Callable[[Paragraphs, Paragraphs, Random], Paragraphs], int, str, str | None]


def dossier() -> Iterator[tuple[str, Paragraphs]]:
    """(headline, paragraphs) of our own articles."""
    for path in sorted((ROOT / "seeds" / "data" / "articles").glob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        headline = next(line for line in head.splitlines() if line.startswith("headline:"))
        paragraphs = [" ".join(p.split()) for p in text.split("\n\n") if p.strip() and not p.startswith("#")]
        yield headline.partition(": ")[2].strip('"'), paragraphs


def sentences_of(paragraphs: Paragraphs) -> list[str]:
    from articles.sentences import sentences

    return [p[start:end] for p in paragraphs for start, end in sentences(p)]


def same(own: Paragraphs, _: Paragraphs, __: Random) -> Paragraphs:
    return own


def shortened(own: Paragraphs, _: Paragraphs, chance: Random) -> Paragraphs:
    """Three sentences of ten are cut."""
    return [" ".join(s for s in sentences_of([p]) if chance.random() > 0.3) for p in own]


def new_lead(own: Paragraphs, other: Paragraphs, _: Random) -> Paragraphs:
    """Two new paragraphs on top, the old first one gone."""
    return [*other[:2], *own[1:]]


def reworded(own: Paragraphs, _: Paragraphs, chance: Random) -> Paragraphs:
    """Every other paragraph in other words: its sentences in another order, each third word another one."""
    pool = " ".join(own).split()

    def other_words(paragraph: str) -> str:
        found = sentences_of([paragraph])
        chance.shuffle(found)
        said = " ".join(found).split()
        return " ".join(chance.choice(pool) if n % 3 == 2 else word for n, word in enumerate(said))

    return [other_words(p) if n % 2 else p for n, p in enumerate(own)]


def copied(part: float) -> Callable[[Paragraphs, Paragraphs, Random], Paragraphs]:
    """That part of the text is ours as an agency's copy, the rest their own."""

    def edit(own: Paragraphs, other: Paragraphs, _: Random) -> Paragraphs:
        kept = max(round(part * len(own)), 1)
        return [*other[: len(own) - kept], *own[:kept]]

    return edit


def brief(own: Paragraphs, _: Paragraphs, __: Random) -> Paragraphs:
    return own[:2]


EDITS: dict[str, Edit] = {
    "the same text, another paper": (same, 0, THEIRS, "also"),
    "three sentences in ten cut, next day": (shortened, 1, OURS, "newer"),
    "new lead of two paragraphs, next day": (new_lead, 1, OURS, "newer"),
    "half reworded, next day": (reworded, 1, OURS, "newer"),
    "half agency copy, another paper": (copied(0.5), 0, THEIRS, "also"),
    "a third agency copy, another paper": (copied(0.34), 0, THEIRS, "also"),
    "brief of two paragraphs, another paper": (brief, 0, THEIRS, "also"),
    "a fifth is old background, a week later": (copied(0.2), 8, OURS, None),
    "another article of the story with one of its paragraphs, another paper": (copied(0), 0, THEIRS, None),
}


def made_up(number: int, words: list[str]) -> Iterator[Any]:
    """Articles of 300 to 700 words, each word one that follows the two before it somewhere in the dossier, or the one."""
    from articles.models import Article

    after: dict[Any, list[str]] = defaultdict(list)
    for one, two, three in zip(words, words[1:], words[2:], strict=False):
        after[one, two].append(three)
        after[two].append(three)
    for n in range(number):
        chance = Random(n)  # noqa: S311
        text = words[(at := chance.randrange(len(words) - 2)) : at + 2]
        for _ in range(chance.randint(300, 700)):
            pool = after[tuple(text[-2:])] if chance.random() < 0.5 else after[text[-1]]
            text.append(chance.choice(pool or words))
        body = " ".join(text)
        day = DAY - timedelta(days=chance.randrange(1500))
        headline = " ".join(chance.sample(words, 7))
        yield Article(
            headline=headline,
            slug=f"bench-{n}",
            body=f"<p>{body}</p>",
            text=body,
            date=day,
            publisher=f"P{n % 9}",
        )


def spent() -> float:
    return time.process_time()


def main(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home:
        os.environ |= {"VAR_DIR": f"{home}/var", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        Path(home, "var").mkdir()
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        originals = list(dossier())
        fill(number, [word for _, paragraphs in originals for word in " ".join(paragraphs).split()])
        probe(originals)


def fill(number: int, words: list[str]) -> None:
    from django.db import connection, transaction

    from articles import counterparts
    from articles.models import Article, ArticleKey

    rows = made_up(number, words)
    while batch := list(islice(rows, 500)):
        Article.objects.bulk_create(batch)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, ids = spent(), list(Article.objects.values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        with transaction.atomic():
            for row in Article.objects.filter(pk__in=ids[start : start + 500]):
                counterparts.index(row)
    seconds = spent() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'articles_articlekey%' OR name = 'article_key'"
        )
        size = (cursor.fetchone()[0] or 0) / 2**20
    keys = ArticleKey.objects.count()
    say(
        f"{number} articles: {seconds / number * 1000:.1f} ms an article for its keys, {keys / number:.0f} keys each, "
        f"{size:.0f} MiB with their index, {grown:.0f} MiB of memory more"
    )
    took = []
    for row in Article.objects.order_by("?")[:100]:
        told, begun = counterparts.told_by(row), spent()
        counterparts.alike(told, row)
        took.append((spent() - begun) * 1000)
    say(f"a look-up with its comparisons: median {median(took):.1f} ms, slowest {max(took):.1f} ms")
    before = spent()
    wrong = sum(counterparts.suggest(row) for row in Article.objects.order_by("pk")[:500])
    say(f"proposed among 500 of the made-up ones: {wrong}; {(spent() - before) / 500 * 1000:.1f} ms each")


def probe(originals: list[tuple[str, Paragraphs]]) -> None:
    """Save edited copies beside the originals, each alone, and count what is proposed."""
    from django.db import transaction

    from articles import counterparts
    from articles.models import Counterpart

    rows = {}
    for n, (headline, paragraphs) in enumerate(originals):
        rows[n] = article(headline, paragraphs, f"dossier-{n}", DAY, OURS)
    found_of_all: list[tuple[int, int, int]] = []
    for name, (edit, later, publisher, wanted) in EDITS.items():
        right = wrong = missed = 0
        for n, (headline, paragraphs) in enumerate(originals):
            other_headline, other = originals[(n + 7) % len(originals)]
            changed = [p for p in edit(paragraphs, other, Random(n)) if p]  # noqa: S311
            title = headline if wanted else other_headline
            with transaction.atomic():
                copy = article(title, changed, f"copy-{n}", DAY + timedelta(days=later), publisher)
                counterparts.suggest(copy)
                proposed = {
                    p.beside(copy).pk: "also"
                    if p.newer_id is None
                    else "newer"
                    if p.newer_id == copy.pk
                    else "older"
                    for p in Counterpart.objects.of(copy)
                }
                transaction.set_rollback(True)
            #: the article that lends its other paragraphs is truly shared, too
            lender = rows[(n + 7) % len(originals)].pk
            right += bool(wanted) and proposed.get(rows[n].pk) == wanted
            missed += bool(wanted) and proposed.get(rows[n].pk) != wanted
            wrong += sum(1 for pk in proposed if pk not in (rows[n].pk, lender))
            wrong += not wanted and rows[n].pk in proposed
        found_of_all.append((right, wrong, missed))
        told = f"found {right} of {right + missed}" if wanted else "none to find"
        say(f"{name}: {told}, wrong {wrong}")
    right, wrong, missed = (sum(column) for column in zip(*found_of_all, strict=True))
    say(f"all: precision {right / (right + wrong):.3f}, recall {right / (right + missed):.3f}")


def article(headline: str, paragraphs: Paragraphs, slug: str, day: date, publisher: str) -> Any:
    from articles.models import Article

    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return Article.objects.create(headline=headline, slug=slug, body=body, date=day, publisher=publisher)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
