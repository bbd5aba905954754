"""Every role against every act of the desk."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.urls import reverse

from articles.admin.article_deeds import DEEDS, EDITION_DEEDS
from articles.models import Article, Candidate, Counterpart
from newsroom.admin.accounts import DEEDS as ACCOUNT_DEEDS
from newsroom.permissions import ROLES, of_role
from people.admin.entity_deeds import DEEDS as ENTITY_DEEDS
from people.models import Entity
from tests import builders
from tests.desk import at_desk, somebody

pytestmark = pytest.mark.django_db

WHO = {"reporter": 1, "editor": 2, "chief": 3}

#: page → the least role that may open it
PAGES = {
    "articles/article/add/": "reporter",
    "articles/article/{article}/change/": "reporter",
    "articles/article/{article}/review/": "reporter",
    "articles/article/{article}/review/quote/{quote}/": "reporter",
    "articles/article/{article}/removed/": "reporter",
    "articles/article/{article}/history/": "reporter",
    "articles/article/{article}/publish/": "editor",
    "articles/article/{article}/correct/": "editor",
    "articles/article/{article}/schedule/": "editor",
    "articles/article/{article}/unschedule/": "editor",
    "articles/article/{article}/withdraw/": "editor",
    "articles/edition/{edition}/change/": "reporter",
    "articles/edition/{edition}/redact/": "chief",
    "articles/story/add/": "editor",
    "articles/section/add/": "editor",
    "articles/preference/add/": "editor",
    "articles/candidate/{candidate}/change/": "reporter",
    "articles/candidate/{candidate}/new/": "reporter",
    "articles/candidate/{candidate}/link/": "reporter",
    "articles/candidate/{candidate}/dismiss/": "reporter",
    "articles/act/": "editor",
    "articles/sourcedocument/": "reporter",
    "people/person/add/": "reporter",
    "people/person/{person}/change/": "reporter",
    "people/person/{person}/publish/": "editor",
    "people/person/{person}/merge/": "editor",
    "people/person/{person}/distinguish/": "editor",
    "people/person/{person}/kind/": "chief",
    "people/person/{person}/suppress/": "chief",
    "people/person/{person}/unsuppress/": "chief",
    "people/relation/add/": "reporter",
    "seeds/load/": "editor",
    "auth/user/": "chief",
    "auth/user/add/": "chief",
    "auth/user/{user}/token/": "chief",
    "auth/user/{user}/revoke/": "chief",
    "paste/": "reporter",
    "find/": "reporter",
    "suggestions/": "reporter",
    "events-found/": "reporter",
    "events-found/story/{story}/": "reporter",
    "lost/": "reporter",
    "reworded/": "reporter",
    "readings/": "reporter",
    "same-story/": "reporter",
    "same-story/{counterpart}/": "reporter",
    "two-speakers/": "reporter",
    "facts/uncited/": "reporter",
    "facts/differing/": "reporter",
}


@pytest.fixture
def rows():
    edition = builders.published("Ada Example opened the bridge.", builders.person("Ada Example"))
    return {
        "article": edition.article_id,
        "edition": edition.pk,
        "person": Entity.objects.get().pk,
        "user": builders.user().pk,
        "quote": builders.quote(edition.article, "opened the bridge", speaker_words="somebody").pk,
        "counterpart": Counterpart.objects.create(
            one=edition.article, other=builders.article(), score=0.5
        ).pk,
        "candidate": Candidate.objects.create(name="Bob Sample", kind="person").pk,
        "story": builders.story().pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_those_whose_role_promises_it(rows, role):
    client = at_desk(role)
    opened = {page: client.get(f"/admin/{page.format(**rows)}").status_code for page in PAGES}
    promised = {page: 200 if WHO[role] >= WHO[least] else 403 for page, least in PAGES.items()}
    assert opened == promised


@pytest.mark.parametrize("role", ROLES)
def test_what_may_not_be_opened_may_not_be_posted_to(rows, role):
    client = at_desk(role)
    for page, least in PAGES.items():
        if WHO[role] < WHO[least]:
            assert client.post(f"/admin/{page.format(**rows)}", {"note": "x"}).status_code == 403, page


def test_the_table_names_every_act_of_the_desk():
    acts = {
        *(f"articles/article/{{article}}/{deed.name}/" for deed in DEEDS),
        *(f"articles/edition/{{edition}}/{deed.name}/" for deed in EDITION_DEEDS),
        *(f"people/person/{{person}}/{deed.name}/" for deed in ENTITY_DEEDS),
        *(f"auth/user/{{user}}/{deed.name}/" for deed in ACCOUNT_DEEDS),
    }
    assert acts <= PAGES.keys()


def test_somebody_without_an_account_of_the_desk_is_sent_to_the_login(client, rows):
    client.force_login(builders.user())
    for page in PAGES:
        address = f"/admin/{page.format(**rows)}"
        answer = client.get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login")), page


def test_a_later_role_may_all_that_an_earlier_one_may():
    names = [of_role(role) for role in ROLES]
    assert names[0] < names[1] < names[2]


def test_every_permission_of_the_table_exists():
    there = {
        f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")
    }
    assert of_role("chief") <= there


def test_a_group_that_was_changed_by_hand_is_brought_back_by_migrate():
    group = Group.objects.get(name="reporter")
    group.permissions.add(Permission.objects.get(codename="publish_article"))
    call_command("migrate", verbosity=0)
    held = {
        f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")
    }
    assert held == of_role("reporter")


def test_nobody_deletes_what_was_published_or_an_entity(rows):
    client = at_desk("chief")
    assert (
        client.post(f"/admin/articles/article/{rows['article']}/delete/", {"post": "yes"}).status_code == 403
    )
    assert client.post(f"/admin/people/person/{rows['person']}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_a_chief_can_neither_see_nor_make_a_superuser():
    boss = User.objects.create_superuser("boss", password="secret")
    client = at_desk("chief")
    assert client.get(f"/admin/auth/user/{boss.pk}/change/").status_code == 302
    other = builders.user("bob")
    other.is_staff = True
    other.save()
    answer = client.get(f"/admin/auth/user/{other.pk}/change/")
    assert "is_superuser" not in answer.context_data["adminform"].form.fields
    client.post(
        f"/admin/auth/user/{other.pk}/change/",
        {"username": "bob", "is_active": "on", "is_staff": "on", "is_superuser": "on"},
    )
    other.refresh_from_db()
    assert not other.is_superuser


def test_a_reporter_cannot_approve(rows):
    article = builders.article()
    client = at_desk("reporter")
    form = client.get(f"/admin/articles/article/{article.pk}/change/").context_data["adminform"].form
    assert [value for value, _ in form.fields["state"].choices] == ["draft", "in_review"]


def test_the_menu_holds_what_the_user_may_open():
    answer = at_desk("reporter").get("/admin/")
    titles = [item["title"] for group in answer.context_data["sidebar_navigation"] for item in group["items"]]
    assert "Articles" in titles
    assert not {"Loads", "Accounts", "Who did what"} & set(titles)


def test_roles_are_the_ones_of_the_demonstration():
    from newsroom import demonstration

    assert tuple(ROLES) == demonstration.ROLES
    assert somebody("chief").has_perm("people.suppress_entity")
