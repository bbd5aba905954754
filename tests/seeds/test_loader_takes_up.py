"""What a load finds in the record already is taken up, and stays as editors have it; what they removed stays away."""

import pytest

from articles import publishing
from articles.models import Mention, Quote, Section, Story
from newsroom.editorial import Decision
from people.models import Entity, Relation
from tests import builders
from tests.seeds.loading import PEOPLE, article, counts, dossier, everything, files, notes, run

pytestmark = pytest.mark.django_db


def test_as_many_rows_are_unchanged_as_were_created(tmp_path):
    folder = dossier(tmp_path / "seeds")
    first, second = run(folder), run(folder)
    assert counts(second) == {"unchanged": counts(first)["created"]}


def test_a_deleted_person_stays_deleted_with_all_that_hangs_on_them(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml=PEOPLE)
    run(folder)
    Story.objects.all().delete()
    Entity.objects.get(slug="ada-example").delete()
    report = run(folder)
    assert not Entity.objects.filter(name="Ada Example").exists()
    assert not Relation.objects.exists()
    assert "refused" not in counts(report)
    assert [note for note in notes(report) if "deleted" in note]


def test_a_suppressed_person_stays_suppressed(tmp_path):
    people = PEOPLE.replace("name: Ada Example", "name: Ada Example\n    public: true")
    folder = files(tmp_path / "seeds", people_yaml=people)
    run(folder)
    publishing.suppress(Entity.objects.get(slug="ada-example"), by=None, reason="Asked.")
    run(folder)
    assert Entity.objects.get(slug="ada-example").state == "suppressed"


def test_a_row_that_an_editor_made_at_the_address_is_taken_up_and_its_values_stay(tmp_path):
    made = builders.person("Ada E. Example", slug="ada-example", born="1962")
    Section.objects.create(name="Mine", slug="world")
    report = run(files(tmp_path / "seeds", people_yaml=PEOPLE))
    ada = Entity.objects.get(slug="ada-example")
    assert (ada.pk, ada.name, ada.born) == (made.pk, "Ada E. Example", "1962")
    assert ada.description == "Chair of the Example Trust."
    assert Section.objects.get().name == "Mine"
    assert sum("is kept" in note for note in notes(report)) == 3
    before = everything()
    run(tmp_path / "seeds")
    assert everything() == before


def test_passages_that_an_editor_or_the_machine_made_before_are_taken_up(tmp_path):
    folder = files(tmp_path / "seeds", people_yaml=PEOPLE)
    run(folder)
    text = "Ada Example said it was “a good day” in Halifax. Ada Example left."
    row = builders.article(text, slug="trust-opens", headline="X")
    ada = Entity.objects.get(slug="ada-example")
    builders.mention(row, ada)
    rejected = builders.mention(row, ada, nth=2)
    rejected.reject(by=builders.user())
    said = builders.quote(
        row, "a good day", ada, decision=Decision.SUGGESTED, origin="machine", kind="partial"
    )
    head = "headline: X\ndate: 2020-06-25\nmentions: {ada-example: [Ada Example]}\n"
    head += "quotes: [{words: a good day, speaker: ada-example, kind: partial}]"
    report = run(files(folder, opens_md=article(head, text)))
    assert Mention.objects.working().count() == 2
    assert Mention.objects.get(pk=rejected.pk).decision == Decision.REJECTED
    assert Quote.objects.get(pk=said.pk).decision == Decision.ACCEPTED
    assert any("An editor rejected this passage: it stays so." in note for note in notes(report))
