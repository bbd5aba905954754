"""The one text that everything counts in, and the HTML that it comes from."""

import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import BLOCKS, INLINE, Block, Mark, annotate, blocks, html_of, sanitize, text_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<h2>Bail</h2><p>Granted.</p>", "Bail\n\nGranted."),
        ("no element", "no element"),
        ("before<p>inside</p>after", "before\n\ninside\n\nafter"),
        ("<ul><li>a<ol><li>b</li></ol>c</li></ul>", "a\n\nb\n\nc"),
        ("<blockquote><p>q</p>by him</blockquote>", "q\n\nby him"),
        ("<p>  a \n\t b  </p>", "a b"),
        ("<p>a<em> b</em> <strong>c</strong>d</p>", "a b cd"),
        ("<p>a </p><p> b</p>", "a\n\nb"),
        ("<p>24&nbsp;June\u2009and\u3000more</p>", "24 June and more"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p>a <br/> b</p>", "a\nb"),
        ("<p>a<br><br>b</p>", "a\n\nb"),
        ("<p>a<br> <em> </em><br>\n<br>b</p>", "a\n\nb"),
        ("<p><br>a<br></p><p>b</p>", "a\n\nb"),
        ("<p> </p><p><em></em></p><h2></h2>", ""),
        ("<p>AT&T &amp; &lt;b&gt; &copy; &eacute; &#8217; &amp;lt;</p>", "AT&T & <b> © é ’ &lt;"),
        ("<p>&#128;&#x2014;</p>", "€—"),
        ("<p>Hua\u00adwei\u200b \ufeffTech\u2060</p>", "Huawei Tech"),
        ("<p>a\x00b\x07c\x85d&#1;e\ud800f</p>", "abc def"),
        ("<p>1 < 2 > 0</p>", "1 < 2 > 0"),
        ("<p>a<p>b", "a\n\nb"),
        ("<p>a</em>b</blockquote>c", "abc"),
        ("<!-- no --><p>yes</p>", "yes"),
        ("<script>x()</script><style>p{}</style><title>t</title><p>a</p>", "a"),
        ("<div>a</div><div>b</div>", "a\n\nb"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\n\nb"),
        ("<h1>Title</h1><h5>low</h5>x", "Title\n\nlow\n\nx"),
        ("<section><dl><dt>a</dt><dd>b</dd></dl></section>", "a\n\nb"),
        ("a<hr>b", "a\n\nb"),
        ("<p><span>a</span><font>b</font></p>", "ab"),
    ],
)
def test_text_of(html: str, text: str) -> None:
    assert text_of(html) == text
    assert text_of(sanitize(html)) == text


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (
            "<p>a <b>b</b> <i>c</i> <s>d</s> x<sub>2</sub></p>",
            "<p>a <b>b</b> <i>c</i> <s>d</s> x<sub>2</sub></p>",
        ),
        (
            '<a href="https://e.org/?a=1&b=2&amp;c=3" onclick="x()" target=_blank>l</a>',
            '<a href="https://e.org/?a=1&amp;b=2&amp;c=3" rel="noopener noreferrer">l</a>',
        ),
        ('<a href="mailto:a@b.org">l</a>', '<a href="mailto:a@b.org" rel="noopener noreferrer">l</a>'),
        ('<a href="javascript:x()">l</a>', "l"),
        ('<a href="java&#115;cript&colon;x()">l</a>', "l"),
        ('<a href="data:text/html,x">l</a>', "l"),
        ('<a href="/people/">l</a>', "l"),
        ('<a href="//e.org/">l</a>', "l"),
        ('<a name="x">l <em>m</em></a>', "l <em>m</em>"),
        ('<p class="x" style="y" id="z">a</p>', "<p>a</p>"),
        ('<img src=x onerror="x()">a', "a"),
        ("<svg><script>x()</script></svg>a", "a"),
        ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h4>b</h4>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<blockquote><div>a</div></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<p>AT&T</p>", "<p>AT&amp;T</p>"),
        ("<p>\ufdd0</p>", "<p></p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ],
)
def test_sanitize(html: str, clean: str) -> None:
    assert sanitize(html) == clean


def test_a_block_has_the_tag_of_its_innermost_element() -> None:
    html = "lead<h2>Bail</h2><ul><li>a<p>b</p></li></ul><blockquote>c<br><br>d</blockquote>"
    assert blocks(html) == [
        Block("p", 0, 4, "lead"),
        Block("h2", 6, 10, "Bail"),
        Block("li", 12, 13, "a"),
        Block("p", 15, 16, "b"),
        Block("blockquote", 18, 19, "c"),
        Block("blockquote", 21, 22, "d"),
    ]


@pytest.mark.parametrize(
    ("text", "subheads", "html"),
    [
        ("", [], ""),
        (" \n\n ", [], ""),
        ("One.\n\nTwo.", [], "<p>One.</p><p>Two.</p>"),
        ("Bail\n\nGranted.", [(0, 4)], "<h2>Bail</h2><p>Granted.</p>"),
        ("a & <b>\nc", [], "<p>a &amp; &lt;b&gt;<br>c</p>"),
        ("\n\na\n \n\n b\n", [(5, 7)], "<p>a</p><p>b</p>"),
        ("\n\na\n \n\n b\n", [(8, 9)], "<p>a</p><h2>b</h2>"),
    ],
)
def test_html_of(text: str, subheads: list[tuple[int, int]], html: str) -> None:
    assert html_of(text, subheads) == html


MENG = '<a href="/people/meng/">'


@pytest.mark.parametrize(
    ("html", "marks", "marked"),
    [
        ("<p>Ms Meng said</p>", [Mark(3, 7, MENG, "</a>")], f"<p>Ms {MENG}Meng</a> said</p>"),
        (
            "<p>Ms <em>Me</em>ng said</p>",
            [Mark(3, 7, "<mark>", "</mark>")],
            "<p>Ms <em><mark>Me</mark></em><mark>ng</mark> said</p>",
        ),
        (
            "<p>one two</p><p>three</p>",
            [Mark(4, 14, '<mark id="p1" class="c">', "</mark>")],
            '<p>one <mark id="p1" class="c">two</mark></p><p><mark class="c">three</mark></p>',
        ),
        ("<p>a<br>b</p>", [Mark(0, 3, "<q>", "</q>")], "<p><q>a</q><br><q>b</q></p>"),
        ("<p>a  b &amp; c</p>", [Mark(2, 5, "<q>", "</q>")], "<p>a  <q>b &amp;</q> c</p>"),
        (
            "<p>abcd</p>",
            [Mark(1, 2, "<i>", "</i>"), Mark(0, 3, "<q>", "</q>")],
            "<p><q>a<i>b</i>c</q>d</p>",
        ),
        (
            "<p>abcd</p>",
            [Mark(0, 2, "<i>", "</i>"), Mark(1, 4, "<q>", "</q>")],
            "<p><i>a</i><q><i>b</i>cd</q></p>",
        ),
        (
            "<p>the two Michaels</p>",
            [Mark(4, 16, '<a href="k">', "</a>"), Mark(4, 16, '<a href="s">', "</a>")],
            '<p>the <a href="k">two Michaels</a></p>',
        ),
        (
            "<p>Meng Wanzhou case</p>",
            [
                Mark(0, 12, MENG, "</a>"),
                Mark(5, 17, '<a href="c">', "</a>"),
                Mark(13, 17, '<a href="d">', "</a>"),
            ],
            f'<p>{MENG}Meng Wanzhou</a> <a href="d">case</a></p>',
        ),
        (
            '<p>of <a href="https://e.org">Huawei</a> Tech</p>',
            [Mark(3, 14, '<a href="h">', "</a>"), Mark(0, 9, "<q>", "</q>")],
            '<p><q>of </q><a href="https://e.org" rel="noopener noreferrer"><q>Huawei</q></a>'
            '<a href="h"> Tech</a></p>',
        ),
        ("<div>Meng</div>", [Mark(0, 4, MENG, "</a>")], f"<p>{MENG}Meng</a></p>"),
        ("<p>Meng</p>", [], "<p>Meng</p>"),
    ],
)
def test_annotate(html: str, marks: list[Mark], marked: str) -> None:
    assert annotate(html, marks) == marked


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 5), (4, 5), (9, 12)])
def test_a_mark_outside_of_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start} to {end} is not inside a text of 4 characters"):
        annotate("<p>Meng</p>", [Mark(start, end, "<q>", "</q>")])


# Any HTML

WORDS = st.text(
    st.sampled_from("ab. <>&;\"'\u00a0\u00ad\n\té孟\U0001f600") | st.characters(codec="utf-8"), max_size=12
)
TAGS = sorted(BLOCKS | INLINE - {"br"})
OTHER_TAGS = ["div", "td", "table", "span", "h1", "script", "section", "svg", "title", "option", "pre", "x-y"]


def element(content: st.SearchStrategy[str], tags: list[str]) -> st.SearchStrategy[str]:
    attributes = st.sampled_from(["", "", ' href="https://e.org/?a&amp;b"', ' class="x>y"', " hidden"])
    return st.builds(
        lambda tag, attribute, inner: f"<{tag}{attribute}>{inner}</{tag}>",
        st.sampled_from(tags),
        attributes,
        st.lists(content, max_size=4).map("".join),
    )


def html_with(tags: list[str]) -> st.SearchStrategy[str]:
    leaf = WORDS.map(lambda text: text.replace("<", "&lt;")) | st.just("<br>")
    return st.recursive(leaf, lambda inner: element(inner, tags), max_leaves=20)


SCRAPS = st.sampled_from([
    "<", "</", ">", "<p", "<p>", "</p>", "<em>", "</em>", "<a href=", "<ul><li>", "<div>", "</div>",
    "<table>", "<td>", "&", "&lt", "&#", "&amp;", "&nbsp;", "<!--", "-->", "<!", "<![CDATA[", "]]>",
    "<script>", '"', "'", "<svg>", "x y",
])  # fmt: skip
HTML = st.one_of(
    html_with(TAGS), html_with(TAGS + OTHER_TAGS), st.lists(SCRAPS | WORDS, max_size=15).map("".join)
)


@given(HTML)
def test_text_is_blocks_between_blank_lines_without_anything_to_collapse(html: str) -> None:
    text = text_of(html)
    assert text_of(sanitize(html)) == text
    assert "\n\n".join(block.text for block in blocks(html)) == text
    for block in blocks(html):
        assert text[block.start : block.end] == block.text
        assert block.tag in BLOCKS
        for line in block.text.split("\n"):
            assert line == " ".join(line.split()) != ""
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text)


@given(HTML)
def test_sanitised_html_holds_only_what_we_allow_and_is_well_formed(html: str) -> None:
    clean = sanitize(html)
    check = Wellformed(clean)
    assert {tag for tag, _ in check.tags} <= BLOCKS | INLINE
    for tag, attributes in check.tags:
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        assert re.match(r"https?:|mailto:", attributes.get("href") or "http:")


@given(html_with(TAGS))
def test_no_word_between_allowed_tags_is_lost(html: str) -> None:
    kept = re.sub(r"[^\w]", "", text_of(html))
    plain = Wellformed(html, strict=False).text
    assert kept == re.sub(r"[^\w]", "", plain)


LINES = st.lists(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=6
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
TEXTS = (
    st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), max_size=5)
    .map("\n\n".join)
    .map(lambda text: re.sub("[\u00ad\u200b\u2060\ufeff\ufdd0]", "-", text))
)


@given(TEXTS, st.sets(st.integers(0, 4)))
def test_a_text_survives_the_way_through_html(text: str, numbers: set[int]) -> None:
    spans = [(block.start, block.end) for block in blocks(html_of(text))]
    subheads = [span for number, span in enumerate(spans) if number in numbers]
    html = html_of(text, subheads)
    assert text_of(html) == text
    assert [(block.start, block.end) for block in blocks(html) if block.tag == "h2"] == subheads
    assert sanitize(html) == html.replace("\u00a0", "&nbsp;")


@given(HTML, st.data())
def test_marks_cover_their_words_and_nothing_else_changes(html: str, data: st.DataObject) -> None:
    text = text_of(html)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda span: span[0] < span[1]
    )
    drawn = data.draw(st.lists(spans, max_size=5)) if text else []
    tags = [data.draw(st.sampled_from(["mark", "a"])) for _ in drawn]
    marks = [
        Mark(start, end, f'<{tag} data-number="{number}" id="m{number}">', f"</{tag}>")
        for number, ((start, end), tag) in enumerate(zip(drawn, tags, strict=True))
    ]
    marked = annotate(html, marks)
    assert text_of(marked) == text
    found = Wellformed(marked)
    plain = Wellformed(sanitize(html))
    assert found.text == plain.text
    others = [tag for tag, attributes in found.tags if "data-number" not in attributes]
    assert others == [tag for tag, _ in plain.tags]
    assert not found.has_nested_links
    for number, mark in enumerate(marks):
        pieces = found.marked.get(str(number), [])
        words = re.sub(r"\s", "", text[mark.start : mark.end])
        if not mark.is_link:
            assert re.sub(r"\s", "", "".join(pieces)) == words
        elif pieces:
            assert re.sub(r"\s", "", "".join(pieces)) in words or "<a" in sanitize(html)
        assert found.ids.count(f"m{number}") == bool(pieces)


class Wellformed(HTMLParser):
    """Fails on a tag that is not closed where it should be. Keeps tags, text, and what each mark covers."""

    def __init__(self, html: str, strict: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self.has_nested_links = False
        self._strict = strict
        self._open: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()
        assert not (self._open and strict)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag == "a" and any(outer == "a" for outer, _ in self._open):
            self.has_nested_links = True
        if tag != "br":
            self._open.append((tag, attributes.get("data-number")))
        if identity := attributes.get("id"):
            self.ids.append(identity)

    def handle_endtag(self, tag: str) -> None:
        if self._strict:
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, number in self._open:
            if number is not None:
                self.marked.setdefault(number, []).append(data)


# Input that means harm


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("<", "<"),
        ("&", "&"),
        ("&a", "&a"),
        ("<p", ""),
        ("<!", ""),
        ('<a href="', ""),
        ("<div>", ""),
        ("<blockquote>", ""),
        ("<ul><li>", ""),
        ("<p>", ""),
        ("<em>", ""),
        ("<b><p>", ""),
        ("<br>", ""),
        (" ", ""),
        ("</p>", ""),
        ("<table>", ""),
    ],
)
def test_very_much_of_one_thing_is_read(piece: str, text: str) -> None:
    times = 60_000 // len(piece)
    assert text_of(piece * times) == text * times


def test_words_in_deep_elements_are_kept_and_the_elements_are_not() -> None:
    assert sanitize("<blockquote>" * 5_000).count("<blockquote>") == 100
    html = "<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<div>out</div>"
    assert text_of(html) == "deep\n\nout"
    assert text_of("<blockquote>" * 5_000 + "deep" + "</blockquote>" * 5_000 + "<p>out</p>") == "deep\n\nout"
