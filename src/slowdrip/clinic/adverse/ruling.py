"""The limits in force: the clinic's policy, and the shipped one where a clinic has none yet."""

from uuid import UUID

from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.knowledge.policies import default_policy
from slowdrip.knowledge.types.aftercare import AdverseEvents
from slowdrip.science.rules.adverse import Limits, limits_of


def adverse_policy(clinic_id: UUID) -> AdverseEvents:
    """Gives what the clinic decided about adverse events; without a policy of its own the shipped one holds."""
    try:
        return policy_in_force(clinic_id).policy.adverse
    except NoPolicy:
        return default_policy().adverse


def limits_in_force(clinic_id: UUID) -> Limits:
    """Gives the deadlines of the clinic's policy."""
    return limits_of(adverse_policy(clinic_id))
