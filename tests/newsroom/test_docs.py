import re

from tests.environment import ROOT, names_read


def test_every_setting_is_described_for_operators():
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operators.md").read_text(), re.MULTILINE))
    assert names_read() == described


def test_every_word_of_the_makefile_is_in_the_readme():
    words = set(re.findall(r"^([a-z]+):.* ## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert words == set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text()))
