"""Taps and looks at the emergency pages, as a browser sends them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.test import Client

from slowdrip.cli.demo.walk import Visit
from tests.pages import SCRIPT


def url(visit: Visit, rest: str = "") -> str:
    """The address of the emergency page of a drip."""
    return f"/harbor/drips/{visit.infusion.pk}/emergency/{rest}"


def begin(client: Client, visit: Visit, **typed: Any) -> Any:
    """Taps Emergency as the page does."""
    return client.post(url(visit, "begin/"), typed, headers=SCRIPT)


def tap(client: Client, visit: Visit, key: str, **typed: Any) -> Any:
    """Taps one key as the page does."""
    return client.post(url(visit, "tap/"), {"key": key, **typed}, headers=SCRIPT)


def debrief(visit: Visit, client: Client, **typed: Any) -> Any:
    """Sends the form of the debrief."""
    told = {
        "what_happened": "Chest pain at minute 12, pump stopped, EMS called.",
        "went_well": "Quick call",
        "change": "Oxygen key",
        "took_part": "Nia, Sam",
        "equipment_faults": "",
        "patient_outcome": "Stable, handed to EMS",
    }
    return client.post(url(visit, "debrief/"), {**told, **typed})


def event_id_of(visit: Visit) -> UUID:
    """The id of the entry with which the newest emergency began."""
    return UUID(visit.state().emergencies[-1].event_id)
