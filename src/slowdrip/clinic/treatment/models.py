"""Order: what a prescriber signed, whole and unchangeable."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class Order(LogModel):
    """One infusion order. Signed and verified are `record.Signature` rows that name it.

    `order.signed`, `order.second_clinician`, `order.taken` cover the bytes of `document`; `order.verified` covers its
    hash, the figures as recomputed and what the verifier worked out.

    `document` is canonical JSON: what was asked (mg/kg, basis, weight, duration, product, preparation), every figure
    computed from it, the findings, tier, reasons. The columns beside it are the figures the drip needs, copied from the
    same document. A verbal order is entered by whoever heard it and read it back; the prescriber signs it by
    `cosign_due_at`.

    An order whose document has the `kind` "rate_change" orders no new bag: it changes the rate of the bag that hangs by
    the order it replaces. Then `draw_ul` and `final_volume_ul` are that bag's, `dose_ug` is the total dose ordered from
    now on (as before, or a lower one), `rate_ul_per_h` the new rate, and `vtbi_ul` and `duration_s` what the pump still
    has to give and how long that takes, both from the instant that the document names (`change.seen_at`).
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="orders")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    dose_ug = models.PositiveBigIntegerField()
    draw_ul = models.PositiveBigIntegerField()
    final_volume_ul = models.PositiveBigIntegerField()
    rate_ul_per_h = models.PositiveBigIntegerField()
    vtbi_ul = models.PositiveBigIntegerField()
    duration_s = models.PositiveIntegerField()
    tier = models.CharField(max_length=40)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replaced_by", null=True)
    prescriber = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    verbal = models.BooleanField(default=False)
    read_back = models.BooleanField(default=False)
    cosign_due_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "patient", "at"])]
