"""The lists of facts that need an editor, and saying which of differing values we hold."""

import pytest
from django.urls import reverse

from articles import publishing
from articles.models import Preference
from people.models import EntityState
from tests import builders
from tests.desk import at_desk, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return at_desk("editor")


def listed(client, page):
    return client.get(f"/admin/facts/{page}/").context_data["facts"]


def chair(number: str = "", **fields):
    """A live relation that one published sentence says began in 2016."""
    ada = builders.person(f"Ada{number} Lindqvist", state=EntityState.PUBLIC)
    trust = builders.organization(f"Harbour{number} Trust", state=EntityState.PUBLIC)
    relation = builders.relation(ada, trust, **fields)
    article = builders.article("She has led the trust since 2016.")
    builders.citation(article, relation, "begin", "2016", "since 2016")
    publishing.publish(article, by=None)
    return relation


def test_uncited_and_differing_facts_are_found(editor):
    uncited = builders.person("Vera Holm", born="1970", state=EntityState.PUBLIC)
    ada = builders.person("Ada Lindqvist", born="1961", state=EntityState.PUBLIC)
    article = builders.article("Ada Lindqvist was born in 1962.")
    builders.citation(article, ada, "born", "1962", "born in 1962")
    publishing.publish(article, by=None)
    rows = {page: listed(editor, page) for page in ("uncited", "differing")}
    assert [row.target for row in rows["uncited"]] == [uncited]
    assert [row.target for row in rows["differing"]] == [ada]
    add = rows["differing"][0].settle
    assert editor.get(add).context_data["adminform"].form.initial["field"] == "born"


def test_facts_of_relations_are_found(editor):
    relation = chair(title="chair", begin="2015")
    assert [(row.target, row.fact.field) for row in listed(editor, "uncited")] == [(relation, "title")]
    [row] = listed(editor, "differing")
    assert (row.target, row.fact.field) == (relation, "begin")
    assert row.url == reverse("admin:people_relation_change", args=[relation.pk])


def test_what_readers_do_not_see_of_relations_is_in_no_list(editor):
    relation = chair(title="chair", begin="2015", decision="suggested")
    assert not listed(editor, "uncited")
    assert not listed(editor, "differing")
    relation.decision = "accepted"
    relation.save()
    publishing.suppress(relation.object, by=None, reason="court")
    assert not listed(editor, "differing")


def test_a_value_that_is_held_and_cited_needs_nobody(editor):
    chair(begin="2016")
    assert not listed(editor, "uncited")
    assert not listed(editor, "differing")


def test_which_value_of_a_relation_we_hold_is_settled_from_the_list(editor):
    relation = chair(begin="2015")
    [row] = listed(editor, "differing")
    form = editor.get(row.settle)
    given = {**fields_of(form), "value": "2016", "reason": "The trust's own register."}
    assert (given["relation"], given["field"]) == (str(relation.pk), "begin")
    assert editor.post(row.settle, given).status_code == 302
    held = Preference.objects.get()
    assert (held.relation, held.value, held.by.username) == (relation, "2016", "editor")
    assert not listed(editor, "differing")


def test_what_was_settled_can_be_settled_anew(editor):
    relation = chair(begin="2015")
    held = Preference.objects.create(relation=relation, field="begin", value="2014", reason="A guess.")
    [row] = listed(editor, "differing")
    assert (row.fact.value, row.fact.preference) == ("2014", held)
    assert row.settle == reverse("admin:articles_preference_change", args=[held.pk])
    assert editor.get(row.settle).status_code == 200


def test_what_nobody_settled_is_listed_alone(editor):
    settled, open_one = chair(begin="2015"), chair("2", begin="2015")
    Preference.objects.create(relation=settled, field="begin", value="2014", reason="A guess.")
    ada = builders.person("Ada Holm", born="1961", died="2001", state=EntityState.PUBLIC)
    article = builders.article("Ada Holm was born in 1962, or in 1963, and died in 2002.")
    builders.citation(article, ada, "born", "1962", "born in 1962")
    builders.citation(article, ada, "born", "1963", "in 1963")
    builders.citation(article, ada, "died", "2002", "died in 2002")
    publishing.publish(article, by=None)
    Preference.objects.create(entity=ada, field="born", value="1961", reason="Her letter.")
    both = [(ada, "born"), (ada, "died"), (settled, "begin"), (open_one, "begin")]
    assert [(row.target, row.fact.field) for row in listed(editor, "differing")] == both
    answer = editor.get("/admin/facts/differing/?unsettled")
    found = [(row.target, row.fact.field) for row in answer.context_data["facts"]]
    assert found == [(ada, "died"), (open_one, "begin")]
    assert 'href="?unsettled" aria-current="page"' in answer.content.decode()
    Preference.objects.create(entity=ada, field="died", value="2002", reason="The register.")
    answer = editor.get("/admin/facts/differing/?unsettled")
    assert [row.target for row in answer.context_data["facts"]] == [open_one]


def test_pages_of_what_is_not_settled_keep_to_it(editor):
    for n in range(26):
        chair(f"{n:02}", begin="2015")
    assert 'href="?unsettled&amp;page=2"' in editor.get("/admin/facts/differing/?unsettled").content.decode()


def test_a_fact_that_its_target_has_not_is_refused(editor):
    relation = chair(begin="2015")
    form = editor.get(reverse("admin:articles_preference_add"))
    given = {**fields_of(form), "relation": relation.pk, "field": "born", "value": "1961", "reason": "x"}
    answer = editor.post(reverse("admin:articles_preference_add"), given)
    assert "is no fact of" in answer.content.decode()
    assert not Preference.objects.exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_lists_take_no_more_queries_however_much_there_is(editor, django_assert_max_num_queries, number):
    for n in range(number):
        chair(str(n), title="chair", begin="2015")
        builders.person(f"Vera{n} Holm", born="1970", state=EntityState.PUBLIC)
    for page in ("uncited", "differing"):
        editor.get(f"/admin/facts/{page}/")
        with django_assert_max_num_queries(10):
            assert len(listed(editor, page)) == number * (2 if page == "uncited" else 1)


def test_pages_go_from_entities_on_to_relations(editor):
    for n in range(20):
        builders.person(f"Vera{n:02} Holm", born="1970", state=EntityState.PUBLIC)
        chair(f"{n:02}", title="chair", begin="2016")
    answers = [editor.get("/admin/facts/uncited/", {"page": number}).context_data for number in (1, 2)]
    kinds = [[type(row.target).__name__ for row in answer["facts"]] for answer in answers]
    assert kinds == [["Entity"] * 20 + ["Relation"] * 5, ["Relation"] * 15]
