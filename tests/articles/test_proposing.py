"""Happenings become proposed events: grouped over articles, held against the record's events, decisions kept."""

from datetime import date

import pytest

from articles import analysis, events, proposing, publishing
from articles.events import Given
from articles.known import knowledge
from articles.models import (
    Appearance,
    Article,
    Citation,
    Event,
    Happening,
    HappeningPart,
    Mention,
    ProposedEvent,
    StoryEntity,
)
from newsroom.editorial import Decision, StaleVersion
from people import merging
from people.models import Entity, Relation
from tests import builders
from tests.articles.test_concurrency import at_once

pytestmark = pytest.mark.django_db

ARREST = "Ada Example was arrested in Oslo on 3 May 2020."


@pytest.fixture
def ada():
    return builders.person("Ada Example")


@pytest.fixture
def by():
    return builders.user()


def read(text, **fields):
    row = builders.article(text, **fields)
    analysis.suggest(row)
    return row


def proposals():
    return [(row.title, row.begins, row.place) for row in ProposedEvent.objects.awaiting_review()]


def given(row, **changes):
    said = {"name": row.title, "begins": row.begins or "", "place": row.place} | changes
    return Given(**said)


def with_ada(row, ada, part="person arrested"):
    return given(row, parts=[(ada, part)])


# Grouping


def test_what_an_article_tells_is_proposed_with_its_sentence(ada):
    read(f"It rained. {ARREST}")
    assert proposals() == [("Arrest of Ada Example", "2020-05-03", "Oslo")]
    row = Happening.objects.get()
    assert (row.exact, row.cue, row.edtf, row.decision) == (ARREST, "arrested", "2020-05-03", "suggested")
    assert row.why
    part = HappeningPart.objects.get()
    assert (part.entity, part.role, part.part, part.main) == (ada, "patient", "person arrested", True)


def test_nothing_is_proposed_without_a_name_of_the_record():
    read(ARREST)
    assert not ProposedEvent.objects.exists()


def test_articles_that_tell_of_one_thing_propose_one_event(ada):
    read("Ada Example was arrested in May 2020.")
    read(ARREST)
    read("Ada Example was arrested.")
    assert proposals() == [("Arrest of Ada Example", "2020-05-03", "Oslo")]
    assert ProposedEvent.objects.get().happenings.count() == 3


@pytest.mark.parametrize(
    "other",
    [
        "Ada Example was arrested on 9 May 2020.",
        "Ada Example was released on 3 May 2020.",
        "Bob Sample was arrested on 3 May 2020.",
    ],
)
def test_another_day_kind_or_person_is_another_event(ada, other):
    builders.person("Bob Sample")
    read(ARREST)
    read(other)
    assert ProposedEvent.objects.count() == 2


def test_accounts_that_differ_by_a_day_are_of_one_event(ada):
    read(ARREST)
    read("Ada Example was arrested on 4 May 2020.")
    assert ProposedEvent.objects.get().happenings.count() == 2


def test_what_is_told_without_a_day_joins_the_only_one_or_waits_by_itself(ada):
    read("Ada Example was arrested.")
    read(ARREST)
    assert ProposedEvent.objects.get().happenings.count() == 2
    read("Ada Example was arrested on 9 May 2020.")
    for _ in range(3):
        read("Ada Example was arrested.")
    assert [(row.begins, row.happenings.count()) for row in ProposedEvent.objects.awaiting_review()] == [
        ("2020-05-03", 2),
        ("2020-05-09", 1),
        (None, 3),
    ]


def test_the_work_for_one_happening_does_not_grow_with_the_proposals(ada, django_assert_max_num_queries):
    for month in range(1, 6):
        read(f"Ada Example was arrested in 20{10 + month}.")
    row = builders.article(ARREST)
    found = knowledge().read(row.text, row.date).happenings
    with django_assert_max_num_queries(20):
        proposing.propose(row, found)


def test_a_merged_person_is_the_one_who_stands(ada):
    other = builders.person("A. B. Example")
    read(ARREST)
    read("A. B. Example was arrested on 3 May 2020.")
    assert ProposedEvent.objects.count() == 2
    merging.merge(other, ada, by=None)
    read("A. B. Example was arrested by police on 3 May 2020.")
    assert sorted(row.happenings.count() for row in ProposedEvent.objects.all()) == [1, 2]


def test_they_come_by_day_and_those_without_a_day_last(ada):
    read("Ada Example resigned. Ada Example was charged on 5 May 2020.")
    read(ARREST)
    assert [day for _, day, _ in proposals()] == ["2020-05-03", "2020-05-05", None]


@pytest.mark.django_db(transaction=True)
def test_two_articles_read_at_once_propose_one_event(ada):
    known = knowledge()
    rows = [builders.article(ARREST) for _ in range(4)]
    results = at_once(*(lambda row=row: analysis.suggest(row, known) for row in rows))
    assert not [result for result in results if isinstance(result, Exception)]
    assert ProposedEvent.objects.get().happenings.count() == 4


@pytest.mark.django_db(transaction=True)
def test_reading_while_an_editor_decides_waits_in_no_ring(ada):
    rows = [read(ARREST) for _ in range(2)]
    known, proposed = knowledge(), ProposedEvent.objects.get()
    results = at_once(
        lambda: analysis.suggest(rows[0], known),
        lambda: events.accept(proposed, given(proposed), None)[1],
        lambda: analysis.suggest(rows[1], known),
    )
    raised = [result for result in results if isinstance(result, Exception)]
    assert {type(error) for error in raised} <= {StaleVersion}
    assert Event.objects.count() + len(raised) >= 1


# Reading again


def test_reading_again_changes_nothing(ada):
    row = read(ARREST)
    before = [list(model.objects.values()) for model in (ProposedEvent, Happening, HappeningPart)]
    analysis.suggest(row)
    assert [list(model.objects.values()) for model in (ProposedEvent, Happening, HappeningPart)] == before


def test_what_is_told_no_more_goes_with_its_proposal(ada):
    row = read(ARREST)
    row.body = "<p>Nobody was arrested.</p>"
    row.save()
    analysis.suggest(row)
    assert not Happening.objects.exists()
    assert not ProposedEvent.objects.exists()


def test_a_sentence_is_carried_over_an_edit(ada):
    row = read(ARREST)
    row.body = f"<p>It rained.</p><p>{ARREST}</p>"
    row.save()
    told = Happening.objects.get()
    assert (row.text[told.start : told.end], told.lost) == (ARREST, False)
    assert row.text[slice(*told.cue_span())] == "arrested"


def test_a_day_that_is_read_otherwise_by_now_is_told_anew(ada):
    row = read("Ada Example was arrested on Monday.")
    row.date = date(2020, 6, 18)
    row.save()
    analysis.suggest(row)
    assert proposals() == [("Arrest of Ada Example", "2020-06-15", "")]


def test_what_was_rejected_is_proposed_again_neither_here_nor_by_another_article(ada, by):
    row = read(ARREST)
    events.dismiss(ProposedEvent.objects.get(), by)
    analysis.suggest(row)
    read("Ada Example was arrested on 3 May 2020 at home.")
    row.body = f"<p>It rained.</p><p>{ARREST}</p>"
    row.save()
    analysis.suggest(row)
    assert proposals() == []
    assert Happening.objects.count() == 1


def test_a_name_whose_link_was_rejected_takes_no_part(ada, by):
    row = read(ARREST)
    Mention.objects.get().reject(by)
    analysis.suggest(row)
    assert not ProposedEvent.objects.exists()


# The record's events


@pytest.fixture
def event(ada):
    row = builders.event("Arrest of Ada Example", begins="2020-05-03")
    builders.relation(ada, row, "took_part_in")
    return row


def test_an_event_that_we_have_is_proposed_to_be_cited(ada, event):
    read(ARREST)
    assert ProposedEvent.objects.get().event == event


@pytest.mark.parametrize(
    ("name", "begins", "fits"),
    [
        ("Arrest of Ada Example", "2020-05", True),
        ("Arrest of Ada Example", None, True),
        ("Arrest of Ada Example", "2019", False),
        ("Holiday of Ada Example", "2020-05-03", False),
    ],
)
def test_an_event_fits_by_kind_and_day(ada, name, begins, fits):
    row = builders.event(name, begins=begins)
    builders.relation(ada, row, "took_part_in")
    read(ARREST)
    assert ProposedEvent.objects.get().event == (row if fits else None)


def test_an_event_of_others_does_not_fit(ada):
    row = builders.event("Arrest of Ada Example", begins="2020-05-03")
    builders.relation(builders.person("Bob Sample"), row, "took_part_in")
    read(ARREST)
    assert ProposedEvent.objects.get().event is None


def test_a_sentence_that_is_cited_already_is_not_proposed(ada, event):
    row = builders.article(ARREST)
    builders.citation(row, event, "begins", "2020-05-03", "arrested in Oslo on 3 May 2020")
    analysis.suggest(row)
    assert not ProposedEvent.objects.exists()


def test_joining_cites_the_sentence_and_links_its_words(ada, event, by):
    row = read(ARREST)
    step = events.join(ProposedEvent.objects.get(), event, by)
    cited = {(c.field, c.value, c.exact, c.decision) for c in Citation.objects.filter(entity=event)}
    assert cited == {
        ("begins", "2020-05-03", ARREST, "accepted"),
        ("place", "Oslo", ARREST, "accepted"),
    }
    assert Mention.objects.get(entity=event).exact == "arrested"
    assert ProposedEvent.objects.get().decision == Decision.ACCEPTED
    events.undo(step.as_json(), by)
    assert not Citation.objects.exists()
    assert not Mention.objects.filter(entity=event).exists()
    assert proposals() == [("Arrest of Ada Example", "2020-05-03", "Oslo")]
    assert ProposedEvent.objects.get().event == event
    analysis.suggest(row)
    assert Happening.objects.count() == 1


def test_an_event_without_a_day_takes_it_where_the_editor_may_say_so(ada, event, by):
    Event.objects.update(begins=None, begins_earliest=None, begins_latest=None, version=2)
    read(ARREST)
    step = events.join(ProposedEvent.objects.get(), Entity.objects.get(pk=event.pk), by, hold=True)
    assert Event.objects.get().begins == "2020-05-03"
    events.undo(step.as_json(), by)
    assert Event.objects.get().begins is None


def test_only_an_event_can_be_joined(ada, by):
    read(ARREST)
    with pytest.raises(events.ValidationError, match="no event"):
        events.join(ProposedEvent.objects.get(), ada, by)


# Making an event


def test_accepting_makes_a_draft_event_with_its_people_each_fact_cited(ada):
    boss = builders.user()
    boss.is_superuser = True
    boss.save()
    row = read(ARREST)
    proposed = ProposedEvent.objects.get()
    _, event = events.accept(proposed, with_ada(proposed, ada), boss)
    assert (event.name, event.begins, event.place, event.state) == (
        "Arrest of Ada Example",
        "2020-05-03",
        "Oslo",
        "draft",
    )
    took = Relation.objects.get()
    assert (took.subject, took.kind, took.object, took.title, took.decision) == (
        ada,
        "took_part_in",
        event,
        "person arrested",
        "accepted",
    )
    assert sorted((c.field, c.value) for c in Citation.objects.accepted()) == [
        ("begins", "2020-05-03"),
        ("place", "Oslo"),
        ("title", "person arrested"),
    ]
    assert Mention.objects.get(entity=event).exact == "arrested"
    analysis.suggest(row)
    assert proposals() == []


def test_who_may_not_publish_proposes_the_relation(ada, by):
    read(ARREST)
    proposed = ProposedEvent.objects.get()
    events.accept(proposed, with_ada(proposed, ada), by)
    assert Relation.objects.get().decision == Decision.SUGGESTED


def test_the_next_article_that_tells_of_it_is_to_be_cited_on_it(ada):
    read(ARREST)
    proposed = ProposedEvent.objects.get()
    _, event = events.accept(proposed, with_ada(proposed, ada), None)
    read("Ada Example was arrested on 3 May 2020.")
    assert ProposedEvent.objects.awaiting_review().get().event == event


def test_an_event_made_in_a_story_becomes_part_of_it(ada, by):
    story = builders.story()
    read(ARREST, story=story)
    proposed = ProposedEvent.objects.in_story(story).get()
    step, event = events.accept(proposed, given(proposed), by, story)
    assert StoryEntity.objects.get().entity == event
    events.undo(step.as_json(), by)
    assert not StoryEntity.objects.exists()


def test_undo_takes_all_of_it_back(ada, by):
    read(ARREST)
    read("Ada Example was arrested on 3 May 2020.")
    before = proposals()
    proposed = ProposedEvent.objects.get()
    step, _ = events.accept(proposed, with_ada(proposed, ada), by)
    events.undo(step.as_json(), by)
    assert proposals() == before
    assert not Event.objects.exists()
    assert not Relation.objects.exists()
    assert not Citation.objects.exists()
    assert Happening.objects.awaiting_review().count() == 2


def test_undo_is_refused_where_somebody_went_on(ada, by):
    read(ARREST)
    proposed = ProposedEvent.objects.get()
    step, event = events.accept(proposed, with_ada(proposed, ada), by)
    event.description = "What somebody wrote since."
    event.save()
    with pytest.raises(events.ValidationError, match="went on"):
        events.undo(step.as_json(), by)
    assert Event.objects.get().description
    assert Citation.objects.exists()


def test_a_decision_on_an_older_version_is_refused(ada, by):
    read(ARREST)
    stale = ProposedEvent.objects.get()
    events.dismiss(ProposedEvent.objects.get(), by)
    with pytest.raises(StaleVersion):
        events.accept(stale, given(stale), by)
    assert not Event.objects.exists()


def test_a_bad_day_is_refused_and_nothing_is_made(ada, by):
    read(ARREST)
    proposed = ProposedEvent.objects.get()
    with pytest.raises(events.ValidationError):
        events.accept(proposed, given(proposed, begins="some day"), by)
    assert not Event.objects.exists()
    assert ProposedEvent.objects.get().decision == Decision.SUGGESTED


def test_one_sentence_can_be_dropped_and_taken_back(ada, by):
    read(ARREST)
    read("Ada Example was arrested in May 2020.")
    first = Happening.objects.get(exact=ARREST)
    step = events.drop(first, by)
    assert proposals() == [("Arrest of Ada Example", "2020-05", "")]
    events.undo(step.as_json(), by)
    assert proposals() == [("Arrest of Ada Example", "2020-05-03", "Oslo")]


def test_the_last_sentence_takes_the_proposal_with_it(ada, by):
    read(ARREST)
    events.drop(Happening.objects.get(), by)
    assert ProposedEvent.objects.get().decision == Decision.REJECTED


# What readers see


def test_readers_see_an_event_only_when_an_article_that_cites_it_is_published(ada, client):
    row = read(ARREST)
    for one in Mention.objects.all():
        one.accept(None)
    publishing.publish(Article.objects.get(pk=row.pk), by=None)
    proposed = ProposedEvent.objects.get()

    def seen():
        pages = [
            "/",
            row.get_absolute_url(),
            ada.get_absolute_url(),
            "/events/",
            "/api/v1/events/",
            "/sitemap.xml",
        ]
        return [page for page in pages if "rrest of Ada Example" in client.get(page).content.decode()]

    assert seen() == []
    _, event = events.accept(proposed, with_ada(proposed, ada), None)
    assert seen() == []
    assert not Appearance.objects.filter(entity=event).exists()
    publishing.publish(Article.objects.get(pk=row.pk), by=None)
    assert {"/events/", "/api/v1/events/", ada.get_absolute_url()} <= set(seen())
    assert Entity.objects.get(pk=event.pk).state == "public"
