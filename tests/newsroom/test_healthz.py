import pytest
from django.db import OperationalError

from newsroom import views


@pytest.mark.django_db
def test_a_site_that_reaches_its_database_is_well(client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_a_site_without_its_database_says_so_and_no_more(client, monkeypatch):
    def refuse():
        raise OperationalError("could not connect as user newsroom with password secret")

    monkeypatch.setattr(views.connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "secret" not in response.content.decode()


def test_health_is_only_read(client):
    assert client.post("/healthz").status_code == 405
