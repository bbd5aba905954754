"""`search()`: what is found in the record, by what, and how it is counted and shown."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from articles import publishing
from articles.models import Byline, Tag
from newsroom.search import index
from newsroom.search.queries import ROWS, Filters, search
from people import merging
from people.models import Name
from tests import builders

pytestmark = pytest.mark.django_db


def titles(text, **options):
    return [hit.title for hit in search(text, **options).hits]


@pytest.fixture
def cast(searchable):
    """Two people, a trust, an event, a story, and two articles of two sections and years."""
    ada = builders.person("Ada Chrétien", description="Engineer who built the bridge.")
    Name.objects.create(entity=ada, text="孟晚舟")
    Name.objects.create(entity=ada, text="A. C. O’Brien", kind="former")
    bob = builders.person("Bob Sample", state="public")
    trust = builders.organization("Example Trust")
    opening = builders.event("Opening of the bridge", begins="2020-06-25", place="Lisbon", state="public")
    story = builders.story(
        "The bridge affair", public=True, introduction="<p>It <em>began</em> with ferries.</p>"
    )
    story.entities.add(ada, trust)
    first = builders.article(
        "Ada Chrétien opened it.\n\n“It stands,” she told Example Trust.",
        headline="Bridge opened",
        section=builders.section("World"),
        story=story,
    )
    first.tags.add(Tag.objects.create(name="engineering"))
    Byline.objects.create(article=first, name="Nora Scribe")
    builders.mention(first, ada)
    builders.mention(first, trust)
    builders.quote(first, "It stands,", ada, role="engineer")
    second = builders.article(
        "Ada Chrétien closed it.",
        headline="Bridge closed",
        date=date(2021, 1, 2),
        section=builders.section("Money"),
    )
    builders.mention(second, ada)
    for copy in (first, second):
        publishing.publish(copy, by=None)
    searchable()
    return {
        "ada": ada,
        "bob": bob,
        "trust": trust,
        "opening": opening,
        "story": story,
        "first": first,
        "second": second,
    }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ada chretien", "Ada Chrétien"),
        ("孟晚舟", "Ada Chrétien"),
        ("obrien", "Ada Chrétien"),
        ("A.C. O'Brien", "Ada Chrétien"),
        ("engineer who built", "Ada Chrétien"),
        ("example trust", "Example Trust"),
        ("lisbon", "Opening of the bridge"),
        ("ferries", "The bridge affair"),
        ("bridge affair", "The bridge affair"),
        ("nora scribe", "Bridge opened"),
        ("engineering", "Bridge opened"),
        ('"ada chrétien closed"', "Bridge closed"),
        ('"it stands"', "Ada Chrétien, engineer"),
    ],
)
def test_everything_is_found_in_one_box_by_its_words_and_names(cast, text, first):
    assert titles(text)[0] == first


def test_an_exact_name_is_on_top_of_all_that_says_it_more_often(cast, searchable):
    for n in range(5):
        builders.published("Bob Sample, Bob Sample, Bob Sample. " * 20, headline=f"Bob Sample {n}")
    searchable()
    assert search("bob sample").hits[0].row == cast["bob"]


def test_a_hit_leads_to_its_page(client, cast):
    for hit in [*search("ada").hits, *search("bridge").hits]:
        assert client.get(hit.url).status_code == 200, hit
    assert {hit.kind for hit in [*search("ada").hits, *search("bridge").hits]} == {
        "person", "article", "quote", "event", "story",
    }  # fmt: skip


def test_facets_count_what_a_click_on_them_finds(cast):
    for text in ("ada", "bridge", "-spavor"):
        results = search(text)
        assert results.facets
        for facet in results.facets:
            for choice in facet.choices:
                narrowed = search(text, Filters(**{facet.name: choice.value}))
                assert narrowed.total == choice.count > 0, (text, facet.name, choice)
                again = next(f for f in narrowed.facets if f.name == facet.name)
                assert again.chosen == choice.value
                assert again.choices == facet.choices
        assert sum(choice.count for choice in results.facets[0].choices) == results.total


def test_facets_name_people_organizations_sections_and_years(cast):
    facets = {
        facet.name: {choice.label: choice.count for choice in facet.choices} for facet in search("ada").facets
    }
    assert facets == {
        "kind": {"Articles": 2, "People": 1, "Quotes": 1},
        "person": {"Ada Chrétien": 4},
        "organization": {"Example Trust": 1},
        "section": {"World": 2, "Money": 1},
        "year": {"2021": 1, "2020": 2},
    }


@pytest.mark.parametrize(
    "filters",
    [
        {"kind": "nothing"}, {"person": "nobody"}, {"person": "example-trust"}, {"organization": "*"},
        {"section": "x" * 500}, {"year": "abc"}, {"year": "٢٠٢٠"},
    ],
)  # fmt: skip
def test_a_filter_by_what_is_not_there_finds_nothing(cast, filters):
    results = search("ada", Filters(**filters))
    assert (results.total, results.hits) == (0, [])


@pytest.mark.parametrize("nothing", ["", " ", "\0", "\ud800"])
def test_a_filter_without_a_letter_is_none(cast, nothing):
    assert search("ada", Filters(kind=nothing, person=nothing, year=nothing)).total == search("ada").total


def test_filters_without_words_list_the_newest_first(cast):
    results = search("", Filters(person=cast["ada"].slug))
    assert results.total == 5
    assert [hit.day for hit in results.hits] == [
        date(2021, 1, 2),
        date(2020, 6, 25),
        date(2020, 6, 25),
        None,
        None,
    ]


def test_nothing_is_asked_and_nothing_found(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        results = search(' "" - ')
    assert (results.total, results.hits, results.facets, results.suggestion) == (0, [], [], "")


def test_pages_hold_twenty_and_together_everything(searchable):
    for n in range(ROWS * 2 + 5):
        builders.article("Word.", headline=f"Draft {n}")
        builders.person(f"Ada Number {n}", state="public")
    searchable()
    pages = [search("ada", page=page) for page in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [20, 20, 5, 0]
    assert [page.total for page in pages] == [45] * 4
    assert [page.more for page in pages] == [True, True, False, False]
    assert len({hit.title for page in pages for hit in page.hits}) == 45


def test_newest_first(cast):
    articles = Filters(kind="article")
    assert titles("ada", filters=articles, newest=True) == ["Bridge closed", "Bridge opened"]


def test_snippets_mark_what_was_asked_for_and_no_html_gets_through(searchable):
    builders.published(
        "Nothing of it. " * 40
        + "The &lt;script&gt;alert(1)&lt;/script&gt; &amp; Chrétien’s case. "
        + "Or here. " * 40
    )
    searchable()
    [hit] = search("chretien case").hits
    assert "<mark>Chrétien’s</mark> <mark>case</mark>" in hit.snippet
    assert "&lt;script&gt;" in hit.snippet
    assert "<script" not in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) < 400


def test_what_was_asked_for_is_marked_in_the_whole_description(searchable):
    builders.person("Ada", description="“Engineer” & <builder> of Chre\u0301tien’s bridge.", state="public")
    searchable()
    [hit] = search("chretien").hits
    assert hit.snippet == "“Engineer” &amp; &lt;builder&gt; of <mark>Chrétien’s</mark> bridge."
    [hit] = search("ada").hits
    assert hit.snippet == "“Engineer” &amp; &lt;builder&gt; of Chrétien’s bridge."


def test_of_somebody_elses_text_snippets_are_short(searchable):
    text = "It was the case. " * 100
    builders.published(text, headline="Ours", slug="ours")
    builders.published(text, headline="Theirs", slug="theirs", rights="excerpt", publisher="The Wire")
    searchable()
    lengths = {
        hit.title: len(hit.snippet.replace("<mark>", "").replace("</mark>", ""))
        for hit in search("case").hits
    }
    assert lengths["Theirs"] <= 150 < lengths["Ours"] <= 250


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("chretein", "Chrétien"),
        ("ada chretein", "ada Chrétien"),
        ("Exampel Trust", "Example Trust"),
        ('"exampel trust"', '"example trust"'),
        ("closde -spavor", "closed -spavor"),
        ("zzzzzz", ""),
        ("bridge lisbon nora", ""),
        ("ab", ""),
        ("lisbom nora", ""),
    ],
)
def test_a_mistyped_word_is_put_right_if_that_finds_something(cast, text, suggestion):
    found = search(text)
    assert (found.total, found.suggestion.casefold()) == (0, suggestion.casefold())
    if suggestion:
        assert search(found.suggestion).total


def test_what_finds_something_has_no_suggestion(cast):
    assert search("ada").suggestion == ""


def test_a_merged_entity_is_found_by_its_names_and_filters_with_its_survivor(cast, searchable):
    other = builders.person("Adele Other", state="public")
    Name.objects.create(entity=other, text="Addie")
    copy = builders.article("Adele Other paid.", headline="Bill paid")
    builders.mention(copy, other)
    publishing.publish(copy, by=None)
    searchable()
    for follow in (lambda: None, searchable):
        for row in (cast["ada"], other):
            row.refresh_from_db()
        if follow is not searchable:
            record = merging.merge(other, cast["ada"], by=None)
        follow()
        for slug in (cast["ada"].slug, other.slug):
            results = search("", Filters(person=slug, kind="article"))
            assert {hit.title for hit in results.hits} == {"Bridge opened", "Bridge closed", "Bill paid"}
            person = next(facet for facet in results.facets if facet.name == "person")
            assert [(choice.label, choice.count) for choice in person.choices] == [("Ada Chrétien", 3)]
            assert person.chosen == cast["ada"].slug
    assert titles("addie") == ["Ada Chrétien"]
    merging.undo(record, by=None)
    assert titles("addie") == []
    searchable()
    assert titles("addie") == ["Adele Other"]


def test_the_desk_finds_drafts_suppressed_entities_and_weak_names(cast, searchable):
    builders.article("Unpublished words.", headline="Draft of a bridge")
    builders.person("Hidden Person")
    builders.story("Secret affair")
    Name.objects.create(entity=cast["bob"], text="Bobby", kind="weak")
    copy = cast["first"]
    copy.refresh_from_db()
    copy.headline = "Bridge opened late"
    copy.save()
    searchable()
    for text in ("unpublished", "hidden person", "secret affair", "bobby", "late"):
        assert titles(text) == [], text
        assert len(titles(text, desk=True)) == 1, text
    hits = search("bridge opened", Filters(kind="article"), desk=True).hits
    assert sorted((hit.title, hit.draft) for hit in hits) == [
        ("Bridge opened", False),
        ("Bridge opened late", True),
    ]
    assert [hit.url for hit in search("hidden person", desk=True).hits] == [""]


def test_a_site_without_an_index_says_so(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nothing"
    with pytest.raises(index.NoIndex):
        search("ada")


def test_an_index_of_another_database_is_none(searchable):
    from newsroom.models import Follower

    Follower.objects.all().delete()
    assert not index.is_ready()
    with pytest.raises(index.NoIndex):
        search("ada")


@pytest.mark.parametrize("damage", ["meta.json", "current"])
def test_an_index_that_cannot_be_read_is_none(searchable, settings, damage):
    folder = settings.SEARCH_INDEX / (index.name() if damage == "meta.json" else "")
    (folder / damage).write_text("{")
    index._open = None
    assert not index.is_ready()
    index.rebuild()
    assert index.is_ready()


#: what people type, and what they could
LETTERS = st.characters() | st.sampled_from("\"-“”()[]{}:*?~^\\/+!&|<>.'\0 孟é")


@given(
    text=st.text(LETTERS, max_size=40), slug=st.text(LETTERS, max_size=10), year=st.text(LETTERS, max_size=5)
)
@hypothesis_settings(suppress_health_check=list(HealthCheck), max_examples=100)
def test_nothing_that_is_typed_is_an_error(cast, text, slug, year):
    for desk in (False, True):
        results = search(text, Filters(person=slug, year=year), desk=desk)
        assert results.total >= len(results.hits)
        results = search(f"ada {text}", newest=True, desk=desk)
        assert results.total >= len(results.hits)
