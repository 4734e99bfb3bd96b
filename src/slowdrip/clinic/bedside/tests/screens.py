"""A patient's screen in the hands of a test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.accounts.models import Device
from slowdrip.clinic.bedside.models import PatientScreen
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Person
from tests.drips import House
from tests.fixtures import signed_in

BEDSIDE: Final = "/harbor/bedside/"
GIVE: Final = "/harbor/bedside/give/"
TAKE_BACK: Final = "/harbor/bedside/take-back/"
ELSEWHERE: Final = "/harbor/people/"
LIVE: Final = {"X-Slowdrip-Live": "1"}


@dataclass(frozen=True, slots=True)
class Bed:
    """A browser that is a patient's screen."""

    client: Client

    def said(self) -> dict[str, Any]:
        """What the page is told now."""
        answer = self.client.get(f"{BEDSIDE}now/", headers=LIVE)
        assert answer.status_code == 200
        return dict(answer.json())

    def call(self, *, at: str = "", event_id: UUID | None = None, live: bool = True) -> Any:
        """One tap on the key."""
        typed = {"event_id": str(event_id or uuid7()), "occurred_at": at}
        return self.client.post(f"{BEDSIDE}call/", typed, headers=LIVE if live else {})

    @property
    def device(self) -> Device:
        """The device behind it."""
        device: Device = PatientScreen.objects.select_related("device").get(taken_at=None).device
        return device


def given(house: House, *, chair: UUID, client: Client | None = None) -> Bed:
    """The nurse signs in on this browser and makes it the patient's."""
    browser = signed_in(client or Client(), house.cast.nurse.user)
    answer = browser.post(GIVE, {"chair": str(chair)})
    assert (answer.status_code, answer["Location"]) == (302, BEDSIDE)
    return Bed(browser)


def take_back(bed: Bed, person: Person, *, pin: str | None = None) -> Any:
    """Somebody of the staff types their name and PIN."""
    return bed.client.post(TAKE_BACK, {"signer": str(person.member.pk), "pin": person.pin if pin is None else pin})


def strip(client: Client, at: str = ELSEWHERE) -> str:
    """What stands on top of a staff page of this address."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{at}"}
    answer = client.get("/harbor/calls/", headers=headers)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def answer_call(client: Client, visit: Visit, *, where: str = "way") -> Any:
    """A nurse taps one of the two keys of the call."""
    url = f"/harbor/drips/{visit.infusion.pk}/help/coming/"
    return client.post(url, {"where": where, "what": "patient"}, headers={"HX-Request": "true"})


def charted(visit: Visit, kind: str) -> list[InfusionEvent]:
    """The entries of that kind, in their order."""
    rows = InfusionEvent.objects.filter(infusion=visit.infusion, kind=kind).select_related("by")
    return list(rows.order_by("occurred_at", "id"))
