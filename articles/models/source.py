"""SourceDocument: what came in, exactly as it came. Reference: what an article draws on, as readers see it."""

import hashlib
import uuid
import zlib
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from newsroom.fields import EDTFBoundField, EDTFField, edtf_check


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    def with_bytes(self, content: bytes) -> Self:
        """Documents with exactly this content."""
        return self.filter(sha256=hashlib.sha256(content).hexdigest())


class SourceDocument(models.Model):
    """A file or message exactly as received. Never changed (a trigger holds that), seen on the desk only."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255, help_text="The file's name, or what the message called itself.")
    origin = models.CharField(
        max_length=1000, blank=True, help_text="Where it came from: a path or an address."
    )
    media_type = models.CharField(max_length=100, default="text/plain")
    compressed = models.BinaryField(editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="Bytes, before compression.")
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, content: bytes, **fields: Any) -> Self:
        """An unsaved document that holds `content`."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(compressed=zlib.compress(content, 6), size=len(content), sha256=digest, **fields)

    @property
    def content(self) -> bytes:
        """The bytes as received."""
        return zlib.decompress(bytes(self.compressed))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError("A source document is kept as it was received and cannot be changed.")
        super().save(*args, **kwargs)


class Reference(models.Model):
    title = models.CharField(max_length=500)
    publisher = models.CharField(max_length=200, blank=True)
    date = EDTFField()
    date_earliest = EDTFBoundField("date", "earliest")
    date_latest = EDTFBoundField("date", "latest")
    url = models.URLField("address", max_length=1000, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="reference_title"),
            models.UniqueConstraint(fields=["url"], condition=~Q(url=""), name="reference_url"),
            *edtf_check("date", "reference"),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.publisher) if part)
