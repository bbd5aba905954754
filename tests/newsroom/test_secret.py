import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.secret import kept_secret


def test_a_secret_is_made_once_and_kept(tmp_path):
    made = kept_secret(tmp_path / "key")
    assert len(made) > 50
    assert kept_secret(tmp_path / "key") == made


def test_only_its_owner_may_read_a_secret(tmp_path):
    kept_secret(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_all_who_come_first_at_once_get_the_same_secret(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        got = set(pool.map(kept_secret, [tmp_path / "key"] * 64))
    assert len(got) == 1


def test_a_secret_that_cannot_be_kept_is_refused_with_the_cure(tmp_path):
    (tmp_path / "key").mkdir()
    with pytest.raises(ImproperlyConfigured, match="or set SECRET_KEY"):
        kept_secret(tmp_path / "key")
