"""The end of a case: where it ends, the signature that closes it, and opening it again."""

from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.clinic.record.tables import uuid7
from slowdrip.clinic.safety.actions.concern import ACT
from slowdrip.clinic.safety.actions.known import SIGN
from slowdrip.clinic.safety.drafts import drafted
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.plans import standing_plan
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.signs import open_case, standing_known
from slowdrip.clinic.safety.steps import locked_case, store, told_before
from slowdrip.clinic.safety.texts import note_of
from slowdrip.science.rules.risk_case import CaseState, Disposal, Tier, Urgency, may_close, may_dispose
from slowdrip.science.rules.risk_case.events import Closed, Disposed, Reopened
from slowdrip.science.rules.risk_case.tiers import CLINICIAN

CLOSED: Final = "risk.closed"
NEEDS_CLINICIAN: Final = frozenset({Tier.HIGH, Tier.UNDETERMINED, Tier.MODERATE})


def dispose(
    actor: Acting, case_id: UUID, disposal: str, *, note: str = "", at: datetime, event_id: UUID | None = None
) -> CaseState:
    """Says where the case ends; refused before a screen after the last sign, and while something is open."""
    actor.must(ACT)
    if disposal not in tuple(Disposal):
        raise Refused("choose_one", field="disposal")
    kept = note_of(note)
    if disposal == Disposal.OTHER and not kept:
        raise Refused("missing", field="note")
    with act(actor, at=at) as tx:
        case = locked_case(tx, case_id)
        state = stored_state(case.pk)
        if told_before(case, "disposed", event_id):
            return state
        if reasons := may_dispose(state, Disposal(disposal)):
            raise Refused("case_not_disposable", reasons=list(reasons))
        _must_be_true(actor, case, disposal)
        return store(tx, case, [drafted(Disposed(disposal=Disposal(disposal), note=kept), event_id=event_id)])


def _must_be_true(actor: Acting, case: RiskCase, disposal: str) -> None:
    """What is said to stand has to stand: the signature for known thoughts, the safety plan."""
    if disposal == Disposal.KNOWN and standing_known(case.patient) is None:
        raise Refused("known_not_signed", field="disposal")
    if disposal == Disposal.SAFETY_PLAN and standing_plan(actor, case.patient_id) is None:
        raise Refused("plan_not_standing", field="disposal")


def close(actor: Acting, case_id: UUID, *, proof: Proof, at: datetime, event_id: UUID | None = None) -> CaseState:
    """Closes the case under a signature; refused with everything that is still in the way.

    `needs_clinician` says when a clinician signs.
    """
    actor.must(ACT)
    proof.signer.must(ACT)
    with act(actor, at=at) as tx:
        case = locked_case(tx, case_id)
        state = stored_state(case.pk)
        if told_before(case, "closed", event_id):
            return state
        if reasons := may_close(state):
            raise Refused("case_not_closable", reasons=list(reasons))
        if needs_clinician(state):
            proof.signer.must(SIGN)
        return _closed(tx, case, state, proof, event_id=event_id or uuid7())


def needs_clinician(state: CaseState) -> bool:
    """Says whether a prescriber or director has to sign the close.

    After a screen that was not low or none, and where an urgent sign ends with somebody's own judgement alone.
    """
    opened = max((turn.at for turn in state.turns if turn.is_open), default=None)
    screens = [each for each in state.screens if opened is None or each.at >= opened]
    urgent = [each for each in state.signs if each.urgency is Urgency.URGENT and (opened is None or each.at >= opened)]
    is_judged = bool(screens) and screens[-1].tool == CLINICIAN
    return any(each.tier in NEEDS_CLINICIAN for each in screens) or bool(urgent and is_judged)


def _closed(tx: Tx, case: RiskCase, state: CaseState, proof: Proof, *, event_id: UUID) -> CaseState:
    disposition = state.disposition
    document = {
        "case": case.pk,
        "event": event_id,
        "events": state.events,
        "tier": str(state.tier or ""),
        "disposal": str(disposition.disposal) if disposition else "",
    }
    signature = sign(tx, proof, case, meaning=CLOSED, document=document)
    told = Closed(signed_by=str(proof.signer.actor_id), signature=str(signature.pk))
    after = store(tx, case, [drafted(told, event_id=event_id)])
    tx.publish("patient", case.patient_id)
    return after


def reopen(actor: Acting, case_id: UUID, *, reason: str, at: datetime, event_id: UUID | None = None) -> CaseState:
    """Opens a closed case again, which demands a screen; refused while the patient has another open case."""
    actor.must(ACT)
    kept = said_in_a_line(reason, most=1000)
    with act(actor, at=at) as tx:
        case = locked_case(tx, case_id)
        state = stored_state(case.pk)
        if told_before(case, "reopened", event_id):
            return state
        if state.is_open:
            raise Refused("case_open")
        if open_case(case.patient) is not None:
            raise Refused("other_case_open")
        after = store(tx, case, [drafted(Reopened(reason=kept), event_id=event_id)])
        tx.publish("patient", case.patient_id)
        return after
