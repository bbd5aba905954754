"""Two rows that are one thing: merge, undo, "not the same". Nothing is re-pointed; `survivor` is derived from the merges.

Faces outward: uses what is derived in articles, so that coverage, counts and pages follow at once.
"""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from articles import derive
from articles.models import Act, Verb
from articles.publishing import User, in_live_edition, set_state
from people.models import Distinction, Entity, EntityState, Merge


@derive.act()
def merge(loser: Entity, into: Entity, *, by: User, reason: str = "") -> Merge:
    """Let `into` (or what it was merged into) stand for `loser` too.

    Both are checked at the versions that the caller read. Raises StaleVersion, or ValidationError for a row with itself, a
    ring, two kinds, a recorded "not the same", or a suppression that the merge would lift.
    """
    loser.hold()
    into.hold()
    _refresh(loser, into)
    record = Merge(loser=loser, into=into, by=by, reason=reason, state_before=into.current.state)
    _check(record)
    record.save()
    before = _rows(loser, into)
    _flatten(before, by)
    survivor = Entity.objects.get(pk=into.pk).current
    if survivor.state == EntityState.DRAFT and (
        loser.state == EntityState.PUBLIC or in_live_edition(survivor)
    ):
        set_state(survivor, EntityState.PUBLIC, by)
    derive.entities(Entity.objects.filter(pk__in=before).select_related("survivor"))
    Act.objects.create(verb=Verb.MERGE, by=by, why=reason, entity=loser, other=survivor)
    _refresh(loser, into)
    return record


@derive.act()
def undo(record: Merge, *, by: User, reason: str = "") -> None:
    """Take a merge back, at any time and whatever was merged since: what belonged to the loser is its own again."""
    rows = Merge.objects.active().filter(pk=record.pk)
    if not rows.update(undone_at=timezone.now(), undone_by=by, undone_reason=reason):
        raise ValidationError("This merge was undone already.")
    before = _rows(record.loser, record.into)
    hidden = Entity.objects.get(pk=record.into_id).current.state == EntityState.SUPPRESSED
    _flatten(before, by)
    _settle_states(record, hidden, by)
    derive.entities(Entity.objects.filter(pk__in=before).select_related("survivor"))
    Act.objects.create(verb=Verb.UNDO_MERGE, by=by, why=reason, entity=record.loser, other=record.into)
    _refresh(record.loser, record.into)
    record.refresh_from_db(fields=["undone_at", "undone_by", "undone_reason"])


@derive.act()
def restore(loser: Entity, into: Entity, *, reason: str = "", state_before: str | None = None) -> Merge:
    """A merge that another database recorded, the states of its rows with it. Raises ValidationError as `merge` does."""
    record = Merge(loser=loser, into=into, reason=reason, state_before=state_before or into.current.state)
    record.clean()
    record.save()
    ids = _rows(loser, into)
    _flatten(ids, None)
    derive.entities(Entity.objects.filter(pk__in=ids).select_related("survivor"))
    return record


@derive.act()
def distinguish(one: Entity, other: Entity, *, by: User, reason: str = "") -> Distinction:
    """Record that two entities are not the same; later suggestions, loads and merges obey it."""
    _refresh(one, other)
    if one.current == other.current:
        raise ValidationError(f"{one} and {other} are merged: undo the merge first.")
    first, second = sorted((one, other), key=lambda entity: entity.pk)
    decided, made = Distinction.objects.get_or_create(
        one=first, other=second, defaults={"by": by, "reason": reason}
    )
    if made:
        Act.objects.create(verb=Verb.DISTINGUISH, by=by, why=reason, entity=first, other=second)
    return decided


def distinct(one: Entity, other: Entity) -> Distinction | None:
    """The decision that says these two, or any rows merged into them, are not the same; None if nobody said so."""
    ones, others = Entity.objects.group(one).values("pk"), Entity.objects.group(other).values("pk")
    return Distinction.objects.filter(
        Q(one__in=ones, other__in=others) | Q(one__in=others, other__in=ones)
    ).first()


def _check(record: Merge) -> None:
    loser, into = record.loser, record.into
    record.clean()
    if loser.survivor_id:
        raise ValidationError(
            f"{loser} was merged into {loser.survivor} already: merge that one, or undo first."
        )
    if loser.kind != into.kind:
        raise ValidationError(
            f"{loser} is a {loser.get_kind_display()} and {into} a {into.get_kind_display()}: change one's kind first."
        )
    if EntityState.SUPPRESSED in (loser.state, into.current.state) and loser.state != into.current.state:
        raise ValidationError(
            f"One of {loser} and {into} is suppressed: suppress both, or lift the suppression, first."
        )
    if decided := distinct(loser, into):
        raise ValidationError(
            f"{decided} was decided by {decided.by or 'somebody'} on {decided.at:%Y-%m-%d}: take that back first."
        )


def _rows(*entities: Entity) -> set[int]:
    """The ids of everything merged with any of these."""
    roots = {
        entity.survivor_id or entity.pk for entity in Entity.objects.filter(pk__in=[e.pk for e in entities])
    }
    return set(Entity.objects.filter(Q(pk__in=roots) | Q(survivor__in=roots)).values_list("pk", flat=True))


def _flatten(ids: set[int], by: User) -> None:
    """Set the survivors of these rows from the active merges among them.

    Rows that lose their survivor come first and rows that only now get one last, as no survivor may itself have one.
    """
    into = dict(Merge.objects.active().filter(loser__in=ids).values_list("loser_id", "into_id"))
    wanted = {loser: _root(loser, into) for loser in into}
    rows = Entity.objects.filter(pk__in=ids)
    changed = [row for row in rows if row.survivor_id != wanted.get(row.pk)]
    freed = [row for row in changed if row.pk not in wanted]
    moved = [row for row in changed if row.pk in wanted and row.survivor_id]
    lost = [row for row in changed if row.pk in wanted and not row.survivor_id]
    for row in (*freed, *moved, *lost):
        row.survivor_id = wanted.get(row.pk)
        row._history_user = by  # type: ignore[attr-defined]
        row.save()


def _root(pk: int, into: dict[int, int]) -> int:
    """The end of the chain of merges; there are no rings (people/triggers.py)."""
    while pk in into:
        pk = into[pk]
    return pk


def _settle_states(record: Merge, hidden: bool, by: User) -> None:
    """What an undone merge leaves: nothing comes to light that was suppressed while merged, and what live editions
    name is public. A survivor that was a draft before, and that nothing live is about any more, is one again."""
    loser = Entity.objects.get(pk=record.loser_id)
    survivor = Entity.objects.get(pk=record.into_id).current
    wanted = EntityState.PUBLIC if in_live_edition(loser) else EntityState(loser.state)
    wanted = EntityState.SUPPRESSED if hidden else wanted
    if loser.state in (EntityState.DRAFT, EntityState.PUBLIC) and loser.state != wanted:
        set_state(loser, wanted, by)
    made_public = record.state_before == EntityState.DRAFT and survivor.state == EntityState.PUBLIC
    if made_public and not in_live_edition(survivor):
        set_state(survivor, EntityState.DRAFT, by)


def _refresh(*entities: Entity) -> None:
    for entity in entities:
        entity.refresh_from_db()
