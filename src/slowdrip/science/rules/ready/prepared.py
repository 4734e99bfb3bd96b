"""Gives what the preparation gates read: the order, the draw-up, the bedside check and the pump's display."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The order in force. A spoken order counts once it was read back; `signed_by` then is who spoke it."""

    order_id: str
    in_force_at: datetime
    signed_by: str | None
    read_back_missing: bool
    void: bool
    verified_by: str | None
    verifier_roles: frozenset[str]
    rate_ul_per_h: int
    vtbi_ul: int
    draw_volume_ul: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawUp:
    """Who drew up what for which order, and who watched."""

    order_id: str
    at: datetime
    by: str
    second_person: str | None
    second_roles: frozenset[str]
    draw_volume_ul: int
    expires_on: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BedsideCheck:
    """Who compared patient, label and pump at the chair."""

    at: datetime
    first_person: str
    second_person: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpShown:
    """What the pump's display said."""

    at: datetime
    rate_ul_per_h: int
    vtbi_ul: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Everything between the order and the start; none means not done."""

    order: Order | None
    draw_up: DrawUp | None
    line_in: bool
    line_finding: str
    bedside: BedsideCheck | None
    pump: PumpShown | None
    people_in_building: int
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationLimits:
    """Who may be the second person, and how far a volume or a rate may be from the order."""

    verifier_roles: tuple[str, ...]
    draw_up_second_roles: tuple[str, ...]
    preparer_may_verify_when_two: bool
    signer_may_check_when_two: bool
    draw_up_tolerance_percent: Decimal
    pump_tolerance_percent: Decimal
