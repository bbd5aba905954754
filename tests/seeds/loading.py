"""What the tests of loading share: a small cast in files, a run of the loader, and the whole record as values."""

from pathlib import Path
from textwrap import dedent
from typing import Any

from django.apps import apps

from seeds.loader import load
from seeds.report import Report

PEOPLE = """
people:
  - id: ada-example
    name: Ada Example
    description: Chair of the Example Trust.
    born: 1961-04
    names:
      - {text: Ada Sample, kind: former}
      - {text: the two Adas, kind: group}
  - id: ada-other
    name: Ada Other
    names:
      - {text: the two Adas, kind: group}
organizations:
  - id: example-trust
    name: Example Trust
    founded: 1987-03-01
    place: Halifax
    country: "NO"
    names: [{text: ET, kind: abbreviation}]
events:
  - {id: trust-founded, name: Founding of the trust, begins: 1987-03-01}
relations:
  - {id: ada-chair, subject: ada-example, kind: holds_role_at, object: example-trust, title: chair, begin: 2001}
references:
  - {id: r1, title: What the trust did, publisher: The Example Times, date: 2019-06-13, url: "https://example.org/t"}
sections:
  - {id: world, name: World}
stories:
  - id: trust-affair
    title: The trust affair
    introduction: It began in *Halifax*.
    entities: [ada-example, example-trust]
    publish: true
preferences:
  - {fact: trust-founded.begins, value: 1987-03-01, reason: The deed gives the day.}
"""

TEXT = (
    "The trust was founded on 1 March 1987. Ada Example opened it.\n\n"
    "## A good day\n\n"
    "It was “a good day for the town”, Ms Example said. The two of them, the two Adas, met at the Example Trust."
)

HEAD = """
headline: Example Trust opens
date: 1987-03-02
section: world
story: trust-affair
tags: [charity, halifax]
bylines: [{name: Newsroom staff}]
references: [r1]
publish: true
mentions:
  ada-example: [Ada Example, Ms Example, the two Adas]
  ada-other: [the two Adas]
  example-trust: [Example Trust]
quotes:
  - {words: a good day for the town, speaker: ada-example, kind: partial, cue: said}
citations:
  - {fact: trust-founded.begins, words: founded on 1 March 1987}
  - {fact: example-trust.place, words: the Example Trust, value: Halifax}
"""


def files(folder: Path, **texts: str) -> Path:
    """Write files, `people_yaml` as people.yaml; the folder."""
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in texts.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem.replace('__', '.')}.{suffix}").write_text(dedent(text), encoding="utf-8")
    return folder


def article(head: str = HEAD, text: str = TEXT, id: str = "trust-opens") -> str:
    """An article as a file holds it."""
    return f"---\nid: {id}\n{head.strip()}\n---\n{text}\n"


def dossier(folder: Path, head: str = HEAD, text: str = TEXT) -> Path:
    """The small cast with its one article."""
    return files(folder, people_yaml=PEOPLE, opens_md=article(head, text))


def run(*paths: Path, **options: Any) -> Report:
    return load(paths, **options)


def notes(report: Report) -> list[str]:
    """What the report says of single records, as “file:line field: message”."""
    return [
        f"{file.path.name}:{note.line} {note.field}: {note.message}"
        for file in report.files
        for note in file.tally.notes
    ]


def counts(report: Report) -> dict[str, int]:
    """The counts that are not 0."""
    total = report.total
    found = {name: getattr(total, name) for name in ("created", "changed", "unchanged", "kept", "refused")}
    return {name: count for name, count in found.items() if count}


def everything(
    besides: tuple[str, ...] = ("seeds.load", "seeds.loadfile"),
) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours and its history, but for the record of the loads themselves."""
    ours = ("people", "articles", "seeds", "newsroom")
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours and not model._meta.proxy and model._meta.label_lower not in besides
    }
