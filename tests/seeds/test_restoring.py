"""Lines that cleaning took out are put back into their places."""

import pytest
from django.urls import reverse

from articles.models import Article, Mention
from articles.text import text_of
from seeds.restoring import with_block
from tests import builders
from tests.desk import at_desk

pytestmark = pytest.mark.django_db

TEXT = """Home
Subscribe

Harbour trust names new head as bridge work stalls

By Nora Quill

June 25, 2020

Ada Lindqvist, who was born in 1961, now leads the Harbour Trust. The trust runs the port and its bridge.

Sign up for our newsletter

"We will open the bridge in May," said Vera Holm. "Nobody doubts that it will be done by then."

The work had stalled in December 2018, when the money ran out. It went on a year later.

Read more: Ada Lindqvist on the trust and its money
"""


@pytest.fixture
def editor():
    return at_desk("editor")


@pytest.fixture
def article(editor):
    """A draft from the text, as pasting makes it."""
    answer = editor.post("/admin/paste/", {"text": TEXT, "rights": "own"})
    editor.post("/admin/paste/", {"keep": "1", "kept": [r["kept"] for r in answer.context_data["readings"]]})
    return Article.objects.get()


def page(article):
    return reverse("admin:removed", args=[article.pk])


def numbered(client, article, words):
    return next(line.line for line in client.get(page(article)).context_data["lines"] if words in line.text)


def put(client, article, *words, **more):
    lines = [numbered(client, article, one) for one in words]
    article.refresh_from_db()
    return client.post(page(article), {"version": article.version, "line": lines, **more})


def blocks(article):
    article.refresh_from_db()
    return [block[:12] for block in article.text.split("\n\n")]


@pytest.mark.parametrize(
    ("html", "before", "after", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One."], ["Two."], "One.|New.|Two."),
        ("<p>One.</p><p>Two.</p>", [], ["One."], "New.|One.|Two."),
        ("<p>One.</p><p>Two.</p>", ["Gone."], ["Gone."], "One.|Two.|New."),
        ("<p>One.</p><p>Two.</p>", ["Gone.", "One."], [], "One.|New.|Two."),
        ("<ul><li>One.</li><li>Two.</li></ul><p>Three.</p>", ["One."], [], "One.|Two.|New.|Three."),
        ("<p>A <em>long</em> block that an editor changed a little at its end, too.</p><p>Two.</p>",
         ["A long block that an editor changed a little at its end."], [],
         "A long block that an editor changed a little at its end, too.|New.|Two."),
        ("loose words<p>Two.</p>", ["loose words"], [], "loose words|New.|Two."),
        ("", [], [], "New."),
    ],
)  # fmt: skip
def test_a_paragraph_goes_after_what_stood_before_it(html, before, after, expected):
    assert text_of(with_block(html, "New.", before, after)).replace("\n\n", "|") == expected


def test_markup_in_a_line_is_text():
    assert text_of(with_block("<p>One.</p>", "a < b & <c>", ["One."], [])) == "One.\n\na < b & <c>"


def test_each_line_has_its_reason_and_goes_back_into_its_place(editor, article):
    before = blocks(article)
    assert put(editor, article, "newsletter").status_code == 302
    assert blocks(article) == [before[0], "Sign up for ", *before[1:]]
    lines = editor.get(page(article)).context_data["lines"]
    assert [line.reason for line in lines if line.is_back] == ["newsletter"]


def test_lines_that_follow_each_other_keep_their_order(editor, article):
    put(editor, article, "Home")
    put(editor, article, "Subscribe", "Read more")
    assert [block for block in blocks(article) if block in ("Home", "Subscribe", "Read more: A")] == [
        "Home", "Subscribe", "Read more: A"
    ]  # fmt: skip
    assert blocks(article)[-1] == "Read more: A"


def test_passages_stay_at_their_words_and_the_line_is_read(editor, article):
    vera = Article.objects.get().text.index("Vera Holm")
    ada = builders.person("Ada Lindqvist")
    row = builders.mention(article, ada)
    put(editor, article, "newsletter", "Read more")
    row.refresh_from_db()
    article.refresh_from_db()
    assert article.text[row.start : row.end] == "Ada Lindqvist"
    assert article.text.index("Vera Holm") > vera
    assert (
        Mention.objects.awaiting_review()
        .filter(entity=ada, start=article.text.rindex("Ada Lindqvist"))
        .exists()
    )


def test_a_newer_version_is_not_overwritten(editor, article):
    before = article.body
    answer = put(editor, article, "newsletter", version=article.version - 1)
    assert "was changed since you opened it" in answer.content.decode()
    article.refresh_from_db()
    assert article.body == before


def test_lines_are_put_back_before_the_text_is_kept(editor):
    answer = editor.post("/admin/paste/", {"text": TEXT, "rights": "own"})
    [reading] = answer.context_data["readings"]
    line = next(line for line in reading["shown"].cleaned.removed if "newsletter" in line.text)
    value = f"{reading['prefix']}{line.line}"
    assert f'name="back" value="{value}"' in answer.content.decode()
    editor.post("/admin/paste/", {"keep": "1", "kept": reading["kept"], "back": [value, "other:1"]})
    assert blocks(Article.objects.get())[1] == "Sign up for "


def test_an_article_without_a_plain_source_has_nothing_to_put_back(editor):
    assert "no plain text" in editor.get(page(builders.article())).content.decode()


def test_the_article_leads_to_what_was_taken_out_of_its_source(editor, article):
    change = reverse("admin:articles_article_change", args=[article.pk])
    assert page(article) in editor.get(change).content.decode()
    assert (
        "/removed/"
        not in editor.get(
            reverse("admin:articles_article_change", args=[builders.article().pk])
        ).content.decode()
    )
