"""Counterpart: two articles that tell the same. SharedWords: two quotes of the same words whose two speakers are right.

ArticleKey and QuoteKey are derived, so that articles and quotes find each other; articles/counterparts.py and
articles/requotes.py write them.
"""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from articles.models.article import Article
from articles.models.passage import Quote
from newsroom.editorial import Decided, Decision, Origin


class CounterpartQuerySet(models.QuerySet["Counterpart"]):
    def of(self, article: Article) -> Self:
        """Pairs that an article is one of."""
        return self.filter(Q(one=article) | Q(other=article))

    def awaiting_review(self) -> Self:
        """Pairs that nobody decided on, the surest first."""
        return self.filter(decision=Decision.SUGGESTED).order_by("-score", "pk")

    def live(self) -> Self:
        """Accepted pairs of two articles that readers may see."""
        both = Q(one__live_edition__isnull=False, other__live_edition__isnull=False)
        return self.filter(both, decision=Decision.ACCEPTED)


class Counterpart(Decided):
    """Two articles that cover the same; of one that is a newer version of the other, `newer` is that one.

    A pair is one row: `one` is the article that was in the record first.
    """

    one = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    newer = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Which of the two is a newer version of the other; neither where both cover one story.",
    )
    score = models.FloatField(help_text="How much both have in common, 0 to 1.")
    why = models.CharField(max_length=300, blank=True, help_text="Why the machine suggested it.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MACHINE, editable=False)

    objects = CounterpartQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="counterpart_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="counterpart_two",
                violation_error_message="A pair is of two articles, the one that was here first named first.",
            ),
            models.CheckConstraint(
                condition=Q(newer__isnull=True) | Q(newer=F("one")) | Q(newer=F("other")),
                name="counterpart_newer",
                violation_error_message="The newer version is one of the two articles.",
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="counterpart_score"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="counterpart_decision"),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(decision=Decision.SUGGESTED),
                name="counterpart_to_review",
            )
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"

    def beside(self, article: Article) -> Article:
        """The one of the two that is not this article."""
        return self.other if self.one_id == article.pk else self.one

    def decide(self, decision: Decision, by: Any, newer: Article | None = None) -> None:
        """An editor says what the two are. A rejected pair is kept, so that it is not suggested again.

        Raises ValidationError if `newer` is neither of them, StaleVersion if somebody decided meanwhile.
        """
        if newer is not None and newer.pk not in (self.one_id, self.other_id):
            raise ValidationError({"newer": "The newer version is one of the two articles."})
        with self.deciding(decision, by, newer=newer):
            self.save()


class SharedWords(models.Model):
    """An editor's word that two quotes of the same words are rightly of two speakers."""

    one = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="shared_words_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="shared_words_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"


class ArticleKey(models.Model):
    """Derived: a number that the working copies of articles which may tell the same have in common."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "article"], name="article_key")]

    def __str__(self) -> str:
        return f"{self.key}"


class QuoteKey(models.Model):
    """Derived: a number that quotes which may be of the same words have in common."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "quote"], name="quote_key")]

    def __str__(self) -> str:
        return f"{self.key}"
