"""A visit before anything is charted: expected, put in a chair, checked in."""

from datetime import datetime
from uuid import UUID

from slowdrip.clinic.infusion.drafts import drafted
from slowdrip.clinic.infusion.holding import hold_house
from slowdrip.clinic.infusion.models import Chair, Infusion
from slowdrip.clinic.infusion.models import InfusionState as StateRow
from slowdrip.clinic.infusion.nursing import come_in
from slowdrip.clinic.infusion.steps import locked, store, stored_state, told_before
from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.people.steps import must_stand
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.phases import Phase

MOVED = "chair_changed"


def expect(
    actor: Acting, patient_id: UUID, *, planned_at: datetime, chair_id: UUID | None = None, at: datetime
) -> Infusion:
    """Plans a drip for a patient; it is numbered within this patient's drips here."""
    actor.must("drip.expect")
    with act(actor, at=at) as tx:
        patient = _locked_patient(tx, patient_id)
        number = 1 + Infusion.objects.visible_to(actor).filter(patient=patient).count()
        infusion = Infusion(
            clinic_id=actor.clinic_id,
            patient=patient,
            planned_at=planned_at,
            number=number,
            chair=_chair(actor, chair_id),
        )
        tx.insert(infusion)
        tx.wrote("infusion.expected", infusion, planned_at=planned_at, patient=patient.pk)
        tx.publish("board")
    return infusion


def move_to_chair(
    actor: Acting, infusion_id: UUID, *, chair_id: UUID, at: datetime, event_id: UUID | None = None
) -> None:
    """Puts the visit in another chair, and says so among what happened once the patient is here.

    A chair in which another drip is under way is refused.
    """
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        if told_before(infusion, MOVED, event_id):
            return
        chair = _locked_chair(actor, chair_id)
        _must_be_movable(infusion, chair)
        _must_be_free(infusion, chair)
        _move(tx, infusion, chair, event_id=event_id)
        tx.publish("board")
        tx.publish("infusion", infusion.pk)


def _must_be_movable(infusion: Infusion, chair: Chair) -> None:
    if stored_state(infusion).phase is Phase.ENDED:
        raise Refused("already_ended")
    if infusion.chair_id == chair.pk:
        raise Refused("already_in_chair", field="chair", chair=chair.name)


def _move(tx: Tx, infusion: Infusion, chair: Chair, *, event_id: UUID | None) -> None:
    before = infusion.chair.name if infusion.chair else ""
    tx.change(infusion, chair=chair)
    if stored_state(infusion).phase is Phase.EXPECTED:
        return
    payload = {"chair": chair.name, "from_chair": before} if before else {"chair": chair.name}
    store(tx, infusion, [drafted(MOVED, payload, at=tx.at, event_id=event_id)])


def check_in(actor: Acting, infusion_id: UUID, *, chair_id: UUID, at: datetime, event_id: UUID | None = None) -> None:
    """Receives the patient, and pins the policy that holds for this drip to its end.

    Whoever receives the patient holds the chair, and is in the building, also when nobody had said so.
    """
    actor.must("drip.chart")
    with act(actor, at=at) as tx:
        hold_house(actor)
        infusion = locked(actor, infusion_id)
        if told_before(infusion, "checked_in", event_id):
            return
        if stored_state(infusion).phase is not Phase.EXPECTED:
            raise Refused("already_checked_in")
        chair = _locked_chair(actor, chair_id)
        _must_be_free(infusion, chair)
        policy = policy_in_force(actor.clinic_id)
        tx.change(infusion, chair=chair, policy=policy.version)
        payload = {"nurse": str(actor.actor_id), "chair": chair.name, "policy_version": str(policy.version.number)}
        come_in(tx, actor.actor_id)
        draft = drafted("checked_in", payload, at=at, event_id=event_id)
        store(tx, infusion, [draft])
        tx.publish("board")


def _locked_patient(tx: Tx, patient_id: UUID) -> Patient:
    rows = Patient.objects.visible_to(tx.actor).select_for_update(no_key=True)
    patient: Patient | None = rows.filter(id=patient_id).first()
    if patient is None:
        raise Refused("no_such_patient", field="patient")
    return must_stand(patient)


def _chair(actor: Acting, chair_id: UUID | None) -> Chair | None:
    if chair_id is None:
        return None
    chair: Chair | None = Chair.objects.visible_to(actor).filter(id=chair_id, in_use=True).first()
    if chair is None:
        raise Refused("no_such_chair", field="chair")
    return chair


def _locked_chair(actor: Acting, chair_id: UUID) -> Chair:
    """Gives the chair under a lock held to the commit, so that of two people who take it at once one waits and sees."""
    chair: Chair | None = (
        Chair.objects.visible_to(actor).select_for_update(no_key=True).filter(id=chair_id, in_use=True).first()
    )
    if chair is None:
        raise Refused("no_such_chair", field="chair")
    return chair


def _must_be_free(infusion: Infusion, chair: Chair) -> None:
    taken = StateRow.objects.filter(clinic_id=infusion.clinic_id, active=True, infusion__chair=chair)
    if taken.exclude(infusion=infusion).exists():
        raise Refused("chair_taken", field="chair", chair=chair.name)
