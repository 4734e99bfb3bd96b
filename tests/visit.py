"""One visit with a running drip at Harbor, made through the same actions the screens use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from slowdrip.cli.demo import course, walk
from slowdrip.cli.demo.days import open_day, open_shift_as_it_is, openings
from slowdrip.cli.demo.team import Team, shown_by
from slowdrip.clinic.accounts.actions import enrol
from slowdrip.clinic.emergency.actions import begin_drill
from slowdrip.clinic.encounters.actions import write_letter, write_note
from slowdrip.clinic.encounters.letter_facts import facts_digest, letter_facts
from slowdrip.clinic.encounters.told import Told
from slowdrip.clinic.infusion.actions import add_chair, expect
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent, Task
from slowdrip.clinic.monitors.actions import pair, receive
from slowdrip.clinic.monitors.heard import Heard
from slowdrip.clinic.monitors.models import Monitor
from slowdrip.clinic.people.actions import add_allergy, add_contact, add_medicine, register_patient
from slowdrip.clinic.people.facts import PatientFacts
from slowdrip.clinic.people.models import Allergy, Contact, Measurement, Medicine, Patient
from slowdrip.clinic.policy.actions import adopt_default
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tables import uuid7
from tests.cast import Cast

FACTS = PatientFacts(
    legal_given="Maya",
    legal_family="Ferreira",
    preferred_name="May",
    birth_date=date(1988, 4, 12),
    sex_for_dosing="female",
    emergency_name="Robin Hale",
    emergency_phone="+1 555 0142",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit and one id of everything around it."""

    patient: Patient
    infusion: Infusion
    walked: walk.Visit
    policy_id: UUID
    order_id: UUID
    event_id: UUID
    task_id: UUID
    device_id: UUID
    measurement_id: UUID
    allergy_id: UUID
    medicine_id: UUID
    contact_id: UUID
    monitor_id: UUID
    drill_id: UUID
    note_id: UUID
    letter_id: UUID
    shift_id: UUID


def team(cast: Cast) -> Team:
    """The cast as those who do a drip together."""
    return Team(
        cast.nurse.member, cast.second_nurse.member, cast.prescriber.member, cast.director.member, cast.desk.member
    )


def build_visit(cast: Cast, *, started: datetime | None = None) -> Visit:
    """Makes a patient, an order, a chair and a drip that has run for fifteen minutes."""
    start = started or now() - timedelta(minutes=15)
    who, early = team(cast), start - timedelta(hours=3)
    nurse = cast.nurse.acting
    policy = adopt_default(cast.system, at=early)
    chair = add_chair(cast.system, name="1", position=1, at=early)
    patient = register_patient(nurse, FACTS, at=early)
    add_allergy(nurse, patient.pk, substance="Penicillin", reaction="rash", at=early)
    add_medicine(nurse, patient.pk, substance="Lorazepam", dose="1 mg", at=early)
    add_contact(nurse, patient.pk, kind="phone", value="+1 555 0170", safe=True, at=early)
    walk.weigh(who, patient.pk, weight_g=68_400, height_mm=1_660, at=early)
    order = walk.verified(who, walk.ordered(who, patient.pk, at=early), at=early)
    for morning in openings(start - timedelta(hours=1), start, zone=ZoneInfo(cast.harbor.time_zone)):
        open_day(who, at=morning)
    infusion = expect(nurse, patient.pk, planned_at=start, chair_id=chair.pk, at=early)
    walked = walk.Visit(
        team=who,
        infusion=infusion,
        order=order,
        start=start,
        course=course.course_of("test", course.Rest(112, 70, 66), number=1),
    )
    walk.begin(walked, chair_id=chair.pk)
    return _with_ids(cast, patient, infusion, walked, policy_id=policy.pk)


def _paired(cast: Cast, infusion: Infusion, *, at: datetime) -> Monitor:
    """A monitor that has spoken once and stands at this drip."""
    receive(cast.system, [Heard(raw=b"hello", received_at=at, device="0080ABCD", control_id="1")], at=at)
    monitor: Monitor = Monitor.objects.get(device="0080ABCD")
    return pair(cast.nurse.acting, infusion.pk, monitor.pk, at=at)


def _noted(cast: Cast, patient: Patient, *, at: datetime) -> UUID:
    """A note that waits for its co-signature."""
    nurse, told = cast.nurse.acting, Told(text="Slept well.", happened_at=at, needs_cosign=True)
    note_id: UUID = write_note(nurse, patient.pk, told, proof=shown_by(nurse, at=at), at=at, note_id=uuid7()).pk
    return note_id


def _letter(cast: Cast, patient: Patient, *, at: datetime) -> UUID:
    """A letter about the drip that runs."""
    nurse, texts = cast.nurse.acting, {"to": "Dr Ada Quist", "text": "Thank you."}
    zone = ZoneInfo(cast.harbor.time_zone)
    row = write_letter(
        nurse,
        patient.pk,
        texts,
        zone=zone,
        seen=facts_digest(letter_facts(nurse, patient, zone=zone)),
        proof=shown_by(nurse, at=at),
        at=at,
        letter_id=uuid7(),
    )
    letter_id: UUID = row.pk
    return letter_id


def _with_ids(cast: Cast, patient: Patient, infusion: Infusion, walked: walk.Visit, *, policy_id: UUID) -> Visit:
    nurse, at = cast.nurse.acting, walked.at(1)
    with act(cast.system, at=at) as tx:
        task = tx.insert(
            Task(clinic=cast.harbor, kind="pump_volume_not_read", infusion=infusion, patient=patient, at=at)
        )
        tx.wrote("task.opened", task)
    return Visit(
        patient=patient,
        infusion=infusion,
        walked=walked,
        policy_id=policy_id,
        order_id=walked.order.pk,
        event_id=InfusionEvent.objects.filter(infusion=infusion, kind="started").get().pk,
        task_id=task.pk,
        device_id=enrol(nurse, name="Tablet 1", kind="tablet", at=at).device.pk,
        measurement_id=Measurement.objects.filter(patient=patient)[0].pk,
        allergy_id=Allergy.objects.get(patient=patient).pk,
        medicine_id=Medicine.objects.get(patient=patient).pk,
        contact_id=Contact.objects.get(patient=patient).pk,
        monitor_id=_paired(cast, infusion, at=at).pk,
        drill_id=begin_drill(nurse, at=at, drill_id=uuid7()).pk,
        note_id=_noted(cast, patient, at=at),
        letter_id=_letter(cast, patient, at=at),
        shift_id=open_shift_as_it_is(team(cast), at=at).pk,
    )
