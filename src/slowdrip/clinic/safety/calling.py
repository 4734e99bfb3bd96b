"""Turns what the ladder wants into events of the system and messages to named people."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.permissions import DIRECTOR, permissions_of
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue, register_words
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.logged import logged
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.safety import roster
from slowdrip.clinic.safety.drafts import Draft
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.science.rules.risk_case import CaseState, DueCall, Limits, OwnerWhy, Step, due_calls
from slowdrip.science.rules.risk_case.codes import LADDER
from slowdrip.science.rules.risk_case.events import Escalated, OwnerNamed, Reminded

log = logging.getLogger("slowdrip.risk")
MESSAGE = "risk_case"
SIGNS = "risk.sign"
BY_ROSTER = (OwnerWhy.ON_CALL, OwnerWhy.BACKUP, OwnerWhy.NOBODY_ON_CALL)
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who can be called in a clinic now."""

    on_call: roster.OnCall
    able: frozenset[UUID]
    directors: tuple[UUID, ...]
    everyone: tuple[UUID, ...]


def people_now(clinic_id: UUID, *, at: datetime) -> People:
    """Gives who can be called now; read once for all cases of a clinic."""
    return People(
        on_call=roster.on_call(clinic_id, at),
        able=roster.able_actors(clinic_id),
        directors=tuple(directors(clinic_id)),
        everyone=tuple(everyone(clinic_id)),
    )


def owner_drafts(clinic_id: UUID, state: CaseState, people: People) -> list[Draft]:
    """Names whoever answers for an open case by the roster, else a director.

    Whoever took a case or was named keeps it; whom the roster named answers for it while they are on call.
    """
    if not state.is_open or _keeps(state, people):
        return []
    found = people.on_call
    who, why = found.first or found.backup, OwnerWhy.ON_CALL if found.first else OwnerWhy.BACKUP
    if who is None:
        who, why = next(iter(people.directors), None), OwnerWhy.NOBODY_ON_CALL
    if who is None or str(who) == state.owner:
        return []
    return [Draft(OwnerNamed(owner=str(who), why=why), by=system_of(clinic_id))]


def _keeps(state: CaseState, people: People) -> bool:
    if not state.owner or state.owner_why not in BY_ROSTER:
        return bool(state.owner)
    on_call = {who for who in (people.on_call.first, people.on_call.backup) if who is not None}
    return UUID(state.owner) in (on_call or people.directors)


def due(state: CaseState, limits: Limits, people: People, *, at: datetime) -> tuple[DueCall, ...]:
    """Gives the calls to make now; a step that reaches only who was called by the step before is left out."""
    return due_calls(state, limits, at, steps=steps_of(state, people))


def steps_of(state: CaseState, people: People) -> tuple[Step, ...]:
    """Gives the steps that reach somebody else than the one before; everyone is called in any case."""
    steps, before = list[Step](), frozenset[UUID]()
    for step in LADDER:
        who = frozenset(called(state, step, people))
        if step is Step.EVERYONE or not who <= before:
            steps.append(step)
            before = who
    return tuple(steps)


def call_drafts(case: RiskCase, state: CaseState, limits: Limits, people: People, *, at: datetime) -> list[Draft]:
    """Gives whom the ladder calls now, each call under a name of its own, so that two clocks make one call."""
    calls = due(state, limits, people, at=at)
    if not calls:
        return []
    system = system_of(case.clinic_id)
    return [Draft(_payload(state, call, people), uuid5(case.pk, call.name), system) for call in calls]


def _payload(state: CaseState, call: DueCall, people: People) -> Reminded | Escalated:
    to = tuple(str(each) for each in called(state, call.step, people))
    if call.is_reminder:
        return Reminded(deadline=call.deadline.key, step=call.step, to=to)
    return Escalated(deadline=call.deadline.key, step=call.step, number=call.number, to=to)


def called(state: CaseState, step: Step, people: People) -> list[UUID]:
    """Gives who is called at a step: a place where nobody stands is called at the directors, and never at nobody.

    Who is on call now is told of a sign too where somebody else answers for the case: they may have gone home.
    """
    if step is Step.EVERYONE:
        return list(people.everyone)
    found = people.on_call
    owner = UUID(state.owner) if state.owner and UUID(state.owner) in people.able else None
    on_call = found.first or found.backup
    places = {Step.FIRST: [found.first], Step.BACKUP: [found.backup], Step.OWNER: [owner or on_call]}
    who = [each for each in places.get(step, [owner, on_call]) if each is not None]
    return list(dict.fromkeys(who)) or list(people.directors)


def directors(clinic_id: UUID) -> list[UUID]:
    """Gives the directors of the clinic."""
    return [each.actor_id for each in _members(clinic_id) if DIRECTOR in each.roles]


def everyone(clinic_id: UUID) -> list[UUID]:
    """Gives all who may sign for a case."""
    return [each.actor_id for each in _members(clinic_id) if SIGNS in permissions_of(frozenset(each.roles))]


def _members(clinic_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(clinic_id=clinic_id, active=True).order_by("name", "pk"))


def send(tx: Tx, case: RiskCase, drafts: Sequence[Draft]) -> None:
    """Queues a message to each person who is called; screens hear of the case whether or not one can be written."""
    for draft in drafts:
        if isinstance(draft.payload, Reminded | Escalated):
            _queue_or_log(tx, case, draft.id, draft.payload)


def _queue_or_log(tx: Tx, case: RiskCase, event_id: UUID, told: Reminded | Escalated) -> None:
    """A sign of risk is kept and shown, also when nobody can be written to."""
    with logged(log, "nobody could be written to about case %s", case.pk), tx.apart():
        for who in told.to:
            queue(
                tx,
                kind=MESSAGE,
                key=f"risk:{event_id}:{who}",
                to_staff=UUID(who),
                subject_id=case.pk,
                params={"step": str(told.step)},
                due_at=tx.at,
            )


def body_of(tx: Tx, message: Message) -> Body:
    """Gives the words of a message to a colleague: nothing about health, and where to look."""
    clinic = Clinic.objects.get(id=message.clinic_id)
    step = json.loads(message.params).get("step")
    if step == UNREADABLE:
        text = _("A case at %(clinic)s cannot be read, and nobody is called about it any more.")
        fix = _("Sign in, look after the patient, and tell who runs the installation.")
        return Body(_("A case cannot be read"), f"{text % {'clinic': clinic.name}} {fix}")
    late = step not in (Step.TOLD, Step.SOON)
    text = _("A case at %(clinic)s is overdue.") if late else _("A case at %(clinic)s waits for you.")
    return Body(_("A case waits for you"), f"{text % {'clinic': clinic.name}} {_('Sign in to see it.')}")


def register_all() -> None:
    """Adds the words of this app's messages."""
    register_words(MESSAGE, body_of, name=gettext_lazy("Call about a case"), page="safety:board")
