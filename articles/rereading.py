"""Working copies read again after names or rules changed. Live editions are not touched, decisions stay.

What is to be done is state in the database (`ArticleReading`), so a run that was cut off goes on where it ended, and
whoever looks does what waits: a worker, the web process that keeps the schedule, or `manage.py reread`.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles import analysis
from articles.analysis import Stored
from articles.known import knowledge
from articles.models import Article, ArticleReading, KnowledgeChange, Mention, Quote, Topic
from articles.reading import Copy, Knowledge, Reader, Reading, rules
from newsroom.editorial import Decision, StaleVersion
from newsroom.parallel import Crew, bunches
from people.models import Entity, Name

CHUNK = 100  # articles fetched at once
FEW = 50  # entities whose articles are looked for after one change; after a great load all articles are outdated
MOST = 1000  # articles of one entity that are read again by themselves, the newest
_TRIES = 3


@dataclass(frozen=True)
class Outcome:
    """What reading one article again changed: suggestions made and taken away, or why it could not be read."""

    pk: int
    slug: str
    made: int = 0
    gone: int = 0
    again: int = 0
    problem: str = ""


def outdated(since: date | None = None) -> QuerySet[Article]:
    """Working copies that were never read, or with older names or other rules; those of `since` and later."""
    now = knowledge_version()
    current = ArticleReading.objects.exclude(Q(names__lt=now) | ~Q(rules=rules(settings.NLP_PIPELINE)))
    rows = Article.objects.exclude(pk__in=current.values("pk"))
    return rows.filter(date__gte=since) if since else rows


def knowledge_version() -> int:
    """How often names have changed so far."""
    return KnowledgeChange.objects.version(Topic.NAMES)[0]


def reread(pks: Iterable[int], *, jobs: int = 1, dry_run: bool = False) -> Iterator[Outcome]:
    """Read working copies again, some of them in one transaction, in the order given; what fails is told, and holds up
    nothing. They are read in `jobs` processes and stored by this one. A dry run takes all back.
    """
    knows = knowledge()
    with Crew(Reader(knows), jobs) as crew:
        for some in bunches(crew.in_order(_copies(pks), _size), lambda read: _size(read[0])):
            yield from _stored_together(some, knows, dry_run)


def _size(copy: Copy) -> int:
    return len(copy.text)


def _copies(pks: Iterable[int]) -> Iterator[Copy]:
    ids = list(pks)
    for begin in range(0, len(ids), CHUNK):
        some = ids[begin : begin + CHUNK]
        rows = {
            row[0]: row
            for row in Article.objects.filter(pk__in=some).values_list("pk", "version", "text", "date")
        }
        yield from (Copy(*rows[pk]) for pk in some if pk in rows)


def _stored_together(
    some: list[tuple[Copy, tuple[Reading | None, str]]], knows: Knowledge, dry_run: bool
) -> Iterator[Outcome]:
    """Stored in one transaction; each by itself where that fails, so that one that cannot be stored holds up no other."""
    readings = {copy: found for copy, (found, _) in some if found}
    try:
        stored = _stored_at_once(readings, knows, dry_run)
    except Exception:  # noqa: BLE001  whatever it is: who tries each by itself tells it of the one that it is about
        stored = {copy.pk: _stored(copy, found, knows, dry_run) for copy, found in readings.items()}
    for copy, (_, problem) in some:
        yield stored[copy.pk] if copy.pk in stored else _kept(copy, problem, dry_run)


def _stored_at_once(readings: Mapping[Copy, Reading], knows: Knowledge, dry_run: bool) -> dict[int, Outcome]:
    """StaleVersion, or KeyError, if one of them was saved or deleted since it was read."""
    with transaction.atomic():
        rows = Article.objects.defer("body").in_bulk([copy.pk for copy in readings])
        for copy in readings:
            if rows[copy.pk].version != copy.version:
                raise StaleVersion(rows[copy.pk], copy.version)
        found = analysis.suggest_all([(rows[copy.pk], read) for copy, read in readings.items()], knows)
        transaction.set_rollback(dry_run)
    return {
        copy.pk: Outcome(copy.pk, rows[copy.pk].slug, stored.made, stored.gone, stored.again)
        for copy, stored in zip(readings, found, strict=True)
    }


def _stored(copy: Copy, found: Reading | None, knows: Knowledge, dry_run: bool) -> Outcome:
    problem = ""
    for _ in range(_TRIES):
        try:
            article = Article.objects.get(pk=copy.pk)
            stored = _suggested(article, found if article.version == copy.version else None, knows, dry_run)
        except Article.DoesNotExist:
            return Outcome(copy.pk, "", problem="It was deleted meanwhile.")
        except (
            StaleVersion,
            IntegrityError,
            OperationalError,
        ) as error:  # somebody else writes at the same moment
            problem = f"{type(error).__name__}: {error}"
        except Exception as error:  # noqa: BLE001  one article that cannot be stored holds up no other
            problem = f"{type(error).__name__}: {error}"
            break
        else:
            return Outcome(article.pk, article.slug, stored.made, stored.gone, stored.again)
    return _kept(copy, problem, dry_run)


def _suggested(article: Article, found: Reading | None, knows: Knowledge, dry_run: bool) -> Stored:
    with transaction.atomic():
        stored = analysis.suggest(article, knows, found)
        transaction.set_rollback(dry_run)
    return stored


def _kept(copy: Copy, problem: str, dry_run: bool = False) -> Outcome:
    """The outcome of what could not be read, remembered for the desk."""
    if not dry_run:
        ArticleReading.objects.update_or_create(article_id=copy.pk, defaults={"problem": problem})
    slug = Article.objects.filter(pk=copy.pk).values_list("slug", flat=True).first()
    return Outcome(copy.pk, slug or "", problem=problem)


# What waits


def want(articles: Any) -> int:
    """Let these working copies be read again by whoever looks next; how many that are."""
    return ArticleReading.objects.filter(article__in=articles).update(wanted=timezone.now())


def read_before() -> QuerySet[ArticleReading]:
    """What was read with older names or other rules than those of now."""
    return ArticleReading.objects.outdated(knowledge_version(), rules(settings.NLP_PIPELINE))


def want_outdated() -> int:
    """Let all that was read with older names or rules be read again; how many that are."""
    return read_before().update(wanted=timezone.now())


def go_on(seconds: float = 10) -> int:
    """Look which articles name what changed, and read what waits for so long; how many were read."""
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        if follow():
            continue
        waiting = dict(ArticleReading.objects.waiting().values_list("article_id", "wanted")[:20])
        if not waiting:
            break
        for outcome in reread(waiting):
            # wanted again meanwhile, it goes on waiting
            ArticleReading.objects.filter(pk=outcome.pk, wanted=waiting[outcome.pk]).update(wanted=None)
            done += 1
    return done


def follow() -> int:
    """Let the articles be read again that name the entity whose names changed first; how many changes that were.

    Where many entities changed at once, none of them is looked for.
    """
    rows = KnowledgeChange.objects.to_follow().order_by("pk").values_list("pk", "ref")
    changes = [(pk, ref) for pk, ref in rows if ref is not None]
    if not changes:
        return 0
    articles: set[int] = set()
    if len({ref for _, ref in changes}) <= FEW:
        changes = [change for change in changes if change[1] == changes[0][1]]
        entity = Entity.objects.filter(pk=changes[0][1]).select_related("survivor").first()
        articles = naming(entity) if entity else articles
    with transaction.atomic():
        want(articles)
        for begin in range(0, len(changes), 500):
            some = [pk for pk, _ in changes[begin : begin + 500]]
            KnowledgeChange.objects.filter(pk__in=some).update(ref=None)
    return len(changes)


def naming(entity: Entity) -> set[int]:
    """Working copies that were read, and hold a written form of the entity or a suggestion of it; the newest of many."""
    group = Entity.objects.group(entity)
    forms = set(group.values_list("name", flat=True)) | set(
        Name.objects.of(entity).values_list("text", flat=True)
    )
    read = ArticleReading.objects.order_by("-pk").values_list("pk", flat=True)
    found: set[int] = set()
    for form in sorted(forms):
        found |= set(read.filter(article__text__contains=form)[:MOST])
    for model, whose in ((Mention, "entity__in"), (Quote, "speaker__in")):
        rows = model.objects.working().filter(**{whose: group.values("pk")}, decision=Decision.SUGGESTED)
        found |= set(rows.order_by().values_list("article_id", flat=True).distinct()[:MOST])
    return set(sorted(found, reverse=True)[:MOST])
