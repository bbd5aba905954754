"""Passage: a span of an article's text that survives edits. Mention and Quote: what it says of whom."""

from collections.abc import Iterator
from typing import Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Length
from simple_history.utils import bulk_update_with_history

from articles import anchors
from articles.models.article import Article
from articles.models.edition import Edition
from newsroom.editorial import Decided, Decision, Origin
from newsroom.fields import EDTFBoundField, EDTFField, edtf_check
from people.models.entity import Entity, live_entity

#: what stands in the place of each character that a redaction blanked
BLANK = "█"

P = TypeVar("P", bound="Passage")


class PassageQuerySet(models.QuerySet[P]):
    def working(self) -> Self:
        """Passages of working copies: what the desk sees and changes."""
        return self.filter(edition__isnull=True)

    def awaiting_review(self) -> Self:
        """Suggestions that nobody decided on, in the order of the text."""
        return self.working().filter(decision=Decision.SUGGESTED, lost=False).order_by("article_id", "start")

    def accepted(self) -> Self:
        """What the next edition will carry."""
        return self.working().filter(decision=Decision.ACCEPTED, lost=False)

    def reworded(self) -> Self:
        """Accepted passages whose words an edit changed since: an editor must look again."""
        return self.accepted().exclude(accepted_words="")

    def lost(self) -> Self:
        """Passages whose words an edit took away: an editor must place or drop them."""
        return self.working().filter(lost=True).exclude(decision=Decision.REJECTED)

    def readable(self) -> Self:
        """Without those whose words were redacted."""
        return self.exclude(exact__contains=BLANK)

    def in_live_editions(self) -> Self:
        """Passages of the edition that stands, whoever they are about; `live()` of each kind narrows this."""
        return self.filter(edition__live_for__isnull=False).readable()


class Passage(Decided):
    """Offsets are code points into `text_of(body)` of the article, or of the edition where one is set.

    Rows with an edition are its own copies: they never change (articles/triggers.py). `start`, `end`, `exact`,
    `prefix` and `suffix` are W3C Web Annotation selectors.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="%(class)s_set")
    edition = models.ForeignKey(
        Edition, null=True, editable=False, on_delete=models.PROTECT, related_name="%(class)s_set"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField()
    prefix = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.EDITOR, editable=False)
    why = models.CharField(max_length=300, blank=True, help_text="Why the machine suggested it.")
    lost = models.BooleanField(
        default=False, editable=False, help_text="Its words are no longer in the text."
    )
    accepted_words = models.TextField(
        blank=True, default="", editable=False, help_text="What it said when it was accepted, if an edit changed it since."
    )  # fmt: skip

    class Meta:
        abstract = True

    @classmethod
    def rules(cls, prefix: str) -> list[models.CheckConstraint]:
        """The constraints that each kind of passage carries."""
        return [
            models.CheckConstraint(condition=Q(start__gte=0, start__lt=F("end")), name=f"{prefix}_span"),
            models.CheckConstraint(condition=Q(end=F("start") + Length("exact")), name=f"{prefix}_length"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name=f"{prefix}_decision"),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) | Q(decision=Decision.ACCEPTED, lost=False),
                name=f"{prefix}_in_edition",
            ),
        ]

    @classmethod
    def review_indexes(cls, prefix: str) -> list[models.Index]:
        return [
            models.Index(
                fields=["article", "start"],
                condition=Q(edition__isnull=True, decision=Decision.SUGGESTED, lost=False),
                name=f"{prefix}_to_review",
            ),
            models.Index(
                fields=["article"], condition=Q(edition__isnull=True, lost=True), name=f"{prefix}_lost"
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.exact}”"

    @classmethod
    def at(cls, article: Article, start: int, end: int, **fields: Any) -> Self:
        """An unsaved passage of the working copy; ValueError if the span is not inside its text."""
        passage = cls(article=article, **fields)
        passage.place(anchors.make(article.text, start, end))
        return passage

    def place(self, anchor: anchors.Anchor) -> None:
        """Stand where the anchor says."""
        self.start, self.end, self.exact = anchor.start, anchor.end, anchor.exact
        self.prefix, self.suffix = anchor.prefix, anchor.suffix

    @property
    def anchor(self) -> anchors.Anchor:
        return anchors.Anchor(self.start, self.end, self.exact, self.prefix, self.suffix)

    def clean(self) -> None:
        super().clean()
        self.check_span(self.edition.text if self.edition else self.article.text)

    def check_span(self, text: str) -> None:
        """ValidationError unless the passage stands in `text`, word for word, or is lost."""
        if self.start is None or self.end is None or self.lost:
            return
        if not 0 <= self.start < self.end:
            raise ValidationError(
                {"start": f"A passage must begin before it ends: {self.start} to {self.end}."}
            )
        if self.end > len(text):
            raise ValidationError(
                {"end": f"The passage ends at {self.end}, past the end of the text ({len(text)} characters)."}
            )
        if text[self.start : self.end] != self.exact:
            raise ValidationError(
                {"exact": f"The text at {self.start} is “{text[self.start : self.end]}”, not “{self.exact}”."}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, held to the text in the record: the article that came with this row may be an older one."""
        with transaction.atomic():
            self.check_span(self._held_text())
            super().save(*args, **kwargs)

    def _held_text(self) -> str:
        """The text that it stands in; nobody may change that before the transaction ends."""
        if self.edition_id:
            return Edition.objects.values_list("text", flat=True).get(pk=self.edition_id)
        rows = Article.objects.select_for_update(no_key=True).values_list("text", flat=True)
        return rows.get(pk=self.article_id)

    def accept(self, by: Any) -> None:
        """An editor says that it is so."""
        self._decide(Decision.ACCEPTED, by)

    def reject(self, by: Any) -> None:
        """An editor says that it is not; it is kept, so that it is not suggested again."""
        self._decide(Decision.REJECTED, by)

    def reopen(self, by: Any) -> None:
        """Take a decision back."""
        self._decide(Decision.SUGGESTED, by)

    def _decide(self, decision: Decision, by: Any) -> None:
        if self.edition_id:
            raise ValidationError(
                "A passage of an edition cannot be decided again: decide on the working copy's."
            )
        with self.deciding(decision, by, accepted_words=""):
            if decision == Decision.ACCEPTED:
                self.full_clean(exclude=["article", "edition", "decided_by"])
            self.save()


class MentionQuerySet(PassageQuerySet["Mention"]):
    def live(self) -> Self:
        """Mentions that readers may see: in an edition that stands, of an entity with a page."""
        return self.in_live_editions().filter(live_entity("entity"))

    def of(self, entity: Entity) -> Self:
        """Mentions of an entity and of all that was merged into it."""
        return self.filter(entity__in=Entity.objects.group(entity).values("pk"))


class Mention(Passage):
    """A passage that names an entity. A group name gives one row for each member, over the same span."""

    # indexes that begin with these columns make one of their own needless: db_index=False
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="mentions", db_index=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("mention"),
            models.UniqueConstraint(
                fields=["edition", "start", "end", "entity"],
                condition=Q(edition__isnull=False),
                name="mention_once",
            ),
        ]
        indexes = [
            *Passage.review_indexes("mention"),
            models.Index(fields=["entity", "edition"], name="mention_of"),
            models.Index(fields=["entity"], condition=Q(decision=Decision.REJECTED), name="mention_rejected"),
        ]


class QuoteKind(models.TextChoices):
    DIRECT = "direct", "direct"
    PARTIAL = "partial", "partial"
    REPORTED = "reported", "reported"


class QuoteQuerySet(PassageQuerySet["Quote"]):
    def live(self) -> Self:
        """Quotes that readers may see: in an edition that stands, by a speaker with a page or by words alone."""
        return self.in_live_editions().filter(Q(speaker__isnull=True) | live_entity("speaker"))

    def by(self, entity: Entity) -> Self:
        """Quotes of an entity and of all that was merged into it."""
        return self.filter(speaker__in=Entity.objects.group(entity).values("pk"))


class Quote(Passage):
    """A passage that somebody said, without its quotation marks."""

    kind = models.CharField(max_length=8, choices=QuoteKind, default=QuoteKind.DIRECT)
    speaker = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="quotes", db_index=False
    )
    speaker_words = models.CharField(
        max_length=200, blank=True, help_text="Who speaks, in words: “the letter”."
    )
    cue = models.CharField(
        max_length=100, blank=True, help_text="The words that mark it as said: “said”, “according to”."
    )
    role = models.CharField(max_length=200, blank=True, help_text="What the speaker was at that time.")

    objects = QuoteQuerySet.as_manager()

    def said_by(self, speaker: Entity) -> None:
        """Set the speaker, and what they were on the article's day where the record knows of one thing for certain."""
        from articles.known import role_on

        self.speaker, self.speaker_words = speaker, ""
        self.role = role_on(speaker, self.article.date)[:200]

    def accept(self, by: Any) -> None:
        """It was said so, by the speaker in the role that the record knows, unless one is given."""
        from articles.known import role_on

        if self.speaker and not self.role and not self.edition_id:
            self.role = role_on(self.speaker, self.article.date)[:200]
        super().accept(by)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("quote"),
            models.CheckConstraint(condition=Q(kind__in=QuoteKind.values), name="quote_kind"),
            models.CheckConstraint(
                condition=~Q(decision=Decision.ACCEPTED) | Q(speaker__isnull=False) | ~Q(speaker_words=""),
                name="quote_speaker",
                violation_error_message="Say who speaks before you accept the quote: a person, an organization or words.",
            ),
            models.UniqueConstraint(
                fields=["edition", "start", "end"], condition=Q(edition__isnull=False), name="quote_once"
            ),
        ]
        indexes = [
            *Passage.review_indexes("quote"),
            models.Index(fields=["speaker", "edition"], name="quote_by"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the keys follow by which the same words are found elsewhere."""
        from articles import requotes

        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.edition_id is None:
                requotes.index([self])


class DateExpressionQuerySet(PassageQuerySet["DateExpression"]):
    pass


class DateExpression(Passage):
    """Words that say when, with what they mean counted from the article's day; desk only."""

    edtf = EDTFField()
    edtf_earliest = EDTFBoundField("edtf", "earliest")
    edtf_latest = EDTFBoundField("edtf", "latest")

    objects = DateExpressionQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("date_expression"),
            models.CheckConstraint(condition=Q(edition__isnull=True), name="date_expression_on_desk"),
            *edtf_check("edtf", "date_expression"),
        ]
        indexes = [*Passage.review_indexes("date_expression")]


def kinds_of_passage() -> Iterator[type[Passage]]:
    """The models that hold passages: mentions, quotes, citations, dates, happenings and the places of candidates."""
    from articles.models.candidate import CandidatePassage
    from articles.models.citation import Citation
    from articles.models.happening import Happening

    yield from (Mention, Quote, Citation, CandidatePassage, DateExpression, Happening)


def reanchor(article: Article, before: str) -> None:
    """Carry the working copy's passages from the text `before` over to the article's text, or flag them lost."""
    from articles import requotes

    for model in kinds_of_passage():
        rows = list(model._base_manager.filter(article=article, edition__isnull=True))
        standing, away = [r for r in rows if not r.lost], [r for r in rows if r.lost]
        found = anchors.find_all([row.anchor for row in standing], article.text, before)
        found += [anchors.find(row.anchor, article.text) for row in away]
        changed = [row for row, anchor in zip(standing + away, found, strict=True) if _move(row, anchor)]
        for row in changed:
            row.version += 1
        fields = ["start", "end", "exact", "prefix", "suffix", "lost", "accepted_words", "version"]
        if hasattr(model, "history"):
            bulk_update_with_history(
                changed, model, fields, batch_size=500, default_change_reason="text edited"
            )
        else:
            model._base_manager.bulk_update(changed, fields, batch_size=500)
        requotes.index([row for row in changed if isinstance(row, Quote)])


def _move(row: Passage, anchor: anchors.Anchor | None) -> bool:
    """Place a row where its words are now; True if that changed the row."""
    if anchor is None:
        was, row.lost = row.lost, True
        return not was
    if anchor == row.anchor and not row.lost:
        return False
    if row.decision == Decision.ACCEPTED and anchor.exact != row.exact:
        said = row.accepted_words or row.exact
        row.accepted_words = said if anchor.exact != said else ""
    row.place(anchor)
    row.lost = False
    return True
