"""Slots beside the figures of an order: apps to the right of treatment register what they show there."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.treatment.models import Order

Slot = Callable[[ClinicRequest, Order], SafeString]

_slots: list[Slot] = []


def register(slot: Slot) -> None:
    """Adds a slot; registering it again changes nothing. A slot may give nothing."""
    if slot not in _slots:
        _slots.append(slot)


def rendered(request: ClinicRequest, order: Order) -> list[SafeString]:
    """Gives the slots of this order that have something to show, in the order they were registered."""
    return [shown for slot in _slots if (shown := slot(request, order))]
