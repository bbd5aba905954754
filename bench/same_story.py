"""How many articles of several outlets about one event find each other: python -m bench.same_story GIT_DIR [--closed]

GIT_DIR is the git directory of a clone of one of these, read at its newest commit; no text of theirs is kept here.

- marshallwhiteorg/emnlp19-media-bias (BASIL): three outlets on each of 100 events in US politics, with headlines and days.
- tommasoc80/EventStoryLine (ECB+): 43 topics of two like events each, eleven short texts on an event, from the web; the
  first sentence stands for the headline, and no days are given.

Each half is saved into a fresh SQLite database and compared as the site does it. Pairs of one event and two outlets are
right, all others wrong. First with their own days, where there are any; then all on one day, as if everything had
happened at once, which is harder than any newsroom's day. While the rule was made, the half was looked at whose last digit of
the event (BASIL) is even, or of the topic (ECB+) odd; --closed takes the other one. What it found is in bench/QUALITY.md.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2020, 6, 25)

#: a space that tokenizing put before a mark
_LOOSE = re.compile(r" (?=[.,:;!?)%]|'s\b|n't\b|'re\b|'ve\b|'ll\b)")


@dataclass(frozen=True)
class Document:
    event: str
    outlet: str
    headline: str
    paragraphs: list[str]
    day: date | None


def git(repository: str, *words: str) -> str:
    command = ["git", "-C", repository, *words]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return run.stdout


def documents(repository: str, closed: bool) -> list[Document]:
    """The articles of one half of either set.  Raises SystemExit for another repository."""
    paths = git(repository, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
    basil = [path for path in paths if re.fullmatch(r"data/articles/\d+/.*\.json", path)]
    ecb = [path for path in paths if re.search(r"/ECB\+/\d+/\d+_\d+ecb(plus)?\.xml$", path)]
    found = list(_basil(repository, basil, closed) if basil else _ecb(repository, ecb, closed))
    if not found:
        raise SystemExit("Neither BASIL's nor ECB+'s articles are in this repository.")
    return found


def _basil(repository: str, paths: list[str], closed: bool) -> Iterator[Document]:
    for path in paths:
        row = json.loads(git(repository, "show", f"HEAD:{path}"))
        event = row["triplet-uuid"]
        if int(event[-1], 16) % 2 == closed:
            text = [" ".join(sentences) for sentences in row["body-paragraphs"]]
            day = date.fromisoformat(row["date"][:10])
            yield Document(event, row["source"].lower(), row["title"], text, day)


def _ecb(repository: str, paths: list[str], closed: bool) -> Iterator[Document]:
    for path in paths:
        topic, _, kind = re.split(r"[_.]|(?<=\d)(?=ecb)", Path(path).name)[:3]
        if int(topic) % 2 != closed:
            headline, *text = _sentences(git(repository, "show", f"HEAD:{path}"))
            yield Document(topic + kind, path, headline, text or [headline], None)


def _sentences(xml: str) -> list[str]:
    """The sentences of a tokenized text, without the address that may stand before them."""
    tokens: dict[int, list[str]] = {}
    for token in ET.fromstring(xml).iter("token"):  # noqa: S314
        tokens.setdefault(int(token.get("sentence", 0)), []).append(token.text or "")
    if tokens[0][0].startswith(("http", "www")):
        del tokens[0]
    return [
        _LOOSE.sub("", " ".join(words)).replace("`` ", '"').replace(" ''", '"') for words in tokens.values()
    ]


def score(found: list[Document], same_day: bool) -> str:
    """Save all, compare each with those before it, and count the pairs that are proposed."""
    from django.db import transaction

    from articles import counterparts
    from articles.models import Article, Counterpart

    with transaction.atomic():
        rows: dict[int, Document] = {}
        for n, document in enumerate(found):
            body = "".join(f"<p>{paragraph}</p>" for paragraph in document.paragraphs)
            day = DAY if same_day else document.day
            row = Article.objects.create(
                headline=document.headline[:250], slug=f"a{n}", body=body, date=day, publisher=document.outlet
            )
            rows[row.pk] = document
        for row in Article.objects.order_by("pk"):
            counterparts.suggest(row)
        pairs = [(rows[p.one_id], rows[p.other_id], p.why) for p in Counterpart.objects.all()]
        transaction.set_rollback(True)
    return _figures(found, pairs)


def _figures(found: list[Document], pairs: list[tuple[Document, Document, str]]) -> str:
    wanted = sum(a.event == b.event and a.outlet != b.outlet for a, b in combinations(found, 2))
    right = [(a, b, why) for a, b, why in pairs if a.event == b.event]
    copies = sum("text" in why for *_, why in right)
    alone = {id(d) for d in found} - {id(d) for a, b, _ in right for d in (a, b)}
    return (
        f"{len(found)} articles; proposed {len(pairs)}, right {len(right)} (copies {copies}) of {wanted}: "
        f"precision {len(right) / max(len(pairs), 1):.3f}, recall {len(right) / wanted:.3f}; "
        f"articles that found another: {1 - len(alone) / len(found):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("git_dir", help="git directory of a clone of one of the two sets")
    parser.add_argument("--closed", action="store_true", help="the half that was not looked at")
    given = parser.parse_args()
    found = documents(given.git_dir, given.closed)
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home:
        os.environ |= {"VAR_DIR": f"{home}/var", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        Path(home, "var").mkdir()
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if all(document.day for document in found):
            say(f"own days: {score(found, same_day=False)}")
        say(f"all on one day: {score(found, same_day=True)}")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
