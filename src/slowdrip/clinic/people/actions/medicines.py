"""Medicines as told: added, taken or stopped, voided with a reason, confirmed as a list."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.people.models import Medicine, MedicineWord, Patient
from slowdrip.clinic.people.queries.medicines import taking
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.knowledge.interactions import classes, default_interactions

LONGEST = {"substance": 120, "dose": 80, "since": 40}


def add_medicine(
    actor: Acting,
    patient_id: UUID,
    *,
    substance: str,
    at: datetime,
    dose: str = "",
    since: str = "",
    belongs_to: str = "",
    taken: str = "",
) -> Medicine:
    """Records a medicine as told, with the word whether it was taken that day; the same one twice is refused.

    It does not count as asking for the whole list: what nobody asked for stays unasked.
    """
    actor.must("people.edit")
    kept = {"substance": _text(substance, "substance"), "dose": _text(dose, "dose"), "since": _text(since, "since")}
    if not kept["substance"]:
        raise Refused("missing", field="substance")
    _must_be_a_class(belongs_to)
    if taken:
        _must_be_a_word(taken, field="taken", but=MedicineWord.What.STOPPED)
    with act(actor, at=at) as tx:
        patient = must_stand(_patient(actor, patient_id))
        if taking(patient).filter(substance__iexact=kept["substance"]).exists():
            raise Refused("medicine_listed", field="substance", substance=kept["substance"])
        medicine = Medicine(
            clinic_id=actor.clinic_id, patient=patient, belongs_to=belongs_to, by_id=actor.actor_id, at=at, **kept
        )
        tx.insert(medicine)
        tx.wrote("medicine.added", medicine, patient=patient.pk)
        if taken:
            _say(tx, medicine, taken)
        tx.publish("patient", patient.pk)
    return medicine


def tell_of_medicine(actor: Acting, medicine_id: UUID, *, what: str, at: datetime) -> None:
    """Notes that a medicine was taken or not taken today, or is stopped; a list that gets empty is asked again.

    Stopped takes its alerts off the order like a void, so it needs what a void needs.
    """
    actor.must("people.edit")
    _must_be_a_word(what, field="what")
    if what == MedicineWord.What.STOPPED:
        actor.must("people.measure")
    with act(actor, at=at) as tx:
        medicine: Medicine = Medicine.objects.visible_to(actor).get(id=medicine_id)
        patient = _patient(actor, medicine.patient_id)
        if not taking(patient).filter(pk=medicine_id).exists():
            raise Refused("medicine_not_listed", field="what", substance=medicine.substance)
        _say(tx, medicine, what)
        _ask_again_if_empty(tx, patient)
        tx.publish("patient", patient.pk)


def void_medicine(actor: Acting, medicine_id: UUID, *, reason: str, at: datetime) -> None:
    """Voids a medicine that was entered in error; a list that becomes empty must be asked again."""
    actor.must("people.measure")
    why = said_in_a_line(reason)
    with act(actor, at=at) as tx:
        medicine: Medicine = Medicine.objects.visible_to(actor).get(id=medicine_id)
        patient = _patient(actor, medicine.patient_id)
        tx.void(medicine, reason=why)
        _ask_again_if_empty(tx, patient)
        tx.publish("patient", patient.pk)


def confirm_medicines(actor: Acting, patient_id: UUID, *, seen: frozenset[UUID], at: datetime) -> None:
    """Notes that the patient was asked and the list stands as `seen`; an empty one means "takes none"."""
    actor.must("people.measure")
    with act(actor, at=at) as tx:
        patient = must_stand(_patient(actor, patient_id))
        listed = frozenset(taking(patient).values_list("id", flat=True))
        if listed != seen:
            raise Refused("medicines_changed")
        tx.change(patient, medicines_asked_at=at)
        tx.wrote("medicines.confirmed", patient, medicines=sorted(map(str, listed)))
        tx.publish("patient", patient.pk)


def _patient(actor: Acting, patient_id: UUID) -> Patient:
    found: Patient = Patient.objects.visible_to(actor).select_for_update().get(id=patient_id)
    return found


def _say(tx: Tx, medicine: Medicine, what: str) -> None:
    word = MedicineWord(clinic_id=tx.actor.clinic_id, medicine=medicine, what=what, by_id=tx.actor.actor_id, at=tx.at)
    tx.insert(word)
    tx.wrote(f"medicine.{what}", medicine, patient=medicine.patient_id)


def _ask_again_if_empty(tx: Tx, patient: Patient) -> None:
    """Without this, voiding or stopping the last medicine would read as "asked, takes none"."""
    if not taking(patient).exists():
        tx.change(patient, medicines_asked_at=None)


def _must_be_a_class(code: str) -> None:
    if code and code not in {each.name for each in classes(default_interactions())}:
        raise Refused("choose_one", field="belongs_to")


def _must_be_a_word(what: str, *, field: str, but: str = "") -> None:
    if what not in MedicineWord.What.values or what == but:
        raise Refused("choose_one", field=field)


def _text(typed: str, field: str) -> str:
    kept = " ".join(typed.split())
    if len(kept) > LONGEST[field]:
        raise Refused("too_long", field=field, most=LONGEST[field], typed=len(kept))
    return kept
