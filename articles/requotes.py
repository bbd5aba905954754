"""The same words elsewhere: quotes that were printed more than once, and those that were given to two speakers.

The keys of quotes are derived: those of a working copy's accepted quote follow it at each save, those of live editions
are derived with all else (articles/derive.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import transaction
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, When

from articles.models import Article, Edition, Quote, QuoteKey, SharedWords
from articles.models.passage import BLANK
from articles.requoting import Again, again, quote_keys
from newsroom.editorial import Decision

#: repetitions of one article's or person's quotes that are looked at
NEAR = 60
#: keys that the queue of two speakers looks at
LOOKED_AT = 2000


@dataclass(frozen=True)
class Elsewhere:
    """A quote that repeats one at hand, and how the two differ; `words.one` is the one at hand."""

    quote: Quote
    words: Again


@dataclass(frozen=True)
class TwoSpeakers:
    """Two accepted quotes of the same words by two speakers."""

    one: Quote
    other: Quote
    words: Again


def keys_of(quote: Quote) -> frozenset[int]:
    """The keys that a quote should have: of those that count, what its words give."""
    counts = quote.decision == Decision.ACCEPTED and not quote.lost and BLANK not in quote.exact
    return quote_keys(quote.exact) if counts else frozenset()


def index(quotes: Collection[Quote]) -> None:
    """Bring the keys of these quotes in line with their words and decisions."""
    held = _held(quotes)
    gone, new = Q(), []
    for quote in quotes:
        wanted = keys_of(quote)
        if away := held[quote.pk] - wanted:
            gone |= Q(quote=quote.pk, key__in=away)
        new += [QuoteKey(quote_id=quote.pk, key=key) for key in sorted(wanted - held[quote.pk])]
    if gone:
        QuoteKey.objects.filter(gone).delete()
    QuoteKey.objects.bulk_create(new, batch_size=500)


def derive(article: Article) -> None:
    """Keys for the quotes of the edition that stands, and for those of no other edition."""
    edition = article.live_edition_id
    published = QuoteKey.objects.filter(quote__article=article, quote__edition__isnull=False)
    published.exclude(quote__edition=edition or 0).delete()
    if edition:
        index(list(Quote.objects.filter(edition=edition)))


def rebuild() -> None:
    """Make the keys of all quotes anew, a few hundred quotes at a time."""
    ids = list(_counted().order_by("pk").values_list("pk", flat=True))
    QuoteKey.objects.exclude(quote__in=_counted()).delete()
    for start in range(0, len(ids), 300):
        with transaction.atomic():
            index(list(Quote.objects.filter(pk__in=ids[start : start + 300])))


def wrong() -> Iterator[Quote]:
    """Quotes whose keys are not those of their words."""
    yield from Quote.objects.filter(pk__in=QuoteKey.objects.exclude(quote__in=_counted()).values("quote"))
    batch: list[Quote] = []
    for quote in _counted().order_by("pk").iterator(300):
        batch.append(quote)
        if len(batch) == 300:
            yield from _wrong(batch)
            batch = []
    yield from _wrong(batch)


def of_edition(edition: Edition) -> list[tuple[Quote, list[Elsewhere]]]:
    """Quotes of the edition that stands which readers may find elsewhere, too, in order. One query."""
    own = QuoteKey.objects.filter(quote__edition=edition)
    same = QuoteKey.objects.filter(key__in=own.values("key")).values("quote")
    first = Case(When(edition=edition, then=0), default=1)
    rows = _with_speaker(Quote.objects.live().filter(pk__in=same)).select_related("edition")
    found = list(rows.order_by(first, "start", "pk")[:NEAR])
    mine = [quote for quote in found if quote.edition_id == edition.pk]
    again_in = _pair(mine, [quote for quote in found if quote.edition_id != edition.pk])
    return [(quote, again_in[quote.pk]) for quote in mine if quote.pk in again_in]


def live_elsewhere(quotes: Sequence[Quote]) -> dict[int, list[Elsewhere]]:
    """Id → where readers may find the same words of the same speaker, or of nobody known. One query."""
    return _pair(quotes, _near(quotes, Quote.objects.live()))


def desk_elsewhere(quotes: Sequence[Quote]) -> dict[int, list[Elsewhere]]:
    """Id → the same words in other working copies, by whomever. One query."""
    return _pair(quotes, _near(quotes, Quote.objects.accepted()), same_speaker=False)


def two_speakers() -> list[TwoSpeakers]:
    """Accepted quotes of working copies that are of the same words and by two speakers, as far as no editor said that
    both are right."""
    working = Q(quote__edition__isnull=True, quote__decision=Decision.ACCEPTED, quote__lost=False)
    accepted = QuoteKey.objects.filter(working, quote__speaker__isnull=False)
    of_two = accepted.values("key").annotate(low=Min("quote__speaker"), high=Max("quote__speaker"))
    keys = of_two.filter(low__lt=F("high")).order_by("-key").values_list("key", flat=True)[:LOOKED_AT]
    by_key: dict[int, list[int]] = defaultdict(list)
    for key, quote in accepted.filter(key__in=list(keys)).values_list("key", "quote"):
        by_key[key].append(quote)
    rows = _with_speaker(Quote.objects.filter(pk__in={pk for ids in by_key.values() for pk in ids}))
    quotes = {quote.pk: quote for quote in rows.select_related("article")}
    pairs = {pair for ids in by_key.values() for pair in combinations(sorted(ids), 2)}
    pairs -= set(SharedWords.objects.values_list("one", "other"))
    found = []
    for first, second in sorted(pairs):
        one, other = quotes[first], quotes[second]
        words = again(one.exact, other.exact) if _speaker(one) != _speaker(other) else None
        if words:
            found.append(TwoSpeakers(one, other, words))
    return found


def _near(quotes: Sequence[Quote], among: QuerySet[Quote]) -> list[Quote]:
    """Quotes that share keys with these, those that share most first."""
    wanted = {key for quote in quotes for key in quote_keys(quote.exact)}
    if not wanted:
        return []
    shared = QuoteKey.objects.filter(key__in=wanted, quote=OuterRef("pk")).values("quote")
    count = Subquery(shared.annotate(n=Count("pk")).values("n"))
    same = QuoteKey.objects.filter(key__in=wanted).values("quote")
    return list(
        _with_speaker(among.filter(pk__in=same))
        .select_related("article", "edition")
        .order_by(-count, "pk")[:NEAR]
    )


def _pair(
    quotes: Sequence[Quote], others: Sequence[Quote], same_speaker: bool = True
) -> dict[int, list[Elsewhere]]:
    keys = {quote.pk: quote_keys(quote.exact) for quote in (*quotes, *others)}
    found: dict[int, list[Elsewhere]] = defaultdict(list)
    for quote in quotes:
        for other in others:
            if other.article_id == quote.article_id or not keys[quote.pk] & keys[other.pk]:
                continue
            if same_speaker and not _may_be_one(quote, other):
                continue
            if words := again(quote.exact, other.exact):
                found[quote.pk].append(Elsewhere(other, words))
    return dict(found)


def _with_speaker(rows: QuerySet[Quote]) -> QuerySet[Quote]:
    texts = [f"{home}__{name}" for home in ("article", "edition") for name in ("body", "text")]
    return rows.select_related("speaker__survivor").defer(*texts, "edition__html", "edition__jsonld")


def _speaker(quote: Quote) -> int | None:
    return quote.speaker.current.pk if quote.speaker else None


def _may_be_one(one: Quote, other: Quote) -> bool:
    """The same speaker, or one of them is not known."""
    return _speaker(one) is None or _speaker(other) is None or _speaker(one) == _speaker(other)


def _counted() -> QuerySet[Quote]:
    """Quotes that have keys: accepted ones of working copies, and those of editions that stand."""
    return Quote.objects.filter(
        Q(edition__isnull=True, decision=Decision.ACCEPTED, lost=False) | Q(edition__live_for__isnull=False)
    )


def _held(quotes: Collection[Quote]) -> dict[int, set[int]]:
    held: dict[int, set[int]] = defaultdict(set)
    for quote, key in QuoteKey.objects.filter(quote__in=[q.pk for q in quotes]).values_list("quote", "key"):
        held[quote].add(key)
    return held


def _wrong(quotes: Collection[Quote]) -> list[Quote]:
    held = _held(quotes)
    return [quote for quote in quotes if held[quote.pk] != keys_of(quote)]
