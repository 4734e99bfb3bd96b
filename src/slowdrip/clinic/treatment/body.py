"""What is known of a patient's body and last order, as far as a dose depends on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.people.queries.measurements import Taken, measurements
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.pharmacology.dosing import History, Sex, Weight, WeightHow

from .documents import Ordered, ordered
from .models import Order
from .queries.statuses import was_ever_verified

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Body:
    """Weight and height as they stand, the measured weight before, the last order, and if this is the first visit."""

    patient: Patient
    weight: Taken | None
    height: Taken | None
    last_weight: Taken | None
    last: Ordered | None
    is_first_visit: bool

    @property
    def kg(self) -> Decimal | None:
        """The weight in kilograms, exact."""
        return Decimal(self.weight.value) / 1000 if self.weight else None

    @property
    def height_cm(self) -> Decimal | None:
        """The height in centimetres, exact."""
        return Decimal(self.height.value) / 10 if self.height else None

    @property
    def last_kg(self) -> Decimal | None:
        """The weight before this one, in kilograms."""
        return Decimal(self.last_weight.value) / 1000 if self.last_weight else None

    @property
    def sex(self) -> Sex:
        """Sex for dosing."""
        return Sex(self.patient.sex_for_dosing)

    @property
    def history(self) -> History:
        """What was true last time."""
        last = self.last
        return History(
            last_weight_kg=self.last_kg,
            last_mg_per_kg=last.mg_per_kg if last else None,
            last_dose_ug=last.dose_ug if last else None,
        )

    def weight_now(self, at: datetime) -> Weight | None:
        """The weight for the arithmetic; a part of an hour counts whole, so no weight looks younger than it is."""
        if self.weight is None or self.kg is None:
            return None
        age_h = -(-max(self.weight.age(at), timedelta(0)) // HOUR)
        return Weight(self.kg, WeightHow(self.weight.how), age_h)


def body_of(actor: Acting, patient: Patient) -> Body:
    """Gives what a dose depends on: measured weight and height, else stated ones, which cannot dose."""
    taken = measurements(actor, patient.pk)
    weights = [each for each in taken if each.kind == Measurement.Kind.WEIGHT_G]
    heights = [each for each in taken if each.kind == Measurement.Kind.HEIGHT_MM]
    weight = _best(weights)
    before = [each for each in weights if each.is_measured and weight is not None and each.id != weight.id]
    return Body(
        patient=patient,
        weight=weight,
        height=_best(heights),
        last_weight=before[0] if before else None,
        last=_last_order(actor, patient.pk),
        is_first_visit=not was_ever_verified(actor, patient.pk),
    )


def _best(newest_first: list[Taken]) -> Taken | None:
    measured = (each for each in newest_first if each.is_measured)
    return next(measured, newest_first[0] if newest_first else None)


def _last_order(actor: Acting, patient_id: UUID) -> Ordered | None:
    """The newest order that stands or was replaced; one that was voided as wrong says nothing about the patient."""
    order = Order.objects.visible_to(actor).current().filter(patient_id=patient_id).order_by("-at", "-pk").first()
    return ordered(order) if order else None
