"""Each list that readers and editors open often is one index away, on both engines."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import (
    Appearance,
    Article,
    ArticleState,
    Citation,
    Connection,
    Edition,
    Event,
    LiveTag,
    Mention,
    Section,
    Story,
    Tag,
)
from newsroom.fields import order_by_edtf
from people.models import Entity, Name
from tests import builders

ROWS = 300
DAY = datetime(2019, 1, 1, tzinfo=UTC)


pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """A few hundred rows of everything, written in bulk."""
    fill()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE")


def fill() -> None:
    Entity.objects.bulk_create(
        Entity(kind="person", state="public", name=f"Person {n}", name_key=f"person {n}", slug=f"person-{n}")
        for n in range(ROWS)
    )
    people = list(Entity.objects.order_by("pk"))
    Entity.objects.bulk_create(
        Entity(
            kind="event",
            state="public",
            name=f"E {n}",
            name_key=f"e {n}",
            slug=f"e-{n}",
            begins=f"{1800 + n}",
        )
        for n in range(ROWS)
    )
    Entity.objects.bulk_create(
        Entity(kind="person", name=f"Draft {n}", name_key=f"draft {n}", slug=f"draft-{n}")
        for n in range(5 * ROWS)
    )
    sections = [builders.section(f"Section {n}") for n in range(5)]
    stories = [builders.story(f"Story {n}") for n in range(5)]
    tags = Tag.objects.bulk_create(Tag(name=f"tag {n}") for n in range(5))
    Article.objects.bulk_create(
        Article(slug=f"article-{n}", headline="x", body="<p>Person.</p>", text="Person.") for n in range(ROWS)
    )
    copies = list(Article.objects.order_by("pk"))
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    made = {
        "number": 1,
        "kind": "first",
        "headline": "x",
        "language": "en",
        "rights": "own",
        "published_at": moment,
    }
    Edition.objects.bulk_create(
        Edition(article=copy, slug=copy.slug, hash=f"{copy.pk:064}", date=date(2020, 1, 1), **made)
        for copy in copies
    )
    editions = list(Edition.objects.order_by("article_id"))
    for n, (copy, edition) in enumerate(zip(copies, editions, strict=True)):
        copy.version, copy.published_at = 2, moment
        copy.live_date = date(2020, 1, 1) + timedelta(days=n % 90)
        copy.live_edition, copy.live_section, copy.live_story = edition, sections[n % 5], stories[n % 5]
        if n % 10 == 0:
            copy.state, copy.scheduled_for = ArticleState.SCHEDULED, moment + timedelta(days=n)
    columns = (
        "version published_at live_date live_edition live_section live_story state scheduled_for".split()
    )
    Article.objects.bulk_update(copies, columns, batch_size=100)
    spans = {"start": 0, "end": 6, "exact": "Person"}
    Mention.objects.bulk_create(
        Mention(article=copy, entity=people[n], decision="suggested" if n % 3 else "accepted", **spans)
        for n, copy in enumerate(copies)
    )
    Citation.objects.bulk_create(
        Citation(article=copy, entity=people[n % 7], field="born", value="1990", **spans)
        for n, copy in enumerate(copies)
    )
    whens = {"published_at": moment, "date": date(2020, 1, 1)}
    Appearance.objects.bulk_create(
        Appearance(entity=people[n % 7], article=copy, edition=editions[n], mentions=1, **whens)
        for n, copy in enumerate(copies)
    )
    LiveTag.objects.bulk_create(
        LiveTag(tag=tags[n % 5], article=copy, **whens) for n, copy in enumerate(copies)
    )
    Connection.objects.bulk_create(
        Connection(entity=people[n % 7], other=people[n], articles=1, last=date(2020, 1, 1))
        for n in range(7, ROWS)
    )
    Name.objects.bulk_create(
        Name(entity=one, text=f"Alias {one.pk}", key=f"alias {one.pk}") for one in people
    )


def first(model):
    return model.objects.order_by("pk").first()


LISTS = {
    "appearance_newest_first": lambda: Appearance.objects.coverage_of(first(Entity))[:20],
    "article_latest": lambda: Article.objects.live().latest()[:20],
    "article_latest_in_section": lambda: (
        Article.objects.live().filter(live_section=first(Section)).latest()[:20]
    ),
    "article_latest_in_story": lambda: Article.objects.live().filter(live_story=first(Story)).latest()[:20],
    "live_tag_newest_first": lambda: LiveTag.objects.filter(tag=first(Tag)).order_by(
        "-date", "-published_at", "-article_id"
    )[:20],
    "mention_to_review": lambda: Mention.objects.awaiting_review().filter(article=first(Article)),
    "citation_of_entity": lambda: Citation.objects.filter(entity=first(Entity), field="born"),
    "mention_of": lambda: Mention.objects.filter(entity=first(Entity)),
    "entity_by_key": lambda: Entity.objects.filter(name_key="person 7"),
    "name_by_key": lambda: Name.objects.filter(key="alias 7"),
    "entity_live_by_name": lambda: Entity.objects.live().filter(kind="person").order_by("name_key")[:20],
    "entity_live_by_begin": lambda: (
        Entity.objects.live()
        .filter(kind="event", begins_earliest__gte=date(2020, 1, 1))
        .order_by("begins_earliest", "id")[:20]
    ),
    "entity_live_newest": lambda: Event.objects.live().order_by(
        *order_by_edtf("begins", descending=True), "-pk"
    )[:20],
    "article_due": lambda: Article.objects.due(timezone.now()),
    "connection_by_weight": lambda: Connection.objects.filter(entity=first(Entity)).strongest()[:10],
    "edition_by_day": lambda: Edition.objects.filter(published_at__range=(DAY, DAY + timedelta(days=1))),
}


LOOKUPS = {"citation_of_entity", "mention_of", "entity_by_key", "name_by_key", "edition_by_day"}


def test_each_lookup_uses_its_index(record):
    plans = {index: LISTS[index]().order_by().explain() for index in LOOKUPS}
    assert [(index, plan) for index, plan in plans.items() if index not in plan] == []


def test_each_list_in_order_uses_its_index_and_needs_no_sorting(record):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # what is cheap for hundreds of rows is not for millions
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plans = {index: make().explain() for index, make in LISTS.items() if index not in LOOKUPS}
    assert [(index, plan) for index, plan in plans.items() if index not in plan] == []
    sorts = ("Sort", "TEMP B-TREE")
    assert {index: plan for index, plan in plans.items() if any(sort in plan for sort in sorts)} == {}


def test_history_of_a_day_is_found_by_its_index(record):
    for model in (Entity, Article, Citation):
        plan = model.history.filter(history_date__range=(DAY, DAY + timedelta(days=1))).explain()
        assert "history_date" in plan
        assert "Seq Scan" not in plan
        assert f"SCAN {model.history.model._meta.db_table}" not in plan
