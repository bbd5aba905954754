"""An editor's day in a browser: from a pasted text to a correction and a withdrawal, by mouse and by keyboard."""

import pytest
from django.conf import settings
from django.urls import reverse

from articles import analysis
from articles.models import Article, Citation, Mention
from newsroom.editorial import Decision
from newsroom.search import index
from people.models import Entity
from tests import builders
from tests.desk import at_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """Home
Subscribe

Harbour trust names new head as bridge work stalls

By Nora Quill

June 25, 2020

Ada Lindqvist, who was born in 1961, now leads the Harbour Trust. The trust runs the port and its bridge.

"We will open the bridge in May," said Vera Holm. "Nobody doubts that it will be done by then."

The work had stalled in December 2018, when the money ran out. It went on a year later.

Sign up for our newsletter
"""

#: what reaches out of the window to the right and is not cut off there
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.tagName}.${element.className} ${element.id}`);
}"""


@pytest.fixture
def editor(page, live_server):
    """The desk's first page, with an editor who is signed in; test_axe_desk signs in through the form."""
    session = at_desk("editor").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(reverse("admin:index"))
    return page


def current(page):
    return page.locator(".desk-current")


def choose(page, within, words):
    """Pick what an autocomplete finds for the words."""
    within.locator(".select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def test_from_a_pasted_text_to_a_correction_and_a_withdrawal(editor):
    page = editor
    ada = builders.person("Ada Lindqvist", description="Head of the Harbour Trust.")

    page.get_by_role("link", name="New from text or files").click()
    page.get_by_label("Paste the text").fill(TEXT)
    page.get_by_label("Rights").select_option("own")
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Harbour trust names new head").wait_for()
    assert page.get_by_text("Sign up for our newsletter").is_visible()
    assert not Article.objects.exists()
    page.get_by_role("button", name="Save as draft").click()

    page.get_by_text("is a draft now").first.wait_for()
    assert current(page).locator("mark").inner_text() == "Ada Lindqvist"
    current(page).get_by_role("button", name="Accept").click()

    unknown = page.locator(".desk-item", has_text="Vera Holm: not in the record")
    unknown.get_by_role("link", name="Other or new…").click()
    current(page).get_by_role("button", name="Make a new one").click()
    page.get_by_text("Vera Holm is in the record now").first.wait_for()

    quote = (
        page.locator(".desk-item", has_text="We will open the bridge in May")
        .filter(has_text="direct quote")
        .first
    )
    quote.get_by_role("link", name="Other or new…").click()
    choose(page, current(page), "Vera Holm")
    current(page).get_by_role("button", name="It is this one").click()

    wrong = page.locator(".desk-item", has_text="Harbour Trust: not in the record").first
    wrong.get_by_role("button", name="Wrong").click()

    cite = page.locator("#cite")
    cite.get_by_label("The words that say so").fill("born in 1961")
    choose(page, cite, "Ada Lindqvist")
    cite.get_by_label("What the words give").fill("1961")
    cite.get_by_role("button", name="Cite it").click()
    page.get_by_text("supports Ada Lindqvist: born").first.wait_for()

    article = Article.objects.get()
    page.get_by_role("link", name="Back to the article").click()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.locator("dl").wait_for()
    assert "2 mentions, 1 quote, 1 citation" in page.locator("dl").inner_text()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published: edition 1").first.wait_for()
    article.refresh_from_db()
    address = article.get_absolute_url()

    page.goto(address)
    assert page.get_by_role("heading", level=1).inner_text() == article.headline
    page.locator(".body").get_by_role("link", name="Ada Lindqvist").click()
    assert "1961" in page.locator("main").inner_text()
    assert Entity.objects.get(name="Vera Holm").is_live

    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.locator(".ProseMirror").get_by_text("now leads").click()
    page.keyboard.press("End")
    page.keyboard.type(" It has forty members.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").first.wait_for()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_role("link", name="Publish with a note").click()
    page.get_by_label("Public note").fill("We left out how many members the trust has.")
    page.get_by_role("button", name="Publish with a note").click()
    page.get_by_text("Published with its note").first.wait_for()
    page.goto(address)
    assert "We left out how many members the trust has." in page.locator("main").inner_text()
    assert "It has forty members." in page.locator(".body").inner_text()

    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Public note").fill("The trust says that none of this is so.")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("Withdrawn. Readers get the note").first.wait_for()
    answer = page.goto(address)
    assert answer.status == 410
    assert "none of this is so" in page.locator("main").inner_text()
    ada.refresh_from_db()
    assert ada.born == "1961"


def test_a_review_is_done_by_keyboard_alone(editor):
    page = editor
    ada = builders.person("Ada Lindqvist")
    article = builders.article("Ada Lindqvist came. It rained. Ada Lindqvist left. Ada Lindqvist slept.")
    analysis.suggest(article)
    decisions = lambda: list(  # noqa: E731
        Mention.objects.filter(article=article, entity=ada)
        .order_by("start")
        .values_list("decision", flat=True)
    )
    page.goto(reverse("admin:review", args=[article.pk]))
    for key in ("a", "j", "w"):
        with page.expect_navigation():
            page.keyboard.press(key)
    assert decisions() == [Decision.ACCEPTED, Decision.SUGGESTED, Decision.REJECTED]
    with page.expect_navigation():
        page.keyboard.press("u")
    assert decisions() == [Decision.ACCEPTED, Decision.SUGGESTED, Decision.SUGGESTED]
    page.keyboard.press("n")
    name = page.locator(":focus")
    assert name.get_attribute("name") == "name"
    page.keyboard.type("aw")
    assert decisions() == [Decision.ACCEPTED, Decision.SUGGESTED, Decision.SUGGESTED]


def test_words_selected_in_the_text_are_the_words_to_cite(editor):
    page = editor
    article = builders.article("Ada Lindqvist was born in 1961.")
    page.goto(reverse("admin:review", args=[article.pk]))
    text = page.locator("[data-selectable]")
    text.click(click_count=3)
    assert page.get_by_label("The words that say so").input_value() == "Ada Lindqvist was born in 1961."
    assert not Citation.objects.exists()


SELECT_SECOND = """() => {
  const text = document.querySelector("[data-selectable]").firstChild;
  const range = document.createRange();
  const at = text.data.lastIndexOf("She ");
  range.setStart(text, at - 1);
  range.setEnd(text, at + 4);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
  document.querySelector("[data-selectable]").dispatchEvent(new MouseEvent("mouseup"));
}"""


def test_a_name_is_marked_where_it_was_selected_and_undone_by_key(editor):
    page = editor
    ada = builders.person("Ada Lindqvist")
    article = builders.article("She 🌉 came. Then it rained. She left.")
    page.goto(reverse("admin:review", args=[article.pk]))
    page.get_by_text("Mark a name").click()
    page.evaluate(SELECT_SECOND)
    assert page.get_by_label("The words that name it").input_value() == "She"
    choose(page, page.locator("#mark-name"), "Ada Lindqvist")
    page.get_by_role("button", name="Mark the name").click()
    page.get_by_text("“She” names Ada Lindqvist").first.wait_for()
    row = Mention.objects.get()
    assert (row.entity, row.start) == (ada, article.text.rindex("She"))
    with page.expect_navigation():
        page.keyboard.press("u")
    assert not Mention.objects.exists()


def test_the_keys_go_on_from_one_part_of_a_long_article_to_the_next(editor):
    page = editor
    builders.person("Ada Lindqvist")
    article = builders.article("\n\n".join(f"Ada Lindqvist spoke {n}. Ada Lindqvist sat." for n in range(14)))
    analysis.suggest(article)
    page.goto(f"{reverse('admin:review', args=[article.pk])}?part=1")
    last = page.locator(".desk-sentence .desk-item").last.get_attribute("id")
    page.goto(f"{reverse('admin:review', args=[article.pk])}?at={last}")
    with page.expect_navigation():
        page.keyboard.press("j")
    assert page.locator(".desk-parts [aria-current]").inner_text().startswith("2")
    with page.expect_navigation():
        page.keyboard.press("k")
    assert current(page).get_attribute("id") == last


def test_two_versions_stand_beside_each_other(editor):
    page = editor
    article = builders.article("First words.", headline="First")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.locator("[name=headline]").fill("Mine")
    article.headline = "Theirs"
    article.save()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="Two versions").wait_for()
    cells = page.locator(".desk-stale tbody :is(th, td)").all_inner_texts()
    assert cells == ["Headline", "Mine", "Theirs"]
    assert page.locator("[name=headline]").input_value() == "Mine"


def too_wide(page):
    """What reaches out of the window, by its width: a telephone's, a tablet's, a desk's."""
    found = {}
    for width in (1440, 820, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(TOO_WIDE)
    return {width: elements for width, elements in found.items() if elements}


def test_no_page_of_the_desk_is_wider_than_its_window(editor, settings, tmp_path):
    page = editor
    settings.SEARCH_INDEX = tmp_path / "search"
    ada = builders.person("Ada " + "Long" * 30, description="Chair of the trust. " * 20)
    article = builders.article("Ada came. " * 40 + "long" * 60, headline="W" * 120)
    builders.mention(article, ada, "Ada", decision=Decision.SUGGESTED)
    quote = builders.quote(article, "long" * 60, speaker_words="W" * 90, accepted_words="V" * 300)
    index.rebuild()
    for address in (
        reverse("admin:index"),
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:review", args=[article.pk]),
        reverse("admin:articles_article_publish", args=[article.pk]),
        reverse("admin:people_person_change", args=[ada.pk]),
        reverse("admin:people_person_merge", args=[ada.pk]),
        reverse("admin:paste"),
        reverse("admin:suggestions"),
        reverse("admin:change_quote", args=[article.pk, quote.pk]),
        reverse("admin:removed", args=[article.pk]),
        reverse("admin:find") + "?q=ada",
    ):
        page.goto(address)
        assert too_wide(page) == {}, address
    rows = "".join(f'{{"headline": "{"W" * 90} {n}", "text": "It rained."}}\n' for n in range(2))
    page.goto(reverse("admin:paste"))
    files = {"name": "rows.jsonl", "mimeType": "application/json", "buffer": rows.encode()}
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Which of them are kept").wait_for()
    assert too_wide(page) == {}


#: controls and regions that somebody who does not see the page could not tell apart
NAMELESS = """() => {
  const named = (e) => e.labels?.length || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.title;
  const controls = [...document.querySelectorAll("#main :is(input, select, textarea, [role=combobox], [role=textbox])")];
  return controls.filter((e) => e.type !== "hidden" && e.checkVisibility() && !named(e)).map((e) => e.outerHTML);
}"""


def test_every_control_of_the_desk_has_a_name(editor):
    page = editor
    ada = builders.person()
    builders.relation(ada, builders.organization())
    article = builders.article()
    article.bylines.create(name="Nora Quill")
    analysis.suggest(article)
    for address in (
        reverse("admin:articles_article_change", args=[article.pk]),
        reverse("admin:review", args=[article.pk]),
        reverse("admin:people_person_change", args=[ada.pk]),
        reverse("admin:people_person_merge", args=[ada.pk]),
        reverse("admin:articles_article_schedule", args=[article.pk]),
        reverse("admin:paste"),
    ):
        page.goto(address)
        page.wait_for_function(f"({NAMELESS})().length === 0", timeout=10_000)
        assert page.locator("[role=main]").count() == 1
