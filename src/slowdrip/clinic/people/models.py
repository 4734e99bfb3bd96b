"""Patient, contacts, emergency contact, allergies, medicines, measurements."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, RegisterModel


class Patient(RegisterModel):
    """A person treated here. Names are whole: legal for documents, preferred for the chair."""

    class Sex(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    mrn = models.CharField(max_length=20)
    legal_given = models.CharField(max_length=80)
    legal_family = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField()
    sex_for_dosing = models.CharField(max_length=6, choices=Sex.choices)
    gender = models.CharField(max_length=60, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=40, default="English")
    needs_interpreter = models.BooleanField(default=False)
    may_be_pregnant = models.BooleanField(default=False)
    emergency_name = models.CharField(max_length=120, blank=True)
    emergency_relation = models.CharField(max_length=60, blank=True)
    emergency_phone = models.CharField(max_length=40, blank=True)
    allergies_asked_at = models.DateTimeField(null=True, blank=True)
    medicines_asked_at = models.DateTimeField(null=True, blank=True)
    # Whoever was entered in error stands in no list and holds neither an MRN nor a name.
    entered_in_error_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "mrn"], name="mrn_once_per_clinic")]
        indexes: ClassVar = [models.Index(fields=["clinic", "legal_family", "legal_given"])]

    def __str__(self) -> str:
        return f"{self.legal_given} {self.legal_family}"

    @property
    def called(self) -> str:
        """Gives the name to say at the chair."""
        return self.preferred_name or self.legal_given

    @property
    def chair_label(self) -> str:
        """Tells patients apart on a board without a full name: called name, family initial, birth day, MRN tail."""
        return f"{self.called} {self.legal_family[:1]}. {self.birth_date:%d %b} ·{self.mrn[-4:]}"


class Contact(RegisterModel):
    """A way to reach the patient, and whether it is safe to use; one that no longer serves is ended, not deleted."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        EMAIL = "email"
        ADDRESS = "address"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=200)
    safe = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient"])]


class Allergy(LogModel):
    """An allergy or intolerance as told, dated; ended by voiding, never copied forward as confirmed."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="allergies")
    substance = models.CharField(max_length=120)
    reaction = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class Medicine(LogModel):
    """A medicine that the patient takes, as told (in FHIR a MedicationStatement); ended by a later word or by voiding.

    `belongs_to` is the class that somebody named for it, a code of the table of interactions.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="medicines")
    substance = models.CharField(max_length=120)
    belongs_to = models.CharField(max_length=40, blank=True)
    dose = models.CharField(max_length=80, blank=True)
    since = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]


class MedicineWord(LogModel):
    """What was told later about a medicine on the list: taken that day, not taken that day, or stopped."""

    class What(models.TextChoices):
        TAKEN = "taken"
        NOT_TAKEN = "not_taken"
        STOPPED = "stopped"

    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="words")
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "medicine", "at"])]


class Measurement(LogModel):
    """A weight in grams or a height in millimetres: measured here or stated by the patient, when and by whom.

    `at` is when it was taken, `recorded_at` when it was typed. The second person's re-reading is a `record.Signature`
    with meaning `measurement.reread` over this row, so the row itself never changes.
    """

    class Kind(models.TextChoices):
        WEIGHT_G = "weight_g"
        HEIGHT_MM = "height_mm"

    class How(models.TextChoices):
        MEASURED = "measured"
        STATED = "stated"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="measurements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.PositiveIntegerField()
    how = models.CharField(max_length=10, choices=How.choices)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "kind", "at"])]
