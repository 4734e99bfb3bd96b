"""Medicines at the chair: their alerts before the start, and the list beside the pre-check."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit, arrive, begin
from slowdrip.clinic.people import medicine_panel as panel_module
from slowdrip.clinic.people.actions import add_medicine, confirm_medicines, void_medicine
from slowdrip.clinic.people.models import Medicine
from tests.cast import DAY
from tests.drips import House

pytestmark = pytest.mark.usefixtures("minute_twelve")
HEADING = 'id="medicines-say"'


@pytest.fixture
def visit(house: House) -> Visit:
    return house.book()


def told(house: House, *substances: str, asked_at: datetime = DAY) -> None:
    nurse = house.cast.nurse.acting
    rows = [add_medicine(nurse, house.patient_id, substance=each, dose="1 mg", at=asked_at) for each in substances]
    confirm_medicines(nurse, house.patient_id, seen=frozenset(row.pk for row in rows), at=asked_at)


def chair(client: Client, visit: Visit, rest: str = "") -> str:
    answer = client.get(f"/harbor/drips/{visit.infusion.pk}/{rest}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def not_shown(client: Client, visit: Visit, *substances: str) -> list[str]:
    """The check: what is listed stands at the chair, in the living part too."""
    pages = [chair(client, visit), chair(client, visit, "live/")]
    return [each for each in substances if not all(each in page for page in pages)]


def test_alerts_stand_at_the_chair_until_the_start(house: House, visit: Visit, nurse: Client) -> None:
    told(house, "Lorazepam", "Metformin")
    assert not_shown(nurse, visit, "Lorazepam", "Metformin") == []
    arrive(visit, chair_id=house.chairs[0])
    before = chair(nurse, visit)
    for words in ("Sedation may add up.", "secondary source", "Not known to this list.", "Asked on"):
        assert words in before, words


def test_a_running_drip_has_its_place_for_other_things(house: House, visit: Visit, nurse: Client) -> None:
    told(house, "Lorazepam")
    begin(visit, chair_id=house.chairs[0])
    assert HEADING not in chair(nurse, visit)


def test_a_list_that_nobody_asked_for_is_said_at_the_chair(house: House, visit: Visit, nurse: Client) -> None:
    arrive(visit, chair_id=house.chairs[0])
    assert "Nobody asked yet what this patient takes." in chair(nurse, visit)


def test_the_list_stands_beside_the_pre_check(house: House, visit: Visit, nurse: Client) -> None:
    arrive(visit, chair_id=house.chairs[0])
    assert "<dt>Medicines</dt><dd>not asked</dd>" in chair(nurse, visit, "enter/precheck/")
    nurse_acting = house.cast.nurse.acting
    add_medicine(nurse_acting, house.patient_id, substance="Lithium", at=DAY)
    beside = chair(nurse, visit, "enter/precheck/")
    assert "<dt>Medicines</dt><dd>Lithium; never asked whether this is all</dd>" in beside
    void_medicine(nurse_acting, Medicine.objects.get(substance="Lithium").pk, reason="wrong patient", at=DAY)
    told(house, "Lorazepam", "Metformin")
    told_line = "<dt>Medicines</dt><dd>Lorazepam 1 mg, Metformin 1 mg; asked on 10 Mar 2026</dd>"
    assert told_line in chair(nurse, visit, "enter/precheck/")


def test_an_old_or_changed_list_beside_the_pre_check_says_so(house: House, visit: Visit, nurse: Client) -> None:
    arrive(visit, chair_id=house.chairs[0])
    told(house, "Lorazepam", asked_at=DAY - timedelta(days=8))
    add_medicine(house.cast.nurse.acting, house.patient_id, substance="Metformin", at=DAY)
    beside = chair(nurse, visit, "enter/precheck/")
    for words in ("asked on 2 Mar 2026", "the list changed since", "older than 7 days: ask again"):
        assert words in beside, words


def test_planted_fault_a_medicine_not_shown_at_the_chair_is_caught(
    house: House, visit: Visit, nurse: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(house, "Lorazepam", "Metformin")
    monkeypatch.setattr(panel_module, "_in_order", lambda rows: tuple(row for row in rows if row.is_known))
    assert not_shown(nurse, visit, "Lorazepam", "Metformin") == ["Metformin"]
