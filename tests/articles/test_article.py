"""Article: the working copy, its text, its constraints, images, bylines, sources."""

from datetime import UTC, date, datetime
from io import BytesIO

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from articles import publishing
from articles.models import (
    Article,
    ArticleImage,
    ArticleState,
    Byline,
    Image,
    Reference,
    Section,
    SourceDocument,
    Story,
    Tag,
)
from articles.text import text_of
from tests import builders

pytestmark = pytest.mark.django_db


def test_saving_cleans_the_body_and_derives_the_text():
    copy = Article.objects.create(
        slug="one", body="<p>Hello<script>bad()</script> <b>world</b></p><p>Bye</p>"
    )
    assert copy.body == "<p>Hello <b>world</b></p><p>Bye</p>"
    assert copy.text == text_of(copy.body) == "Hello world\n\nBye"


def test_nothing_of_a_working_copy_is_required_but_its_slug():
    Article(slug="one").full_clean()


BAD = [
    ({"slug": "2018"}, "slug", "taken for a number"),
    ({"slug": "Not a slug"}, "slug", "small letters"),
    ({"state": "lost"}, "state", "not a valid choice"),
    ({"rights": "stolen"}, "rights", "not a valid choice"),
    ({"state": "scheduled"}, "scheduled_for", "Say when"),
]


@pytest.mark.parametrize(("fields", "where", "message"), BAD)
def test_bad_fields_are_told_in_words_and_refused_by_the_database(fields, where, message):
    row = Article(**{"slug": "one", **fields})
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert message in " ".join(error.value.message_dict[where])
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.bulk_create([row])
    good = builders.article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=good.pk).update(version=9, **fields)


@pytest.mark.parametrize("make", [Section, Story], ids=["section", "story"])
def test_slugs_of_sections_and_stories_are_held_too(make):
    row = make(slug="2018", **({"name": "x"} if make is Section else {"title": "x"}))
    with pytest.raises(ValidationError, match="taken for a number"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.objects.bulk_create([row])


def picture() -> ContentFile:
    """A small picture, 4 pixels wide and 3 high."""
    file = BytesIO()
    PIL.Image.new("RGB", (4, 3)).save(file, "PNG")
    return ContentFile(file.getvalue(), name="bridge.png")


@pytest.mark.parametrize("field", ["credit", "alt"])
@pytest.mark.parametrize("value", ["", "  "])
def test_an_image_without_credit_or_alternative_text_is_refused(field, value):
    fields = {"file": picture(), "credit": "A. Photographer", "alt": "A bridge"}
    with pytest.raises(ValidationError, match="Say w"):
        Image(**{**fields, field: value}).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.bulk_create([Image(**{**fields, field: value})])
    image = Image.objects.create(**{**fields, "file": picture()})
    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(**{field: value})


def test_an_edition_keeps_credit_and_alternative_text_of_its_images():
    shown = {"credit": "A. Photographer", "alt": "A bridge", "caption": "Open."}
    image = Image.objects.create(file=picture(), **shown)
    copy = builders.article()
    ArticleImage.objects.create(article=copy, image=image)
    edition = publishing.publish(copy, by=None)
    assert edition.images == [{"file": image.file.name, "width": 4, "height": 3, **shown}]


def test_bylines_have_an_order_and_need_no_page():
    copy = builders.article()
    for order, name in [(2, "Second"), (1, "First")]:
        Byline.objects.create(article=copy, name=name, order=order)
    assert [line.name for line in copy.bylines.all()] == ["First", "Second"]


def test_a_byline_is_a_person():
    with pytest.raises(ValidationError, match="is not a person"):
        Byline(article=builders.article(), name="X", person=builders.organization()).full_clean()


@pytest.mark.parametrize("fields", [{"role": "cook"}, {"name": ""}])
def test_a_bad_byline_is_refused(fields):
    row = Byline(article=builders.article(), **{"name": "X", **fields})
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Byline.objects.bulk_create([row])


def test_a_source_document_is_kept_as_received():
    content = "Überschrift\r\n".encode() * 50
    source = SourceDocument.of(content, name="a.txt")
    source.save()
    source.refresh_from_db()
    assert source.content == content
    assert len(bytes(source.compressed)) < source.size == len(content)
    assert list(SourceDocument.objects.with_bytes(content)) == [source]
    with pytest.raises(ValidationError, match="cannot be changed"):
        source.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceDocument.objects.update(compressed=b"other")


def test_a_reference_is_dated_as_far_as_it_is_known():
    row = Reference(title="Annual report", date="spring")
    with pytest.raises(ValidationError, match="no EDTF date"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.bulk_create([row])
    with pytest.raises(IntegrityError), transaction.atomic():
        Reference.objects.bulk_create(
            [Reference(title="Annual report", date="2018", url=""), Reference(title="")]
        )


def test_words_that_editions_carry_stay():
    section, tag = builders.section("World"), Tag.objects.create(name="bridges")
    section.name, section.slug, tag.name = "The World", "globe", "Bridges"
    with pytest.raises(ValidationError, match="change its name, not its slug"):
        section.full_clean()
    with pytest.raises(ValidationError, match="make another tag"):
        tag.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.update(slug="globe")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.update(name="Bridges")
    Section.objects.update(name="The World")


def test_newest_first_is_by_the_day_for_readers():
    copies = [builders.article(date=day) for day in (date(2020, 1, 2), date(2019, 1, 1), date(2020, 1, 2))]
    for copy, hour in zip(copies, (1, 2, 3), strict=True):
        publishing.publish(copy, by=None, at=datetime(2021, 1, 1, hour, tzinfo=UTC))
    builders.article(date=date(2022, 1, 1))
    assert list(Article.objects.live().latest()) == [copies[2], copies[0], copies[1]]


def test_states_and_publication_are_two_axes():
    copy = builders.published().article
    for state in (ArticleState.IN_REVIEW, ArticleState.APPROVED, ArticleState.DRAFT):
        copy.state = state
        copy.save()
        assert copy in Article.objects.live()


def test_working_copies_have_history_with_who_changed_them():
    editor = builders.user("eva")
    copy = builders.article("First words.")
    copy.body = "<p>Second words.</p>"
    copy._history_user = editor
    copy.save()
    assert [(h.body, h.history_user) for h in copy.history.order_by("history_id")] == [
        ("<p>First words.</p>", None),
        ("<p>Second words.</p>", editor),
    ]
