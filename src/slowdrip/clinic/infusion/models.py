"""Chair, Infusion, InfusionEvent, InfusionState, and the day around them: shifts, presence, kit check, tasks."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, ProjectionModel, RegisterModel
from slowdrip.clinic.treatment.models import Order


class Chair(RegisterModel):
    """A place where a drip runs."""

    name = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "name"], name="chair_name_once")]

    def __str__(self) -> str:
        return self.name


class Infusion(RegisterModel):
    """One visit for one drip: whom, where, when planned, by which policy. What happens is in the events."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="infusions")
    chair = models.ForeignKey(Chair, on_delete=models.PROTECT, related_name="infusions", null=True)
    planned_at = models.DateTimeField()
    number = models.PositiveSmallIntegerField(default=1)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="infusions", null=True)
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "planned_at"]),
            models.Index(fields=["clinic", "patient", "planned_at"]),
        ]


class InfusionEvent(LogModel):
    """One thing that happened at a drip; the same id sent twice is stored once."""

    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)
    payload = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    session_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    source = models.CharField(max_length=20, default="typed")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "infusion", "occurred_at"])]


class InfusionState(ProjectionModel):
    """The fold of an infusion's events, written in the same transaction as the event; rebuilt by replay."""

    infusion = models.OneToOneField(Infusion, on_delete=models.PROTECT, related_name="state")
    phase = models.CharField(max_length=20)
    active = models.BooleanField(default=False)
    state = models.TextField()
    events = models.PositiveIntegerField(default=0)
    next_due_at = models.DateTimeField(null=True)
    open_alarms = models.PositiveSmallIntegerField(default=0)
    emergency_since = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "active"]),
            models.Index(fields=["clinic", "next_due_at"]),
        ]


class Presence(LogModel):
    """A staff member came into or left the building."""

    class Way(models.TextChoices):
        IN = "in"
        OUT = "out"

    who = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=3, choices=Way.choices)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class OnCall(LogModel):
    """Who is called by name first and second when nobody answers an alarm; the newest of a day holds."""

    first = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    second = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class KitCheck(LogModel):
    """The rescue kit was checked: item by item, by whom."""

    items = models.TextField()
    complete = models.BooleanField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class SoundCheck(LogModel):
    """Somebody played the sounds on a screen and said whether they were heard; without a device it was their own."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", null=True)
    heard = models.BooleanField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class ShiftOpened(LogModel):
    """A shift was opened: what stood in the house and why it was opened without what was missing, signed.

    Shifts of a clinic are numbered, so that of two openings at once one is refused by the database.
    """

    number = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "number"], name="shift_number_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class ShiftClosed(LogModel):
    """A shift was closed: who stays with whom, what was left and why, signed. Without this row it is open."""

    shift = models.ForeignKey(ShiftOpened, on_delete=models.PROTECT, related_name="closings")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "shift"], name="shift_closed_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class Task(RegisterModel):
    """Work that must not be forgotten: a difference to explain, a co-signature, a start outside the gates to review.

    `key` says which occurrence it is about (the entry, or the digest of the numbers), so that another one asks anew.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64, blank=True)
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="tasks", null=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="tasks", null=True)
    detail = models.TextField(default="{}")
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    outcome = models.TextField(blank=True)
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "kind", "infusion", "key"], name="task_once_per_occurrence")
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "state", "due_at"])]
