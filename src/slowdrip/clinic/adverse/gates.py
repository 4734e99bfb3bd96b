"""A bladder whose symptoms persist asks for a decision before a new order and before "ready"; it stops nothing."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.adverse.queries import open_bladder
from slowdrip.clinic.chart.fixes import register_fix
from slowdrip.clinic.chart.words.gates import register_gate_words
from slowdrip.clinic.infusion.gating import register_ready_gate
from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.treatment.gates import register_order_gate
from slowdrip.science.rules.outcome import Gate, because, gate

GATE: Final = "bladder"
UNDECIDED: Final = "bladder_undecided"
ON_HOLD: Final = "bladder_on_hold"


def waits_for(clinic_id: UUID, patient_id: UUID) -> str:
    """Gives why treatment waits for a decision about the bladder; an empty text where it does not."""
    state = open_bladder(clinic_id, patient_id)
    if state is None:
        return ""
    return ON_HOLD if state.is_on_hold else UNDECIDED


def ready_gate(infusion: Infusion, at: datetime) -> Gate | None:
    """Gives a gate that is shut while nobody decided to go on; nothing to list while symptoms do not persist."""
    reason = waits_for(infusion.clinic_id, infusion.patient_id)
    return gate(GATE, because(reason)) if reason else None


def register_all() -> None:
    """Adds the gates, their words, and the key that leads to the list."""
    undecided = _(
        "bladder symptoms persist, or blood was found: a prescriber decides to go on or to hold, and refers to urology."
    )
    on_hold = _("a prescriber holds treatment because of the bladder; their decision to go on opens this.")
    register_gate_words({GATE: _("Bladder")}, {UNDECIDED: undecided, ON_HOLD: on_hold})
    register_fix(GATE, "adverse:board", _("Decide"))
    register_ready_gate(ready_gate)
    register_order_gate(waits_for)
