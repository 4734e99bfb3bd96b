"""A case that nobody can read: nobody would be called about it, so the directors are told, once."""

import logging
from datetime import datetime
from uuid import UUID

from slowdrip.clinic.notices.models import Message
from slowdrip.clinic.notices.queueing import queue
from slowdrip.clinic.record.acting import act
from slowdrip.clinic.record.queries import system_of
from slowdrip.clinic.record.tenancy import tenant
from slowdrip.clinic.safety import calling
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of, stored_state
from slowdrip.clinic.safety.ruling import limits_in_force
from slowdrip.science.rules.risk_case import CaseState, deadlines

log = logging.getLogger("slowdrip.risk")
TOPIC = "risk"


def read_or_none(row: StateRow) -> CaseState | None:
    """Gives the state of a row; None, and a line in the log, where it cannot be read."""
    try:
        return state_of(row)
    except Exception:  # whatever is wrong with it: the other cases are shown and called about
        log.exception("case %s cannot be read", row.case_id)
        return None


def tell_directors(clinic_id: UUID, case_id: UUID, *, at: datetime) -> None:
    """Tells the directors of a case that cannot be read, once; nothing where it can."""
    with tenant(clinic_id):
        if _is_readable(clinic_id, case_id) or _is_told(clinic_id, case_id):
            return
        system, directors = system_of(clinic_id), calling.directors(clinic_id)
    if not directors:
        return
    with act(system, at=at) as tx:
        for who in directors:
            queue(
                tx,
                kind=calling.MESSAGE,
                key=f"{_key(case_id)}:{who}",
                to_staff=who,
                subject_id=case_id,
                params={"step": calling.UNREADABLE},
                due_at=at,
            )
        tx.publish(TOPIC, case_id)


def _is_readable(clinic_id: UUID, case_id: UUID) -> bool:
    try:
        deadlines(stored_state(case_id), limits_in_force(clinic_id))
    except Exception:  # as above
        return False
    return True


def _is_told(clinic_id: UUID, case_id: UUID) -> bool:
    return bool(Message.objects.filter(clinic_id=clinic_id, key__startswith=_key(case_id)).exists())


def _key(case_id: UUID) -> str:
    return f"risk:unreadable:{case_id}"
