"""Patients who call the nurse while everything else goes on: from the tap to the strip on top of a staff page."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bench.running import fetched, status_of

if TYPE_CHECKING:
    from bench.clinic import House  # it needs Django, which is not there yet when this is imported

BETWEEN_S = 3
LINE = "The patient calls"


@dataclass(slots=True)
class Calls:
    """The cookie of each patient's screen, the tap that waits for the staff page, and how long each took."""

    screens: list[str]
    tapped_at: float = 0.0
    shown_s: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)

    async def heard(self, port: int, cookie: str) -> None:
        """The staff page heard of a call: it fetches the strip, and only then does a person see it."""
        tapped_at, self.tapped_at = self.tapped_at, 0.0
        if not tapped_at:
            return
        head, body = await fetched(port, "GET", "/harbor/calls/", cookie)
        if status_of(head) == 200 and body.count(LINE) == len(self.shown_s) + 1:
            self.shown_s.append(time.monotonic() - tapped_at)


async def calling(port: int, calls: Calls, *, start: float) -> None:
    """One patient after another taps the key."""
    for number, device in enumerate(calls.screens):
        await asyncio.sleep(max(0.0, start + number * BETWEEN_S - time.monotonic()))
        head, page = await fetched(port, "GET", "/harbor/bedside/", device)
        csrf = re.search(r"csrftoken=([^;]+)", head)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if not csrf or not token:
            raise RuntimeError(f"no key to tap: {head.splitlines()[0]}")
        form = f"csrfmiddlewaretoken={token[1]}&event_id={uuid.uuid4()}&occurred_at="
        calls.tapped_at = time.monotonic()
        head, _ = await fetched(port, "POST", "/harbor/bedside/call/", f"{device}; csrftoken={csrf[1]}", form)
        calls.codes.append(status_of(head))


def given(house: House, *, screens: int, at: datetime) -> list[str]:
    """Makes a screen the patient's at so many chairs; gives the cookie of each."""
    from slowdrip.clinic.accounts.seats import DEVICE_COOKIE
    from slowdrip.clinic.bedside.actions import give_to_patient

    nurse = house.team.nurse.acting()
    chairs = [visit.infusion.chair_id for visit in house.visits[:screens]]
    handed = [give_to_patient(nurse, chair_id=chair, device_id=None, at=at) for chair in chairs]
    return [f"{DEVICE_COOKIE}={each.token}" for each in handed]
