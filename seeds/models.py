"""Load: what each run did, per file. SeedRecord: what the loader last wrote, so that editors win."""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q


class FileStatus(models.TextChoices):
    """Cut off: a run ended in the middle of the file, after a whole batch; the next one goes on there."""

    LOADED = "loaded", "loaded"
    UNCHANGED = "unchanged", "unchanged"
    PARTLY_REFUSED = "partly_refused", "partly refused"
    REFUSED = "refused", "refused"
    NOT_OURS = "not_ours", "not ours"
    CUT_OFF = "cut_off", "cut off"


class Counts(models.Model):
    """Rows of content that were created, changed, unchanged, kept as an editor left them; records refused."""

    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Load(Counts):
    """One run of the loader."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Empty if the run was cut off.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    paths = models.JSONField(default=list)
    date = models.DateField(null=True, blank=True, help_text="The day that was given for undated documents.")
    not_ours = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"load of {self.started_at:%Y-%m-%d %H:%M}"


class LoadFile(Counts):
    """One file of a load, with its problems: [{line, field, message}]; line and field may be null."""

    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=14, choices=FileStatus)
    records = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(
        default=0, help_text="Records written so far: where a cut-off run goes on."
    )
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["load", "path"]
        constraints = [
            models.UniqueConstraint(fields=["load", "path"], name="load_file_once"),
            models.CheckConstraint(condition=Q(status__in=FileStatus.values), name="load_file_status"),
        ]
        indexes = [models.Index(fields=["path", "sha256"], name="load_file_by_content")]

    def __str__(self) -> str:
        return self.path


class SeedRecordQuerySet(models.QuerySet["SeedRecord"]):
    def about(self, row: models.Model) -> Self:
        """The record that a row was loaded from."""
        return self.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


class SeedRecord(models.Model):
    """A record's key, the row it became, and the values last written: what differs from them is an editor's.

    It stays when the row is deleted, so that a deleted row is not made again.
    """

    key = models.CharField(max_length=300, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)
    path = models.CharField(max_length=1000, help_text="The file that it was last read from.")

    objects = SeedRecordQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="seed_record_of"),
            models.Index(fields=["path"], name="seed_record_from"),
        ]

    def __str__(self) -> str:
        return self.key

    def row(self) -> Any:
        """The row, or None if an editor deleted it."""
        return self.content_type.model_class()._base_manager.filter(pk=self.object_id).first()  # type: ignore[union-attr]
