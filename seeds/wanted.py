"""The mentions, quotes and citations that an article record asks for: where their words stand, and what they
say.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from rapidfuzz import fuzz

from articles import anchors
from articles.models import Article, Citation, Mention, Passage, Quote, QuoteKind
from newsroom.editorial import Decision
from people.models import Entity, Relation
from seeds.records import Record, Refusal
from seeds.report import Tally
from seeds.stories import fact_value
from seeds.writer import Gone, Writer

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_SOUGHT = 400  # characters of missing words that the nearest ones are looked up for

At = tuple[str | int, ...]


@dataclass(frozen=True)
class Wanted:
    """One passage that a file asks for. `key` finds it at the next load; `fields` are its model's own."""

    model: type[Passage]
    key: str
    anchor: anchors.Anchor
    fields: dict[str, Any]
    at: At
    lost: bool = False

    @property
    def plain(self) -> dict[str, Any]:
        """What the loader remembers of it: its fields and its words."""
        return {**plain(self.fields), "exact": self.anchor.exact}


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in fields.items()}


def all_wanted(writer: Writer, record: Record, article: Article, tally: Tally) -> Iterator[Wanted]:
    """Every passage that the record asks for; what is refused is in the tally."""
    yield from _mentions(writer, record, article, tally)
    for index, given in enumerate(record.values.get("quotes") or []):
        make = lambda g=given, i=index: _quote(writer, record, article, g, i)  # noqa: E731
        yield from _tried(make, record, ("quotes", index), tally)
    for index, given in enumerate(record.values.get("citations") or []):
        make = lambda g=given, i=index: _citation(writer, record, article, g, i)  # noqa: E731
        yield from _tried(make, record, ("citations", index), tally)


def _tried(make: Callable[[], Any], record: Record, at: At, tally: Tally, records: int = 1) -> list[Any]:
    """What `make` gives; nothing, and a line in the tally, if it is refused or has nothing left to hang on
    to.
    """
    try:
        return [make()]
    except Refusal as refusal:
        tally.refuse(refusal.problems, records)
    except Gone as gone:
        tally.keep(record.problem(f"{gone} What hangs on it is left out.", *at), records)
    return []


# Mentions


def _mentions(writer: Writer, record: Record, article: Article, tally: Tally) -> Iterator[Wanted]:
    given = record.values.get("mentions") or {}
    if isinstance(given, list):
        for index, item in enumerate(given):
            make = lambda i=item, n=index: _mention(writer, record, article, i, n)  # noqa: E731
            yield from _tried(make, record, ("mentions", index), tally)
        return
    forms: dict[str, list[tuple[Entity, At]]] = defaultdict(list)
    for id, words in given.items():
        found = lambda i=id: writer.entity(record, i, "mentions", i)  # noqa: E731
        for entity in _tried(found, record, ("mentions", id), tally, len(words)):
            for index, form in enumerate(words):
                forms[form].append((entity, ("mentions", id, index)))
    yield from _short_form(record, article, forms, tally)


def _short_form(
    record: Record, article: Article, forms: dict[str, list[tuple[Entity, At]]], tally: Tally
) -> Iterator[Wanted]:
    """Every whole-word occurrence of each form, the longest form first at each place."""
    found: set[str] = set()
    for start, end in occurrences(article.text, forms):
        form = article.text[start:end]
        found.add(form)
        times = occurrence_of(article.text, form, start)
        for entity, at in forms[form]:
            fields = {"entity": entity, "decision": Decision.ACCEPTED}
            anchor = anchors.make(article.text, start, end)
            yield Wanted(Mention, f"mention|{entity.pk}|{form}|{times}", anchor, fields, at)
    for form in sorted(forms.keys() - found):
        why = _only_inside(form, article.text) or not_there(article.text, form)
        for _, at in forms[form]:
            tally.refuse([record.problem(f"“{form}” {why}", *at)])


def occurrences(text: str, forms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Spans of the written forms in `text`: whole words, the longest at each place, never overlapping."""
    ordered = sorted(forms, key=len, reverse=True)
    if not ordered:
        return
    pattern = "|".join(
        f"{_border(form[0], '(?<!')}{re.escape(form)}{_border(form[-1], '(?!')}" for form in ordered
    )
    for found in re.finditer(pattern, text):
        yield found.span()


def _border(letter: str, look: str) -> str:
    """No letter may touch a letter of the form; scripts that write without spaces have no such borders."""
    return rf"{look}\w)" if letter.isalnum() and not _NO_SPACES.match(letter) else ""


def _only_inside(form: str, text: str) -> str | None:
    if form not in text:
        return None
    return "stands only inside longer words or names here: list those, or take it out."


def _mention(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("mentions", index)
    entity = writer.entity(record, given["entity"], *at, "entity")
    return _wanted(Mention, f"mention|{entity.pk}", record, article, given, {"entity": entity}, at)


# Quotes and citations


def _quote(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("quotes", index)
    speaker = writer.entity(record, given["speaker"], *at, "speaker") if given.get("speaker") else None
    if speaker is None and not given.get("speaker_words") and given.get("decision") != Decision.REJECTED:
        raise record.refuse("Say who speaks: `speaker` with an id, or `speaker_words`.", *at)
    fields = {"speaker": speaker, "kind": given.get("kind") or QuoteKind.DIRECT}
    fields |= {name: given.get(name) or "" for name in ("speaker_words", "cue", "role")}
    return _wanted(Quote, "quote", record, article, given, fields, at)


def _citation(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("citations", index)
    target, name = writer.target(record, given["fact"], *at, "fact")
    relation = target if isinstance(target, Relation) else None
    about = {"relation": relation, "entity": None if relation else target, "field": name}
    key = f"citation|{given['fact']}"
    value = given.get("value") or _value_in_files(writer, given["fact"], target, name)
    if not value:
        what = f"The record holds no “{name}” of {target}: say what these words give as `value`."
        raise record.refuse(what, *at)
    fields = {**about, "value": fact_value(record, name, value, *at, "value")}
    return _wanted(Citation, key, record, article, given, fields, at)


def _value_in_files(writer: Writer, fact: str, target: Any, name: str) -> Any:
    """The value that the files give; the record's own may be an editor's since, and these words never said
    that.
    """
    seed = writer.seed(f"id:{fact.split('.', 1)[0]}")
    return seed.values[name] if seed and name in seed.values else getattr(target, name)


# Where words stand


def _wanted(
    model: type[Passage],
    key: str,
    record: Record,
    article: Article,
    given: dict[str, Any],
    fields: dict[str, Any],
    at: At,
) -> Wanted:
    """A passage as the file asks for it, at the place of its words, or lost as it was dumped."""
    words, lost = given["words"], given.get("lost")
    fields["decision"] = given.get("decision") or Decision.ACCEPTED
    key = f"{key}|{words}|{given.get('occurrence', 1)}"
    if not lost:
        anchor = anchors.make(article.text, *span_of(record, article.text, given, at))
        return Wanted(model, key, anchor, fields, at)
    start = lost["start"]
    anchor = anchors.Anchor(
        start, start + len(words), words, lost.get("prefix") or "", lost.get("suffix") or ""
    )
    return Wanted(model, f"{key}|lost|{start}", anchor, fields, at, lost=True)


def span_of(record: Record, text: str, given: dict[str, Any], at: At) -> tuple[int, int]:
    """Where the words of a passage stand; Refusal with the nearest words if they do not."""
    words, wanted = given["words"], given.get("occurrence", 1)
    start = -1
    for times in range(wanted):
        start = text.find(words, start + 1)
        if start < 0 and times:
            found = "once" if times == 1 else f"{times} times"
            raise record.refuse(
                f"“{words}” stands in the text {found}: there is no {wanted}.", *at, "occurrence"
            )
        if start < 0:
            raise record.refuse(f"“{words}” {not_there(text, words)}", *at, "words")
    return start, start + len(words)


def occurrence_of(text: str, words: str, start: int) -> int:
    """Which occurrence of the words in the text begins at `start`: what `span_of` takes, from 1."""
    times, at = 1, text.find(words)
    while 0 <= at < start:
        at, times = text.find(words, at + 1), times + 1
    return times


def not_there(text: str, words: str) -> str:
    """What to say of words that are not in a text: the nearest ones that are."""
    words = words[:_LONGEST_SOUGHT]
    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=50) if len(words) <= len(text) else None
    if near is None:
        return "is not in the article's text: take the words from there."
    start, end = near.dest_start, near.dest_end
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return f"is not in the article's text; the nearest words are “{text[start:end]}”."
