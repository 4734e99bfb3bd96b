"""What the clock does for cases each second: reminders and calls that fall due, reviews, silence."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import calling, silence
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of, stored_state
from slowdrip.clinic.safety.ruling import limits_in_force
from slowdrip.clinic.safety.steps import locked_case, settle
from slowdrip.science.rules.risk_case import Limits, due_calls

log = logging.getLogger("slowdrip.risk")
SEARCH_EVERY = timedelta(seconds=30)
_searched: dict[UUID, datetime] = {}


def tick(clinic_id: UUID, at: datetime) -> None:
    """Calls whoever has to be called about a clinic's open cases; one that fails does not stop the others.

    Every open case is looked at, whatever time it waits for: the clock may have been set, or the policy changed.
    """
    with tenant(clinic_id):
        limits = limits_in_force(clinic_id)
        rows = list(StateRow.objects.filter(clinic_id=clinic_id, is_open=True))
        due = [row.case_id for row in rows if _has_work(row, limits, at=at)]
    for case_id in due:
        _call_or_log(clinic_id, case_id, at=at)
    if _may_search(clinic_id, at=at):
        silence.look(clinic_id, at=at)


def _has_work(row: StateRow, limits: Limits, *, at: datetime) -> bool:
    """A cheap look without a lock; the write looks again under it."""
    try:
        state = state_of(row)
        return bool(due_calls(state, limits, at) or calling.owner_drafts(row.clinic_id, state, at=at))
    except Exception:  # as below
        log.exception("case %s could not be looked at", row.case_id)
        return False


def _may_search(clinic_id: UUID, *, at: datetime) -> bool:
    """Silence and reviews are counted in hours: twice a minute is soon enough."""
    last = _searched.get(clinic_id)
    if last is not None and timedelta(0) <= at - last < SEARCH_EVERY:
        return False
    _searched[clinic_id] = at
    return True


def _call_or_log(clinic_id: UUID, case_id: UUID, *, at: datetime) -> None:
    try:
        with tenant(clinic_id):
            system = system_of(clinic_id)
        with act(system, at=at) as tx:
            case = locked_case(tx, case_id)
            settle(tx, case, stored_state(case.pk))
    except Exception:  # one broken case must not keep the others from being called about
        log.exception("nobody could be called about case %s", case_id)
