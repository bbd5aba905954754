"""A load killed at any moment leaves whole files or whole batches, and the next run completes."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.databases import empty_database
from tests.environment import ROOT
from tests.killing import KILLS
from tests.seeds.loading import PEOPLE, article, files

BATCH = 25
MANY = "people:\n" + "".join(
    f"  - {{id: p{n}x, name: Person {n}, names: [{{text: P. {n}}}]}}\n" for n in range(100)
)
MANY += "relations:\n" + "".join(
    f"  - {{id: r{n}x, subject: p{n}x, kind: family_of, object: p{n + 1}x}}\n" for n in range(30)
)

#: the command with smaller batches, so that a kill falls between two of them
RUNNER = f"""
import sys
from django.core.management import execute_from_command_line
import django; django.setup()
from seeds import loader
loader.BATCH = {BATCH}
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
STATE = """
import json
import django; django.setup()
from people.models import Entity, Name, Relation
from articles.models import Article, Mention, Edition
what = {"people": Entity.objects.filter(slug__endswith="x").count(),
        "names": Name.objects.filter(text__startswith="P. ").count(),
        "relations": Relation.objects.filter(kind="family_of").count(), "articles": Article.objects.count(),
        "live": Article.objects.live().count(), "mentions": Mention.objects.working().count(),
        "editions": Edition.objects.count(),
        "passages": Mention.objects.filter(edition__isnull=False).count()}
print(json.dumps(what))
"""


@pytest.fixture
def seeds(tmp_path):
    folder = files(tmp_path / "seeds", many_yaml=MANY, small_yaml=PEOPLE)
    for n in range(6):
        files(folder, **{f"a{n}_md": article(id=f"trust-{n}")})
    return folder


@contextmanager
def database(tmp_path, name):
    """The environment of a process with a fresh database of its own, on the engine of this run."""
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environment |= {
        "VAR_DIR": str(tmp_path / name),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "LC_ALL": "C.UTF-8",
    }
    (tmp_path / name).mkdir()
    with empty_database(tmp_path / name) as url:
        yield environment | {"DATABASE_URL": url}


def python(environment, *args):
    found = subprocess.run(
        [sys.executable, *map(str, args)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr[-2000:]
    return found.stdout


def state(environment):
    import json

    return json.loads(python(environment, "-c", STATE))


def start(environment, seeds, *options):
    command = [sys.executable, "-c", RUNNER, "load_seeds", str(seeds), *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def dump(environment, folder):
    """The record as files; uids are random, hashes follow from them."""
    python(environment, "-m", "django", "dump_seeds", folder)
    return {
        str(path.relative_to(folder)): "\n".join(
            line for line in path.read_text().splitlines() if not line.strip().startswith("uid:")
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".json"
    }


def check(found):
    """Whole files and whole batches only."""
    assert found["people"] == found["names"]
    done = found["people"] + found["relations"]
    assert done in (0, 130) or done % BATCH == 0
    assert found["articles"] == found["live"] == found["editions"]
    assert found["mentions"] == found["passages"] == 5 * found["articles"]


@pytest.mark.own_processes
def test_a_killed_load_leaves_whole_batches_and_the_next_run_completes(seeds, tmp_path):
    with database(tmp_path, "calm") as calm, database(tmp_path, "hurt") as hurt:
        began = time.monotonic()
        assert start(calm, seeds).wait() == 0
        whole = time.monotonic() - began
        seed = random.randrange(10**9)
        chance = random.Random(seed)
        for kill in range(KILLS):
            process = start(hurt, seeds)
            time.sleep(chance.uniform(0.1, 1.0) * whole)
            process.send_signal(signal.SIGKILL)
            process.wait()
            try:
                check(state(hurt))
            except AssertionError as error:
                raise AssertionError(f"after kill {kill} of seed {seed}") from error
        python(hurt, "-c", RUNNER, "load_seeds", seeds)
        end = state(hurt)
        check(end)
        assert (end["people"], end["relations"], end["articles"]) == (100, 30, 6)
        assert dump(hurt, tmp_path / "hurt-dump") == dump(calm, tmp_path / "calm-dump")


@pytest.mark.django_db
def test_a_run_that_was_cut_off_goes_on_after_its_mark(seeds, monkeypatch):
    from people.models import Entity
    from seeds import loader
    from seeds.models import Load, LoadFile
    from tests.seeds.loading import counts, everything, run

    monkeypatch.setattr(loader, "BATCH", BATCH)
    cut_after(monkeypatch, loader, records=60)
    with pytest.raises(KeyboardInterrupt):
        run(seeds / "many.yaml")
    assert Entity.objects.count() == 50
    mark = LoadFile.objects.get()
    assert (mark.status, mark.done, mark.created) == ("cut_off", 50, 100)
    assert Load.objects.get().finished_at is None

    monkeypatch.undo()
    monkeypatch.setattr(loader, "BATCH", BATCH)
    written = cut_after(monkeypatch, loader, records=10_000)
    report = run(seeds / "many.yaml")
    assert len(written) == 130 - 50
    written.clear()
    assert counts(report) == {"created": 230 - 100, "unchanged": 100}
    assert LoadFile.objects.order_by("-load_id").first().status == "loaded"
    before = everything()
    again = run(seeds / "many.yaml")
    assert len(written) == 130
    assert everything() == before
    assert counts(again) == {"unchanged": 230}


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["content", "refused", "company"])
def test_a_mark_of_other_content_or_with_refusals_or_other_company_counts_for_nothing(
    seeds, monkeypatch, change
):
    from seeds import loader
    from tests.seeds.loading import run

    text = MANY.replace("name: Person 7,", "name: '  ',") if change == "refused" else MANY
    files(seeds, many_yaml=text)
    monkeypatch.setattr(loader, "BATCH", BATCH)
    cut_after(monkeypatch, loader, records=60)
    with pytest.raises(KeyboardInterrupt):
        run(seeds / "many.yaml")
    monkeypatch.undo()
    monkeypatch.setattr(loader, "BATCH", BATCH)
    total = 130
    if change == "content":
        files(seeds, many_yaml=MANY + "  - {id: last, subject: p1x, kind: family_of, object: p5x}\n")
        total = 131
    if change == "company":
        files(seeds, many_yaml=MANY.replace("p30x}", "q1}"), other_yaml=OTHER)
        total = 132
    written = cut_after(monkeypatch, loader, records=10_000)
    paths = [seeds / "many.yaml"] + ([seeds / "other.yaml"] if change == "company" else [])
    run(*paths)
    assert len(written) == total


OTHER = "people: [{id: q1, name: Q}]\nrelations: [{id: rq, subject: q1, kind: family_of, object: p3x}]\n"


def cut_after(monkeypatch, loader, records):
    """Interrupt the run after so many records; the list of those that were written."""
    written = []
    write = loader._Run._write

    def counted(self, writer, record, tally):
        written.append(record)
        if len(written) > records:
            raise KeyboardInterrupt
        write(self, writer, record, tally)

    monkeypatch.setattr(loader._Run, "_write", counted)
    return written
