"""VerifiedOrder: all that a drip needs of an order that was signed and verified."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedOrder:
    """One verified order that stands. Amounts in µg of ketamine base, volumes in µL, rates in µL/h.

    `signed_by` is the prescriber; for a spoken order that waits for its co-signature, the one who spoke it.
    `dose_ug` is what was ordered, `dose_in_bag_ug` what is in the whole bag after rounding to a drawable volume.
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
