"""A sign of risk comes in: it opens the patient's one case or joins it, or a signed plan answers for it."""

import json
import logging
from uuid import UUID, uuid5

from slowdrip.clinic.people.models import Patient
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.record.models import AuditEntry, Void
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety.drafts import Draft
from slowdrip.clinic.safety.models import CaseEvent, KnownIdeation, RiskCase
from slowdrip.clinic.safety.models import CaseState as StateRow
from slowdrip.clinic.safety.projecting import state_of
from slowdrip.clinic.safety.steps import store
from slowdrip.clinic.treatment.steps import locked_patient
from slowdrip.science.rules.risk_case import Tier, Urgency
from slowdrip.science.rules.risk_case.events import Signalled
from slowdrip.science.rules.risk_case.known import Heard, Plan, is_known

log = logging.getLogger("slowdrip.risk")
SWALLOWED = "risk.known_sign"


def sign_seen(
    tx: Tx,
    patient_id: UUID,
    *,
    source: str,
    code: str,
    urgency: str,
    height: int | None = None,
    subject_id: UUID | None = None,
    own_words: bool = False,
    words: str = "",
    event_id: UUID | None = None,
) -> RiskCase | None:
    """Opens or joins the patient's one case; the same sign about the same thing is told once.

    Gives None when a signed plan for known ideation answers for it and no case is open: then it is only noted.
    """
    told = Signalled(
        source=source,
        code=code,
        urgency=Urgency(urgency),
        height=height,
        subject=str(subject_id or ""),
        own_words=own_words,
        words=words,
    )
    return _heard(tx, patient_id, told, event_id=event_id)


def _heard(tx: Tx, patient_id: UUID, told: Signalled, *, event_id: UUID | None) -> RiskCase | None:
    patient = locked_patient(tx, patient_id)
    sign_id = event_id or name_of(patient_id, told)
    twin = CaseEvent.objects.filter(clinic_id=patient.clinic_id, id=sign_id).select_related("case").first()
    if twin is not None:
        found: RiskCase = twin.case
        return found
    case = open_case(patient)
    known = None if told.own_words or case is not None else standing_known(patient)
    if known is not None and is_known(Heard(code=told.code, height=told.height), as_plan(known), tx.at):
        _note(tx, known, sign_id, told)
        return None
    case = case or _opened(tx, patient)
    store(tx, case, [Draft(told, sign_id)])
    return case


def name_of(patient_id: UUID, told: Signalled) -> UUID:
    """Gives the id of a sign: the same for the same value of the same trigger in the same answer, whoever sends it."""
    if not told.subject:
        return uuid7()
    return uuid5(patient_id, "|".join([told.source, told.code, str(told.height), told.subject, str(told.own_words)]))


def open_case(patient: Patient) -> RiskCase | None:
    """Gives the patient's open case."""
    found: RiskCase | None = RiskCase.objects.filter(
        clinic_id=patient.clinic_id, patient=patient, state__is_open=True
    ).first()
    return found


def standing_known(patient: Patient) -> KnownIdeation | None:
    """Gives the newest signed plan for known ideation while it holds.

    One whose safety plan was voided stands for nothing, nor does one after which the patient got worse.
    """
    rows = KnownIdeation.objects.filter(clinic_id=patient.clinic_id, patient=patient).current()
    row: KnownIdeation | None = rows.order_by("-at", "-id").first()
    if row is None or Void.objects.filter(clinic_id=row.clinic_id, target_id=row.plan_id).exists():
        return None
    return None if _got_worse(patient, row) else row


def _got_worse(patient: Patient, known: KnownIdeation) -> bool:
    """Whether a screen since the signature says moderate or worse, or a sign came that the plan does not cover.

    A case that cannot be read counts as worse: nothing is kept quiet by what nobody can look at.
    """
    try:
        states = [state_of(row) for row in StateRow.objects.filter(clinic_id=patient.clinic_id, patient=patient)]
    except Exception:  # whatever is wrong with it
        log.exception("a case of patient %s could not be read", patient.pk)
        return True
    plan = as_plan(known)
    screens = [one for state in states for one in state.screens if one.at > known.at]
    signs = [one for state in states for one in state.signs if one.at > known.at]
    return any(one.tier.rank >= Tier.MODERATE.rank for one in screens) or any(
        not is_known(Heard(code=one.code, height=one.height), plan, one.at) for one in signs
    )


def as_plan(row: KnownIdeation) -> Plan:
    """Gives a signed plan as the rules read it."""
    return Plan(heights=json.loads(row.heights), review_by=row.review_by)


def _opened(tx: Tx, patient: Patient) -> RiskCase:
    case = RiskCase(clinic_id=patient.clinic_id, patient=patient, opened_at=tx.at, by_id=tx.actor.actor_id, at=tx.at)
    tx.insert(case)
    tx.wrote("risk.opened", case, patient=patient.pk)
    tx.publish("patient", patient.pk)
    return case


def _note(tx: Tx, known: KnownIdeation, sign_id: UUID, told: Signalled) -> None:
    """Keeps in the audit trail that a sign came and which plan answered for it, once."""
    noted = AuditEntry.objects.filter(clinic_id=known.clinic_id, subject_id=known.pk, action=SWALLOWED)
    if not noted.filter(detail__contains=str(sign_id)).exists():
        tx.wrote(SWALLOWED, known, sign=sign_id, code=told.code, height=told.height)
