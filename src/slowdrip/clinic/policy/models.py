"""PolicyVersion: one immutable text of a clinic's policy."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class PolicyVersion(LogModel):
    """One version of the clinic's policy as canonical text; in force once a director's signature names it.

    Signed versions are found through `record.Signature` with meaning `policy.signed`. The newest signed version is in
    force; before any is signed, version 1 (the shipped default) is used and every page says so.
    """

    number = models.PositiveIntegerField()
    schema_version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    comment = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "number"], name="policy_number_once")]

    def __str__(self) -> str:
        return f"policy {self.number}"
