"""Writes what a patient wishes at the chair, or that it is still so: one row each time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.encounters.models import Wishes
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.treatment.steps import locked_patient

LONGEST = {"comfort": 400, "music": 200}
CHOICES = {"touch": frozenset(Wishes.Touch.values), "chaperone": frozenset(Wishes.Chaperone.values)}


@dataclass(frozen=True, slots=True)
class Wished:
    """The whole set of wishes; an empty text means that the patient said nothing about it."""

    comfort: str = ""
    touch: str = ""
    chaperone: str = ""
    music: str = ""


def set_wishes(actor: Acting, patient_id: UUID, wished: Wished, *, at: datetime, row_id: UUID) -> Wishes:
    """Stores the patient's wishes as told now; the same set again is a confirmation. Sent twice it is one row."""
    actor.must("drip.chart")
    _must_be_known(wished)
    with act(actor, at=at) as tx:
        patient = must_stand(locked_patient(tx, patient_id))
        known: Wishes | None = Wishes.objects.visible_to(actor).filter(id=row_id).first()
        if known is not None:
            return _same(known, patient_id, wished)
        row = Wishes(
            id=row_id,
            clinic_id=patient.clinic_id,
            patient=patient,
            comfort=wished.comfort.strip(),
            touch=wished.touch,
            chaperone=wished.chaperone,
            music=wished.music.strip(),
            by_id=actor.actor_id,
            at=at,
        )
        tx.insert(row)
        tx.wrote("wishes.told", row, patient=patient.pk)
        tx.publish("patient", patient.pk)
    return row


def _must_be_known(wished: Wished) -> None:
    for name, most in LONGEST.items():
        typed = len(getattr(wished, name).strip())
        if typed > most:
            raise Refused("too_long", field=name, most=most, typed=typed)
    for name, known in CHOICES.items():
        if getattr(wished, name) and getattr(wished, name) not in known:
            raise Refused("choose_one", field=name)


def _same(known: Wishes, patient_id: UUID, wished: Wished) -> Wishes:
    told = Wished(wished.comfort.strip(), wished.touch, wished.chaperone, wished.music.strip())
    if (known.patient_id, Wished(known.comfort, known.touch, known.chaperone, known.music)) != (patient_id, told):
        raise Refused("id_used_twice")
    return known
