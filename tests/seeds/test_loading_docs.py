"""docs/loading.md and the code say the same: every key, every word of the report, every example."""

import json
import re

import pytest

from seeds.readers.schema import SCHEMA_PATH
from seeds.readers.structured import SCHEMAS
from seeds.records import LISTS
from tests.environment import ROOT
from tests.seeds.loading import counts, files, notes, run

PAGE = (ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
#: parts of the schema that nobody writes by hand, that are no record, or (row) have a section of their own
OTHERS = {"id", "articleId", "uid", "edition", "editionPassage", "row"}


def rows(head):
    """The cells of the table that begins with this head."""
    table = PAGE[PAGE.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table]


def test_every_key_of_every_record_is_in_the_table_and_marked_if_needed():
    written = {
        kind: (set(re.findall(r"`(\w+)`", keys)), set(re.findall(r"\*\*`(\w+)`\*\*", keys)))
        for kind, _, keys in rows("| `seeds/schema.json` |")
    }
    meant = {
        name: (set(part["properties"]), set(part["required"]))
        for name, part in SCHEMA["$defs"].items()
        if name not in OTHERS
    }
    assert written == meant


def test_every_key_is_explained():
    used = {key for name, part in SCHEMA["$defs"].items() if name not in OTHERS for key in part["properties"]}
    assert {key.strip("`") for key, _ in rows("| key | meaning |")} == used


def test_the_lists_of_a_file_are_those_of_the_schema():
    assert set(LISTS) == set(SCHEMAS) == set(SCHEMA["properties"])
    assert all(f"\n{name}:" in PAGE for name in LISTS)


@pytest.mark.django_db
def test_the_examples_of_the_page_load_as_they_stand(tmp_path, picture):
    blocks = re.findall(r"^```(yaml|markdown)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    yaml = [text for kind, text in blocks if kind == "yaml" and text.startswith("people:")]
    (article,) = [text for kind, text in blocks if kind == "markdown"]
    assert len(yaml) == 1
    folder = files(tmp_path / "seeds", people_yaml=yaml[0].replace("description: …", "description: A day."))
    (folder / "pictures").mkdir()
    (folder / "pictures" / "opening.jpg").write_bytes(picture)
    text = "Ms Example, who chairs the trust, Ada Example, spoke of “a good day for the town”, she said.\n\n"
    text += "The trust was founded on 1 March 1987. Example met the Example Trust and the Trust."
    files(folder, opens_md=article.replace("First paragraph.", text))
    report = run(folder)
    assert notes(report) == []
    assert set(counts(report)) == {"created"}
