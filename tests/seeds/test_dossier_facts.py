"""The demonstration dossier, as text: it is complete, it agrees with itself, and every fact has its sentence.

No database here. That the loader takes the dossier is tested beside the loader.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from articles.text import text_of
from newsroom import edtf

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "seeds" / "data"
RAW = ROOT.parent / "shared" / "seeds" / "raw"

CITABLE = {
    "people": ("born", "died"),
    "organizations": ("founded", "dissolved", "place"),
    "events": ("begins", "ends", "place"),
    "relations": ("title", "begin", "end"),
}
DATED = {"born", "died", "founded", "dissolved", "begins", "ends", "begin", "end"}
RELATION_KINDS = {"holds_role_at", "member_of", "part_of", "owns", "family_of", "took_part_in", "led_to"}
# What may be cited: the thirteen pages that exist, and two documents that came without an address.
ADDRESSES = {
    "https://www.vice.com/en_ca/article/d3bkkv/what-we-know-about-the-two-canadians-detained-by-china",
    "https://www.washingtonpost.com/world/national-security/justice-dept-charges-huawei-with-fraud-ratcheting-up-us-china-tensions/2019/01/28/70a7f550-2320-11e9-81fd-b7b05d5bed90_story.html",
    "https://edge.ca/news/5387310/chrystia-freeland-meng-wanzhou-extradition/",
    "https://globalnews.ca/news/7105280/michael-kovrig-spavor-meng-wanzhou-letter/",
    "https://www.scmp.com/news/world/united-states-canada/article/3090528/justin-trudeau-under-high-profile-pressure-end",
    "https://www.huffingtonpost.ca/entry/trudeau-meng-wanzhou-two-michaels-china_ca_5ef4faedc5b63220fcca392d",
    "https://nationalpost.com/opinion/chris-selley-the-gang-of-19s-surrender-then-victory-china-plan-is-bonkers-but-unsurprising",
    "https://lawfaremedia.org/article/canadian-judge-dismisses-meng-wanzhous-application-end-extradition-hearings",
    "https://panpacificagency.com/news/america/05/21/extradition-ruling-that-could-free-huaweis-meng-wanzhou-will-be-issued-by-canadian-judge-next-week/",
    "https://www.macdonaldlaurier.ca/canada-must-reject-calls-release-meng-wanzhou-open-letter-prime-minister-trudeau/",
    "https://biv.com/article/2021/01/meng-wanzhou-bail-hearing-security-firm-argues-against-change-bail-conditions",
    "https://nationalpost.com/pmn/news-pmn/canada-news-pmn/cp-newsalert-mengs-extradition-case-dropped-in-b-c-shes-free-to-go",
    "https://www.straight.com/news/1193806/us-department-justice-charges-huawei-executive-meng-wanzhou-bank-and-wire-fraud",
}
WITHOUT_ADDRESS = {("ITProPortal", "2019-06-14"), ("Bloomberg News", "2020-06-25")}

Record = dict[str, Any]


@dataclass(frozen=True)
class Seed:
    """One article: its front matter with every scalar as written, and its text."""

    head: Record
    text: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.head["date"])


@dataclass(frozen=True)
class Span:
    """One mention: where it is and who are named by it."""

    start: int
    end: int
    entities: frozenset[str]


@cache
def records(kind: str) -> list[Record]:
    """All records of one kind, every scalar as text, so that no date is read as anything else."""
    return list(yaml.load((DATA / f"{kind}.yaml").read_text("utf-8"), yaml.BaseLoader)[kind])


@cache
def articles() -> dict[str, Seed]:
    seeds = {}
    for path in sorted((DATA / "articles").glob("*.md")):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        settings = yaml.load(head, yaml.BaseLoader)
        seeds[settings["id"]] = Seed(settings, text_of(MarkdownIt().render(body)))
    return seeds


@cache
def fact_values() -> dict[str, str]:
    """Every fact that the records state, with its value."""
    return {
        f"{record['id']}.{field}": record[field]
        for kind, fields in CITABLE.items()
        for record in records(kind)
        for field in fields
        if record.get(field)
    }


def entities() -> list[Record]:
    return records("people") + records("organizations") + records("events")


def citations() -> Iterator[tuple[Seed, Record, str]]:
    """Each citation with its article and the value that its words give."""
    for seed in articles().values():
        for citation in seed.head.get("citations", []):
            yield seed, citation, citation.get("value") or fact_values()[citation["fact"]]


def values_cited_for(fact: str) -> Counter[str]:
    return Counter(value for _, citation, value in citations() if citation["fact"] == fact)


def occurrences(words: str, text: str, *, ignore_case: bool = False) -> list[tuple[int, int]]:
    """Where `words` occur in `text` as whole words."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE if ignore_case else 0)
    return [match.span() for match in pattern.finditer(text)]


def within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def mentions_of(seed: Seed) -> list[Span]:
    """The short form of `mentions` spelt out: every whole-word occurrence, and the longer words win."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for entity, forms in seed.head["mentions"].items():
        for form in forms:
            for place in occurrences(form, seed.text):
                found[place].add(entity)
    longest = (place for place in found if not any(within(place, other) for other in found if other != place))
    return [Span(*place, frozenset(found[place])) for place in sorted(longest)]


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("’", "").replace("'", "").casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


each_article = pytest.mark.parametrize("key", articles())


# What there is


@pytest.mark.parametrize(
    ("kind", "least"),
    [("people", 22), ("organizations", 18), ("events", 20), ("relations", 50), ("stories", 1)],
)
def test_the_dossier_has_as_many_records_as_promised(kind: str, least: int) -> None:
    assert len(records(kind)) >= least


def test_there_are_at_least_14_articles_and_12_quotes_with_a_speaker() -> None:
    quotes = [quote for seed in articles().values() for quote in seed.head.get("quotes", [])]
    assert len(articles()) >= 14
    assert len(quotes) >= 12
    assert all(quote.get("speaker") or quote.get("speaker_words") for quote in quotes)
    assert {quote["kind"] for quote in quotes} == {"direct", "partial", "reported"}


@each_article
def test_an_article_is_ours_published_in_the_story_and_200_to_600_words_long(key: str) -> None:
    seed = articles()[key]
    assert 200 <= len(seed.text.split()) <= 600
    assert (seed.head["rights"], seed.head["publish"]) == ("own", "true")
    assert seed.head["story"] == records("stories")[0]["id"]


def test_the_story_says_where_things_stand() -> None:
    (story,) = records("stories")
    assert story["publish"] == "true"
    assert len(story["introduction"].split()) > 40
    assert len(story["state_of_play"].split()) > 40


@pytest.mark.parametrize("kind", ["people", "organizations", "events"])
def test_every_entity_is_described_in_one_sentence(kind: str) -> None:
    for record in records(kind):
        assert re.fullmatch(r"[^.]+(No\. \d[^.]+)?\.", record["description"]), record["id"]


def test_every_relation_has_a_title_and_a_known_kind() -> None:
    for relation in records("relations"):
        assert relation["title"], relation["id"]
        assert relation["kind"] in RELATION_KINDS, relation["id"]


# Ids


def test_ids_are_well_formed_and_used_once() -> None:
    kinds = ("people", "organizations", "events", "relations", "stories", "sections", "references")
    ids = Counter([record["id"] for kind in kinds for record in records(kind)] + list(articles()))
    assert not [key for key, times in ids.items() if times > 1]
    assert not [key for key in ids if not re.fullmatch(r"(?!\d+$)[a-z0-9-]+", key)]


def test_everything_that_records_refer_to_exists() -> None:
    known = {entity["id"] for entity in entities()}
    ends = [relation[side] for relation in records("relations") for side in ("subject", "object")]
    in_story = [entity for story in records("stories") for entity in story["entities"]]
    assert not set(ends + in_story) - known
    assert not {preference["fact"] for preference in records("preferences")} - fact_values().keys()


@each_article
def test_everything_that_an_article_refers_to_exists(key: str) -> None:
    head = articles()[key].head
    known = {entity["id"] for entity in entities()}
    speakers = {quote["speaker"] for quote in head.get("quotes", []) if "speaker" in quote}
    assert not (speakers | head["mentions"].keys()) - known
    assert not {citation["fact"] for citation in head["citations"]} - fact_values().keys()
    assert not set(head.get("references", [])) - {reference["id"] for reference in records("references")}
    assert head["section"] in {section["id"] for section in records("sections")}


def test_everybody_and_everything_listed_appears_in_an_article() -> None:
    targets = {relation["id"]: (relation["subject"], relation["object"]) for relation in records("relations")}
    seen: set[str] = set()
    for seed in articles().values():
        seen |= seed.head["mentions"].keys()
        for citation in seed.head["citations"]:
            target = citation["fact"].partition(".")[0]
            seen |= set(targets.get(target, (target,)))
    assert not sorted({entity["id"] for entity in entities()} - seen)


# Facts and citations


def test_every_date_is_edtf_and_no_end_is_before_its_beginning() -> None:
    for fact, value in fact_values().items():
        if fact.partition(".")[2] in DATED:
            assert edtf.canonical(value) == value, fact
    for kind, first, last in (("events", "begins", "ends"), ("relations", "begin", "end")):
        for record in records(kind):
            if record.get(first) and record.get(last):
                assert edtf.sort_key(record[first]) <= edtf.sort_key(record[last]), record["id"]


def test_every_fact_is_cited() -> None:
    assert not sorted(fact_values().keys() - {citation["fact"] for _, citation, _ in citations()})


def test_the_value_that_we_hold_is_among_those_cited() -> None:
    assert not [fact for fact, value in fact_values().items() if value not in values_cited_for(fact)]


@each_article
def test_all_words_of_an_article_s_quotes_and_citations_are_in_its_text(key: str) -> None:
    seed = articles()[key]
    for passage in [*seed.head.get("quotes", []), *seed.head["citations"]]:
        times = len(occurrences(passage["words"], seed.text))
        assert times >= int(passage.get("occurrence", 1)), passage["words"]
        assert times == 1 or "occurrence" in passage, f"say which occurrence: {passage['words']}"


@each_article
def test_no_article_tells_what_was_still_to_come(key: str) -> None:
    seed = articles()[key]
    for citation in seed.head["citations"]:
        if citation["fact"].partition(".")[2] in DATED:
            first, last = edtf.bounds(citation.get("value") or fact_values()[citation["fact"]])
            told = first or last
            assert told is not None, citation
            assert told <= seed.day, citation


def test_cited_words_write_the_date_or_the_place_out() -> None:
    for seed, citation, value in citations():
        field = citation["fact"].partition(".")[2]
        if field == "place":
            assert value in citation["words"], (seed.head["id"], citation)
        elif field in DATED and "/" not in value:
            assert edtf.in_words(value) in citation["words"], (seed.head["id"], citation)


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("meng-arrest.begins", {"2018-12-01", "2018-12-05", "2018-12-21/2018-12-31"}),
        ("kovrig-detention.begins", {"2018-12-10", "2018-12"}),
        ("spavor-detention.begins", {"2018-12-10", "2018-12"}),
    ],
)
def test_where_accounts_differ_all_of_them_are_cited_and_one_is_preferred(
    fact: str, values: set[str]
) -> None:
    (preference,) = [preference for preference in records("preferences") if preference["fact"] == fact]
    assert values_cited_for(fact).keys() == values
    assert preference["value"] == fact_values()[fact]
    assert preference["reason"]


def test_no_other_fact_is_told_in_two_ways() -> None:
    preferred = {preference["fact"] for preference in records("preferences")}
    assert not [fact for fact in fact_values().keys() - preferred if len(values_cited_for(fact)) > 1]


def test_who_reported_the_suggestion_is_told_in_both_ways_with_both_references() -> None:
    (seed,) = [
        seed for seed in articles().values() if "chretien-suggestion.begins" in str(seed.head["citations"])
    ]
    assert {"reuters", "globe-and-mail"} <= seed.head["mentions"].keys()
    assert {"r3", "document-a"} <= set(seed.head["references"])


# Mentions


@each_article
def test_every_strong_name_in_an_article_is_a_mention_of_the_one_who_bears_it(key: str) -> None:
    seed = articles()[key]
    spans = mentions_of(seed)
    for entity in entities():
        written = [entity["name"], *(n["text"] for n in entity.get("names", []) if n["kind"] != "weak")]
        for name in written:
            for place in occurrences(name, seed.text, ignore_case=True):
                around = [span for span in spans if within(place, (span.start, span.end))]
                assert around, (entity["id"], seed.text[slice(*place)])
                longer = (around[0].start, around[0].end) != place
                assert longer or entity["id"] in around[0].entities, (entity["id"], name)


@each_article
def test_a_surname_alone_or_after_mr_and_ms_is_a_mention_too(key: str) -> None:
    seed = articles()[key]
    spans = [(span.start, span.end) for span in mentions_of(seed)]
    family_first = {"meng-wanzhou", "ren-zhengfei", "zhao-lijian"}
    for person in records("people"):
        surname = person["name"].split()[0 if person["id"] in family_first else -1]
        for place in occurrences(surname, seed.text):
            assert any(within(place, span) for span in spans), seed.text[place[0] - 30 : place[1] + 30]


@each_article
def test_every_listed_form_is_used_and_only_group_names_are_shared(key: str) -> None:
    seed = articles()[key]
    spans = mentions_of(seed)
    used = {(entity, seed.text[span.start : span.end]) for span in spans for entity in span.entities}
    assert used == {(entity, form) for entity, forms in seed.head["mentions"].items() for form in forms}
    groups = {
        n["text"] for person in records("people") for n in person.get("names", []) if n["kind"] == "group"
    }
    shared = {seed.text[span.start : span.end].casefold() for span in spans if len(span.entities) > 1}
    assert shared <= {group.casefold() for group in groups}


# Other people's words


@each_article
def test_what_stands_in_quotation_marks_is_short_and_has_a_speaker(key: str) -> None:
    seed = articles()[key]
    marked = re.findall(r"“([^“”]*)”", seed.text)
    quoted = [quote["words"] for quote in seed.head.get("quotes", []) if quote["kind"] != "reported"]
    assert sorted(marked) == sorted(quoted)
    assert all(len(words.split()) <= 10 for words in marked)
    assert '"' not in seed.text
    assert "'" not in seed.text


def test_references_are_those_that_exist_and_each_is_used() -> None:
    with_address = [reference["url"] for reference in records("references") if "url" in reference]
    without = {(r["publisher"], r["date"]) for r in records("references") if "url" not in r}
    assert Counter(with_address) == Counter(ADDRESSES)
    assert without == WITHOUT_ADDRESS
    used = {reference for seed in articles().values() for reference in seed.head.get("references", [])}
    assert used == {reference["id"] for reference in records("references")}


@each_article
def test_no_article_draws_on_what_was_published_later(key: str) -> None:
    seed = articles()[key]
    dates = {reference["id"]: reference["date"] for reference in records("references")}
    for reference in seed.head.get("references", []):
        first, _ = edtf.bounds(dates[reference])
        assert first is not None
        assert first <= seed.day, reference


@cache
def raw_documents() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(RAW.glob("*.txt"))}


needs_source_documents = pytest.mark.skipif(
    not raw_documents(), reason=f"the two source documents are not in {RAW}"
)


@needs_source_documents
def test_no_twelve_words_in_a_row_come_from_the_source_documents() -> None:
    theirs = set().union(*(runs(text, 12) for text in raw_documents().values()))
    assert theirs
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            taken = runs(path.read_text("utf-8"), 12) & theirs
            assert not taken, (path.name, min(taken))


@needs_source_documents
def test_words_in_quotation_marks_were_really_said() -> None:
    said = " ".join(" ".join(words_of(text)) for text in raw_documents().values())
    for seed in articles().values():
        for words in re.findall(r"“([^“”]*)”", seed.text):
            assert " ".join(words_of(words)) in said, words
