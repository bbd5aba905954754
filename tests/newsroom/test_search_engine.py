"""The index by itself: documents in, keys and counts out."""

from datetime import date

import pytest

from newsroom.search.document import DESK, LIVE, SearchDocument
from newsroom.search.engine import Index, Query
from newsroom.search.language import parse
from people.names import key


def document(name, **fields):
    values = {"owner": name, "kind": "article", "visible": (LIVE, DESK), "title": "", **fields}
    return SearchDocument(key=name, **values)


@pytest.fixture
def index(tmp_path):
    return Index(tmp_path / "index")


def put(index, *documents):
    index.write({row.owner for row in documents}, documents)
    index.reload()


def asked(text, **fields):
    return Query(clauses=tuple(parse(text)), name=key(text), **fields)


def find(index, text, **fields):
    return index.find(asked(text, **fields), 0, 20)[1]


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Jean Chrétien’s remark", ["chretien", "CHRÉTIEN", "Chre\u0301tien", "chrétiens", "Chretien's", "jean remarks"]),
        ("孟晚舟在温哥华被捕。", ["孟晚舟", "温哥华", '"孟晚舟"', "被捕 孟晚舟"]),
        ("Łódź, Straße, Ковриг, Αθήνα", ["lodz", "strasse", "ковриг", "Αθήνα"]),
        ("They were extraditing her", ["extradited", "extradites", "EXTRADITING"]),
        ("a case-law of U.S. courts", ["case-law", '"case law"', "U.S.", "u.s. court"]),
        ("the two men, at last", ['"two men"', "men two", '"the two men at last"']),
        ("5G since 2019-12-01", ["5g", "2019", "2019-12-01"]),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_case_accents_and_endings(index, text, queries):
    put(index, document("it", text=text), document("other", text="Nothing of this."))
    for query in queries:
        assert find(index, query) == ["it"], query


@pytest.mark.parametrize("query", ["chretienne", '"case of"', "孟舟", "extra", '"men two"', "x" * 200, "?"])
def test_other_words_and_other_orders_are_not_found(index, query):
    put(
        index,
        document("it", text="Jean Chrétien. 孟晚舟. They were extraditing two men. The law of the case."),
    )
    assert find(index, query) == ([] if query != "?" else ["it"])


def test_what_is_excluded_is_not_found(index):
    put(index, document("one", text="Meng, Kovrig"), document("two", text="Meng, Spavor. Two men."))
    assert find(index, "meng -spavor") == ["one"]
    assert find(index, 'meng -"two men"') == ["one"]
    assert find(index, "-kovrig") == ["two"]
    assert sorted(find(index, '-"men two"')) == ["one", "two"]


def test_a_phrase_does_not_go_from_one_name_to_the_next(index):
    put(
        index,
        document("it", title="Ada", names=("Example Ada", "Bob Other"), beside=("First part", "second")),
    )
    for query in ('"ada bob"', '"part second"'):
        assert find(index, query) == []


def test_common_words_may_be_missing(index):
    put(index, document("it", title="Huawei"), document("other", title="The other"))
    assert find(index, "the huawei") == ["it"]
    assert find(index, '"the huawei"') == []
    assert find(index, "the") == ["other"]


def test_an_exact_name_comes_first_then_names_then_headlines_then_texts(index):
    put(
        index,
        document("text", text="Ada Example " * 50),
        document("headline", title="Ada Example wins again and again", text="Ada Example"),
        document("former", title="Somebody", names=("Ada Example",), exact=("ada example",)),
        document("longer", title="Ada Example Foundation", exact=("ada example foundation",)),
    )
    found = find(index, "ada example")
    assert (found[0], sorted(found[1:3]), found[3]) == ("former", ["headline", "longer"], "text")


def test_newest_first_puts_what_has_no_day_last(index):
    days = {"old": date(1850, 1, 1), "new": date(2020, 1, 1), "middle": date(1969, 12, 31)}
    rows = [document(name, text="word", order=day.toordinal() * 10**11) for name, day in days.items()]
    put(index, *rows, document("never", text="word", order=7))
    assert find(index, "word", newest=True) == ["new", "middle", "old", "never"]


def test_totals_are_exact_and_pages_follow_each_other(index):
    put(index, *(document(f"d{n}", text="word " * (n + 1)) for n in range(45)))
    pages = [index.find(asked("word"), begin, 20) for begin in (0, 20, 40, 60)]
    assert [total for total, _ in pages] == [45] * 4
    assert [len(keys) for _, keys in pages] == [20, 20, 5, 0]
    assert len({key for _, keys in pages for key in keys}) == 45


def test_what_is_not_for_the_asker_is_neither_found_nor_counted(index):
    put(
        index,
        document("live", text="word", persons=(1,)),
        document("draft", text="word", visible=(DESK,), persons=(1, 2)),
        document("pending", text="word", persons=(3,)),
        document("said", text="word", speaker=4, persons=(4,)),
    )
    shown = asked("word", hidden=frozenset({"pending"}), silenced=frozenset({"4"}))
    assert index.find(shown, 0, 20) == (1, ["live"])
    assert index.count(shown) == 1
    assert index.facet(shown, "persons", 10) == {"1": 1}
    assert sorted(find(index, "word", visible=DESK)) == ["draft", "live", "pending", "said"]


def test_filters_narrow_and_a_facet_does_not_count_its_own(index):
    put(
        index,
        document("a", text="word", kind="article", section="world", year=2019, persons=(1, 2)),
        document("b", text="word", kind="article", section="money", year=2020, persons=(2,)),
        document("c", text="word", kind="quote", section="world", year=2020),
    )
    world = asked("word", filters={"section": frozenset({"world"})})
    assert sorted(index.find(world, 0, 20)[1]) == ["a", "c"]
    assert index.facet(world, "section", 10) == {"world": 2, "money": 1}
    assert index.facet(world, "persons", 10) == {"1": 1, "2": 1}
    assert index.facet(world, "year", 10) == {"2019": 1, "2020": 1}
    assert index.count(world.with_filter("persons", ["1", "2"])) == 1
    assert index.count(world.with_filter("persons", [])) == 0
    assert index.count(asked("word", filters={"persons": frozenset({"1", "2"})})) == 2


def test_facets_are_exact_over_many_parts_of_an_index_and_many_values(index):
    for part in range(5):
        put(index, *(document(f"{part}-{n}", text="word", persons=(n % 50, 1000 + n)) for n in range(200)))
    counts = index.facet(asked("word"), "persons", 50)
    assert counts == {str(n): 20 for n in range(50)}


def test_writing_an_owner_replaces_all_of_its_documents(index):
    put(
        index,
        document("a", text="first"),
        document("a-quote", owner="a", text="first"),
        document("b", text="first"),
    )
    put(index, document("a", text="second"))
    assert find(index, "first") == ["b"]
    assert find(index, "second") == ["a"]
    index.write({"b"}, [])
    index.reload()
    assert index.contents().keys() == {"a"}


def test_what_fails_in_the_middle_leaves_the_index_as_it_was(index):
    put(index, document("a", text="word"))

    def broken():
        yield document("b", text="word")
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        index.write({"a"}, broken())
    index.reload()
    assert find(index, "word") == ["a"]
    put(index, document("c", text="word"))
    assert sorted(find(index, "word")) == ["a", "c"]


def test_another_opening_sees_what_was_written_after_a_reload(index):
    other = Index(index.folder)
    put(index, document("a", text="word"))
    other.reload()
    assert find(other, "word") == ["a"]
    index.write({"a"}, [])
    other.reload()
    assert find(other, "word") == []


def test_digests_tell_documents_apart_by_any_field():
    same = document("a", text="word")
    assert same.digest == document("a", text="word").digest
    assert same.digest != document("a", text="word", persons=(1,)).digest


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("kovrigg", ["it"]),
        ("kovirg", ["it"]),
        ("extraditoin", ["it"]),
        ("me", []),
        ("spavor", []),
        ("孟", []),
    ],
)
def test_documents_with_nearly_a_word_are_found(index, word, near):
    put(
        index,
        document("it", text="Kovrig, me, extradition, 孟"),
        document("secret", text="spavor kovrigg", visible=(DESK,)),
    )
    assert index.near(word.replace("spavor", "spavorr"), Query(), 5) == near


def test_the_best_piece_of_a_text_is_marked(index):
    put(index, document("a", text="word 孟晚舟"))
    marker = index.marker(asked("words 孟晚舟 -other"))
    text = (
        "Nothing here. " * 40
        + "The words of 孟晚舟 are <b>bold</b>, others are not. "
        + "Nothing there. " * 40
    )
    pieces = marker.piece(text, 100)
    assert "".join(piece for piece, _ in pieces) in text
    assert [piece for piece, found in pieces if found] == ["words", "孟晚舟"]
    assert marker.piece("No such thing.", 100) == []


def test_all_of_a_text_is_given_with_what_was_asked_for(index):
    marker = index.marker(asked('"bridge of" 孟晚舟 the'))
    parts = marker.whole("Ünï: the bridges of 孟晚舟, é")
    assert parts == [
        ("Ünï: the ", False),
        ("bridges", True),
        (" ", False),
        ("of", True),
        (" ", False),
        ("孟晚舟", True),
        (", é", False),
    ]
    assert marker.whole("No such thing.") == marker.whole("") == []
