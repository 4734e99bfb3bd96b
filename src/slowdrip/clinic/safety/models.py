"""RiskCase, CaseEvent, CaseState, SafetyPlan, KnownIdeation, OnCallSpan, ClosedDay: the loop that closes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, ProjectionModel, RegisterModel


class RiskCase(LogModel):
    """One case of suicide risk of one patient; what happens in it are its events."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="risk_cases")
    opened_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class CaseEvent(LogModel):
    """One thing that happened in a case; the same id sent twice is stored once."""

    case = models.ForeignKey(RiskCase, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)
    payload = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    session_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "case", "occurred_at"])]


class CaseState(ProjectionModel):
    """The fold of a case's events, written in the transaction of the event; of a patient one case at most is open."""

    case = models.OneToOneField(RiskCase, on_delete=models.PROTECT, related_name="state")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    tier = models.CharField(max_length=12, blank=True)
    owner = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    deadline_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    events = models.PositiveIntegerField(default=0)
    state = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "patient"], condition=Q(is_open=True), name="one_open_case")
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "is_open", "next_look_at"])]


class SafetyPlan(LogModel):
    """A patient's safety plan in their own words, six steps, signed; the newest that was not voided holds."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="safety_plans")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    review_on = models.DateField(null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class KnownIdeation(LogModel):
    """A clinician signed: ideation of this height is known, this plan stands, it is looked at again by then.

    `heights` says per trigger the highest value that was known; a rise above it is a sign like any other.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="known_ideation")
    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="+")
    heights = models.TextField(default="{}")
    review_by = models.DateTimeField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class OnCallSpan(RegisterModel):
    """Somebody answers for signs of risk from then until then, at this place; one that covers for another says so."""

    class Place(models.TextChoices):
        FIRST = "first"
        BACKUP = "backup"

    who = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=6, choices=Place.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    covers_for = models.ForeignKey("self", on_delete=models.PROTECT, related_name="covers", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "until_at"])]


class ClosedDay(RegisterModel):
    """A day on which the clinic is closed: the roster asks for a named person all the same."""

    day = models.DateField()
    name = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "day"], name="closed_day_once")]
