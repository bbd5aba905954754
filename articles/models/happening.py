"""ProposedEvent: something that articles tell to have happened, grouped over them. It becomes an event only by an editor.

Happening: the sentence that tells of it. HappeningPart: who took part, as the sentence has it.
"""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from articles.models.passage import Passage, PassageQuerySet
from articles.models.story import Story
from newsroom.editorial import Decided, Decision
from newsroom.fields import EDTFBoundField, EDTFField, edtf_check
from people.models.entity import Entity


class ProposedEventQuerySet(models.QuerySet["ProposedEvent"]):
    def awaiting_review(self) -> Self:
        """Proposals that nobody decided on, by day; those without a day last."""
        return self.filter(decision=Decision.SUGGESTED).order_by(
            F("begins_earliest").asc(nulls_last=True), F("begins_latest").asc(nulls_last=True), "pk"
        )

    def of(self, entity: Entity) -> Self:
        """Proposals whose happening it is that of an entity, or of anything merged into it."""
        group = Entity.objects.group(entity).values("pk")
        parts = HappeningPart.objects.filter(entity__in=group, main=True)
        return self.filter(pk__in=parts.values("happening__proposed"))

    def in_story(self, story: Story) -> Self:
        """Proposals that an article of the story tells of."""
        told = Happening.objects.working().filter(article__story=story)
        return self.filter(pk__in=told.values("proposed"))


class ProposedEvent(Decided):
    """One event that the machine proposes. `event` is the one in the record that it seems to be, or has become."""

    kind = models.CharField(
        max_length=30, help_text="What happened: a kind of articles/lexicon/happenings.toml."
    )
    title = models.CharField(max_length=200)
    begins = EDTFField()
    begins_earliest = EDTFBoundField("begins", "earliest")
    begins_latest = EDTFBoundField("begins", "latest")
    place = models.CharField(max_length=200, blank=True)
    event = models.ForeignKey(
        Entity, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals"
    )

    objects = ProposedEventQuerySet.as_manager()

    class Meta:
        ordering = [F("begins_earliest").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="proposed_event_decision"),
            models.CheckConstraint(condition=~Q(title=""), name="proposed_event_title"),
            *edtf_check("begins", "proposed_event"),
        ]
        indexes = [
            models.Index(
                fields=["begins_earliest", "begins_latest", "id"],
                condition=Q(decision=Decision.SUGGESTED),
                name="proposed_event_to_review",
            ),
            models.Index(fields=["kind", "begins_earliest"], name="proposed_event_by_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    def decide(self, decision: Decision, by: Any, event: Entity | None = None) -> None:
        """An editor says whether it is an event, and which. StaleVersion if somebody decided meanwhile."""
        with self.deciding(decision, by, event=event):
            self.save()


class HappeningQuerySet(PassageQuerySet["Happening"]):
    pass


class Happening(Passage):
    """The sentence that tells of a proposed event; never part of an edition.

    `cue` are the words that tell of it, `cue_at` where they begin in the sentence. `edtf` is the day that the sentence
    itself gives, null where it gives none.
    """

    proposed = models.ForeignKey(ProposedEvent, on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=30)
    cue = models.CharField(max_length=100)
    cue_at = models.PositiveIntegerField()
    edtf = EDTFField()
    edtf_earliest = EDTFBoundField("edtf", "earliest")
    edtf_latest = EDTFBoundField("edtf", "latest")
    place_name = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=100, blank=True, help_text="What was signed: “an agreement”.")
    said_by = models.CharField(
        max_length=200, blank=True, help_text="Who says so, where the article only reports it."
    )

    objects = HappeningQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            *Passage.rules("happening"),
            models.CheckConstraint(condition=Q(edition__isnull=True), name="happening_on_desk"),
            *edtf_check("edtf", "happening"),
        ]
        indexes = [*Passage.review_indexes("happening")]

    def cue_span(self) -> tuple[int, int] | None:
        """Where its cue stands in the article's text; None where an edit changed the sentence so that nobody can say."""
        at = self.cue_at if self.exact.startswith(self.cue, self.cue_at) else self.exact.find(self.cue)
        return (self.start + at, self.start + at + len(self.cue)) if at >= 0 else None


class HappeningPart(models.Model):
    """Somebody who took part, as a sentence has it: `part` in words; `main` where the happening is theirs."""

    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="parts")
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="happening_parts", db_index=False
    )
    role = models.CharField(
        max_length=8, choices=[("agent", "who did it"), ("patient", "whom it was done to")]
    )
    part = models.CharField(max_length=100)
    main = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["happening", "entity", "role"], name="happening_part_once"),
            models.CheckConstraint(condition=Q(role__in=["agent", "patient"]), name="happening_part_role"),
        ]
        indexes = [models.Index(fields=["entity", "main"], name="happening_part_of")]

    def __str__(self) -> str:
        return f"{self.entity} ({self.part})"
