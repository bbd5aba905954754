"""What every endpoint of the API does: paging, refusals, tokens, throttling, its description."""

import re
from functools import cache
from types import SimpleNamespace

import pytest
from django.db import connection
from rest_framework.authtoken.models import Token

from articles import publishing
from articles.api.views import Articles
from articles.models import Article
from newsroom.api import counting, paging, throttling
from newsroom.api.counting import Counter
from people import merging
from people.models import Person
from tests import builders
from tests.api import PLACES, ROOT, cursor, everything, get, ids, problem

pytestmark = pytest.mark.django_db

# What is there


def test_the_root_leads_to_every_endpoint(client):
    found = get(client, "")
    assert set(found) == {*PLACES, "search", "schema", "docs"}
    for address in found.values():
        assert address.startswith("http://testserver/api/v1/")
        assert client.get(address).status_code in (200, 503)  # there is no search index in this test


# Paging


def test_previous_leads_back_to_the_first_page(client):
    for name in "abcdefg":
        builders.person(f"{name} Example", state="public")
    first = get(client, "people/", limit=3)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [row["name"][0] for row in third["results"]] == ["g"]
    assert third["next"] is None
    back = client.get(third["previous"]).json()
    assert back["results"] == second["results"]
    assert client.get(back["next"]).json()["results"] == third["results"]
    assert client.get(back["previous"]).json()["results"] == first["results"]
    assert client.get(back["previous"]).json()["previous"] is None


def test_what_comes_and_goes_meanwhile_moves_no_other_row(client):
    rows = [builders.person(f"{name} Example", state="public") for name in "bdfh"]
    first = get(client, "people/", limit=2)
    builders.person("a Example", state="public")
    publishing.suppress(rows[1], by=None, reason="Asked for.")
    assert [row["name"][0] for row in client.get(first["next"]).json()["results"]] == ["f", "h"]


def test_rows_with_equal_columns_are_told_apart_by_their_ids(client):
    for _ in range(5):
        builders.person("Ada Example", state="public")
    found = [row["id"] for row in everything(client, "people/", limit=2)]
    assert found == sorted(Person.objects.values_list("pk", flat=True))


@pytest.mark.only_on("postgresql")
def test_the_second_page_of_articles_is_read_from_their_index():
    for _ in range(3):
        builders.published()
    rows = Article.objects.live().order_by(*(column.order(False) for column in paging.columns_of(Articles)))
    first = rows[0]
    values = [first.live_date, first.published_at, first.pk]
    page = rows.filter(paging.beyond(paging.columns_of(Articles), values, False))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = page.explain()
    assert "article_latest" in plan
    assert "Sort" not in plan


def test_cursors_keep_the_other_parameters(client):
    for place in ("Lisbon", "Porto", "Lisbon", "Lisbon"):
        builders.organization(place=place, state="public")
    found = everything(client, "organizations/", limit=2, place="Lisbon")
    assert [row["place"] for row in found] == ["Lisbon"] * 3


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1.5", "9" * 50, "²"])
def test_a_limit_that_is_none_is_refused(client, limit):
    content = problem(client.get(f"{ROOT}people/", {"limit": limit}), 400)
    assert content["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "ä",
        "[]",
        cursor(),
        cursor(False),
        cursor(False, "a"),
        cursor(False, "a", "b"),
        cursor(False, "a", None),
        cursor(False, None, 1),
        cursor(False, "a\0", 1),
        cursor(False, "a", 2**63),
        cursor(False, "a", True),
        cursor(False, "a", 1, 1),
        cursor(1, "a", 1),
        cursor(False, ["a"], 1),
        cursor({"a": 1}),
    ],
)
def test_a_cursor_that_is_none_of_this_list_is_refused(client, text):
    builders.person("Ada Example", state="public")
    content = problem(client.get(f"{ROOT}people/?cursor={text}"), 400)
    assert content["errors"][0]["parameter"] == "cursor"


# Refusals


@pytest.mark.parametrize("place", [*PLACES, "search"])
def test_an_unknown_parameter_is_refused_with_the_nearest_known_one(client, place):
    content = problem(
        client.get(f"{ROOT}{place}/", {"cursr": "1", "q": "x"} if place == "search" else {"lmit": 1}), 400
    )
    near = "cursor" if place == "search" else "limit"
    assert f"did you mean “{near}”?" in content["detail"]
    assert f"did you mean “{near}”?" in content["errors"][0]["detail"]


@pytest.mark.parametrize(
    "ref", ["nobody", "0", "9" * 30, "Ada", "a%00b", "-", "ada--x", "²", "%F0%9F%98%80", "a" * 300]
)
@pytest.mark.parametrize("place", PLACES)
def test_refs_that_lead_nowhere_are_404(client, place, ref):
    problem(client.get(f"{ROOT}{place}/{ref}/"), 404)


@pytest.mark.parametrize("path", ["nothing/", "people/1/2/", "v2/", "people//"])
def test_addresses_that_lead_nowhere_are_404(client, path):
    problem(client.get(f"{ROOT}{path}"), 404)
    problem(client.get(f"/api/{path}"), 404)


def test_a_missing_slash_at_the_end_is_added(client):
    response = client.get(f"{ROOT}people?limit=5")
    assert (response.status_code, response["Location"]) == (301, f"{ROOT}people/?limit=5")


@pytest.mark.parametrize("accept", [None, "application/json", "*/*", "text/html, */*;q=0.1", "application/*"])
def test_json_is_what_one_gets(client, accept):
    headers = {"accept": accept} if accept else {}
    response = client.get(f"{ROOT}people/", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_who_accepts_no_json_gets_406(client):
    problem(client.get(f"{ROOT}people/", headers={"accept": "text/html"}), 406)


def test_an_error_of_ours_tells_nothing_of_its_cause(client, monkeypatch):
    def fail(*args):
        raise RuntimeError("secret")

    monkeypatch.setattr("people.api.People.get_queryset", fail)
    client.raise_request_exception = False
    content = problem(client.get(f"{ROOT}people/"), 500)
    assert "secret" not in str(content)


# Freshness


def test_refusals_have_no_etag(client):
    assert "ETag" not in client.get(f"{ROOT}people/nobody/")


# Tokens and throttling


def test_a_wrong_token_is_refused(client):
    response = client.get(f"{ROOT}people/", headers={"authorization": "Token wrong"})
    problem(response, 401)
    assert response["WWW-Authenticate"] == "Token"


def test_signing_in_to_the_desk_shows_nothing_more(client):
    builders.person("Draft Example")
    user = builders.user()
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    assert ids(client, "people/") == []


@pytest.fixture
def throttled(settings, monkeypatch, tmp_path):
    """Three requests a minute without a token, five with one, in a minute that does not end."""
    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: 1234567.0))
    monkeypatch.setattr(throttling, "counter", cache(lambda: Counter(tmp_path / "asked.sqlite3")))
    settings.API_REQUESTS_PER_MINUTE, settings.API_REQUESTS_PER_MINUTE_WITH_TOKEN = 3, 5


def test_who_asks_too_often_is_told_when_to_come_back(client, throttled):
    assert [client.get(f"{ROOT}people/").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = client.get(f"{ROOT}stories/")
    problem(response, 429)
    assert response["Retry-After"] == "53"
    assert client.get(f"{ROOT}people/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_address_that_one_makes_up_is_not_counted_as_another(client, throttled):
    codes = [
        client.get(f"{ROOT}people/", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ]
    assert codes[-1] == 429


def test_a_token_has_its_own_count(client, throttled):
    token = Token.objects.create(user=builders.user())
    headers = {"authorization": f"Token {token.key}"}
    codes = [client.get(f"{ROOT}people/", headers=headers).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert client.get(f"{ROOT}people/").status_code == 200


def test_pages_are_never_throttled(client, throttled):
    assert {client.get("/people/").status_code for _ in range(10)} == {200}


def test_the_default_is_a_thousand_requests_a_minute():
    from newsroom import settings

    assert settings.API_REQUESTS_PER_MINUTE >= 1000


# The description and its pages


def test_the_description_is_openapi_3_1(client):
    content = get(client, "schema/")
    assert content["openapi"].startswith("3.1")
    assert set(content["paths"]) == (
        {ROOT, f"{ROOT}search/"}
        | {f"{ROOT}{place}/" for place in PLACES}
        | {f"{ROOT}{place}/{{ref}}/" for place in PLACES}
    )


def test_every_parameter_is_described(client):
    for path, item in get(client, "schema/")["paths"].items():
        for parameter in item["get"].get("parameters", []):
            assert parameter["description"], (path, parameter["name"])


def test_the_documentation_asks_no_other_host(client):
    page = client.get(f"{ROOT}docs/")
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.content.decode())
    assert len(sources) >= 4
    assert [source for source in sources if not source.startswith("/")] == []
    script = next(source for source in sources if "script" in source)
    assert f"{ROOT}schema/" in client.get(script.replace("&amp;", "&")).content.decode()


def test_merging_moves_what_a_filter_finds(client):
    one, other = builders.person("One Example"), builders.person("Other Example")
    first = builders.published("One Example came.", one)
    second = builders.published("Other Example went.", other)
    for row in (one, other):
        row.refresh_from_db()
    merge = merging.merge(other, one, by=None)
    for ref in (one.pk, one.slug, other.pk, other.slug):
        assert set(ids(client, "articles/", person=ref)) == {first.article_id, second.article_id}
    merging.undo(merge, by=None)
    assert ids(client, "articles/", person=one.slug) == [first.article_id]
    assert ids(client, "articles/", person=other.pk) == [second.article_id]
