"""VerifiedOrder: all that a drip needs of an order that was signed and verified."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BagChange:
    """What a change of rate says of the bag that hangs: for which orders it was made, and where it ends now.

    `stop_at_ul` counts from the hanging of the bag, `whole_s` from the start of the pump.
    """

    orders: frozenset[UUID]
    stop_at_ul: int
    whole_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedOrder:
    """One verified order that stands. Amounts in µg of ketamine base, volumes in µL, rates in µL/h.

    `signed_by` is the prescriber; for a spoken order that waits for its co-signature, the one who spoke it.
    `dose_ug` is what was ordered, `dose_in_bag_ug` what is in the whole bag after rounding to a drawable volume.
    `change` is there when the order changes the rate of a bag that hangs; without it the order is for a new bag.
    """

    id: UUID
    patient_id: UUID
    dose_ug: int
    dose_in_bag_ug: int
    draw_ul: int
    final_volume_ul: int
    rate_ul_per_h: int
    vtbi_ul: int
    duration_s: int
    vial_ug_per_ml: int
    product: str
    tier: str
    signed_by: UUID
    verbal: bool
    read_back: bool
    cosign_due_at: datetime | None
    cosigned: bool
    verified_by: UUID
    verified_by_name: str
    verified_at: datetime
    replaces_id: UUID | None
    change: BagChange | None = None
