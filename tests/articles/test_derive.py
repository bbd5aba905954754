"""What is derived step by step equals what is derived from nothing, after whatever acts."""

import os
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import chain, derive, publishing, redaction
from articles.models import (
    Appearance,
    Article,
    Byline,
    Connection,
    Edition,
    EditionKind,
    LiveReference,
    LiveTag,
    Mention,
    Quote,
    Reference,
    Section,
    Story,
    Tag,
)
from articles.models.passage import kinds_of_passage
from newsroom.editorial import Decision
from people import merging
from people.models import Entity, EntityState, Merge, Relation
from tests import builders

#: table → the columns that are derived, without ids
DERIVED: dict[type, tuple[str, ...]] = {
    Appearance: (
        "entity",
        "article",
        "edition",
        "date",
        "published_at",
        "mentions",
        "quotes",
        "citations",
        "author",
    ),
    Connection: ("entity", "other", "articles", "last"),
    LiveTag: ("tag", "article", "date", "published_at"),
    LiveReference: ("pk", "key", "articles"),
    Article: ("pk", "live_date", "live_section", "live_story"),
    Edition: ("pk", "html", "jsonld"),
}


def derived() -> dict[str, list[Any]]:
    """Everything that is derived, in one order."""
    return {
        model.__name__: sorted(map(repr, model._base_manager.values_list(*columns)))
        for model, columns in DERIVED.items()
    }


def assert_as_from_nothing() -> None:
    found = derived()
    derive.rebuild()
    assert found == derived()


NAMES = ["Ada", "Bob", "Cleo", "Trust", "Fund"]
SENTENCES = [f"{name} came. “So {name} spoke,” we heard in {1990 + n}." for n, name in enumerate(NAMES)]
#: words that each act may name: enough to meet again and again
entities = st.sampled_from(range(len(NAMES)))
articles = st.sampled_from(range(3))
days = st.sampled_from([date(2019, 5, 1), date(2020, 5, 1), date(2021, 5, 1)])


@dataclass
class Newsroom:
    """A small cast, three articles that name all of it, and acts by name."""

    cast: list[Entity] = field(default_factory=list)
    copies: list[Article] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cast = [builders.person(n, slug=n.lower()) for n in NAMES[:3]]
        self.cast += [builders.organization(n, slug=n.lower()) for n in NAMES[3:]]
        self.sections = [builders.section("World"), builders.section("Money")]
        self.story = builders.story()
        self.tags = [Tag.objects.create(name=name) for name in ("one", "two")]
        self.references = [Reference.objects.create(title=name) for name in ("one", "two")]
        self.relation = builders.relation(self.cast[0], self.cast[3])
        for number in range(3):
            copy = builders.article(
                "\n\n".join(SENTENCES), section=self.sections[number % 2], story=self.story
            )
            copy.tags.set(self.tags[: number % 3])
            copy.references.set(self.references[: number % 3])
            self.copies.append(copy)
            for n, entity in enumerate(self.cast):
                wanted = Decision.ACCEPTED if (n + number) % 3 else Decision.SUGGESTED
                builders.mention(copy, entity, decision=wanted)
                builders.quote(copy, f"So {NAMES[n]} spoke", entity, decision=wanted)
            builders.citation(copy, self.cast[number], "born", "1990", "1990")
            builders.citation(copy, self.relation, "begin", "1991", "1991")
            Byline.objects.create(article=copy, name=NAMES[number], person=self.cast[(number + 1) % 3])

    def copy(self, n: int) -> Article:
        return Article.objects.get(pk=self.copies[n].pk)

    def entity(self, n: int) -> Entity:
        return Entity.objects.get(pk=self.cast[n].pk)

    # Acts

    def publish(self, n: int) -> None:
        publishing.publish(self.copy(n), by=None, at=datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=n))

    def correct(self, n: int) -> None:
        publishing.correct(self.copy(n), by=None, note="Wrong.", kind=EditionKind.CLARIFICATION)

    def withdraw(self, n: int) -> None:
        publishing.withdraw(self.copy(n), by=None, note="Gone.")

    def redate(self, n: int, day: date) -> None:
        copy = self.copy(n)
        copy.date = day
        copy.save()

    def edit(self, n: int, keep: list[int]) -> None:
        copy = self.copy(n)
        copy.body = "".join(f"<p>{SENTENCES[k]}</p>" for k in keep)
        copy.save()

    def move(self, n: int) -> None:
        copy = self.copy(n)
        copy.section = self.sections[0] if copy.section == self.sections[1] else self.sections[1]
        copy.story = None if copy.story else self.story
        copy.save()
        copy.tags.set(self.tags if copy.tags.count() < 2 else [])
        copy.references.set(self.references[1:] if copy.references.count() == 2 else self.references)

    def decide(self, n: int, who: int) -> None:
        for model in (Mention, Quote):
            column = "entity" if model is Mention else "speaker"
            for row in model.objects.working().filter(article=self.copies[n], **{column: self.cast[who]}):
                row.reject(None) if row.decision == Decision.ACCEPTED else row.accept(None)

    def suppress(self, who: int) -> None:
        publishing.suppress(self.entity(who), by=None, reason="court")

    def unsuppress(self, who: int) -> None:
        publishing.unsuppress(self.entity(who), by=None, reason="appeal")

    def make_public(self, who: int) -> None:
        publishing.make_public(self.entity(who), by=None)

    def merge(self, who: int, into: int) -> None:
        merging.merge(self.entity(who), self.entity(into), by=None)

    def undo(self, which: int) -> None:
        records = list(Merge.objects.active())
        if not records:
            raise ValidationError("nothing to undo")
        merging.undo(records[which % len(records)], by=None)

    def rename(self, who: int, to: str) -> None:
        row = self.entity(who)
        row.name, row.slug = f"{NAMES[who]} {to}", f"{NAMES[who].lower()}-{to}"
        publishing.save_entity(row, by=None)

    def change_kind(self, who: int) -> None:
        row = self.entity(who)
        row.kind = "organization" if row.kind == "person" else "person"
        publishing.save_entity(row, by=None)

    def decide_relation(self, decision: str, end: int) -> None:
        row = Relation.objects.get(pk=self.relation.pk)
        row.decision, row.object = decision, self.entity(end)
        publishing.save_relation(row, by=None)

    def redact(self, n: int, which: int, who: int | None) -> None:
        editions = list(self.copies[n].editions.order_by("number"))
        if not editions:
            raise ValidationError("nothing to redact")
        words = None if who is None else [NAMES[who]]
        redaction.redact(editions[which % len(editions)], by=None, reason="court", words=words)


ACTS = st.one_of(
    st.tuples(st.just("publish"), articles),
    st.tuples(st.just("publish"), articles),
    st.tuples(st.just("correct"), articles),
    st.tuples(st.just("withdraw"), articles),
    st.tuples(st.just("redate"), articles, days),
    st.tuples(st.just("edit"), articles, st.permutations(range(5)).map(lambda p: p[:3])),
    st.tuples(st.just("move"), articles),
    st.tuples(st.just("decide"), articles, entities),
    st.tuples(st.just("suppress"), entities),
    st.tuples(st.just("unsuppress"), entities),
    st.tuples(st.just("make_public"), entities),
    st.tuples(st.just("merge"), entities, entities),
    st.tuples(st.just("undo"), entities),
    st.tuples(st.just("rename"), entities, st.sampled_from(["one", "two"])),
    st.tuples(st.just("change_kind"), entities),
    st.tuples(st.just("decide_relation"), st.sampled_from(Decision.values), entities),
    st.tuples(st.just("redact"), articles, entities, st.none() | entities),
)


class AnySequenceOfActs(TestCase):
    """Hypothesis' own TestCase rolls back after every example."""

    @given(st.lists(ACTS, min_size=3, max_size=14))
    @settings(max_examples=300 if os.environ.get("TORTURE") else 15, suppress_health_check=list(HealthCheck))
    def test_step_by_step_equals_from_nothing(self, acts):
        room = Newsroom()
        for n in range(2):
            room.publish(n)
        for name, *arguments in acts:
            try:
                with transaction.atomic():
                    getattr(room, name)(*arguments)
                event(f"{name} done")
            except ValidationError:
                event(f"{name} refused")
        self.check_what_readers_see()
        assert_as_from_nothing()

    def check_what_readers_see(self) -> None:
        for copy in Article.objects.all():
            assert chain.broken(copy.editions.order_by("number")) == []
        for a in Appearance.objects.select_related("entity", "article"):
            assert (a.entity.state, a.entity.survivor) == (EntityState.PUBLIC, None)
            assert a.article.live_edition_id == a.edition_id
            assert a.roles
        assert Appearance.objects.live().count() == Appearance.objects.count()
        assert Connection.objects.live().count() == Connection.objects.count()
        for c in Connection.objects.all():
            back = Connection.objects.get(entity=c.other_id, other=c.entity_id)
            assert (back.articles, back.last) == (c.articles, c.last)
        hidden = Entity.objects.filter(survivor__isnull=True).exclude(state=EntityState.PUBLIC)
        for edition in Edition.objects.exclude(html=""):
            assert edition.is_current
            assert all(f'/{entity.slug}/"' not in edition.html for entity in hidden)
        for row in Entity.objects.filter(survivor__isnull=True, state=EntityState.DRAFT):
            assert not publishing.in_live_edition(row)
        for model in kinds_of_passage():
            for row in model._base_manager.select_related("article", "edition"):
                row.check_span(row.edition.text if row.edition else row.article.text)


# Single steps, by name


pytestmark = pytest.mark.django_db


def test_counts_say_how_often_and_as_what():
    ada, trust = builders.person("Ada"), builders.organization("Trust")
    copy = builders.article("Ada came. Ada went. “Yes,” she said. Trust stayed.")
    builders.mention(copy, ada, nth=1)
    builders.mention(copy, ada, nth=2)
    builders.quote(copy, "Yes", ada)
    builders.citation(copy, builders.relation(ada, trust), "title", "guest", "came")
    Byline.objects.create(article=copy, name="Ada", person=ada)
    publishing.publish(copy, by=None)
    rows = {a.entity.name: a for a in Appearance.objects.all()}
    assert (rows["Ada"].mentions, rows["Ada"].quotes, rows["Ada"].citations, rows["Ada"].author) == (
        2,
        1,
        1,
        True,
    )
    assert rows["Ada"].roles == ["subject", "speaker", "mentioned", "author"]
    assert rows["Trust"].roles == ["subject"]


def test_who_only_made_the_article_is_not_seen_together_with_whom_it_names():
    ada, maker = builders.person("Ada"), builders.person("Maker", state="public")
    copy = builders.article("Ada came.")
    builders.mention(copy, ada)
    Byline.objects.create(article=copy, name="Maker", person=maker)
    publishing.publish(copy, by=None)
    assert Appearance.objects.count() == 2
    assert not Connection.objects.exists()


def test_connections_count_articles_and_know_the_last_day():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    days = [date(2020, 1, 1), date(2021, 1, 1), date(2019, 1, 1)]
    editions = [builders.published("Ada met Bob.", ada, bob, date=day) for day in days]
    row = Connection.objects.get(entity=ada, other=bob)
    assert (row.articles, row.last) == (3, date(2021, 1, 1))
    publishing.withdraw(editions[1].article, by=None, note="Wrong.")
    row.refresh_from_db()
    assert (row.articles, row.last) == (2, date(2020, 1, 1))
    copy = editions[0].article
    copy.date = date(2018, 1, 1)
    copy.save()
    publishing.publish(copy, by=None)
    row.refresh_from_db()
    assert (row.articles, row.last) == (2, date(2019, 1, 1))


def test_the_strongest_connections_come_first():
    ada, bob, cleo = builders.person("Ada"), builders.person("Bob"), builders.person("Cleo")
    builders.published("Ada met Cleo.", ada, cleo)
    builders.published("Ada met Bob and Cleo.", ada, bob, cleo)
    assert [c.other for c in Connection.objects.filter(entity=ada).strongest()] == [cleo, bob]


def test_a_rename_goes_into_every_page_that_names_it():
    ada = builders.person("Ada")
    edition = builders.published("Ada came.", ada)
    ada.refresh_from_db()
    ada.name, ada.slug = "Ada Later", "ada-later"
    publishing.save_entity(ada, by=None)
    edition.refresh_from_db()
    assert "/people/ada-later/" in edition.html
    assert edition.jsonld["mentions"] == [
        {"@type": "Person", "name": "Ada Later", "url": "/people/ada-later/"}
    ]
    assert edition.text == "Ada came."


def test_a_group_name_links_to_the_list_and_counts_for_each_member():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    copy = builders.article("The Examples came.")
    for one in (ada, bob):
        builders.mention(copy, one, "The Examples")
    edition = publishing.publish(copy, by=None)
    assert '<a class="group" href="#named">The Examples</a>' in edition.html
    assert {a.entity for a in Appearance.objects.all()} == {ada, bob}


def test_a_change_of_one_article_leaves_the_rows_of_others_alone():
    ada, bob = builders.person("Ada"), builders.person("Bob")
    builders.published("Ada met Bob.", ada, bob)
    kept = set(Appearance.objects.values_list("pk", flat=True))
    builders.published("Ada met Bob again.", ada, bob)
    assert kept < set(Appearance.objects.values_list("pk", flat=True))


def test_rederiving_a_part_mends_that_part():
    ada = builders.person("Ada")
    edition = builders.published("Ada came.", ada)
    Appearance.objects.all().delete()
    Edition.objects.update(html="wrong")
    publishing.rederive(articles=[edition.article])
    assert Appearance.objects.get().entity == ada
    Edition.objects.update(html="wrong")
    publishing.rederive(entities=[ada])
    edition.refresh_from_db()
    assert edition.html != "wrong"


def test_rederiving_everything_mends_everything():
    builders.published("Ada met Bob.", builders.person("Ada"), builders.person("Bob"))
    good = derived()
    Connection.objects.update(articles=7)
    Article.objects.update(live_date=date(1999, 1, 1), live_section=Section.objects.first())
    assert derived() != good
    publishing.rederive()
    assert derived() == good


def test_a_story_is_found_by_its_uid_after_it_was_renamed():
    story = builders.story()
    copy = builders.published("Ada came.", story=story).article
    story.title, story.slug = "Another title", "another-title"
    story.save()
    publishing.rederive()
    assert Article.objects.get(pk=copy.pk).live_story == Story.objects.get()
