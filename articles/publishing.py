"""From working copy to edition, and every other act on the public record.

Each act is one transaction, checks the version that its caller read, and leaves an `Act`: who, when, why. Acts go
one at a time (`derive.act`), since what is derived from one article counts those of others.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User as Account
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import derive
from articles.copying import accepted_once, edition_of, withdrawal_of
from articles.derive import act
from articles.models import (
    Act,
    Article,
    ArticleState,
    Citation,
    Edition,
    EditionKind,
    Mention,
    Quote,
    Rights,
    Verb,
)
from articles.models.edition import NOTED
from newsroom.editorial import Decision, StaleVersion
from people.models import Entity, EntityState, Relation

User = Account | None


@act()
def publish(
    article: Article,
    *,
    by: User,
    kind: EditionKind | None = None,
    note: str = "",
    why: str = "",
    at: datetime | None = None,
) -> Edition:
    """Make the working copy, at the version the caller read, the edition that stands.

    `kind` is the first edition or an update unless given; corrections, clarifications and retractions need a public
    `note`. `at` is the moment of publication (now). Raises StaleVersion, or ValidationError naming what is missing.
    """
    if kind == EditionKind.WITHDRAWAL:
        raise ValidationError("A withdrawal takes an article away: call it one, do not publish it.")
    moment = _moment(at or timezone.now())
    copy = _newest(article)
    previous = copy.editions.order_by("number").last()
    kind = kind or (EditionKind.UPDATE if previous else EditionKind.FIRST)
    _check_kind(copy, kind, previous, note)
    _check_ready(copy)
    edition = edition_of(copy, kind, note.strip(), by, moment, previous)
    _make_public(edition, by)
    _stand(copy, edition)
    _record(
        Verb.PUBLISH if kind not in NOTED else Verb.CORRECT, by, why or note, article=copy, edition=edition
    )
    article.refresh_from_db()
    return edition


def correct(
    article: Article, *, by: User, note: str, kind: EditionKind = EditionKind.CORRECTION, why: str = ""
) -> Edition:
    """Publish the working copy as a correction, clarification or retraction; readers see the note."""
    return publish(article, by=by, kind=kind, note=note, why=why)


@act()
def withdraw(article: Article, *, by: User, note: str, why: str = "") -> Edition:
    """Take the article and all its editions away; readers get 410 with the note. The working copy stays."""
    copy = _newest(article)
    previous = copy.editions.order_by("number").last()
    _check_kind(copy, EditionKind.WITHDRAWAL, previous, note)
    assert previous is not None
    edition = withdrawal_of(copy, previous, note.strip(), by)
    _stand(copy, None)
    _record(Verb.WITHDRAW, by, why or note, article=copy, edition=edition)
    article.refresh_from_db()
    return edition


@act()
def schedule(article: Article, *, at: datetime, by: User, why: str = "") -> None:
    """Have the working copy published at a moment to come."""
    at = _moment(at)
    copy = _newest(article)
    if at <= timezone.now():
        raise ValidationError(
            {"scheduled_for": f"{at:%Y-%m-%d %H:%M} is past: choose a moment to come, or publish now."}
        )
    _check_ready(copy)
    copy.state, copy.scheduled_for, copy.schedule_error = ArticleState.SCHEDULED, at, ""
    copy.scheduled_by = by
    copy.save()
    _record(Verb.SCHEDULE, by, why or f"for {at.isoformat()}", article=copy)
    article.refresh_from_db()


@act()
def unschedule(article: Article, *, by: User, why: str = "") -> None:
    """Take the working copy from the schedule; it is approved, and waits."""
    copy = _newest(article)
    if copy.state != ArticleState.SCHEDULED:
        raise ValidationError(f"“{copy}” is not scheduled.")
    _off_schedule(copy, ArticleState.APPROVED)
    copy.save()
    _record(Verb.UNSCHEDULE, by, why, article=copy)
    article.refresh_from_db()


@dataclass
class Due:
    """What one look at the schedule did: editions made, and (article id, message) of what failed."""

    published: list[Edition] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)


def publish_due(now: datetime | None = None) -> Due:
    """Publish what is due, one by one, each in its own transaction; a failure is written on its article and blocks nothing.

    Safe to run from several processes at once, and after any downtime: the schedule is state in the database.
    """
    now = now or timezone.now()
    result = Due()
    for pk in list(Article.objects.due(now).values_list("pk", flat=True)):
        try:
            edition = _publish_if_due(pk, now)
        except StaleVersion:
            continue  # somebody else published or changed it meanwhile; if it is still due, the next look finds it
        except Exception as error:  # noqa: BLE001  # whatever it is, the next article must not wait for it
            message = (
                "; ".join(error.messages)
                if isinstance(error, ValidationError)
                else f"{type(error).__name__}: {error}"
            )
            Article.objects.filter(pk=pk).update(schedule_error=message)
            result.failed.append((pk, message))
        else:
            if edition:
                result.published.append(edition)
    return result


@act()
def _publish_if_due(pk: int, now: datetime) -> Edition | None:
    article = Article.objects.due(now).filter(pk=pk).first()
    return publish(article, by=article.scheduled_by, why="scheduled") if article else None


@act()
def suppress(entity: Entity, *, by: User, reason: str) -> None:
    """Take an entity off every page, feed, count and answer at once. Its words stay in the articles, unlinked."""
    _needs(reason, "Say why it is suppressed: the desk will ask.")
    row = _newest_entity(entity)
    set_state(row, EntityState.SUPPRESSED, by)
    _record(Verb.SUPPRESS, by, reason, entity=row)
    derive.entities([row])
    entity.refresh_from_db()


@act()
def unsuppress(entity: Entity, *, by: User, reason: str) -> None:
    """Lift a suppression: public again where a live edition names, quotes or cites it, a draft otherwise."""
    row = _newest_entity(entity)
    if row.state != EntityState.SUPPRESSED:
        raise ValidationError(f"{row} is not suppressed.")
    set_state(row, EntityState.PUBLIC if in_live_edition(row) else EntityState.DRAFT, by)
    _record(Verb.UNSUPPRESS, by, reason, entity=row)
    derive.entities([row])
    entity.refresh_from_db()


@act()
def make_public(entity: Entity, *, by: User, why: str = "") -> None:
    """An editor gives a draft entity its page before any article does."""
    row = _newest_entity(entity)
    if row.state == EntityState.SUPPRESSED:
        raise ValidationError(f"{row} is suppressed: lift the suppression first.")
    if row.state == EntityState.DRAFT:
        set_state(row, EntityState.PUBLIC, by)
        _record(Verb.MAKE_PUBLIC, by, why, entity=row)
        derive.entities([row])
    entity.refresh_from_db()


@act()
def save_entity(entity: Entity, *, by: User, why: str = "") -> None:
    """Save an editor's change to an entity; a new name, address or kind goes into every page that shows it."""
    entity.full_clean(exclude=["survivor"])
    shown = ("name", "slug", "kind", "state")
    before = Entity.objects.filter(pk=entity.pk).values(*shown).first()
    entity._history_user = by  # type: ignore[attr-defined]
    entity.save()
    if before and before != {name: getattr(entity, name) for name in shown}:
        _record(Verb.RENAME, by, why or f"was “{before['name']}” at {before['slug']}", entity=entity)
        derive.entities([entity])


@act()
def save_relation(relation: Relation, *, by: User) -> None:
    """Save an editor's change to a relation; its ends and its decision go into what is derived from its citations."""
    relation.full_clean()
    relation._history_user = by  # type: ignore[attr-defined]
    relation.save()
    if (
        Citation.objects.in_live_editions()
        .filter(relation=relation, relation__decision=Decision.ACCEPTED)
        .exists()
    ):
        _publish_entities({relation.subject_id, relation.object_id}, by)
    derive.relation(relation)


def rederive(entities: Collection[Entity] | None = None, articles: Iterable[Article] | None = None) -> None:
    """Derive again for these entities and articles; for everything, from nothing, if neither is given."""
    if entities is None and articles is None:
        derive.rebuild()
        return
    with act():
        derive.entities(entities or [])
        derive.articles(Article.objects.filter(pk__in=[article.pk for article in articles or []]))


def in_live_edition(entity: Entity) -> bool:
    """Whether an edition that stands names, quotes or cites the entity, or anything merged into it."""
    return (
        Mention.objects.in_live_editions().of(entity).exists()
        or Quote.objects.in_live_editions().by(entity).exists()
        or Citation.objects.in_live_editions().touching(entity).exists()
    )


def _moment(at: datetime) -> datetime:
    """In UTC, as the record gives it back; one without a zone is in the site's."""
    return (at if timezone.is_aware(at) else timezone.make_aware(at)).astimezone(UTC)


def _newest(article: Article) -> Article:
    """The row as it is in the record, held for this transaction; StaleVersion if the caller read an older one."""
    article.hold()
    return Article.objects.get(pk=article.pk)


def _newest_entity(entity: Entity) -> Entity:
    """The row that stands for the entity, held for this transaction."""
    entity.hold()
    row = Entity.objects.get(pk=entity.pk).current
    row.hold()
    return row


def _check_kind(copy: Article, kind: EditionKind, previous: Edition | None, note: str) -> None:
    if kind == EditionKind.FIRST and previous:
        raise ValidationError(f"“{copy}” has a first edition already: publish an update or a correction.")
    if kind != EditionKind.FIRST and not previous:
        raise ValidationError(
            f"“{copy}” was never published: there is nothing to {EditionKind(kind).label} yet."
        )
    if kind in NOTED:
        _needs(note, f"A {EditionKind(kind).label} needs a note that tells readers what changed and why.")
        if not copy.is_live:
            raise ValidationError(f"“{copy}” is not live: publish it again as an update first.")


def _check_ready(copy: Article) -> None:
    """Whether the working copy can be read by the public; the address is checked here too, as a database error is no message."""
    missing: dict[str, str] = {}
    if not copy.headline.strip():
        missing["headline"] = "An article needs a headline before it is published."
    if not copy.text.strip():
        missing["body"] = "An article needs a text before it is published."
    if copy.rights == Rights.EXCERPT and not copy.publisher:
        missing["publisher"] = "An excerpt names whose text it is."
    if missing:
        raise ValidationError(missing)
    _check_quotes(copy)
    copy.clean()


def _check_quotes(copy: Article) -> None:
    """An edition holds one quote over the same words; copies that say the same are none."""
    said: dict[tuple[int, int], int] = Counter((row.start, row.end) for row in accepted_once(Quote, copy))
    for start, end in (span for span, times in said.items() if times > 1):
        raise ValidationError(
            {
                "body": f"Two accepted quotes stand on the same words, “{copy.text[start:end]}”: keep one of them."
            }
        )


def _needs(text: str, message: str) -> None:
    if not text.strip():
        raise ValidationError(message)


def _make_public(edition: Edition, by: User) -> None:
    """Draft entities that the edition names, quotes or cites get their pages; suppressed ones stay where they are."""
    ids: set[int | None] = set(edition.mention_set.order_by().values_list("entity", flat=True))
    ids |= set(edition.quote_set.order_by().values_list("speaker", flat=True))
    ids |= {pk for ends in derive.cited_entities(edition.citation_set.all()) for pk in ends}
    _publish_entities(ids, by)


def _publish_entities(ids: set[int | None], by: User) -> None:
    """Give pages to those of these entities, or to what stands for them, that are drafts."""
    rows = Entity.objects.filter(pk__in=[pk for pk in ids if pk]).select_related("survivor")
    roots = {row.current.pk for row in rows if row.current.state == EntityState.DRAFT}
    drafts = Entity.objects.filter(pk__in=roots, state=EntityState.DRAFT).order_by("pk")
    made = list(drafts.select_for_update(of=("self",))) if roots else []
    for entity in made:
        set_state(entity, EntityState.PUBLIC, by)
    if made:
        derive.entities(made)


def set_state(entity: Entity, state: EntityState, by: User) -> None:
    """Save an entity's state in its history under `by`; the caller derives again."""
    entity.state = state
    entity._history_user = by  # type: ignore[attr-defined]
    entity.save()


def _stand(copy: Article, edition: Edition | None) -> None:
    """Let this edition, or none, be what readers see."""
    copy.live_edition = edition
    copy.live_date = edition.date if edition else None
    if edition and copy.published_at is None:
        copy.published_at = edition.published_at
    _off_schedule(copy, ArticleState.DRAFT)
    copy.save()
    derive.article(copy)


def _off_schedule(copy: Article, state: ArticleState) -> None:
    copy.state, copy.scheduled_for, copy.scheduled_by, copy.schedule_error = state, None, None, ""


def _record(verb: Verb, by: User, why: str, **about: Any) -> None:
    Act.objects.create(verb=verb, by=by, why=why, **about)
