"""What the reading goes by, and what each working copy was last read with.

Triggers note every change of what the reading goes by, whoever writes (articles/triggers.py). The version moves with
each of them, so that a process rebuilds its automaton of names only then (articles/known.py).
"""

from typing import Self

from django.db import models, transaction
from django.db.models import Count, Max, Q, Sum

from articles.models.article import Article


class Topic(models.TextChoices):
    """Names: written forms, kinds and merges. Evidence: relations, shared coverage, decisions that teach."""

    NAMES = "names", "names"
    EVIDENCE = "evidence", "evidence"


#: (how many changes there were, the id of the newest): the first only grows; the second differs after a flush, too
Version = tuple[int, int]


class KnowledgeQuerySet(models.QuerySet["KnowledgeChange"]):
    def version(self, topic: Topic) -> Version:
        """Differs from any earlier one after each committed change of the topic."""
        found = self.filter(topic=topic).aggregate(times=Sum("times"), last=Max("pk"), rows=Count("pk"))
        if found["rows"] > KnowledgeChange.MOST:
            self._fold(topic)
        return found["times"] or 0, found["last"] or 0

    def to_follow(self) -> Self:
        """Changed names whose articles nobody has looked for yet."""
        return self.filter(topic=Topic.NAMES, ref__isnull=False)

    @transaction.atomic
    def _fold(self, topic: Topic) -> None:
        """Many changes as one, the newest; the version stays. Who changed is forgotten: it is too much to look for."""
        held = self.filter(topic=topic).order_by("-pk").select_for_update(skip_locked=True)
        rows = list(held.values_list("pk", "times"))
        if len(rows) < 2:
            return
        self.filter(pk=rows[0][0]).update(times=sum(times for _, times in rows), ref=None)
        for begin in range(1, len(rows), 1000):
            self.filter(pk__in=[pk for pk, _ in rows[begin : begin + 1000]]).delete()


class KnowledgeChange(models.Model):
    """One change, or the sum of many. A counter would be one row that every writer of a name waits for.

    `ref` is the entity whose names changed, until the articles that name it were looked for.
    """

    #: rows of one topic that are left as they are
    MOST = 1000

    topic = models.CharField(max_length=8, choices=Topic)
    ref = models.BigIntegerField(null=True)
    times = models.BigIntegerField(default=1)

    objects = KnowledgeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(topic__in=Topic.values), name="knowledge_topic")]
        indexes = [models.Index(fields=["id"], condition=Q(ref__isnull=False), name="knowledge_to_follow")]

    def __str__(self) -> str:
        return f"{self.topic} {self.ref or ''}"


class ArticleReadingQuerySet(models.QuerySet["ArticleReading"]):
    def waiting(self) -> Self:
        """What is to be read again, the longest waiting first."""
        return self.filter(wanted__isnull=False).order_by("wanted", "article_id")

    def outdated(self, names: int, rules: str) -> Self:
        """What was read with older names or by other rules than these."""
        return self.filter(Q(names__lt=names) | ~Q(rules=rules))

    def failed(self) -> Self:
        return self.exclude(problem="")


class ArticleReading(models.Model):
    """With which names and rules a working copy was last read, and whether it is to be read again."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="reading"
    )
    names = models.BigIntegerField(default=0, help_text="How often names had changed by then.")
    rules = models.CharField(max_length=16, blank=True, help_text="The rules that it was read by.")
    read_at = models.DateTimeField(null=True)
    wanted = models.DateTimeField(null=True, help_text="Since when it waits to be read again.")
    problem = models.TextField(blank=True, help_text="Why it could not be read.")

    objects = ArticleReadingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["wanted", "article"], condition=Q(wanted__isnull=False), name="reading_waiting"
            ),
            models.Index(fields=["article"], condition=~Q(problem=""), name="reading_failed"),
        ]

    def __str__(self) -> str:
        return f"reading of {self.article_id}"
