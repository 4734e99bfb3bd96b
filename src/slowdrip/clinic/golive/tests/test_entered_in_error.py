"""Nothing is planned or written for a patient who was entered in error; signs of risk are taken even so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from slowdrip.clinic.infusion.actions.visits import expect
from slowdrip.clinic.outcomes.following import Told, follow
from slowdrip.clinic.outcomes.handing import hand_out
from slowdrip.clinic.outcomes.tests.asked import patient_of
from slowdrip.clinic.people import steps
from slowdrip.clinic.people.actions import (
    Reading,
    add_allergy,
    add_contact,
    add_medicine,
    confirm_allergies,
    confirm_medicines,
    edit_contact,
    edit_patient,
    measure,
)
from slowdrip.clinic.people.facts import facts_of
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.portal.links import make_link
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof
from slowdrip.clinic.safety.actions import note_concern
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.treatment.actions import writing
from slowdrip.clinic.treatment.steps import Asked
from tests.cast import DAY, Cast

pytestmark = pytest.mark.django_db
NOW = DAY + timedelta(hours=1)
Doing = Callable[[Cast, Patient], object]


def linked(house: Cast, who: Patient) -> object:
    with act(house.nurse.acting, at=NOW) as tx:
        return make_link(tx, who.pk, scopes=["answer"], lasts=timedelta(hours=1))


def ordered(house: Cast, who: Patient) -> object:
    asked = Asked(typed=None)  # type: ignore[arg-type]  # it is refused before anybody reads it
    prescriber = house.prescriber.acting
    return writing.write_order(prescriber, who.pk, asked, proof=Proof(prescriber, "pin", NOW), at=NOW)


def renamed(house: Cast, who: Patient) -> object:
    return edit_patient(house.desk.acting, who.pk, replace(facts_of(who), mrn="NEW-1"), at=NOW)


def weighed(house: Cast, who: Patient) -> object:
    reading = Reading("weight_g", 70_000, "measured", NOW)
    return measure(house.nurse.acting, who.pk, [reading], at=NOW)


def changed(house: Cast, who: Patient) -> object:
    contact = Contact.objects.get(patient=who)
    return edit_contact(house.desk.acting, contact.pk, value="555 0102", safe=True, at=NOW)


DOINGS: dict[str, Doing] = {
    "a visit": lambda house, who: expect(house.nurse.acting, who.pk, planned_at=NOW, at=NOW),
    "an order": ordered,
    "following": lambda house, who: follow(house.nurse.acting, who.pk, Told(), at=NOW),
    "a contact": lambda house, who: add_contact(
        house.desk.acting, who.pk, kind="phone", value="555 0100", safe=False, at=NOW
    ),
    "another number": changed,
    "a weight": weighed,
    "an MRN": renamed,
    "a link": linked,
    "a tablet": lambda house, who: hand_out(house.nurse.acting, who.pk, scales=["phq9"], device_id=None, at=NOW),
    "an allergy": lambda house, who: add_allergy(house.nurse.acting, who.pk, substance="Latex", reaction="", at=NOW),
    "no allergy": lambda house, who: confirm_allergies(house.nurse.acting, who.pk, seen=frozenset(), at=NOW),
    "a medicine": lambda house, who: add_medicine(house.nurse.acting, who.pk, substance="Lithium", at=NOW),
    "no medicine": lambda house, who: confirm_medicines(house.nurse.acting, who.pk, seen=frozenset(), at=NOW),
}


@pytest.fixture
def gone(house: Cast) -> Patient:
    """A patient with a number, entered in error."""
    patient = patient_of(house)
    add_contact(house.desk.acting, patient.pk, kind="phone", value="555 0101", safe=True, at=DAY)
    Patient.objects.filter(pk=patient.pk).update(entered_in_error_at=NOW)
    patient.refresh_from_db()
    return patient


def test_every_plan_and_intention_is_refused(house: Cast, gone: Patient) -> None:
    for name in sorted(DOINGS):
        with pytest.raises(Refused) as refused:
            DOINGS[name](house, gone)
        assert refused.value.code == "patient_entered_in_error", name


def test_planted_a_step_that_asks_nobody_writes_into_the_record(
    house: Cast, gone: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted fault: the shared locked read gives a patient whatever became of them."""
    monkeypatch.setattr(steps, "must_stand", lambda patient: patient)
    DOINGS["a contact"](house, gone)
    assert Contact.objects.filter(patient=gone).count() == 2


def test_a_sign_of_risk_is_taken_even_so(house: Cast, gone: Patient) -> None:
    note_concern(house.nurse.acting, gone.pk, "Said goodbye", "review", at=NOW)
    assert RiskCase.objects.filter(patient=gone).exists()


@pytest.mark.parametrize(
    "who", ["encounters/parts/who.html", "people/_who.html", "safety/parts/who.html", "treatment/_who.html"]
)
def test_every_page_about_the_patient_says_so(house: Cast, gone: Patient, who: str) -> None:
    assert "Entered in error" in render_to_string(who, {"clinic": house.harbor, "patient": gone})
    gone.entered_in_error_at = None
    assert "Entered in error" not in render_to_string(who, {"clinic": house.harbor, "patient": gone})
