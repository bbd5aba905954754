"""RSS and Atom, entry by entry. No database."""

import pytest

from tests.seeds.reading import one, parts, read, refused

NS = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)
ITEM = """<item><title>Bridge &amp;amp; town</title><link>https://times.example/b</link><guid isPermaLink="false">123</guid>
<pubDate>Fri, 14 Jun 2019 23:30:00 -0400</pubDate><dc:creator>Ada Penn</dc:creator><description>In short.</description>
<content:encoded><![CDATA[<p>The trust opened a bridge.</p><p>It was <b>good</b>.</p><script>x()</script>]]></content:encoded>
<media:content url="https://times.example/b.jpg" medium="image"><media:credit>Cy Photo</media:credit></media:content></item>"""


def rss(*items, built="Fri, 14 Jun 2019 23:30:00 -0400"):
    return (
        f'<?xml version="1.0"?>\n<rss version="2.0" {NS}><channel><title>The Example Times</title><link>https://times.example/</link>'
        f"<language>en-gb</language><lastBuildDate>{built}</lastBuildDate><copyright>© Times</copyright>\n"
        + "\n".join(items)
        + "</channel></rss>"
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Journal</title><id>urn:x</id>
<entry><id>tag:x,2019:1</id><title type="html">Un &lt;b&gt;pont&lt;/b&gt;</title><updated>2019-06-15T00:00:00Z</updated>
<published>2019-06-14T10:00:00Z</published><author><name>Ada Penn</name></author><contributor><name>Bea Stone</name></contributor>
<link href="https://x.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le pont.</p></div></content>
</entry></feed>"""


def test_an_rss_item_is_a_document_with_all_it_says(tmp_path):
    document = one(tmp_path, "a.rss", rss(ITEM))
    found = document.said
    assert (found.headline, found.standfirst, found.html) == (
        "Bridge & town",
        "In short.",
        "<p>The trust opened a bridge.</p><p>It was <b>good</b>.</p>",
    )
    assert (found.publisher, found.published, found.url, found.language, found.notice) == (
        "The Example Times",
        "2019-06-14",
        "https://times.example/b",
        "en-gb",
        "© Times",
    )
    assert found.bylines == (("Ada Penn", "author"),)
    assert (found.picture.address, found.picture.credit) == ("https://times.example/b.jpg", "Cy Photo")
    assert (document.key, document.part, document.lines.line) == (
        "item:https://times.example/#123",
        "entry 1",
        3,
    )


def test_an_atom_entry_is_a_document_with_all_it_says(tmp_path):
    document = one(tmp_path, "a.xml", ATOM)
    found = document.said
    assert (found.headline, found.html, found.publisher, found.published, found.url, found.language) == (
        "Un pont",
        "<p>Le pont.</p>",
        "Le Journal",
        "2019-06-14",
        "https://x.example/1",
        "fr",
    )
    assert found.bylines == (("Ada Penn", "author"), ("Bea Stone", "contributor"))
    assert (document.key, found.version) == ("item:tag:x,2019:1", "2019-06-15T00:00:00.000+00:00")


def test_an_entry_keeps_its_bytes_when_only_the_feed_around_it_changes(tmp_path):
    first = one(tmp_path, "a.rss", rss(ITEM))
    other, second = parts(
        read(tmp_path, "b.rss", rss(ITEM.replace("123", "124"), ITEM, built="Sat, 15 Jun 2019"))
    )[0]
    assert second.content == first.content != other.content


def test_a_summary_alone_is_the_text_and_that_is_told(tmp_path):
    item = "<item><title>T</title><link>https://x.example/2</link><description>Only &amp;amp; a summary.</description></item>"
    document = one(tmp_path, "a.rss", rss(item))
    assert (document.text, document.said.html) == ("Only & a summary.", None)
    assert "no more than a summary" in document.notes[0].message


def test_an_entry_without_text_is_refused_at_its_line_and_the_rest_is_read(tmp_path):
    documents, problems = parts(read(tmp_path, "a.rss", rss("<item><title>T</title></item>", ITEM)))
    assert len(documents) == 1
    assert problems == ["3 None: This entry has no text, only a title: it is left out."]


def test_numbers_as_guids_count_within_their_feed(tmp_path):
    one_feed = one(tmp_path, "a.rss", rss(ITEM))
    other = one(tmp_path, "b.rss", rss(ITEM).replace("https://times.example/<", "https://other.example/<"))
    assert one_feed.key != other.key


def test_a_feed_that_is_not_well_formed_is_read_as_well_as_can_be_and_that_is_told(tmp_path):
    broken = ITEM.replace("<title>", "<title>A<br>&nbsp;")
    documents, problems = parts(read(tmp_path, "a.rss", rss(broken, ITEM.replace("123", "124"))))
    assert [document.said.html is not None for document in documents] == [True, True]
    assert problems[0].startswith("3 None: This is not well-formed XML: ")


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.atom", "a.newsml"])
@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY a "aaa">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://x.example/"> %a;',
    ],
)
def test_entities_are_refused_unread(tmp_path, name, entity):
    content = f'<?xml version="1.0"?>\n<!DOCTYPE rss [{entity}]>' + rss(ITEM.replace("In short", "&a;"))[22:]
    assert refused(tmp_path, name, content)[0].startswith("2 None: XML entities are declared here")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html/>", "1 None: This is no RSS or Atom feed"),
        ("not XML", "1 None: This is no RSS or Atom feed"),
        (rss(), "1 None: There is no entry in this feed"),
    ],
)
def test_what_is_no_feed_is_refused(tmp_path, content, words):
    assert refused(tmp_path, "a.rss", content)[0].startswith(words)


def test_other_xml_is_none_of_ours(tmp_path):
    assert read(tmp_path, "a.xml", "<svg xmlns='http://www.w3.org/2000/svg'/>").not_ours
    assert read(tmp_path, "b.xml", "not XML").not_ours
