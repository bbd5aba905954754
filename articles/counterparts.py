"""Articles that tell the same: found by the keys that they share, held to by their words, decided on by editors.

The keys of an article are derived from its working copy: `index` keeps them at each save, `rebuild` makes them anew, and
`manage.py verify` compares. Nothing is ever merged; what editors decided is not proposed again.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from articles import sharing
from articles.likeness import Keys, Likeness, Told, compare
from articles.models import Article, ArticleKey, Counterpart, Edition
from articles.vocabulary import Background, background_of
from newsroom.editorial import Decision, Origin

#: keys that two articles share before their words are compared, how many articles are compared at most, and how many of
#: the days before show what is new in a story
LEAST_KEYS, NEAR, EARLIER = 2, 12, 8
#: pairs of one article that are proposed at most
PROPOSED = 8

#: an article that tells the same as one at hand, and how alike they are
Alike = tuple[Article, Likeness]

_TEXTS = tuple(f"live_edition__{name}" for name in ("body", "text", "html", "jsonld"))


def keys_of(article: Article) -> Keys:
    """The keys that the working copy of an article should have."""
    return Told(article.headline, article.text, article.date).keys


def index(article: Article) -> None:
    """Bring the keys of an article in line with its working copy."""
    wanted = keys_of(article).own
    held = Counter(ArticleKey.objects.filter(article=article).values_list("key", flat=True))
    gone = {
        key for key, times in held.items() if key not in wanted or times > 1
    }  # twice by two writers at once
    if gone:
        ArticleKey.objects.filter(article=article, key__in=gone).delete()
    sharing.keep((article.pk, key) for key in sorted((wanted - held.keys()) | (wanted & gone)))


def index_new(keys: Mapping[int, Collection[int]]) -> None:
    """Keep the keys of articles that have none yet, by the ids of these."""
    sharing.keep((pk, key) for pk, own in keys.items() for key in sorted(own))


def rebuild() -> None:
    """Make the keys of all articles anew, a few hundred articles at a time."""
    for article in _all():
        with transaction.atomic():
            held = Article.objects.select_for_update(no_key=True).filter(pk=article.pk)
            if now := held.only(
                "headline", "text", "date"
            ).first():  # as it is, not as it was when the list began
                index(now)


def wrong() -> Iterator[Article]:
    """Articles whose keys are not those of their working copies."""
    for article in _all():
        held = ArticleKey.objects.filter(article=article).values_list("key", flat=True)
        if sorted(held) != sorted(keys_of(article).own):
            yield article


def _all() -> Iterator[Article]:
    return Article.objects.only("headline", "text", "date").order_by("pk").iterator(200)


def alike(told: Told, besides: Article | None = None) -> list[Alike]:
    """Articles that tell the same as a text, the most alike first.

    `besides` is the article of that text; what is not in the record yet comes after all that is.
    """
    pk = besides.pk if besides else None
    rows = _fetched(_near(told.keys, pk))
    return _alike(pk, [(row, told_by(row)) for row in rows.values()], told)[:PROPOSED]


def told_by(article: Article) -> Told:
    """What the working copy tells."""
    return Told(article.headline, article.text, article.date, article.publisher)


def suggest(article: Article) -> int:
    """Propose the articles that tell the same as this one, and take away what is proposed and true no more.

    How many pairs are new. Decided pairs stay as they are.
    """
    return len(suggest_all([article])[0])


def suggest_all(
    articles: Sequence[Article], keys: Mapping[int, Keys] | None = None, *, new: bool = False
) -> list[list[Alike]]:
    """`suggest` for several at once; for each the articles that it was not paired with before.

    `keys` are those of the articles, by id, where somebody made them already. `new`: these were made just now, their ids are
    in their order, and each is held against those before it and what others made meanwhile.
    """
    own, keys = {row.pk: told_by(row) for row in articles}, keys or {}
    held = {} if new else _held(articles)
    proposed = _proposed(held.values())  # some of them by the other article's reading
    last = max(own, default=None) if new else None
    near = {pk: {*_near(keys.get(pk) or told.keys, pk, last), *proposed[pk]} for pk, told in own.items()}
    rows = {row.pk: row for row in articles} | _fetched(
        {pk for pks in near.values() for pk in pks} - own.keys()
    )
    told = own | {pk: told_by(row) for pk, row in rows.items() if pk not in own}
    alike = {}
    for pk in own:
        here = [
            (rows[other], told[other]) for other in near[pk] if other in rows
        ]  # others are deleted by now
        found = _alike(pk, here, told[pk], last)
        alike[pk] = found[:PROPOSED] + [one for one in found[PROPOSED:] if _ends(pk, one[0].pk) in held]
    wanted: dict[tuple[int, int], Counterpart] = {}
    for row in articles:
        for beside, likeness in alike[row.pk]:
            pair = _pair(row, beside, likeness)
            wanted[pair.one_id, pair.other_id] = pair
    stale = [
        pair.pk
        for ids, pair in held.items()
        if _is_suggestion(pair) and (ids not in wanted or _says(pair) != _says(wanted[ids]))
    ]
    if stale:
        # not what an editor decided meanwhile
        Counterpart.objects.filter(pk__in=stale, decision=Decision.SUGGESTED).delete()
    # in one order: two readings never wait in a ring; the other article may be read just now, too
    fresh = [wanted[ids] for ids in sorted(wanted) if ids not in held or held[ids].pk in stale]
    if fresh:
        Counterpart.objects.bulk_create(fresh, ignore_conflicts=True)
    return [
        [(beside, how) for beside, how in alike[row.pk] if _ends(row.pk, beside.pk) not in held]
        for row in articles
    ]


def _held(articles: Sequence[Article]) -> dict[tuple[int, int], Counterpart]:
    """The pairs that one of these articles is in, by the ids of both."""
    ids = [row.pk for row in articles]
    pairs = Counterpart.objects.filter(Q(one__in=ids) | Q(other__in=ids)).order_by()
    return {(pair.one_id, pair.other_id): pair for pair in pairs}


def _proposed(pairs: Iterable[Counterpart]) -> Mapping[int, set[int]]:
    """Article → those that it is proposed with, by id."""
    found = defaultdict[int, set[int]](set)
    for pair in filter(_is_suggestion, pairs):
        found[pair.one_id].add(pair.other_id)
        found[pair.other_id].add(pair.one_id)
    return found


def _alike(
    pk: int | None, near: Iterable[tuple[Article, Told]], told: Told, last: int | None = None
) -> list[Alike]:
    """Those `near` that tell the same as what is `told`, by article `pk` where it is in the record; the most alike first.

    `last` is as in `_near`.
    """

    @cache
    def background() -> Background:
        rows = _fetched(_sharing(told.earlier_keys, pk, last, EARLIER))
        return background_of(told_by(row).stems for row in rows.values())

    found = []
    for row, there in sorted(near, key=lambda pair: pair[0].pk):
        pair = (there, told) if pk is None or row.pk < pk else (told, there)
        likeness = compare(*pair, background)
        if likeness:
            found.append((row, likeness))
    return sorted(found, key=lambda pair: -pair[1].score)


def _fetched(pks: Collection[int]) -> dict[int, Article]:
    """Articles with what is compared and told of them."""
    rows = Article.objects.only("headline", "slug", "text", "date", "publisher")
    return rows.in_bulk(pks) if pks else {}


def notes_on(article: Article) -> list[str]:
    """What to tell whoever brings an article in that is nearly the same as one that is here."""
    rows = Counterpart.objects.of(article).awaiting_review().select_related("one", "other")
    return [note_on(row.beside(article), row.why) for row in rows]


def note_on(beside: Article, why: str) -> str:
    """That an article seems to tell the same as one that is here."""
    return f"Seems to tell the same as {described(beside)}: {why}."


def described(article: Article) -> str:
    """Headline, publisher and day of an article."""
    day = f"{article.date:%Y-%m-%d}" if article.date else ""
    of = ", ".join(filter(None, (article.publisher, day)))
    return f"“{article}”" + (f" ({of})" if of else "")


@dataclass(frozen=True)
class Covered:
    """An article that covers the same, as readers see it. `kind` says what it is to the article at hand."""

    edition: Edition
    kind: str


def live_counterparts(article: Article) -> list[Covered]:
    """What editors said covers the same as this article and readers may see, by day. One query."""
    texts = [f"{end}__{name}" for end in ("one", "other") for name in ("body", "text", *_TEXTS)]
    rows = Counterpart.objects.live().of(article).defer(*texts)
    found = []
    for pair in rows.select_related("one__live_edition", "other__live_edition"):
        beside = pair.beside(article)
        kind = "also" if pair.newer_id is None else "newer" if pair.newer_id == beside.pk else "older"
        assert beside.live_edition
        found.append(Covered(beside.live_edition, kind))
    return sorted(found, key=lambda covered: (covered.edition.date, covered.edition.pk))


def _near(keys: Keys, besides: int | None, last: int | None = None) -> list[int]:
    """Ids of articles to compare with: those that share most of the wording's keys, and most of the topics.

    `besides` is the id of the article itself. With `last`, those from it to this one, made together with it, are left out.
    """
    shares = (_sharing(some, besides, last, NEAR) for some in (keys.wording, keys.around))
    return list(dict.fromkeys(pk for found in shares for pk in found))


def _sharing(keys: Collection[int], besides: int | None, last: int | None, most: int) -> list[int]:
    return sharing.sharing(keys, besides, last or besides, LEAST_KEYS, most)


def _pair(article: Article, beside: Article, likeness: Likeness) -> Counterpart:
    one, other = sorted((article, beside), key=lambda row: row.pk)
    newer = {1: one, 2: other}.get(likeness.newer or 0)
    return Counterpart(one=one, other=other, newer=newer, score=likeness.score, why=likeness.why)


def _ends(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _says(pair: Counterpart) -> tuple[Any, ...]:
    return pair.newer_id, pair.score, pair.why


def _is_suggestion(pair: Counterpart) -> bool:
    return pair.decision == Decision.SUGGESTED and pair.origin == Origin.MACHINE
