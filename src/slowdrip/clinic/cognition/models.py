"""CognitionOffer, CognitionStart, CognitionRun: what was offered, what was begun, and how it ended."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class Task(models.TextChoices):
    """The two tasks, in the order in which they are done."""

    SYMBOLS = "symbols"
    REACTIONS = "reactions"


class Occasion(models.TextChoices):
    """When a run is done; `science.cognition.moment_of` chooses it."""

    BASELINE = "baseline"
    DISCHARGE = "discharge"
    NEXT_DAY = "next_day"
    OTHER = "other"


class Way(models.TextChoices):
    """On whose device: the patient's own, or a tablet of the clinic in their hands."""

    LINK = "link"
    KIOSK = "kiosk"


class CognitionOffer(LogModel):
    """Both tasks were offered to a patient; until `closes_at` whatever is not done can be done.

    `ask` are the questions after which they were offered. Without an offer nothing is missing; with one everything
    that was not done counts.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+", null=True)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="+", null=True)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    way = models.CharField(max_length=5, choices=Way.choices)
    closes_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class CognitionStart(LogModel):
    """One run was begun: its form was seen from here on, whether it is ever finished or not.

    `occasion` and `infusion` are those of this instant, whatever it was when the tasks were offered.
    `length` is the time limit in seconds of the symbol task, or the number of marks of the reaction task.
    """

    offer = models.ForeignKey(CognitionOffer, on_delete=models.PROTECT, related_name="starts")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    task = models.CharField(max_length=9, choices=Task.choices)
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+", null=True)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    form = models.PositiveSmallIntegerField()
    length = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "task"])]


class CognitionRun(LogModel):
    """How one run ended, with every trial as the device sent it; its id is that of its start.

    One that was not wanted has no start and no trials, has the occasion of its offer, and is never a zero.
    `trials` and `score` are canonical JSON; `value` is the number that is compared, null where there is no score.
    `started_at` is the server's clock, the times within the trials are the device's own.
    """

    class Ended(models.TextChoices):
        DONE = "done"
        INTERRUPTED = "interrupted"
        NOT_NOW = "not_now"

    class Reason(models.TextChoices):
        HIDDEN = "hidden"
        STOPPED = "stopped"

    start = models.OneToOneField(CognitionStart, on_delete=models.PROTECT, related_name="run", null=True)
    offer = models.ForeignKey(CognitionOffer, on_delete=models.PROTECT, related_name="runs")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+", null=True)
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    task = models.CharField(max_length=9, choices=Task.choices)
    form = models.PositiveSmallIntegerField(null=True)
    length = models.PositiveSmallIntegerField(null=True)
    trials = models.TextField(default="[]")
    scorer = models.CharField(max_length=10, blank=True)
    way = models.CharField(max_length=5, choices=Way.choices)
    agent = models.CharField(max_length=40, blank=True)
    input_kind = models.CharField(max_length=10, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=11, choices=Ended.choices)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    score = models.TextField(blank=True)
    value = models.IntegerField(null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "task", "started_at"])]
