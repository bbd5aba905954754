"""Runs the reading over an article and stores what it finds as suggestions. Never undoes a decision."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import anchors, counterparts, dating, proposing
from articles.dating import DateFound
from articles.known import knowledge
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
from newsroom.editorial import Decision, Origin, StaleVersion
from people.names import key

_TRIES = 3  # when somebody saves the article meanwhile


@dataclass
class Stored:
    """How many suggestions one reading made, found again, and took away because they are found no more.

    `candidates` are the ids of unknown names that no article had before.
    """

    made: int = 0
    again: int = 0
    gone: int = 0
    candidates: list[int] = field(default_factory=list)

    def __iadd__(self, other: "Stored") -> "Stored":
        self.made += other.made
        self.again += other.again
        self.gone += other.gone
        self.candidates += other.candidates
        return self


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
            with transaction.atomic():
                article.hold()
                return _store_reading(article, found, knows)
        except StaleVersion as stale:
            if stale.current is None:
                raise
            article.refresh_from_db()
            found = None
    raise StaleVersion(article, article.version)


def _store_reading(article: Article, found: Reading, knows: Knowledge) -> Stored:
    stored = _store_mentions(article, found.mentions)
    stored += _store_candidates(article, found.mentions)
    stored += _store_quotes(article, found.quotes, knows)
    stored += _store_dates(article, found.dates)
    stored += Stored(*proposing.propose(article, found.happenings))
    counterparts.suggest(article)
    _remember(article, knows)
    return stored


def _remember(article: Article, knows: Knowledge) -> None:
    """With what it was read."""
    read = ArticleReading(
        article=article, names=knows.version, rules=rules(knows.pipeline), read_at=timezone.now()
    )
    ArticleReading.objects.bulk_create(
        [read],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["names", "rules", "read_at", "problem"],
    )


def reread_dates(article: Article) -> Stored:
    """Read the dates of the working copy again, counted from its day."""
    return _store_dates(article, dating.find_dates(article.text, article.date))


def _store_dates(article: Article, found: Iterable[DateFound]) -> Stored:
    wanted = {}
    for d in found:
        wanted[d.start, d.end] = row = DateExpression(why=_short(d.why))
        row.edtf = d.edtf  # type: ignore[assignment]  # the field is nullable by default
    rows = list(DateExpression.objects.working().filter(article=article))
    return _store(article, DateExpression, wanted, rows, _span, says=lambda row: row.edtf)


def _store_mentions(article: Article, found: Iterable[MentionFound]) -> Stored:
    wanted = {
        (m.start, m.end, m.entity): Mention(entity_id=m.entity, why=_short(m.why))
        for m in found
        if isinstance(m.entity, int)
    }
    rows = list(Mention.objects.working().filter(article=article).select_related("entity"))
    return _store(article, Mention, wanted, rows, lambda row: (row.start, row.end, row.entity.current.pk))


def _store_candidates(article: Article, found: Iterable[MentionFound]) -> Stored:
    """Unknown names, grouped by key and kind over all articles; a dismissed or resolved one is not proposed
    again.
    """
    unknown = [m for m in found if m.entity is None and not m.candidates and key(m.name)]
    names = {(key(m.name)[:200], str(m.kind)): m.name[:200] for m in reversed(unknown)}
    groups = _candidates(names)
    missing = names.keys() - groups.keys()
    if missing:
        # in one order for all writers, who might wait for each other in a ring
        fresh = [Candidate(key=group[0], kind=group[1], name=names[group]) for group in sorted(missing)]
        Candidate.objects.bulk_create(fresh, ignore_conflicts=True)
        groups |= _candidates(missing)
    new = [groups[group].pk for group in sorted(missing)]
    wanted: dict[Any, Passage] = {}
    for m in unknown:
        candidate = groups[key(m.name)[:200], m.kind]
        if candidate.state == CandidateState.OPEN:
            passage = CandidatePassage(candidate=candidate, why=_short(m.why))
            wanted[m.start, m.end, candidate.pk] = passage
    rows = list(CandidatePassage.objects.working().filter(article=article))
    mentions = Mention.objects.working().filter(article=article, lost=False)
    named = mentions.exclude(decision=Decision.SUGGESTED).values_list("start", "end")
    stored = _store(
        article,
        CandidatePassage,
        wanted,
        rows,
        lambda row: (row.start, row.end, row.candidate_id),
        decided=list(named),
    )
    if stored.gone:
        Candidate.objects.filter(state=CandidateState.OPEN, passages__isnull=True).delete()
    stored.candidates = new
    return stored


def _candidates(groups: Collection[tuple[str, str]]) -> dict[tuple[str, str], Candidate]:
    """The candidates of these keys and kinds."""
    rows = Candidate.objects.filter(key__in={name for name, _ in groups}) if groups else ()
    return {(row.key, row.kind): row for row in rows if (row.key, row.kind) in groups}


def _store_quotes(article: Article, found: Iterable[QuoteFound], knows: Knowledge) -> Stored:
    wanted = {(q.start, q.end): _quote(q, knows.role_on(q.speaker_entity, article.date)) for q in found}
    rows = list(Quote.objects.working().filter(article=article))
    said = lambda row: (row.kind, row.speaker_id, row.speaker_words, row.cue, row.role)  # noqa: E731
    return _store(article, Quote, wanted, rows, _span, says=said)


def _span(row: Passage) -> tuple[int, int]:
    return row.start, row.end


def _quote(found: QuoteFound, role: str) -> Quote:
    entity = found.speaker_entity if isinstance(found.speaker_entity, int) else None
    words = "" if entity else (found.speaker or "")[:200]
    cue, why = found.cue[:100], _short(found.why)
    return Quote(kind=found.kind, speaker_id=entity, speaker_words=words, role=role[:200], cue=cue, why=why)


def _store(
    article: Article,
    model: type[Passage],
    wanted: Mapping[Any, Any],
    rows: list[Any],
    identity: Callable[[Any], Any],
    says: Callable[[Any], Any] = lambda row: None,
    decided: Sequence[tuple[int, int]] = (),
) -> Stored:
    """Make what is wanted and not there in any state; take away undecided suggestions that are wanted no
    more.

    `identity` tells what a row is about, the key of `wanted`; a suggestion that `says` something else by now
    is made anew. `decided` are spans that suggestions keep off, beside those of accepted rows.
    """
    outdated = [
        row.pk
        for row in rows
        if _is_suggestion(row) and (identity(row) not in wanted or says(wanted[identity(row)]) != says(row))
    ]
    model._base_manager.filter(pk__in=outdated).delete()
    there = {identity(row) for row in rows if row.pk not in outdated}
    spans = [*decided, *(_span(row) for row in rows if row.decision == Decision.ACCEPTED)]
    fresh = []
    for name, row in wanted.items():
        if name in there or _crosses(name[0], name[1], spans):
            continue
        row.article, row.origin, row.decision = article, Origin.MACHINE, Decision.SUGGESTED
        row.place(anchors.make(article.text, name[0], name[1]))
        fresh.append(row)
    model._base_manager.bulk_create(fresh, batch_size=500)
    return Stored(made=len(fresh), again=len(there & wanted.keys()), gone=len(outdated))


def _is_suggestion(row: Passage) -> bool:
    return row.decision == Decision.SUGGESTED and row.origin == Origin.MACHINE


def _crosses(start: int, end: int, decided: list[tuple[int, int]]) -> bool:
    """Whether an editor accepted something else over the same words."""
    return any(start < other_end and other_start < end for other_start, other_end in decided)


def _short(why: str) -> str:
    return why[:300]
