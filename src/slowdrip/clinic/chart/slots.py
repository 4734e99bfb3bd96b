"""Slots at the chair, below the last-time card: apps to the right of the chart register what they show there."""

import logging
from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest
from slowdrip.clinic.infusion.models import Infusion

Slot = Callable[[ClinicRequest, Infusion], SafeString]

_log = logging.getLogger(__name__)
_slots: list[Slot] = []
_handed: list[Slot] = []
_moved: list[Slot] = []
_under_trend: list[Slot] = []


def register(slot: Slot) -> None:
    """Adds a slot; registering it again changes nothing. A slot may give nothing."""
    if slot not in _slots:
        _slots.append(slot)


def rendered(request: ClinicRequest, infusion: Infusion) -> list[SafeString]:
    """Gives the slots of this drip that have something to show, in the order they were registered."""
    return [shown for slot in _slots if (shown := slot(request, infusion))]


def register_for_hand_over(slot: Slot) -> None:
    """Adds a slot that whoever takes the chair has to read; registering it again changes nothing."""
    if slot not in _handed:
        _handed.append(slot)


def for_hand_over(request: ClinicRequest, infusion: Infusion) -> list[SafeString]:
    """Gives what the summary of a chair shows of other apps."""
    return [shown for slot in _handed if (shown := slot(request, infusion))]


def register_for_move(slot: Slot) -> None:
    """Adds a slot for whoever moves the patient to another chair; registering it again changes nothing."""
    if slot not in _moved:
        _moved.append(slot)


def for_move(request: ClinicRequest, infusion: Infusion) -> list[SafeString]:
    """Gives what other apps know to stay behind at the chair."""
    return [shown for slot in _moved if (shown := slot(request, infusion))]


def register_under_trend(slot: Slot) -> None:
    """Adds a slot right below the trend chart, which it explains; registering it again changes nothing."""
    if slot not in _under_trend:
        _under_trend.append(slot)


def under_trend(request: ClinicRequest, infusion: Infusion) -> list[SafeString]:
    """Gives what other apps show below the trend chart; what fails there is logged: the chair opens without it."""
    return [shown for slot in _under_trend if (shown := _guarded(slot, request, infusion))]


def _guarded(slot: Slot, request: ClinicRequest, infusion: Infusion) -> SafeString:
    try:
        return slot(request, infusion)
    except Exception:  # whatever the slot does: the chair opens
        _log.exception("a slot below the trend failed")
        return SafeString("")
