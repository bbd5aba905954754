"""A pipeline beside our rules.  With spaCy itself where it is installed, and always with a stand-in of the same interface."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.linking import KnownName, KnownNames, MentionFound, NoPipeline, find_names
from articles.linking.pipeline import Pipeline, of, pipeline
from articles.reading import read

#: what the pipeline of these tests is taught: words, and their label
TAUGHT = [
    ("Qorbe", "PERSON"),
    ("the Vintels", "ORG"),
    ("Ann Bell’s", "PERSON"),
    ("Oslo", "GPE"),
    ("Qorbe Works", "ORG"),
]
TITLE = "spaCy en_taught 1.0"


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class Doc:
    ents: list[Entity]


@dataclass
class StandIn:
    """As much of spaCy's `Language` as we use."""

    meta: dict[str, str] = field(default_factory=lambda: {"lang": "en", "name": "taught", "version": "1.0"})
    pipe_names: list[str] = field(default_factory=lambda: ["tagger", "entity_ruler"])
    given: list[str] = field(default_factory=list)

    def disable_pipe(self, name: str) -> None:
        self.pipe_names.remove(name)

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        words = re.compile("|".join(sorted((re.escape(words) for words, _ in TAUGHT), key=len, reverse=True)))
        for text in texts:
            self.given.append(text)
            yield Doc([Entity(*match.span(), dict(TAUGHT)[match.group()]) for match in words.finditer(text)])


def taught_by_spacy(folder: Path) -> None:
    """A blank English pipeline with rules for what is taught, saved as spaCy saves one."""
    spacy: Any = importlib.import_module("spacy")
    nlp = spacy.blank("en", meta={"name": "taught", "version": "1.0"})
    nlp.add_pipe("entity_ruler").add_patterns([{"pattern": words, "label": label} for words, label in TAUGHT])
    nlp.to_disk(folder)


@pytest.fixture(params=["stand-in", *(["spaCy"] if importlib.util.find_spec("spacy") else [])])
def taught(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name under which the pipeline of these tests can be loaded."""
    folder = tmp_path / "taught"
    if request.param == "spaCy":
        taught_by_spacy(folder)
    else:
        folder.mkdir()
        stand_in = ModuleType("spacy")
        stand_in.load = lambda name: StandIn() if name == str(folder) else _missing(name)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "spacy", stand_in)
    pipeline.cache_clear()
    yield str(folder)
    pipeline.cache_clear()


def _missing(name: str) -> StandIn:
    raise OSError(f"[E050] Can't find model '{name}'.")


def said(found: list[MentionFound]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.text, one.kind, one.found_by) for one in found]


def test_a_name_that_only_the_pipeline_sees_is_found_and_says_so(taught: str) -> None:
    found = read("In Oslo, Qorbe and the Vintels met.", pipeline=taught).mentions
    assert said(found) == [("Qorbe", "person", (TITLE,)), ("Vintels", "organization", (TITLE,))]
    assert [one.why for one in found] == [f"named by {TITLE}"] * 2


def test_without_a_pipeline_the_rules_find_what_they_find(taught: str) -> None:
    assert read("In Oslo, Qorbe and the Vintels met.").mentions == []


def test_what_both_find_names_both(taught: str) -> None:
    found = read("On Monday Ann Bell’s car stood there.", pipeline=taught).mentions
    assert said(found) == [("Ann Bell", "person", ("rules", TITLE))]


def test_the_rules_win_where_the_two_disagree(taught: str) -> None:
    found = read("Shares of Qorbe Works Inc. fell. Mr. Qorbe left.", pipeline=taught).mentions
    assert (found[0].text, found[0].found_by) == ("Qorbe Works Inc.", ("rules",))
    assert all("rules" in one.found_by for one in found)


def test_one_name_is_one_person_wherever_the_pipeline_sees_it(taught: str) -> None:
    found = read("Qorbe came. They saw Qorbe, and then Qorbe left.", pipeline=taught).mentions
    assert {one.name for one in found} == {"Qorbe"}
    assert len(found) == 3


def test_known_names_are_linked_by_the_rules(taught: str) -> None:
    known = KnownNames([KnownName("Qorbe", 7, "person")])
    found = read("They saw Qorbe.", known=known, pipeline=taught).mentions
    assert [(one.entity, one.found_by) for one in found] == [(7, ("rules", TITLE))]


@pytest.mark.parametrize("name", ["no_such_pipeline", "/no/such/folder"])
def test_a_pipeline_that_cannot_be_loaded_is_told_in_one_sentence(taught: str, name: str) -> None:
    with pytest.raises(NoPipeline, match=rf"NLP_PIPELINE names “{name}”, which spaCy cannot load: .*\.$"):
        read("Text.", pipeline=name)


def test_spacy_that_is_not_installed_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    pipeline.cache_clear()
    with pytest.raises(
        NoPipeline, match=r"spaCy is not installed: install the extra “nlp”, or leave NLP_PIPELINE empty\.$"
    ):
        pipeline("en_core_web_sm")


def test_parts_that_names_do_not_need_are_switched_off() -> None:
    nlp = StandIn(pipe_names=["tok2vec", "tagger", "parser", "lemmatizer", "ner"])
    of(nlp)
    assert nlp.pipe_names == ["tok2vec", "ner"]


@pytest.mark.parametrize("line", ["Word after word. " * 20, "Word after word.\n" * 20])
def test_a_long_text_is_given_in_pieces_whose_offsets_are_those_of_the_whole(line: str) -> None:
    nlp = StandIn()
    text = line * 900 + "\nHere Qorbe stood."
    named = list(of(nlp).names(text))
    assert len(nlp.given) > 1
    assert "".join(nlp.given) == text
    assert max(map(len, nlp.given)) <= 100_000
    assert [text[one.start : one.end] for one in named] == ["Qorbe"]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.sampled_from(
            [*(words for words, _ in TAUGHT), "Ann", "Bell", "said", ".", "\n\n", "“", "”", "Inc."]
        ),
        max_size=30,
    )
)
def test_what_is_found_stands_in_the_text_once(words: list[str]) -> None:
    text = " ".join(words)
    found = find_names(text, pipeline=Pipeline(StandIn(), TITLE))
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.found_by in (("rules",), (TITLE,), ("rules", TITLE)) for one in found)
    spans = sorted({(one.start, one.end) for one in found})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
