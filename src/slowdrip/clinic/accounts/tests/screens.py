"""What the accounts tests share: a tablet, and hands on it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponseBase
from django.test import Client

from slowdrip.clinic.accounts.actions import Enrolled, enrol
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, LONG_AGO, SEAT
from slowdrip.clinic.accounts.timing import Timing
from slowdrip.knowledge.policies import default_policy
from tests.cast import DAY, Cast, Person

# A page of each kind that this app has itself.
STAFF_PAGE: Final = "/harbor/staff/"
LOCKED: Final = "/harbor/locked/"

_SESSIONS: Final = default_policy().sessions
TRIES: Final = _SESSIONS.pin_tries.value
LOCK_S: Final = _SESSIONS.lock_after_s.value
LONGEST_H: Final = _SESSIONS.max_session_h.value


def numbers(**other: int) -> Callable[[UUID], Timing]:
    """The default policy's session numbers, with changes, for every clinic."""
    timing = replace(Timing(lock_after_s=LOCK_S, max_session_h=LONGEST_H, pin_tries=TRIES), **other)
    return lambda _clinic_id: timing


def enrolled(cast: Cast, *, name: str = "Tablet, room 2") -> Enrolled:
    """A tablet the nurse has enrolled at Harbor."""
    return enrol(cast.nurse.acting, name=name, kind="tablet", at=DAY)


def tablet(cast: Cast) -> Client:
    """A browser on an enrolled tablet where nobody sits."""
    client = Client()
    client.cookies[DEVICE_COOKIE] = enrolled(cast).token
    return client


def open_by_pin(client: Client, person: Person, *, pin: str | None = None, **more: str) -> Any:
    """Taps the person's name and types a PIN, theirs unless another is given."""
    posted = {"member": str(person.member.pk), "pin": person.pin if pin is None else pin, **more}
    return client.post("/harbor/unlock/", posted)


def leave_alone(client: Client) -> None:
    """Lets the screen stand for longer than it stays open."""
    session = client.session
    session[SEAT] = {**session[SEAT], "seen": LONG_AGO.isoformat()}
    session.save()


def is_locked(response: HttpResponseBase) -> bool:
    """Whether the answer sends the screen to its lock."""
    return response.status_code == 302 and response["Location"].startswith(LOCKED)
