"""The two documents of the mission, claim by claim, with nothing known and with the dossier known."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from articles.linking import KnownNames
from seeds.analyzing import Analyzer
from seeds.known_file import rows_in
from tests.seeds.loading import run

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
GOLD = sorted((SEEDS / "gold").glob("*.json")) if (SEEDS / "gold").is_dir() else []
DOSSIER = sorted((ROOT / "seeds" / "data").glob("*.yaml"))

pytestmark = pytest.mark.skipif(not GOLD, reason="the mission's documents (../shared/seeds) are not here")


@pytest.fixture(scope="module", params=["nothing known", "the dossier known"])
def analyzer(request: pytest.FixtureRequest) -> Analyzer:
    if request.param == "nothing known":
        return Analyzer()
    rows = [row for path in DOSSIER for row in rows_in(path, yaml.safe_load(path.read_text("utf-8")))]
    assert rows, "the dossier is in seeds/data"
    return Analyzer(KnownNames(rows))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_claim_of_the_careful_reader_holds(path: Path, analyzer: Analyzer) -> None:
    gold = json.loads(path.read_text("utf-8"))
    raw = (SEEDS / "raw" / gold["document"]).read_text("utf-8")
    misses = missed(gold, raw, analyzer.analyze(raw, date.fromisoformat(gold["reference_date"])))
    assert not misses, "\n".join(misses)


@pytest.mark.django_db
def test_every_claim_holds_with_the_dossier_in_the_record() -> None:
    run(ROOT / "seeds" / "data")
    misses = []
    for path in GOLD:
        gold = json.loads(path.read_text("utf-8"))
        document, out = SEEDS / "raw" / gold["document"], StringIO()
        call_command("analyze", str(document), "--date", gold["reference_date"], "--known", "db", stdout=out)
        misses += missed(gold, document.read_text("utf-8"), json.loads(out.getvalue()))
    assert not misses, "\n".join(misses)


def missed(gold: dict[str, Any], raw: str, found: dict[str, Any]) -> list[str]:
    """Each claim of the gold that does not hold for what was found in the document, in words."""
    return [
        *_page(gold, raw.split("\n"), found),
        *_people(gold, found),
        *_organizations(gold, found),
        *_quotes(gold, raw.split("\n"), found),
        *_dates(gold, raw.split("\n"), found),
    ]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _page(gold: dict[str, Any], lines: list[str], found: dict[str, Any]) -> list[str]:
    """Headline, paragraphs, subheads, removed lines with reasons, bylines and credits."""
    misses = []
    if found["headline"] != gold["headline"]:
        misses.append(f"headline: {found['headline']!r}, not {gold['headline']!r}")
    wanted = sorted([*gold["body_paragraph_lines"], *gold["subhead_lines"]])
    if [_squeezed(block) for block in found["body"].split("\n\n")] != [
        _squeezed(lines[number - 1]) for number in wanted
    ]:
        misses.append("body: other paragraphs than the gold's")
    if [one["text"] for one in found["subheads"]] != [
        _squeezed(lines[number - 1]) for number in gold["subhead_lines"]
    ]:
        misses.append(f"subheads: {found['subheads']}")
    removed = {str(one["line"]): one["reason"] for one in found["removed"]}
    for number in set(removed) | set(gold["removed_lines"]):
        if removed.get(number) not in gold["removed_lines"].get(number, []):
            misses.append(f"line {number}: {removed.get(number)}, not {gold['removed_lines'].get(number)}")
    bylines = sorted((one["name"], one["role"]) for one in found["bylines"])
    if bylines != sorted((one["name"], one["role"]) for one in gold["bylines"]):
        misses.append(f"bylines: {bylines}")
    for one in gold["bylines"]:
        if "bio_line" in one and not any(
            _squeezed(lines[one["bio_line"] - 1]) == b["bio"] for b in found["bylines"]
        ):
            misses.append(f"bylines: no biography of {one['name']}")
    credits = {(one["name"], one["agency"]) for one in found["credits"]}
    if credits != {(one["name"], one["agency"]) for one in gold["credits"]}:
        misses.append(f"credits: {credits}")
    return misses


def _people(gold: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Everybody with all forms and with the members of group names, and nobody else."""
    wanted = {(form, name) for name, forms in gold["people"].items() for form in forms}
    wanted |= {(form, name) for form, members in gold.get("group_names", {}).items() for name in members}
    got = {(one["text"], _folded(one["name"])) for one in found["mentions"] if one["kind"] == "person"}
    folded = {(text, _folded(name)) for text, name in wanted}
    return [f"people: no {one}" for one in folded - got] + [f"people: {one} is none" for one in got - folded]


def _folded(name: str) -> str:
    """A name without accents: the record may write Chrétien where the text writes Chretien."""
    return name.replace("é", "e")


def _organizations(gold: dict[str, Any], found: dict[str, Any]) -> list[str]:
    got = {one["text"] for one in found["mentions"] if one["kind"] == "organization"}
    wanted = {form for forms in gold["organizations"].values() for form in forms}
    names: dict[str, set[str]] = {}
    for one in found["mentions"]:
        names.setdefault(one["text"], set()).add(one["name"])
    split = [
        name
        for name, forms in gold["organizations"].items()
        if len(set.union(set(), *(names.get(f, set()) for f in forms))) > 1
    ]
    return [
        *(f"organizations: no {form}" for form in wanted - got),
        *(f"organizations: {form} is none" for form in got - wanted - set(gold["optional_organizations"])),
        *(f"organizations: the forms of {name} lead to several" for name in split),
    ]


def _where(found: dict[str, Any], start: int, lines: list[str]) -> str:
    """The block of the body around an offset, to be compared with a line of the page."""
    body = found["body"]
    begin, end = body.rfind("\n\n", 0, start), body.find("\n\n", start)
    return _squeezed(body[begin + 2 if begin >= 0 else 0 : end if end >= 0 else len(body)])


def _quotes(gold: dict[str, Any], lines: list[str], found: dict[str, Any]) -> list[str]:
    misses = []
    left = [one for one in found["quotes"] if one["kind"] != "reported"]
    for want in gold["quotes"]:
        line = _squeezed(lines[want["line"] - 1])
        hit = next(
            (
                q
                for q in left
                if q["text"].startswith(want["starts"]) and _where(found, q["start"], lines) == line
            ),
            None,
        )
        if hit is None:
            misses.append(f"quotes: no {want['starts']!r}")
            continue
        left.remove(hit)
        if _folded(hit["speaker"] or "") != want["speaker"]:
            misses.append(f"quotes: {want['starts']!r} is by {hit['speaker']!r}, not {want['speaker']!r}")
        if hit["kind"] != want["kind"]:
            misses.append(f"quotes: {want['starts']!r} is {hit['kind']}, not {want['kind']}")
    return misses + [f"quotes: {one['text']!r} is none" for one in left]


def _dates(gold: dict[str, Any], lines: list[str], found: dict[str, Any]) -> list[str]:
    misses = []
    for want in gold["dates"]:
        line = _squeezed(lines[want["line"] - 1])
        hits = [
            d
            for d in found["dates"]
            if d["text"] == want["text"] and _where(found, d["start"], lines) == line
        ]
        if not hits or hits[0]["edtf"] not in want.get("accept", [want["edtf"]]):
            misses.append(f"dates: {want['text']!r} is {[d['edtf'] for d in hits]}, not {want['edtf']}")
    return misses
