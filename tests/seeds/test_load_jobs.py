"""`--jobs N`: the report and the rows of one process, whatever the files."""

import json
import random
import re
import signal
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, DateExpression, Mention
from tests.seeds.loading import PEOPLE, article, counts, everything, files, run
from tests.seeds.test_load_kills import database, python, start, state

HEADLINE = "Town opens bridge {n} for all"
TEXT = (
    HEADLINE
    + "\n\nAda Example opened bridge {n} on Monday. “It is good,” said Ms Example. Bo Stone came, too.\n"
)
PAGE = (
    "<html><head><title>Page</title></head><body><article><h1>A page of the trust</h1>"
    + "<p>Ada Example said on Friday that the Example Trust would stay. She thanked Zora Quill for it.</p>"
    * 3
    + "</article></body></html>"
)
LINES = [
    {
        "id": f"urn:x:{n}",
        "headline": f"Item {n}",
        "text": f"Ada Example met person {n}.",
        "date": "2020-06-25",
    }
    for n in range(5)
]


@pytest.fixture
def seeds(tmp_path):
    folder = files(
        tmp_path / "seeds",
        people_yaml=PEOPLE,
        opens_md=article(),
        page_html=PAGE,
        copy_txt=TEXT.format(n=0),
        nothing_txt="\0",
        other_pdf="%PDF",
        **{f"d{n}_txt": TEXT.format(n=n) for n in range(8)},
    )
    lines = [json.dumps(line) for line in LINES]
    (folder / "items.jsonl").write_text("\n".join([*lines[:3], "{", *lines[3:]]) + "\n")
    (folder / "d3.meta.yaml").write_text("published: 2020-06-25\npublisher: The Example Times\n")
    return folder


def passages():
    """What was read, without ids and moments."""
    columns = ("article__headline", "article__date", "start", "exact", "why")
    return [
        list(m.objects.order_by("article__headline", "start").values_list(*columns))
        for m in (Mention, DateExpression)
    ]


def told(report):
    return {**json.loads("".join(report.as_json())), "seconds": 0}


@pytest.mark.django_db
def test_the_report_and_the_rows_are_those_of_one_process(seeds):
    from django.db import transaction

    with transaction.atomic():
        one = run(seeds, jobs=1)
        of_one, found = rows(), passages()
        transaction.set_rollback(True)
    two = run(seeds, jobs=2)
    assert told(two) == told(one)
    assert passages() == found
    assert rows() == of_one
    assert one.total.created > 90


#: what two runs never have alike: moments, random ids, and checksums of these
BY_CHANCE = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:[^\"]*|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}"


def rows():
    """Every row of what is loaded; on PostgreSQL, whose sequences go on, without numbers."""
    own = {name: table for name, table in everything().items() if name != "articles.knowledgechange"}
    text = re.sub(BY_CHANCE, "…", json.dumps(own, default=str, indent=1))
    if connection.vendor == "postgresql":
        text = re.sub(r"\d+", "#", text)
    return text.splitlines()


@pytest.mark.django_db
def test_a_second_run_in_processes_writes_nothing_and_a_changed_file_is_read(seeds):
    run(seeds, jobs=2)
    before = everything()
    assert set(counts(run(seeds, jobs=2))) == {"unchanged", "refused"}
    assert everything() == before
    (seeds / "d1.txt").write_text(TEXT.format(n=100))
    report = run(seeds, jobs=2)
    assert report.total.changed > 0
    assert Article.objects.get(text__contains="bridge 100").mention_set.exists()


@pytest.mark.django_db
def test_a_dry_run_in_processes_reads_with_the_names_of_its_own_files(seeds):
    dry = run(seeds, jobs=2, dry_run=True)
    assert not Article.objects.exists()
    assert {**told(run(seeds, jobs=1))} == told(dry)


@pytest.mark.django_db
def test_what_is_no_number_of_processes_is_wrong_usage():
    with pytest.raises(CommandError, match="no number of processes"):
        call_command("load_seeds", "--jobs", "0")


@pytest.mark.own_processes
def test_a_load_in_processes_that_is_killed_is_completed_by_the_next_run(seeds, tmp_path):
    (seeds / "nothing.txt").unlink()
    (seeds / "items.jsonl").unlink()
    with database(tmp_path, "jobs") as own:
        process = start(own, seeds, "--jobs", "2")
        time.sleep(random.uniform(1, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        python(own, "-m", "django", "load_seeds", seeds, "--jobs", "2")
        assert state(own)["articles"] == 10
