import pytest

from people import merging
from tests import builders
from tests.reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "build"), [("/people/", builders.person), ("/organizations/", builders.organization)]
)
def test_entities_are_listed_by_name_without_those_that_readers_may_not_see(client, path, build):
    shown = [build(name, state="public", description=f"About {name}.") for name in ("Zoë", "Adam", "émile")]
    hidden = [build("Draft"), build("Suppressed", state="suppressed")]
    double = build("Double", state="public")
    merging.merge(double, shown[0], by=None)
    page = read(client.get(path))
    wanted = [row.get_absolute_url() for row in (shown[1], shown[2], shown[0])]
    assert [link for link in page.links if link.startswith(path) and link != path] == wanted
    assert "About Zoë." in page.text
    for row in (*hidden, double):
        assert row.name not in page.text


@pytest.mark.parametrize("path", ["/people/", "/organizations/", "/events/", "/articles/", "/stories/"])
def test_an_empty_list_says_so(client, path):
    assert "published here yet" in read(client.get(path)).text


def test_a_list_turns_its_pages(client):
    for n in range(41):
        builders.person(f"Person {n:02}", state="public")
    assert [link for link in read(client.get("/people/")).links if "?" in link] == ["?page=2"]
    assert [link for link in read(client.get("/people/?page=2")).links if "page" in link] == ["?page=3"]
    assert "/people/" in read(client.get("/people/?page=2")).links
    assert "Person 40" in read(client.get("/people/?page=3")).text
    assert client.get("/people/?page=4").status_code == 404


@pytest.mark.parametrize(
    ("path", "build"), [("/people/", builders.person), ("/organizations/", builders.organization)]
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(
    client, django_assert_max_num_queries, path, build
):
    for many in (1, 30):
        for n in range(many):
            build(f"Name {n}", state="public")
        with django_assert_max_num_queries(2):
            assert client.get(path).status_code == 200
