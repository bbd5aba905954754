"""ninjs 1, 2 and 3, the items of these tests held against the IPTC's own schemas. No database."""

import json

import pytest
from jsonschema import Draft202012Validator, validators

from tests.environment import ROOT
from tests.seeds.reading import one, parts, read, refused

SCHEMAS = ROOT.parent / "shared" / "schemas" / "ninjs"
TEXT = "The Example Trust opened a bridge on Monday.\n\nIt had been closed since May, Ada Example said."
HTML = "<p>The Example Trust opened a bridge.</p><h2>Then</h2><p>It was <em>good</em>.</p>"

FIRST = {
    "uri": "http://agency.example/items/1",
    "type": "text",
    "pubstatus": "usable",
    "firstcreated": "2019-06-14T23:30:00-04:00",
    "versioncreated": "2019-06-15T10:00:00Z",
    "language": "en",
    "headline": "Bridge opens",
    "description_text": "A trust opens a bridge.",
    "byline": "By Ada Penn and Bea Stone",
    "located": "HALIFAX",
    "infosource": [{"name": "The Agency"}],
    "copyrightnotice": "© The Agency",
    "body_xhtml": HTML,
    "associations": {
        "main": {
            "uri": "http://agency.example/pictures/1",
            "type": "picture",
            "byline": "Cy Photo",
            "headline": "The bridge",
            "renditions": {"web": {"href": "http://agency.example/b.jpg"}},
        }
    },
}
SECOND = {
    "uri": "http://agency.example/items/2",
    "type": "text",
    "firstcreated": "2019-06-14T23:30:00-04:00",
    "versioncreated": "2019-06-15T10:00:00Z",
    "language": "en",
    "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": "Bridge opens"}],
    "descriptions": [{"role": "summary", "value": "A trust opens a bridge."}],
    "bodies": [
        {"contenttype": "text/plain", "value": TEXT},
        {"contenttype": "text/html", "value": HTML},
    ],
    "by": "By Ada Penn and Bea Stone",
    "located": "HALIFAX",
    "infosources": [{"name": "The Agency"}],
    "copyrightnotice": "© The Agency",
    "associations": [
        {
            "name": "main",
            "uri": "http://agency.example/pictures/1",
            "type": "picture",
            "by": "Cy Photo",
            "headlines": [{"value": "The bridge"}],
            "renditions": [{"name": "web", "href": "http://agency.example/b.jpg"}],
        }
    ],
}
CAPITALS = {"firstcreated": "firstCreated", "versioncreated": "versionCreated", "infosources": "infoSources"}
CAPITALS |= {"copyrightnotice": "copyrightNotice", "contenttype": "contentType"}


def third(value):
    """An item of version 2 as version 3 writes it."""
    if isinstance(value, dict):
        return {CAPITALS.get(key, key): third(item) for key, item in value.items()}
    return [third(item) for item in value] if isinstance(value, list) else value


ITEMS = {"1.4": FIRST, "1.6": FIRST, "2.1": SECOND, "2.2": SECOND, "3.0": third(SECOND), "3.1": third(SECOND)}


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the IPTC's schemas are not here (../shared/schemas/ninjs)")
@pytest.mark.parametrize("version", ITEMS)
def test_what_these_tests_read_is_ninjs(version):
    schema = json.loads((SCHEMAS / f"ninjs-schema_{version}.json").read_text(encoding="utf-8"))
    schema = json.loads(
        json.dumps(schema).replace('{"$ref": "https://geojson.org/schema/GeoJSON.json#"}', "{}")
    )
    checker = validators.validator_for(schema, default=Draft202012Validator)
    assert [error.message for error in checker(schema).iter_errors(ITEMS[version])] == []


@pytest.mark.parametrize("version", ITEMS)
def test_every_version_gives_the_same_record(tmp_path, version):
    document = one(tmp_path, "a.json", json.dumps(ITEMS[version]))
    found = document.said
    assert (found.headline, found.standfirst, found.dateline) == (
        "Bridge opens",
        "A trust opens a bridge.",
        "HALIFAX",
    )
    assert found.bylines == (("Ada Penn", "author"), ("Bea Stone", "author"))
    assert (found.publisher, found.published, found.language) == ("The Agency", "2019-06-14", "en")
    assert found.html == "<p>The Example Trust opened a bridge.</p><h2>Then</h2><p>It was <em>good</em>.</p>"
    assert (found.notice, found.version) == ("© The Agency", "2019-06-15T10:00:00.000+00:00")
    assert (found.picture.address, found.picture.credit) == ("http://agency.example/b.jpg", "Cy Photo")
    assert found.picture.alt == "The bridge"
    assert document.key == f"item:{ITEMS[version]['uri']}"


def test_a_plain_body_is_left_for_cleaning(tmp_path):
    item = {"uri": "urn:x:1", "headline": "Bridge opens", "body_text": TEXT}
    document = one(tmp_path, "a.ninjs", json.dumps(item))
    assert (document.text, document.said.html) == (TEXT, None)


def test_html_in_body_text_is_read_as_html(tmp_path):
    document = one(
        tmp_path, "a.json", json.dumps({"uri": "urn:x:1", "body_text": "<p>One.</p>\n<p>Two &lt; 3.</p>"})
    )
    assert document.said.html == "<p>One.</p><p>Two &lt; 3.</p>"


def test_an_embargo_is_told(tmp_path):
    item = {"uri": "urn:x:1", "body_text": TEXT, "embargoed": "2030-01-01T00:00:00Z"}
    assert "embargoed until 2030" in one(tmp_path, "a.json", json.dumps(item)).notes[0].message


def test_a_list_gives_each_item_and_refuses_those_that_are_wrong(tmp_path):
    items = [FIRST, {**FIRST, "pubstatus": "canceled"}, {**FIRST, "uri": "urn:x:3"}]
    documents, problems = parts(read(tmp_path, "a.json", json.dumps(items)))
    assert [document.part for document in documents] == ["item 1", "item 3"]
    assert problems == [
        "None None: item 2: The item says that it is canceled: withdraw its article on the desk if it is in the record."
    ]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"uri": "urn:x:1", "type": "picture"}, "This is a picture item"),
        ({"uri": "urn:x:1", "type": "text", "headline": "H"}, "There is no text in this item."),
        ({"uri": "urn:x:1", "body_xhtml": "<p> </p>"}, "There is no text in this item."),
        ({"uri": "urn:x:1", "pubstatus": "withheld", "body_text": TEXT}, "The item says that it is withheld"),
    ],
)
def test_what_has_no_text_to_read_is_refused(tmp_path, item, words):
    assert words in refused(tmp_path, "a.json", json.dumps(item))[0]


@pytest.mark.parametrize(
    "content", ['{"a": 1}', "[]", "3", '[{"uri": "urn:x"}]', '{"uri": 3, "headline": "H"}']
)
def test_other_json_is_none_of_ours(tmp_path, content):
    assert read(tmp_path, "a.json", content).not_ours


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{\n  ]", "2 None: This is not JSON: "),
        ("[" * 100_000, "None None: This is not JSON: "),
        (b'{"uri": "\xff"}', "1 None: The byte 0xFF is not UTF-8"),
        (b'{\n"uri": "\0"}', "2 None: There is a NUL byte here"),
    ],
)
def test_what_is_no_json_is_refused_at_its_line(tmp_path, content, words):
    assert refused(tmp_path, "a.json", content)[0].startswith(words)


@pytest.mark.parametrize("key", sorted({*FIRST, *SECOND, *third(SECOND)} - {"uri"}))
@pytest.mark.parametrize("value", [None, 3, [], {}, [3], [{"value": 3}]])
def test_values_of_the_wrong_type_are_passed_over_or_refused(tmp_path, key, value):
    documents, problems = parts(
        read(tmp_path, "a.json", json.dumps({**FIRST, "body_text": TEXT, key: value}))
    )
    assert len(documents) + len(problems) == 1
