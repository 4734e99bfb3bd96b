"""Turns what the ladder wants into events of the system and messages to named people."""

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from slowdrip.clinic.accounts.models import Membership
from slowdrip.clinic.accounts.permissions import DIRECTOR, permissions_of
from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import Body, queue, register_words
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.safety import roster
from slowdrip.clinic.safety.drafts import Draft
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.science.rules.risk_case import CaseState, DueCall, Limits, OwnerWhy, Step, due_calls
from slowdrip.science.rules.risk_case.events import Escalated, OwnerNamed, Reminded

log = logging.getLogger("slowdrip.risk")
MESSAGE = "risk_case"
SIGNS = "risk.sign"


def owner_drafts(clinic_id: UUID, state: CaseState, *, at: datetime) -> list[Draft]:
    """Names whoever answers for an open case that nobody answers for: by the roster, else a director."""
    if not state.is_open or state.owner:
        return []
    found = roster.on_call(clinic_id, at)
    who, why = found.first or found.backup, OwnerWhy.ON_CALL if found.first else OwnerWhy.BACKUP
    if who is None:
        who, why = next(iter(directors(clinic_id)), None), OwnerWhy.NOBODY_ON_CALL
    if who is None:
        return []
    return [Draft(OwnerNamed(owner=str(who), why=why), by=system_of(clinic_id))]


def call_drafts(case: RiskCase, state: CaseState, limits: Limits, *, at: datetime) -> list[Draft]:
    """Gives whom the ladder calls now, each call under a name of its own, so that two clocks make one call."""
    calls = due_calls(state, limits, at)
    if not calls:
        return []
    system = system_of(case.clinic_id)
    return [Draft(_payload(case, state, call, at=at), uuid5(case.pk, call.name), system) for call in calls]


def _payload(case: RiskCase, state: CaseState, call: DueCall, *, at: datetime) -> Reminded | Escalated:
    to = tuple(str(each) for each in called(case.clinic_id, state, call.step, at=at))
    if call.is_reminder:
        return Reminded(deadline=call.deadline.key, step=call.step, to=to)
    return Escalated(deadline=call.deadline.key, step=call.step, number=call.number, to=to)


def called(clinic_id: UUID, state: CaseState, step: Step, *, at: datetime) -> list[UUID]:
    """Gives who is called at a step: a place where nobody stands is called at the directors, and never at nobody."""
    if step is Step.EVERYONE:
        return everyone(clinic_id)
    found = roster.on_call(clinic_id, at)
    owner = UUID(state.owner) if state.owner else None
    if step is Step.FIRST:
        who = found.first
    elif step is Step.BACKUP:
        who = found.backup
    else:
        who = owner if owner in roster.able_actors(clinic_id) else found.first or found.backup
    return [who] if who is not None else directors(clinic_id)


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
    written = len(tx.entries)
    try:
        with transaction.atomic():
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
    except Exception:  # a sign of risk is kept and shown, also when nobody can be written to
        log.exception("nobody could be written to about case %s", case.pk)
        del tx.entries[written:]


def body_of(tx: Tx, message: Message) -> Body:
    """Gives the words of a message to a colleague: nothing about health, and where to look."""
    clinic = Clinic.objects.get(id=message.clinic_id)
    late = json.loads(message.params).get("step") not in (Step.TOLD, Step.SOON)
    text = _("A case at %(clinic)s is overdue.") if late else _("A case at %(clinic)s waits for you.")
    return Body(_("A case waits for you"), f"{text % {'clinic': clinic.name}} {_('Sign in to see it.')}")


def register_all() -> None:
    """Adds the words of this app's messages."""
    register_words(MESSAGE, body_of, name=gettext_lazy("Call about a case"), page="safety:board")
