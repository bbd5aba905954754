"""How fast the loader is, and how much memory it takes: python -m bench.loading [DOCUMENTS]

Loads the demonstration dossier, generated articles and generated raw documents into a fresh SQLite database in a folder
of its own, each in a process of its own, and prints seconds, files a second and the peak of the process's
memory. On a machine with other work only the seconds of processor are comparable.

Then the same documents by one process and by two, in turns, and read again after a new name by one and by two: the ratio of the
middle times. By the clock it says something only where nothing else runs; what the process that writes needs of a processor
is the least time that any number of processes can take. Then the memory of loads of ever more small documents that have
nothing to do with each other, and what it takes to build what the reading goes by.

Taken 2026-11-22 on 2 cores, Python 3.11, SQLite, nothing beside: 600 raw documents in 9.4 s of processor (63 a second; 46 s
before they were written twenty at once), 163 MiB. With two processes the one that writes takes 6.0 s: 1.27 times as fast by the
clock. Read again after one new name 7.2 s (32 s before), with two processes 5.0 s, 1.29 times as fast. Small documents: 600 in
3.7 s, 137 MiB; 2,000 in 9.8 s, 159 MiB; 10,000 in 50 s, 192 MiB, of which some 50 are SQLite's cache and file. On PostgreSQL with
its server on the same two cores, 400 documents: 8.9 s with one process, 8.1 s with two; read again 5.0 s and 4.3 s.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FIRST = "Ada Bea Carl Dora Emil Fay Gus Hana Ivo Jana Karl Lea Max Nora Otto Pia Quin Rosa Sven Tess".split()
LAST = (
    "Abel Berg Clay Dorn Ekman Frost Gale Holt Ives Jung Kern Lund Marsh North Oaks Page Reed Stone".split()
)
THINGS = "bridge school harbour library market hospital railway court theatre garden museum mill".split()
#: loads by one process and by two, of which the middle ones count
TURNS = 3
#: how many small documents
SMALL = (600, 2000, 10_000)

NEW_NAME = """
import django; django.setup()
from people.models import Person
Person.objects.create(name="Ada Abel", slug="ada-abel")
"""
NAMES = """
import sys, time
import django; django.setup()
from articles.known import knowledge
from people.models import Entity
parts = [a + b for a in "ka lo mi ren tas vel dor nim".split() for b in "sha pol eri gus wen bar tol fin mar ber".split()]
count = int(sys.argv[1])
name = lambda n: f"{parts[n % 80]}{parts[n // 80 % 80]} {parts[n // 6400 % 80]}{n % 7}son".title()
Entity.objects.bulk_create(
    (Entity(kind="person", name=name(n), name_key=name(n).lower(), slug=f"p-{n}x") for n in range(count)), batch_size=1000
)
def took(what):
    begun = time.perf_counter()
    knowledge()
    print(f"{what}: {(time.perf_counter() - begun) * 1000:.1f} ms")
took(f"what the reading goes by, {count} names, built with the changes folded")
for _ in range(3):
    took("seen that nothing changed")
Entity.objects.filter(slug="p-1x").update(state="public", version=2)
took("built anew where names did not change")
Entity.objects.filter(slug="p-1x").update(name="Another Name", version=3)
took("built anew where a name changed")
"""


def text_of(chance: Random, paragraphs: int) -> str:
    """A plain news text of about 60 words a paragraph, with names, quotes and days."""
    people = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(4)]
    lines = []
    for _ in range(paragraphs):
        who, other, thing = chance.choice(people), chance.choice(people), chance.choice(THINGS)
        lines.append(
            f"{who} said on {chance.choice(['Monday', 'Tuesday', 'Friday'])} that the {thing} would be open in May. "
            f"“We waited for the {thing} for {chance.randint(2, 30)} years,” said {other}, who chairs the board of the "
            f"{thing}. The town paid for most of it, {who.split()[1]} said, and the rest came from those who live there. "
            f"A spokesman for the Ministry of Works told reporters that no date had been set for the other {thing}."
        )
    return "\n\n".join(lines)


def documents(folder: Path, number: int) -> None:
    """Raw documents of about 300 words."""
    folder.mkdir()
    for n in range(number):
        chance = Random(n)  # noqa: S311
        headline = f"{chance.choice(THINGS).capitalize()} number {n} opens in {chance.choice(LAST)}ville"
        (folder / f"{n:05}.txt").write_text(f"{headline}\n\n{text_of(chance, 5)}\n", encoding="utf-8")


def articles(folder: Path, number: int) -> None:
    """Published articles of about 300 words with their mentions, and the people that they name."""
    folder.mkdir()
    ids = {f"{first} {last}": f"{first}-{last}".lower() for first in FIRST for last in LAST}
    people = "".join(f"  - {{id: {id}, name: {name}}}\n" for name, id in ids.items())
    (folder / "people.yaml").write_text(f"people:\n{people}", encoding="utf-8")
    for n in range(number):
        text = text_of(Random(n), 5)  # noqa: S311
        named = "".join(f"  {id}: [{name}]\n" for name, id in ids.items() if name in text)
        head = f"id: bench-{n}\nheadline: Article {n}\ndate: 2020-06-25\npublish: true\nmentions:\n{named}"
        (folder / f"{n:05}.md").write_text(f"---\n{head}---\n{text}\n", encoding="utf-8")


def small(folder: Path, number: int) -> None:
    """Documents of about 70 words, of which two have hardly a word in common."""
    folder.mkdir()
    chance = Random(number)  # noqa: S311
    parts = "ka lo mi ren tas vel dor nim sha pol eri gus wen bar tol fin".split()
    words = ["".join(chance.choices(parts, k=2 + n % 3)) for n in range(6000)]
    for n in range(number):
        first, last, *rest = chance.choices(words, k=62)
        lines = [" ".join(rest[begin : begin + 12]).capitalize() for begin in range(0, 60, 12)]
        who = f"{first.title()} {last.title()}"
        said = f"{who} said on Monday that {lines[1].lower()}. “{lines[2]},” said Ms {last.title()}."
        text = f"{lines[0]}\n\n{said} {lines[3]}. {lines[4]} in May.\n"
        (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")


def measure(name: str, command: list[str], environment: dict[str, str], files: int) -> tuple[float, float]:
    """Run a command in a process of its own, print what it took, and return its seconds by the clock, and of processor
    without those of the processes that it began."""
    begun = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    out = process.stdout.read() if process.stdout else ""
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    own = own_seconds(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    seconds, cpu = time.monotonic() - begun, used.ru_utime + used.ru_stime
    print(  # noqa: T201
        f"{name}: {files} files in {seconds:.1f} s ({cpu:.1f} s of processor, {own:.1f} s its own), "
        f"{files / cpu:.1f} a second of processor, "
        f"{used.ru_maxrss / 1024:.0f} MiB at most, exit {os.waitstatus_to_exitcode(status)}; {out.splitlines()[-1]}"
    )
    return seconds, own


def own_seconds(pid: int) -> float:
    """The seconds of processor of an ended process that nobody waited for yet (Linux)."""
    columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(columns[11]) + int(columns[12])) / os.sysconf("SC_CLK_TCK")


def fresh(home: str, name: str) -> dict[str, str]:
    """The environment of a process with an empty database of its own."""
    environment = {**os.environ, "VAR_DIR": f"{home}/{name}", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    return environment


def processes(home: str, folder: Path, number: int) -> None:
    """The same documents loaded, and read again after a name is new, by one process and by two, in turns."""
    took: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for turn in range(TURNS):
        for jobs in ("1", "2"):
            environment = fresh(home, f"jobs{jobs}-{turn}")
            for what, command in (("load_seeds", ["load_seeds", str(folder)]), ("reread", ["reread"])):
                if what == "reread":
                    subprocess.run([sys.executable, "-c", NEW_NAME], cwd=ROOT, env=environment, check=True)  # noqa: S603
                name = f"{what} --jobs {jobs}"
                took[what, jobs].append(measure(name, [*command, "--jobs", jobs], environment, number))
    for what in ("load_seeds", "reread"):
        (one, alone), (two, beside) = (
            [median(x) for x in zip(*took[what, jobs], strict=True)] for jobs in "12"
        )
        print(f"{what}: with two processes {one / two:.2f} times as fast by the clock; the one that writes")  # noqa: T201
        print(f"    needs {alone / beside:.2f} times less of a processor")  # noqa: T201


def memory(home: str) -> None:
    """The most memory of a load, for ever more documents."""
    for number in SMALL:
        small(Path(home, f"small-{number}"), number)
        load = ["load_seeds", str(Path(home, f"small-{number}"))]
        measure(f"{number} small documents", load, fresh(home, f"small-{number}-var"), number)


def names(number: int) -> None:
    """What it takes to build what the reading goes by, and to see that it has not changed."""
    environment = fresh(tempfile.mkdtemp(prefix="newsroom-bench-"), "names")
    subprocess.run([sys.executable, "-c", NAMES, str(number)], cwd=ROOT, env=environment, check=True)  # noqa: S603


def main(number: int) -> None:
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as home:
        environment = fresh(home, "var")
        dossier = ROOT / "seeds" / "data"
        count = len([path for path in dossier.rglob("*") if path.is_file()])
        measure("dossier", ["load_seeds"], environment, count)
        measure("dossier again", ["load_seeds"], environment, count)
        articles(Path(home, "articles"), number // 4)
        documents(Path(home, "documents"), number)
        for name, files in (("articles", number // 4), ("documents", number)):
            load = ["load_seeds", str(Path(home, name))]
            measure(name, load, environment, files)
            measure(f"{name} again", load, environment, files)
        processes(home, Path(home, "documents"), number)
        memory(home)
    names(100_000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
