import pytest
from django.http import Http404
from django.test import RequestFactory

from newsroom.paging import LAST_PAGE, ROWS, Rows, number_of, rows_of
from people.models import Person
from tests import builders


def request(query: str = ""):
    return RequestFactory().get(f"/{query}")


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=51",
        "?page=100",
        "?page=-1",
        "?page=one",
        "?page=",
        "?page=1.0",
        "?page=+1",
        "?page=01",
        "?page=٣",
    ],
)
def test_a_page_that_is_none_is_refused(query):
    with pytest.raises(Http404):
        number_of(request(query))


@pytest.mark.parametrize(("query", "number"), [("", 1), ("?page=1", 1), ("?page=50", 50)])
def test_pages_go_from_1_to_50(query, number):
    assert number_of(request(query)) == number


@pytest.mark.django_db
def test_a_list_is_cut_into_pages_of_twenty():
    people = [builders.person(f"Person {n:02}") for n in range(2 * ROWS + 1)]
    pages = [rows_of(Person.objects.live() | Person.objects.all(), request(f"?page={n}")) for n in (1, 2, 3)]
    assert [row.name for page in pages for row in page.rows] == [row.name for row in people]
    assert [(page.previous, page.next) for page in pages] == [(None, 2), (1, 3), (2, None)]
    with pytest.raises(Http404):
        rows_of(Person.objects.all(), request("?page=4"))


@pytest.mark.django_db
def test_a_full_last_page_has_none_after_it():
    for n in range(ROWS):
        builders.person(f"Person {n}")
    assert rows_of(Person.objects.all(), request()).next is None


@pytest.mark.django_db
def test_the_first_page_may_be_empty():
    assert list(rows_of(Person.objects.none(), request()).rows) == []


@pytest.mark.django_db
def test_a_page_takes_one_query_and_counts_nothing(django_assert_num_queries):
    builders.person()
    with django_assert_num_queries(1) as captured:
        rows_of(Person.objects.all(), request())
    assert "COUNT(" not in captured.captured_queries[0]["sql"].upper()


def test_page_50_is_the_last_and_says_when_there_is_more():
    last = Rows([], LAST_PAGE, "page", more=True)
    assert (last.next, last.is_cut_off) == (None, True)
