"""What all content shares: decisions on what was found, and versions that no writer may overwrite unseen."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from newsroom import outbox
from newsroom.fields import EDTFBoundField


class Decision(models.TextChoices):
    """What an editor said of something found; a suggestion is nobody's word yet."""

    SUGGESTED = "suggested", "suggested"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class Origin(models.TextChoices):
    """Who put a row there in the first place."""

    EDITOR = "editor", "an editor"
    MACHINE = "machine", "the machine's reading"
    LOAD = "load", "a load"


class StaleVersion(ValidationError):
    """Somebody saved a newer version than the one that was read; nothing was written."""

    def __init__(self, row: models.Model, read: int) -> None:
        self.row, self.read = row, read
        current = type(row)._base_manager.filter(pk=row.pk).values_list("version", flat=True).first()
        self.current = current
        what = f"{row._meta.verbose_name} “{row}”"
        if current is None:
            message = f"The {what} was deleted since you opened it. Nothing was saved."
        else:
            message = (
                f"The {what} was changed since you opened it (you have version {read}, the record has {current}). "
                "Nothing was saved: open it again and repeat your change."
            )
        super().__init__(message, code="stale")


class Versioned(models.Model):
    """A row that is only written by somebody who has read its newest version.

    `save()` holds the version with one UPDATE … WHERE version = n and refuses with StaleVersion when that finds
    no row. A database trigger refuses content that changes without a new version (newsroom/triggers.py).
    """

    #: column → columns that `save()` derives from it
    DERIVED: ClassVar[dict[str, tuple[str, ...]]] = {}

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True

    def hold(self) -> None:
        """Inside the caller's transaction: StaleVersion unless this is still the newest version; nobody else may
        write the row until the transaction ends."""
        rows = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if rows.update(version=F("version")) != 1:
            raise StaleVersion(self, self.version)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._save(*args, **kwargs)
        outbox.follow_at_commit()

    def _save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_derived(self, kwargs["update_fields"]) | {"version", "updated_at"}
        read = self.version
        try:
            with transaction.atomic():
                self.hold()
                self.version += 1
                super().save(*args, **kwargs)
        except BaseException:
            self.version = read
            raise


class Decided(Versioned):
    """A row that editors decide on: what they said, who, and when."""

    decision = models.CharField(max_length=10, choices=Decision, default=Decision.SUGGESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @contextmanager
    def deciding(self, decision: Decision, by: Any, **others: Any) -> Iterator[None]:
        """Set the decision, and other columns with it, for the caller to save; where what is done inside fails, all are
        as they were."""
        given = {"decision": decision, "decided_by": by, "decided_at": timezone.now(), **others}
        before = {name: getattr(self, name) for name in given}
        self._set(given)
        try:
            yield
        except BaseException:
            self._set(before)
            raise

    def _set(self, given: Mapping[str, Any]) -> None:
        for name, value in given.items():
            setattr(self, name, value)


def with_derived(row: models.Model, fields: Iterable[str]) -> set[str]:
    """The columns that are written with these: bounds of dates, and what the model's DERIVED names."""
    wanted = set(fields)
    bounds = [field for field in row._meta.concrete_fields if isinstance(field, EDTFBoundField)]
    wanted |= {field.attname for field in bounds if field.source in wanted}
    for column, derived in getattr(row, "DERIVED", {}).items():
        wanted |= set(derived) if column in wanted else set()
    return wanted
