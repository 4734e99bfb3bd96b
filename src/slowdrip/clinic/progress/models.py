"""PinnedBaseline and PointOutcome: what later scores are compared with, and what each asked point came to."""

from typing import ClassVar, Final

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.models import Ask, Following, Score
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, ProjectionModel

COUNTED_BY: Final = ("indication", "phase", "point", "scale")
SAID: Final = ("answered", "response", "remission", "worsened", "ideation")
"""What a point says in words: points that say the same are counted together."""


class PinnedBaseline(LogModel):
    """The last whole score before the first drip of a course; a score that arrives later does not move it.

    It ends with its score (a voided score is no baseline, and another one is pinned), and where the same series is told
    to have begun with an earlier drip. A new series leaves those before it their own.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="baselines")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=12, choices=Following.Phase.choices)
    scale = models.CharField(max_length=40)
    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "scale"])]


class PointOutcome(ProjectionModel):
    """One asked point of one patient with its main scale: answered or not, and what the answer means.

    Rebuilt from asks, scores and baselines of the patient. `None` in a word means that nobody can say.
    """

    class Answered(models.TextChoices):
        WHOLE = "whole"
        PART = "part"
        NOT = "not"

    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    indication = models.CharField(max_length=12)
    phase = models.CharField(max_length=12)
    point = models.CharField(max_length=20)
    scale = models.CharField(max_length=40)
    closed_at = models.DateTimeField()
    answered = models.CharField(max_length=5, choices=Answered.choices)
    has_baseline = models.BooleanField(default=False)
    better_by_milli = models.IntegerField(null=True)
    response = models.BooleanField(null=True)
    remission = models.BooleanField(null=True)
    worsened = models.BooleanField(null=True)
    ideation = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "ask"], name="one_outcome_per_ask")]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "patient"]),
            # Each holds all that one of the two counts of a clinic reads, in the order in which it is counted.
            models.Index(
                fields=["clinic", *COUNTED_BY, *SAID, "closed_at", "better_by_milli"], name="points_by_what_they_say"
            ),
            models.Index(fields=["clinic", *COUNTED_BY, "patient", "closed_at"], name="points_by_whose_they_are"),
        ]
