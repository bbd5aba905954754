"""Every example in docs/api.md is answered as the page says."""

import json
import re

import pytest

from articles import publishing
from newsroom.search import index
from tests import builders
from tests.api import PLACES, ROOT, get
from tests.environment import ROOT as FOLDER

PAGE = (FOLDER / "docs/api.md").read_text()
EXAMPLES = re.findall(r"^    GET (\S+)\n    (\d+)\n    (.+)\n", PAGE, re.MULTILINE)
MORE = "…"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def gone(standing):
    """An article that was withdrawn, beside the record."""
    gone = builders.published("Nothing.", slug="withdrawn", headline="Gone").article
    publishing.withdraw(gone, by=None, note="It was wrong.")


@pytest.fixture
def told(gone, settings, tmp_path):
    """The record that the page tells of."""
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()


def matches(told, found, path=""):
    """Raises AssertionError where an answer is not what the page tells; … leaves out any further items and fields."""
    if told == MORE:
        return
    if isinstance(told, dict):
        wanted = {name: value for name, value in told.items() if name != MORE}
        assert isinstance(found, dict), path
        assert set(wanted) == set(found) if MORE not in told else set(wanted) <= set(found), path
        for name, value in wanted.items():
            matches(value, found[name], f"{path}.{name}")
    elif isinstance(told, list):
        assert isinstance(found, list), path
        wanted = [value for value in told if value != MORE]
        assert len(wanted) == len(found) if MORE not in told else len(wanted) <= len(found), path
        for number, value in enumerate(wanted):
            matches(value, found[number], f"{path}[{number}]")
    elif isinstance(told, str) and told.endswith(MORE):
        assert found.startswith(told.removesuffix(MORE)), path
    else:
        assert told == found, path


def parsed(text):
    """The JSON of an example, with … as a field or an item."""
    text = re.sub(r"([{,]\s*)…(\s*})", rf'\1"{MORE}": "{MORE}"\2', text)
    return json.loads(re.sub(r"([\[,]\s*)…(\s*\])", rf'\1"{MORE}"\2', text))


def test_the_page_has_examples():
    assert len(EXAMPLES) == PAGE.count("    GET ") >= 15


@pytest.mark.parametrize(("address", "status", "content"), EXAMPLES)
def test_an_example_is_answered_as_the_page_says(client, told, address, status, content):
    response = client.get(address)
    assert response.status_code == int(status), response.content
    matches(parsed(content), response.json())


def test_a_page_that_says_something_else_is_noticed():
    for told in ({"a": 1}, {"b": 1, MORE: MORE}, {"a": [1], MORE: MORE}):
        with pytest.raises(AssertionError):
            matches(told, {"a": 2, "c": 3})


def test_every_endpoint_is_on_the_page(client):
    named = set(re.findall(r"`(\w+)/`", PAGE))
    assert named >= {*PLACES, "search"}
    assert set(get(client, "")) - {"schema", "docs"} == named & set(get(client, ""))


def test_every_kind_of_error_is_on_the_page(client):
    described = {
        code
        for item in client.get(f"{ROOT}schema/").json()["paths"].values()
        for code in item["get"]["responses"]
        if code >= "400"
    }
    told = set(re.findall(r"\b[45]\d\d\b", PAGE.partition("## Errors")[2]))
    assert described - {"500"} <= told
