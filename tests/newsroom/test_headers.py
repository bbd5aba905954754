"""What browsers and caches are told beside a page."""

import pytest

from articles import publishing
from tests import builders

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/articles/",
    "/people/",
    "/events/",
    "/stories/",
    "/articles/bridge/",
    "/nothing/",
    "/feeds/rss/",
]


@pytest.fixture(autouse=True)
def edition():
    return builders.published(slug="bridge")


def policy(response):
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize("path", PATHS)
def test_readers_pages_may_load_nothing_but_our_own_styles_and_pictures(client, path):
    told = policy(client.get(path))
    assert told["default-src"] == "'none'"
    assert told["style-src"] == told["img-src"] == "'self'"
    assert "script-src" not in told
    assert not [value for value in told.values() if "unsafe" in value or "*" in value]


def test_the_desk_may_run_scripts_and_still_nothing_from_elsewhere(client):
    told = policy(client.get("/admin/login/"))
    assert "'self'" in told["script-src"]
    assert not [value for value in told.values() if "*" in value or "http" in value]


def test_the_description_of_the_api_runs_no_script_in_the_page(client):
    told = policy(client.get("/api/v1/docs/"))
    assert told["script-src"] == told["connect-src"] == "'self'"


@pytest.mark.parametrize("path", [*PATHS, "/admin/login/", "/api/v1/articles/"])
def test_every_answer_guards_its_reader(client, path):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/nothing/"])
def test_a_page_that_is_kept_is_asked_for_each_time_and_not_sent_twice(client, path):
    response = client.get(path)
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" in response["Vary"]
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "no-cache"


def test_what_is_withdrawn_is_gone_for_those_too_who_kept_it(client, edition):
    before = client.get("/articles/bridge/")["ETag"]
    publishing.withdraw(edition.article, by=None, note="It was wrong.")
    gone = client.get("/articles/bridge/", headers={"If-None-Match": before})
    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-cache")


def test_a_page_that_has_changed_is_sent_again(client, edition):
    before = client.get("/articles/bridge/")["ETag"]
    copy = edition.article
    copy.headline = "Another headline"
    copy.save()
    publishing.publish(copy, by=None)
    assert client.get("/articles/bridge/", headers={"If-None-Match": before}).status_code == 200


def test_who_is_signed_in_shares_no_page_with_others_and_always_sees_the_newest(client):
    client.force_login(builders.user())
    response = client.get("/")
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_what_is_not_there_may_be_there_at_once(client):
    assert client.get("/nothing/")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/healthz", "/admin/login/"])
def test_what_must_not_be_kept_is_not(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
