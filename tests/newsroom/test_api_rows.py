"""Rows of the API and their lists: addresses, pages of lists, freshness, what is hidden, what a token changes."""

import pytest
from rest_framework.authtoken.models import Token

from articles import publishing
from tests import builders
from tests.api import PLACES, ROOT, cursor, everything, get, ids, problem

pytestmark = pytest.mark.django_db

WITH_SLUG = ("articles", "people", "organizations", "events", "stories")


@pytest.mark.parametrize("place", PLACES)
def test_every_row_has_an_id_and_leads_to_itself(client, place, row):
    page = get(client, f"{place}/")
    assert set(page) == {"results", "next", "previous"}
    assert page["results"]
    for row in page["results"]:
        assert row["api_url"] == f"http://testserver{ROOT}{place}/{row['id']}/"
        alone = client.get(row["api_url"])
        assert alone.status_code == 200
        assert alone.json()["id"] == row["id"]
        assert set(row) <= set(alone.json())
        assert alone["Content-Location"] == row["api_url"]


@pytest.mark.parametrize("place", WITH_SLUG)
def test_slugs_work_in_the_path_and_lead_to_pages(client, place, row):
    for row in get(client, f"{place}/")["results"]:
        assert get(client, f"{place}/{row['slug']}/")["id"] == row["id"]
        assert client.get(row["url"]).status_code == 200


def test_old_slugs_and_merged_ids_answer_with_what_stands_for_them_now(client, row):
    row.ada.slug = "ada-renamed"
    publishing.save_entity(row.ada, by=None)
    old = row.double.slug
    for ref in ("ada-renamed", old, row.double.pk, row.ada.pk):
        response = client.get(f"{ROOT}people/{ref}/")
        assert (response.status_code, response.json()["id"]) == (200, row.ada.pk)
        assert response["Content-Location"] == f"http://testserver{ROOT}people/{row.ada.pk}/"
    row.article.slug = "moved"
    row.article.save()
    publishing.publish(row.article, by=None)
    assert get(client, "articles/bridge-opened/")["id"] == row.article.pk
    assert get(client, "articles/bridge-opened/")["slug"] == "moved"


def test_a_person_is_no_organization(client, row):
    problem(client.get(f"{ROOT}organizations/{row.ada.pk}/"), 404)
    problem(client.get(f"{ROOT}organizations/{row.ada.slug}/"), 404)


@pytest.mark.parametrize("place", PLACES)
def test_small_pages_hold_what_one_large_page_holds_in_its_order(client, place, row):
    builders.person("Zoe Example", state="public")
    builders.event("Undated", state="public")
    builders.event("Closing", begins="2021", state="public")
    builders.event("Other undated", state="public")
    whole = get(client, f"{place}/", limit=100)
    small = everything(client, f"{place}/", limit=1)
    assert small == whole["results"]
    assert whole["next"] is whole["previous"] is None


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2020", "", 5, "2020-13-01"]
)
def test_moments_beyond_the_calendar_are_no_cursor(client, moment, row):
    problem(client.get(f"{ROOT}editions/?cursor={cursor(False, moment, 1)}"), 400)


def test_one_row_takes_no_parameters(client, row):
    assert "takes none" in problem(client.get(f"{ROOT}people/{row.ada.pk}/?limit=1"), 400)["detail"]
    assert "takes none" in problem(client.get(f"{ROOT}?format=xml"), 400)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method, row):
    for path in ("", "people/", f"people/{row.ada.pk}/", "search/", "schema/", "docs/"):
        response = getattr(client, method)(ROOT + path)
        problem(response, 405)
        assert "GET" in response["Allow"]


def test_withdrawn_articles_are_gone_with_what_readers_are_told(client, row):
    edition = row.edition.pk
    publishing.withdraw(row.article, by=None, note="It was wrong.", why="secret")
    for ref in (f"articles/{row.article.pk}", "articles/bridge-opened", f"editions/{edition}"):
        assert problem(client.get(f"{ROOT}{ref}/"), 410)["detail"] == "It was wrong."
    assert row.article.pk not in ids(client, "articles/")
    assert edition not in ids(client, "editions/")


def test_drafts_and_suppressed_entities_are_404(client, row):
    publishing.suppress(row.trust, by=None, reason="Asked for.")
    draft, article = builders.person("Draft Example"), builders.article("Nothing yet.")
    for path in (
        f"organizations/{row.trust.pk}/",
        f"organizations/{row.trust.slug}/",
        f"relations/{row.chair.pk}/",
        f"people/{draft.pk}/",
        f"people/{draft.slug}/",
        f"articles/{article.pk}/",
        f"articles/{article.slug}/",
    ):
        problem(client.get(ROOT + path), 404)


def test_who_has_the_content_already_gets_304(client, row):
    for path in ("", "people/", f"people/{row.ada.pk}/", "articles/", "schema/"):
        first = client.get(ROOT + path)
        assert first["Cache-Control"] == "no-cache"
        same = client.get(ROOT + path, headers={"if-none-match": f'"other", {first["ETag"]}'})
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
        other = client.get(ROOT + path, headers={"if-none-match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)


def test_head_tells_what_get_would(client, row):
    whole, head = client.get(f"{ROOT}people/"), client.head(f"{ROOT}people/")
    assert (head.status_code, head["ETag"], head.content) == (200, whole["ETag"], b"")


def test_an_etag_changes_with_whom_a_row_names(client, row):
    before = client.get(f"{ROOT}relations/{row.chair.pk}/")["ETag"]
    row.trust.name = "Renamed Trust"
    publishing.save_entity(row.trust, by=None)
    assert (
        client.get(f"{ROOT}relations/{row.chair.pk}/", headers={"if-none-match": before}).status_code == 200
    )


def test_a_token_sees_what_everybody_sees(client, row):
    builders.person("Draft Example")
    token = Token.objects.create(user=builders.user())
    headers = {"authorization": f"Token {token.key}"}
    for path in ("people/", f"people/{row.ada.pk}/", "articles/"):
        assert client.get(ROOT + path, headers=headers).json() == client.get(ROOT + path).json()
