"""What the record knows: built once a process, built anew when anything that goes into it moved, whoever wrote it."""

from datetime import date

import pytest
from django.db import connection, transaction

from articles import analysis, known, publishing, reviewing
from articles.linking import KnownNames
from articles.models import CandidatePassage, KnowledgeChange, Mention, Preference, Quote, Topic
from newsroom.editorial import Decision
from people import merging
from people.models import Entity, Name, Relation
from tests import builders


@pytest.fixture
def builds(monkeypatch):
    """How often names were put into an automaton."""
    known._kept.clear()
    built = []
    make = KnownNames.__init__

    def counted(self, rows, ties=None):
        make(self, rows, ties)
        built.append(self.rows)

    monkeypatch.setattr(KnownNames, "__init__", counted)
    yield built
    known._kept.clear()


def links(text):
    """Names of the entities that a reading finds in a text."""
    found = known.knowledge().read(text, date(2020, 6, 25)).mentions
    return [Entity.objects.get(pk=m.entity).name for m in found if m.entity]


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rename(ada):
    ada.name = "Ada Lovelett"
    ada.save()


def rename_in_bulk(ada):
    Entity.objects.filter(pk=ada.pk).update(name="Ada Lovelett", version=2)


def alias(ada):
    Name.objects.create(entity=ada, text="Ada Lovelett")


def alias_in_bulk(ada):
    Name.objects.bulk_create([Name(entity=ada, text="Ada Lovelett", key="ada lovelett")])


def alias_by_sql(ada):
    raw(
        "INSERT INTO people_name (entity_id, text, key, kind, language) VALUES (%s, 'Ada Lovelett', 'x', 'alias', '')",
        ada.pk,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [rename, rename_in_bulk, alias, alias_in_bulk, alias_by_sql])
def test_the_next_reading_knows_a_new_name_by_whatever_way_it_came(builds, write):
    ada = builders.person("Ada Example")
    assert links("Then Ada Lovelett came.") == []
    write(ada)
    assert len(links("Then Ada Lovelett came.")) == 1
    assert len(builds) == 2


def drop(name):
    name.delete()


def drop_in_bulk(name):
    Name.objects.filter(pk=name.pk).delete()


def reword(name):
    Name.objects.filter(pk=name.pk).update(text="A. E.", key="a e")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [drop, drop_in_bulk, reword])
def test_the_next_reading_forgets_a_name_that_is_gone(builds, write):
    name = Name.objects.create(entity=builders.person("Ada Example"), text="Ada Lovelett")
    assert links("Then Ada Lovelett came.") == ["Ada Example"]
    write(name)
    assert links("Then Ada Lovelett came.") == []


@pytest.mark.django_db(transaction=True)
def test_the_next_reading_knows_of_a_merge_and_of_its_undoing(builds):
    ada, double = builders.person("Ada Example"), builders.person("Ada Lovelett")
    assert links("Then Ada Lovelett came.") == ["Ada Lovelett"]
    merge = merging.merge(double, ada, by=None)
    assert links("Then Ada Lovelett came.") == ["Ada Example"]
    merging.undo(merge, by=None)
    assert links("Then Ada Lovelett came.") == ["Ada Lovelett"]


@pytest.mark.django_db(transaction=True)
def test_what_has_nothing_to_do_with_names_builds_nothing(builds):
    ada, trust = builders.person("Ada Example"), builders.organization("Example Trust")
    known.knowledge()
    ada.description = "Chair."
    ada.save()
    article = builders.article("Ada Example opened the Example Trust.")
    analysis.suggest(article)
    Mention.objects.order_by("start").first().accept(by=None)
    builders.relation(ada, trust, title="chair", begin="2019")
    publishing.publish(article, by=None)
    for _ in range(3):
        assert links("Then Ada Example came.") == ["Ada Example"]
    assert len(builds) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_is_not_kept(builds):
    ada = builders.person("Ada Example")
    assert links("Then Ada Lovelett came.") == []
    with transaction.atomic():
        alias(ada)
        assert links("Then Ada Lovelett came.") == ["Ada Example"]
        transaction.set_rollback(True)
    other = builders.person("Bea Other")
    Name.objects.create(entity=other, text="Bea Stone")
    assert links("Then Ada Lovelett came.") == []
    assert links("Then Bea Stone came.") == ["Bea Other"]


@pytest.mark.django_db
def test_many_changes_become_one_and_the_version_stays(monkeypatch):
    monkeypatch.setattr(KnowledgeChange, "MOST", 10)
    for n in range(12):
        builders.person(f"Person {n}")
    changes = KnowledgeChange.objects
    before = changes.version(Topic.NAMES)
    assert changes.filter(topic=Topic.NAMES).count() == 1
    assert changes.version(Topic.NAMES) == before == (12, before[1])
    builders.person("Last")
    assert changes.version(Topic.NAMES)[0] == 13


@pytest.mark.django_db
def test_shared_coverage_decides_between_namesakes_where_no_relation_does():
    ours, other = builders.person("Ann Bell", state="public"), builders.person("Ann Bell", state="public")
    moss = builders.person("Rita Moss", state="public")
    text = "Ann Bell met Rita Moss."
    assert known.knowledge().read(text, None).mentions[0].entity is None
    builders.published("Ann Bell met Rita Moss.", ours, moss)
    found = known.knowledge().read(text, None).mentions[0]
    assert (found.entity, found.why) == (ours.pk, "the text also names who appears in articles with this one")
    builders.relation(other, moss, "family_of")
    found = known.knowledge().read(text, None).mentions[0]
    assert (found.entity, found.why) == (other.pk, "the text also names who is related to this one")


# What editors rejected


def decided(entity, decision, text="Ann Bell came.", words="Ann Bell"):
    return builders.mention(builders.article(text), entity, words, decision=decision)


def why_not(entity, text="Then Ann Bell left."):
    """Why the name is not taken for the entity; nothing if it is."""
    found = next(m for m in known.knowledge().read(text, None).mentions if m.text == "Ann Bell")
    return "" if found.entity == entity.pk else found.why


REJECTED, ACCEPTED = Decision.REJECTED, Decision.ACCEPTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        ([], ""),
        ([REJECTED], ""),
        ([REJECTED, REJECTED], "editors rejected “Ann Bell” as this one in 2 articles and accepted it never"),
        (
            [REJECTED, REJECTED, ACCEPTED],
            "editors rejected “Ann Bell” as this one in 2 articles and accepted it in 1",
        ),
        ([REJECTED, REJECTED, ACCEPTED, ACCEPTED], ""),
        ([ACCEPTED, ACCEPTED], ""),
    ],
)
def test_a_link_that_editors_rejected_in_two_articles_and_oftener_than_not_is_not_made_again(decisions, why):
    bell = builders.person("Ann Bell")
    for decision in decisions:
        decided(bell, decision)
    assert why_not(bell) == why


@pytest.mark.django_db
def test_two_rejections_in_one_article_count_once():
    bell = builders.person("Ann Bell")
    article = builders.article("Ann Bell came. Ann Bell left.")
    for nth in (1, 2):
        builders.mention(article, bell, nth=nth, decision=REJECTED)
    assert why_not(bell) == ""


@pytest.mark.django_db
def test_a_rejected_link_is_made_where_the_text_names_the_same_one_otherwise():
    bell = builders.person("Ann Bell")
    Name.objects.create(entity=bell, text="Annabel Bell-Moss")
    for _ in range(2):
        decided(bell, REJECTED)
    assert why_not(bell, "Then Ann Bell left. Annabel Bell-Moss is the mayor.") == ""


@pytest.mark.django_db
def test_of_two_namesakes_the_one_that_was_not_rejected_is_meant():
    bell, other = builders.person("Ann Bell"), builders.person("Ann Bell")
    for _ in range(2):
        decided(bell, REJECTED)
    assert why_not(other) == ""


@pytest.mark.django_db
def test_decisions_on_a_merged_row_count_for_the_one_that_stands():
    bell, double = builders.person("Ann Bell"), builders.person("Anna Bell")
    decided(bell, REJECTED)
    decided(double, REJECTED)
    assert why_not(bell) == ""
    merging.merge(double, bell, by=None)
    assert why_not(bell) != ""


@pytest.mark.django_db
def test_a_rejected_link_is_proposed_as_an_unknown_name_but_not_where_it_was_rejected():
    bell = builders.person("Ann Bell")
    rejected = [decided(bell, REJECTED).article for _ in range(2)]
    fresh = builders.article("Then Ann Bell left.")
    for article in (*rejected, fresh):
        analysis.suggest(article)
    [place] = CandidatePassage.objects.all()
    assert (place.article, place.exact) == (fresh, "Ann Bell")
    assert "rejected “Ann Bell” as this one in 2 articles" in place.why


@pytest.mark.django_db(transaction=True)
def test_a_decision_that_teaches_is_known_to_the_next_reading_without_a_new_automaton(builds):
    bell = builders.person("Ann Bell")
    rows = [decided(bell, Decision.SUGGESTED) for _ in range(2)]
    assert why_not(bell) == ""
    for row in rows:
        row.reject(by=None)
    assert why_not(bell) != ""
    taken_back = Mention.objects.get(pk=rows[0].pk)
    taken_back.accept(by=None)
    assert why_not(bell) == ""
    assert len(builds) == 1


# The speaker's role


@pytest.fixture
def mayor():
    ada, town = builders.person("Ada Example"), builders.organization("Town of Halifax")
    builders.relation(ada, town, title="mayor of Halifax", begin="2019-02", end="2021-05")
    return ada


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "role"),
    [
        (date(2020, 1, 1), "mayor of Halifax"),
        (date(2019, 3, 1), "mayor of Halifax"),
        (date(2019, 2, 14), ""),
        (date(2018, 1, 1), ""),
        (date(2021, 5, 14), ""),
        (None, ""),
    ],
)
def test_a_suggested_quote_has_the_role_that_its_speaker_certainly_had_on_the_day(mayor, day, role):
    analysis.suggest(builders.article("“It is good,” said Ada Example.", date=day))
    assert Quote.objects.get().role == role


@pytest.mark.django_db
def test_no_role_is_guessed_where_there_were_several_or_nobody_accepted_it(mayor):
    trust = builders.organization("Example Trust")
    chair = builders.relation(
        mayor, trust, title="chair of the trust", begin="2018", decision=Decision.SUGGESTED
    )
    article = builders.article("“It is good,” said Ada Example.", date=date(2020, 1, 1))
    analysis.suggest(article)
    assert Quote.objects.get().role == "mayor of Halifax"
    chair.decision = Decision.ACCEPTED
    chair.save()
    analysis.suggest(article)
    assert Quote.objects.get().role == ""


@pytest.mark.django_db
def test_the_preferred_date_counts_for_a_role(mayor):
    relation = Relation.objects.get()
    Preference.objects.create(
        relation=relation, field="begin", value="2020-06", reason="The council's minutes."
    )
    assert known.role_on(mayor, date(2020, 1, 1)) == ""
    assert known.role_on(mayor, date(2020, 7, 1)) == "mayor of Halifax"


@pytest.mark.django_db
def test_an_editor_who_sets_the_speaker_gets_the_role_and_undo_takes_it_back(mayor):
    article = builders.article("“It is good,” said the mayor.", date=date(2020, 1, 1))
    row = builders.quote(article, "It is good,", decision=Decision.SUGGESTED, speaker_words="the mayor")
    step = reviewing.accept_as([row], mayor, builders.user())
    row.refresh_from_db()
    assert (row.speaker, row.role) == (mayor, "mayor of Halifax")
    reviewing.undo(step, builders.user())
    row.refresh_from_db()
    assert (row.speaker, row.speaker_words, row.role) == (None, "the mayor", "")


@pytest.mark.django_db
def test_the_role_of_an_accepted_quote_is_what_the_edition_says_and_a_given_one_stays(mayor):
    text = "“It is good,” said Ada Example. “It is big,” said Ada Example."
    article = builders.article(text, date=date(2020, 1, 1))
    builders.quote(article, "It is good,", mayor, decision=Decision.SUGGESTED).accept(by=builders.user())
    own = builders.quote(article, "It is big,", mayor, decision=Decision.SUGGESTED, role="neighbour")
    own.accept(by=builders.user())
    edition = publishing.publish(article, by=None)
    said = Quote.objects.live().filter(edition=edition).order_by("start")
    assert [quote.role for quote in said] == ["mayor of Halifax", "neighbour"]
