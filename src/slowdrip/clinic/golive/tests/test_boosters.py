"""A booster that was agreed before Slowdrip is listed, moved, ended, and gone once a drip ran here."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from slowdrip.clinic.golive.actions import end_booster, move_booster
from slowdrip.clinic.golive.boosters import due_boosters, standing_booster
from slowdrip.clinic.golive.models import NextBooster
from slowdrip.clinic.golive.tests.importing import NOW, imported
from slowdrip.clinic.golive.tests.tables import good, people
from slowdrip.clinic.golive.tests.test_pages import asked
from slowdrip.clinic.outcomes.tests.asking import Asking
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.refusal import Refused
from tests.cast import Cast
from tests.fixtures import ClientAs
from tests.pages import look_at

pytestmark = pytest.mark.django_db
SOON, LATER = "2026-03-20", "2026-05-20"
TODAY = NOW.date()


def due(house: Cast, today: date = TODAY) -> list[tuple[str, bool]]:
    return [(each.booster.patient.mrn, each.is_overdue) for each in due_boosters(house.nurse.acting, today=today)]


def test_those_due_soon_and_those_overdue_are_listed_for_this_clinic(house: Cast) -> None:
    imported(
        house.director,
        good(next_booster_date=SOON),
        good(reference="B", family_name="Ito", next_booster_date=LATER),
    )
    assert due(house) == [("A-1", False)]
    assert due(house, date(2026, 6, 1)) == [("A-1", True), ("B", True)]
    assert due_boosters(house.outsider.acting, today=date(2026, 6, 1)) == []


def test_a_drip_that_ran_here_was_it(house: Cast) -> None:
    imported(house.director, good(next_booster_date=SOON))
    patient = Patient.objects.get()
    asking = Asking(house, patient)
    visit = asking.expects(NOW + timedelta(days=1), at=NOW)
    assert standing_booster(house.nurse.acting, patient.pk) is not None
    asking.has_run(visit, NOW + timedelta(days=1))
    assert standing_booster(house.nurse.acting, patient.pk) is None
    assert due(house) == []
    with pytest.raises(Refused, match="no_booster"):
        end_booster(house.nurse.acting, patient.pk, at=NOW)


def test_another_day_or_its_end_is_noted_on_its_page(
    house: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, NOW)
    imported(house.director, good(next_booster_date=SOON))
    patient, nurse = Patient.objects.get(), client_as(house.nurse)
    path = f"/harbor/people/{patient.pk}/next-booster/"
    assert path in nurse.get("/harbor/go-live/boosters/").content.decode()
    assert nurse.post(path, {}).status_code == 422
    assert nurse.post(path, {"due_on": "2026-03-01"}).status_code == 422
    assert nurse.post(path, {"due_on": LATER}).status_code == 302
    assert NextBooster.objects.get().due_on == date(2026, 5, 20)
    assert nurse.post(path, {"ends": "on"}).status_code == 302
    assert NextBooster.objects.get().withdrawn_at == NOW
    assert "No booster from before Slowdrip is waited for" in nurse.get(path).content.decode()


def test_more_boosters_cost_no_more_reads(house: Cast, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    look_at(monkeypatch, NOW)
    nurse, path = client_as(house.nurse), "/harbor/go-live/boosters/"
    lines = people(12, next_booster_date=SOON)
    imported(house.director, *lines[:2])
    few = asked(nurse, path)
    imported(house.director, *lines[2:])
    assert (len(due_boosters(house.nurse.acting, today=NOW.date())), asked(nurse, path)) == (12, few)


def test_only_who_plans_visits_moves_a_booster(house: Cast) -> None:
    imported(house.director, good(next_booster_date=SOON))
    with pytest.raises(Refused, match="not_permitted"):
        move_booster(house.auditor.acting, Patient.objects.get().pk, due_on=date(2026, 5, 20), at=NOW)
