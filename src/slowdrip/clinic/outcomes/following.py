"""Writes how a patient is followed: indication, phase and since when, time zone, and until when nothing is asked."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import available_timezones

from slowdrip.clinic.outcomes import hooks
from slowdrip.clinic.outcomes.models import Following
from slowdrip.clinic.outcomes.syncing import TOPIC, sync
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused, RefusedAll

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""A series without a day to begin with takes in every drip on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a patient is followed; an empty time zone is the clinic's own."""

    indication: str = Following.Indication.DEPRESSION
    phase: str = Following.Phase.SERIES
    phase_since: datetime = FIRST
    time_zone: str = ""
    paused_until: datetime | None = None


def told_of(row: Following | None) -> Told:
    """Gives what holds: the row, or what is taken without one."""
    if row is None:
        return Told()
    return Told(
        indication=row.indication,
        phase=row.phase,
        phase_since=row.phase_since,
        time_zone=row.time_zone,
        paused_until=row.paused_until,
    )


def follow(actor: Acting, patient_id: UUID, told: Told, *, at: datetime, seen: Told | None = None) -> Following:
    """Stores how a patient is followed, and plans their asks anew in the same action.

    `seen` is what the form showed: what somebody else changed since is not overwritten. What is open stays open.
    """
    actor.must("outcomes.enter")
    _refuse_wrong(told, at=at)
    with act(actor, at=at) as tx:
        patients = Patient.objects.visible_to(actor).select_for_update(no_key=True)
        patient = patients.filter(pk=patient_id).first()
        if patient is None:
            raise Refused("no_such_patient")
        must_stand(patient)
        row: Following | None = Following.objects.visible_to(actor).filter(patient=patient).first()
        if seen is not None and told_of(row) != seen:
            raise Refused("changed_meanwhile")
        values = {name: getattr(told, name) for name in Told.__slots__}
        hooks.run_following(tx, patient.pk)
        if row is None:
            row = tx.insert(Following(clinic_id=actor.clinic_id, patient=patient, **values))
            tx.wrote("following.told", row, patient=patient.pk, phase=told.phase, indication=told.indication)
        else:
            tx.change(row, **values)
        hooks.run_following(tx, patient.pk)
        sync(tx, patient.pk, at)
        tx.publish(TOPIC, patient.pk)
    return row


def _refuse_wrong(told: Told, *, at: datetime) -> None:
    found = []
    if told.indication not in Following.Indication.values:
        found.append(Refused("choose_one", field="indication"))
    if told.phase not in Following.Phase.values:
        found.append(Refused("choose_one", field="phase"))
    if told.phase_since > at:
        found.append(Refused("phase_in_future", field="phase_since"))
    if told.time_zone and told.time_zone not in available_timezones():
        found.append(Refused("no_such_time_zone", field="time_zone", typed=told.time_zone))
    if found:
        raise RefusedAll(found)
