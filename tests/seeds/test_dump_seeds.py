"""dump_seeds: files that load into the same record; dumped again they are the same bytes."""

import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from articles import chain, publishing, redaction
from articles.models import (
    Article,
    ArticleImage,
    Candidate,
    Counterpart,
    Edition,
    Image,
    Mention,
    Preference,
    Reference,
    SourceDocument,
    StoryEntity,
    Tag,
)
from newsroom import triggers
from newsroom.editorial import Decision
from people import merging
from people.models import Entity, Name
from people.names import key
from seeds.dumper import NotEmpty, dump
from tests import builders
from tests.environment import ROOT
from tests.seeds.loading import article, counts, dossier, everything, files, notes, run

pytestmark = pytest.mark.django_db


def content(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def empty():
    """Take everything of ours out of the database, and its triggers' protection with it for that moment."""
    ours = [
        table
        for table in connection.introspection.table_names()
        if table.split("_")[0] in ("people", "articles", "seeds")
    ]
    connection.check_constraints()  # PostgreSQL alters no table while keys wait to be checked
    triggers.remove(connection, triggers.of_all())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(ours)}")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in ours:
                cursor.execute(f"DELETE FROM {table}")
    triggers.install(connection, triggers.of_all())


def round_trip(tmp_path):
    """The files of two dumps: of this record, and of an empty one into which the first was loaded."""
    first, second = tmp_path / "first", tmp_path / "second"
    dump(first)
    empty()
    with override_settings(MEDIA_ROOT=tmp_path / "other-media"):
        report = run(first)
        assert "refused" not in counts(report), notes(report)
        assert {file.status for file in report.files} <= {"loaded"}
        dump(second)
    return content(first), content(second)


def check(tmp_path):
    first, second = round_trip(tmp_path)
    assert list(first) == list(second)
    for name, text in first.items():
        assert second[name] == text, name
    for row in Article.objects.all():
        assert chain.broken(list(row.editions.order_by("number"))) == []
    return first


# The dossier


def test_the_dossier_is_the_same_after_a_dump_and_a_load(tmp_path):
    run(ROOT / "seeds" / "data")
    live = set(Article.objects.live().values_list("slug", flat=True))
    hashes = sorted(Edition.objects.values_list("hash", flat=True))
    first = check(tmp_path)
    assert set(Article.objects.live().values_list("slug", flat=True)) == live
    assert sorted(Edition.objects.values_list("hash", flat=True)) == hashes
    assert len(first) > 2 * len(live)


def test_a_dump_loaded_into_its_own_record_changes_nothing(tmp_path):
    run(dossier(tmp_path / "seeds"))
    run(files(tmp_path / "raw", a_txt="Bridge opens\n\nZora Quill opened a bridge in Halifax on Monday."))
    memory = ("seeds.load", "seeds.loadfile", "seeds.seedrecord")
    before = everything(besides=memory)
    dump(tmp_path / "dump")
    report = run(tmp_path / "dump")
    assert notes(report) == []
    assert set(counts(report)) == {"unchanged"}
    assert everything(besides=memory) == before


def test_a_dump_is_the_same_bytes_twice(tmp_path):
    run(dossier(tmp_path / "seeds"))
    dump(tmp_path / "one")
    dump(tmp_path / "two")
    assert content(tmp_path / "one") == content(tmp_path / "two")


# What a record may hold

WORDS = "Ada Example opened the Halifax bridge in 2019. “It is good,” she said; Bea Stone agreed."


@pytest.fixture
def cast():
    """People, an organization and an event with everything that they may have."""
    ada = builders.person("Ada Example", slug="ada", description="Chair: of “the” trust.", born="1961-04~")
    bea = builders.person("Bea Stone", slug="bea", died="2020-22")
    trust = builders.organization(
        "Example Trust", slug="trust", place="Halifax", country="NO", founded="198X"
    )
    trust.latitude, trust.longitude = 0.0, -63.5752
    trust.save()
    bridge = builders.event("Opening", slug="opening", begins="2018-12-01/..", ends="2019")
    for text, kind in (("A. Example", "alias"), ("no", "weak"), ("the two", "group"), ("2018", "former")):
        Name.objects.create(entity=ada, text=text, kind=kind, language="en")
    return ada, bea, trust, bridge


def test_entities_relations_and_stories_come_back(tmp_path, cast):
    ada, bea, trust, bridge = cast
    builders.person("Ada Example", slug="ada-2", state="public")
    builders.organization("Same slug as a person", slug="ada")
    builders.section("World", slug="ada-example-x")
    builders.relation(ada, trust, title="chair", begin="2001", end="../2019")
    builders.relation(bea, ada, "family_of", decision=Decision.SUGGESTED)
    story = builders.story("The affair", slug="affair", introduction="<p>It <em>began</em>.</p>", public=True)
    for order, entity in enumerate((trust, ada, bridge)):
        StoryEntity.objects.create(story=story, entity=entity, order=order)
    Preference.objects.create(entity=bridge, field="begins", value="2018-12-01", reason="They\nsay so.")
    Reference.objects.create(title="A: “title”", publisher="P", date="2019-06", url="https://example.org/x")
    Reference.objects.create(title="Without address")
    Candidate.objects.create(name="Zora Quill", kind="person", state="dismissed")
    Candidate.objects.create(name="Bea S.", kind="person", state="resolved", entity=bea)
    Candidate.objects.create(name="Open", kind="person")
    first = check(tmp_path)
    assert {"people.yaml", "organizations.yaml", "events.yaml", "candidates.yaml", "relations.yaml"} <= set(
        first
    )
    assert [
        str(e) for e in Entity.objects.filter(storyentity__isnull=False).order_by("storyentity__order")
    ] == [
        "Example Trust",
        "Ada Example",
        "Opening",
    ]
    assert Entity.objects.get(name="Example Trust").country == "NO"


def test_a_section_keeps_its_address_though_a_person_has_its_id(tmp_path):
    builders.person("World", slug="world")
    section = builders.section("World", slug="world")
    builders.published(section=section)
    check(tmp_path)
    assert Article.objects.get().live_section.slug == "world"


def test_merges_and_distinctions_come_back(tmp_path, cast):
    ada, bea, *_ = cast
    other, third = builders.person("Ada E.", slug="ada-e"), builders.person("A. E.", slug="a-e")
    builders.published("Ada E. came.", other)
    other.refresh_from_db()
    merging.merge(other, third, by=None, reason="One.")
    merging.merge(third, ada, by=None)
    undone = merging.merge(builders.person("Nobody", slug="nobody"), ada, by=None)
    merging.undo(undone, by=None)
    merging.distinguish(ada, bea, by=None, reason="Two.")
    check(tmp_path)
    assert Entity.objects.get(slug="ada-e").current.slug == "ada"
    assert Entity.objects.get(slug="nobody").survivor is None
    assert merging.distinct(Entity.objects.get(slug="ada"), Entity.objects.get(slug="bea"))


@pytest.mark.parametrize("slugs", [("a-b", "a"), ("a", "a-b"), ("one", "two")])
@pytest.mark.parametrize("newer", ["", "one", "other"])
def test_decided_pairs_of_articles_come_back_and_suggestions_do_not(tmp_path, slugs, newer):
    one, other = (builders.article(f"Of {slug}.", slug=slug) for slug in slugs)
    third = builders.article("Of the third.", slug="third")
    pair = Counterpart.objects.create(one=one, other=other, score=0.5)
    pair.decide(Decision.ACCEPTED, None, getattr(pair, newer) if newer else None)
    Counterpart.objects.create(one=one, other=third, score=0.5).decide(Decision.REJECTED, None)
    Counterpart.objects.create(one=other, other=third, score=0.5)
    slug = getattr(pair, newer).slug if newer else None
    check(tmp_path)
    found = {
        (frozenset({p.one.slug, p.other.slug}), p.newer and p.newer.slug, p.decision)
        for p in Counterpart.objects.all()
    }
    assert found == {
        (frozenset(slugs), slug, Decision.ACCEPTED),
        (frozenset({slugs[0], "third"}), None, Decision.REJECTED),
    }


def test_articles_with_all_kinds_of_passages_come_back(tmp_path, cast):
    ada, bea, trust, bridge = cast
    row = builders.article(WORDS, slug="opened", standfirst="It: is", dateline="HALIFAX", publisher="")
    row.tags.add(Tag.objects.create(name="yes"), Tag.objects.create(name="2018"))
    row.bylines.create(name="Bea Stone", role="author", person=bea, biography="She\nwrites.")
    builders.mention(row, ada, "Ada Example")
    builders.mention(row, ada, "Ada Example", decision=Decision.REJECTED)
    builders.mention(row, trust, "e", nth=4, decision=Decision.REJECTED)
    builders.mention(row, bea, decision=Decision.SUGGESTED)
    builders.quote(row, "It is good,", ada, kind="direct", cue="said", role="chair")
    builders.quote(row, "It is good,", bea, decision=Decision.REJECTED)
    builders.quote(row, "agreed", None, speaker_words="the letter", kind="reported")
    builders.citation(row, bridge, "begins", "2019", "in 2019")
    relation = builders.relation(ada, trust, title="chair")
    builders.citation(row, relation, "title", "chair", "opened")
    publishing.publish(row, by=None)
    row.refresh_from_db()
    row.body = "<h2>New</h2><p>Nothing of <strong>it</strong> is left but Bea Stone.</p><ul><li>a</li><li>b</li></ul>"
    row.state = "in_review"
    row.save()
    first = check(tmp_path)
    text = first["articles/opened.md"].decode()
    assert "lost:" in text
    assert "decision: rejected" in text
    assert Mention.objects.working().filter(lost=True).exists()
    assert not Mention.objects.filter(decision=Decision.SUGGESTED).exists()


def test_corrections_withdrawals_and_redactions_come_back(tmp_path, cast):
    ada, bea, *_ = cast
    first = builders.published(WORDS, ada, bea, slug="one").article
    first.refresh_from_db()
    first.slug = "one-renamed"
    first.save()
    publishing.correct(first, by=None, note="The year was wrong.")
    gone = builders.published(WORDS, ada, slug="two").article
    gone.refresh_from_db()
    publishing.withdraw(gone, by=None, note="It was wrong.")
    blanked = builders.published(WORDS, ada, bea, slug="three")
    redaction.redact(blanked, by=None, reason="A court said so.", words=["Bea Stone"])
    bea.refresh_from_db()
    publishing.suppress(bea, by=None, reason="Asked.")
    check(tmp_path)
    assert not Article.objects.get(slug="two").is_live
    assert Article.objects.get(slug="one-renamed").live_edition.number == 2
    assert sorted(Article.objects.get(slug="one-renamed").addresses.values_list("slug", flat=True)) == [
        "one",
        "one-renamed",
    ]
    assert Entity.objects.get(slug="bea").state == "suppressed"
    assert "█" in Edition.objects.get(article__slug="three").text


def picture_of(colour):
    content = BytesIO()
    Pillow.new("RGB", (4, 4), colour).save(content, "PNG")
    return ContentFile(content.getvalue(), name=f"{colour}.png")


def test_pictures_and_source_documents_come_back_those_of_old_editions_too(tmp_path, cast):
    source = SourceDocument.of(
        b"As it came \xff\x00.", name="letter.txt", origin="by post", media_type="text/plain"
    )
    source.save()
    row = builders.article(WORDS, slug="pictured", source=source)
    old = Image.objects.create(file=picture_of("red"), credit="C", alt="Old", caption="Gone")
    ArticleImage.objects.create(article=row, image=old)
    publishing.publish(row, by=None)
    ArticleImage.objects.all().delete()
    new = Image.objects.create(file=picture_of("blue"), credit="C", alt="New")
    ArticleImage.objects.create(article=row, image=new)
    names = {old.file.name, new.file.name}
    check(tmp_path)
    stored = {
        str(path.relative_to(tmp_path / "other-media")) for path in (tmp_path / "other-media").rglob("*.png")
    }
    assert stored == names
    assert Article.objects.get().source.content == b"As it came \xff\x00."
    assert Image.objects.get().alt == "New"


def test_a_picture_that_is_lost_is_left_out_and_told(tmp_path, cast):
    row = builders.article(WORDS)
    image = Image.objects.create(file=picture_of("red"), credit="C", alt="Lost")
    ArticleImage.objects.create(article=row, image=image)
    image.file.storage.delete(image.file.name)
    builders.published(WORDS, slug="x")
    told = []
    dump(tmp_path / "dump", lambda name, rows: told.append(name))
    assert counts(run(tmp_path / "dump")).get("refused") is None


# Built at random


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda t: t.strip()
)
DATES = st.sampled_from(
    [None, "2018", "2018-12", "2018-12-01", "2018~", "201X", "../2018-11", "2018-12-01/.."]
)
NAMES = TEXTS.map(lambda text: f"N {text}".strip()[:100])


@st.composite
def records(draw):
    """A small record as plain values: what to build."""
    entities = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["person", "organization", "event"]),
                NAMES,
                DATES,
                st.sampled_from(["draft", "public", "suppressed"]),
                st.lists(TEXTS.filter(key), max_size=2, unique=True),
            ),
            min_size=1,
            max_size=4,
        )
    )
    articles = draw(
        st.lists(
            st.tuples(
                st.lists(TEXTS, min_size=1, max_size=3),
                TEXTS,
                st.booleans(),
                st.booleans(),
                st.booleans(),
                st.lists(
                    st.tuples(
                        st.integers(0, 3),
                        st.integers(0, 60),
                        st.integers(1, 9),
                        st.sampled_from(["accepted", "rejected"]),
                    ),
                    max_size=4,
                ),
            ),
            max_size=3,
        )
    )
    return entities, articles


@hypothesis_settings(max_examples=15)
@given(record=records())
def test_any_record_is_the_same_after_a_dump_and_a_load(record, tmp_path_factory):
    with transaction.atomic():
        build(*record)
        check(tmp_path_factory.mktemp("dump"))
        transaction.set_rollback(True)


def build(entities, articles):
    rows = []
    for number, (kind, name, day, state, names) in enumerate(entities):
        first = Entity.DATE_FIELDS_OF[kind][0]
        row = Entity.objects.create(kind=kind, name=name, slug=f"e{number}", state=state, **{first: day})
        for text in names:
            Name.objects.create(entity=row, text=text)
        rows.append(row)
    for number, (paragraphs, headline, public, again, withdrawn, passages) in enumerate(articles):
        body = "".join(
            f"<p>{paragraph.replace('&', 'and').replace('<', '')} Words.</p>" for paragraph in paragraphs
        )
        row = Article.objects.create(
            headline=headline, slug=f"a{number}", body=body, date=date(2020, 1, 1 + number)
        )
        for which, start, length, decision in passages:
            entity, end = rows[which % len(rows)], min(start + length, len(row.text))
            if start < end:
                Mention.at(row, start, end, entity=entity, decision=decision).save()
        if public:
            publishing.publish(row, by=None, at=datetime(2020, 1, 1, 12, tzinfo=UTC))
        if again:
            row.body = f"<p>Before.</p>{row.body}"
            row.save()
        if public and withdrawn:
            publishing.withdraw(row, by=None, note="Wrong.")


# Refusals


def tampered(tmp_path, change):
    run(dossier(tmp_path / "seeds"))
    dump(tmp_path / "dump")
    path = next((tmp_path / "dump" / "editions").iterdir())
    editions = json.loads(path.read_text())
    change(editions[0])
    path.write_text(json.dumps(editions))
    empty()
    return run(tmp_path / "dump")


@pytest.mark.parametrize(
    "change",
    [
        lambda edition: edition.update(headline="Another"),
        lambda edition: edition.update(text=edition["text"].replace("1987", "1988")),
        lambda edition: edition["passages"].pop(),
        lambda edition: edition["passages"][0].update(start=0, end=3, exact="The"),
        lambda edition: edition.update(published_at="2001-01-01T00:00:00+00:00"),
    ],
)
def test_an_edition_that_was_changed_since_is_refused_and_the_draft_stays(tmp_path, change):
    report = tampered(tmp_path, change)
    assert counts(report)["refused"] == 1
    assert "was changed since its dump: it is not what its hash was made from." in notes(report)[-1]
    assert not Edition.objects.exists()
    assert not Article.objects.get().is_live


def test_an_edition_of_an_entity_that_is_not_there_is_refused(tmp_path):
    uid = "00000000-0000-4000-8000-000000000000"

    def change(edition):
        next(passage for passage in edition["passages"] if passage["type"] == "mention")["entity"] = uid

    report = tampered(tmp_path, change)
    assert (
        f"There is no person, organization or event {uid} in the record: load the whole dump."
        in notes(report)[-1]
    )


def test_another_edition_under_a_number_that_the_record_has_is_refused(tmp_path):
    run(dossier(tmp_path / "seeds"))
    dump(tmp_path / "dump")
    path = next((tmp_path / "dump" / "editions").iterdir())
    editions = json.loads(path.read_text())
    editions[0]["hash"] = "0" * 64
    path.write_text(json.dumps(editions))
    report = run(tmp_path / "dump")
    assert (
        "Edition 1 of “Example Trust opens” is another one in the record: nothing was changed."
        in notes(report)[-1]
    )


def test_editions_without_their_article_are_refused(tmp_path):
    run(dossier(tmp_path / "seeds"))
    dump(tmp_path / "dump")
    empty()
    report = run(tmp_path / "dump" / "editions")
    assert "There is no article “trust-opens” in these files or the record" in notes(report)[0]


def test_a_folder_that_holds_anything_is_refused(tmp_path):
    files(tmp_path / "full", a_txt="x")
    with pytest.raises(NotEmpty):
        dump(tmp_path / "full")
    with pytest.raises(CommandError, match="is not empty: name a new folder"):
        call_command("dump_seeds", str(tmp_path / "full"))
    (tmp_path / "git" / ".git").mkdir(parents=True)
    assert dump(tmp_path / "git") == 0


def test_the_command_tells_how_many_files_it_wrote(tmp_path):
    run(files(tmp_path / "s", people_yaml="people: [{id: ada, name: Ada}]", a_md=article("headline: X")))
    out = StringIO()
    call_command("dump_seeds", str(tmp_path / "dump"), stdout=out, stderr=StringIO())
    assert out.getvalue() == f"2 files in {tmp_path}/dump\n"
