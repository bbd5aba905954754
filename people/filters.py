"""Parameters of the API's lists of people, organizations, events and relations; filters by entity for all others."""

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.db.models.functions import Coalesce

from newsroom.api.filters import Choices, Day, Ids, Parameters, Refs, Span, Words, ids_and_slugs
from newsroom.fields import happened_after, happened_before
from people.models import Entity, Kind, NameForm, RelationKind, live_entity
from people.names import key


def entity_ids(refs: Iterable[str], kind: Kind | None = None) -> list[int]:
    """The ids of all rows that stand, or stood before a merge, for the live entities at these ids and slugs."""
    ids, slugs = ids_and_slugs(refs)
    meant = Entity.objects.filter(Q(pk__in=ids) | Q(addresses__slug__in=slugs))
    roots = meant.values_list(Coalesce("survivor_id", "pk"))
    rows = Entity.objects.filter(Q(pk__in=roots) | Q(survivor__in=roots)).filter(live_entity())
    return list((rows.filter(kind=kind) if kind else rows).values_list("pk", flat=True))


def person_ids(refs: Iterable[str]) -> list[int]:
    return entity_ids(refs, Kind.PERSON)


def organization_ids(refs: Iterable[str]) -> list[int]:
    return entity_ids(refs, Kind.ORGANIZATION)


def event_ids(refs: Iterable[str]) -> list[int]:
    return entity_ids(refs, Kind.EVENT)


def after(field: str, what: str) -> Day:
    """By a date as far as it is known: it may be after the given day."""
    return Day(lambda span: happened_after(field, span.latest), f"May have {what} after it.")


def before(field: str, what: str) -> Day:
    """By a date as far as it is known: it may be before the given day."""
    return Day(lambda span: happened_before(field, span.earliest), f"May have {what} before it.")


def ended_after(begin: str, end: str) -> Day:
    """By two dates: it may have gone on after the given day. Without an end, `begin` says all that is known."""

    def condition(span: Span) -> Q:
        return happened_after(end, span.latest) | Q(**{f"{end}__isnull": True}) & happened_after(
            begin, span.latest
        )

    return Day(condition, "May have happened after it, as far as its dates are known (EDTF).")


def began_before(begin: str, end: str) -> Day:
    """By two dates: it may have begun before the given day. Without a beginning, any beginning may be."""

    def condition(span: Span) -> Q:
        unknown = Q(**{f"{begin}__isnull": True, f"{end}__isnull": False})
        return happened_before(begin, span.earliest) | unknown

    return Day(condition, "May have happened before it, as far as its dates are known (EDTF).")


def held_after(begin: str, end: str) -> Day:
    """By two dates of what lasts: without an end it may last to this day."""

    def condition(span: Span) -> Q:
        lasting = Q(**{f"{end}__isnull": True, f"{begin}__isnull": False})
        return happened_after(end, span.latest) | lasting

    return Day(condition, "May have held after it, as far as its dates are known (EDTF).")


def named(forms: Iterable[str]) -> Q:
    """Any of these written forms, without regard to case and accents; a form of a merged row is one of its survivor."""
    keys = [key(form) for form in forms]
    found = Entity.objects.filter(
        Q(name_key__in=keys) | Q(names__key__in=keys) & ~Q(names__kind=NameForm.WEAK)
    )
    return Q(pk__in=found.values(root=Coalesce("survivor_id", "pk")))


class EntityFilters(Parameters):
    id = Ids()
    name = Words(named, "A written form of the name, whole, in any case, with or without accents.")


class PersonFilters(EntityFilters):
    born_after = after("born", "been born")
    born_before = before("born", "been born")
    died_after = after("died", "died")
    died_before = before("died", "died")


class OrganizationFilters(EntityFilters):
    country = Words("country", "Two capital letters (ISO 3166-1).")
    place = Words("place")
    founded_after = after("founded", "been founded")
    founded_before = before("founded", "been founded")
    dissolved_after = after("dissolved", "been dissolved")
    dissolved_before = before("dissolved", "been dissolved")


class EventFilters(EntityFilters):
    country = Words("country", "Two capital letters (ISO 3166-1).")
    place = Words("place")
    happened_after = ended_after("begins", "ends")
    happened_before = began_before("begins", "ends")


def _either_end(ids: Collection[int]) -> Q:
    return Q(subject__in=ids) | Q(object__in=ids)


class RelationFilters(Parameters):
    id = Ids()
    kind = Choices("kind", RelationKind.values)
    entity = Refs(_either_end, entity_ids)
    subject = Refs("subject", entity_ids)
    object = Refs("object", entity_ids)
    title = Words("title", "The role in words, whole.")
    happened_after = held_after("begin", "end")
    happened_before = began_before("begin", "end")
