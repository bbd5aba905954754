"""The mentions, quotes and citations of an article record: where their words stand, and what they say."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from rapidfuzz import fuzz

from articles import anchors
from articles.models import Article, Citation, Mention, Passage, Quote, QuoteKind
from newsroom.editorial import Decision, Origin
from people.models import Entity, Relation
from seeds.entities import fact_value
from seeds.records import Record, Refusal
from seeds.report import Tally
from seeds.writer import Gone, Writer

_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True)
class Wanted:
    """One passage that a file asks for. `key` finds it again at the next load; `fields` are its model's own."""

    model: type[Passage]
    key: str
    start: int
    end: int
    fields: dict[str, Any]
    at: tuple[str | int, ...]
    lost: anchors.Anchor | None = None


def write_passages(
    writer: Writer, record: Record, article: Article, last: dict[str, Any], tally: Tally
) -> dict[str, Any]:
    """Bring the article's passages in line with its record; the new memory of what was written: key → [id, fields].

    What an editor decided, changed or deleted since stays. Problems of single passages go into the tally.
    """
    rows = _rows(article)
    memory: dict[str, Any] = {}
    fresh: list[tuple[Wanted, Passage]] = []
    for wanted in _all_wanted(writer, record, article, last, tally):
        if wanted.key in memory:
            continue
        if wanted.key in last:
            memory[wanted.key] = _again(wanted, last[wanted.key], rows, record, tally)
        elif row := _same(wanted, rows):
            memory[wanted.key] = _adopt(row, wanted, record, tally)
        else:
            fresh.append((wanted, _new(wanted, article)))
            memory[wanted.key] = None
    for wanted, row in _created(fresh):
        memory[wanted.key] = [row.pk, _plain(wanted.fields)]
        tally.created += 1
    _drop(last, memory, rows, tally)
    return memory


def drop_untouched(article: Article, last: dict[str, Any], tally: Tally) -> dict[str, Any]:
    """Before a new text is written: delete the passages that only the loader wrote; what is left of the memory."""
    rows = _rows(article)
    left = {}
    for key, entry in last.items():
        row = rows.get((key.split("|")[0], entry[0]))
        if row is not None and _untouched(row, entry[1]):
            row.delete()
        else:
            left[key] = entry
    return left


def _rows(article: Article) -> dict[tuple[str, int], Passage]:
    """(model name, id) → the working copy's passages."""
    models_of = (Mention, Quote, Citation)
    return {
        (m._meta.model_name or "", row.pk): row
        for m in models_of
        for row in m.objects.working().filter(article=article)
    }


def _again(
    wanted: Wanted, entry: list[Any], rows: dict[tuple[str, int], Passage], record: Record, tally: Tally
) -> list[Any]:
    """A passage that was written before."""
    pk, last = entry
    row = rows.get((wanted.key.split("|")[0], pk))
    new = _plain(wanted.fields)
    if row is None:
        tally.keep(record.problem("An editor deleted this passage: it stays deleted.", *wanted.at))
    elif not _untouched(row, last):
        tally.keep(
            record.problem("An editor changed this passage since it was loaded: it is kept.", *wanted.at)
        )
    elif last != new:
        for name, value in wanted.fields.items():
            setattr(row, name, value)
        row.full_clean(exclude=["article", "edition"])
        row.save()
        tally.changed += 1
        return [pk, new]
    else:
        tally.unchanged += 1
    return entry


def _untouched(row: Passage, last: dict[str, Any]) -> bool:
    return row.decided_by_id is None and _plain({name: getattr(row, name) for name in last}) == last


def _same(wanted: Wanted, rows: dict[tuple[str, int], Passage]) -> Passage | None:
    """A passage that somebody made before and that says the same."""
    new = _plain(wanted.fields)
    about = [name for name in ("entity", "relation", "field", "speaker") if name in new]
    for row in rows.values():
        if type(row) is wanted.model and (row.start, row.end) == (wanted.start, wanted.end):
            if all(_plain({name: getattr(row, name)})[name] == new[name] for name in about):
                return row
    return None


def _adopt(row: Passage, wanted: Wanted, record: Record, tally: Tally) -> list[Any]:
    if row.decision == Decision.REJECTED != wanted.fields["decision"]:
        tally.keep(record.problem("An editor rejected this passage: it stays rejected.", *wanted.at))
    elif row.decision == Decision.SUGGESTED:
        for name, value in wanted.fields.items():
            setattr(row, name, value)
        row.save()
        tally.changed += 1
    else:
        tally.unchanged += 1
    return [row.pk, _plain(wanted.fields)]


def _new(wanted: Wanted, article: Article) -> Passage:
    row = wanted.model(article=article, origin=Origin.LOAD, **wanted.fields)
    row.place(wanted.lost or anchors.make(article.text, wanted.start, wanted.end))
    row.lost = wanted.lost is not None
    return row


def _created(fresh: list[tuple[Wanted, Passage]]) -> Iterator[tuple[Wanted, Passage]]:
    """Store new passages; those with a history one by one, the many mentions in bulk."""
    many = [row for _, row in fresh if isinstance(row, Mention)]
    Mention.objects.bulk_create(many, batch_size=500)
    for wanted, row in fresh:
        if not isinstance(row, Mention):
            row.save()
        yield wanted, row


def _drop(
    last: dict[str, Any], memory: dict[str, Any], rows: dict[tuple[str, int], Passage], tally: Tally
) -> None:
    """Passages that the file no longer asks for go, where no editor touched them."""
    for key, entry in last.items():
        row = rows.get((key.split("|")[0], entry[0]))
        if key not in memory and row is not None and _untouched(row, entry[1]):
            row.delete()
            tally.changed += 1


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.pk if isinstance(value, models.Model) else value for name, value in fields.items()}


# What the record asks for


def _all_wanted(
    writer: Writer, record: Record, article: Article, last: dict[str, Any], tally: Tally
) -> Iterator[Wanted]:
    yield from _mentions(writer, record, article, tally)
    for part, read in (("quotes", _quote), ("citations", _citation)):
        for index, given in enumerate(record.values.get(part) or []):
            with_problems = _tried(
                lambda g=given, i=index, r=read: r(writer, record, article, g, i),
                record,
                (part, index),
                tally,
            )
            if with_problems:
                yield with_problems


def _tried(make: Any, record: Record, at: tuple[str | int, ...], tally: Tally) -> Any:
    """What `make` gives; None, and a line in the tally, if it is refused or has nothing left to hang on to."""
    try:
        return make()
    except Refusal as refusal:
        tally.refuse(refusal.problems)
    except Gone as gone:
        tally.keep(record.problem(f"{gone} What hangs on it is left out.", *at))
    return None


def _mentions(writer: Writer, record: Record, article: Article, tally: Tally) -> Iterator[Wanted]:
    given = record.values.get("mentions") or {}
    if isinstance(given, list):
        for index, item in enumerate(given):
            found = _tried(
                lambda i=item, n=index: _mention(writer, record, article, i, n),
                record,
                ("mentions", index),
                tally,
            )
            if found:
                yield found
        return
    forms: dict[str, list[tuple[Entity, tuple[str | int, ...]]]] = defaultdict(list)
    for id, words in given.items():
        entity = _tried(lambda i=id: writer.entity(record, i, "mentions", i), record, ("mentions", id), tally)
        for index, form in enumerate(words if entity else []):
            forms[form].append((entity, ("mentions", id, index)))
    yield from _short_form(record, article, forms, tally)


def _short_form(
    record: Record,
    article: Article,
    forms: dict[str, list[tuple[Entity, tuple[str | int, ...]]]],
    tally: Tally,
) -> Iterator[Wanted]:
    """Every whole-word occurrence of each form, the longest form first at each place."""
    counts: dict[str, int] = defaultdict(int)
    for start, end in occurrences(article.text, forms):
        form = article.text[start:end]
        counts[form] += 1
        for entity, at in forms[form]:
            fields = {"entity": entity, "decision": Decision.ACCEPTED}
            yield Wanted(Mention, f"mention|{entity.pk}|{form}|{counts[form]}", start, end, fields, at)
    for form, places in forms.items():
        if not counts[form]:
            inside = form in article.text
            why = (
                "stands only inside longer names here: list none, or those"
                if inside
                else _not_there(article.text, form)
            )
            for _, at in places:
                tally.refuse([record.problem(f"“{form}” {why}", *at)])


def occurrences(text: str, forms: Any) -> Iterator[tuple[int, int]]:
    """Spans of the written forms in `text`: whole words, the longest at each place, never overlapping."""
    if not forms:
        return
    ordered = sorted(forms, key=len, reverse=True)
    pattern = "|".join(
        f"{_border(form[0], '(?<!')}{re.escape(form)}{_border(form[-1], '(?!')}" for form in ordered
    )
    for found in re.finditer(pattern, text):
        yield found.span()


def _border(letter: str, look: str) -> str:
    """No letter may touch a letter of the form; scripts that write without spaces have no such borders."""
    return rf"{look}\w)" if letter.isalnum() and not _NO_SPACES.match(letter) else ""


def _mention(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("mentions", index)
    entity = writer.entity(record, given["entity"], *at, "entity")
    key = f"mention|{entity.pk}|{_words_key(given)}"
    return _wanted(Mention, key, record, article, given, {"entity": entity}, at)


def _quote(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("quotes", index)
    speaker = writer.entity(record, given["speaker"], *at, "speaker") if given.get("speaker") else None
    if speaker is None and not given.get("speaker_words") and given.get("decision") != Decision.REJECTED:
        raise record.refuse("Say who speaks: `speaker` with an id, or `speaker_words`.", *at)
    fields = {"speaker": speaker, "kind": given.get("kind") or QuoteKind.DIRECT}
    fields |= {name: given.get(name) or "" for name in ("speaker_words", "cue", "role")}
    return _wanted(Quote, f"quote|{_words_key(given)}", record, article, given, fields, at)


def _citation(writer: Writer, record: Record, article: Article, given: dict[str, Any], index: int) -> Wanted:
    at = ("citations", index)
    target, name = writer.target(record, given["fact"], *at, "fact")
    value = given.get("value") or getattr(target, name)
    if not value:
        raise record.refuse(
            f"The record holds no “{name}” of {target}: say what these words give as `value`.", *at
        )
    relation = target if isinstance(target, Relation) else None
    about = {"relation": relation, "entity": None if relation else target}
    fields = {**about, "field": name, "value": fact_value(record, name, value, *at, "value")}
    key = f"citation|{given['fact']}|{_words_key(given)}"
    return _wanted(Citation, key, record, article, given, fields, at)


def _words_key(given: dict[str, Any]) -> str:
    return f"{given['words']}|{given.get('occurrence', 1)}"


def _wanted(
    model: type[Passage],
    key: str,
    record: Record,
    article: Article,
    given: dict[str, Any],
    fields: dict[str, Any],
    at: tuple[str | int, ...],
) -> Wanted:
    """A passage as the file asks for it, at the place of its words, or lost as it was dumped."""
    fields["decision"] = given.get("decision") or Decision.ACCEPTED
    if not given.get("lost"):
        return Wanted(model, key, *span_of(record, article.text, given, at), fields, at)
    lost, words = given["lost"], given["words"]
    start, end = lost["start"], lost["start"] + len(words)
    anchor = anchors.Anchor(start, end, words, lost.get("prefix") or "", lost.get("suffix") or "")
    return Wanted(model, f"{key}|lost|{start}", start, end, fields, at, anchor)


def span_of(record: Record, text: str, given: dict[str, Any], at: tuple[str | int, ...]) -> tuple[int, int]:
    """Where the words of a passage stand; Refusal with the nearest words if they do not."""
    words, wanted = given["words"], given.get("occurrence", 1)
    start = -1
    for times in range(wanted):
        start = text.find(words, start + 1)
        if start < 0:
            if times:
                raise record.refuse(
                    f"“{words}” stands only {times} times in the text, not {wanted} times.", *at, "occurrence"
                )
            raise record.refuse(f"“{words}” {_not_there(text, words)}", *at, "words")
    return start, start + len(words)


def _not_there(text: str, words: str) -> str:
    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=50) if len(words) <= len(text) else None
    if near is None:
        return "is not in the article's text."
    start, end = near.dest_start, near.dest_end
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return f"is not in the article's text; the nearest words are “{text[start:end]}”."
