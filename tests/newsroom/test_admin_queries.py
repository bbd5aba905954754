"""How many queries the desk's main pages take: constants, whatever the amount of content."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import analysis, publishing
from articles.models import Reference, Tag
from newsroom.editorial import Decision
from people.models import Name
from seeds.models import Load, LoadFile
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

#: page → queries that it may take
PAGES = {
    "articles_article_changelist": 6,
    "articles_article_change": 17,
    "review": 10,
    "people_person_changelist": 7,
    "people_person_change": 22,
    "people_organization_changelist": 7,
    "articles_event_changelist": 7,
    "people_relation_changelist": 6,
    "people_relation_change": 6,
    "articles_story_changelist": 6,
    "articles_story_change": 8,
    "articles_candidate_changelist": 6,
    "articles_reference_changelist": 6,
    "articles_sourcedocument_changelist": 6,
    "articles_act_changelist": 6,
    "seeds_load_changelist": 6,
    "seeds_load_change": 8,
    "suggestions": 9,
    "lost": 9,
    "reworded": 8,
}


def fill(number):
    """A record with `number` of everything that hangs on its first article and person; id by the page's beginning."""
    ada = builders.person("Ada Example", born="1961", state="public")
    story = builders.story()
    article = builders.article("Ada Example came. Vera Holm left.\n\n" * number, story=story)
    load = Load.objects.create()
    for n in range(number):
        other = builders.organization(f"Trust {n}", state="public")
        relation = builders.relation(ada, other, title=f"chair {n}", begin="2016")
        builders.relation(builders.person(f"Bob {n} Sample"), ada, kind="family_of")
        Name.objects.create(entity=ada, text=f"Ada {n}")
        builders.event(f"Opening {n}")
        builders.story(f"Affair {n}")
        story.entities.add(other)
        copy = builders.article(f"Ada Example, chair {n}, was born in 1961.", section=builders.section())
        builders.citation(copy, ada, "born", "1961", "born in 1961")
        builders.citation(copy, relation, "title", f"chair {n}", f"chair {n}")
        builders.mention(copy, other, "chair", decision=Decision.SUGGESTED)
        builders.mention(copy, ada, lost=True)
        publishing.publish(copy, by=None)
        article.bylines.create(name=f"Writer {n}", person=ada)
        article.tags.add(Tag.objects.create(name=f"tag {n}"))
        article.references.add(Reference.objects.create(title=f"Report {n}"))
        LoadFile.objects.create(load=load, path=f"{n}.txt", status="loaded")
        Load.objects.create()
    analysis.suggest(article)
    rows = {"articles_article": article, "review": article, "people_person": ada, "seeds_load": load}
    return rows | {"people_relation": relation, "articles_story": story}


def address(page, rows):
    if page.endswith("_change"):
        return reverse(f"admin:{page}", args=[rows[page.removesuffix("_change")].pk])
    return reverse(f"admin:{page}", args=[rows[page].pk] if page in rows else [])


@pytest.mark.parametrize("number", [2, 9])
def test_a_page_takes_no_more_queries_than_it_may(number):
    rows, client = fill(number), at_desk("chief")
    taken = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(page, rows)).status_code == 200, page
        taken[page] = len(queries)
    assert {page: n for page, n in taken.items() if n > PAGES[page]} == {}
