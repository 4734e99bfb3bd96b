"""Slots at the chair, below the last-time card: apps to the right of the chart register what they show there."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion.models import Infusion

Slot = Callable[[ClinicRequest, Infusion], SafeString]

_slots: list[Slot] = []


def register(slot: Slot) -> None:
    """Adds a slot; registering it again changes nothing. A slot may give nothing."""
    if slot not in _slots:
        _slots.append(slot)


def rendered(request: ClinicRequest, infusion: Infusion) -> list[SafeString]:
    """Gives the slots of this drip that have something to show, in the order they were registered."""
    return [shown for slot in _slots if (shown := slot(request, infusion))]
