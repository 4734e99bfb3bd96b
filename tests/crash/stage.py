"""A clinic of its own for processes that will be killed: one drip under way, a monitor at it, a nurse signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.test import Client

from slowdrip.cli.demo.walk import begin
from slowdrip.clinic.monitors.actions import pair, receive
from slowdrip.clinic.monitors.heard import Heard
from slowdrip.clinic.monitors.models import Monitor
from tests.cast import build_cast
from tests.drips import build_house
from tests.fixtures import signed_in
from tests.own_database import using

DEVICE = "0080ABCD"
RUNS_SINCE = timedelta(minutes=2)
DATABASE = "slowdrip.sqlite3"


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder of an installation, the drip in it, and the cookies of the nurse who sits at it."""

    place: Path
    clinic_id: UUID
    infusion_id: UUID
    cookies: str

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Lets this process read the installation's database."""
        with using(self.place / DATABASE):
            yield


def staged(place: Path) -> Stage:
    """Makes the installation: the drip began two minutes ago, by the clock that the processes will read."""
    start = datetime.now(UTC) - RUNS_SINCE
    with using(place / DATABASE):
        call_command("migrate", interactive=False, verbosity=0)
        cast = build_cast(start - timedelta(days=1))
        house = build_house(cast, day=start)
        visit = house.book(start)
        begin(visit, chair_id=house.chairs[0])
        receive(cast.system, [Heard(raw=b"MSH|hello", received_at=start, device=DEVICE, control_id="hello")], at=start)
        pair(cast.nurse.acting, visit.infusion.pk, Monitor.objects.get().pk, at=start)
        client = signed_in(Client(), cast.nurse.user)
        client.get("/harbor/")
        cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
        return Stage(place, cast.harbor.pk, visit.infusion.pk, cookies)
