"""docs/editors.md holds what the desk has."""

import re

from articles.admin.article_deeds import DEEDS, EDITION_DEEDS
from newsroom.permissions import ROLES
from people.admin.entity_deeds import DEEDS as ENTITY_DEEDS
from tests.environment import ROOT

PAGE = (ROOT / "docs/editors.md").read_text()


def test_every_role_has_its_column():
    assert re.findall(r"^\| \| (\w+) \| (\w+) \| (\w+) \|$", PAGE, re.MULTILINE) == [tuple(ROLES)]


def test_every_key_of_the_review_is_described_and_no_other():
    script = (ROOT / "newsroom/static/newsroom/desk.js").read_text()
    template = (ROOT / "newsroom/templates/admin/desk/review.html").read_text()
    keys = set(re.findall(r"^    (\w): \(\)", script, re.MULTILINE)) | set(
        re.findall(r'data-key="(\w)"', template)
    )
    table = PAGE[PAGE.index("| key |") :].split("\n\n")[0]
    assert set(re.findall(r"`(\w)`", table)) == keys


def test_the_acts_that_readers_notice_are_described():
    noticed = {deed.label for deed in (*DEEDS, *EDITION_DEEDS, *ENTITY_DEEDS) if deed.danger} | {
        "Publish",
        "Schedule",
    }
    assert {label for label in noticed if f"*{label}*" not in PAGE} == set()
