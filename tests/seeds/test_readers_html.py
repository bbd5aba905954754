"""Saved pages and texts in other encodings. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.encodings import Unreadable, text_and_encoding
from seeds.readers import reader_of
from tests.seeds.reading import one, read, refused

TEXT = """<p>The Example Trust opened a bridge on Monday, <em>Ada Example</em> said in a long speech to the people of
the town, who had come in their hundreds.</p>
<p>Share this article</p><h2>A good day</h2>
<p>“We are glad to have it,” said Ada Example, the <a href="https://trust.example/">chair of the trust</a>. It had been
closed since May, and nobody knew when it would open again.</p>
<p>The town paid for half of the bridge, and the trust for the other half, as both had agreed in 1987.</p>"""
LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Bridge opens in Halifax", "datePublished": "2019-06-14T23:30:00-04:00",
"author": [{"name": "Ada Penn"}, {"name": "Bea Stone"}], "publisher": {"name": "The Example Times"},
"copyrightNotice": "© 2019 Times", "inLanguage": "en-CA",
"image": {"url": "https://times.example/b.jpg", "creditText": "Cy Photo", "caption": "The bridge."}}]}</script>"""
METAS = """<meta property="og:title" content="Bridge opens in Halifax"><meta property="og:site_name" content="The Times">
<meta name="author" content="By Ada Penn and Bea Stone"><meta property="article:published_time" content="2019-06-13">
<meta name="description" content="A trust opens what the town waited for."><link rel="canonical" href="https://t.example/b">"""


def page(head="", text=TEXT, lang="en-GB"):
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Bridge | The Times</title>{head}</head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav><article>
    <h1>Bridge opens in Halifax</h1>{text}</article>
    <footer><p>© 2019 The Times. All rights reserved.</p></footer></body></html>"""


def test_the_text_keeps_its_markup_and_loses_what_is_around_it(tmp_path):
    html = one(tmp_path, "a.html", page(METAS)).said.html
    assert html.startswith("<p>The Example Trust opened a bridge on Monday, <i>Ada Example</i> said")
    assert "<h2>A good day</h2>" in html
    assert 'href="https://trust.example/"' in html
    assert not any(words in html for words in ("Share this", "Home", "All rights", "Bridge opens"))


def test_meta_tags_say_who_when_and_where(tmp_path):
    found = one(tmp_path, "a.html", page(METAS)).said
    assert (found.headline, found.publisher, found.published, found.url, found.language) == (
        "Bridge opens in Halifax",
        "The Times",
        "2019-06-13",
        "https://t.example/b",
        "en-GB",
    )
    assert found.bylines == (("Ada Penn", "author"), ("Bea Stone", "author"))
    assert found.standfirst == "A trust opens what the town waited for."


def test_json_ld_counts_before_meta_tags_and_its_day_is_the_day_where_it_was_written(tmp_path):
    found = one(tmp_path, "a.html", page(LD + METAS)).said
    assert (found.publisher, found.published, found.language) == ("The Example Times", "2019-06-14", "en-CA")
    assert found.notice == "© 2019 Times"
    assert (found.picture.address, found.picture.credit) == ("https://times.example/b.jpg", "Cy Photo")


def test_no_day_is_guessed(tmp_path):
    assert (
        one(
            tmp_path, "a.html", page(text=TEXT + "<p>Updated in 2019, on June 3, by hand.</p>")
        ).said.published
        is None
    )


def test_a_description_that_is_cut_is_no_standfirst(tmp_path):
    head = '<meta name="description" content="The Example Trust opened a bri…">'
    assert one(tmp_path, "a.html", page(head)).said.standfirst is None


@pytest.mark.parametrize(
    "ld", ["{", "[]", "null", '{"@type": 3}', '{"@type": "NewsArticle", "author": [1, null]}', "[" * 9000]
)
def test_json_ld_that_is_broken_is_passed_over(tmp_path, ld):
    found = one(tmp_path, "a.html", page(f'<script type="application/ld+json">{ld}</script>'))
    assert found.said.headline == "Bridge opens in Halifax"


def test_a_page_without_an_article_is_refused_with_a_cure(tmp_path):
    assert "copy its text into a .txt file" in refused(tmp_path, "a.html", "<html><body></body></html>")[0]


def test_a_web_archive_gives_its_page(tmp_path):
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    content = (
        head
        + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page(METAS)
        + "\r\n--x--\r\n"
    )
    assert one(tmp_path, "a.mhtml", content).said.headline == "Bridge opens in Halifax"
    assert "no page in this web archive" in refused(tmp_path, "b.mht", "Subject: x\n\nNothing.")[0]


def test_what_a_browser_saved_beside_a_page_is_no_document(tmp_path):
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a.html").touch()
    assert reader_of(tmp_path / "a_files" / "frame.html") is None
    assert reader_of(tmp_path / "b_files" / "frame.html") is not None


def test_an_editors_words_lie_beside_a_page_as_beside_a_text(tmp_path):
    (tmp_path / "a.meta.yaml").write_text("publisher: The Other\n")
    assert one(tmp_path, "a.html", page(METAS)).meta == {"publisher": "The Other"}


# Encodings

SENTENCES = [
    ("cp1252", "Le maire a déclaré que l’école serait fermée à partir de lundi, après une réunion."),
    ("cp1252", "O presidente da câmara não compareceu à reunião. A decisão será tomada amanhã."),
    ("cp1252", "Der Bürgermeister eröffnete am Montag die Brücke über die Donau für 5 Millionen €."),
    ("cp1250", "Primátor otevřel v pondělí nový most přes řeku. Žádné další stížnosti nebyly."),
    ("cp1250", "Burmistrz otworzył w poniedziałek nowy most. Mieszkańcy są zadowoleni."),
    ("cp1251", "Мэр города открыл новый мост в понедельник. «Мы очень рады», — сказал он."),
    ("koi8_r", "Мэр города открыл новый мост в понедельник. Мы очень рады, сказал он журналистам."),
    ("shift_jis", "市長は月曜日に新しい橋を開通させた。「とてもうれしい」と記者団に語った。"),
    ("utf-16", "The mayor opened it. Zoë was glad."),
]


@pytest.mark.parametrize(("encoding", "sentence"), SENTENCES)
def test_a_text_in_another_encoding_is_read_whole_and_the_encoding_told(tmp_path, encoding, sentence):
    document = one(tmp_path, "a.txt", sentence.encode(encoding))
    assert document.text == sentence
    assert "This is not UTF-8: it was read as " in document.notes[0].message


def test_a_page_is_read_in_the_encoding_that_it_says(tmp_path):
    text = TEXT.replace("Monday", "lundi à l’école")
    content = page(text=text).replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252")
    document = one(tmp_path, "a.html", content)
    assert "lundi à l’école" in document.said.html
    assert "cp1252" in document.notes[0].message


def test_utf_8_counts_before_a_wrong_word_about_it(tmp_path):
    content = page(text=TEXT.replace("Monday", "Zoë’s day")).replace(
        'charset="utf-8"', 'charset="iso-8859-1"'
    )
    document = one(tmp_path, "a.html", content)
    assert "Zoë’s day" in document.said.html
    assert document.notes == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "None None: The file is empty"),
        (b"one\ntwo \0\n", "2 None: The input holds NUL bytes"),
        (b"%PDF-1.7 \xe2\xe3", "None None: The input is a PDF"),
        (b"PK\x03\x04xx", "None None: The input is a zip archive or an office document"),
        (bytes(range(1, 256)) * 4, "None None: The input is "),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_what_is_no_text_is_refused(tmp_path, name, content, words):
    assert refused(tmp_path, name, content)[0].startswith(words)


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(content):
    try:
        text, _ = text_and_encoding(content)
    except Unreadable:
        return
    assert "\0" not in text


@given(st.text(max_size=200).filter(lambda text: "\0" not in text))
def test_utf_8_is_always_read_as_such(text):
    content = text.encode()
    if not content.startswith((b"%PDF", b"PK\x03\x04", b"{\\rtf", b"GIF8")):
        assert text_and_encoding(content)[0] == text.removeprefix("\ufeff")


def test_a_file_of_the_wrong_kind_keeps_its_checksum(tmp_path):
    found = read(tmp_path, "a.json", '{"a": 1}')
    assert (found.not_ours, found.problems, len(found.sha256)) == (True, [], 64)
