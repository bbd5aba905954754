"""Raw documents: source document, draft, suggestions; days, rights, moved and changed files."""

import pytest

from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    DateExpression,
    Mention,
    Quote,
    SourceDocument,
)
from newsroom.editorial import Decision
from people.models import Entity
from seeds.models import SeedRecord
from tests import builders
from tests.environment import ROOT
from tests.seeds.loading import PEOPLE, article, counts, everything, files, notes, run

pytestmark = pytest.mark.django_db

HEADED = """Bridge opens in Halifax

The Example Trust opened a bridge on Monday, Ada Example said.

“We are glad to have it,” said Ada Example, the chair of the trust. It had been closed since May.
"""
BARE = "\n\n".join(HEADED.strip().split("\n\n")[1:]) + "\n"


@pytest.fixture
def raw(tmp_path):
    """The cast loaded, and a folder for raw documents."""
    run(files(tmp_path / "cast", people_yaml=PEOPLE))
    return tmp_path / "raw"


def test_a_document_becomes_a_source_and_a_draft_with_suggestions(raw):
    report = run(files(raw, bridge_txt=HEADED))
    source, row = SourceDocument.objects.get(), Article.objects.get()
    assert (source.name, source.content.decode(), source.media_type) == ("bridge.txt", HEADED, "text/plain")
    assert (row.headline, row.slug, row.rights, row.state, row.source) == (
        "Bridge opens in Halifax",
        "bridge-opens-in-halifax",
        "excerpt",
        "draft",
        source,
    )
    assert row.text == BARE.strip()
    assert not row.is_live
    assert {m.entity.name for m in Mention.objects.awaiting_review()} == {"Example Trust", "Ada Example"}
    assert [q.exact for q in Quote.objects.awaiting_review()]
    assert {d.exact for d in DateExpression.objects.awaiting_review()} >= {"Monday"}
    assert {file.status for file in report.files} == {"loaded"}


def test_a_second_run_changes_nothing_and_counts_as_many(raw):
    folder = files(raw, bridge_txt=HEADED, other_txt="Zora Quill of the Quill Company met Zora Quill's aunt.")
    first = run(folder)
    before = everything()
    second = run(folder)
    assert everything() == before
    assert counts(second) == {"unchanged": counts(first)["created"]}


def test_no_headline_in_the_text_says_so_and_invents_none(raw):
    folder = files(raw, bridge_txt=BARE)
    for _ in range(2):
        report = run(folder)
        assert notes(report) == [
            "bridge.txt:None headline: There is no headline in the text: the draft has none until an editor writes one."
        ]
    row = Article.objects.get()
    assert (row.headline, row.slug) == ("", "bridge")
    row.headline = "Mine"
    row.save()
    report = run(folder)
    assert notes(report) == [
        "bridge.txt:1 headline: An editor changed “headline”: the editor's value is kept."
    ]


META = "publisher: The Example Times\npublished: 2019-06-14\nurl: https://example.org/b\nrights: licensed\nlanguage: fr\n"


def test_what_an_editor_knows_about_it_is_taken(raw):
    run(files(raw, bridge_txt=HEADED, bridge__meta_yaml=META))
    row = Article.objects.get()
    assert (row.publisher, str(row.date), row.url, row.rights, row.language) == (
        "The Example Times",
        "2019-06-14",
        "https://example.org/b",
        "licensed",
        "fr",
    )


def test_what_the_model_refuses_of_it_is_told_of_that_file_and_line(raw):
    report = run(
        files(raw, bridge_txt=HEADED, bridge__meta_yaml="publisher: X\nurl: https://not an address\n")
    )
    assert counts(report) == {"refused": 1}
    assert "In bridge.meta.yaml: " in notes(report)[0]
    assert notes(report)[0].startswith("bridge.txt:2 url")
    assert not SourceDocument.objects.exists()


def test_a_change_of_what_the_editor_knows_is_followed(raw):
    run(files(raw, bridge_txt=HEADED, bridge__meta_yaml=META))
    report = run(files(raw, bridge__meta_yaml=META.replace("The Example", "The Other")))
    assert Article.objects.get().publisher == "The Other Times"
    assert counts(report)["changed"] == 1


# Days


def meaning(words="Monday"):
    return DateExpression.objects.working().get(exact=words).edtf


def test_relative_days_count_from_the_given_day_and_are_unknown_without_one(raw):
    run(files(raw, bridge_txt=HEADED))
    assert (Article.objects.get().date, meaning()) == (None, None)
    from datetime import date

    run(raw, day=date(2019, 6, 12))
    assert (str(Article.objects.get().date), meaning()) == ("2019-06-12", "2019-06-10")
    before = everything()
    run(raw)
    assert everything() == before


def test_the_documents_own_day_wins_over_the_given_one(raw):
    from datetime import date

    run(files(raw, bridge_txt=HEADED, bridge__meta_yaml="published: 2019-06-14\n"), day=date(2020, 1, 1))
    assert (str(Article.objects.get().date), meaning()) == ("2019-06-14", "2019-06-10")


def test_setting_the_day_later_reads_the_dates_again(raw):
    from datetime import date

    run(files(raw, bridge_txt=HEADED))
    row = Article.objects.get()
    row.date = date(2019, 6, 14)
    row.save()
    assert meaning() == "2019-06-10"
    assert meaning("since May") if DateExpression.objects.filter(exact="since May") else True


def test_a_day_read_later_gives_the_same_draft_as_one_known_at_once(raw, tmp_path):
    from datetime import date

    run(files(raw, bridge_txt=HEADED))
    run(raw, day=date(2019, 6, 12))
    late = [(q.exact, q.speaker_id, q.cue) for q in Quote.objects.working().order_by("start")]
    run(
        files(tmp_path / "other", b_txt=HEADED.replace("Bridge opens", "Bridge opened")),
        day=date(2019, 6, 12),
    )
    other = Article.objects.get(slug__startswith="bridge-opened")
    assert [
        (q.exact, q.speaker_id, q.cue) for q in Quote.objects.filter(article=other).order_by("start")
    ] == late


# Decisions


def test_rejected_and_accepted_suggestions_stay_when_the_text_is_read_again(raw):
    run(files(raw, bridge_txt=HEADED))
    editor = builders.user()
    accepted, rejected = Mention.objects.filter(entity__slug="ada-example").order_by("start")
    accepted.accept(by=editor)
    rejected.reject(by=editor)
    report = run(files(raw, bridge_txt=HEADED + "\n\nAda Example left at noon on Monday.\n"))
    found = Mention.objects.filter(entity__slug="ada-example").order_by("start")
    assert [m.decision for m in found] == [Decision.ACCEPTED, Decision.REJECTED, Decision.SUGGESTED]
    assert [m.pk for m in found][:2] == [accepted.pk, rejected.pk]
    assert counts(report)["created"] >= 2
    assert Article.objects.count() == 1


def test_a_new_version_of_a_file_is_a_new_source_of_the_same_article(raw):
    run(files(raw, bridge_txt=HEADED))
    pk = Article.objects.get().pk
    run(files(raw, bridge_txt=HEADED + "\n\nIt closed again on Tuesday.\n"))
    row = Article.objects.get()
    assert (row.pk, SourceDocument.objects.count()) == (pk, 2)
    assert row.source.content.endswith(b"It closed again on Tuesday.\n")
    assert row.text.endswith("It closed again on Tuesday.")


def test_a_text_that_an_editor_changed_stays_when_the_file_changes(raw):
    run(files(raw, bridge_txt=HEADED))
    row = Article.objects.get()
    row.body = "<p>Mine.</p>"
    row.save()
    report = run(files(raw, bridge_txt=HEADED + "\n\nIt closed again on Tuesday.\n"))
    assert Article.objects.get().text == "Mine."
    assert any("“body”: the editor's value is kept" in note for note in notes(report))


def test_a_draft_that_an_editor_deleted_stays_deleted(raw):
    run(files(raw, bridge_txt=HEADED))
    Article.objects.get().delete()
    report = run(raw)
    assert not Article.objects.exists()
    assert counts(report)["kept"] == 1


def test_a_dismissed_name_is_not_proposed_again(raw):
    run(files(raw, a_txt="Zora Quill came to Halifax."))
    candidate = Candidate.objects.get(name="Zora Quill")
    candidate.state = "dismissed"
    candidate.save()
    run(files(raw, b_txt="Then Zora Quill left Halifax again."))
    assert CandidatePassage.objects.filter(candidate=candidate).count() == 1


# Files that move, copies, addresses


def test_a_file_that_moved_is_the_same_document(raw, tmp_path):
    run(files(raw, bridge_txt=HEADED))
    raw.rename(tmp_path / "moved")
    report = run(tmp_path / "moved")
    assert Article.objects.count() == SourceDocument.objects.count() == 1
    assert set(counts(report)) == {"unchanged"}
    assert SeedRecord.objects.get(key__startswith="document:").path == str(tmp_path / "moved" / "bridge.txt")


def test_the_same_document_under_two_names_is_read_once(raw):
    folder = files(raw, a_txt=HEADED, b_txt=HEADED, b__meta_yaml="publisher: Other\n")
    report = run(folder)
    assert Article.objects.count() == 1
    assert notes(report) == [
        f"b.txt:None None: This is the same document as {raw}/a.txt: it was read from there."
    ]
    before = everything()
    run(folder)
    run(raw / "b.txt")
    assert everything() == before


def test_drafts_with_one_headline_get_addresses_of_their_own(raw):
    run(
        files(
            raw,
            a_txt=HEADED,
            b_txt=HEADED.replace("Monday", "Tuesday"),
            c_txt=HEADED.replace("Monday", "Friday"),
        )
    )
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "bridge-opens-in-halifax",
        "bridge-opens-in-halifax-2",
        "bridge-opens-in-halifax-3",
    ]


def test_an_address_that_a_published_article_had_is_not_given_again(raw):
    row = builders.published(slug="bridge-opens-in-halifax").article
    row.slug = "another"
    row.save()
    run(files(raw, a_txt=HEADED))
    assert Article.objects.filter(slug="bridge-opens-in-halifax-2").exists()


def test_a_file_named_by_its_meta_file_is_loaded(raw):
    files(raw, a_txt=HEADED, a__meta_yaml="publisher: The Example Times\n")
    report = run(raw / "a.meta.yaml")
    assert [file.path.name for file in report.files] == ["a.txt"]
    assert Article.objects.get().publisher == "The Example Times"


def test_a_headline_too_long_for_the_record_is_cut_and_that_is_told(raw, monkeypatch):
    from dataclasses import replace

    from seeds import prepared as documents

    clean = documents.clean
    monkeypatch.setattr(documents, "clean", lambda text: replace(clean(text), headline="Long " * 100))
    report = run(files(raw, a_txt=HEADED))
    assert len(Article.objects.get().headline) == 300
    assert "a.txt:None headline: This is cut after 300 characters, which is all that fits." in notes(report)


def test_documents_and_articles_may_lie_in_one_folder(raw):
    folder = files(raw, people_yaml=PEOPLE, a_md=article(), b_txt=HEADED)
    report = run(folder)
    assert counts(report).get("refused") is None
    assert Article.objects.count() == 2
    assert Entity.objects.count() == 4


# The two real documents

REAL = ROOT.parent / "shared" / "seeds" / "raw"
needs_real = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real documents are not here (../shared/seeds/raw)"
)


@needs_real
def test_the_real_documents_are_loaded_whole_and_twice_the_same():
    first = run(REAL)
    assert [file.status for file in first.files] == ["loaded", "loaded"]
    assert "refused" not in counts(first)
    assert Article.objects.count() == SourceDocument.objects.count() == 2
    assert all(row.rights == "excerpt" and row.date and row.publisher for row in Article.objects.all())
    before = everything()
    second = run(REAL)
    assert everything() == before
    assert counts(second) == {"unchanged": counts(first)["created"]}


@needs_real
def test_the_real_documents_after_a_change_and_a_deletion_stay_as_the_editor_left_them():
    run(REAL)
    first, second = Article.objects.order_by("pk")
    first.headline = "Mine"
    first.save()
    Quote.objects.filter(article=second).first().reject(by=builders.user())
    gone = (
        Mention.objects.filter(article=second).first()
        or CandidatePassage.objects.filter(article=second).first()
    )
    gone.delete()
    before = everything()
    report = run(REAL)
    assert everything() == before
    assert counts(report)["kept"] == 1
