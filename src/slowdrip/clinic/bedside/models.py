"""PatientScreen."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.infusion.models import Chair
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import RegisterModel


class PatientScreen(RegisterModel):
    """A device that is the patient's at one chair, from when it was given until staff took it back."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey(Chair, on_delete=models.PROTECT, related_name="+")
    kind_before = models.CharField(max_length=12)
    given_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "device"], condition=models.Q(taken_at__isnull=True), name="given_once_at_a_time"
            )
        ]
