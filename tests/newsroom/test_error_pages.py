import pytest

from newsroom import views
from tests.reading import read


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/nothing/",
        "/articles/nothing/",
        "/articles/nothing/editions/",
        "/articles/nothing/editions/1/",
        "/articles/nothing/editions/1/images/1",
        "/people/nothing/",
        "/organizations/nothing/",
        "/events/nothing/",
        "/stories/nothing/",
        "/people/?page=2",
        "/people/?page=x",
        "/articles/?section=nothing",
        "/articles/?tag=nothing",
        "/articles/?tag=%00",
        "/articles/?section=%00",
    ],
)
def test_what_is_not_there_gets_our_own_404(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert read(response).headings == [(1, "There is no such page")]


def test_an_error_of_ours_gets_our_own_page_without_the_database(client, monkeypatch):
    """No database mark here, so that a query would fail this test."""

    def fail(self, **kwargs):
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr(views.Home, "get_context_data", fail)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    page = read(response)
    assert page.headings == [(1, "Something went wrong on our side")]
    assert "/articles/" in page.links
    assert "secret" not in response.content.decode()
