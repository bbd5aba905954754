"""How many of the dossier's own events are found by reading its own articles, with its names known.

    PYTHONPATH=. python bench/happenings.py [--show]

An event counts as found when a happening gives its first day (its month, where the text gives no more) to somebody who
took part in it; `of its kind` asks in addition that a name of the event says the same kind. Every happening that was
found is printed with --show, to be judged by hand: that is how the precision in QUALITY.md was counted.
"""

import argparse
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from articles.happening import HappeningFound, is_of_kind
from articles.reading import read
from newsroom import edtf
from seeds.known_file import names_in

DATA = Path(__file__).parents[1] / "seeds" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--show", action="store_true", help="print every happening with its sentence")
    show = parser.parse_args().show
    found = list(_happenings(show))
    events = _seed("events")
    took_part = defaultdict(set)
    for relation in _seed("relations"):
        if relation["kind"] == "took_part_in":
            took_part[relation["object"]].add(relation["subject"])
    loose = [e for e in events if any(_is_of(e, h, took_part[e["id"]]) for h in found)]
    strict = [e for e in events if any(_is_of(e, h, took_part[e["id"]]) and _same_kind(e, h) for h in found)]
    told = [e for e in events if any(_on_day(e, h) and _same_kind(e, h) for h in found)]
    dated = sum(1 for h in found if h.edtf)
    _say(f"happenings: {len(found)}, {dated} of them with a day")
    _say(f"events of the dossier: {len(events)}; with somebody who took part in the record: {len(took_part)}")
    _say(
        f"found by day and person: {len(loose)}; of its kind, too: {len(strict)}; by day and kind, of whomever: {len(told)}"
    )
    _say("not found:", ", ".join(e["id"] for e in events if e not in loose))


def _happenings(show: bool) -> list[HappeningFound]:
    known = names_in_record()
    all_: list[HappeningFound] = []
    for file in sorted((DATA / "articles").glob("*.md")):
        _, front, body = file.read_text("utf-8").split("---\n", 2)
        found = read(body, yaml.safe_load(front)["date"], known).happenings
        all_ += [h for h in found if any(who.entity for who in h.main)]
        for h in found if show else ():
            _say(f"{h.edtf} | {h.title} | {h.place} | {body[h.start : h.end]}")
    return all_


def names_in_record() -> Any:
    """People and organizations of the dossier, and their other names."""
    from tempfile import NamedTemporaryFile

    rows = {name: _seed(name) for name in ("people", "organizations")}
    with NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        yaml.safe_dump(rows, file, allow_unicode=True)
        file.flush()
        return names_in(Path(file.name))


def _seed(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))[name]
    return rows


def _is_of(event: dict[str, Any], found: HappeningFound, took_part: set[str]) -> bool:
    """Whether the happening gives the event's first day to one of those who took part in it."""
    who = {one.entity for one in found.participants}
    return bool(who & took_part) and _on_day(event, found)


def _on_day(event: dict[str, Any], found: HappeningFound) -> bool:
    if not found.edtf:
        return False
    first, _ = edtf.bounds(str(event["begins"]))
    begin, end = edtf.bounds(found.edtf)
    return first is not None and (begin or date.min) <= first <= (end or date.max) and _days(begin, end) <= 31


def _days(begin: date | None, end: date | None) -> int:
    return ((end or date.max) - (begin or date.min)).days


def _same_kind(event: dict[str, Any], found: HappeningFound) -> bool:
    names = [event["name"], *(name["text"] for name in event.get("names") or [])]
    return is_of_kind(found.kind, names)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


if __name__ == "__main__":
    main()
