"""Clinic, Actor, Void, Signature, the audit chain and the outbox."""

from typing import ClassVar

from django.db import models

from .tables import ClinicTable, LogModel, ProjectionModel, RegisterModel, Table, TransientModel

__all__ = ["Actor", "AuditEntry", "Clinic", "ClinicHead", "ClinicTable", "Heartbeat", "Outbox", "Signature", "Void"]


class Clinic(Table):
    """One clinic: the tenant that every other row belongs to."""

    table_kind = "register"
    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    phone = models.CharField(max_length=40, blank=True)
    rehearsed_restore_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Actor(RegisterModel):
    """Whoever acts: staff, patient link, device, API client or the system itself. `by` always points here."""

    class Kind(models.TextChoices):
        STAFF = "staff"
        PATIENT_LINK = "patient_link"
        DEVICE = "device"
        API_CLIENT = "api_client"
        SYSTEM = "system"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    label = models.CharField(max_length=120)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "kind"])]

    def __str__(self) -> str:
        return self.label


class ClinicHead(ProjectionModel):
    """The end of a clinic's chain; its row lock is taken last in every action, so no number is skipped."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic"], name="one_head_per_clinic")]


class AuditEntry(LogModel):
    """One link of a clinic's chain: who did what to which row, bound to the link before it by hash."""

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    session_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", null=True)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    detail = models.TextField(default="{}")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "seq"], name="audit_seq_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "subject_id", "seq"])]


class Outbox(TransientModel):
    """What open screens must hear: topic and ids only, numbered by the clinic's sequence, gone after a day."""

    seq = models.BigIntegerField()
    topic = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "seq"], name="outbox_seq_once")]
        indexes: ClassVar = [models.Index(fields=["clinic", "at"])]


class Void(LogModel):
    """Says that a log row no longer stands, by whom and why. The row itself stays."""

    target = models.CharField(max_length=60)
    target_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "target_id"], name="voided_once")]


class Signature(LogModel):
    """A person's signature: who, in whose session, meaning what, over exactly which bytes."""

    class Method(models.TextChoices):
        PIN = "pin"
        PASSKEY = "passkey"

    signer = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    session_actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=120)
    meaning = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    method = models.CharField(max_length=10, choices=Method.choices)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "subject_id", "at"])]


class Heartbeat(TransientModel):
    """Which process watches this clinic (clock, listener, worker), when it last did, and what it failed to watch.

    `leased_at` is when the holder took or kept the watch, `at` the last tick that ended well, `failing` a list of ids.
    """

    process = models.CharField(max_length=20)
    holder = models.CharField(max_length=80)
    leased_at = models.DateTimeField()
    at = models.DateTimeField(null=True)
    failing = models.TextField(default="[]")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "process"], name="one_beat_per_process")]
