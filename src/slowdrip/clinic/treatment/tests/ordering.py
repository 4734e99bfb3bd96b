"""Short ways to weigh, write and verify, through the same actions as the screens."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from slowdrip.clinic.people.actions import Reading, confirm_measurement, measure
from slowdrip.clinic.people.models import Measurement, Patient
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused, RefusedAll
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.treatment.actions import Worked, verify_order, write_order
from slowdrip.clinic.treatment.models import Order
from slowdrip.clinic.treatment.steps import Asked
from slowdrip.clinic.treatment.typed import Typed
from slowdrip.clinic.treatment.verified import VerifiedOrder
from tests.cast import DAY, Cast, Person

VIAL_10, VIAL_50, VIAL_100 = "ketamine_10_mg_per_ml_20_ml", "ketamine_50_mg_per_ml_10_ml", "ketamine_100_mg_per_ml_5_ml"
USUAL: Final = Typed(
    dose_mg_per_kg="0.5", duration_min="40", product=VIAL_50, preparation="made_up_to", volume_ml="100"
)
WORKED: Final = Worked("40", "150")
MINUTE: Final = timedelta(minutes=1)


def typed(**changes: str) -> Typed:
    """The usual order as typed, with changes."""
    return replace(USUAL, **changes)


def proof_of(person: Person, at: datetime = DAY) -> Proof:
    """Fresh proof that this person is here."""
    return Proof(signer=person.acting, method=Signature.Method.PIN, at=at)


def weigh(house: Cast, patient: Patient, *, kg: str, cm: str = "", at: datetime = DAY, **how: Any) -> Measurement:
    """Measures a weight (and height) by one nurse; another reads it again unless `reread=False`."""
    kind = how.get("how", Measurement.How.MEASURED)
    readings = [Reading(Measurement.Kind.WEIGHT_G, int(Decimal(kg) * 1000), kind, at)]
    if cm:
        readings.append(Reading(Measurement.Kind.HEIGHT_MM, int(Decimal(cm) * 10), Measurement.How.MEASURED, at))
    doubts = frozenset({"weight_changed", "looks_like_pounds", "looks_like_kilograms", "bmi_out_of_range"})
    row = measure(house.nurse.acting, patient.pk, readings, at=at, accepted=doubts)[0]
    if kind == Measurement.How.MEASURED and how.get("reread", True):
        confirm_measurement(house.nurse.acting, row.pk, proof_of(house.second_nurse, at), value=row.value, at=at)
    return row


def write(house: Cast, patient: Patient, *, at: datetime = DAY, reason: str = "", **changes: str) -> Order:
    """The prescriber writes and signs the usual order with changes."""
    asked = Asked(typed=typed(**changes), reason=reason)
    by = house.prescriber
    return write_order(by.acting, patient.pk, asked, proof=proof_of(by, at), at=at)


def verify(
    house: Cast, order: Order, *, by: Person | None = None, worked: Worked = WORKED, at: datetime = DAY
) -> Signature:
    """A nurse verifies the order."""
    person = by or house.nurse
    return verify_order(person.acting, order.pk, proof_of(person, at), worked=worked, at=at)


def codes(refused: Refused) -> list[str]:
    """The codes of a refusal."""
    return [each.code for each in refused.refusals] if isinstance(refused, RefusedAll) else [refused.code]


@dataclass(slots=True)
class Running:
    """A running drip: which order it has in force now, and every order it ever had."""

    order_id: UUID | None = None
    history: list[UUID] = field(default_factory=list)

    def start(self, order_id: UUID) -> None:
        """The drip starts with this order."""
        self.order_id = order_id
        self.history.append(order_id)

    def has_in_force(self, order_id: UUID) -> bool:
        """Whether the drip runs on this order."""
        return self.order_id == order_id

    def take_over(self, old_id: UUID, new: VerifiedOrder) -> None:
        """The drip goes on with the new order."""
        if self.order_id == old_id:
            self.start(new.id)
