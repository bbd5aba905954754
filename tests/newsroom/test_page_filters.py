import json

import pytest

from newsroom.templatetags.pages import in_words, jsonld, position, web_address
from people.models import Organization


def test_data_in_a_page_cannot_end_its_script_element():
    written = jsonld({"headline": "</script><script>alert(1)</script><!-- & \u2028"})
    inside = written.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028")
    assert json.loads(inside)["headline"] == "</script><script>alert(1)</script><!-- & \u2028"


def test_no_data_makes_no_element():
    assert jsonld({}) == ""


@pytest.mark.parametrize(
    ("text", "words"), [("2018-12", "December 2018"), (None, ""), ("", ""), ("████-██", "████-██")]
)
def test_dates_of_references_are_in_words_and_blanked_ones_stay_blank(text, words):
    assert in_words(text) == words


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("█████://█", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url, address):
    assert web_address(url) == address


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"country": "US"}, "Country: United States"),
        ({"country": "ZZ"}, "Country: Unknown Region"),
        ({"country": "QX"}, "Country: QX"),
        ({"latitude": -33.9, "longitude": 18.4}, "Position: 33.9° south, 18.4° east"),
        ({"latitude": 0.0, "longitude": 0.0}, "Position: 0° north, 0° east"),
    ],
)
def test_places_are_told_in_words(fields, words):
    assert position(Organization(name="Example Trust", **fields)) == words
