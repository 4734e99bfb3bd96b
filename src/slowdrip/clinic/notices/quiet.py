"""When a message that comes late would wake somebody: it waits until the patient's quiet hours are over."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.clinic.record.models import Clinic

ON_TIME: Final = timedelta(minutes=30)
"""Whoever queued a message chose its time; only one that is later than this is held back at night."""
UNSIGNED_QUIET: Final = (21, 8)

ZoneOf = Callable[[UUID], ZoneInfo | None]
_zones: list[ZoneOf] = []


def register_zone_of(zone_of: ZoneOf) -> None:
    """Says who knows a patient's time zone; without one it is the clinic's."""
    if zone_of not in _zones:
        _zones.append(zone_of)


def quiet_hours(clinic_id: UUID) -> tuple[int, int]:
    """Gives from and until which hour of the patient's clock nothing late is sent."""
    try:
        asking = policy_in_force(clinic_id).policy.asking
    except NoPolicy:
        return UNSIGNED_QUIET
    return asking.quiet_from_hour.value, asking.quiet_until_hour.value


def is_held_back(message: Message, clinic: Clinic, hours: tuple[int, int], *, at: datetime) -> bool:
    """Says whether a late message has to wait for the morning."""
    if message.patient_id is None or at - message.due_at <= ON_TIME:
        return False
    return is_quiet(at.astimezone(zone_of(message.patient_id, clinic)).hour, hours)


def is_quiet(hour: int, hours: tuple[int, int]) -> bool:
    """Says whether an hour lies in quiet hours, which may pass midnight."""
    start, end = hours
    return start <= hour < end if start <= end else hour >= start or hour < end


def zone_of(patient_id: UUID, clinic: Clinic) -> ZoneInfo:
    """Gives the zone in which the patient lives, as far as somebody knows it."""
    known = (zone for ask in _zones if (zone := ask(patient_id)) is not None)
    return next(known, ZoneInfo(clinic.time_zone))
