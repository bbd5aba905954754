"""The desk's search: drafts too, each hit with its state and its page on the desk."""

import pytest
from django.urls import reverse

from articles import publishing
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

PAGE = "/admin/find/"


def find(client, **query):
    return client.get(PAGE, query)


@pytest.fixture
def record(searchable):
    """One thing in each state, all found by “bridge”."""
    ada = builders.person("Ada Bridge")
    live = builders.published("The bridge opened.", headline="Live one")
    changed = builders.published("The bridge stood.", headline="Changed one").article
    changed.refresh_from_db()
    changed.headline = "Changed one, again"
    changed.save()
    withdrawn = builders.published("The bridge fell.", headline="Withdrawn one")
    publishing.withdraw(withdrawn.article, by=None, note="Wrong.")
    hidden = builders.person("Bob Bridge", state="public")
    publishing.suppress(hidden, by=None, reason="court")
    draft = builders.article("The bridge is planned.", headline="Draft one")
    story = builders.story("Bridge affair")
    searchable()
    return {
        "ada": ada, "live": live.article, "changed": changed, "withdrawn": withdrawn.article, "hidden": hidden,
        "draft": draft, "story": story,
    }  # fmt: skip


def test_each_hit_tells_its_state_and_leads_to_its_page_on_the_desk(record):
    answer = find(at_desk("reporter"), q="bridge")
    told = {(hit.hit.title, hit.state): hit.url for hit in answer.context_data["hits"]}
    at = {name: row.pk for name, row in record.items()}
    assert told == {
        ("Ada Bridge", "draft"): reverse("admin:people_person_change", args=[at["ada"]]),
        ("Bob Bridge", "suppressed"): reverse("admin:people_person_change", args=[at["hidden"]]),
        ("Live one", "live"): reverse("admin:articles_article_change", args=[at["live"]]),
        ("Changed one", "live"): reverse("admin:articles_article_change", args=[at["changed"]]),
        ("Changed one, again", "draft, an edition is live"): reverse(
            "admin:articles_article_change", args=[at["changed"]]
        ),
        ("Withdrawn one", "withdrawn, working copy draft"): reverse(
            "admin:articles_article_change", args=[at["withdrawn"]]
        ),
        ("Draft one", "draft"): reverse("admin:articles_article_change", args=[at["draft"]]),
        ("Bridge affair", "not public"): reverse("admin:articles_story_change", args=[at["story"]]),
    }
    assert answer.context_data["results"].total == len(told)


def test_every_hit_opens(record):
    client = at_desk("reporter")
    for hit in find(client, q="bridge").context_data["hits"]:
        assert client.get(hit.url).status_code == 200, hit.url


def test_a_quote_leads_to_the_review_of_its_article(searchable):
    ada = builders.person("Ada Example")
    copy = builders.article("“Never again,” Ada Example said.")
    builders.quote(copy, "Never again,", ada)
    publishing.publish(copy, by=None)
    searchable()
    [hit] = find(at_desk("reporter"), q="never again", kind="quote").context_data["hits"]
    assert (hit.url, hit.state) == (reverse("admin:review", args=[copy.pk]), "live")


def test_it_narrows_marks_and_pages(searchable):
    for n in range(25):
        builders.article(f"The bridge <b> {n}.", headline=f"Draft {n}", section=builders.section())
    searchable()
    client = at_desk("reporter")
    page = find(client, q="bridge").content.decode()
    assert "25 results for “bridge”" in page
    assert 'href="?q=bridge&amp;page=2"' in page
    assert 'href="?q=bridge&amp;section=world"' in page
    answer = find(client, q="bridge", page=2, section="world")
    assert len(answer.context_data["hits"]) == 5
    assert answer.content.decode().count("<mark>bridge</mark>") == 5
    assert find(client, q="bridge", page=3).status_code == 404


def test_nothing_asked_and_nothing_found_are_told(searchable):
    client = at_desk("reporter")
    assert "weak ones included" in find(client).content.decode()
    page = find(client, q="zzzz", kind="person").content.decode()
    assert "Nothing was found for “zzzz”" in page
    assert "Search without narrowing" in page


def test_without_an_index_it_says_who_builds_one(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "none"
    answer = find(at_desk("reporter"), q="bridge")
    assert answer.status_code == 503
    assert "manage.py rebuild_search" in answer.content.decode()


def test_a_stranger_sees_the_login_alone(client, record):
    for user in (None, builders.user()):
        if user:
            client.force_login(user)
        answer = find(client, q="bridge")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
        assert b"Draft one" not in client.get(answer.url).content


def test_what_the_desk_finds_is_not_kept_by_caches(record):
    answer = find(at_desk("reporter"), q="bridge")
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]


def test_every_page_of_the_desk_has_the_box():
    client = at_desk("reporter")
    for path in ("/admin/", "/admin/articles/article/", "/admin/paste/"):
        assert f'action="{PAGE}" method="get"' in client.get(path).content.decode()


@pytest.mark.parametrize("number", [1, 15])
def test_it_takes_no_more_queries_however_much_is_found(searchable, django_assert_max_num_queries, number):
    for n in range(number):
        builders.person(f"Ada {n} Bridge", state="public")
        builders.published(f"The bridge {n}.", headline=f"Live {n}", section=builders.section())
        builders.article(f"The bridge {n}.", headline=f"Draft {n}")
        builders.story(f"Bridge {n}")
    searchable()
    client = at_desk("editor")
    find(client, q="bridge")
    with django_assert_max_num_queries(12):
        find(client, q="bridge")
