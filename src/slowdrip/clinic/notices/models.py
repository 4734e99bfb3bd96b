"""Message and Stop: something that a patient or a colleague is told, what became of it, and where nothing is sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import RegisterModel


class Message(RegisterModel):
    """One message to one person; `key` says which occurrence it is about, so that nothing is told twice.

    Its words are made when it is sent and are kept nowhere: `kind` and `params` name them and hold nothing about
    health. `sending` is written before the call; what a crash leaves there is `unknown`, shown, and not sent again.
    `hand` is the way that needs no gateway: somebody of the clinic hands it over. `due_at` stays what it was wanted
    to be; `try_at` is when it is tried next.
    """

    class Way(models.TextChoices):
        TEXT = "text"
        EMAIL = "email"
        HAND = "hand"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        UNKNOWN = "unknown"
        FAILED = "failed"
        BOUNCED = "bounced"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages", null=True)
    to_staff = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", null=True)
    way = models.CharField(max_length=5, choices=Way.choices)
    subject_id = models.UUIDField(null=True)
    params = models.TextField(default="{}")
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=60, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "key"], name="message_once_per_occurrence")]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "state", "try_at"]),
            models.Index(fields=["clinic", "patient", "at"]),
        ]


class Stop(RegisterModel):
    """A contact to which nothing is sent any more: the person said stop, or messages came back; lifted by hand."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="stops")
    why = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "contact"], condition=Q(lifted_at=None), name="one_standing_stop_per_contact"
            )
        ]
