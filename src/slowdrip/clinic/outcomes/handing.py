"""Handing questions to a patient on a tablet: those that are open, or forms chosen now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.outcomes.offered import for_patients
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.portal import tablets
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7

KEY: Final = "handed:"
"""How the key of an ask begins that a person made at the moment; no plan knows it, so none moves it."""
POINT: Final = "handed"


def hand_out(
    actor: Acting, patient_id: UUID, *, scales: Sequence[str], device_id: UUID | None, at: datetime
) -> tuple[PatientLink, str]:
    """Makes the screen in hand the patient's: with forms chosen now, or without any for all that is open."""
    actor.must("outcomes.hand_out")
    chosen = for_patients(scales)
    if len(chosen) != len(set(scales)):
        raise Refused("scale_not_for_patients")
    with act(actor, at=at) as tx:
        patients = Patient.objects.visible_to(actor).select_for_update(no_key=True)
        patient = patients.filter(pk=patient_id).first()
        if patient is None:
            raise Refused("no_such_patient")
        must_stand(patient)
        ask = _ask(tx, patient_id, chosen) if chosen else None
        return tablets.hand_over(tx, patient_id, device_id=device_id, subject_id=ask.pk if ask is not None else None)


def _ask(tx: Tx, patient_id: UUID, scales: tuple[str, ...]) -> Ask:
    following = Following.objects.visible_to(tx.actor).filter(patient_id=patient_id).first()
    ask = Ask(
        clinic_id=tx.actor.clinic_id,
        patient_id=patient_id,
        key=f"{KEY}{uuid7()}",
        phase=following.phase if following is not None else Following.Phase.SERIES,
        point=POINT,
        scales=list(scales),
        opens_at=tx.at,
        closes_at=tx.at + tablets.LASTS,
        at=tx.at,
    )
    tx.insert(ask)
    tx.wrote("ask.handed", ask, scales=list(scales))
    return ask
