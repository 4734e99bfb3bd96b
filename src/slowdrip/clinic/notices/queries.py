"""Reads of messages: the outbox, what waits for a colleague, what a patient was sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from slowdrip.clinic.notices.course import DECIDED_BY_A_PERSON
from slowdrip.clinic.notices.due import sendable
from slowdrip.clinic.notices.models import Message, Stop
from slowdrip.clinic.people.models import Contact
from slowdrip.clinic.record.acting import Acting

S, Way = Message.State, Message.Way
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that somebody hands over, and the safe contacts by which the patient can be reached."""

    message: Message
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """A safe contact of a patient, and whether nothing is sent there."""

    contact: Contact
    is_stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxNow:
    """Everything of the clinic that waits for a person, and how much waits for a gateway or for its time."""

    by_hand: tuple[Waiting, ...]
    unknown: tuple[Message, ...]
    troubled: tuple[Message, ...]
    stops: tuple[Stop, ...]
    at_gateway: int
    later: int

    @property
    def patients(self) -> frozenset[UUID]:
        """Gives whose messages these are."""
        rows = (*(each.message for each in self.by_hand), *self.unknown, *self.troubled)
        told = {row.patient_id for row in rows if row.patient_id is not None}
        return frozenset(told | {stop.contact.patient_id for stop in self.stops})


def outbox(actor: Acting, *, at: datetime) -> OutboxNow:
    """Gives the outbox as it is now, the longest waiting first."""
    rows = Message.objects.visible_to(actor)
    waiting = rows.filter(state=S.WAITING)
    return OutboxNow(
        by_hand=_with_contacts(actor, _listed(_by_hand(waiting, at=at))),
        unknown=tuple(_listed(rows.filter(state=S.UNKNOWN))),
        troubled=tuple(_listed(rows.filter(state__in=(S.FAILED, S.BOUNCED)))),
        stops=_standing(actor),
        at_gateway=waiting.filter(try_at__lte=at).exclude(way=Way.HAND).count(),
        later=waiting.filter(try_at__gt=at).count(),
    )


def _by_hand(waiting: QuerySet[Message], *, at: datetime) -> QuerySet[Message]:
    return waiting.filter(Q(until=None) | Q(until__gt=at), way=Way.HAND, try_at__lte=at)


def _listed(rows: QuerySet[Message]) -> list[Message]:
    return list(rows.select_related("patient", "to_staff", "contact").order_by("due_at", "pk")[:MOST])


def _with_contacts(actor: Acting, rows: Collection[Message]) -> tuple[Waiting, ...]:
    by_patient = _safe_contacts(actor, (row.patient_id for row in rows))
    return tuple(Waiting(row, tuple(by_patient.get(row.patient_id, ()))) for row in rows)


def _safe_contacts(actor: Acting, patients: Iterable[UUID | None]) -> dict[UUID | None, list[Contact]]:
    """Contacts that somebody may call or write to by hand: a stop holds for machines, safety for everybody."""
    wanted = {each for each in patients if each is not None}
    found: dict[UUID | None, list[Contact]] = {}
    rows = Contact.objects.visible_to(actor).filter(patient_id__in=wanted, safe=True, ended_at=None)
    for row in rows.exclude(kind=Contact.Kind.ADDRESS).order_by("kind", "-pk"):
        found.setdefault(row.patient_id, []).append(row)
    return found


def _standing(actor: Acting) -> tuple[Stop, ...]:
    rows = Stop.objects.visible_to(actor).filter(lifted_at=None, contact__ended_at=None)
    return tuple(rows.select_related("contact__patient", "by").order_by("-at")[:MOST])


def waits_for_a_person(clinic_id: UUID, *, at: datetime) -> int:
    """Gives how many messages of the clinic wait for somebody: to hand over, or to decide about."""
    rows = Message.objects.filter(clinic_id=clinic_id)
    by_hand = _by_hand(rows.filter(state=S.WAITING), at=at).values("pk")
    return int(rows.filter(Q(pk__in=by_hand) | Q(state__in=DECIDED_BY_A_PERSON)).count())


def for_colleague(actor: Acting, *, at: datetime) -> list[Message]:
    """Gives what waits on the screens of whoever acts."""
    rows = Message.objects.visible_to(actor).filter(to_staff_id=actor.actor_id, state=S.WAITING)
    return list(_by_hand(rows, at=at).order_by("due_at", "pk")[:MOST])


def last_messages(actor: Acting, patient_id: UUID, *, most: int) -> list[Message]:
    """Gives a patient's newest messages with what became of them; what only waits for its time is among them."""
    rows = Message.objects.visible_to(actor).filter(patient_id=patient_id).select_related("contact")
    return list(rows.order_by("-at", "-pk")[:most])


def contacts_with_stops(actor: Acting, patient_id: UUID) -> list[Reach]:
    """Gives the patient's safe phones and e-mail addresses, and whether each is stopped."""
    stops = Stop.objects.filter(clinic_id=OuterRef("clinic_id"), contact_id=OuterRef("pk"), lifted_at=None)
    rows = Contact.objects.visible_to(actor).filter(patient_id=patient_id, ended_at=None, safe=True)
    found = rows.exclude(kind=Contact.Kind.ADDRESS).annotate(is_stopped=Exists(stops)).order_by("pk")
    return [Reach(row, row.is_stopped) for row in found]


def hanging(clinic_id: UUID, *, before: datetime, at: datetime) -> int:
    """Gives how many messages a gateway should have been given before then; what waits for the morning is not meant."""
    rows = Message.objects.filter(clinic_id=clinic_id, state=S.WAITING, try_at__lte=before).exclude(way=Way.HAND)
    return len(sendable(rows, clinic_id, at=at))
