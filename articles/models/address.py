"""PageAddress: every slug that an article or a story has been read under; the old ones lead to the new one for ever."""

from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.story import Story


class PageAddressQuerySet(models.QuerySet["PageAddress"]):
    def article(self, slug: str) -> Article | None:
        """The article that was ever read under this address, with what its page shows; None if there is none."""
        rows = self.filter(slug=slug, article__isnull=False)
        shown = [f"article__{name}" for name in ("live_edition", "live_section", "live_story")]
        texts = (
            "article__body",
            "article__text",
            "article__live_edition__body",
        )
        address = rows.select_related(*shown).defer(*texts).first()
        return address.article if address else None

    def story(self, slug: str) -> Story | None:
        """The story that was ever read under this address; None if there is none."""
        address = self.filter(slug=slug, story__isnull=False).select_related("story").first()
        return address.story if address else None


class PageAddress(models.Model):
    """Written by a trigger when an edition is made or a story becomes public (articles/triggers.py)."""

    slug = models.CharField(max_length=120)
    article = models.ForeignKey(
        "articles.Article", null=True, on_delete=models.CASCADE, related_name="addresses"
    )
    story = models.ForeignKey("articles.Story", null=True, on_delete=models.CASCADE, related_name="addresses")

    objects = PageAddressQuerySet.as_manager()

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
