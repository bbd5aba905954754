"""New articles from pasted text and uploaded files, and the loads, on the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Candidate, Mention, SourceDocument
from seeds.models import Load, LoadFile
from seeds.pasting import LARGEST, Pasted, keep
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

TEXT = """Home
Sections
Subscribe

Harbour trust names new head as bridge work stalls

By Nora Quill

June 25, 2020

Ada Lindqvist, who was born in 1961, now leads the Harbour Trust. The trust runs the port and its bridge.

"We will open the bridge in May," said Vera Holm. "Nobody doubts that it will be done by then."

The work had stalled in December 2018, when the money ran out. It went on a year later.

Sign up for our newsletter
"""


@pytest.fixture
def editor():
    return at_desk("editor")


def read(client, **given):
    return client.post("/admin/paste/", {"text": TEXT, "rights": "excerpt", **given})


def kept(answer):
    return [reading["kept"] for reading in answer.context_data["readings"]]


def test_the_reading_is_shown_and_nothing_is_kept(editor):
    builders.person("Ada Lindqvist")
    answer = read(editor)
    shown = answer.context_data["readings"][0]["shown"]
    assert shown.document.headline == "Harbour trust names new head as bridge work stalls"
    assert [line.name for line in shown.document.bylines] == ["Nora Quill"]
    assert [name.entity.name for name in shown.known] == ["Ada Lindqvist"]
    assert "Vera Holm" in [name.name for name in shown.unknown]
    assert "Vera Holm" in {quote.speaker for quote in shown.quotes}
    assert "December 2018" in [date.text for date in shown.dates]
    assert {"navigation", "newsletter"} <= {line.reason for line in shown.document.removed}
    assert not Article.objects.exists()
    assert not SourceDocument.objects.exists()


def test_saving_makes_the_source_document_and_a_draft_with_suggestions(editor):
    ada = builders.person("Ada Lindqvist")
    answer = editor.post("/admin/paste/", {"keep": "1", "kept": kept(read(editor, publisher="Example Post"))})
    article = Article.objects.get()
    assert answer.url == f"/admin/articles/article/{article.pk}/review/"
    assert (article.state, article.rights, article.publisher) == ("draft", "excerpt", "Example Post")
    assert article.date.isoformat() == "2020-06-25"
    assert article.bylines.get().name == "Nora Quill"
    assert article.source.content.decode().replace("\r\n", "\n") == TEXT
    assert Mention.objects.awaiting_review().filter(entity=ada).exists()
    assert Candidate.objects.filter(name="Vera Holm").exists()


def test_the_given_day_goes_before_the_text_s_own(editor):
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(read(editor, published="2020-07-01"))})
    assert Article.objects.get().date.isoformat() == "2020-07-01"


def test_files_are_read_like_pasted_text(editor):
    files = [
        SimpleUploadedFile("one.txt", TEXT.encode()),
        SimpleUploadedFile("two.txt", TEXT.replace("bridge", "dam").encode()),
    ]
    answer = editor.post("/admin/paste/", {"uploads": files, "rights": "own"})
    assert len(kept(answer)) == 2
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(answer)})
    assert sorted(SourceDocument.objects.values_list("name", flat=True)) == ["one.txt", "two.txt"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF-1.4", "only .txt files are"),
        ("a.txt", b"\xff\xfe\xfa not text \x80", "not UTF-8"),
        ("a.txt", b"a\0b", "NUL byte"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"x" * (LARGEST + 1), "more than 1 MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(editor, name, content, message):
    answer = editor.post("/admin/paste/", {"uploads": [SimpleUploadedFile(name, content)], "rights": "own"})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not SourceDocument.objects.exists()


def test_nothing_given_is_asked_for(editor):
    assert (
        "Paste a text, or choose a file." in editor.post("/admin/paste/", {"rights": "own"}).content.decode()
    )


def test_the_very_same_bytes_are_pointed_out_and_not_kept_again(editor):
    first = read(editor)
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(first)})
    again = read(editor)
    assert "This very text is in the record already" in again.content.decode()
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(first)})
    assert Article.objects.count() == 1


def test_a_deleted_article_can_be_pasted_again(editor):
    pasted = Pasted("a.txt", TEXT.encode(), {})
    article, _ = keep(pasted, None)
    article.delete()
    again, _ = keep(pasted, None)
    assert again.pk


def test_what_was_changed_on_its_way_is_not_kept(editor):
    value = kept(read(editor))[0]
    editor.post("/admin/paste/", {"keep": "1", "kept": value[:-3] + "abc"})
    assert not Article.objects.exists()


def test_markup_in_a_text_is_shown_as_text(editor):
    answer = read(editor, text=TEXT.replace("Vera Holm", "<script>alert(1)</script>"))
    assert "<script>alert(1)</script>" not in answer.content.decode()


def test_a_load_shows_its_files_with_what_is_wrong(editor):
    load = Load.objects.create(refused=1)
    problems = [{"line": 3, "field": "name", "message": "A name is missing."}]
    LoadFile.objects.create(
        load=load, path="people.yaml", status="partly_refused", refused=1, problems=problems
    )
    page = editor.get(f"/admin/seeds/load/{load.pk}/change/").content.decode()
    assert "line 3: name: A name is missing." in page


def test_a_source_document_is_given_back_byte_for_byte_and_never_as_a_page(editor):
    source = SourceDocument.of(b"<script>\xff", name="a.txt")
    source.save()
    answer = editor.get(f"/admin/articles/sourcedocument/{source.pk}/bytes/")
    assert answer.content == b"<script>\xff"
    assert answer["Content-Disposition"].startswith("attachment")
