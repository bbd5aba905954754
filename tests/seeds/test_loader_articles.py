"""Articles from Markdown: working copies with decided passages, published, updated; pictures."""

import pytest

from articles.models import Article, Byline, Citation, Image, Mention, Quote, Tag
from newsroom.editorial import Decision, Origin
from people.models import Entity
from seeds.images import stored
from seeds.models import SeedRecord
from tests.seeds.loading import HEAD, PEOPLE, TEXT, article, counts, dossier, everything, files, notes, run

pytestmark = pytest.mark.django_db


def load_article(tmp_path, head=HEAD, text=TEXT):
    report = run(dossier(tmp_path / "seeds", head, text))
    return Article.objects.get(), report


def working(model):
    return list(model.objects.working().order_by("start", "pk"))


def test_an_article_arrives_with_all_that_its_head_says(tmp_path):
    row, _ = load_article(tmp_path)
    assert (row.headline, row.slug, str(row.date), row.language, row.rights) == (
        "Example Trust opens",
        "trust-opens",
        "1987-03-02",
        "en",
        "own",
    )
    assert (row.section.name, row.story.title) == ("World", "The trust affair")
    assert sorted(row.tags.values_list("name", flat=True)) == ["charity", "halifax"]
    assert [str(byline) for byline in row.bylines.all()] == ["Newsroom staff"]
    assert [reference.title for reference in row.references.all()] == ["What the trust did"]
    assert row.body.startswith(
        "<p>The trust was founded on 1 March 1987. Ada Example opened it.</p><h2>A good day</h2>"
    )
    assert row.history.count() >= 1


def test_an_article_is_published_with_its_passages_and_its_entities_get_pages(tmp_path):
    row, _ = load_article(tmp_path)
    assert row.is_live
    assert row.live_edition.number == 1
    assert str(row.live_date) == "1987-03-02"
    assert Mention.objects.filter(edition=row.live_edition).count() == 5
    assert Quote.objects.live().count() == 1
    assert Citation.objects.live().count() == 2
    states = dict(Entity.objects.values_list("slug", "state"))
    assert states == dict.fromkeys(["ada-example", "ada-other", "example-trust", "trust-founded"], "public")


def test_without_publish_it_stays_a_draft(tmp_path):
    row, _ = load_article(tmp_path, HEAD.replace("publish: true", "publish: false"))
    assert not row.is_live
    assert set(Entity.objects.values_list("state", flat=True)) == {"draft"}
    assert Mention.objects.accepted().count() == 5


def test_the_short_form_names_every_whole_word_and_the_longest_first(tmp_path):
    head = "headline: X\nmentions: {example-trust: [Example Trust, the Trust], ada-example: [Example, Ada Example]}"
    text = "Ada Example met Example at the Example Trust, not Examples. The Trust, the Trust, the Trustees."
    load_article(tmp_path, head, text)
    found = [(m.exact, m.start, m.entity.slug) for m in working(Mention)]
    assert found == [
        ("Ada Example", 0, "ada-example"),
        ("Example", 16, "ada-example"),
        ("Example Trust", 31, "example-trust"),
        ("the Trust", 71, "example-trust"),
    ]


def test_a_group_name_is_one_mention_of_each(tmp_path):
    load_article(tmp_path)
    pairs = [(m.exact, m.entity.slug) for m in working(Mention) if m.exact == "the two Adas"]
    assert pairs == [("the two Adas", "ada-example"), ("the two Adas", "ada-other")]


def test_scripts_without_spaces_have_no_word_borders(tmp_path):
    load_article(tmp_path, "headline: X\nmentions: {ada-example: [孟晚舟]}", "华为的孟晚舟回国了。")
    assert [m.start for m in working(Mention)] == [3]


def test_the_long_form_says_which_occurrence_and_which_decision(tmp_path):
    head = (
        "headline: X\nmentions:\n"
        "  - {entity: ada-example, words: Ada, occurrence: 2}\n"
        "  - {entity: ada-other, words: Ada, decision: rejected}\n"
    )
    load_article(tmp_path, head, "Ada met Ada.")
    assert [(m.start, m.entity.slug, m.decision) for m in working(Mention)] == [
        (0, "ada-other", Decision.REJECTED),
        (8, "ada-example", Decision.ACCEPTED),
    ]
    assert {m.origin for m in working(Mention)} == {Origin.LOAD}


def test_the_long_form_of_the_same_mentions_changes_nothing(tmp_path):
    text = "Ada Example, Example and Ada Example."
    head = "headline: X\npublish: true\nmentions: {ada-example: [Ada Example, Example]}"
    load_article(tmp_path, head, text)
    before = everything()
    long = "headline: X\npublish: true\nmentions:\n"
    long += "  - {entity: ada-example, words: Ada Example}\n  - {entity: ada-example, words: Example, occurrence: 2}\n"
    long += "  - {entity: ada-example, words: Ada Example, occurrence: 2}\n"
    _, report = load_article(tmp_path, long, text)
    assert everything() == before
    assert set(counts(report)) == {"unchanged"}


def test_quotes_have_their_speaker_in_words_or_as_a_person(tmp_path):
    head = (
        "headline: X\nquotes:\n"
        "  - {words: one, speaker: ada-example, kind: direct, cue: said, role: chair}\n"
        "  - {words: two, speaker_words: the letter, kind: reported}\n"
    )
    load_article(tmp_path, head, "It is one, not two.")
    found = [
        (q.exact, str(q.speaker), q.speaker_words, q.kind, q.cue, q.role, q.decision) for q in working(Quote)
    ]
    assert found == [
        ("one", "Ada Example", "", "direct", "said", "chair", "accepted"),
        ("two", "None", "the letter", "reported", "", "", "accepted"),
    ]


def test_two_quotes_on_one_span_may_be_an_accepted_and_a_rejected_one(tmp_path):
    head = (
        "headline: X\npublish: true\nquotes:\n"
        "  - {words: one, speaker: ada-example}\n"
        "  - {words: one, speaker: ada-other, decision: rejected}\n"
    )
    load_article(tmp_path, head, "It is one.")
    assert [(q.speaker.slug, q.decision) for q in working(Quote)] == [
        ("ada-example", "accepted"),
        ("ada-other", "rejected"),
    ]
    before = everything()
    run(tmp_path / "seeds")
    assert everything() == before


def test_citations_hold_the_value_that_the_words_give(tmp_path):
    head = (
        "headline: X\ncitations:\n"
        "  - {fact: trust-founded.begins, words: in 1988, value: '1988'}\n"
        "  - {fact: trust-founded.begins, words: in spring}\n"
        "  - {fact: ada-chair.title, words: she chairs it}\n"
    )
    load_article(tmp_path, head, "It began in 1988, in spring; she chairs it.")
    found = [(c.exact, str(c.target), c.field, c.value) for c in working(Citation)]
    assert found == [
        ("in 1988", "Founding of the trust", "begins", "1988"),
        ("in spring", "Founding of the trust", "begins", "1987-03-01"),
        ("she chairs it", "Ada Example holds role at Example Trust (chair)", "title", "chair"),
    ]


def test_a_changed_text_keeps_its_passages_as_the_same_rows(tmp_path):
    load_article(tmp_path)
    ids = {row.pk: row.exact for model in (Quote, Citation) for row in working(model)}
    row, report = load_article(tmp_path, text="A new beginning.\n\n" + TEXT)
    assert {row.pk: row.exact for model in (Quote, Citation) for row in working(model)} == ids
    assert all(
        row.text[m.start : m.end] == m.exact for model in (Mention, Quote, Citation) for m in working(model)
    )
    assert row.live_edition.number == 2
    assert "created" in counts(report)  # the edition


def test_words_that_stand_elsewhere_in_a_changed_text_are_found_there(tmp_path):
    head = "headline: X\nmentions: {ada-example: [Ada]}\ncitations: [{fact: ada-example.born, words: in 1961, value: '1961'}]"
    load_article(tmp_path, head, "Ada was born in 1961, they say in the town.")
    row, _ = load_article(tmp_path, head, "There is a town where, in 1961, a girl was born: Ada.")
    assert [(c.exact, c.start, c.lost) for c in working(Citation)] == [("in 1961", 23, False)]
    assert [(m.exact, row.text[m.start : m.end], m.lost) for m in working(Mention)] == [("Ada", "Ada", False)]


def test_what_is_left_out_of_the_list_goes(tmp_path):
    load_article(tmp_path)
    row, _ = load_article(tmp_path, HEAD.replace("[Ada Example, Ms Example, the two Adas]", "[Ada Example]"))
    assert [m.exact for m in working(Mention)] == ["Ada Example", "the two Adas", "Example Trust"]
    assert row.live_edition.number == 2


def test_bylines_tags_and_references_follow_the_file(tmp_path):
    load_article(tmp_path)
    head = HEAD.replace(
        "[{name: Newsroom staff}]", "[{name: Ada Example, person: ada-example, role: contributor}]"
    )
    head = head.replace("[charity, halifax]", "[bridges]").replace("references: [r1]", "references: []")
    row, report = load_article(tmp_path, head)
    assert list(Byline.objects.values_list("name", "role", "person__slug")) == [
        ("Ada Example", "contributor", "ada-example")
    ]
    assert [tag.name for tag in row.tags.all()] == ["bridges"]
    assert not row.references.exists()
    assert counts(report)["changed"] == 1 + 2 + 1


def test_a_reference_in_full_is_made_once(tmp_path):
    whole = "{title: Another, publisher: P, date: 2019, url: 'https://example.org/2'}"
    people, more = PEOPLE, article(f"headline: Y\nreferences: [{whole}]", id="other")
    folder = files(
        tmp_path / "s", people_yaml=people, a_md=article(f"headline: X\nreferences: [{whole}]"), b_md=more
    )
    first = run(folder)
    assert [a.references.get().title for a in Article.objects.all()] == ["Another", "Another"]
    second = run(folder)
    assert counts(second) == {"unchanged": counts(first)["created"]}
    assert Tag.objects.count() == 0


def test_a_working_copy_may_arrive_scheduled(tmp_path):
    row, _ = load_article(tmp_path, "headline: X\nstate: scheduled\nscheduled_for: 2030-01-01T12:00:00+02:00")
    assert (row.state, row.scheduled_for.isoformat()) == ("scheduled", "2030-01-01T10:00:00+00:00")
    before = everything()
    run(tmp_path / "seeds")
    assert everything() == before


def test_an_excerpt_names_its_publisher(tmp_path):
    row, _ = load_article(
        tmp_path, "headline: X\nrights: excerpt\npublisher: The Example Times\npublish: true"
    )
    assert (row.rights, row.live_edition.publisher) == ("excerpt", "The Example Times")


# Pictures

PICTURED = "headline: X\npublish: true\nimages: [{file: bridge.png, credit: A. Photographer, alt: A bridge}]"


@pytest.fixture
def pictured(tmp_path, picture):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "bridge.png").write_bytes(picture)
    return tmp_path


def test_a_picture_is_stored_and_shown_and_is_not_listed_as_not_ours(pictured, own_media, picture):
    row, report = load_article(pictured, PICTURED)
    image = Image.objects.get()
    assert (image.width, image.height, image.credit, image.alt) == (3, 2, "A. Photographer", "A bridge")
    assert (own_media / image.file.name).read_bytes() == picture
    assert row.live_edition.images[0]["file"] == image.file.name
    assert report.not_ours == 0


def test_the_same_picture_is_stored_once_under_whatever_name(pictured, own_media, picture):
    (pictured / "seeds" / "copy.png").write_bytes(picture)
    copy = PICTURED.replace("bridge.png", "copy.png")
    files(pictured / "seeds", other_md=article(copy, id="other"))
    load_article_report = run(dossier(pictured / "seeds", PICTURED))
    assert Image.objects.count() == 1
    assert len([path for path in own_media.rglob("*") if path.is_file()]) == 1
    assert counts(run(pictured / "seeds")) == {"unchanged": counts(load_article_report)["created"]}


def test_a_picture_of_a_refused_article_is_not_left_in_the_media_store(pictured, own_media):
    head = PICTURED.replace("headline: X", "rights: excerpt")
    report = run(dossier(pictured / "seeds", head))
    assert counts(report)["refused"] == 1
    assert not Image.objects.exists()
    assert [path for path in own_media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../outside.png", "/etc/outside.png"])
def test_a_picture_cannot_be_stored_outside_of_the_media_store(pictured, name):
    head = PICTURED.replace("alt: A bridge", f"alt: A bridge, stored_as: {name}")
    report = run(dossier(pictured / "seeds", head))
    assert "is no name in the media store" in notes(report)[0]
    assert not Image.objects.exists()


def test_another_picture_under_a_stored_name_is_refused(pictured, own_media):
    (own_media / "images").mkdir(parents=True)
    (own_media / "images" / "x.png").write_bytes(b"another")
    head = PICTURED.replace("alt: A bridge", "alt: A bridge, stored_as: images/x.png")
    report = run(dossier(pictured / "seeds", head))
    assert "has another picture under images/x.png" in notes(report)[0]
    assert (own_media / "images" / "x.png").read_bytes() == b"another"
    assert callable(stored)


def test_what_was_remembered_is_the_keys_of_the_record(tmp_path):
    load_article(tmp_path)
    memory = SeedRecord.objects.get(key="id:trust-opens").values["passages"]
    assert len(memory) == 8
    assert "citation|trust-founded.begins|founded on 1 March 1987|1" in memory
