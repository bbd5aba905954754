"""Everything under "Bad input" of loading that needs the record: refused with file, line, field and cure."""

import json

import pytest

from articles.models import Article, Citation, Mention, Quote
from people.models import Entity, Name, Relation
from seeds import loader
from tests.seeds.loading import HEAD, PEOPLE, TEXT, article, counts, dossier, everything, files, notes, run

pytestmark = pytest.mark.django_db


def loaded(tmp_path, head=HEAD, text=TEXT, people=PEOPLE, **more):
    folder = files(tmp_path / "seeds", people_yaml=people, opens_md=article(head, text), **more)
    return run(folder)


@pytest.mark.parametrize(
    ("list_", "note"),
    [
        (
            "relations:\n  - {id: r, subject: ada-exampel, kind: member_of, object: example-trust}",
            "x.yaml:2 subject: “ada-exampel” is nowhere in these files or the record: did you mean “ada-example”?",
        ),
        (
            "relations:\n  - id: r\n    subject: ada-example\n    kind: member_of\n    object: zzz",
            "x.yaml:5 object: “zzz” is nowhere in these files or the record: add its record, or name the file that has it.",
        ),
        ("names:\n  - {entity: nobody-known, text: X}", "x.yaml:2 entity: “nobody-known” is nowhere"),
        (
            "relations:\n  - {id: r, subject: world, kind: member_of, object: example-trust}",
            "x.yaml:2 subject: “world” is of another kind (section): name a entity here.",
        ),
        (
            "stories:\n  - {id: s, title: S, entities: [ada-example, nobody-known]}",
            "x.yaml:2 entities.1: “nobody-known”",
        ),
        (
            "stories:\n  - {id: s, title: S, entities: [ada-example, ada-example]}",
            "x.yaml:2 entities.1: “ada-example” stands in this list twice: keep one.",
        ),
        (
            "preferences:\n  - {fact: ada-example.founded, value: 1990, reason: R}",
            "x.yaml:2 fact: “founded” is no fact of Ada Example: choose from ada-example.born, ada-example.died.",
        ),
        ("preferences:\n  - {fact: ada-example.died, value: long ago, reason: R}", "x.yaml:2 value: "),
        (
            "people:\n  - id: late\n    name: Late\n    born: 1990\n    died: 1980",
            "x.yaml:2 None: ",
        ),
        (
            "events:\n  - {id: e, name: E, latitude: 1}",
            "x.yaml:2 latitude: Give both latitude and longitude, or neither.",
        ),
        ("people:\n  - {id: p, name: '  '}", "x.yaml:2 name: A name needs at least one letter or digit."),
        (
            "relations:\n  - {id: r, subject: ada-example, kind: owns, object: ada-example}",
            "x.yaml:2 object: A relation needs two different ends.",
        ),
        (
            "people:\n  - {id: copy, name: Copy, slug: ada-example}",
            "x.yaml:2 None: Ada Example is in the record under “ada-example”",
        ),
        (
            "references:\n  - {id: r2, title: Another, url: 'https://example.org/t'}",
            "x.yaml:2 None: What the trust did, The Example Times is in the record under “r1”",
        ),
        (
            "names:\n  - {entity: ada-example, text: Ada Sample}",
            "x.yaml:2 None: Ada Sample is in the record under “ada-example:Ada Sample”",
        ),
        (
            "merges:\n  - {loser: ada-example, into: example-trust}",
            "x.yaml:2 None: Ada Example is a person and Example Trust a",
        ),
        (
            "merges:\n  - {loser: ada-example, into: ada-example}",
            "x.yaml:2 None: A row cannot be merged into itself.",
        ),
        (
            "distinctions:\n  - {one: ada-example, other: ada-example}",
            "x.yaml:2 None: Ada Example and Ada Example are one",
        ),
    ],
)
def test_a_record_that_cannot_stand_is_refused_and_the_rest_goes_on(tmp_path, list_, note):
    run(files(tmp_path / "seeds", people_yaml=PEOPLE))
    before = everything()
    report = run(files(tmp_path / "more", x_yaml=list_))
    assert counts(report) == {"refused": 1}
    assert notes(report)[0].startswith(note)
    assert everything() == before


def test_an_end_before_its_begin_is_refused_with_words(tmp_path):
    report = run(
        files(tmp_path / "s", x_yaml="events:\n  - id: e\n    name: E\n    begins: 2020\n    ends: 2019\n")
    )
    assert counts(report) == {"refused": 1}
    assert "ends" in notes(report)[0]
    assert not Entity.objects.exists()


def test_a_circle_of_parts_is_refused_where_it_closes(tmp_path):
    people = "organizations:\n" + "".join(f"  - {{id: {n}, name: {n}}}\n" for n in ("aa", "bb", "cc"))
    people += "relations:\n" + "".join(
        f"  - {{id: {a}-{b}, subject: {a}, kind: part_of, object: {b}}}\n"
        for a, b in (("aa", "bb"), ("bb", "cc"), ("cc", "aa"))
    )
    report = run(files(tmp_path / "s", x_yaml=people))
    assert notes(report) == ["x.yaml:8 object: cc would become part of itself through aa."]
    assert Relation.objects.count() == 2
    assert next(report.files).status == "partly_refused"


# Keys


@pytest.mark.parametrize(
    "people",
    [
        "people:\n  - {id: ada, name: Ada}\n  - {id: ada, name: Bea}\n",
        "people: [{id: ada, name: Ada}, {id: ada, name: Bea}]\n",
        "people:\n  - {id: ada, name: Ada}\norganizations:\n  - {id: ada, name: Bea}\n",
    ],
)
def test_two_records_with_one_id_in_a_file_keep_the_first(tmp_path, people):
    report = run(files(tmp_path / "s", x_yaml=people))
    assert counts(report) == {"created": 1, "refused": 1}
    assert "“ada” is taken by the record in" in notes(report)[0]
    assert [entity.name for entity in Entity.objects.all()] == ["Ada"]
    before = everything()
    run(tmp_path / "s")
    assert everything() == before


def test_two_records_with_one_id_in_two_files_name_the_other_file(tmp_path):
    people = "people:\n  - {id: ada, name: Ada}\n"
    folder = files(tmp_path / "s", a_yaml=people, b_yaml=people, c_md=article("headline: X", id="ada"))
    report = run(folder)
    assert counts(report)["refused"] == 2
    assert all(f"{folder}/a.yaml, line 2" in note for note in notes(report))
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "people",
    [
        "people:\n  - id: ada\n    name: Ada\n    names:\n      - {text: A, kind: alias}\n      - {text: A, kind: weak}\n",
        PEOPLE + "  - {fact: trust-founded.begins, value: 1988, reason: Other}\n",
    ],
)
def test_two_parts_with_one_key_are_refused(tmp_path, people):
    report = run(files(tmp_path / "s", x_yaml=people))
    assert counts(report)["refused"] >= 1
    assert "is taken by the record in" in notes(report)[0]


# What hangs on what was refused


def test_what_refers_to_a_refused_record_says_so(tmp_path):
    people = PEOPLE.replace("name: Ada Example", "name: Ada Example\n    nam: x")
    report = loaded(tmp_path, people=people, x_yaml="names:\n  - {entity: ada-example, text: Addie}\n")
    where = f"“ada-example” was refused in this load ({tmp_path}/seeds/people.yaml, line 3): mend that first."
    told = [note for note in notes(report) if where in note]
    assert {note.split(" ")[1] for note in told} == {"subject:", "entity:", "entities.0:"}
    assert any("“trust-affair” was refused in this load" in note for note in notes(report))
    assert not Relation.objects.exists()


def test_what_refers_to_a_record_that_the_model_refused_says_so(tmp_path):
    report = run(
        files(
            tmp_path / "s",
            x_yaml="people:\n  - {id: bea, name: '  '}\n  - {id: ada, name: Ada}\n"
            "relations:\n  - {id: r, subject: bea, kind: family_of, object: ada}\n",
        )
    )
    assert notes(report)[1].startswith("x.yaml:5 subject: “bea” was refused in this load")


def test_a_half_broken_file_keeps_its_good_records(tmp_path):
    people = PEOPLE + "people2: []\n"
    report = run(files(tmp_path / "s", x_yaml=people.replace("kind: former", "kind: frmer")))
    assert next(report.files).status == "partly_refused"
    assert Entity.objects.filter(slug="example-trust").exists()
    assert not Entity.objects.filter(slug="ada-example").exists()


# Articles


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            "words: founded on 1 March 1987",
            "words: founded on 2 March 1987",
            "opens.md:18 citations.0.words: “founded on 2 March 1987” is not in the article's text; "
            "the nearest words are “founded on 1 March 1987”.",
        ),
        (
            "{words: a good day for the town,",
            "{words: entirely unlike anything there,",
            "opens.md:16 quotes.0.words: “entirely unlike anything there” is not in the article's text",
        ),
        (
            "words: founded on 1 March 1987",
            "words: founded on 1 March 1987, occurrence: 2",
            "opens.md:18 citations.0.occurrence: “founded on 1 March 1987” stands in the text once: there is no 2.",
        ),
        (
            "{fact: trust-founded.begins, words:",
            "{fact: trust-founded.ends, words:",
            "opens.md:18 citations.0: The record holds no “ends” of Founding of the trust: say what these words give as `value`.",
        ),
        ("speaker: ada-example, kind", "kind", "opens.md:16 quotes.0: Say who speaks"),
        (
            "example-trust: [Example Trust]",
            "example-trust: [Example Trust, Exam]",
            "opens.md:14 mentions.example-trust.1: “Exam” stands only inside longer words",
        ),
        (
            "ada-other: [the two Adas]",
            "nobody: [the two Adas]",
            "opens.md:13 mentions.nobody: “nobody” is nowhere",
        ),
    ],
)
def test_a_passage_that_cannot_stand_is_refused_and_the_article_goes_on(tmp_path, old, new, note):
    assert old in HEAD
    report = loaded(tmp_path, HEAD.replace(old, new))
    assert counts(report)["refused"] == 1
    assert notes(report)[0].startswith(note)
    assert Article.objects.get().is_live
    assert sum(model.objects.working().count() for model in (Mention, Quote, Citation)) >= 7


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        (
            "section: world",
            "section: wrld",
            "opens.md:5 section: “wrld” is nowhere in these files or the record: did you mean “world”?",
        ),
        ("story: trust-affair", "story: ada-example", "opens.md:6 story: “ada-example” is of another kind"),
        ("references: [r1]", "references: [r9]", "opens.md:9 references.0: “r9” is nowhere"),
        ("references: [r1]", "references: [r1, r1]", "opens.md:9 references.1: "),
        (
            "references: [r1]",
            "references: [{title: Other, url: 'https://example.org/t'}]",
            "opens.md:9 references.0: The record has this address as “What the trust did, The Example Times”",
        ),
        (
            "[{name: Newsroom staff}]",
            "[{name: A}, {name: A}]",
            "opens.md:8 bylines.1: The same stands in this list twice",
        ),
        (
            "[{name: Newsroom staff}]",
            "[{name: A, person: example-trust}]",
            "opens.md:8 bylines.0.person: Example Trust is not a person.",
        ),
        (
            "tags: [charity, halifax]",
            "images: [{file: ../x.png, credit: C, alt: A}]",
            "opens.md:7 images.0.file: ../x.png: The file cannot be read (No such file or directory)",
        ),
        (
            "tags: [charity, halifax]",
            "images: [{file: people.yaml, credit: C, alt: A}]",
            "opens.md:7 images.0.file: people.yaml is no picture that can be shown",
        ),
        (
            "publish: true",
            "publish: true\nrights: excerpt",
            "opens.md:2 publisher: An excerpt names whose text it is.",
        ),
    ],
)
def test_an_article_that_cannot_stand_is_refused_whole(tmp_path, old, new, note):
    assert old in HEAD
    report = loaded(tmp_path, HEAD.replace(old, new))
    assert notes(report)[0].startswith(note)
    assert counts(report)["refused"] == 9
    assert not Article.objects.exists()
    assert not Mention.objects.exists()


def test_an_address_that_another_article_had_is_refused(tmp_path):
    dossier(tmp_path / "s")
    run(tmp_path / "s")
    row = Article.objects.get()
    row.slug = "renamed"
    row.save()
    report = run(files(tmp_path / "t", new_md=article("headline: New\nslug: trust-opens", id="new")))
    assert "The address “trust-opens” belongs to the article" in notes(report)[0]


def test_names_of_the_path_that_are_no_utf8_are_told(tmp_path):
    import os

    folder = files(tmp_path / "s", people_yaml=PEOPLE)
    with open(os.fsencode(folder) + b"/\xff.txt", "wb") as file:
        file.write(b"A bridge was opened on Monday in Halifax.")
    report = run(folder)
    assert json.loads("".join(report.as_json()))["files"][1]["path"].endswith("/�.txt")
    assert counts(report).get("refused", 0) == 0


@pytest.mark.parametrize("batch", [1000, 2])
def test_nothing_of_a_refused_record_is_left_whatever_the_batch(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(loader, "BATCH", batch)
    people = PEOPLE.replace("- {text: the two Adas, kind: group}", "- {text: '  ', kind: group}", 1)
    report = run(files(tmp_path / "s", x_yaml=people))
    assert "A name needs at least one letter or digit." in notes(report)[0]
    assert notes(report)[0].startswith("x.yaml:9 names.1.text")
    assert not Entity.objects.filter(slug="ada-example").exists()
    assert not Name.objects.filter(text="Ada Sample").exists()
    assert Entity.objects.filter(slug="ada-other").exists()
