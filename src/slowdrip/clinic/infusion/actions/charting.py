"""Charting: what happened is stored, whatever the gates say; a slip of the finger is voided, never overwritten."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from slowdrip.clinic.infusion.consenting import CONSENT, RENEWED, must_be_fit_to_renew, must_be_fit_to_sign
from slowdrip.clinic.infusion.drafts import Draft, checked
from slowdrip.clinic.infusion.holding import hold_house
from slowdrip.clinic.infusion.models import Infusion, InfusionEvent
from slowdrip.clinic.infusion.projecting import state_at
from slowdrip.clinic.infusion.signed import signatures_on
from slowdrip.clinic.infusion.steps import is_twin, locked, refold, store, stored_state
from slowdrip.clinic.record.acting import Acting, Tx, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.record.steps import Proof, sign
from slowdrip.science.infusion.events import ENDINGS
from slowdrip.science.infusion.state import InfusionState

# These carry a decision, a signature or a gate; each has its own action.
OWN_ACTION = frozenset(
    {
        "checked_in",
        "chair_changed",
        "order_attached",
        "drawn_up",
        "bedside_check",
        "go_no_go",
        "ready_confirmed",
        "wasted",
        "monitor_paired",
        "monitor_unpaired",
        "limits_set",
        "handed_over",
        "taken_over",
        "alarm_raised",
        "alarm_acknowledged",
        "alarm_escalated",
        "alarm_resolved",
        *ENDINGS,
    }
)

KEPT = "kept_on_tablet"
"""The source of an entry that one person made on a tablet without server and another person's session sent."""


def chart(
    actor: Acting, infusion_id: UUID, drafts: Sequence[Draft], *, at: datetime, by: Acting | None = None
) -> InfusionState:
    """Stores what happened at the drip, all of it or (when one entry is malformed) none, with the reason.

    `by` is whoever did it, when the actor only sends what that person had entered while the server was away.
    """
    actor.must("drip.chart")
    for draft in drafts:
        if draft.kind in OWN_ACTION:
            raise Refused("has_its_own_action", kind=draft.kind)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        for draft in drafts:
            if draft.kind in (CONSENT, RENEWED) and not is_twin(infusion, draft):
                must_be_acceptable(infusion, draft)
        return store(tx, infusion, captured(drafts, by), by=by)


def captured(drafts: Sequence[Draft], by: Acting | None) -> list[Draft]:
    """Gives the drafts, marked as sent by another session where somebody else had entered them."""
    if by is None:
        return [*drafts]
    by.must("drip.chart")
    return [replace(draft, source=KEPT) for draft in drafts]


def must_be_acceptable(infusion: Infusion, draft: Draft, *, instead_of: str = "") -> None:
    """Refuses a consent that the patient was not fit to give; everything else that happened is accepted.

    `instead_of` is the entry whose place the draft takes: it is judged without that one.
    """
    if draft.kind == CONSENT:
        signed_on = date.fromisoformat(checked(draft)["signed_on"])
        must_be_fit_to_sign(infusion, signed_on, at=draft.occurred_at)
    if draft.kind == RENEWED:
        must_be_fit_to_renew(infusion, at=draft.occurred_at, instead_of=instead_of)


SYMPTOM_TAPS = ("symptom_started", "symptom_ended")
AT_ONCE = timedelta(seconds=30)
"""A tap that arrives within this is one of two hands at one symptom; a later one was kept, and tells its own story."""


def chart_symptom(actor: Acting, infusion_id: UUID, draft: Draft, *, at: datetime, by: Acting | None = None) -> bool:
    """Stores a symptom that began or ended, as the person meant it; gives False when the record says so already.

    A tap that waited is never turned into its opposite and never dropped: what it does not fit, the fold flags.
    """
    actor.must("drip.chart")
    if draft.kind not in SYMPTOM_TAPS:
        raise Refused("entry_unknown_kind")
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        if is_twin(infusion, draft):
            return True
        if at - draft.occurred_at <= AT_ONCE and _said_already(infusion, draft):
            return False
        store(tx, infusion, captured([draft], by), by=by)
        return True


def _said_already(infusion: Infusion, draft: Draft) -> bool:
    since = _open_since(stored_state(infusion), draft)
    if draft.kind == "symptom_started":
        return since is not None
    if since is None or since <= draft.occurred_at:
        return since is None
    # What goes on began after the tap: it may have ended an earlier one.
    return _open_since(state_at(infusion.pk, draft.occurred_at), draft) is None


def _open_since(state: InfusionState, draft: Draft) -> datetime | None:
    return next((one.started_at for one in state.open_symptoms if one.symptom == draft.payload["symptom"]), None)


# What stands beside the log as well, and would not follow a void.
TAKEN_BACK_OTHERWISE = {
    "order_attached": "order_is_replaced_not_voided",
    "chair_changed": "move_is_made_back_not_voided",
    "monitor_paired": "monitor_is_released_not_voided",
    "monitor_unpaired": "monitor_is_released_not_voided",
}
VOIDED = "voided"
"""What a signature over a void means."""
# Who may void what was signed under more than charting: whoever may sign it.
VOIDING_NEEDS = {"go_no_go": "drip.decide", "limits_set": "drip.decide", **dict.fromkeys(ENDINGS, "drip.close")}


def void_event(
    actor: Acting, event_id: UUID, *, reason: str, at: datetime, proof: Proof | None = None
) -> InfusionState:
    """Voids an entry made by mistake with the signatures on it; the drip is folded anew without it.

    A signature is undone only over another: then `proof` says who voids, and that is signed as well. Alarms it raised
    stay until resolved. A visit whose ending is voided is under way again, in the chair it had: when somebody else sits
    there by now, the board shows both.
    """
    actor.must("drip.chart")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    with act(actor, at=at) as tx:
        # A void may change who holds the chair or bring a visit back under way, so it waits for a close.
        hold_house(actor)
        row = InfusionEvent.objects.visible_to(actor).filter(id=event_id).first()
        if row is None:
            raise Refused("no_such_event")
        if row.kind.startswith("alarm_"):
            raise Refused("alarms_are_resolved_not_voided")
        if row.kind in TAKEN_BACK_OTHERWISE:
            raise Refused(TAKEN_BACK_OTHERWISE[row.kind])
        (actor if proof is None else proof.signer).must(VOIDING_NEEDS.get(row.kind, "drip.chart"))
        infusion = locked(actor, row.infusion_id)
        _void(tx, infusion, row, reason=reason.strip()[:200], proof=proof)
        state = refold(tx, infusion)
        tx.publish("board")
    return state


def _void(tx: Tx, infusion: Infusion, row: InfusionEvent, *, reason: str, proof: Proof | None) -> None:
    signatures = signatures_on(row)
    if signatures and proof is None:
        raise Refused("void_needs_signature", field="pin")
    tx.void(row, reason=reason)
    for signature in signatures:
        tx.void(signature, reason=reason)
    if proof is not None:
        undone = {"voided": row.pk, "kind": row.kind, "reason": reason, "signatures": [each.pk for each in signatures]}
        sign(tx, proof, infusion, meaning=VOIDED, document=undone)
