"""The review of one article, and the queues that lead to it."""

import pytest
from django.urls import reverse

from articles import analysis
from articles.models import Article, Candidate, CandidateState, Citation, Mention, Quote
from newsroom.editorial import Decision, Origin
from people.models import Entity, EntityState, Name
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

TEXT = (
    "Ada Lindqvist opened the bridge. She was born in 1961.\n\n"
    "“It stands,” said Ada Lindqvist. Vera Holm was there, and Vera Holm left early."
)


@pytest.fixture
def editor():
    return at_desk("editor")


@pytest.fixture
def ada():
    return builders.person("Ada Lindqvist")


@pytest.fixture
def article(ada):
    article = builders.article(TEXT)
    analysis.suggest(article)
    return article


def url(article):
    return reverse("admin:review", args=[article.pk])


def decide(client, row, do, **more):
    given = {"item": f"{row._meta.model_name}-{row.pk}", "version": row.version, "do": do, **more}
    return client.post(url(row.article), given)


def first(article, words="Ada Lindqvist"):
    return Mention.objects.awaiting_review().filter(article=article, exact=words).first()


def test_suggestions_stand_in_their_sentences_in_the_order_of_the_text(editor, article):
    context = editor.get(url(article)).context_data
    items = [item for sentence in context["sentences"] for item in sentence.items]
    assert [item.row.start for item in items] == sorted(item.row.start for item in items)
    assert {item.what for item in items} >= {"name", "unknown name"}
    assert context["sentences"][0].text == "Ada Lindqvist opened the bridge."


def test_accepting_decides_and_goes_on_to_the_next(editor, article):
    row = first(article)
    answer = decide(editor, row, "accept")
    row.refresh_from_db()
    assert (row.decision, row.decided_by.username) == (Decision.ACCEPTED, "editor")
    following = editor.get(answer.url).context_data["current"]
    assert following.row.start > row.start


def test_progress_counts_what_is_decided(editor, article):
    before = editor.get(url(article)).context_data
    decide(editor, first(article), "wrong")
    after = editor.get(url(article)).context_data
    assert (before["done"], after["done"]) == (0, 1)
    assert before["total"] == after["total"]


def test_wrong_is_kept_so_that_it_is_not_proposed_again(editor, article):
    row = first(article)
    decide(editor, row, "wrong")
    analysis.suggest(Article.objects.get(pk=article.pk))
    row.refresh_from_db()
    assert row.decision == Decision.REJECTED
    assert not Mention.objects.awaiting_review().filter(article=article, start=row.start).exists()


def test_all_of_the_same_name_are_accepted_at_once_where_that_is_asked(editor, article, ada):
    assert editor.get(url(article)).context_data["same"] == 1
    decide(editor, first(article), "accept", all="1")
    assert Mention.objects.accepted().filter(article=article, entity=ada).count() == 2


def test_another_entity_is_accepted_and_the_first_is_wrong(editor, article, ada):
    other = builders.person("Ada Lindqvist", slug="other-ada")
    row = first(article)
    decide(editor, row, "other", entity=other.pk)
    row.refresh_from_db()
    assert row.decision == Decision.REJECTED
    made = Mention.objects.accepted().get(article=article)
    assert (made.entity, made.start, made.origin) == (other, row.start, Origin.EDITOR)


def test_a_new_person_is_a_draft_and_all_of_the_name_mean_them(editor, article):
    row = Candidate.objects.get(name="Vera Holm").passages.first()
    decide(editor, row, "new", name="Vera Holm", kind="person", all="1")
    vera = Entity.objects.get(name="Vera Holm")
    assert (vera.state, vera.slug) == (EntityState.DRAFT, "vera-holm")
    assert Mention.objects.accepted().filter(article=article, entity=vera).count() == 2


def test_a_new_person_gets_an_address_that_nobody_has(editor, article):
    builders.person("Vera Holm the elder", slug="vera-holm")
    row = Candidate.objects.get(name="Vera Holm").passages.first()
    decide(editor, row, "new", name="Vera Holm", kind="person")
    assert Entity.objects.get(name="Vera Holm").slug == "vera-holm-2"


def test_an_unknown_name_cannot_be_accepted_as_it_is(editor, article):
    row = Candidate.objects.get(name="Vera Holm").passages.first()
    answer = decide(editor, row, "accept")
    assert "is no entity yet" in answer.content.decode()


def test_another_speaker_is_accepted_with_the_quote(editor, article):
    vera = builders.person("Vera Holm")
    row = Quote.objects.awaiting_review().filter(article=article).first()
    decide(editor, row, "other", entity=vera.pk)
    row.refresh_from_db()
    assert (row.speaker, row.decision) == (vera, Decision.ACCEPTED)


def test_the_last_decision_can_be_undone_and_the_one_before(editor, article, ada):
    other = builders.person("Vera Holm")
    one = first(article)
    decide(editor, one, "accept")
    two = first(article)
    decide(editor, two, "other", entity=other.pk)
    for undone in (two, one):
        editor.post(url(article), {"do": "undo"})
        undone.refresh_from_db()
        assert undone.decision == Decision.SUGGESTED
    assert not Mention.objects.accepted().filter(article=article).exists()
    assert "nothing to undo" in editor.post(url(article), {"do": "undo"}).content.decode()


def test_what_somebody_changed_since_is_not_undone(editor, article):
    row = first(article)
    decide(editor, row, "accept")
    row.refresh_from_db()
    row.reject(None)
    answer = editor.post(url(article), {"do": "undo"})
    assert "Somebody changed this since" in answer.content.decode()
    row.refresh_from_db()
    assert row.decision == Decision.REJECTED


def test_what_somebody_decided_meanwhile_is_not_overwritten(editor, article):
    row = first(article)
    Mention.objects.get(pk=row.pk).reject(None)
    answer = decide(editor, row, "accept")
    assert "meanwhile" in answer.content.decode()
    row.refresh_from_db()
    assert row.decision == Decision.REJECTED


def test_a_decision_can_be_taken_up_again(editor, article):
    row = first(article)
    row.accept(None)
    decide(editor, row, "reopen")
    row.refresh_from_db()
    assert row.decision == Decision.SUGGESTED


def test_a_passage_of_another_article_cannot_be_decided_here(editor, article):
    other = builders.article()
    row = first(article)
    editor.post(url(other), {"item": f"mention-{row.pk}", "version": row.version, "do": "accept"})
    row.refresh_from_db()
    assert row.decision == Decision.SUGGESTED


def cited(ada, **more):
    return {"do": "cite", "words": "born in 1961", "entity": ada.pk, "field": "born", "value": "1961", **more}


def test_a_fact_is_cited_and_held(editor, article, ada):
    assert editor.post(url(article), cited(ada, hold="on")).status_code == 302
    citation = Citation.objects.get()
    assert (citation.exact, citation.value, citation.decision) == ("born in 1961", "1961", Decision.ACCEPTED)
    ada.refresh_from_db()
    assert ada.born == "1961"


def test_a_value_that_is_held_stays(editor, article):
    vera = builders.person("Vera Holm", born="1960")
    editor.post(url(article), cited(vera, hold="on"))
    vera.refresh_from_db()
    assert vera.born == "1960"


def test_a_role_is_cited_by_its_relation(editor, article, ada):
    role = builders.relation(ada, builders.organization())
    given = cited(ada, relation=role.pk, entity="", field="begin", hold="on")
    assert editor.post(url(article), given).status_code == 302
    role.refresh_from_db()
    assert (Citation.objects.get().relation, role.begin) == (role, "1961")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"words": "born in 1999"}, "not in the text"),
        ({"words": "Vera Holm"}, "stand in 2 places"),
        ({"value": "about then"}, "EDTF"),
        ({"field": "founded"}, "no fact of"),
        ({"entity": ""}, "Choose one"),
        ({"words": " "}, "This field is required"),
    ],
)
def test_what_cannot_be_cited_is_said_at_its_field(editor, article, ada, given, message):
    answer = editor.post(url(article), cited(ada) | given)
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Citation.objects.exists()


def test_a_lost_passage_is_placed_again_or_dropped(editor, ada):
    article = builders.article("Ada Lindqvist opened the bridge.\n\nVera Holm came.")
    row = builders.mention(article, ada)
    article.body = "<p>She opened it.</p><p>Vera Holm came.</p>"
    article.save()
    row.refresh_from_db()
    assert row.lost
    assert f"/{article.pk}/review/#lost" in editor.get(reverse("admin:lost")).content.decode()
    decide(editor, row, "place", words="She")
    row.refresh_from_db()
    assert (row.lost, row.exact) == (False, "She")


def test_the_queue_lists_articles_with_most_first(editor, article):
    few = builders.article("Ada Lindqvist left.")
    analysis.suggest(few)
    rows = editor.get(reverse("admin:suggestions")).context_data["rows"]
    assert [row[0] for row in rows] == [article, few]
    assert rows[1][1] == 1


@pytest.mark.parametrize("times", [1, 30])
def test_the_review_takes_the_same_queries_however_much_there_is(django_assert_max_num_queries, ada, times):
    article = builders.article("Ada Lindqvist came. Vera Holm left. " * times)
    analysis.suggest(article)
    client = at_desk("editor")
    with django_assert_max_num_queries(20):
        assert client.get(url(article)).status_code == 200


def candidate_url(name, act):
    return f"/admin/articles/candidate/{Candidate.objects.get(name=name).pk}/{act}/"


def test_a_candidate_becomes_a_person_in_all_articles(editor, article):
    other = builders.article("Vera Holm came back.")
    analysis.suggest(other)
    editor.post(candidate_url("Vera Holm", "new"), {"version": 0, "name": "Vera Holm", "kind": "person"})
    vera = Entity.objects.get(name="Vera Holm")
    assert Mention.objects.accepted().filter(entity=vera).values("article").distinct().count() == 2
    candidate = Candidate.objects.get()
    assert (candidate.state, candidate.entity) == (CandidateState.RESOLVED, vera)


def test_a_candidate_is_somebody_we_have_and_the_name_is_remembered(editor, article):
    vera = builders.person("Vera Holm-Berg")
    given = {"version": 0, "other": vera.pk, "keep_name": "on"}
    assert editor.post(candidate_url("Vera Holm", "link"), given).status_code == 302
    assert Mention.objects.accepted().filter(entity=vera).count() == 2
    assert Name.objects.get(entity=vera).text == "Vera Holm"


def test_a_dismissed_candidate_is_not_proposed_again(editor, article):
    editor.post(candidate_url("Vera Holm", "dismiss"), {"version": 0})
    analysis.suggest(Article.objects.get(pk=article.pk))
    candidate = Candidate.objects.get()
    assert candidate.state == CandidateState.DISMISSED
    assert not candidate.passages.awaiting_review().exists()


def test_a_candidate_is_decided_once(editor, article):
    editor.post(candidate_url("Vera Holm", "dismiss"), {"version": 0})
    answer = editor.post(
        candidate_url("Vera Holm", "new"), {"version": 0, "name": "Vera Holm", "kind": "person"}
    )
    assert answer.status_code == 200
    assert not Entity.objects.filter(name="Vera Holm").exists()
