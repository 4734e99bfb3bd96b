"""Monitor, MonitorMessage, VitalSample: a device, what it said byte by byte, and the numbers read out of it."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.tables import LogModel, ProjectionModel, RegisterModel


class Monitor(RegisterModel):
    """One bedside monitor by the identity it sends; `infusion` is the drip a person paired it with, and nothing else.

    A monitor that speaks for the first time is registered by the system, in use and at no drip.
    """

    device = models.CharField(max_length=120)
    name = models.CharField(max_length=40, blank=True)
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="monitors", null=True)
    paired_at = models.DateTimeField(null=True)
    first_heard_at = models.DateTimeField()
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "device"], name="monitor_device_once")]

    def __str__(self) -> str:
        return self.name or self.device


class MonitorMessage(LogModel):
    """One message as it came, with the answer it got.

    `raw` is the message's bytes with control and non-ASCII bytes escaped (`heard.escaped`), so nothing is lost and a
    person can read it. `answer` is the acknowledgement code AA, AE or AR; `unread` lists what in it could not be read
    and why, as canonical JSON.
    """

    monitor = models.ForeignKey(Monitor, on_delete=models.PROTECT, related_name="messages", null=True)
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+", null=True)
    control_id = models.CharField(max_length=199, blank=True)
    received_at = models.DateTimeField()
    peer = models.CharField(max_length=60, blank=True)
    raw = models.TextField()
    answer = models.CharField(max_length=2)
    reason = models.CharField(max_length=40, blank=True)
    unread = models.TextField(default="[]")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["clinic", "monitor", "received_at"]),
            models.Index(fields=["clinic", "monitor", "control_id"]),
        ]


class VitalSample(ProjectionModel):
    """One number of a monitor at a drip, unvalidated: it is charted only when a person accepts it.

    It can be read out of its message again, so nothing points at it and old ones can be dropped by time. `at` is our
    clock's time for it; `held` says why it may not be charted (another patient's id, a clock that is off), or is empty.
    """

    at = models.DateTimeField()
    monitor = models.ForeignKey(Monitor, on_delete=models.PROTECT, related_name="+")
    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="samples")
    channel = models.CharField(max_length=20)
    value_thousandths = models.BigIntegerField()
    held = models.CharField(max_length=30, blank=True)
    message = models.ForeignKey(MonitorMessage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "monitor", "channel", "at"], name="sample_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["clinic", "at"]),
            models.Index(fields=["clinic", "infusion", "channel", "at"]),
        ]
