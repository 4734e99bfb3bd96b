"""At the chair: the open case with its deadline, the key for a worry, and the same for whoever takes the chair."""

from datetime import timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.infusion.tests.conftest import built, house, running, visit
from slowdrip.clinic.safety.tests.walked import of, opened, text_of
from tests.drips import House
from tests.fixtures import signed_in
from tests.pages import look_at

__all__ = ["built", "house", "running", "visit"]


def test_the_chair_shows_the_case_and_the_key_for_a_worry(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = running.at(20)
    look_at(monkeypatch, at)
    nurse = signed_in(Client(), house.cast.nurse.user)
    chair = f"/harbor/drips/{running.infusion.pk}/"
    page = text_of(nurse, chair)
    assert "No case." in page
    assert f'href="/harbor/people/{running.infusion.patient_id}/concern/"' in page
    case = opened(house, at=at - timedelta(minutes=20))
    page = text_of(nurse, chair)
    assert f'href="{of(case)}"' in page
    assert "Screen the patient" in page
    assert "overdue since" in page
    assert "Discharge from a drip waits until it is said where this ends." in page
