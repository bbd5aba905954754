"""Image: a picture with the two things that no picture is published without, credit and alternative text."""

from django.db import models
from django.db.models import Q


class Image(models.Model):
    file = models.ImageField(upload_to="images/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    credit = models.CharField(
        max_length=200,
        help_text="Who made it and who gave it: “A. Photographer / Agency”.",
        error_messages={"blank": "Say who made the image."},
    )
    alt = models.CharField(
        "alternative text",
        max_length=500,
        help_text="What it shows, for those who cannot see it.",
        error_messages={"blank": "Say what the image shows."},
    )
    caption = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(credit__regex=r"\S"),
                name="image_credit",
                violation_error_message="Say who made the image.",
            ),
            models.CheckConstraint(
                condition=Q(alt__regex=r"\S"),
                name="image_alt",
                violation_error_message="Say what the image shows.",
            ),
        ]

    def __str__(self) -> str:
        return self.alt
