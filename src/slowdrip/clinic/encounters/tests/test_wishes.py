"""Wishes: dated, confirmed or changed as a row of their own, and shown at the chair as what was told then."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.encounters import panels
from slowdrip.clinic.encounters.actions import set_wishes
from slowdrip.clinic.encounters.actions.wishing import Wished
from slowdrip.clinic.encounters.models import Wishes
from slowdrip.clinic.encounters.queries import wishes_of
from slowdrip.clinic.encounters.tests.pages import of, text_of
from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import AuditEntry
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from tests.drips import House
from tests.pages import look_at

QUIET = Wished(comfort="Blanket, no talk", touch="ask", chaperone="wanted", music="Bach")


def told(house: House, wished: Wished, at: datetime) -> Wishes:
    return set_wishes(house.cast.nurse.acting, house.patient_id, wished, at=at, row_id=uuid7())


def shown_as_of_then(nurse: Client, house: House, running: Visit) -> None:
    told(house, QUIET, running.at(-60 * 24 * 7))
    page = text_of(nurse, f"/harbor/drips/{running.infusion.pk}/")
    assert "ask before each touch" in page
    assert "3 Mar 2026" in page[page.index('id="wishes-head"') :]
    assert "Confirm or change" in page


@pytest.fixture
def beside(nurse: Client, running: Visit, monkeypatch: pytest.MonkeyPatch) -> Client:
    look_at(monkeypatch, running.at(12))
    return nurse


def test_the_chair_shows_the_wishes_with_their_date_and_asks_again(
    beside: Client, house: House, running: Visit
) -> None:
    page = text_of(beside, f"/harbor/drips/{running.infusion.pk}/")
    assert "Ask for wishes" in page
    shown_as_of_then(beside, house, running)


def test_planted_fault_wishes_without_the_day_they_were_told_on_are_found(
    beside: Client, house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undated(actor: Acting, patient_id: UUID) -> Wishes | None:
        row = Wishes.objects.filter(patient_id=patient_id).select_related("by").first()
        if row is not None:
            row.at = running.at(0)
        return row

    monkeypatch.setattr(panels, "wishes_of", undated)
    with pytest.raises(AssertionError):
        shown_as_of_then(beside, house, running)


@pytest.mark.parametrize(
    ("wished", "said", "never"),
    [
        (Wished(), "Not asked yet.", "asked, nothing noted"),
        (Wished(touch="nothing"), "asked, nothing noted", "Not asked yet."),
    ],
)
def test_what_nobody_asked_is_not_shown_as_an_answer(
    beside: Client, house: House, running: Visit, wished: Wished, said: str, never: str
) -> None:
    told(house, wished, running.at(1))
    page = text_of(beside, f"/harbor/drips/{running.infusion.pk}/")
    card = page[page.index('id="wishes-head"') :].partition("</section>")[0]
    assert said in card
    assert never not in card
    assert ("as told on" in card) is bool(wished.touch)


def test_a_confirmation_is_a_row_of_its_own_and_the_newest_holds(house: House, later: datetime) -> None:
    told(house, QUIET, later)
    told(house, QUIET, later + timedelta(days=1))
    changed = told(house, Wished(touch="no"), later + timedelta(days=2))
    assert Wishes.objects.filter(patient=house.patient_id).count() == 3
    found = wishes_of(house.cast.nurse.acting, house.patient_id)
    assert found is not None
    assert (found.pk, found.touch, found.comfort) == (changed.pk, "no", "")
    entries = AuditEntry.objects.filter(action="wishes.told")
    assert entries.count() == 3
    assert not any("Blanket" in entry.detail for entry in entries)


def test_the_form_starts_from_last_time_and_goes_back_to_the_chair(
    beside: Client, house: House, running: Visit
) -> None:
    told(house, QUIET, running.at(-600))
    url = of(house.patient_id, "wishes/")
    page = text_of(beside, url)
    assert "Blanket, no talk" in page
    assert f'data-keep="wishes:{house.patient_id}"' in page
    sent = {"touch": "no", "music": "none", "row_id": str(uuid7()), "infusion": str(running.infusion.pk)}
    for _ in range(2):
        answer = beside.post(url, sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/harbor/drips/{running.infusion.pk}/")
    assert Wishes.objects.filter(patient=house.patient_id).count() == 2


@pytest.mark.parametrize(
    "wished", [Wished(comfort="x" * 401), Wished(music="x" * 201), Wished(touch="hug"), Wished(chaperone="maybe")]
)
def test_what_is_too_long_or_unknown_is_refused(house: House, later: datetime, wished: Wished) -> None:
    with pytest.raises(Refused, match=r"too_long|choose_one"):
        told(house, wished, later)
    assert not Wishes.objects.exists()


def test_the_desk_does_not_write_wishes(house: House, later: datetime) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        set_wishes(house.cast.desk.acting, house.patient_id, QUIET, at=later, row_id=uuid7())
