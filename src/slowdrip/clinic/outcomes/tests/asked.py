"""Patients, asks and phones of these tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.people.actions import register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.portal.links import address_of, make_link
from slowdrip.clinic.portal.models import ANSWER, PatientLink
from slowdrip.clinic.record.acting import act
from tests.cast import DAY, Cast, Person

NOON = DAY + timedelta(hours=4)
FACTS = PatientFacts(legal_given="Maya", legal_family="Ferreira", birth_date=date(1988, 4, 12), sex_for_dosing="female")
PHQ9 = ("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9")


@dataclass(frozen=True, slots=True)
class Asked:
    """A patient who was asked something, and the address that was sent to them."""

    cast: Cast
    patient: Patient
    ask: Ask
    link: PatientLink
    path: str

    def at(self, rest: str = "") -> str:
        """The address of a page of this ask."""
        return f"/p/{self.cast.harbor.slug}/{self.ask.pk}/{rest}"


def patient_of(cast: Cast, person: Person | None = None) -> Patient:
    """A patient of the clinic; each one has a birthday of their own."""
    facts = replace(FACTS, birth_date=FACTS.birth_date + timedelta(days=Patient.objects.count()))
    return register_patient((person or cast.nurse).acting, facts, at=DAY)


def asked(cast: Cast, patient: Patient, *scales: str, person: Person | None = None, **more: Any) -> Ask:
    """An ask that is open at noon."""
    values = {
        "key": f"handed:{uuid4()}",
        "phase": "series",
        "point": "week",
        "opens_at": NOON - timedelta(hours=1),
        "closes_at": NOON + timedelta(days=3),
        "at": DAY,
        **more,
    }
    who = (person or cast.nurse).acting
    with act(who, at=DAY) as tx:
        ask = tx.insert(Ask(clinic_id=patient.clinic_id, patient=patient, scales=list(scales), **values))
        tx.wrote("ask.made", ask)
    return ask


def linked(
    cast: Cast, patient: Patient, *, subject_id: UUID | None = None, person: Person | None = None, **more: Any
) -> tuple[PatientLink, str]:
    """A link of this patient and its address."""
    who = (person or cast.nurse).acting
    values = {"scopes": [ANSWER], "lasts": timedelta(days=7), **more}
    with act(who, at=values.pop("at", DAY)) as tx:
        link, token = make_link(tx, patient.pk, subject_id=subject_id, **values)
    return link, address_of(link, token)


def sent(cast: Cast, *scales: str, **more: Any) -> Asked:
    """A patient who was asked, with the link for this very ask."""
    patient = patient_of(cast)
    ask = asked(cast, patient, *scales, **more)
    link, path = linked(cast, patient, subject_id=ask.pk)
    return Asked(cast, patient, ask, link, path)


def opened(path: str) -> Client:
    """A phone on which the link was opened by its key."""
    phone = Client()
    answer = phone.post(path)
    assert answer.status_code == 302, answer.status_code
    return phone


def tap(phone: Client, one: Asked, scale: str, item: str, value: str, **more: str) -> Any:
    """One tap on one key of one question."""
    return phone.post(one.at(f"{scale}/{item}/"), {"value": value, **more})


def answer_all(phone: Client, one: Asked, values: dict[str, str], *, scale: str = "phq9") -> Any:
    """Every answer in turn; gives the last response."""
    last: Any = None
    for item, value in values.items():
        last = tap(phone, one, scale, item, value)
        assert last.status_code in (200, 302), (item, last.status_code)
    return last


def in_house_at_noon(cast: Cast, monkeypatch: Any) -> None:
    """The clinic has its policy, and its pages believe that it is noon."""
    adopt_default(cast.system, at=DAY)
    at_noon(monkeypatch)


def at_noon(monkeypatch: Any, at: datetime = NOON) -> None:
    """Lets the pages of a patient and of the staff believe that it is then."""
    monkeypatch.setattr("slowdrip.clinic.portal.rules.now", lambda: at)
    monkeypatch.setattr("slowdrip.clinic.accounts.rules.now", lambda: at)
