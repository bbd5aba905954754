"""Accessibility of the desk, as far as axe can tell: nothing is found on its main screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from articles import analysis, publishing
from articles.models import Article, Counterpart
from newsroom.search import index
from seeds.models import Load, LoadFile
from tests import builders
from tests.desk import PASSWORD, somebody
from tests.seeds.loading import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """Harbour trust names new head

By Nora Quill

June 25, 2020

Ada Lindqvist, who was born in 1961, now leads the Harbour Trust. The trust runs the port and its bridge.

"We will open the bridge in May," said Vera Holm. "Nobody doubts that it will be done by then."

Sign up for our newsletter
"""

SAID = "We built this bridge for the people who live on both sides"


def told_twice(speaker):
    """Two articles that tell the same, in which two are said to have said the same words."""
    told = " ".join(f"Hour {hour} at the bridge went by as hour {hour - 1} had." for hour in range(1, 30))
    for outlet, one in (("First Post", speaker), ("Second Post", builders.person("Bob Sample"))):
        copy = builders.article(f"{told} “{SAID},” we were told by the {outlet}.", publisher=outlet)
        builders.quote(copy, SAID, one)
        analysis.suggest(copy)


@pytest.fixture
def screens(settings, tmp_path):
    """Each main screen with something on it."""
    settings.SEARCH_INDEX = tmp_path / "search"
    ada = builders.person("Ada Lindqvist", state="public", born="1960")
    trust = builders.organization("Harbour Trust", state="public", founded="1900")
    relation = builders.relation(ada, trust, title="chair", begin="2015")
    ada.names.create(text="A. Lindqvist")
    cited = builders.article(
        "Ada Lindqvist was born in 1961. She chairs the trust since 2016.", headline="Cited"
    )
    builders.citation(cited, ada, "born", "1961", "born in 1961")
    builders.citation(cited, relation, "begin", "2016", "since 2016")
    publishing.publish(cited, by=None)
    article = builders.article(TEXT.split("2020\n\n")[1].replace("Sign up", "Ada Lindqvist said: sign up"))
    article.bylines.create(name="Nora Quill", person=ada)
    builders.quote(
        article, "We will open the bridge in May,", speaker_words="she", accepted_words="We wil open it,"
    )
    builders.mention(article, trust, "newsletter", lost=True)
    analysis.suggest(article)
    analysis.suggest(builders.article("Ada Lindqvist was arrested in Oslo on 3 May 2020."))
    told_twice(ada)
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    run(tmp_path / "page.txt")
    pasted = Article.objects.exclude(source=None).get()
    load = Load.objects.create(refused=1)
    problems = [{"line": 3, "field": "name", "message": "A name is missing."}]
    LoadFile.objects.create(
        load=load, path="people.yaml", status="partly_refused", refused=1, problems=problems
    )
    index.rebuild()
    quote = article.quote_set.first()
    named = {
        "index": [], "find": [], "articles_article_changelist": [], "articles_article_change": [article.pk],
        "articles_article_publish": [article.pk], "review": [article.pk], "change_quote": [article.pk, quote.pk],
        "suggestions": [], "reworded": [], "lost": [], "articles_candidate_changelist": [], "uncited": [],
        "events_found": [], "same_story": [], "counterpart": [Counterpart.objects.first().pk], "two_speakers": [],
        "readings": [], "removed": [pasted.pk],
        "differing": [], "paste": [], "people_person_change": [ada.pk], "people_person_merge": [ada.pk],
        "people_relation_change": [relation.pk], "seeds_load_changelist": [], "seeds_load_change": [load.pk],
    }  # fmt: skip
    screens = {name: reverse(f"admin:{name}", args=args) for name, args in named.items()}
    return screens | {"find": f"{screens['find']}?q=ada"}


def violations(page):
    """What axe finds: (rule, the elements)."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]


def test_axe_finds_nothing_on_the_main_screens_of_the_desk(page, screens):
    somebody("editor")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(reverse("admin:index"))
    found = {"login": violations(page)}
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{reverse('admin:index')}")
    for name, address in screens.items():
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(details => details.open = true)")
        page.wait_for_timeout(150)  # alpine.js fades the page in, which lowers contrast meanwhile
        found[name] = violations(page)
    page.goto(screens["paste"])
    page.get_by_label("Paste the text").fill(TEXT)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("heading", name="Harbour trust names new head").wait_for()
    found["reading"] = violations(page)
    assert {name: rules for name, rules in found.items() if rules} == {}
