from datetime import date

import pytest

from articles import publishing
from articles.models import Preference, StoryEntity
from people import merging
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


def tell(story, *entities):
    for order, entity in enumerate(entities):
        StoryEntity.objects.create(story=story, entity=entity, order=order)


def test_a_story_tells_where_things_stand_its_timeline_its_people_and_its_articles(client):
    story = builders.story(
        "The bridge affair",
        introduction="<p>How it <em>began</em>.</p>",
        state_of_play="<p>It is shut.</p>",
        public=True,
    )
    later = builders.event("Closing", begins="2021-03", state="public")
    earlier = builders.event("Opening", begins="2020-06-25", state="public")
    undated = builders.event("Quarrel", state="public")
    trust, ada = builders.organization(state="public"), builders.person(state="public")
    tell(story, undated, later, trust, earlier, ada)
    for year in (2021, 2019, 2020):
        builders.published(story=story, slug=f"in-{year}", date=date(year, 1, 1))
    page = read(client.get(story.get_absolute_url()))
    assert "How it began." in page.text
    assert "It is shut." in page.text
    events = [link for link in page.links if link.startswith("/events/")][1:]
    assert events == [row.get_absolute_url() for row in (earlier, later, undated)]
    assert "25 June 2020 Opening uncited March 2021 Closing uncited date unknown Quarrel" in page.text
    assert {ada.get_absolute_url(), trust.get_absolute_url()} <= set(page.links)
    articles = [link for link in page.links if link.startswith("/articles/in-")]
    assert articles == [f"/articles/in-{year}/" for year in (2019, 2020, 2021)]


def cite_begin(event, value, text):
    copy = builders.article(text)
    builders.citation(copy, event, "begins", value, text.rstrip("."))
    publishing.publish(copy, by=None)


def test_each_day_of_the_timeline_has_the_sentence_that_supports_it(client):
    story, event = builders.story(public=True), builders.event("Opening", begins="2020-06-25", state="public")
    tell(story, event)
    cite_begin(event, "2020-06-25", "It opened on 25 June 2020.")
    text = read(client.get(story.get_absolute_url())).text
    assert "25 June 2020 Opening It opened on 25 June 2020. Bridge opened, 25 June 2020" in text
    assert "uncited" not in text


def test_the_timeline_says_where_sources_differ_and_goes_by_the_day_that_we_prefer(client):
    story = builders.story(public=True)
    event, other = (
        builders.event(name, begins=begins, state="public")
        for name, begins in (("Opening", "2020"), ("Closing", "2021"))
    )
    double = builders.event("The opening", state="public")
    tell(story, event, other)
    for row, year in ((event, "2020"), (double, "2022")):
        cite_begin(row, year, f"It opened in {year}.")
    merging.merge(double, event, by=None)
    Preference.objects.create(entity=event, field="begins", value="2022", reason="The register says so.")
    page = read(client.get(story.get_absolute_url()))
    words = "They say “2022” (1) and “2020” (1). We hold “2022”: The register says so."
    assert f"2022 Opening Sources differ. {words} It opened in 2022. Says “2022”:" in page.text
    assert page.text.index("All 2 sources for the day") < page.text.index("It opened in 2020.")
    assert page.text.index("2021 Closing") < page.text.index("2022 Opening")


def test_a_story_without_anything_has_a_page_all_the_same(client):
    page = read(client.get(builders.story(public=True).get_absolute_url()))
    assert "No articles are published here yet." in page.text


def test_further_pages_of_a_story_hold_its_articles_alone(client):
    story = builders.story(introduction="<p>How it began.</p>", public=True)
    for _ in range(21):
        builders.published(story=story)
    page = read(client.get(f"{story.get_absolute_url()}?page=2"))
    assert len([link for link in page.links if link.startswith("/articles/article-")]) == 1
    assert "How it began." not in page.text
    assert client.get(f"{story.get_absolute_url()}?page=3").status_code == 404


def test_a_merged_entity_stands_in_a_story_once_under_its_survivor(client):
    story = builders.story(public=True)
    ada, double = (
        builders.person("Ada Example", state="public"),
        builders.person("A. Example", state="public"),
    )
    tell(story, double, ada)
    merging.merge(double, ada, by=None)
    links = read(client.get(story.get_absolute_url())).links
    assert links.count(ada.get_absolute_url()) == 1
    assert double.slug not in " ".join(links)


def test_a_story_that_is_not_public_is_not_there(client):
    assert client.get(builders.story().get_absolute_url()).status_code == 404


def test_an_old_address_of_a_story_leads_to_the_new_one(client):
    story = builders.story(slug="old", public=True)
    story.slug = "new"
    story.save()
    response = client.get("/stories/old/")
    assert (response.status_code, response["Location"]) == (301, "/stories/new/")
    story.public = False
    story.save()
    assert client.get("/stories/old/").status_code == client.get("/stories/new/").status_code == 404


def test_a_story_takes_as_many_queries_for_much_as_for_little(client, django_assert_max_num_queries):
    story = builders.story(public=True)
    for many in (1, 8):
        for n in range(many):
            event = builders.event(f"Event {n}", begins="2020", state="public")
            copy = builders.article("It opened in 2020.", story=story)
            builders.citation(copy, event, "begins", "2020", "in 2020")
            publishing.publish(copy, by=None)
            tell(story, event)
            tell(story, builders.person(f"Person {n}", state="public"))
            builders.published(story=story)
        with django_assert_max_num_queries(6):
            assert client.get(story.get_absolute_url()).status_code == 200
