"""Editors win over reloading: field by field, deletions too, and an unchanged load writes nothing."""

import shutil

import pytest
from django.core.exceptions import ValidationError

from articles import publishing
from articles.models import Article, Citation, Event, Mention, Preference, Quote, Reference, Section, Story
from newsroom.editorial import StaleVersion
from people import merging
from people.models import Entity, Merge, Name, Relation
from seeds import loader
from seeds.models import SeedRecord
from tests import builders
from tests.databases import taken_back
from tests.seeds.loading import HEAD, PEOPLE, TEXT, article, counts, dossier, everything, files, notes, run

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder of the small cast, which all tests here have in the record; taken back after the last of them."""
    folder = dossier(tmp_path_factory.mktemp("cast") / "seeds")
    with taken_back(django_db_blocker):
        run(folder)
        yield folder


@pytest.fixture
def seeds(loaded, db):
    """The small cast, loaded, with its files as they were."""
    shutil.rmtree(loaded, ignore_errors=True)
    return dossier(loaded)


def save(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def test_a_second_run_writes_nothing_but_the_record_of_the_load(seeds):
    before = everything()
    first = len(everything(besides=())["seeds.load"])
    report = run(seeds)
    assert everything() == before
    assert len(everything(besides=())["seeds.load"]) == first + 1
    assert [file.status for file in report.files] == ["unchanged", "unchanged"]
    assert list(counts(report)) == ["unchanged"]


# Field by field


ENTITY = ("people.entity", "ada-example")
EDITS = [
    (
        Entity,
        {"slug": "ada-example"},
        {"name": "Ada E. Example"},
        "name: Ada Example",
        "name: Ada X. Example",
    ),
    (
        Entity,
        {"slug": "ada-example"},
        {"description": "Hers."},
        "description: Chair",
        "description: Chairwoman",
    ),
    (Entity, {"slug": "ada-example"}, {"born": "1962"}, "born: 1961-04", "born: 1961-05"),
    (Entity, {"slug": "example-trust"}, {"place": "Dartmouth"}, "place: Halifax", "place: Truro"),
    (Entity, {"slug": "trust-founded"}, {"begins": "1987"}, "begins: 1987-03-01}", "begins: 1987-03-02}"),
    (Relation, {"title": "chair"}, {"title": "chairwoman"}, "title: chair", "title: head"),
    (Relation, {"title": "chair"}, {"begin": "2002"}, "begin: 2001", "begin: 2003"),
    (Name, {"text": "Ada Sample"}, {"kind": "alias"}, "kind: former", "kind: weak"),
    (Section, {"slug": "world"}, {"name": "The world"}, "name: World", "name: Abroad"),
    (
        Reference,
        {"publisher": "The Example Times"},
        {"title": "Mine"},
        "title: What the trust did",
        "title: New",
    ),
    (Story, {"slug": "trust-affair"}, {"title": "Mine"}, "title: The trust affair", "title: New"),
    (
        Preference,
        {"field": "begins"},
        {"reason": "Mine."},
        "reason: The deed gives",
        "reason: Their deed gives",
    ),
]


@pytest.mark.parametrize(("model", "which", "edit", "old", "new"), EDITS)
def test_what_an_editor_changed_stays_and_is_reported(seeds, model, which, edit, old, new):
    (name,) = edit
    save(model.objects.get(**which), **edit)
    before = everything()
    report = run(seeds)
    assert everything() == before
    assert counts(report)["kept"] == 1
    (note,) = notes(report)
    assert f"An editor changed “{name}”: the editor's value is kept." in note
    assert old in PEOPLE
    report = run(files(seeds, people_yaml=PEOPLE.replace(old, new)))
    assert everything() == before
    assert counts(report)["kept"] == 1


@pytest.mark.parametrize(("model", "which", "edit", "old", "new"), EDITS)
def test_what_no_editor_changed_follows_the_file(seeds, model, which, edit, old, new):
    (name,) = edit
    row = model.objects.get(**which)
    report = run(files(seeds, people_yaml=PEOPLE.replace(old, new)))
    changed = model.objects.get(pk=row.pk)
    assert getattr(changed, name) != getattr(row, name)
    assert counts(report)["changed"] >= 1
    assert "kept" not in counts(report)


def test_a_story_that_an_editor_took_off_the_site_stays_off(seeds):
    save(Story.objects.get(), public=False)
    assert counts(run(seeds))["kept"] == 1
    assert not Story.objects.get().public


def test_one_field_is_kept_and_another_follows(seeds):
    save(Entity.objects.get(slug="ada-example"), description="Hers.")
    run(files(seeds, people_yaml=PEOPLE.replace("born: 1961-04", "born: 1961-05")))
    ada = Entity.objects.get(slug="ada-example")
    assert (ada.description, ada.born) == ("Hers.", "1961-05")


def test_an_address_that_an_editor_changed_stays_and_the_id_still_finds_the_row(seeds):
    save(Entity.objects.get(slug="ada-example"), slug="ada-e")
    report = run(seeds)
    assert counts(report)["kept"] == 1
    assert Entity.objects.filter(name="Ada Example").count() == 1
    assert Relation.objects.count() == 1


def test_what_an_editor_wrote_into_an_empty_field_stays(seeds):
    save(Entity.objects.get(slug="ada-example"), died="2020")
    before = everything()
    assert counts(run(seeds))["kept"] == 1
    assert everything() == before


def test_an_editor_and_the_file_that_say_the_same_agree(seeds):
    save(Entity.objects.get(slug="ada-example"), born="1961-05")
    report = run(files(seeds, people_yaml=PEOPLE.replace("born: 1961-04", "born: 1961-05")))
    assert "kept" not in counts(report)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda a: save(a, headline="Mine"), "headline"),
        (lambda a: save(a, date=None), "date"),
        (lambda a: save(a, section=None), "section"),
        (lambda a: a.bylines.all().delete(), "bylines"),
        (lambda a: a.tags.clear(), "tags"),
        (lambda a: a.references.clear(), "references"),
    ],
)
def test_what_an_editor_changed_in_an_article_stays(seeds, change, field):
    change(Article.objects.get())
    before = everything()
    report = run(seeds)
    assert everything() == before
    assert [note.split(": ")[0].split(" ")[1] for note in notes(report)] == [field]


def test_a_text_that_an_editor_changed_stays_with_its_passages(seeds):
    row = Article.objects.get()
    save(row, body=row.body.replace("<p>The trust was founded on 1 March 1987. ", "<p>"))
    before = everything()
    for text in (TEXT, TEXT + "\n\nMore about Ada Example."):
        report = run(files(seeds, opens_md=article(text=text)))
        assert everything() == before
        assert counts(report)["kept"] == 1 + 8
        assert "refused" not in counts(report)


# Deletions


@pytest.mark.parametrize(
    ("model", "which"),
    [
        (Name, {"text": "Ada Sample"}),
        (Preference, {"field": "begins"}),
        (Quote, {"edition": None}),
        (Citation, {"edition": None, "field": "place"}),
        (Mention, {"edition": None, "exact": "Ms Example"}),
    ],
)
def test_what_an_editor_deleted_stays_deleted(seeds, model, which):
    model.objects.get(**which).delete()
    before = everything()
    for _ in range(2):
        report = run(seeds)
        assert everything() == before
        assert counts(report)["kept"] == 1
        assert "stays deleted" in notes(report)[0]


def test_a_name_that_the_file_drops_goes_but_not_an_editors(seeds):
    without = PEOPLE.replace("      - {text: Ada Sample, kind: former}\n", "")
    report = run(files(seeds, people_yaml=without))
    assert not Name.objects.filter(text="Ada Sample").exists()
    assert counts(report)["changed"] == 1
    run(files(seeds, people_yaml=PEOPLE))
    save(Name.objects.get(text="Ada Sample"), language="en")
    Name.objects.create(entity=Entity.objects.get(slug="ada-example"), text="Addie")
    report = run(files(seeds, people_yaml=without))
    assert "is not in the file any more, but an editor changed it" in notes(report)[0]
    assert Name.objects.filter(text__in=["Ada Sample", "Addie"]).count() == 2


def test_a_name_that_an_editor_deleted_stays_deleted_though_the_file_drops_and_lists_it_again(seeds):
    Name.objects.get(text="Ada Sample").delete()
    run(files(seeds, people_yaml=PEOPLE.replace("      - {text: Ada Sample, kind: former}\n", "")))
    run(files(seeds, people_yaml=PEOPLE))
    assert not Name.objects.filter(text="Ada Sample").exists()


def test_a_record_that_the_file_drops_stays(seeds):
    run(files(seeds, people_yaml="people: []\n"))
    assert Entity.objects.filter(slug="ada-example").exists()


# Passages


def test_a_passage_that_an_editor_rejected_stays_rejected(seeds):
    Quote.objects.working().get().reject(by=builders.user())
    before = everything()
    report = run(seeds)
    assert everything() == before
    assert "An editor changed this passage: it is kept." in notes(report)[0]


def test_a_passage_that_an_editor_changed_is_kept_when_the_file_changes_it_or_drops_it(seeds):
    save(Quote.objects.working().get(), cue="told us")
    for head in (HEAD.replace("cue: said", "cue: added"), HEAD.split("quotes:")[0]):
        run(files(seeds, opens_md=article(head)))
        assert Quote.objects.working().get().cue == "told us"


def test_a_passage_that_the_file_changes_or_drops_follows_the_file(seeds):
    pk = Quote.objects.working().get().pk
    run(files(seeds, opens_md=article(HEAD.replace("cue: said", "cue: added"))))
    assert (Quote.objects.working().get().pk, Quote.objects.working().get().cue) == (pk, "added")
    run(files(seeds, opens_md=article(HEAD.split("quotes:")[0])))
    assert not Quote.objects.working().exists()


def test_an_editors_own_passage_stays(seeds):
    builders.mention(Article.objects.get(), Entity.objects.get(slug="trust-founded"), "The trust was founded")
    before = everything()
    assert "changed" not in counts(run(seeds))
    assert everything() == before


def test_a_citation_keeps_what_its_words_say_when_an_editor_changes_the_fact(seeds):
    save(Entity.objects.get(slug="trust-founded"), begins="1988")
    run(seeds)
    assert Citation.objects.working().get(field="begins").value == "1987-03-01"


def test_a_citation_follows_the_fact_where_the_file_changes_it(seeds):
    run(files(seeds, people_yaml=PEOPLE.replace("1987-03-01", "1987-03-02")))
    assert Citation.objects.working().get(field="begins").value == "1987-03-02"


# What is public


def test_a_withdrawn_article_stays_withdrawn(seeds):
    publishing.withdraw(Article.objects.get(), by=None, note="It was wrong.")
    run(seeds)
    run(files(seeds, opens_md=article(text=TEXT + "\n\nMore.")))
    row = Article.objects.get()
    assert not row.is_live
    assert row.editions.count() == 2


def test_a_changed_article_that_no_editor_touched_is_published_as_an_update(seeds):
    report = run(files(seeds, opens_md=article(text=TEXT + "\n\nMore about it.")))
    row = Article.objects.get()
    assert row.live_edition.number == 2
    assert "More about it." in row.live_edition.text
    assert counts(report)["changed"] >= 1
    run(seeds)
    assert Article.objects.get().live_edition.number == 2


@pytest.mark.parametrize("state", ["in_review", "approved"])
def test_an_article_that_an_editor_is_at_work_on_is_not_published(seeds, state):
    save(Article.objects.get(), state=state)
    report = run(files(seeds, opens_md=article(HEAD.replace("opens", "opens again"))))
    row = Article.objects.get()
    assert (row.headline, row.live_edition.number, row.state) == ("Example Trust opens again", 1, state)
    assert "publish it from the desk" in notes(report)[0]


def test_an_article_with_an_editors_change_is_not_published_with_what_the_file_changed(seeds):
    save(Article.objects.get(), standfirst="Mine.")
    report = run(files(seeds, opens_md=article(HEAD.replace("opens", "opens again"))))
    assert Article.objects.get().live_edition.number == 1
    assert any("publish it from the desk" in note for note in notes(report))


# Rows that an editor made before


# Merging and "not the same"


MERGE = "merges:\n  - {loser: ada-other, into: ada-example, reason: One woman.}\n"


def test_a_merge_is_made_once_and_an_undone_one_stays_undone(seeds):
    run(files(seeds, merges_yaml=MERGE))
    assert Entity.objects.get(slug="ada-other").current.slug == "ada-example"
    before = everything()
    run(seeds)
    assert everything() == before
    merging.undo(Merge.objects.get(), by=None)
    report = run(seeds)
    assert Entity.objects.get(slug="ada-other").survivor is None
    assert "An editor undid or changed this merge" in notes(report)[0]


def test_the_loader_obeys_a_decision_that_two_are_not_the_same(seeds):
    ends = [Entity.objects.get(slug=slug) for slug in ("ada-example", "ada-other")]
    merging.distinguish(*ends, by=None, reason="Two women.")
    report = run(files(seeds, merges_yaml=MERGE))
    assert (
        "An editor decided that Ada Other and Ada Example are not the same (Two women.)" in notes(report)[0]
    )
    assert not Merge.objects.exists()


# Somebody else at the same moment


def test_a_row_that_an_editor_saves_meanwhile_is_read_again(seeds, monkeypatch):
    from seeds import entities

    tries = []

    def meanwhile(row, **_):
        tries.append(row.version)
        if len(tries) == 1:
            raise StaleVersion(row, row.version)
        row.save()

    monkeypatch.setattr(entities.publishing, "save_entity", meanwhile)
    run(files(seeds, people_yaml=PEOPLE.replace("begins: 1987-03-01}", "begins: 1987-03-02}")))
    assert len(tries) == 2
    assert Event.objects.get(slug="trust-founded").begins == "1987-03-02"


def test_a_row_that_is_saved_again_and_again_is_refused(seeds, monkeypatch):
    from seeds import entities

    def stale(row, **_):
        raise StaleVersion(row, row.version)

    monkeypatch.setattr(entities.publishing, "save_entity", stale)
    report = run(files(seeds, people_yaml=PEOPLE.replace("begins: 1987-03-01}", "begins: 1987-03-02}")))
    assert counts(report)["refused"] == 1
    assert "load it once more" in notes(report)[0]


def test_what_only_the_database_refuses_is_a_refusal_too(seeds, monkeypatch):
    from django.db import IntegrityError

    def refused(writer, record, tally):
        raise IntegrityError("no such thing\nDETAIL: …")

    monkeypatch.setitem(loader._WRITERS, "preferences", refused)
    report = run(seeds)
    assert notes(report) == ["people.yaml:36 None: The database refused it: no such thing"]


def test_what_only_a_model_refuses_is_a_refusal_too(seeds, monkeypatch):
    def refused(writer, record, tally):
        raise ValidationError({"reason": "No."})

    monkeypatch.setitem(loader._WRITERS, "preferences", refused)
    assert notes(run(seeds)) == ["people.yaml:36 reason: No."]


def test_files_that_moved_are_known_by_their_ids(seeds, tmp_path):
    seeds.rename(tmp_path / "moved")
    before = everything(besides=("seeds.load", "seeds.loadfile", "seeds.seedrecord"))
    run(tmp_path / "moved")
    assert everything(besides=("seeds.load", "seeds.loadfile", "seeds.seedrecord")) == before
    assert {record.path for record in SeedRecord.objects.all()} == {
        str(tmp_path / "moved" / name) for name in ("people.yaml", "opens.md")
    }
