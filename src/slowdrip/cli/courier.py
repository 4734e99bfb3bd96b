"""The courier: a thread of the worker that sends messages, so that a gateway which hangs holds up no alarm."""

import logging
import threading

log = logging.getLogger("slowdrip.messages")
ROUND_S = 2.0
END_WITHIN_S = 5.0


class Courier:
    """Goes round the clinics every two seconds until it is told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="courier")

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after the call that is under way, or without it: what it leaves is shown as unknown, not sent again."""
        self._stop.set()
        self._thread.join(END_WITHIN_S)

    def _run(self) -> None:
        from django.db import connection

        while not self._stop.is_set():
            one_round(self._stop)
            connection.close()
            self._stop.wait(ROUND_S)


def one_round(stop: threading.Event) -> None:
    """Sends what is due in every clinic; one that fails does not keep the others from it."""
    from slowdrip.clinic.notices.configured import ways_on
    from slowdrip.clinic.notices.sending import deliver
    from slowdrip.clinic.record.models import Clinic
    from slowdrip.clinic.record.moment import now

    if not ways_on():
        return
    try:
        clinics = list(Clinic.objects.order_by("slug").values_list("pk", flat=True))
    except Exception:  # a database that is away now may be there in two seconds
        log.exception("the courier could not read the clinics")
        return
    for clinic_id in clinics:
        if stop.is_set():
            return
        try:
            deliver(clinic_id, now=now)
        except Exception:  # as above, and for this clinic alone
            log.exception("the courier could not send for clinic %s", clinic_id)
