"""EmergencyCard, Debrief, Drill, DrillStep: what a director signs, what was learnt, and what was practised."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class EmergencyCard(LogModel):
    """One version of the clinic's emergency card and standing orders, written and signed in one go.

    The newest version is in force; its signature has the meaning `emergency_card.signed`. Before there is one, the
    pages say so and no medicine has a key.
    """

    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    comment = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "number"], name="emergency_card_once")]

    def __str__(self) -> str:
        return f"emergency card {self.number}"


class Debrief(LogModel):
    """What a team wrote after an emergency, signed; a later one adds to it. `emergency` is the entry it began with."""

    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="debriefs")
    emergency = models.UUIDField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "infusion", "at"])]


class Drill(LogModel):
    """An emergency that was practised: no patient, no drip."""

    place = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class DrillStep(LogModel):
    """One tap of a drill. The step "over" ends it and carries who took part and what was seen, as canonical JSON."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=30)
    detail = models.TextField(default="{}")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "drill", "at"])]
