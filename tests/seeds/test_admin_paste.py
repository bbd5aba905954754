"""New articles from pasted text and uploaded files, and the loads, on the desk."""

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Article, Candidate, Mention, SourceDocument
from seeds.models import Load, LoadFile
from seeds.pasting import keep
from seeds.uploads import LARGEST, LARGEST_FILE, MOST, documents_in, packed, unpacked_from
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
    assert shown.headline == "Harbour trust names new head as bridge work stalls"
    assert shown.bylines == [("Nora Quill", "author")]
    assert [name.entity.name for name in shown.known] == ["Ada Lindqvist"]
    assert "Vera Holm" in [name.name for name in shown.unknown]
    assert "Vera Holm" in {quote.speaker for quote in shown.quotes}
    assert "December 2018" in [date.text for date in shown.dates]
    assert {"navigation", "newsletter"} <= {line.reason for line in shown.cleaned.removed}
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
        ("a.pdf", b"%PDF-1.4", "not read here"),
        ("a.zip", b"PK no archive", "archive cannot be read"),
        ("people.yaml", b"people: []", "a file for the loader"),
        ("a.rss", b"<rss", "a.rss: "),
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


FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><link>https://post.example/</link>
<item><title>Bridge opens</title><guid>https://post.example/1</guid><link>https://post.example/1</link>
<pubDate>Thu, 25 Jun 2020 10:00:00 GMT</pubDate><description>&lt;p&gt;Ada Lindqvist opened the bridge on Thursday before
some hundred people.&lt;/p&gt;</description></item>
<item><title>Dam closes</title><guid>https://post.example/2</guid><description>&lt;p&gt;Vera Holm closed the dam on Friday,
as the trust had said.&lt;/p&gt;</description></item></channel></rss>"""
PAGE = b"""<!doctype html><html lang="en"><head><meta charset="iso-8859-1"><title>Bridge opens</title></head><body><nav><a
href="/">Home</a></nav><article><h1>Bridge opens at caf\xe9</h1><p>Ada Lindqvist opened the bridge on Thursday, and more than a
hundred people came to the caf\xe9 by the water to see it.</p><p>The trust had built it for two years, and it cost more than it
was to cost when the work began.</p></article></body></html>"""
LINES = b"""{"headline": "Bridge opens", "text": "Ada Lindqvist opened the bridge.", "published": "2020-06-25"}
not json
{"headline": "Dam closes", "text": "Vera Holm closed the dam.", "rights": "licensed"}
"""
TABLE = b"headline;text;published\nBridge opens;Ada Lindqvist opened the bridge.;2020-06-25\n"
NINJS = b"""{"uri": "urn:example:1", "version": "1", "headline": "Bridge opens", "language": "en", "type": "text",
"body_html": "<p>Ada Lindqvist opened the bridge on Thursday.</p>"}"""


def upload(client, *files, **given):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/admin/paste/", {"uploads": uploads, "rights": "", **given})


def zipped(*files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "headlines"),
    [
        ("post.rss", FEED, ["Bridge opens", "Dam closes"]),
        ("page.html", PAGE, ["Bridge opens at café"]),
        ("rows.jsonl", LINES, ["Bridge opens", "Dam closes"]),
        ("rows.csv", TABLE, ["Bridge opens"]),
        ("item.json", NINJS, ["Bridge opens"]),
        ("latin.txt", TEXT.replace("bridge", "café").encode("latin-1"), ["Harbour trust names new head as café work stalls"]),
        ("all.zip", zipped(("a/page.html", PAGE), ("a/page_files/x.css", b"p {}"), ("b/rows.csv", TABLE)),
         ["Bridge opens at café", "Bridge opens"]),
    ],
)  # fmt: skip
def test_every_format_of_the_readers_is_read_and_kept(editor, name, content, headlines):
    answer = upload(editor, (name, content))
    assert [reading["shown"].headline for reading in answer.context_data["readings"]] == headlines
    assert not Article.objects.exists()
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(answer)})
    assert sorted(Article.objects.values_list("headline", flat=True)) == sorted(headlines)
    assert Article.objects.filter(text__contains="Ada Lindqvist").exists()


def test_several_are_listed_and_those_that_are_marked_are_kept(editor):
    answer = upload(editor, ("post.rss", FEED))
    page = answer.content.decode()
    assert page.count('type="checkbox" name="kept"') == 2
    assert "Which of them are kept" in page
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(answer)[1:]})
    assert Article.objects.get().headline == "Dam closes"
    again = upload(editor, ("post.rss", FEED))
    assert [bool(reading["shown"].articles) for reading in again.context_data["readings"]] == [False, True]


def test_what_is_wrong_in_a_file_stands_beside_what_was_read(editor):
    answer = upload(editor, ("rows.jsonl", LINES), ("a.pdf", b"%PDF"))
    page = answer.content.decode()
    assert "rows.jsonl: line 2: This is not JSON" in page
    assert "a.pdf: this kind of file is not read here" in page
    assert len(answer.context_data["readings"]) == 2


def test_rights_are_the_file_s_own_unless_said(editor):
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(upload(editor, ("rows.jsonl", LINES)))})
    assert dict(Article.objects.values_list("headline", "rights")) == {
        "Bridge opens": "excerpt", "Dam closes": "licensed"
    }  # fmt: skip


def test_an_address_is_of_one_article(editor):
    answer = upload(editor, ("post.rss", FEED), url="https://post.example/")
    assert "Leave it empty: these are 2 articles." in answer.content.decode()


def test_more_articles_than_one_looks_at_are_for_the_loader(editor):
    rows = b"".join(b'{"headline": "Row %d", "text": "It rained."}\n' % n for n in range(MOST + 1))
    answer = upload(editor, ("rows.jsonl", rows))
    assert len(answer.context_data["readings"]) == MOST
    assert f"more than {MOST} articles" in answer.content.decode()


def test_files_that_are_too_large_together_are_refused(editor):
    answer = upload(editor, ("a.txt", b"x " * (LARGEST_FILE // 2 + 1)))
    assert "more than 10 MB together" in answer.content.decode()


def test_what_is_told_beside_a_text_is_taken_with_it(editor):
    meta = b"publisher: Example Post\npublished: 2020-07-02\n"
    answer = upload(editor, ("one.txt", TEXT.encode()), ("one.meta.yaml", meta))
    editor.post("/admin/paste/", {"keep": "1", "kept": kept(answer)})
    article = Article.objects.get()
    assert (article.publisher, article.date.isoformat()) == ("Example Post", "2020-07-02")


def test_a_document_comes_through_the_browser_as_it_was():
    for name, content in (("post.rss", FEED), ("page.html", PAGE), ("latin.txt", TEXT.encode("utf-16"))):
        for document in documents_in([(name, content)], {"rights": "own"}).documents:
            assert replace(unpacked_from(packed(document)), lines=document.lines) == document


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
    [document] = documents_in([("a.txt", TEXT.encode())], {}).documents
    article, _ = keep(document, None)
    article.delete()
    again, _ = keep(document, None)
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
