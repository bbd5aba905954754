"""PageAddress: every slug that an article or a story has been read under; the old ones lead to the new one for ever."""

from django.db import models
from django.db.models import Q


class PageAddress(models.Model):
    """Written by a trigger when an edition is made or a story becomes public (articles/triggers.py)."""

    slug = models.CharField(max_length=120)
    article = models.ForeignKey(
        "articles.Article", null=True, on_delete=models.CASCADE, related_name="addresses"
    )
    story = models.ForeignKey("articles.Story", null=True, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        verbose_name_plural = "page addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(article__isnull=False), name="address_of_article"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(story__isnull=False), name="address_of_story"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, story__isnull=True)
                | Q(article__isnull=True, story__isnull=False),
                name="address_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{'articles' if self.article_id else 'stories'}/{self.slug}"
