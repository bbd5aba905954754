"""manage.py rebuild_search and drain_outbox."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newsroom.models import Change
from newsroom.search import index
from newsroom.search.queries import search
from tests import builders

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_an_index_is_built_where_there_is_none(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    builders.person("Ada", state="public")
    assert run("rebuild_search", "--if-needed") == "search index: built, 1 documents"
    assert search("ada").total == 1


def test_where_there_is_one_it_only_follows(searchable):
    builders.person("Ada", state="public")
    before = index.name()
    assert run("rebuild_search", "--if-needed") == "search index: ready"
    assert index.name() == before
    assert search("ada").total == 1


def test_an_index_of_another_database_is_built_anew(searchable):
    from newsroom.models import Follower

    Follower.objects.all().delete()
    before = index.name()
    assert run("rebuild_search", "--if-needed").startswith("search index: built")
    assert index.name() != before


def test_the_index_can_be_compared_with_the_record(searchable):
    assert run("rebuild_search", "--check") == "search index: as the record says"
    ada = builders.person("Ada", state="public")
    with pytest.raises(
        CommandError, match=f"1 documents are not as the record says, such as entity:{ada.pk}"
    ):
        run("rebuild_search", "--check")


def test_without_an_index_there_is_nothing_to_compare(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    with pytest.raises(CommandError, match="rebuild_search"):
        run("rebuild_search", "--check")


def test_the_outbox_is_drained_and_told_how_much_waits(searchable):
    builders.person("Ada", state="public")
    assert run("drain_outbox", "--dry-run") == "waiting: 1"
    assert Change.objects.count() == 1
    assert run("drain_outbox") == "followed: 1"
    assert not Change.objects.exists()
    assert search("ada").total == 1
