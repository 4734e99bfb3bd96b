"""What waits for somebody in apps to the right of the chart: they register a number and what the page "Tasks" shows."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest

Number = Callable[[UUID, datetime], int]
Shown = Callable[[ClinicRequest], SafeString]

_waiting: dict[Number, Shown] = {}


def register(number: Number, shown: Shown) -> None:
    """Adds how many wait in a clinic, and the part of the page that names them; it may give nothing."""
    _waiting[number] = shown


def number_waiting(clinic_id: UUID, at: datetime) -> int:
    """Gives how many wait elsewhere."""
    return sum(number(clinic_id, at) for number in _waiting)


def rendered(request: ClinicRequest) -> list[SafeString]:
    """Gives the parts that have something to show."""
    return [part for shown in _waiting.values() if (part := shown(request))]
