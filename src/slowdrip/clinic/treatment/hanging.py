"""Hanging: what the record of a running drip says of the bag that hangs, as far as a change of its rate needs it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """The bag that hangs at `at`, by the record: `drug_ug` in `volume_ul` as drawn up, `out_ul` of it given.

    `ends_at_ul` counts from the hanging of the bag and is where the order in force ends. `ran_s` is how long the pump
    has run, pauses left out; while `is_paused`, the rate is the one at which it would run on.
    """

    infusion_id: UUID
    at: datetime
    label: str
    drug_ug: int
    volume_ul: int
    draw_ul: int
    out_ul: int
    ran_s: int
    rate_ul_per_h: int
    ends_at_ul: int
    is_paused: bool
