"""Charting: what happened is stored, whatever the gates say; a slip of the finger is voided, never overwritten."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from slowdrip.clinic.infusion.consenting import CONSENT, must_be_fit_to_sign
from slowdrip.clinic.infusion.drafts import Draft, checked
from slowdrip.clinic.infusion.models import InfusionEvent
from slowdrip.clinic.infusion.steps import locked, refold, store
from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.models import Signature
from slowdrip.clinic.record.refusal import Refused
from slowdrip.science.infusion.events import ENDINGS
from slowdrip.science.infusion.state import InfusionState

# These carry a decision, a signature or a gate; each has its own action.
OWN_ACTION = frozenset(
    {
        "checked_in",
        "order_attached",
        "drawn_up",
        "bedside_check",
        "go_no_go",
        "ready_confirmed",
        "wasted",
        "alarm_raised",
        "alarm_acknowledged",
        "alarm_escalated",
        "alarm_resolved",
        *ENDINGS,
    }
)


def chart(actor: Acting, infusion_id: UUID, drafts: Sequence[Draft], *, at: datetime) -> InfusionState:
    """Stores what happened at the drip, all of it or (when one entry is malformed) none, with the reason."""
    actor.must("drip.chart")
    for draft in drafts:
        if draft.kind in OWN_ACTION:
            raise Refused("has_its_own_action", kind=draft.kind)
    with act(actor, at=at) as tx:
        infusion = locked(actor, infusion_id)
        for draft in drafts:
            if draft.kind == CONSENT:
                signed_on = date.fromisoformat(checked(draft)["signed_on"])
                must_be_fit_to_sign(infusion, signed_on, at=draft.occurred_at)
        return store(tx, infusion, drafts)


# Who may void what was signed under more than charting: whoever may sign it.
VOIDING_NEEDS = {"go_no_go": "drip.decide", **dict.fromkeys(ENDINGS, "drip.close")}


def void_event(actor: Acting, event_id: UUID, *, reason: str, at: datetime) -> InfusionState:
    """Voids an entry made by mistake with the signatures on it; the drip is folded anew without it.

    Alarms it raised stay until resolved. A visit whose ending is voided is under way again, in the chair it had: when
    somebody else sits there by now, the board shows both.
    """
    actor.must("drip.chart")
    if not reason.strip():
        raise Refused("reason_missing", field="reason")
    with act(actor, at=at) as tx:
        row = InfusionEvent.objects.visible_to(actor).filter(id=event_id).first()
        if row is None:
            raise Refused("no_such_event")
        if row.kind.startswith("alarm_"):
            raise Refused("alarms_are_resolved_not_voided")
        if row.kind == "order_attached":
            raise Refused("order_is_replaced_not_voided")
        actor.must(VOIDING_NEEDS.get(row.kind, "drip.chart"))
        infusion = locked(actor, row.infusion_id)
        why = reason.strip()[:200]
        tx.void(row, reason=why)
        for signature in _signatures_on(row):
            tx.void(signature, reason=why)
        state = refold(tx, infusion)
        tx.publish("board")
    return state


def _signatures_on(row: InfusionEvent) -> list[Signature]:
    """Gives the standing signatures whose document names the entry."""
    rows = Signature.objects.filter(clinic_id=row.clinic_id, subject_id=row.infusion_id).current()
    return [each for each in rows if json.loads(each.document).get("event") == str(row.pk)]
