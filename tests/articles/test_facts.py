"""Facts: every value with the sentences that support it; differing ones shown; only what is live."""

import pytest

from articles import publishing, redaction
from articles.facts import Fact, facts_about
from articles.models import Preference, Rights
from newsroom.editorial import Decision
from people import merging
from people.models import Entity
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return builders.person("Ada Example", born="1990", state="public")


def cited(target, field, value, sentence, words, **fields):
    copy = builders.article(f"It rained. {sentence} Nobody minded.", **fields)
    builders.citation(copy, target, field, value, words)
    return publishing.publish(copy, by=None)


def facts(entity, *relations):
    return {fact.field: fact for fact in facts_about(Entity.objects.get(pk=entity.pk), relations).own}


def test_a_fact_leads_to_its_sentence_and_its_article(ada):
    edition = cited(ada, "born", "1990", "Ada was born in 1990 by the sea.", "born in 1990")
    [support] = facts(ada)["born"].supports
    assert support.sentence == "Ada was born in 1990 by the sea."
    assert (support.before, support.words, support.after) == ("Ada was ", "born in 1990", " by the sea.")
    assert support.edition == edition
    start = edition.text.index("born in 1990")
    assert support.url == f"{edition.article.get_absolute_url()}#p{start}-{start + 12}"
    assert f'id="p{start}-{start + 12}"' in edition.html


def test_a_fact_without_support_is_uncited(ada):
    fact = facts(ada)["born"]
    assert (fact.words, fact.is_cited, fact.differs) == ("1990", False, False)


def test_what_nobody_says_is_no_fact(ada):
    assert "died" not in facts(ada)


def test_a_fact_that_only_a_source_gives_is_shown_without_being_ours(ada):
    cited(ada, "died", "2020", "Ada died in 2020.", "died in 2020")
    fact = facts(ada)["died"]
    assert (fact.value, fact.is_cited, fact.differs) == (None, True, False)


def test_differing_values_are_shown_ours_first(ada):
    cited(ada, "born", "1991", "Ada was born in 1991.", "1991")
    cited(ada, "born", "1990", "Ada was born in 1990.", "1990")
    fact = facts(ada)["born"]
    assert fact.differs
    assert [(words, len(supports)) for words, supports in fact.by_value] == [("1990", 1), ("1991", 1)]


def test_a_preference_says_which_value_we_hold_and_why(ada):
    cited(ada, "born", "1991", "Ada was born in 1991.", "1991")
    Preference.objects.create(entity=ada, field="born", value="1991", reason="her passport")
    fact = facts(ada)["born"]
    assert (fact.value, fact.preference.reason, fact.differs) == ("1991", "her passport", False)


def test_only_the_edition_that_stands_supports(ada):
    copy = cited(ada, "born", "1990", "Ada was born in 1990.", "1990").article
    copy.citation_set.working().delete()
    publishing.publish(copy, by=None)
    assert not facts(ada)["born"].is_cited


def test_a_withdrawn_article_supports_nothing(ada):
    copy = cited(ada, "born", "1990", "Ada was born in 1990.", "1990").article
    publishing.withdraw(copy, by=None, note="Wrong.")
    assert not facts(ada)["born"].is_cited


def test_suggestions_and_rejected_citations_support_nothing(ada):
    copy = builders.article("Ada was born in 1990.")
    builders.citation(copy, ada, "born", "1990", "1990", decision=Decision.SUGGESTED)
    builders.citation(copy, ada, "born", "1990", "born", decision=Decision.REJECTED)
    publishing.publish(copy, by=None)
    assert not facts(ada)["born"].is_cited


def test_a_redacted_passage_or_value_supports_nothing(ada):
    edition = cited(ada, "born", "1990", "Ada was born then.", "born then")
    redaction.redact(edition, words=["1990"], by=None, reason="court") if "1990" in edition.text else None
    assert facts(ada)["born"].is_cited
    redaction.redact(edition, words=["then"], by=None, reason="court")
    assert not facts(ada)["born"].is_cited


def test_an_excerpts_cited_sentence_supports_too(ada):
    cited(
        ada,
        "born",
        "1990",
        "Ada was born in 1990.",
        "1990",
        rights=Rights.EXCERPT,
        publisher="The Other Paper",
    )
    assert facts(ada)["born"].is_cited


def test_facts_of_merged_rows_support_the_survivors(ada):
    double = builders.person("A. Example")
    cited(double, "born", "1991", "A. was born in 1991.", "1991")
    double.refresh_from_db()
    record = merging.merge(double, ada, by=None)
    assert [s.value for s in facts(ada)["born"].supports] == ["1991"]
    merging.undo(record, by=None)
    assert not facts(ada)["born"].is_cited


def test_the_survivors_own_preference_wins(ada):
    double = builders.person("A. Example", state="public")
    Preference.objects.create(entity=ada, field="born", value="1990", reason="ours")
    Preference.objects.create(entity=double, field="born", value="1991", reason="theirs")
    merging.merge(double, ada, by=None)
    assert facts(ada)["born"].preference.reason == "ours"


def test_facts_of_a_relation_are_its_own(ada):
    trust = builders.organization("Trust", state="public")
    role = builders.relation(ada, trust, title="head", begin="2019")
    cited(role, "begin", "2019", "She began in 2019.", "2019")
    found = facts_about(ada, [role]).of_relation[role.pk]
    assert [(f.field, f.words, f.is_cited) for f in found] == [
        ("title", "head", False),
        ("begin", "2019", True),
    ]


def test_words_differ_by_more_than_case():
    from articles.facts import Support

    def said(value):
        return Support(value, "", "x", "", None, "")

    assert not Fact("place", "Paris", (said("paris "),)).differs
    assert Fact("place", "Paris", (said("Lyon"),)).differs


def test_the_number_of_queries_does_not_grow(ada, django_assert_num_queries):
    roles = [builders.relation(ada, builders.organization(f"Org {n}", state="public")) for n in range(5)]
    for role in roles:
        cited(role, "begin", "2019", "She began in 2019.", "2019")
    with django_assert_num_queries(2):
        facts_about(ada, roles)
