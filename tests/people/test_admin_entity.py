"""People, organizations, events and relations on the desk."""

import pytest

from articles.models import Act, Verb
from people.models import Distinction, Entity, EntityState, Merge, Name, Relation
from tests import builders
from tests.desk import at_desk, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return at_desk("editor")


def change(row):
    app = {"person": "people/person", "organization": "people/organization", "event": "articles/event"}[
        row.kind
    ]
    return f"/admin/{app}/{row.pk}/change/"


def act(row, name):
    return change(row).replace("change", name)


def test_a_new_name_goes_into_every_page_that_shows_it(editor):
    ada = builders.person("Ada Example")
    edition = builders.published("Ada Example opened it.", ada)
    ada.refresh_from_db()
    fields = fields_of(editor.get(change(ada)))
    assert editor.post(change(ada), {**fields, "slug": "ada-new"}).status_code == 302
    edition.refresh_from_db()
    assert "/people/ada-new/" in edition.html
    assert Act.objects.filter(verb=Verb.RENAME, by__username="editor").exists()


def test_a_stale_version_of_an_entity_is_refused(editor):
    ada = builders.person("Ada Example")
    fields = fields_of(editor.get(change(ada)))
    ada.description = "Theirs."
    ada.save()
    answer = editor.post(change(ada), {**fields, "description": "Mine."})
    assert answer.status_code == 200
    assert "Theirs." in answer.content.decode()
    ada.refresh_from_db()
    assert ada.description == "Theirs."


def test_other_names_are_edited_on_the_page(editor):
    ada = builders.person("Ada Example")
    fields = fields_of(editor.get(change(ada)))
    fields |= {"names-TOTAL_FORMS": 1, "names-0-text": "A. Example", "names-0-kind": "alias"}
    assert editor.post(change(ada), fields).status_code == 302
    assert Name.objects.get(entity=ada).text == "A. Example"


def test_relations_are_edited_on_the_page_at_the_version_that_was_opened(editor):
    ada, trust = builders.person(), builders.organization()
    role = builders.relation(ada, trust, title="chair")
    fields = fields_of(editor.get(change(ada)))
    assert editor.post(change(ada), {**fields, "relations_from-0-begin": "2017"}).status_code == 302
    role.refresh_from_db()
    assert (role.begin, role.version) == ("2017", 2)


def test_a_relation_that_somebody_changed_meanwhile_is_refused(editor):
    ada, trust = builders.person(), builders.organization()
    role = builders.relation(ada, trust, title="chair")
    fields = fields_of(editor.get(change(ada)))
    role.title = "director"
    role.save()
    answer = editor.post(change(ada), {**fields, "relations_from-0-begin": "2017"})
    assert answer.status_code == 200
    role.refresh_from_db()
    assert (role.title, role.begin) == ("director", None)


def test_a_new_relation_is_made_on_the_page(editor):
    ada, trust = builders.person(), builders.organization()
    fields = fields_of(editor.get(change(ada)))
    fields |= {
        "relations_from-TOTAL_FORMS": 1,
        "relations_from-0-kind": "holds_role_at",
        "relations_from-0-object": trust.pk,
        "relations_from-0-title": "chair",
        "relations_from-0-decision": "accepted",
    }
    assert editor.post(change(ada), fields).status_code == 302
    assert str(Relation.objects.get()) == "Ada Example holds role at Example Trust (chair)"


def test_a_merge_shows_what_moves_before_it_is_done(editor):
    one, other = builders.person("Ada Example"), builders.person("A. Example")
    builders.published("Ada Example came.", one)
    one.refresh_from_db()
    preview = editor.post(act(one, "merge"), {"version": one.version, "other": other.pk})
    assert "1 live articles" in preview.content.decode()
    assert not Merge.objects.exists()
    given = {
        "version": one.version,
        "other": other.pk,
        "other_version": other.version,
        "seen": other.pk,
        "reason": "Same.",
    }
    assert editor.post(act(one, "merge"), given).status_code == 302
    one.refresh_from_db()
    assert one.survivor == other


def test_another_choice_after_the_preview_is_shown_first_too(editor):
    one, other, third = builders.person("Ada One"), builders.person("Ada Two"), builders.person("Ada Three")
    given = {"version": one.version, "other": third.pk, "other_version": other.version, "seen": other.pk}
    assert "Ada Three" in editor.post(act(one, "merge"), given).content.decode()
    assert not Merge.objects.exists()


def test_a_merge_with_a_row_that_changed_meanwhile_is_refused(editor):
    one, other = builders.person("Ada Example"), builders.person("A. Example")
    given = {"version": one.version, "other": other.pk, "other_version": other.version, "seen": other.pk}
    other.description = "Somebody else."
    other.save()
    assert "was changed since" in editor.post(act(one, "merge"), given).content.decode()
    assert not Merge.objects.exists()


def test_what_forbids_a_merge_is_said(editor):
    one, other = builders.person("Ada Example"), builders.organization("Example Trust")
    given = {"version": one.version, "other": other.pk, "other_version": other.version, "seen": other.pk}
    assert "change one&#x27;s kind first" in editor.post(act(one, "merge"), given).content.decode()


def test_a_merge_is_undone_from_the_page_of_either(editor):
    one, other = builders.person("Ada Example"), builders.person("A. Example")
    given = {"version": one.version, "other": other.pk, "other_version": other.version, "seen": other.pk}
    editor.post(act(one, "merge"), given)
    merge = Merge.objects.get()
    address = f"/admin/merges/{merge.pk}/undo/"
    for row in (one, other):
        assert address in editor.get(change(row)).content.decode()
    assert editor.post(address, {"version": 0, "reason": "Two after all."}).status_code == 302
    one.refresh_from_db()
    assert one.survivor is None


def test_not_the_same_is_recorded_and_forbids_the_merge(editor):
    one, other = builders.person("Ada Example"), builders.person("A. Example")
    editor.post(act(one, "distinguish"), {"version": one.version, "other": other.pk, "reason": "Two ages."})
    assert Distinction.objects.get().reason == "Two ages."
    given = {"version": one.version, "other": other.pk, "other_version": other.version, "seen": other.pk}
    assert "take that back first" in editor.post(act(one, "merge"), given).content.decode()


def test_a_draft_is_made_public(editor, client):
    ada = builders.person()
    assert client.get(ada.get_absolute_url()).status_code == 404
    editor.post(act(ada, "publish"), {"version": ada.version})
    assert client.get(ada.get_absolute_url()).status_code == 200


def test_suppressing_needs_a_reason_and_hides_at_once(client):
    ada = builders.person(state=EntityState.PUBLIC)
    chief = at_desk("chief")
    assert chief.post(act(ada, "suppress"), {"version": ada.version, "reason": ""}).status_code == 200
    assert chief.post(act(ada, "suppress"), {"version": ada.version, "reason": "A court."}).status_code == 302
    assert client.get(ada.get_absolute_url()).status_code == 404
    ada.refresh_from_db()
    chief.post(act(ada, "unsuppress"), {"version": ada.version, "reason": "Lifted."})
    ada.refresh_from_db()
    assert ada.state == EntityState.DRAFT


def test_its_kind_is_changed_and_fields_of_the_old_kind_are_emptied(client):
    trust = builders.organization(founded="1990", place="Oslo", state=EntityState.PUBLIC)
    old = trust.get_absolute_url()
    at_desk("chief").post(act(trust, "kind"), {"version": trust.version, "kind": "event"})
    event = Entity.objects.get(pk=trust.pk)
    assert (event.kind, event.founded, event.place) == ("event", None, "Oslo")
    assert client.get(old).url == event.get_absolute_url()


def test_search_finds_any_name_with_and_without_accents(editor):
    ada = builders.person("Zoë Chrétien")
    Name.objects.create(entity=ada, text="La Grande")
    for words in ("chretien", "Zoe", "la grande"):
        answer = editor.get("/admin/people/person/", {"q": words})
        assert [row.pk for row in answer.context_data["cl"].result_list] == [ada.pk], words
    assert not editor.get("/admin/people/person/", {"q": "nobody"}).context_data["cl"].result_list


def test_autocomplete_tells_two_of_one_name_apart(editor):
    builders.person("Ada Example", description="The engineer.")
    builders.person("Ada Example", description="The painter.")
    answer = editor.get(
        "/admin/autocomplete/",
        {"term": "ada", "app_label": "people", "model_name": "merge", "field_name": "into"},
    )
    assert {row["text"].split(": ")[1] for row in answer.json()["results"]} == {
        "The engineer.",
        "The painter.",
    }


@pytest.mark.parametrize("page", ["people/person", "people/relation"])
@pytest.mark.parametrize("number", [1, 20])
def test_lists_take_the_same_queries_however_long_they_are(django_assert_max_num_queries, page, number):
    trust = builders.organization()
    for i in range(number):
        ada = builders.person(f"Ada {i}")
        Name.objects.create(entity=ada, text=f"A. {i}")
        builders.relation(ada, trust)
    client = at_desk("editor")
    with django_assert_max_num_queries(8):
        assert client.get(f"/admin/{page}/").status_code == 200


def test_no_form_holds_a_select_over_a_big_table(editor):
    for i in range(30):
        builders.person(f"Person {i}")
    ada = builders.person()
    builders.relation(ada, builders.organization())
    article = builders.article()
    for address in (change(ada), f"/admin/articles/article/{article.pk}/review/", act(ada, "merge")):
        assert "Person 17" not in editor.get(address).content.decode()


def test_the_history_of_an_entity_shows_differences(editor):
    ada = builders.person("Ada Example")
    ada.description = "Chair of the trust."
    ada.save()
    assert "Chair of the trust." in editor.get(change(ada).replace("change", "history")).content.decode()


def test_a_reporter_changes_drafts_and_only_looks_at_what_readers_see():
    reporter = at_desk("reporter")
    draft, public = builders.person("Ada Draft"), builders.person("Ada Public", state=EntityState.PUBLIC)
    fields = fields_of(reporter.get(change(draft)))
    assert reporter.post(change(draft), {**fields, "description": "New."}).status_code == 302
    assert reporter.get(change(public)).status_code == 200
    assert reporter.post(change(public), {**fields, "name": "Other"}).status_code == 403
    public.refresh_from_db()
    assert public.name == "Ada Public"


def test_a_relation_by_a_reporter_is_a_suggestion():
    reporter = at_desk("reporter")
    ada, trust = builders.person(), builders.organization()
    given = {"subject": ada.pk, "object": trust.pk, "kind": "member_of", "decision": "accepted"}
    assert reporter.post("/admin/people/relation/add/", given).status_code == 302
    relation = Relation.objects.get()
    assert relation.decision == "suggested"
    Relation.objects.filter(pk=relation.pk).update(decision="accepted", version=2)
    assert (
        reporter.post(f"/admin/people/relation/{relation.pk}/change/", {**given, "title": "x"}).status_code
        == 403
    )


def test_a_reporter_who_cites_a_fact_of_what_readers_see_does_not_change_it():
    public = builders.person("Ada Public", state=EntityState.PUBLIC)
    article = builders.article("Ada Public was born in 1961.")
    given = {
        "do": "cite",
        "words": "born in 1961",
        "entity": public.pk,
        "field": "born",
        "value": "1961",
        "hold": "on",
    }
    for role, held in (("reporter", None), ("editor", "1961")):
        at_desk(role).post(f"/admin/articles/article/{article.pk}/review/", given)
        public.refresh_from_db()
        assert public.born == held
