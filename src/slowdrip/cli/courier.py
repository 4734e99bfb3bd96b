"""The courier: threads of the worker that send messages, so that a gateway which hangs holds up no alarm."""

from __future__ import annotations

import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING, Final

from slowdrip.clinic.record.logged import logged

if TYPE_CHECKING:  # Django is set up only when the courier starts
    from uuid import UUID

    from slowdrip.clinic.notices.due import Round

log = logging.getLogger("slowdrip.messages")
ROUND_S = 2.0
END_WITHIN_S = 5.0
WAYS: Final = ("email", "text")
"""Each has a thread of its own: a text gateway that hangs keeps no e-mail from a colleague."""


class Courier:
    """Goes round the clinics every two seconds until it is told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(way,), daemon=True, name=f"courier by {way}") for way in WAYS
        ]

    def start(self) -> None:
        """Begins."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends after the calls that are under way, or without them: what they leave is shown as unknown."""
        self._stop.set()
        ends_s = monotonic() + END_WITHIN_S
        for thread in self._threads:
            thread.join(max(0.0, ends_s - monotonic()))

    def _run(self, way: str) -> None:
        while not self._stop.is_set():
            with logged(log, "a round of the courier by %s failed", way):
                _round_with_connection(self._stop, way)
            self._stop.wait(ROUND_S)


def _round_with_connection(stop: threading.Event, way: str) -> None:
    from django.db import connection

    try:
        one_round(stop, way)
    finally:
        connection.close()


def one_round(stop: threading.Event, way: str) -> None:
    """Sends what is due by one way in every clinic, to colleagues first; a clinic that fails keeps no other from it."""
    from slowdrip.clinic.notices.configured import ways_on
    from slowdrip.clinic.notices.due import EVERYBODY, Round
    from slowdrip.clinic.record.models import Clinic

    if way not in ways_on():
        return
    clinics = list(Clinic.objects.order_by("slug").values_list("pk", flat=True))
    closed: set[str] = set()
    for whom in EVERYBODY:
        _told(stop, clinics, Round(ways=frozenset({way}), whom=(whom,), closed=closed))


def _told(stop: threading.Event, clinics: list[UUID], this_round: Round) -> None:
    from slowdrip.clinic.notices.sending import deliver
    from slowdrip.clinic.record.moment import now

    for clinic_id in clinics:
        if stop.is_set():
            return
        with logged(log, "the courier could not send for clinic %s", clinic_id):
            deliver(clinic_id, now=now, this_round=this_round)
