"""Slots on the patient page: apps to the right of people register what they show there."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.accounts.rules import ClinicRequest

from .models import Patient

Panel = Callable[[ClinicRequest, Patient], SafeString]

_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Adds a panel below the patient's facts; registering it again changes nothing. A panel may give nothing."""
    if panel not in _panels:
        _panels.append(panel)


def rendered(request: ClinicRequest, patient: Patient) -> list[SafeString]:
    """Gives the panels of this patient that have something to show, in the order they were registered."""
    return [shown for panel in _panels if (shown := panel(request, patient))]
