"""The index is what the record says, after whatever acts; before it follows them, what it finds is true all the same."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Byline, Preference, Story, Tag
from articles.models.passage import kinds_of_passage
from newsroom.models import Change, Follower
from newsroom.search import document, index
from newsroom.search.engine import Query
from newsroom.search.queries import Filters, search
from people.models import Name
from tests import builders
from tests.articles.test_derive import ACTS, NAMES, Newsroom, articles, entities

EXAMPLES = 150 if os.environ.get("TORTURE") else 6


class Desk(Newsroom):
    """More of what search shows: names, stories, drafts, bylines, deletions."""

    def add_name(self, who, text):
        Name.objects.get_or_create(entity=self.entity(who), text=text)

    def change_name(self, who, kind):
        for name in self.entity(who).names.all():
            name.kind = kind
            name.save()

    def remove_name(self, who):
        self.entity(who).names.all().delete()

    def prefer(self, who, place):
        entity = self.entity(who)
        if place:
            values = {"value": place, "reason": "The register says so."}
            Preference.objects.update_or_create(entity=entity, field="place", defaults=values)
        else:
            Preference.objects.filter(entity=entity).delete()

    def tell_story(self, public, title):
        story = Story.objects.get(pk=self.story.pk)
        story.public, story.title = public, title
        story.save()

    def recast(self, who):
        if self.story.entities.filter(pk=self.cast[who].pk).exists():
            self.story.entities.remove(self.cast[who])
        else:
            self.story.entities.add(self.cast[who])

    def rewrite(self, n, headline):
        copy = self.copy(n)
        copy.headline = headline
        copy.save()

    def sign(self, n, name):
        Byline.objects.filter(article=self.copies[n]).update(name=name)

    def unsign(self, n):
        Byline.objects.filter(article=self.copies[n]).delete()

    def move_name(self, who, to):
        self.entity(who).names.update(entity=self.cast[to])

    def delete_draft(self, n):
        for model in kinds_of_passage():
            model._base_manager.filter(article=self.copies[n]).delete()
        self.copies[n].delete()

    def tag(self, n):
        self.copies[n].tags.set([Tag.objects.get_or_create(name="three")[0]])

    def drop(self, n):
        article = builders.article(f"{NAMES[n]} came.", headline="Dropped")
        article.delete()
        builders.person(NAMES[n]).delete()


words = st.sampled_from(["Addie", "Trust", "孟晚舟"])
MORE = st.one_of(
    ACTS,
    st.tuples(st.just("add_name"), entities, words),
    st.tuples(st.just("change_name"), entities, st.sampled_from(["weak", "alias"])),
    st.tuples(st.just("remove_name"), entities),
    st.tuples(st.just("prefer"), entities, st.none() | words),
    st.tuples(st.just("tell_story"), st.booleans(), words),
    st.tuples(st.just("recast"), entities),
    st.tuples(st.just("rewrite"), articles, words),
    st.tuples(st.just("sign"), articles, words),
    st.tuples(st.just("tag"), articles),
    st.tuples(st.just("drop"), articles),
    st.tuples(st.just("follow")),
)


class AnySequenceOfActs(TestCase):
    """Hypothesis' own TestCase rolls back after every example."""

    @pytest.fixture(autouse=True)
    def in_a_folder_of_its_own(self, settings, tmp_path):
        settings.SEARCH_INDEX = tmp_path / "search"

    @given(st.lists(MORE, min_size=3, max_size=14))
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    def test_following_step_by_step_equals_building_anew(self, acts):
        room = Desk()
        room.publish(0)
        index.rebuild()
        for name, *arguments in acts:
            try:
                with transaction.atomic():
                    index.follow() if name == "follow" else getattr(room, name)(*arguments)
                event(f"{name} done")
            except ValidationError:
                event(f"{name} refused")
        self.check_that_what_is_found_is_true()
        index.follow()
        assert index.differences() == []
        assert not Change.objects.exists()

    def check_that_what_is_found_is_true(self):
        """Totals, kinds and facets agree with the hits, and all hits are live."""
        for text in ("Ada", "-nothing"):
            results = search(text)
            pages = [*results.hits, *search(text, page=2).hits, *search(text, page=3).hits]
            assert len(pages) == results.total
            for facet in results.facets:
                for choice in facet.choices:
                    assert search(text, Filters(**{facet.name: choice.value})).total == choice.count
            for hit in pages:
                assert hit.url


#: acts of which each alone changes what search shows
SINGLE = [
    ("publish", 1), ("correct", 0), ("withdraw", 0), ("suppress", 1), ("suppress", 2), ("merge", 1, 2),
    ("rename", 1, "one"), ("change_kind", 1), ("redact", 0, 0, 1), ("decide_relation", "rejected", 3),
    ("add_name", 1, "Addie"), ("change_name", 0, "weak"), ("remove_name", 0), ("move_name", 0, 1),
    ("tell_story", True, "Trust"), ("recast", 0), ("recast", 1), ("rewrite", 0, "Other"), ("sign", 1, "Addie"),
    ("unsign", 1), ("tag", 2), ("redate", 1, date(2021, 5, 1)), ("undo", 0), ("delete_draft", 2),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("act", SINGLE, ids=lambda act: "-".join(map(str, act)))
def test_each_change_alone_is_followed(searchable, act):
    room = Desk()
    room.story.public = True
    room.story.save()
    room.story.entities.add(room.cast[1], room.cast[2])
    room.publish(0)
    room.add_name(0, "Alias")
    if act[0] == "undo":
        room.merge(1, 2)
    searchable()
    before = index.current().contents()
    getattr(room, act[0])(*act[1:])
    searchable()
    assert index.differences() == []
    assert index.current().contents() != before, "the act shows nowhere: it tests nothing"


@pytest.mark.django_db(transaction=True)
def test_a_change_is_found_as_soon_as_it_is_committed(searchable):
    builders.published("Ada came.", builders.person("Ada"))
    assert {hit.kind for hit in search("ada").hits} == {"person", "article"}
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_transaction_is_followed_once_and_not_before_its_end(searchable):
    with patch.object(index, "_write", wraps=index._write) as write:
        with transaction.atomic():
            for n in range(20):
                builders.person(f"Ada {n}", state="public")
            assert write.call_count == 0
        assert write.call_count == 1
    assert search("ada").total == 20


@pytest.mark.django_db(transaction=True)
def test_where_a_worker_follows_the_site_does_not(searchable, settings):
    settings.OUTBOX_WORKER = True
    builders.person("Ada", state="public")
    assert search("ada").total == 0
    searchable()
    assert search("ada").total == 1


@pytest.mark.django_db(transaction=True)
def test_an_index_that_fails_costs_nobody_their_change(searchable, caplog):
    with patch.object(index, "_write", side_effect=OSError("disk full")):
        ada = builders.person("Ada", state="public")
    assert "disk full" in caplog.text
    ada.refresh_from_db()
    assert search("ada").total == 0
    builders.person("Bob", state="public")  # the next change brings both
    assert search("ada").total == 1


@pytest.mark.django_db
def test_building_anew_leaves_one_index_and_one_follower(searchable, settings):
    first = index.name()
    builders.person("Ada", state="public")
    assert index.rebuild() == 1
    assert index.name() != first
    assert {path.name for path in settings.SEARCH_INDEX.iterdir()} == {"current", index.name()}
    assert [row.name for row in Follower.objects.all()] == [index.name()]
    assert search("ada").total == 1
    assert index.differences() == []


@pytest.mark.django_db
def test_changes_made_while_an_index_is_built_are_in_it(searchable):
    builders.person("Ada", state="public")

    def everything():
        yield from document.everything()
        builders.person("Late", state="public")

    with patch.object(index, "everything", everything):
        index.rebuild()
    assert search("late").total == 1
    assert index.differences() == []


@pytest.mark.django_db
def test_a_building_that_fails_leaves_the_old_index_in_use(searchable, settings):
    builders.person("Ada", state="public")
    searchable()
    before = index.name()
    with patch.object(index, "everything", side_effect=RuntimeError("no")), pytest.raises(RuntimeError):
        index.rebuild()
    assert index.name() == before
    assert {path.name for path in settings.SEARCH_INDEX.iterdir()} == {"current", before}
    assert search("ada").total == 1
    assert Follower.objects.count() == 1


@pytest.mark.django_db
def test_readers_with_the_old_index_open_go_on_with_the_new_one(searchable):
    builders.person("Ada", state="public")
    searchable()
    old = index.current()
    index.rebuild()
    assert old.count(Query()) == 1  # its files are gone, and it still answers
    assert search("ada").total == 1


@pytest.mark.django_db
def test_an_index_of_another_version_is_built_anew(searchable, monkeypatch):
    assert index.is_ready()
    monkeypatch.setattr(index, "SCHEMA", index.SCHEMA + 1)
    assert not index.is_ready()
    with pytest.raises(index.NoIndex):
        search("ada")
    index.rebuild()
    assert index.is_ready()


@pytest.mark.django_db
def test_two_indexes_follow_each_at_its_own_place(searchable, settings, tmp_path):
    """Two machines, each with its own copy."""
    here, there = settings.SEARCH_INDEX, tmp_path / "there"
    settings.SEARCH_INDEX = there
    index.rebuild()
    builders.person("Ada", state="public")
    index.follow()
    assert search("ada").total == 1
    settings.SEARCH_INDEX = here
    assert Change.objects.exists()
    assert search("ada").total == 0
    index.follow()
    assert search("ada").total == 1
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_readers_and_a_writer_at_once(searchable):
    """Threads share one open index."""
    opened = index.current()

    def read():
        for _ in range(200):
            opened.reload()
            opened.count(Query())
            opened.facet(Query(), "kind", 5)

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(read) for _ in range(4)]
        for n in range(10):
            builders.person(f"Ada {n}", state="public")
        for one in running:
            one.result()
    assert search("ada").total == 10
