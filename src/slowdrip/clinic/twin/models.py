"""ModelsShown."""

from typing import ClassVar

from django.db import models

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import LogModel


class ModelsShown(LogModel):
    """The models that predictions of a drip were made with when a screen showed them, with the hash of each file.

    One row for each set of models; a second row means that Slowdrip was changed while the visit went on.
    """

    infusion = models.ForeignKey(Infusion, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clinic", "infusion", "sha256"], name="models_shown_once")
        ]
