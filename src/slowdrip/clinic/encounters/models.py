"""Note, Wishes, Letter: what is written around the drips of a patient; nothing of it is ever changed."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class Note(LogModel):
    """A signed clinical note or phone call: its text is in `document`, which the signature `note.signed` covers.

    An addendum is a note of its own that names the first in `adds_to`. A co-signature is a second signature.
    """

    class Kind(models.TextChoices):
        PROGRESS = "progress"
        PHONE = "phone"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="notes")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="notes", null=True)
    adds_to = models.ForeignKey("self", on_delete=models.PROTECT, related_name="addenda", null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    needs_cosign = models.BooleanField(default=False)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "patient", "happened_at"]),
            models.Index(fields=["clinic", "kind", "happened_at"]),
        ]


class Wishes(LogModel):
    """What a patient wishes at the chair, the whole set each time; the newest row holds, and its date is shown.

    Empty: nobody asked. `nothing`: asked, and the patient named no wish.
    """

    class Touch(models.TextChoices):
        WELCOME = "welcome"
        ASK = "ask"
        NO = "no"
        NOTHING = "nothing"

    class Chaperone(models.TextChoices):
        WANTED = "wanted"
        NOT_WANTED = "not_wanted"
        NOTHING = "nothing"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="wishes")
    comfort = models.CharField(max_length=400, blank=True)
    touch = models.CharField(max_length=10, choices=Touch.choices, blank=True)
    chaperone = models.CharField(max_length=10, choices=Chaperone.choices, blank=True)
    music = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class Letter(LogModel):
    """A letter to a referrer as it was signed: its text and the facts of the visits as they stood then."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="letters")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]
