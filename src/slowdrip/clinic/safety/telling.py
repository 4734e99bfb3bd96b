"""Tells the patient's open case what happened elsewhere: a safety plan was signed."""

from slowdrip.clinic.record.acting import Tx
from slowdrip.clinic.safety.drafts import Draft
from slowdrip.clinic.safety.models import SafetyPlan
from slowdrip.clinic.safety.signs import open_case
from slowdrip.clinic.safety.steps import store
from slowdrip.science.rules.risk_case.events import PlanMade


def plan_made(tx: Tx, plan: SafetyPlan) -> None:
    """Notes a signed safety plan in the open case; nothing where there is none. The patient's row must be locked."""
    case = open_case(plan.patient)
    if case is not None:
        store(tx, case, [Draft(PlanMade(plan=str(plan.pk)))])
