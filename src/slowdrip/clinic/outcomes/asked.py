"""Reads of what was asked: each ask with its state, how many were answered, and whom nobody has reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q

from slowdrip.clinic.encounters.models import Note
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.outcomes.models import Ask, Following
from slowdrip.clinic.outcomes.opening import ASK
from slowdrip.clinic.people.models import Contact, Patient
from slowdrip.clinic.record.acting import Acting
from slowdrip.science.asking import Point

LOOKED_BACK: Final = timedelta(days=28)
"""How long an ask that nobody answered stands on the list; the page says so."""
MOST_PAST: Final = 12
CAME_BACK: Final = (Message.State.BOUNCED, Message.State.FAILED)


class State(StrEnum):
    """Where an ask stands; read from the clock and stored nowhere."""

    UPCOMING = "upcoming"
    OPEN = "open"
    ANSWERED = "answered"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


class Why(StrEnum):
    """Why a patient stands on the list, the first that fits."""

    STOPPED = "stopped"
    CAME_BACK = "came_back"
    NO_CONTACT = "no_contact"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many asks of one kind were opened since a day, and what became of them."""

    point: str
    asked: int
    answered: int
    missed: int

    @property
    def still_open(self) -> int:
        """Gives how many can still be answered."""
        return self.asked - self.answered - self.missed


@dataclass(frozen=True, slots=True)
class Unreached:
    """A patient who did not answer, or to whom nothing can be sent: since when, why, how many asks, what is open."""

    patient: Patient
    why: Why
    newest: Ask
    missed: int
    open_ask: Ask | None
    last_call_at: datetime | None


def state_of(ask: Ask, *, at: datetime) -> State:
    """Gives where an ask stands at an instant."""
    if ask.withdrawn_at is not None:
        return State.WITHDRAWN
    if ask.answered_at is not None:
        return State.ANSWERED
    if at < ask.opens_at:
        return State.UPCOMING
    return State.OPEN if at < ask.closes_at else State.MISSED


def following_of(actor: Acting, patient_id: UUID) -> Following | None:
    """Gives how a patient is followed, or None where nobody said."""
    found: Following | None = Following.objects.visible_to(actor).filter(patient_id=patient_id).first()
    return found


def to_come(actor: Acting, patient_id: UUID, *, at: datetime) -> list[Ask]:
    """Gives the asks of a patient that are open or still to come, the next first."""
    rows = Ask.objects.visible_to(actor).filter(patient_id=patient_id, withdrawn_at=None, answered_at=None)
    return list(rows.filter(closes_at__gt=at).order_by("opens_at", "pk"))


def past(actor: Acting, patient_id: UUID, *, at: datetime, most: int = MOST_PAST) -> list[Ask]:
    """Gives the asks of a patient that are over, answered or not, the latest first; withdrawn ones only once opened."""
    over = Q(answered_at__isnull=False) | Q(closes_at__lte=at)
    rows = Ask.objects.visible_to(actor).filter(over, patient_id=patient_id, withdrawn_at=None)
    return list(rows.order_by("-opens_at", "-pk")[:most])


def counts(actor: Acting, *, since: datetime, at: datetime) -> list[Counted]:
    """Gives for each kind of ask how many were opened since then, answered and not; one ask counts once."""
    rows = Ask.objects.visible_to(actor).filter(withdrawn_at=None, opens_at__gt=since, opens_at__lte=at)
    missed = Count("pk", filter=Q(answered_at=None, closes_at__lte=at))
    found = rows.values("point").annotate(asked=Count("pk"), answered=Count("answered_at"), missed=missed)
    by_point = {row["point"]: Counted(row["point"], row["asked"], row["answered"], row["missed"]) for row in found}
    known = [each.value for each in Point]
    order = [*known, *sorted(set(by_point) - set(known))]
    return [by_point[point] for point in order if point in by_point]


def counts_of(actor: Acting, patient_id: UUID, *, at: datetime) -> Counted:
    """Gives how many asks of one patient are over, answered and not."""
    rows = Ask.objects.visible_to(actor).filter(patient_id=patient_id, withdrawn_at=None)
    missed = Count("pk", filter=Q(answered_at=None, closes_at__lte=at))
    found = rows.aggregate(answered=Count("answered_at"), missed=missed)
    return Counted("", found["answered"] + found["missed"], found["answered"], found["missed"])


def unreached(actor: Acting, *, at: datetime) -> list[Unreached]:
    """Gives the patients whose last asks went unanswered, or to whom an open one cannot be sent; the worst first.

    Whoever answered since, or was reached by phone since, is not on it.
    """
    rows = Ask.objects.visible_to(actor).filter(withdrawn_at=None, opens_at__gt=at - LOOKED_BACK, opens_at__lte=at)
    by_patient: dict[UUID, list[Ask]] = {}
    for row in rows.select_related("patient").order_by("opens_at", "pk"):
        by_patient.setdefault(row.patient_id, []).append(row)
    calls, sendable = _calls(actor, by_patient), _reachable(actor, by_patient)
    back = _came_back(actor, [ask.pk for asks in by_patient.values() for ask in asks])
    found = [
        each
        for patient_id, asks in by_patient.items()
        if (each := _unreached(asks, calls.get(patient_id), sendable, back, at=at)) is not None
    ]
    order = list(Why)
    return sorted(found, key=lambda one: (order.index(one.why), one.newest.opens_at, str(one.patient.pk)))


@dataclass(frozen=True, slots=True)
class Reachable:
    """Patients with a contact that may be used, and those whose safe contacts were all stopped."""

    open: frozenset[UUID]
    stopped: frozenset[UUID]


def _unreached(
    asks: list[Ask], called_at: datetime | None, reachable: Reachable, back: frozenset[UUID], *, at: datetime
) -> Unreached | None:
    silent = [ask for ask in _since_answered(asks) if called_at is None or called_at < ask.opens_at]
    missed = [ask for ask in silent if state_of(ask, at=at) is State.MISSED]
    waiting = [ask for ask in silent if state_of(ask, at=at) is State.OPEN and ask.point != Point.BEFORE]
    why = _why(missed, waiting, reachable, back)
    if why is None:
        return None
    newest = (missed + waiting)[-1]
    return Unreached(
        patient=newest.patient,
        why=why,
        newest=newest,
        missed=len(missed),
        open_ask=waiting[-1] if waiting else None,
        last_call_at=called_at,
    )


def _since_answered(asks: list[Ask]) -> list[Ask]:
    """The asks after the last one that was answered."""
    answered = [number for number, ask in enumerate(asks) if ask.answered_at is not None]
    return asks[answered[-1] + 1 :] if answered else asks


def _why(missed: list[Ask], waiting: list[Ask], reachable: Reachable, back: frozenset[UUID]) -> Why | None:
    if not missed and not waiting:
        return None
    patient_id = (missed + waiting)[0].patient_id
    if patient_id in reachable.stopped:
        return Why.STOPPED
    if any(ask.pk in back for ask in (*missed, *waiting)):
        return Why.CAME_BACK
    if patient_id not in reachable.open:
        return Why.NO_CONTACT
    return Why.NOT_ANSWERED if missed else None


def _calls(actor: Acting, patients: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each was last reached by phone."""
    rows = Note.objects.visible_to(actor).current().filter(kind=Note.Kind.PHONE, patient_id__in=list(patients))
    reached = rows.filter(document__contains='"reached":true').values("patient_id")
    return dict(reached.annotate(last=Max("happened_at")).values_list("patient_id", "last"))


def _reachable(actor: Acting, patients: Iterable[UUID]) -> Reachable:
    sent = (Contact.Kind.PHONE, Contact.Kind.EMAIL)
    rows = Contact.objects.visible_to(actor).filter(patient_id__in=list(patients), safe=True, ended_at=None)
    contacts = dict(rows.filter(kind__in=sent).values_list("pk", "patient_id"))
    stopped = Stop.objects.visible_to(actor).filter(contact_id__in=list(contacts), lifted_at=None)
    closed = set(stopped.values_list("contact_id", flat=True))
    usable = frozenset(owner for contact, owner in contacts.items() if contact not in closed)
    return Reachable(usable, frozenset(contacts[contact] for contact in closed) - usable)


def _came_back(actor: Acting, asks: Iterable[UUID]) -> frozenset[UUID]:
    rows = Message.objects.visible_to(actor).filter(kind=ASK, subject_id__in=list(asks), state__in=CAME_BACK)
    return frozenset(rows.values_list("subject_id", flat=True))
