"""The limits in force: the clinic's policy, and the shipped one where a clinic has none yet."""

from uuid import UUID

from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.knowledge.policies import default_policy
from slowdrip.knowledge.types.aftercare import Risk
from slowdrip.science.rules.risk_case import Limits, limits_of


def risk_policy(clinic_id: UUID) -> Risk:
    """Gives what the clinic decided about suicide risk; a clinic without a policy is no clinic without deadlines."""
    try:
        return policy_in_force(clinic_id).policy.risk
    except NoPolicy:
        return default_policy().risk


def limits_in_force(clinic_id: UUID) -> Limits:
    """Gives the deadlines of the clinic's policy."""
    return limits_of(risk_policy(clinic_id))
