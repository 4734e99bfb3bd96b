"""Following, Ask, Response, Answer, Score, ScalePermission: what was asked, answered and scored."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel, RegisterModel, TransientModel

_STANDS = Q(withdrawn_at=None, answered_at=None)


class Following(RegisterModel):
    """How a patient is followed: for what they are treated, in which phase, in which time zone they live.

    Without this row a patient is asked by the plan of depression in the clinic's own time zone.
    """

    class Indication(models.TextChoices):
        DEPRESSION = "depression"
        BIPOLAR = "bipolar"
        ANXIETY = "anxiety"
        PTSD = "ptsd"

    class Phase(models.TextChoices):
        SERIES = "series"
        MAINTENANCE = "maintenance"
        ENDED = "ended"

    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="following")
    indication = models.CharField(max_length=12, choices=Indication.choices, default=Indication.DEPRESSION)
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.SERIES)
    phase_since = models.DateTimeField()
    time_zone = models.CharField(max_length=60, blank=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "phase"])]


class Ask(RegisterModel):
    """One time at which a patient is asked something: from when until when, which scales, because of what.

    `key` names the occurrence (`after:<infusion>:4h`, `weekly:<course>:3`), so that a plan made anew moves this row and
    never makes a second. One that is no longer due is withdrawn with the reason, not deleted. `serves` names every
    occurrence that this one ask answers. `told_at` is when the clock opened it, `missed_at` when it closed unanswered.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="asks")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="asks", null=True)
    key = models.CharField(max_length=120)
    phase = models.CharField(max_length=12)
    point = models.CharField(max_length=20)
    scales = models.JSONField(default=list)
    serves = models.JSONField(default=list)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "patient", "key"], name="ask_once_per_occurrence")
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "opens_at"]),
            models.Index(fields=["clinic", "patient", "opens_at"]),
            models.Index(fields=["clinic", "opens_at"], name="ask_to_open", condition=_STANDS & Q(told_at=None)),
            models.Index(fields=["clinic", "closes_at"], name="ask_to_close", condition=_STANDS & Q(missed_at=None)),
            models.Index(fields=["clinic", "remind_at"], name="ask_to_remind", condition=Q(remind_at__isnull=False)),
        ]


class AskingMark(TransientModel):
    """How far the clock has read the chain for changes, and where it stands in the daily look at all patients.

    Without this row everybody is looked at again, which changes nothing that stands.
    """

    seq = models.BigIntegerField()
    swept_on = models.DateField(null=True)
    swept_to = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic"], name="one_asking_mark_per_clinic")]


class Response(RegisterModel):
    """One filling-in of one scale (in FHIR a QuestionnaireResponse); its answers are rows of their own.

    `answered_at` is when the patient answered, which for paper lies before `started_at`, when it was typed; `left_at`
    when the clock ended one that nobody went on with.
    """

    class Way(models.TextChoices):
        LINK = "link"
        KIOSK = "kiosk"
        STAFF = "staff"
        PAPER = "paper"
        IMPORT = "import"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="responses")
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, related_name="responses", null=True)
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="responses", null=True)
    scale = models.CharField(max_length=40)
    content_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=10, default="en")
    way = models.CharField(max_length=6, choices=Way.choices)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "ask", "scale"], name="one_response_per_ask_and_scale")
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "patient", "scale", "started_at"]),
            models.Index(fields=["clinic", "started_at"], name="response_begun", condition=Q(completed_at=None)),
        ]


class Answer(LogModel):
    """One answer as it was given, saved at once; of several to one item the newest holds.

    `what` keeps the four apart that are never 0: refused, not applicable, not assessed, and taken back.
    """

    class What(models.TextChoices):
        VALUE = "value"
        REFUSED = "refused"
        NOT_APPLICABLE = "not_applicable"
        NOT_ASSESSED = "not_assessed"
        TAKEN_BACK = "taken_back"
        TEXT = "text"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    what = models.CharField(max_length=14, choices=What.choices)
    value = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    way = models.CharField(max_length=6, choices=Response.Way.choices)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "response", "at"])]


class Score(LogModel):
    """What a whole or closed response scores, with everything it needs to be compared or never be.

    `document` is the scorer's whole result; `total_milli` the main score in thousandths, null when there is none;
    `lowest_milli` and `highest_milli` what it can still be. A later score of the same response replaces this one.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="scores")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="scores")
    scale = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    coding = models.CharField(max_length=40)
    content_sha256 = models.CharField(max_length=64)
    scorer = models.CharField(max_length=10)
    status = models.CharField(max_length=14)
    total_milli = models.IntegerField(null=True)
    lowest_milli = models.IntegerField(null=True)
    highest_milli = models.IntegerField(null=True)
    document = models.TextField()
    answered_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "patient", "scale", "answered_at"]),
            models.Index(fields=["clinic", "scale", "answered_at"]),
        ]


class ScalePermission(LogModel):
    """The site may use a scale: who allowed it, when, and for what."""

    scale = models.CharField(max_length=40)
    given_by = models.CharField(max_length=120)
    given_on = models.DateField()
    scope = models.CharField(max_length=400)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "scale", "at"])]
