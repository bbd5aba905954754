"""manage.py verify: finds every kind of broken promise, says where, and writes nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import publishing
from articles.models import (
    Appearance,
    Article,
    Connection,
    Edition,
    LiveReference,
    LiveTag,
    Mention,
    Reference,
    Tag,
)
from newsroom import triggers
from people import merging
from people.models import Entity, Name
from tests import builders
from tests.articles.without_triggers import without_triggers

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy():
    ada, bob = builders.person("Ada Example", born="1990"), builders.person("Bob")
    copy = builders.article("Ada Example met Bob. “Yes,” she said.")
    copy.tags.add(Tag.objects.create(name="bridges"))
    copy.references.add(Reference.objects.create(title="Report"))
    for entity in (ada, bob):
        builders.mention(copy, entity)
    builders.quote(copy, "Yes", ada)
    publishing.publish(copy, by=None)
    publishing.publish(copy, by=None)
    return copy


def verify(**options):
    out = StringIO()
    try:
        call_command("verify", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), None


def test_a_good_record_is_told_to_be_one(copy):
    other = builders.person("A. Example")
    merging.merge(other, builders.person("Ada E."), by=None)
    publishing.withdraw(builders.published("Gone.").article, by=None, note="Wrong.")
    assert verify() == ("The record keeps its promises.\n", None)


def test_it_only_reads(copy, django_assert_max_num_queries):
    before = [
        list(model.objects.order_by("pk").values()) for model in (Article, Edition, Appearance, Connection)
    ]
    verify()
    assert before == [
        list(m.objects.order_by("pk").values()) for m in (Article, Edition, Appearance, Connection)
    ]


def update(rows, **fields):
    return lambda: rows().update(**fields)


BROKEN = [
    ("chains", update(lambda: Edition.objects.filter(number=1), headline="Other"), "is not what its hash"),
    ("standing", lambda: stand(1), "does not stand"),
    (
        "texts",
        update(Article.objects.all, text="Ada Example met Bob. “Yes,” she said!"),
        "not the text of its body",
    ),
    ("passages", update(lambda: Mention.objects.working(), exact="Ada Exemple", end=11), "the article has"),
    (
        "passages",
        update(lambda: Mention.objects.filter(edition__number=2), start=1, end=12),
        "the edition has",
    ),
    ("dates", update(lambda: Entity.objects.exclude(born=None), born_latest="1990-12-30"), "bounds of born"),
    ("keys", update(Entity.objects.all, name_key="x"), "is not the key of"),
    ("survivors", lambda: survive(), "its survivor is"),
    ("derived", lambda: Appearance.objects.first().delete(), "appearances differ"),
    ("derived", update(Appearance.objects.all, mentions=9), "appearances differ"),
    ("derived", update(Connection.objects.all, articles=9), "its connection with"),
    ("derived", lambda: Connection.objects.first().delete(), "its connection with"),
    ("derived", lambda: LiveTag.objects.all().delete(), "live tags differ"),
    ("derived", lambda: LiveReference.objects.all().delete(), "live references differ"),
    ("derived", update(lambda: Edition.objects.current(), html="x"), "page and data differ"),
    ("derived", update(lambda: Edition.objects.current(), jsonld={"x": 1}), "page and data differ"),
    ("derived", update(lambda: Edition.objects.filter(number=1), html="x"), "pages of older editions"),
    ("derived", update(Article.objects.all, live_date="2001-01-01"), "live columns differ"),
]


def stand(number):
    Article.objects.update(live_edition=Edition.objects.get(number=number))


def survive():
    first, second = Entity.objects.order_by("pk")
    Entity.objects.filter(pk=second.pk).update(survivor=first)


@pytest.mark.parametrize(("check", "spoil", "message"), BROKEN, ids=[f"{c}-{m}" for c, _, m in BROKEN])
def test_a_broken_promise_is_found_and_told(copy, check, spoil, message):
    with without_triggers():
        if message == "the article has":
            Mention.objects.working().filter(start__gt=0).delete()
        if message == "the edition has":
            Mention.objects.filter(edition__number=2, start__gt=0).delete()
        spoil()
    lines, error = verify()
    found = [line for line in lines.splitlines() if line.startswith(f"{check}: ")]
    assert found, lines
    assert all(message in line for line in found)
    assert "broken promise" in error


def test_a_missing_trigger_is_told(copy):
    triggers.remove(connection, [t for t in triggers.of_all() if t.name == "articles_edition_fixed"])
    lines, error = verify()
    assert lines.startswith("triggers: articles_edition_fixed: ")
    assert error == "1 broken promise."


def test_json_is_a_list_of_problems(copy):
    assert verify(format="json") == ("[]\n", None)
    name = Name.objects.create(entity=Entity.objects.first(), text="Zoë")
    Name.objects.update(key="x")
    text, error = verify(format="json")
    assert json.loads(text) == [
        {"check": "keys", "row": f"people.name {name.pk}", "message": "“x” is not the key of “Zoë”"}
    ]
    assert error == "1 broken promise."


def test_rederive_mends_what_is_derived(copy):
    Appearance.objects.all().delete()
    call_command("rederive")
    assert verify()[1] is None
