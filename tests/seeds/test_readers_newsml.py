"""NewsML-G2 news items. No database."""

import pytest

from tests.seeds.reading import one, parts, read, refused

NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.head><hedline><hl1>Ship sails</hl1></hedline></body.head><body.content><p>The ship sailed on Monday.</p><hl2>Then</hl2>
<block><p>It &amp; the crew came back.</p></block><media><media-caption>Photo</media-caption></media></body.content></body></nitf>
</inlineXML>"""
XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>
<body><h1>Ship sails</h1><p>The ship sailed on <em>Monday</em>.</p></body></html></inlineXML>"""
PLAIN = "<inlineData contenttype='text/plain'>The ship sailed on Monday.\n\nIt came back.</inlineData>"
XMLNS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(content=NITF, status="usable", guid="urn:newsml:x:2", more="", xmlns=XMLNS):
    return f"""<newsItem {xmlns} guid="{guid}" version="2" standard="NewsML-G2" standardversion="2.35"
conformance="power" xml:lang="en">
<catalogRef href="http://catalog.example/of-nobody.xml"/>
<rightsInfo><copyrightNotice>© The Agency</copyrightNotice><usageTerms>Not for sale.</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><provider><name>The Agency</name></provider>
<firstCreated>2019-06-14T23:30:00-04:00</firstCreated>
<versionCreated>2019-06-15T10:00:00Z</versionCreated>{more}<pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><creator><name>Cy Other</name></creator><by>By Ada Penn and Bea Stone</by>
<dateline>HALIFAX</dateline><language tag="en-GB"/>
<headline role="hld:short">Ship</headline><headline role="hld:main">Ship sails</headline>
<description role="drol:summary">A ship sails.</description></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


def test_a_news_item_is_a_document_with_all_it_says(tmp_path):
    document = one(tmp_path, "a.xml", item())
    found = document.said
    assert (found.headline, found.standfirst, found.dateline) == ("Ship sails", "A ship sails.", "HALIFAX")
    assert found.bylines == (("Ada Penn", "author"), ("Bea Stone", "author"))
    assert (found.publisher, found.published, found.language) == ("The Agency", "2019-06-14", "en-GB")
    assert (found.notice, found.version) == ("© The Agency Not for sale.", "2019-06-15T10:00:00.000+00:00")
    assert (document.key, document.content) == ("item:urn:newsml:x:2", item().encode())


@pytest.mark.parametrize(
    ("content", "html", "text"),
    [
        (NITF, "<p>The ship sailed on Monday.</p><h2>Then</h2><p>It &amp; the crew came back.</p>", ""),
        (XHTML, "<p>The ship sailed on <em>Monday</em>.</p>", ""),
        (PLAIN, None, "The ship sailed on Monday.\n\nIt came back."),
        (
            "<inlineData contenttype='text/html'>&lt;p>One.&lt;/p>&lt;p>Two.&lt;/p></inlineData>",
            "<p>One.</p><p>Two.</p>",
            "",
        ),
    ],
)
def test_a_body_is_read_in_every_form(tmp_path, content, html, text):
    document = one(tmp_path, "a.newsml", item(content))
    assert (document.said.html, document.text) == (html, text)


def test_nothing_is_printed_of_a_catalog_that_nobody_has(tmp_path, capsys):
    one(tmp_path, "a.xml", item())
    assert capsys.readouterr() == ("", "")


def test_without_a_byline_the_creators_are_named(tmp_path):
    content = item().replace("<by>By Ada Penn and Bea Stone</by>", "")
    assert one(tmp_path, "a.xml", content).said.bylines == (("Cy Other", "author"),)


def test_a_message_gives_each_item_and_refuses_those_that_are_wrong(tmp_path):
    items = item() + item(guid="urn:x:3", status="canceled") + item(guid="urn:x:4")
    head = "<header><sent>2019-06-15T10:00:00Z</sent></header>"
    message = f"<newsMessage {XMLNS}>\n{head}\n<itemSet>{items}</itemSet></newsMessage>"
    documents, problems = parts(read(tmp_path, "a.xml", message))
    assert [document.key for document in documents] == ["item:urn:newsml:x:2", "item:urn:x:4"]
    assert problems[0].endswith("canceled: withdraw its article on the desk if it is in the record.")
    alone = tmp_path / "alone"
    alone.mkdir()
    assert one(alone, "a.xml", documents[1].content).said == documents[1].said


def test_an_embargo_is_told(tmp_path):
    more = "<embargoed>2030-01-01T00:00:00Z</embargoed>"
    assert "embargoed until 2030" in one(tmp_path, "a.xml", item(more=more)).notes[0].message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (item(""), "There is no text in this item, it is a text."),
        (item(guid=""), "The newsItem has no guid"),
        (item(status="withheld"), "The item says that it is withheld"),
        (f"<packageItem {XMLNS}/>", "This holds a packageItem"),
        (f"<newsMessage {XMLNS}/>", "There is no newsItem in this message"),
        (f"<newsItem {XMLNS}>\n<itemMeta>", "This is not well-formed XML"),
    ],
)
def test_what_has_no_text_to_read_is_refused_at_a_line(tmp_path, content, words):
    (problem,) = refused(tmp_path, "a.xml", content)
    assert problem.split(": ", 1)[1].startswith(words)
    assert problem[0].isdigit()


def test_depth_takes_no_stack(tmp_path):
    deep = f"<newsItem {XMLNS} guid='x:1'>" + "<b>" * 50_000 + "</b>" * 50_000 + "</newsItem>"
    assert refused(tmp_path, "a.xml", deep)
