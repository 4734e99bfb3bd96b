"""What is offered: to whom, on which occasion, until when, and what of it is still to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.cognition.models import CognitionOffer, CognitionRun, Occasion, Task, Way
from slowdrip.clinic.cognition.visits import had_earlier, limits_of, moment_now, visit_id, visits_of
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.outcomes.models import Ask
from slowdrip.clinic.policy.queries import policy_in_force
from slowdrip.clinic.portal import tablets
from slowdrip.clinic.portal.models import PatientLink
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.cognition import Moment

TOPIC = "cognition"
KIND = "cognition.offer"
ENDS_IT = (CognitionRun.Ended.DONE, CognitionRun.Ended.NOT_NOW)
LEAST_LEFT_OF = 2
"""An open offer is used again while at least one in so many of the time is left of what a new one would have."""


@dataclass(frozen=True, slots=True)
class Open:
    """An offer with the tasks of it that are not done, nor said no to; an interrupted one is offered again."""

    offer: CognitionOffer
    tasks: tuple[str, ...]


def hand_out(
    actor: Acting, patient_id: UUID, *, device_id: UUID | None, row_id: UUID, at: datetime
) -> tuple[PatientLink, str]:
    """Makes the screen in hand the patient's for both tasks, and nothing else; sent twice it is one offer."""
    actor.must("outcomes.hand_out")
    with act(actor, at=at) as tx:
        offer = new_offer(tx, patient_id, way=Way.KIOSK, lasts=tablets.LASTS, row_id=row_id)
        return tablets.hand_over(tx, patient_id, device_id=device_id, subject_id=offer.pk)


def send(actor: Acting, patient_id: UUID, *, row_id: UUID, at: datetime) -> CognitionOffer:
    """Offers both tasks on the patient's own phone, by a message that says nothing about them; sent twice it is one."""
    actor.must("outcomes.hand_out")
    with act(actor, at=at) as tx:
        lasts = timedelta(days=policy_in_force(actor.clinic_id).policy.asking.link_lasts_days.value)
        offer = new_offer(tx, patient_id, way=Way.LINK, lasts=lasts, row_id=row_id)
        queue(
            tx,
            kind=KIND,
            key=f"{KIND}:{row_id}",
            patient=patient_id,
            subject_id=offer.pk,
            due_at=at,
            until=offer.closes_at,
        )
    return offer


def offer_after(tx: Tx, ask: Ask, moment: Moment, offer_id: UUID) -> None:
    """Offers both tasks at the end of a patient's questions, once for these questions."""
    rows = CognitionOffer.objects.visible_to(tx.actor)
    if not rows.filter(pk=offer_id).exists():
        _write(tx, ask.patient_id, moment, way=Way.LINK, closes_at=ask.closes_at, ask=ask, offer_id=offer_id)


def open_offers(link: PatientLink, actor: Acting, *, at: datetime) -> list[Open]:
    """Gives what this link may do now, the newest offer first; a tablet only what it was handed over for."""
    if limits_of(link.clinic_id) is None:
        return []
    rows = CognitionOffer.objects.visible_to(actor).filter(patient_id=link.patient_id, closes_at__gt=at)
    mine = rows.filter(pk=link.subject_id, way=Way.KIOSK) if link.kiosk else rows.filter(way=Way.LINK)
    found = list(mine.current().order_by("-at", "-pk"))
    return [each for each in _still_open(actor, found, link.patient_id) if each.tasks]


def needs_baseline(actor: Acting, patient_id: UUID) -> bool:
    """Says whether no drip ran yet, here or elsewhere, and no run on a tablet of the clinic, which discharge needs."""
    if visits_of(actor, patient_id) or had_earlier(actor.clinic_id, patient_id):
        return False
    runs = CognitionRun.objects.visible_to(actor).filter(patient_id=patient_id, way=Way.KIOSK)
    return not runs.filter(ended=CognitionRun.Ended.DONE).current().exists()


def _still_open(actor: Acting, offers: Sequence[CognitionOffer], patient_id: UUID) -> list[Open]:
    if not offers:
        return []
    ended = CognitionRun.objects.visible_to(actor).filter(offer__in=[each.pk for each in offers], ended__in=ENDS_IT)
    done = set(ended.values_list("offer_id", "task"))
    has_begun = any(each.occasion == Occasion.BASELINE for each in offers) and bool(visits_of(actor, patient_id))
    return [
        Open(offer, tuple(str(task) for task in Task if (offer.pk, task.value) not in done))
        for offer in offers
        if not (has_begun and offer.occasion == Occasion.BASELINE)
    ]


def new_offer(tx: Tx, patient_id: UUID, *, way: Way, lasts: timedelta, row_id: UUID | None = None) -> CognitionOffer:
    """Gives the offer that is open for the occasion that it is now, or writes one, with this id where it is free."""
    limits = limits_of(tx.actor.clinic_id)
    if limits is None:
        raise Refused("cognition_off")
    locked_patient(tx, patient_id)
    moment = moment_now(tx.actor, patient_id, limits, at=tx.at)
    known = _known(tx, patient_id, moment, way=way, open_until=tx.at + lasts / LEAST_LEFT_OF)
    if known is not None:
        tx.wrote("cognition.offered_again", known, patient=patient_id)
        return known
    offer_id = row_id if row_id is not None and not CognitionOffer.objects.filter(pk=row_id).exists() else uuid7()
    return _write(tx, patient_id, moment, way=way, closes_at=tx.at + lasts, offer_id=offer_id)


def _known(tx: Tx, patient_id: UUID, moment: Moment, *, way: Way, open_until: datetime) -> CognitionOffer | None:
    """The newest offer of this occasion with something left to do, and enough time to do it."""
    rows = CognitionOffer.objects.visible_to(tx.actor).filter(patient_id=patient_id, way=way)
    same = rows.filter(occasion=moment.occasion.value, infusion_id=visit_id(moment), closes_at__gte=open_until)
    found = _still_open(tx.actor, list(same.current().order_by("-at", "-pk")), patient_id)
    return next((each.offer for each in found if each.tasks), None)


def _write(
    tx: Tx,
    patient_id: UUID,
    moment: Moment,
    *,
    way: Way,
    closes_at: datetime,
    ask: Ask | None = None,
    offer_id: UUID | None = None,
) -> CognitionOffer:
    offer = CognitionOffer(
        clinic_id=tx.actor.clinic_id,
        patient_id=patient_id,
        infusion_id=visit_id(moment),
        ask=ask,
        occasion=moment.occasion.value,
        way=way,
        closes_at=closes_at,
        by_id=tx.actor.actor_id,
        at=tx.at,
    )
    if offer_id is not None:
        offer.pk = offer_id
    tx.insert(offer)
    tx.wrote("cognition.offered", offer, patient=patient_id, occasion=offer.occasion, way=way)
    return offer
