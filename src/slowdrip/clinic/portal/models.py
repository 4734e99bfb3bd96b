"""PatientLink and OneTimeCode: by what a patient's own phone is known."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import RegisterModel, TransientModel

ANSWER, SEE = "link.answer", "link.see"


class PatientLink(RegisterModel):
    """A link given to one patient: only the hash of its token is kept; the actor is who answers through it.

    It is opened by a deed of a person (POST), because mail scanners open every address. `subject_id` is the ask it was
    made for; `kiosk` says that a tablet of the clinic was handed over instead of an address sent: then `device` is that
    tablet, whose own key the browser gave up until the staff took it back, and `used_at` the last answer on it.
    `contact` is where it was sent: when that is changed, ended or safe no longer, the link ends with it.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="links")
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="link")
    token_sha256 = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    subject_id = models.UUIDField(null=True)
    kiosk = models.BooleanField(default=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="+", null=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", null=True)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "token_sha256"], name="link_token_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "patient"])]

    def acting(self, *, has_shown_code: bool = False) -> Acting:
        """Gives whoever holds the link as an actor: answering needs the link, seeing needs a one-time code too."""
        held = {scope for scope in self.scopes if scope != SEE or has_shown_code}
        return Acting(
            actor_id=self.actor_id,
            clinic_id=self.clinic_id,
            kind=Actor.Kind.PATIENT_LINK,
            label="patient",
            permissions=frozenset(held),
        )


class OneTimeCode(TransientModel):
    """A code sent to a safe contact of the patient; only its hash is kept, and it dies after few wrong tries."""

    link = models.ForeignKey(PatientLink, on_delete=models.PROTECT, related_name="codes")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", null=True)
    code_hash = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "link"])]
