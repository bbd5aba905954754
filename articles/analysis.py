"""Runs the reading over an article and stores what it finds as suggestions. Never undoes a decision."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles import anchors, dating
from articles.known import known_names
from articles.linking import KnownNames, MentionFound
from articles.models import (
    Article,
    Candidate,
    CandidatePassage,
    CandidateState,
    DateExpression,
    Mention,
    Passage,
    Quote,
)
from articles.quoting import Office, QuoteFound
from articles.reading import read
from newsroom.editorial import Decision, Origin
from people.models import Relation, RelationKind
from people.names import key


@dataclass
class Stored:
    """How many suggestions one reading made, found again, and took away because they are found no more."""

    made: int = 0
    again: int = 0
    gone: int = 0

    def __iadd__(self, other: "Stored") -> "Stored":
        self.made, self.again, self.gone = (
            self.made + other.made,
            self.again + other.again,
            self.gone + other.gone,
        )
        return self


@transaction.atomic
def suggest(article: Article, known: KnownNames | None = None) -> Stored:
    """Read the working copy and store what is found and not decided yet.

    Accepted and rejected passages stay as they are, and what was rejected is not proposed again. `known` is the
    record's names; fetched unless given.
    """
    known = known if known is not None else known_names()
    found = read(article.text, article.date, known, offices_at(article.date))
    stored = _store_mentions(article, found.mentions)
    stored += _store_candidates(article, found.mentions)
    stored += _store_quotes(article, found.quotes)
    stored += reread_dates(article)
    return stored


def reread_dates(article: Article) -> Stored:
    """Read the dates of the working copy again, counted from its day."""
    found = dating.find_dates(article.text, article.date)
    wanted = {(d.start, d.end): lambda d=d: DateExpression(edtf=d.edtf, why=_short(d.why)) for d in found}
    rows = list(DateExpression.objects.working().filter(article=article))
    meaning = {(d.start, d.end): d.edtf for d in found}
    outdated = [
        row for row in rows if meaning.get((row.start, row.end), row.edtf) != row.edtf and _is_suggestion(row)
    ]
    DateExpression.objects.filter(pk__in=[row.pk for row in outdated]).delete()
    return _store(
        article,
        DateExpression,
        wanted,
        [row for row in rows if row not in outdated],
        lambda row: (row.start, row.end),
    )


def offices_at(day: date | None) -> list[Office]:
    """Who held which office on a day, by the relations of the record; nobody without a day."""
    if day is None:
        return []
    begun = Q(begin_earliest__lte=day) | Q(begin_earliest__isnull=True)
    not_over = Q(end_latest__gte=day) | Q(end_latest__isnull=True)
    held = Relation.objects.filter(
        begun, not_over, kind=RelationKind.HOLDS_ROLE_AT, decision=Decision.ACCEPTED
    )
    rows = held.exclude(title="").select_related("subject__survivor")
    return [Office(row.subject.current.name, row.title, row.subject.current.pk) for row in rows]


def _store_mentions(article: Article, found: Iterable[MentionFound]) -> Stored:
    wanted = {
        (m.start, m.end, m.entity): lambda m=m: Mention(entity_id=m.entity, why=_short(m.why))
        for m in found
        if isinstance(m.entity, int)
    }
    rows = list(Mention.objects.working().filter(article=article).select_related("entity"))
    return _store(article, Mention, wanted, rows, lambda row: (row.start, row.end, row.entity.current.pk))


def _store_candidates(article: Article, found: Iterable[MentionFound]) -> Stored:
    """Unknown names, grouped by key and kind over all articles; a dismissed or resolved one is not proposed again."""
    unknown = [m for m in found if m.entity is None and not m.candidates and key(m.name)]
    groups: dict[tuple[str, str], Candidate] = {}
    for m in unknown:
        group = (key(m.name)[:200], m.kind)
        if group not in groups:
            groups[group] = Candidate.objects.get_or_create(
                key=group[0], kind=m.kind, defaults={"name": m.name[:200]}
            )[0]
    wanted: dict[tuple[int, ...], Callable[[], Passage]] = {}
    for m in unknown:
        candidate = groups[key(m.name)[:200], m.kind]
        if candidate.state == CandidateState.OPEN:
            wanted[m.start, m.end, candidate.pk] = lambda m=m, c=candidate: CandidatePassage(
                candidate=c, why=_short(m.why)
            )
    rows = list(CandidatePassage.objects.working().filter(article=article))
    stored = _store(
        article, CandidatePassage, wanted, rows, lambda row: (row.start, row.end, row.candidate_id)
    )
    if stored.gone:
        Candidate.objects.filter(state=CandidateState.OPEN, passages__isnull=True).delete()
    return stored


def _store_quotes(article: Article, found: Iterable[QuoteFound]) -> Stored:
    wanted = {(q.start, q.end): lambda q=q: _quote(q) for q in found}
    rows = list(Quote.objects.working().filter(article=article))
    return _store(article, Quote, wanted, rows, lambda row: (row.start, row.end))


def _quote(found: QuoteFound) -> Quote:
    entity = found.speaker_entity if isinstance(found.speaker_entity, int) else None
    words = "" if entity else (found.speaker or "")[:200]
    return Quote(
        kind=found.kind, speaker_id=entity, speaker_words=words, cue=found.cue[:100], why=_short(found.why)
    )


def _store(
    article: Article,
    model: type[Passage],
    wanted: dict[Any, Callable[[], Passage]],
    rows: list[Any],
    identity: Callable[[Any], Any],
) -> Stored:
    """Make what is wanted and not there in any state; take away undecided suggestions that are wanted no more."""
    there = {identity(row) for row in rows}
    gone = [row.pk for row in rows if _is_suggestion(row) and identity(row) not in wanted]
    model._base_manager.filter(pk__in=gone).delete()
    decided = [(row.start, row.end) for row in rows if row.decision == Decision.ACCEPTED]
    fresh = []
    for name, make in wanted.items():
        if name in there or _crosses(name[0], name[1], decided):
            continue
        row = make()
        row.article, row.origin, row.decision = article, Origin.MACHINE, Decision.SUGGESTED
        row.place(anchors.make(article.text, name[0], name[1]))
        fresh.append(row)
    model._base_manager.bulk_create(fresh, batch_size=500)
    return Stored(made=len(fresh), again=len(wanted) - len(fresh), gone=len(gone))


def _is_suggestion(row: Passage) -> bool:
    return row.decision == Decision.SUGGESTED and row.origin == Origin.MACHINE


def _crosses(start: int, end: int, decided: list[tuple[int, int]]) -> bool:
    """Whether an editor accepted something else over the same words."""
    return any(start < other_end and other_start < end for other_start, other_end in decided)


def _short(why: str) -> str:
    return why[:300]
