"""Slots on a patient's own pages: apps to the right of outcomes offer there what is not a question.

They stand below what is asked, on the list of questions and after thanks; a slot may give nothing.
"""

import logging
from collections.abc import Callable

from django.utils.safestring import SafeString

from slowdrip.clinic.portal.rules import LinkRequest
from slowdrip.clinic.record.logged import logged

Slot = Callable[[LinkRequest], SafeString]

_log = logging.getLogger(__name__)
_slots: list[Slot] = []


def register(slot: Slot) -> None:
    """Adds a slot; registering it again changes nothing."""
    if slot not in _slots:
        _slots.append(slot)


def rendered(request: LinkRequest) -> list[SafeString]:
    """Gives what other apps offer; what fails there is logged, and the page comes without it."""
    found: list[SafeString] = []
    for slot in _slots:
        with logged(_log, "a slot of a patient's page failed"):
            found.append(slot(request))
    return [each for each in found if each]
