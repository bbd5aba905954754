"""manage.py reread: working copies again, after names or rules changed."""

import json
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from articles.models import Article
from articles.rereading import outdated, reread
from newsroom.checks import OURS
from newsroom.parallel import processes
from newsroom.progress import ProgressShown, day


class Command(BaseCommand):
    help = (
        "Reads working copies again: those that are named, or all that were not read with the names and rules of now "
        "(a run that was cut off goes on with the rest). Suggestions follow; decisions and what readers see stay. Exit "
        "code 0; 1 if an article could not be read; 2 for wrong usage."
    )
    requires_system_checks = [OURS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "articles", nargs="*", metavar="ID|SLUG", help="read these, whenever they were read"
        )
        parser.add_argument(
            "--since", type=day, metavar="YYYY-MM-DD", help="only articles of this day and later"
        )
        parser.add_argument("--jobs", type=processes, default=1, metavar="N", help="read in N processes (1)")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="of the report")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["articles"] and options["since"]:
            raise CommandError("Name articles, or give --since: not both.", returncode=2)
        pks = _named(options["articles"]) if options["articles"] else _outdated(options["since"])
        begun, counts = time.monotonic(), {"read": 0, "made": 0, "gone": 0, "again": 0, "failed": 0}
        told = []
        with ProgressShown("Reading", "articles") as progress:
            for done, outcome in enumerate(reread(pks, jobs=options["jobs"], dry_run=options["dry_run"]), 1):
                counts["failed" if outcome.problem else "read"] += 1
                for name in ("made", "gone", "again"):
                    counts[name] += getattr(outcome, name)
                if outcome.made or outcome.gone or outcome.problem:
                    told.append(outcome)
                progress(outcome.slug, done, len(pks))
        report = {**counts, "seconds": round(time.monotonic() - begun, 3)}
        if options["format"] == "json":
            articles = [asdict(outcome) for outcome in told]
            self.stdout.write(json.dumps({**report, "articles": articles}, ensure_ascii=False, indent=1))
        else:
            for outcome in told:
                said = outcome.problem or f"{outcome.made} new suggestions, {outcome.gone} taken away"
                self.stdout.write(f"{outcome.slug or outcome.pk}: {said}")
            begin = "Nothing was written. " if options["dry_run"] else ""
            self.stdout.write(
                f"{begin}{counts['read']} articles read, {counts['failed']} could not be; suggestions: "
                f"{counts['made']} made, {counts['gone']} taken away, {counts['again']} as before; {report['seconds']:.1f} s."
            )
        if counts["failed"]:
            sys.exit(1)


def _named(names: list[str]) -> list[int]:
    """The articles of these ids and addresses, each once."""
    pks: dict[int, None] = {}
    for name in names:
        which = Q(pk=int(name)) if name.isascii() and name.isdigit() else Q(slug=name)
        found = Article.objects.filter(which).values_list("pk", flat=True).first()
        if found is None:
            raise CommandError(
                f"There is no article {name!r}: give its number or the last part of its address.",
                returncode=2,
            )
        pks[found] = None
    return list(pks)


def _outdated(since: Any) -> list[int]:
    return list(outdated(since).order_by("pk").values_list("pk", flat=True))
