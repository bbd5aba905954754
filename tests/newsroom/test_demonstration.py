import stat

import pytest
from django.contrib.auth import authenticate, get_user_model

from newsroom.demonstration import ROLES, keep_passwords, make_accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "accounts.txt"


def test_each_role_gets_an_account_that_may_use_the_desk(file):
    made = make_accounts(file)
    assert tuple(made) == ROLES
    for role, password in made.items():
        user = authenticate(username=role, password=password)
        assert user is not None
        assert user.is_staff
        assert not user.is_superuser
        assert [group.name for group in user.groups.all()] == [role]


def test_the_passwords_are_random_and_only_their_owner_may_read_them(file, tmp_path):
    made = make_accounts(file)
    assert len(set(made.values()) | set(keep_passwords(tmp_path / "other").values())) == 6
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().split() == [word for pair in made.items() for word in pair]


def test_a_second_run_makes_nothing(file):
    make_accounts(file)
    assert make_accounts(file) == {}


def test_a_deleted_account_stays_deleted(file):
    make_accounts(file)
    get_user_model().objects.get(username="reporter").delete()
    make_accounts(file)
    assert not get_user_model().objects.filter(username="reporter").exists()


def test_a_site_with_accounts_of_its_own_gets_none(file):
    get_user_model().objects.create_user("ada", is_staff=True)
    assert make_accounts(file) == {}
    assert not file.exists()


def test_a_name_that_somebody_has_is_left_to_them(file):
    somebody = get_user_model().objects.create_user("chief", password="their own")
    assert set(make_accounts(file)) == {"reporter", "editor"}
    somebody.refresh_from_db()
    assert somebody.check_password("their own")
    assert not somebody.is_staff


def test_another_database_gets_the_passwords_that_are_kept(file):
    kept = keep_passwords(file)
    assert make_accounts(file) == kept
