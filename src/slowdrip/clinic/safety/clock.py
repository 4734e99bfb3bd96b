"""What the clock does for cases each second: reminders and calls that fall due."""

import logging
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.logged import logged
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import calling, unreadable
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of, stored_state
from slowdrip.clinic.safety.ruling import limits_in_force
from slowdrip.clinic.safety.steps import locked_case, settle
from slowdrip.science.rules.risk_case import Limits

log = logging.getLogger("slowdrip.risk")


def tick(clinic_id: UUID, at: datetime) -> None:
    """Calls whoever has to be called about a clinic's open cases; one that fails does not stop the others.

    Every open case is looked at, whatever time it waits for: the clock may have been set, or the policy changed.
    """
    with tenant(clinic_id):
        limits = limits_in_force(clinic_id)
        rows = list(StateRow.objects.filter(clinic_id=clinic_id, is_open=True))
        people = calling.people_now(clinic_id, at=at) if rows else None
        due = [row.case_id for row in rows if people and _has_work(row, limits, people, at=at)]
    for case_id in due:
        _call_or_log(clinic_id, case_id, at=at)


def _has_work(row: StateRow, limits: Limits, people: calling.People, *, at: datetime) -> bool:
    """A cheap look without a lock; the write looks again under it. What cannot be looked at is due."""
    try:
        state = state_of(row)
        return bool(calling.due(state, limits, people, at=at) or calling.owner_drafts(row.clinic_id, state, people))
    except Exception:  # as below
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
        _tell_or_log(clinic_id, case_id, at=at)


def _tell_or_log(clinic_id: UUID, case_id: UUID, *, at: datetime) -> None:
    with logged(log, "nobody could be told that case %s cannot be read", case_id):
        unreadable.tell_directors(clinic_id, case_id, at=at)
