"""The readers' pages in a browser: what only a browser can tell."""

import pytest

from articles import publishing
from newsroom.search import index
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: counts the characters of each line of the running text as it is laid out
LINES = """element => {
  const range = document.createRange(), lines = {};
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode;
    for (let i = 0; i < text.length; i++) {
      range.setStart(text, i); range.setEnd(text, i + 1);
      const box = range.getBoundingClientRect();
      if (box.width) { const y = Math.round(box.bottom); lines[y] = (lines[y] || 0) + 1; }
    }
  }
  return Object.values(lines);
}"""


@pytest.fixture
def edition(settings, tmp_path):
    """A long article that cites a fact of Ada Example, with words that no line can hold; it can be searched."""
    ada = builders.person("Ada Example", born="1961", description="Chair of the Example Trust. " * 5)
    text = (
        "Ada Example was born in 1961. "
        + "The bridge had stood there for as long as anybody could tell. " * 20
    )
    section = builders.section("Section" * 12)
    copy = builders.article(
        f"{text}\n\n{'long' * 60}", headline="W" * 120, standfirst="It stands. " * 20, section=section
    )
    builders.published("Something else.", headline="X" * 120, section=section)
    builders.mention(copy, ada)
    builders.mention(copy, builders.organization("Long" * 20), "long" * 20)
    builders.citation(copy, ada, "born", "1961", "born in 1961")
    made = publishing.publish(copy, by=None)
    settings.SEARCH_INDEX = tmp_path / "search"
    index.rebuild()
    return made


def paths(edition):
    ada = edition.citation_set.get().entity
    editions = f"/articles/{edition.slug}/editions/"
    return [
        "/",
        f"/articles/{edition.slug}/",
        editions,
        f"{editions}1/",
        ada.get_absolute_url(),
        "/people/",
        "/search/?q=bridge",
        "/nothing/",
    ]


def test_no_page_is_wider_than_its_window(page, edition):
    for path in paths(edition):
        page.goto(path)
        for width in (320, 390, 820, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_lines_of_running_text_have_at_most_seventy_characters(page, edition):
    page.goto(f"/articles/{edition.slug}/")
    for width in (820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        lines = page.locator(".body p").first.evaluate(LINES)
        assert len(lines) > 5
        assert max(lines) <= 70


def test_a_reader_goes_from_a_name_to_a_fact_to_its_sentence(page, edition):
    page.goto(f"/articles/{edition.slug}/")
    page.locator(".body").get_by_role("link", name="Ada Example").click()
    page.get_by_text("1 source").click()
    page.locator("figcaption").get_by_role("link").first.click()
    passage = page.locator(":target")
    assert passage.inner_text() == "born in 1961"
    assert passage.is_visible()


def test_the_keyboard_skips_to_the_content_and_focus_is_seen(page, edition):
    page.goto("/people/")
    page.keyboard.press("Tab")
    skip = page.get_by_text("Skip to the content")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Ada Example"
    assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_pages_need_nothing_that_a_strict_policy_forbids(page, edition):
    policy = "default-src 'none'; style-src 'self'; img-src 'self'"
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    def strict(route):
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "Content-Security-Policy": policy})

    page.route("**/*", strict)
    for path in paths(edition)[:-1]:
        page.goto(path)
    assert refused == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_links_can_be_told_from_the_paper(page, edition, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(edition.citation_set.get().entity.get_absolute_url())
    paper = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    for place in ("h1", "main a", ".about", ".kicker", "summary", "footer.site p"):
        ink = page.locator(place).first.evaluate("e => getComputedStyle(e).color")
        assert contrast(ink, paper) >= 4.5, place


def contrast(one, other):
    """Contrast of two colours "rgb(r, g, b)" by WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
