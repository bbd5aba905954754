"""What the machine finds is stored as suggestions, and no suggestion ever overrides a decision."""

from datetime import date

import pytest

from articles import analysis
from articles.known import knowledge
from articles.linking import pipeline
from articles.models import ArticleReading, Candidate, CandidatePassage, DateExpression, Mention, Quote
from articles.reading import rules
from newsroom.editorial import Decision, Origin, StaleVersion
from people import merging
from tests import builders
from tests.articles.test_pipeline import StandIn

pytestmark = pytest.mark.django_db

TEXT = (
    "Ada Example opened the bridge on Monday. “It is a good bridge,” said Ada Example. Zora Quill came, too."
)


@pytest.fixture
def ada():
    return builders.person("Ada Example")


def spans(model, article):
    return [
        (row.exact, row.decision) for row in model.objects.working().filter(article=article).order_by("start")
    ]


def test_what_is_found_is_suggested_with_a_reason(ada):
    row = builders.article(TEXT, date=date(2020, 6, 24))
    stored = analysis.suggest(row)
    assert spans(Mention, row) == [("Ada Example", "suggested"), ("Ada Example", "suggested")]
    said = Quote.objects.working().get()
    assert (said.exact, said.speaker, said.kind, said.cue) == ("It is a good bridge,", ada, "direct", "said")
    assert (DateExpression.objects.get().exact, DateExpression.objects.get().edtf) == (
        "on Monday",
        "2020-06-22",
    ) or (DateExpression.objects.get().edtf == "2020-06-22")
    assert Candidate.objects.get().name == "Zora Quill"
    for model in (Mention, Quote, DateExpression, CandidatePassage):
        assert set(model.objects.values_list("origin", flat=True)) == {Origin.MACHINE}
        assert all(model.objects.values_list("why", flat=True))
    assert stored.made == 5
    assert stored.candidates == [Candidate.objects.get().pk]


def test_reading_again_changes_nothing(ada):
    row = builders.article(TEXT)
    analysis.suggest(row)
    before = [
        list(model.objects.values())
        for model in (Mention, Quote, DateExpression, CandidatePassage, Candidate)
    ]
    again = analysis.suggest(row)
    assert [
        list(model.objects.values())
        for model in (Mention, Quote, DateExpression, CandidatePassage, Candidate)
    ] == before
    assert (again.made, again.gone, again.again) == (0, 0, 5)


@pytest.mark.parametrize("decision", [Decision.ACCEPTED, Decision.REJECTED])
@pytest.mark.parametrize("model", [Mention, Quote, DateExpression, CandidatePassage])
def test_a_decision_is_kept_and_not_proposed_again(ada, model, decision):
    row = builders.article(TEXT)
    analysis.suggest(row)
    decided = model.objects.working().first()
    (decided.accept if decision == Decision.ACCEPTED else decided.reject)(by=builders.user())
    count = model.objects.count()
    analysis.suggest(row)
    assert model.objects.count() == count
    assert model.objects.get(pk=decided.pk).decision == decision


def test_a_suggestion_that_is_found_no_more_goes_and_decided_and_editors_rows_stay(ada):
    row = builders.article(TEXT)
    analysis.suggest(row)
    first, second = Mention.objects.order_by("start")
    first.accept(by=builders.user())
    own = builders.mention(row, ada, "the bridge", decision=Decision.SUGGESTED)
    ada.name = "Somebody Else"
    ada.save()
    stored = analysis.suggest(row)
    assert set(Mention.objects.values_list("pk", flat=True)) == {first.pk, own.pk}
    assert stored.gone >= 1
    assert not Mention.objects.filter(pk=second.pk).exists()


def test_nothing_is_suggested_across_what_an_editor_accepted(ada):
    trust = builders.organization("Ada Example Trust")
    row = builders.article("The Ada Example Trust gave it.")
    builders.mention(row, builders.event("The gift"), "The Ada Example Trust")
    analysis.suggest(row)
    assert not Mention.objects.filter(entity__in=[ada, trust]).exists()


def test_no_candidate_is_suggested_across_an_accepted_mention(ada):
    row = builders.article("Zora Quill came.")
    builders.mention(row, ada, "Zora Quill")
    analysis.suggest(row)
    assert not CandidatePassage.objects.exists()


def test_a_suggested_quote_gets_its_speaker_when_the_person_is_known_by_then():
    row = builders.article("“It is good,” said Zora Quill.")
    analysis.suggest(row)
    assert (Quote.objects.get().speaker, Quote.objects.get().speaker_words) == (None, "Zora Quill")
    zora = builders.person("Zora Quill")
    analysis.suggest(row)
    assert (Quote.objects.get().speaker, Quote.objects.get().speaker_words) == (zora, "")


def test_an_office_names_the_speaker_on_the_days_it_was_held(ada):
    town = builders.organization("Town of Halifax")
    builders.relation(ada, town, title="mayor of Halifax", begin="2019", end="2021")
    text = "“It is good,” said the mayor of Halifax."
    held, over = (builders.article(text, date=day) for day in (date(2020, 1, 1), date(2025, 1, 1)))
    for row in (held, over):
        analysis.suggest(row)
    assert Quote.objects.get(article=held).speaker == ada
    assert Quote.objects.get(article=over).speaker is None


def test_a_merged_person_is_suggested_as_the_one_who_stands(ada):
    other = builders.person("A. B. Example")
    merging.merge(other, ada, by=None)
    row = builders.article("A. B. Example came, and Ada Example.")
    analysis.suggest(row)
    assert [m.entity for m in Mention.objects.order_by("start")] == [ada, ada]
    Mention.objects.first().reject(by=builders.user())
    analysis.suggest(row)
    assert Mention.objects.count() == 2


def test_a_dismissed_candidate_is_not_proposed_in_another_article():
    analysis.suggest(builders.article("Zora Quill came."))
    Candidate.objects.update(state="dismissed")
    analysis.suggest(builders.article("Zora Quill left."))
    assert CandidatePassage.objects.count() == 1


def test_candidates_of_several_articles_are_one(ada):
    first = analysis.suggest(builders.article("Zora Quill came."))
    second = analysis.suggest(builders.article("Then Zora Quill left."))
    assert Candidate.objects.count() == 1
    assert (len(first.candidates), second.candidates) == (1, [])


def test_a_candidate_that_no_article_names_any_more_goes():
    row = builders.article("Zora Quill came.")
    analysis.suggest(row)
    row.body = "<p>Nobody came.</p>"
    row.save()
    analysis.suggest(row)
    assert not Candidate.objects.exists()


def test_a_candidate_whose_name_is_known_by_then_becomes_a_mention():
    rows = [builders.article("Zora Quill came."), builders.article("Then Zora Quill left.")]
    for row in rows:
        analysis.suggest(row)
    zora = builders.person("Zora Quill")
    analysis.suggest(rows[0])
    assert list(Mention.objects.values_list("article", "entity")) == [(rows[0].pk, zora.pk)]
    assert list(CandidatePassage.objects.values_list("article", flat=True)) == [rows[1].pk]
    analysis.suggest(rows[1])
    assert not Candidate.objects.exists()


def test_a_deleted_article_is_told():
    row = builders.article(TEXT)
    type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(StaleVersion, match="was deleted"):
        analysis.suggest(row)


def test_with_what_an_article_was_read_is_remembered(ada):
    row = builders.article(TEXT)
    assert not ArticleReading.objects.exists()
    analysis.suggest(row)
    read = ArticleReading.objects.get()
    knows = knowledge()
    assert (read.article, read.names, read.rules) == (row, knows.version, rules())
    assert not ArticleReading.objects.outdated(knows.version, rules()).exists()
    builders.person("Zora Quill")
    assert ArticleReading.objects.outdated(knowledge().version, rules()).count() == 1


def test_dates_are_read_again_when_the_day_is_set_and_decisions_stay():
    row = builders.article("It opened on Monday and closed on Tuesday.", date=None)
    analysis.suggest(row)
    monday, tuesday = DateExpression.objects.order_by("start")
    assert (monday.edtf, tuesday.edtf) == (None, None)
    tuesday.reject(by=builders.user())
    row.date = date(2020, 6, 25)
    row.save()
    assert [(d.edtf, d.decision) for d in DateExpression.objects.order_by("start")] == [
        ("2020-06-22", "suggested"),
        (None, "rejected"),
    ]


def test_a_suggestion_says_when_a_pipeline_found_it(ada, settings, monkeypatch):
    settings.NLP_PIPELINE = "taught"
    monkeypatch.setattr(
        "articles.reading.load_pipeline", lambda name: pipeline.Pipeline(StandIn(), "spaCy en_taught 1.0")
    )
    row = builders.article("Ada Example saw Qorbe.", date=date(2020, 6, 24))
    analysis.suggest(row)
    assert [one.why for one in CandidatePassage.objects.working()] == ["named by spaCy en_taught 1.0"]
    assert [one.why for one in Mention.objects.working()] == ["a known name"]
    assert ArticleReading.objects.get().rules == rules("taught") != rules()
