"""Articles that tell the same, as files say it: editors win, suggestions give way, and bad names are refused in words."""

import pytest

from articles.models import Article, Counterpart
from newsroom.editorial import Decision
from tests.seeds.loading import article, counts, files, notes, run

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"Sentence {n} tells what happened on the bridge at hour {n}." for n in range(30))
HEAD = "headline: Opening\ndate: 2020-06-25\npublisher: First Post"


def pair_of(tmp_path, *said, kind="newer"):
    """Two articles in two files, the later of which names the earlier."""
    more = f"\ncounterparts:\n  - {{article: early, kind: {kind}}}" + "".join(said)
    return files(
        tmp_path / "seeds",
        early_md=article(HEAD, TEXT, "early"),
        late_md=article(HEAD + more, TEXT, "late"),
    )


def test_a_pair_of_a_file_is_decided(tmp_path):
    report = run(pair_of(tmp_path))
    pair = Counterpart.objects.get()
    assert (pair.decision, pair.newer, pair.origin) == ("accepted", Article.objects.get(slug="early"), "load")
    assert notes(report) == []


def test_a_second_load_of_the_same_writes_nothing(tmp_path):
    folder = pair_of(tmp_path)
    run(folder)
    before = list(Counterpart.objects.values())
    assert set(counts(run(folder))) == {"unchanged"}
    assert list(Counterpart.objects.values()) == before


def test_a_change_in_the_file_goes_into_the_record_and_a_pair_that_is_gone_goes(tmp_path):
    run(pair_of(tmp_path))
    run(pair_of(tmp_path, kind="older"))
    assert Counterpart.objects.get().newer.slug == "late"
    files(tmp_path / "seeds", late_md=article(HEAD, TEXT, "late"))
    run(tmp_path / "seeds")
    assert not Counterpart.objects.exists()


def test_articles_that_tell_the_same_are_proposed_when_they_are_loaded(tmp_path):
    folder = files(
        tmp_path / "seeds", early_md=article(HEAD, TEXT, "early"), late_md=article(HEAD, TEXT, "late")
    )
    run(folder)
    assert Counterpart.objects.get().decision == Decision.SUGGESTED
    assert set(counts(run(folder))) == {"unchanged"}


def test_a_suggestion_of_the_machine_gives_way_to_the_file(tmp_path):
    run(files(tmp_path / "seeds", early_md=article(HEAD, TEXT, "early"), late_md=article(HEAD, TEXT, "late")))
    assert Counterpart.objects.get().decision == Decision.SUGGESTED
    run(pair_of(tmp_path, kind="also"))
    assert Counterpart.objects.get().decision == Decision.ACCEPTED


def test_what_an_editor_decided_stays(tmp_path):
    run(pair_of(tmp_path))
    Counterpart.objects.get().decide(Decision.REJECTED, None)
    report = run(pair_of(tmp_path, kind="older"))
    assert Counterpart.objects.get().decision == Decision.REJECTED
    assert any("editor" in note for note in notes(report))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("\n  - {article: early}", "is named twice here"),
        ("\n  - {article: late}", "no counterpart of itself"),
        ("\n  - {article: erly}", "did you mean “early”?"),
        ("\n  - {article: early, kind: olden}", "older"),
    ],
)
def test_a_pair_that_is_none_is_refused_in_words(tmp_path, said, message):
    report = run(pair_of(tmp_path, said))
    assert any(message in note for note in notes(report))
    assert not Counterpart.objects.exists()
