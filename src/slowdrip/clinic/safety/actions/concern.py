"""A worry of staff: it opens the patient's case or joins it, whatever any plan says."""

from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.lines import said_in_a_line
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.models import RiskCase
from slowdrip.clinic.safety.signs import sign_seen
from slowdrip.science.rules.risk_case import Urgency

ACT: Final = "risk.act"
STAFF: Final = "staff"
CONCERN: Final = "staff.concern"
MOST_WORDS: Final = 2000


def note_concern(
    actor: Acting, patient_id: UUID, words: str, urgency: str, *, at: datetime, event_id: UUID | None = None
) -> RiskCase:
    """Writes down what worries somebody about a patient, as a sign of risk."""
    actor.must(ACT)
    kept = said_in_a_line(words, field="words", most=MOST_WORDS)
    if urgency not in tuple(Urgency):
        raise Refused("choose_one", field="urgency")
    with act(actor, at=at) as tx:
        case = sign_seen(tx, patient_id, source=STAFF, code=CONCERN, urgency=urgency, words=kept, event_id=event_id)
    if case is None:
        raise AssertionError("no plan answers for a worry of staff")
    return case
