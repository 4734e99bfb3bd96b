"""Compares record, pump and residual at the end; a difference over policy, or drug that is left, opens a task."""

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy
from slowdrip.clinic.infusion.tasking import keep_true
from slowdrip.clinic.record.acting import Tx
from slowdrip.science.infusion.state import InfusionState
from slowdrip.science.rules.adapters.closing import account_tolerance_ug, drug_account, volumes
from slowdrip.science.rules.adapters.policy_gates import reconcile_limits
from slowdrip.science.rules.outcome import Reason
from slowdrip.science.rules.reconcile import account_reason, residual_reason, volume_tasks

RECONCILED = (
    "pump_volume_not_read",
    "residual_not_read",
    "prepared_volume_not_known",
    "residual_above_prepared",
    "pump_differs_from_record",
    "residual_differs_from_record",
    "drug_missing",
    "drug_over_accounted",
    "residual_not_wasted",
)


def reconcile(tx: Tx, infusion: Infusion, state: InfusionState) -> None:
    """Keeps one open task per disagreement once the visit has ended, however late an entry comes."""
    if state.ending is None:
        return
    found = {reason.code: reason for reason in disagreements(infusion, state)}
    for kind in dict.fromkeys((*RECONCILED, *found)):
        reason = found.get(kind)
        keep_true(tx, infusion, kind, None if reason is None else _detail(reason))


def disagreements(infusion: Infusion, state: InfusionState) -> list[Reason]:
    """Gives everything in which record, pump, bag and drug account disagree, and the drug that somebody still has.

    A drip that never started has nothing to compare, but what was drawn up for it is still there.
    """
    limits = reconcile_limits(pinned_policy(infusion))
    drug = drug_account(state)
    tolerance_ug = account_tolerance_ug(drug.drawn_ug, limits)
    compared = () if state.drip.started_at is None else volume_tasks(volumes(state), limits)
    asked = (account_reason(drug, tolerance_ug=tolerance_ug), residual_reason(drug, tolerance_ug=tolerance_ug))
    return [*compared, *(reason for reason in asked if reason is not None)]


def _detail(reason: Reason) -> dict[str, str]:
    return {name: str(value) for name, value in reason.params.items()}
