"""Numbers for a crisis, and whether somebody reads what a patient writes now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.clinic.record.models import Clinic
from slowdrip.knowledge.policies import default_policy
from slowdrip.knowledge.types import Policy
from slowdrip.knowledge.types.aftercare import Crisis

NONE: Final = "none"
"""What a policy says where a clinic has no such number."""

Reader = Callable[[UUID, datetime], bool]
_readers: list[Reader] = []


@dataclass(frozen=True, slots=True)
class CrisisNumbers:
    """Whom a patient calls: the line, the emergency number, a local line, and the clinic; an empty text is none."""

    line: str
    emergency: str
    local_name: str
    local: str
    clinic_name: str
    clinic_phone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads what a patient writes: within how many hours, and whether somebody is on call at this moment."""

    within_h: int
    is_somebody_there: bool


def crisis_numbers(clinic: Clinic | None) -> CrisisNumbers:
    """Gives the numbers of a clinic's policy; without a clinic, those of the policy that ships."""
    crisis = _crisis(clinic)
    return CrisisNumbers(
        line=_number(crisis.line_number.value),
        emergency=_number(crisis.emergency_number.value),
        local_name=_number(crisis.local_name.value),
        local=_number(crisis.local_number.value),
        clinic_name=clinic.name if clinic is not None else "",
        clinic_phone=clinic.phone if clinic is not None else "",
    )


def reading(clinic_id: UUID, at: datetime) -> Reading:
    """Gives how soon own words are read, and whether somebody is there now."""
    return Reading(_policy(clinic_id).risk.read_text_within_h.value, somebody_reads(clinic_id, at))


def register_reader(reader: Reader) -> None:
    """Adds who knows whether somebody reads answers now; registering it again changes nothing."""
    if reader not in _readers:
        _readers.append(reader)


def somebody_reads(clinic_id: UUID, at: datetime) -> bool:
    """Says whether any registered app knows somebody who reads now; without such an app nobody does."""
    return any(reader(clinic_id, at) for reader in _readers)


def _crisis(clinic: Clinic | None) -> Crisis:
    return (default_policy() if clinic is None else _policy(clinic.pk)).crisis


def _policy(clinic_id: UUID) -> Policy:
    try:
        return policy_in_force(clinic_id).policy
    except NoPolicy:
        return default_policy()


def _number(value: str) -> str:
    return "" if value == NONE else value
