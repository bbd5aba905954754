"""Entity: anything that coverage can be about, in one table, so that whatever points at one has one plain foreign key."""

import uuid
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from newsroom.editorial import Versioned
from newsroom.fields import EDTFBoundField, EDTFField, NewestFirst, edtf_check, interval_check
from people.names import key

SLUG_PATTERN = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
slug_validators = [
    RegexValidator(SLUG_PATTERN, "Use small letters, digits and single hyphens: “meng-wanzhou”."),
    RegexValidator(
        r"\A[0-9]+\Z", "A slug of digits alone would be taken for a number: add a word.", inverse_match=True
    ),
]


def slug_checks(prefix: str) -> list[models.CheckConstraint]:
    """The database's side of `slug_validators`."""
    fits = Q(slug__regex=SLUG_PATTERN) & ~Q(slug__regex=r"\A[0-9]+\Z")
    return [models.CheckConstraint(condition=fits, name=f"{prefix}_slug")]


class Kind(models.TextChoices):
    PERSON = "person", "person"
    ORGANIZATION = "organization", "organization"
    EVENT = "event", "event"


class EntityState(models.TextChoices):
    """Draft: desk only. Public: has a page. Suppressed: nowhere outside the desk, at once."""

    DRAFT = "draft", "draft"
    PUBLIC = "public", "public"
    SUPPRESSED = "suppressed", "suppressed"


def live_entity(to: str = "") -> Q:
    """The condition that the entity at the end of the path `to` (or what it was merged into) may be seen by readers."""
    path = f"{to}__" if to else ""
    itself = Q(**{f"{path}survivor__isnull": True, f"{path}state": EntityState.PUBLIC})
    return itself | Q(**{f"{path}survivor__state": EntityState.PUBLIC})


class EntityQuerySet(models.QuerySet["Entity"]):
    def live(self) -> Self:
        """Entities with a page of their own: public, and not merged into another."""
        return self.filter(state=EntityState.PUBLIC, survivor__isnull=True)

    def current(self) -> Self:
        """Entities that were not merged into another, whatever their state."""
        return self.filter(survivor__isnull=True)

    def group(self, entity: "Entity") -> Self:
        """The entity's survivor with all that was merged into it: one thing under several rows."""
        root = entity.survivor_id or entity.pk
        return self.filter(Q(pk=root) | Q(survivor=root))

    def named(self, text: str) -> Self:
        """Entities that have this written form, weak names left out."""
        wanted = key(text)
        return self.filter(Q(name_key=wanted) | Q(names__in=self._forms(wanted))).distinct()

    def _forms(self, wanted: str) -> models.QuerySet[Any]:
        from people.models.name import Name

        return Name.objects.strong().filter(key=wanted)


class KindManager(models.Manager["Entity"]):
    """Manager of a proxy: its own kind only."""

    def get_queryset(self) -> models.QuerySet["Entity"]:
        return super().get_queryset().filter(kind=self.model.KIND)


#: the dates of an entity, as pairs of begin and end
DATES = (("born", "died"), ("founded", "dissolved"), ("begins", "ends"))

#: kept by name because the proxies' signals are joined to it too (people/apps.py)
entity_records = HistoricalRecords(excluded_fields=["created_at", "updated_at"])


class Entity(Versioned):
    """A person, organization or event. `name` is the canonical name; other forms are `Name` rows."""

    KIND: ClassVar[str | None] = None
    DERIVED: ClassVar[dict[str, tuple[str, ...]]] = {"name": ("name_key",)}
    #: kind → the fields that a citation may support
    CITABLE: ClassVar[dict[str, tuple[str, ...]]] = {
        Kind.PERSON: ("born", "died"),
        Kind.ORGANIZATION: ("founded", "dissolved", "place"),
        Kind.EVENT: ("begins", "ends", "place"),
    }

    #: kind → its dates
    DATE_FIELDS_OF: ClassVar[dict[str, tuple[str, str]]] = dict(zip(Kind.values, DATES, strict=True))

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=EntityState, default=EntityState.DRAFT)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    slug = models.CharField(max_length=80, validators=slug_validators)
    description = models.CharField(max_length=500, blank=True, help_text="One sentence in your own words.")

    born = EDTFField()
    born_earliest = EDTFBoundField("born", "earliest")
    born_latest = EDTFBoundField("born", "latest")
    died = EDTFField()
    died_earliest = EDTFBoundField("died", "earliest")
    died_latest = EDTFBoundField("died", "latest")
    founded = EDTFField()
    founded_earliest = EDTFBoundField("founded", "earliest")
    founded_latest = EDTFBoundField("founded", "latest")
    dissolved = EDTFField()
    dissolved_earliest = EDTFBoundField("dissolved", "earliest")
    dissolved_latest = EDTFBoundField("dissolved", "latest")
    begins = EDTFField()
    begins_earliest = EDTFBoundField("begins", "earliest")
    begins_latest = EDTFBoundField("begins", "latest")
    ends = EDTFField()
    ends_earliest = EDTFBoundField("ends", "earliest")
    ends_latest = EDTFBoundField("ends", "latest")

    place = models.CharField(
        max_length=200, blank=True, help_text="Where an event happened; an organization's seat."
    )
    country = models.CharField(
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{2}\Z", "Two capital letters (ISO 3166-1): “CA”.")],
    )
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    survivor = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="absorbed"
    )

    objects = EntityQuerySet.as_manager()
    history = entity_records

    class Meta:
        verbose_name_plural = "entities"
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="entity_kind_slug"),
            *slug_checks("entity"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entity_kind"),
            models.CheckConstraint(condition=Q(state__in=EntityState.values), name="entity_state"),
            models.CheckConstraint(condition=~Q(name=""), name="entity_name"),
            models.CheckConstraint(condition=~Q(survivor=F("id")), name="entity_survivor_other"),
            models.CheckConstraint(
                condition=(Q(born__isnull=True, died__isnull=True) | Q(kind=Kind.PERSON))
                & (Q(founded__isnull=True, dissolved__isnull=True) | Q(kind=Kind.ORGANIZATION))
                & (Q(begins__isnull=True, ends__isnull=True) | Q(kind=Kind.EVENT))
                & (Q(place="", country="", latitude__isnull=True) | ~Q(kind=Kind.PERSON)),
                name="entity_fields_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)  # a comparison with null refuses nothing
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="entity_coordinates",
            ),
            *(check for pair in DATES for name in pair for check in edtf_check(name, "entity")),
            *(interval_check(*pair, "entity") for pair in DATES),
        ]
        indexes = [
            models.Index(fields=["name_key"], name="entity_by_key"),
            models.Index(
                fields=["kind", "name_key"],
                condition=Q(state=EntityState.PUBLIC, survivor__isnull=True),
                name="entity_live_by_name",
            ),
            models.Index(
                fields=["begins_earliest", "id"],
                condition=Q(kind=Kind.EVENT, state=EntityState.PUBLIC, survivor__isnull=True),
                name="entity_live_by_begin",
            ),
            NewestFirst(
                fields=["-begins_earliest", "-begins_latest", "-id"],
                condition=Q(kind=Kind.EVENT, state=EntityState.PUBLIC, survivor__isnull=True),
                name="entity_live_newest",
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if self.KIND and not args:
            kwargs.setdefault("kind", self.KIND)
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = key(self.name)[:200]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not key(self.name):
            raise ValidationError({"name": "A name needs at least one letter or digit."})
        errors = {}
        for kind, fields in self.CITABLE.items():
            for field in fields:
                if getattr(self, field) and field not in self.CITABLE.get(self.kind, ()):
                    errors[field] = (
                        f"“{field}” is a field of a {Kind(kind).label}, and this is a {self.get_kind_display()}."
                    )
        if (self.latitude is None) != (self.longitude is None):
            errors["latitude"] = "Give both latitude and longitude, or neither."
        if errors:
            raise ValidationError(errors)
        self._check_address()

    def _check_address(self) -> None:
        from people.models.address import Address

        taken = Address.objects.filter(kind=self.kind, slug=self.slug).exclude(entity=self.pk).first()
        if taken:
            raise ValidationError(
                {
                    "slug": f"The address “{self.slug}” belongs to {taken.entity}, now or from earlier. Choose another."
                }
            )

    @property
    def current(self) -> "Entity":
        """The row that stands for this thing now: the survivor of a merge, or itself."""
        return self.survivor or self

    @property
    def is_live(self) -> bool:
        """Whether readers may see it."""
        return self.current.state == EntityState.PUBLIC

    @property
    def citable(self) -> tuple[str, ...]:
        """The fields that a citation may support."""
        return self.CITABLE[self.kind]

    def get_absolute_url(self) -> str:
        """The page of the row that stands for this thing now."""
        current = self.current
        return reverse(current.kind, args=[current.slug])
