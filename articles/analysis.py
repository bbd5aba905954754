"""Runs the reading over an article and stores what it finds as suggestions. Never undoes a decision."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles import anchors, counterparts, dating, proposing
from articles.counterparts import Alike
from articles.known import knowledge
from articles.likeness import Keys
from articles.linking import MentionFound
from articles.models import (
    Article,
    ArticleReading,
    Candidate,
    CandidatePassage,
    CandidateState,
    DateExpression,
    Mention,
    Passage,
    Quote,
)
from articles.quoting import QuoteFound
from articles.reading import Knowledge, Reading, rules
from newsroom import bulk
from newsroom.editorial import Decision, Origin, StaleVersion
from newsroom.fields import edtf_values
from people.names import key

_TRIES = 3  # when somebody saves the article meanwhile
#: start, end and what a suggestion is about → its columns
Wanted = dict[tuple[Any, ...], dict[str, Any]]


@dataclass
class Stored:
    """How many suggestions one reading made, found again, and took away because they are found no more.

    `candidates` are the ids of unknown names that no article had before, `named` those of all that new suggestions name.
    """

    made: int = 0
    again: int = 0
    gone: int = 0
    candidates: list[int] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    alike: list[Alike] = field(default_factory=list)


@dataclass
class _Read:
    """A working copy and what was found in it. `new`: it was made just now, so that nothing is stored of it."""

    article: Article
    found: Reading
    new: bool
    stored: Stored = field(default_factory=Stored)


def suggest(article: Article, knows: Knowledge | None = None, found: Reading | None = None) -> Stored:
    """Read the working copy and store what is found and not decided yet.

    Accepted and rejected passages stay as they are, and what was rejected is not proposed again. `knows` is what the
    record knows; fetched unless given. `found` is the reading, with that, of the article as it is given; read unless
    given. Where somebody saves the article meanwhile, `article` becomes the newer one, and that is read: suggestions stand
    on the text that they were read from. Raises StaleVersion when it is saved again and again, or deleted.
    """
    knows = knows or knowledge()
    for _ in range(_TRIES):
        found = found or knows.read(article.text, article.date)
        try:
            return suggest_all([(article, found)], knows)[0]
        except StaleVersion as stale:
            if stale.current is None:
                raise
            article.refresh_from_db()
            found = None
    raise StaleVersion(article, article.version)


def suggest_all(
    readings: Sequence[tuple[Article, Reading]],
    knows: Knowledge,
    *,
    keys: Mapping[int, Keys] | None = None,
    new: bool = False,
) -> list[Stored]:
    """Store what was found in these articles, each once, in one transaction: as if one after the other was stored.

    `keys` are those by which what tells the same is found, where somebody made them already. `new`: the articles were made
    in this transaction, nothing is stored of them, and their ids are in their order. Raises StaleVersion, and stores nothing,
    if somebody saved one of them meanwhile.
    """
    reads = [_Read(article, found, new) for article, found in readings]
    with transaction.atomic(savepoint=not new):
        if not new:
            _hold([read.article for read in reads])
        _store_mentions(reads)
        _store_candidates(reads)
        _store_quotes(reads, knows)
        _store_dates(reads)
        _propose(reads)
        alike = counterparts.suggest_all([read.article for read in reads], keys, new=new)
        for read, found in zip(reads, alike, strict=True):
            read.stored.alike = found
        _remember(reads, knows)
    return [read.stored for read in reads]


def _hold(articles: Sequence[Article]) -> None:
    """StaleVersion unless these are the newest versions; nobody else may write them until the transaction ends."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles]).order_by("pk")
    newest = dict(rows.select_for_update(no_key=True).values_list("pk", "version"))
    for article in articles:
        if newest.get(article.pk) != article.version:
            raise StaleVersion(article, article.version)


def _propose(reads: Sequence[_Read]) -> None:
    held = proposing.held(read.article for read in reads if not read.new)
    for read in reads:
        rows = held.get(read.article.pk, [])
        if rows or read.found.happenings:
            proposed = proposing.propose(read.article, read.found.happenings, rows)
            _count(read, proposed.made, proposed.again, proposed.gone)


def _remember(reads: Sequence[_Read], knows: Knowledge) -> None:
    """With what they were read."""
    now, by = timezone.now(), rules(knows.pipeline)
    ArticleReading.objects.bulk_create(
        [ArticleReading(article=read.article, names=knows.version, rules=by, read_at=now) for read in reads],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["names", "rules", "read_at", "problem"],
    )


def reread_dates(article: Article) -> None:
    """Read the dates of the working copy again, counted from its day."""
    _store_dates([_Read(article, Reading(dates=dating.find_dates(article.text, article.date)), new=False)])


def _store_dates(reads: Sequence[_Read]) -> None:
    wanted: list[Wanted] = [
        {(d.start, d.end): {**edtf_values("edtf", d.edtf), "why": _short(d.why)} for d in read.found.dates}
        for read in reads
    ]
    _store(reads, DateExpression, wanted, _rows(DateExpression, reads, "edtf"), says=("edtf",))


def _store_mentions(reads: Sequence[_Read]) -> None:
    wanted: list[Wanted] = [
        {
            (m.start, m.end, m.entity): {"entity_id": m.entity, "why": _short(m.why)}
            for m in read.found.mentions
            if isinstance(m.entity, int)
        }
        for read in reads
    ]
    rows = _rows(Mention, reads, stands=Coalesce("entity__survivor", "entity"))
    _store(reads, Mention, wanted, rows, about=lambda row: (row.stands,))


def _store_candidates(reads: Sequence[_Read]) -> None:
    """Unknown names, grouped by key and kind over all articles; a dismissed or resolved one is not proposed
    again.
    """
    unknown = [[(_group(m), m) for m in read.found.mentions if _is_unknown(m)] for read in reads]
    first: dict[_Group, tuple[_Read, str]] = {}
    for read, found in zip(reads, unknown, strict=True):
        for group, m in found:
            first.setdefault(group, (read, m.name[:200]))
    groups = _candidates(first)
    missing = sorted(first.keys() - groups.keys())
    if missing:
        # in one order for all writers, who might wait for each other in a ring
        fresh = [Candidate(key=group[0], kind=group[1], name=first[group][1]) for group in missing]
        Candidate.objects.bulk_create(fresh, ignore_conflicts=True)
        groups |= _candidates(missing)
    for group in missing:
        first[group][0].stored.candidates.append(groups[group].pk)
    wanted: list[Wanted] = []
    for read, found in zip(reads, unknown, strict=True):
        wanted.append({})
        for group, m in found:
            pk = groups[group].pk
            if groups[group].state == CandidateState.OPEN:
                wanted[-1][m.start, m.end, pk] = {"candidate_id": pk, "why": _short(m.why)}
                read.stored.named.add(pk)
    rows = _rows(CandidatePassage, reads, "candidate_id")
    about = lambda row: (row.candidate_id,)  # noqa: E731
    gone = _store(reads, CandidatePassage, wanted, rows, about=about, decided=_named(reads))
    if gone:
        left = Candidate.objects.filter(state=CandidateState.OPEN, passages__isnull=True)
        left.filter(pk__in={row.candidate_id for row in gone}).delete()


_Group = tuple[str, str]


def _group(found: MentionFound) -> _Group:
    """What unknown names of one thing have in common."""
    return key(found.name)[:200], str(found.kind)


def _is_unknown(found: MentionFound) -> bool:
    return found.entity is None and not found.candidates and bool(key(found.name))


def _named(reads: Sequence[_Read]) -> dict[int, list[tuple[int, int]]]:
    """Article → spans of which editors said whom they name, or do not."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if old := [read.article.pk for read in reads if not read.new]:
        rows = Mention.objects.working().filter(article__in=old, lost=False)
        decided = rows.exclude(decision=Decision.SUGGESTED).order_by()
        for pk, *span in decided.values_list("article", "start", "end"):
            spans[pk].append((span[0], span[1]))
    return spans


def _candidates(groups: Collection[_Group]) -> dict[_Group, Candidate]:
    """The candidates of these keys and kinds."""
    names, found = sorted({name for name, _ in groups}), {}
    for begin in range(0, len(names), 500):
        for row in Candidate.objects.filter(key__in=names[begin : begin + 500]).order_by():
            if (row.key, row.kind) in groups:
                found[row.key, row.kind] = row
    return found


_SAID = ("kind", "speaker_id", "speaker_words", "cue", "role")


def _store_quotes(reads: Sequence[_Read], knows: Knowledge) -> None:
    wanted: list[Wanted] = [
        {
            (q.start, q.end): _quote(q, knows.role_on(q.speaker_entity, read.article.date))
            for q in read.found.quotes
        }
        for read in reads
    ]
    _store(reads, Quote, wanted, _rows(Quote, reads, *_SAID), says=_SAID)


def _quote(found: QuoteFound, role: str) -> dict[str, Any]:
    entity = found.speaker_entity if isinstance(found.speaker_entity, int) else None
    return {
        "kind": found.kind,
        "speaker_id": entity,
        "speaker_words": "" if entity else (found.speaker or "")[:200],
        "cue": found.cue[:100],
        "role": role[:200],
        "why": _short(found.why),
    }


def _rows(model: type[Passage], reads: Sequence[_Read], *columns: str, **named: Any) -> dict[int, list[Any]]:
    """Article → what is compared of its passages of a kind, in any state."""
    rows: dict[int, list[Any]] = defaultdict(list)
    if old := [read.article.pk for read in reads if not read.new]:
        working = model._base_manager.filter(article__in=old, edition__isnull=True).order_by()
        for row in working.annotate(**named).values_list(*_COMPARED, *columns, *named, named=True):
            rows[row.article_id].append(row)
    return rows


_COMPARED = ("pk", "article_id", "start", "end", "decision", "origin")


def _store(
    reads: Sequence[_Read],
    model: type[Passage],
    wanted: Sequence[Wanted],
    rows: Mapping[int, list[Any]],
    *,
    about: Callable[[Any], tuple[Any, ...]] = lambda row: (),
    decided: Mapping[int, list[tuple[int, int]]] | None = None,
    says: Sequence[str] = (),
) -> list[Any]:
    """For each of the articles, make what is wanted and not there in any state; take away undecided suggestions that are
    wanted no more. The rows taken away.

    A row is of its start, its end, and what it is `about`, the key in `wanted`; a suggestion of which one of the columns
    `says` something else by now is made anew. `decided` are spans that suggestions keep off, beside those of accepted rows.
    """
    fresh: list[dict[str, Any]] = []
    outdated: list[Any] = []
    for read, own in zip(reads, wanted, strict=True):
        there, gone = set(), []
        spans = list(decided.get(read.article.pk, ())) if decided else []
        for row in rows.get(read.article.pk, ()):
            what = (row.start, row.end, *about(row))
            new = own.get(what)
            if _is_suggestion(row) and (new is None or any(new[name] != getattr(row, name) for name in says)):
                gone.append(row)
            else:
                there.add(what)
            if row.decision == Decision.ACCEPTED:
                spans.append((row.start, row.end))
        made = [
            {**_place(read.article, what[0], what[1]), **values}
            for what, values in own.items()
            if not _is_settled(what, there, spans)
        ]
        _count(read, len(made), len(there & own.keys()), len(gone))
        fresh += made
        outdated += gone
    if outdated:
        model._base_manager.filter(pk__in=[row.pk for row in outdated]).delete()
    bulk.insert(model, fresh)
    return outdated


def _place(article: Article, start: int, end: int) -> dict[str, Any]:
    """Where a suggestion of the machine stands, by column."""
    return {
        "article_id": article.pk,
        "origin": Origin.MACHINE,
        **vars(anchors.make(article.text, start, end)),
    }


def _is_settled(what: tuple[Any, ...], there: set[Any], spans: list[tuple[int, int]]) -> bool:
    """Whether this is there, or an editor accepted something else over the same words."""
    start, end = what[:2]
    return what in there or any(start < other_end and other_start < end for other_start, other_end in spans)


def _count(read: _Read, made: int, again: int, gone: int) -> None:
    read.stored.made += made
    read.stored.again += again
    read.stored.gone += gone


def _is_suggestion(row: Any) -> bool:
    return row.decision == Decision.SUGGESTED and row.origin == Origin.MACHINE


def _short(why: str) -> str:
    return why[:300]
