"""GoLiveBatch, GoLiveText, PriorTreatment, NextBooster: what was uploaded, and what was so before Slowdrip."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models

from slowdrip.clinic.outcomes.models import Response
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, RegisterModel, TransientModel

KEPT_FOR: Final = timedelta(days=7)
"""How long an uploaded text with patients' data lies there while nobody decides."""


class GoLiveBatch(RegisterModel):
    """One uploaded table: what it was, by whom, what was imported of it, and whether it was taken back."""

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    imported = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    undone_why = models.CharField(max_length=200, blank=True)
    undone = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"]), models.Index(fields=["clinic", "sha256"])]

    @property
    def kept_until(self) -> datetime:
        """When a table that nobody decides on is discarded."""
        at: datetime = self.at
        return at + KEPT_FOR


class GoLiveText(TransientModel):
    """The uploaded text while it waits for a decision; gone when it is imported, discarded or replaced."""

    batch = models.OneToOneField(GoLiveBatch, on_delete=models.PROTECT, related_name="text")
    text = models.BinaryField()


class PriorTreatment(LogModel):
    """What a patient had before Slowdrip, as the table told it: never a drip of this record.

    `made` names every row that was made with it, by its table: what an undo takes back. `baseline` and
    `baseline_gad7` are the answers that were told as those from before the first infusion. Voided when the import is
    undone.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="prior_treatments")
    batch = models.ForeignKey(GoLiveBatch, on_delete=models.PROTECT, related_name="treatments")
    line = models.PositiveIntegerField()
    series_infusions = models.PositiveIntegerField()
    lifetime_infusions = models.PositiveIntegerField()
    last_infusion_on = models.DateField(null=True)
    last_dose_ug = models.PositiveIntegerField(null=True)
    baseline = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+", null=True)
    baseline_gad7 = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="+", null=True)
    made = models.TextField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"]), models.Index(fields=["clinic", "batch"])]


class NextBooster(RegisterModel):
    """The day that was agreed for the next booster before Slowdrip; booked nowhere."""

    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="next_booster")
    batch = models.ForeignKey(GoLiveBatch, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "due_on"])]
