"""Changes on their way to what is kept beside the database: the search index now, webhooks later.

A trigger writes a `Change` in the transaction of the change itself, whoever writes (`tell`). A follower is
something that keeps up with the changes; there may be any number, each at its own place. Changes are only
added, and taken away when every follower has them. A change says what changed, not how: followers read the
record again, so a change may be followed twice.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from newsroom.triggers import Follow

log = logging.getLogger(__name__)

TABLE = "newsroom_change"
#: changes that are followed in one transaction
BATCH = 1000
#: a follower that leaves changes of this age where they are is given up; it has to begin anew
PATIENCE = timedelta(days=7)
#: the key of the lock under which batches are numbered on PostgreSQL; SQLite has one writer anyway
LOCK = 0x6F757462

Refs = set[tuple[str, int]]

#: what follows in this process at each commit, if no worker does
at_commit: list[Callable[[], object]] = []


class ChangeQuerySet(models.QuerySet["Change"]):
    def after(self, batch: int) -> "ChangeQuerySet":
        """What somebody who has followed up to this batch has yet to follow."""
        return self.filter(Q(batch__isnull=True) | Q(batch__gt=batch))


class Change(models.Model):
    """`kind` and `ref` say what changed. `hides`: what others keep of it may no longer be shown.

    `batch` is the place in the order of following. It is given after the commit, since ids are not in the
    order of commits.
    """

    kind = models.CharField(max_length=16)
    ref = models.BigIntegerField()
    hides = models.BooleanField()
    at = models.DateTimeField(db_default=Now())
    batch = models.BigIntegerField(null=True, db_index=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class Follower(models.Model):
    """Something that has followed all changes up to `batch`."""

    name = models.CharField(max_length=80, unique=True)
    batch = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name} at {self.batch}"

    def pending(self) -> QuerySet[Change]:
        """What it has yet to follow."""
        return Change.objects.after(self.batch)


def tell(
    name: str,
    table: str,
    after: str,
    kind: str,
    ids: str,
    *,
    hides: bool = False,
    when: str = "1 = 1",
    needs: tuple[str, ...] = (),
) -> Follow:
    """The trigger that writes a change of `kind` for each of `ids`, an SQL query whose column is `id`."""
    statement = (
        f"INSERT INTO {TABLE} (kind, ref, hides)"  # noqa: S608  our own words
        f" SELECT '{kind}', found.id, {'TRUE' if hides else 'FALSE'} FROM ({ids}) AS found"
    )
    return Follow(name, table, after, statement, when, needs=(TABLE, *needs))


def changed(kind: str, ref: int) -> None:
    """Note a change that no trigger sees."""
    Change.objects.create(kind=kind, ref=ref, hides=False)


def follow_at_commit() -> None:
    """Let what follows in this process do so once this transaction is committed, unless a worker does."""
    waiting = (entry[1] for entry in connection.run_on_commit)
    if not settings.OUTBOX_WORKER and follow_now not in waiting:
        transaction.on_commit(follow_now)


def follow() -> None:
    """Let all follow that changed. Raises what a follower raises."""
    if Change.objects.exists():
        for follower in at_commit:
            follower()


def follow_now() -> None:
    """Let all follow. Errors are logged: the change itself is made, and whoever made it need not know."""
    try:
        follow()
    except Exception:
        log.exception("Changes could not be followed; they are kept, and the next change tries again.")


def register(name: str) -> Follower:
    """A new follower, from here on: what is committed by now is in the record that it reads next."""
    with transaction.atomic():
        return Follower.objects.create(name=name, batch=_number())


def forget(name: str) -> None:
    """A follower that is no more."""
    Follower.objects.filter(name=name).delete()


def drain(name: str, apply: Callable[[Refs], object]) -> int:
    """Hand the follower of this name what it has yet to follow, batch by batch; how many things that were.

    One process at a time; each waits for the one before, so that what it wrote is followed when this returns.
    `apply` reads the record as it is now. When it fails, or the process ends in the middle, the batch is
    handed out again.
    """
    followed = 0
    while True:
        _number()
        refs = _hand_out(name, apply)
        if not refs:
            break
        followed += len(refs)
    if followed:
        prune()
    return followed


def prune() -> None:
    """Take away what all have followed, and give up followers that are not coming."""
    with transaction.atomic():
        _lock()
        if Follower.objects.count() > 1:
            old = Change.objects.filter(at__lt=timezone.now() - PATIENCE).aggregate(last=Max("batch"))
            Follower.objects.filter(batch__lt=old["last"] or 0).delete()
        slowest = Follower.objects.aggregate(slowest=Min("batch"))["slowest"]
        done = Change.objects.filter(batch__lte=slowest) if slowest is not None else Change.objects.all()
        done.delete()


def _lock() -> None:
    """One at a time in what follows, until the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _number() -> int:
    """Give the committed changes their places, in the order in which others see them. The last place."""
    with transaction.atomic():
        _lock()
        last = max(
            Change.objects.aggregate(last=Max("batch"))["last"] or 0,
            Follower.objects.aggregate(last=Max("batch"))["last"] or 0,
        )
        waiting = Change.objects.filter(batch__isnull=True).order_by("pk").values("pk")
        while Change.objects.filter(pk__in=waiting[:BATCH]).update(batch=last + 1):
            last += 1
        return last


def _hand_out(name: str, apply: Callable[[Refs], object]) -> Refs:
    """The next batch, followed. Empty if there is none, or nobody of this name."""
    with transaction.atomic():
        follower = Follower.objects.select_for_update().filter(name=name).first()
        batch = follower and follower.pending().aggregate(next=Min("batch"))["next"]
        if not follower or not batch:
            return set()
        refs: Refs = set(Change.objects.filter(batch=batch).values_list("kind", "ref").distinct().order_by())
        apply(refs)
        Follower.objects.filter(pk=follower.pk).update(batch=batch)
        return refs
