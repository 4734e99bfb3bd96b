"""What is charted at the chair about suicidality is a sign like an answer, and can hold a discharge back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.safety.queries import blocks_discharge
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.science.infusion.events import Event
from slowdrip.science.rules.outcome import Gate, because, gate
from slowdrip.science.rules.risk_case import Urgency

CHAIR: Final = "chair"
GATE: Final = "risk_case"
UNDISPOSED: Final = "risk_case_undisposed"
FIELDS: Final = {"precheck": "suicidality_before", "suicidality_after": "answer"}
NONE: Final = "none"
THOUGHTS: Final = {"item_1": 1, "item_2": 2, "item_3": 3}
TO_REVIEW: Final = frozenset({"item_1", "item_2", "declined"})


def on_charted(tx: Tx, infusion: Infusion, events: Sequence[Event]) -> None:
    """Makes a sign of a positive or declined answer; it never ends or stops a drip."""
    for event in events:
        answer = event.payload.get(FIELDS.get(event.kind, ""), NONE)
        if answer == NONE:
            continue
        sign_seen(
            tx,
            infusion.patient_id,
            source=CHAIR,
            code=code_of(event.kind, answer),
            urgency=Urgency.REVIEW if answer in TO_REVIEW else Urgency.URGENT,
            height=THOUGHTS.get(answer),
            subject_id=UUID(event.id),
        )


def code_of(kind: str, answer: str) -> str:
    """Names the trigger; what is more than thoughts has a name of its own, so that no plan can answer for it."""
    asked = "chart.suicidality_before" if kind == "precheck" else "chart.suicidality_after"
    return asked if answer in THOUGHTS else f"{asked}.{answer}"


def discharge_gate(infusion: Infusion, at: datetime) -> Gate | None:
    """Gives a gate that is shut while a positive has no disposition; nothing to list while there is no such case."""
    if not blocks_discharge(infusion.patient_id):
        return None
    return gate(GATE, because(UNDISPOSED))
