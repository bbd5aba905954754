"""Accounts of the desk and their tokens for the API."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, reverse
from rest_framework.authtoken.models import Token

from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return builders.user("bob")


def do(client, user, deed):
    return client.post(reverse(f"admin:auth_user_{deed}", args=[user.pk]), {"version": 0})


def test_a_token_is_made_and_told_once(bob):
    chief = at_desk("chief")
    answer = do(chief, bob, "token")
    token = Token.objects.get(user=bob)
    assert any(token.key in str(message) for message in get_messages(answer.wsgi_request))
    shown = chief.get(answer.url, follow=True).content.decode()  # the page after it has the message
    assert token.key in shown
    assert token.key not in chief.get(answer.url).content.decode()


def test_a_token_opens_the_api_until_it_is_revoked(bob, client):
    chief = at_desk("chief")
    do(chief, bob, "token")
    header = {"Authorization": f"Token {Token.objects.get(user=bob).key}"}
    assert client.get("/api/v1/articles/", headers=header).status_code == 200
    do(chief, bob, "revoke")
    assert client.get("/api/v1/articles/", headers=header).status_code == 401


def test_a_new_token_ends_the_one_before(bob):
    chief = at_desk("chief")
    do(chief, bob, "token")
    before = Token.objects.get(user=bob).key
    do(chief, bob, "token")
    assert Token.objects.get(user=bob).key != before


def test_no_page_of_the_desk_lists_keys(bob):
    with pytest.raises(NoReverseMatch):
        reverse("admin:authtoken_tokenproxy_changelist")


def test_only_a_chief_makes_tokens_and_not_for_a_superuser(bob):
    boss = User.objects.create_superuser("boss", password="secret")
    assert do(at_desk("editor"), bob, "token").status_code == 403
    assert do(at_desk("chief"), boss, "token").status_code == 404
    assert not Token.objects.exists()


@pytest.mark.parametrize("path", ["/admin/login/", "/"])
def test_pages_name_their_icon(client, path):
    assert 'type="image/svg+xml"' in client.get(path).content.decode()


def test_the_icon_is_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.url.endswith(".svg")
