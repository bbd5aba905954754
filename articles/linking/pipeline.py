"""A spaCy pipeline beside our own rules, for names that they do not find.  Optional (extra `nlp`); pure text, no Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from articles.linking.found import Kind

#: entity labels of the pipelines that spaCy publishes, and what they are here
KINDS: dict[str, Kind] = {"PERSON": "person", "PER": "person", "ORG": "organization"}
_UNUSED = frozenset(
    {"tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer", "textcat"}
)
_LONGEST = 100_000  # characters that are given to the pipeline at once
_ARTICLES = ("the ", "The ", "THE ")
_OWNS = ("’s", "'s")


class NoPipeline(ValueError):
    """The pipeline cannot be loaded; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the pipeline sees it, without "the" and without a possessive ending."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Pipeline:
    """A loaded pipeline: `title` is what it calls itself, with its version."""

    nlp: Any
    title: str

    def names(self, text: str) -> Iterator[Named]:
        """The people and organizations that the pipeline sees in `text`, in order."""
        pieces = list(_pieces(text))
        for begin, doc in zip(pieces, self.nlp.pipe(text[begin:end] for begin, end in pieces), strict=True):
            for entity in doc.ents:
                kind = KINDS.get(entity.label_)
                if kind:
                    yield from _trimmed(text, begin[0] + entity.start_char, begin[0] + entity.end_char, kind)


@cache
def pipeline(name: str) -> Pipeline:
    """The installed pipeline of this name, or the one in this folder; loaded once in a process.

    Raises NoPipeline where spaCy or the pipeline is not there, or does not fit.
    """
    try:
        import spacy
    except ImportError as error:
        raise NoPipeline(
            f"NLP_PIPELINE names “{name}”, but spaCy is not installed: install the extra “nlp”, or leave NLP_PIPELINE empty."
        ) from error
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise NoPipeline(
            f"NLP_PIPELINE names “{name}”, which spaCy cannot load: install that pipeline’s package, name its folder, "
            "or leave NLP_PIPELINE empty."
        ) from error
    return of(nlp)


def of(nlp: Any) -> Pipeline:
    """A pipeline that is loaded already; parts that names do not need are switched off."""
    for part in _UNUSED.intersection(nlp.pipe_names):
        nlp.disable_pipe(part)
    meta = nlp.meta
    return Pipeline(
        nlp, f"spaCy {meta.get('lang', '')}_{meta.get('name', 'pipeline')} {meta.get('version', '')}".strip()
    )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of at most so many characters, cut at line ends where there are any."""
    begin = 0
    while begin < len(text):
        end = begin + _LONGEST
        if end < len(text):
            end = text.rfind("\n", begin, end) + 1 or end
        yield begin, min(end, len(text))
        begin = end


def _trimmed(text: str, start: int, end: int, kind: Kind) -> Iterator[Named]:
    while start < end and text[start].isspace():
        start += 1
    if text.startswith(_ARTICLES, start, end):
        start += 4
    if text.endswith(_OWNS, start, end):
        end -= 2
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(c.isalpha() for c in text[start:end]):
        yield Named(start, end, kind)
