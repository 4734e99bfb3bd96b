"""Matter, MatterEntry, MatterState: an adverse event or a task of a patient, what was told of it, and how it stands."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, ProjectionModel

EVENT: Final = "event"
"""The kind of a matter that is an adverse event; every other kind is the code of a task."""


class Matter(LogModel):
    """Something of a patient that stays open until somebody says how it ended: an adverse event, or a task.

    Only an adverse event can be voided: a task that an answer gave is ended by what came of it.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="matters")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="matters", null=True)
    kind = models.CharField(max_length=20)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class MatterEntry(LogModel):
    """One thing that was told of a matter; the same id sent twice is stored once."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20)
    payload = models.TextField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    session_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "matter", "at"])]


class MatterState(ProjectionModel):
    """The fold of a matter's entries, written in the transaction of the entry; of each task one at most is open."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, related_name="state")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    is_open = models.BooleanField(default=True)
    is_voided = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    entries = models.PositiveIntegerField(default=0)
    state = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "patient", "kind"],
                condition=Q(is_open=True) & ~Q(kind=EVENT),
                name="one_open_task_of_a_kind",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "is_open", "due_at"]),
            models.Index(fields=["clinic", "patient", "is_open"]),
        ]
