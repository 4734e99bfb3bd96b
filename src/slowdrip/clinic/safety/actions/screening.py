"""A person screens the patient: by the questions, by the outcome on a form, or by their own judgement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from slowdrip.clinic.record.acting import Acting, act
from slowdrip.clinic.record.refusal import Refused
from slowdrip.clinic.safety.actions.concern import ACT
from slowdrip.clinic.safety.drafts import drafted
from slowdrip.clinic.safety.projecting import stored_state
from slowdrip.clinic.safety.steps import locked_case, store, told_before
from slowdrip.clinic.safety.texts import note_of
from slowdrip.knowledge.scales.catalogue import scale
from slowdrip.science.rules.risk_case import CaseState
from slowdrip.science.rules.risk_case.events import NO_ANSWERS, Screened
from slowdrip.science.rules.risk_case.tiers import CLINICIAN, TOOLS, Judged, by_answers, by_outcome
from slowdrip.science.scales import Absent, Answer, BadAnswers

REFUSED: Final = "refused"
NOTHING_ANSWERED: Final[Mapping[str, str]] = NO_ANSWERS


def screen(
    actor: Acting,
    case_id: UUID,
    tool: str,
    *,
    answers: Mapping[str, str] = NOTHING_ANSWERED,
    outcome: str = "",
    note: str = "",
    at: datetime,
    event_id: UUID | None = None,
) -> CaseState:
    """Stores a screen. With `asq` or a Columbia form either `answers` by item ("0", "1", "refused") or its `outcome`.

    With `clinician` the outcome is the tier itself (high, moderate, low, none). What is open or contradicts itself is
    `undetermined` and is met as fast as high.
    """
    actor.must(ACT)
    judged = _judged(tool, answers, outcome)
    told = Screened(tool=tool, tier=judged.tier, outcome=judged.outcome, answers=dict(answers), note=note_of(note))
    with act(actor, at=at) as tx:
        case = locked_case(tx, case_id)
        if told_before(case, "screened", event_id):
            return stored_state(case.pk)
        if not stored_state(case.pk).is_open:
            raise Refused("case_closed")
        return store(tx, case, [drafted(told, event_id=event_id)])


def _judged(tool: str, answers: Mapping[str, str], outcome: str) -> Judged:
    if tool not in TOOLS:
        raise Refused("choose_one", field="tool")
    if answers and tool != CLINICIAN:
        return _by_items(tool, answers)
    found = by_outcome(tool, outcome)
    if found is None:
        raise Refused("choose_one", field="outcome")
    return found


def _by_items(tool: str, answers: Mapping[str, str]) -> Judged:
    try:
        return by_answers(scale(tool), {item: _given(item, text) for item, text in answers.items() if text})
    except BadAnswers as why:
        raise Refused("screen_answer_unknown", field=why.problems[0].item) from why


def _given(item: str, text: str) -> Answer:
    if text == REFUSED:
        return Absent.REFUSED
    if not text.isascii() or not text.isdigit():
        raise Refused("screen_answer_unknown", field=item)
    return int(text)
