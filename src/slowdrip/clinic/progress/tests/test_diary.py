"""Under the scores stand the side effects that the patient told, by name, and the adverse events that are known."""

from datetime import timedelta

import pytest
from django.test import Client

from slowdrip.cli.demo.walk import Visit
from slowdrip.clinic.adverse.actions import write_event
from slowdrip.clinic.outcomes.answering import save_answers
from slowdrip.clinic.outcomes.given import Filling, Given
from slowdrip.clinic.outcomes.models import Answer, Response
from slowdrip.clinic.outcomes.voiding import void_response
from slowdrip.clinic.progress.diary import told_effects
from slowdrip.clinic.progress.drips import drips_of
from slowdrip.clinic.record.tables import uuid7
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.adverse.codes import Symptom
from slowdrip.science.rules.adverse.events import Opened
from tests.drips import House
from tests.fixtures import signed_in
from tests.matters import MILD
from tests.pages import look_at

HOURS = timedelta(hours=1)
ITEMS = tuple(item.name for item in scale("side_effects").items)


def told(house: House, visit: Visit, *tapped: str, after: timedelta) -> Response:
    """The diary as a patient sends it: every key says yes or no."""
    filling = Filling(visit.infusion.patient_id, "side_effects", Response.Way.STAFF, uuid7())
    given = tuple(Given(name, Answer.What.VALUE, "1" if name in tapped else "0") for name in ITEMS)
    return save_answers(house.cast.nurse.acting, filling, given, at=visit.at(0) + after).response


def test_what_was_refused_or_left_out_is_not_told_as_none(house: House, running: Visit) -> None:
    nurse, who = house.cast.nurse.acting, running.infusion.patient_id
    for hour, what in ((4, Answer.What.REFUSED), (24, Answer.What.VALUE)):
        filling = Filling(who, "side_effects", Response.Way.STAFF, uuid7())
        names = ITEMS if what == Answer.What.REFUSED else ITEMS[:3]
        given = tuple(Given(name, what, "0" if what == Answer.What.VALUE else "") for name in names)
        save_answers(nurse, filling, given, at=running.at(0) + hour * HOURS)
    told(house, running, after=72 * HOURS)
    found = told_effects(nurse, who, [])
    assert [(one.what, one.is_whole) for one in found] == [((), True), ((), False), ((), False)]


def test_what_was_tapped_stands_by_name_after_its_drip_and_what_was_voided_does_not(
    house: House, running: Visit
) -> None:
    nurse, who = house.cast.nurse.acting, running.infusion.patient_id
    told(house, running, "headache", "dizziness", after=4 * HOURS)
    told(house, running, after=24 * HOURS)
    wrong = told(house, running, "vomiting", after=25 * HOURS)
    void_response(nurse, wrong.pk, reason="another patient's form", at=running.at(0) + 26 * HOURS)
    found = told_effects(nurse, who, drips_of(nurse, who))
    assert [(one.drip, one.what) for one in found] == [(1, ()), (1, ("Dizzy", "Headache"))]
    assert told_effects(house.cast.outsider.acting, who, []) == []


def test_the_page_shows_them_under_the_scores_with_the_adverse_events(
    house: House, running: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at(monkeypatch, running.at(0) + 48 * HOURS)
    client = signed_in(Client(), house.cast.nurse.user)
    path = f"/harbor/people/{running.infusion.patient_id}/progress/"
    assert "Nothing was told yet." in client.get(path).content.decode()
    told(house, running, "headache", after=4 * HOURS)
    opened = Opened(symptom=Symptom.OTHER, onset=running.at(0) + HOURS, own_words="Fell on the stairs")
    write_event(house.cast.nurse.acting, running.infusion.patient_id, opened, MILD, at=running.at(0) + 5 * HOURS)
    page = client.get(path).content.decode()
    assert "Headache" in page
    assert "after drip 1" in page
    assert "Fell on the stairs</a>" in page
