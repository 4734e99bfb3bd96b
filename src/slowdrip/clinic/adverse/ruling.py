"""The limits in force: the clinic's policy, and the shipped one where a clinic has none yet."""

from datetime import timedelta
from uuid import UUID

from slowdrip.clinic.policy.queries import NoPolicy, policy_in_force
from slowdrip.knowledge.policies import default_policy
from slowdrip.knowledge.types.aftercare import AdverseEvents
from slowdrip.knowledge.types.policy import Policy
from slowdrip.science.rules.adverse import Limits, limits_of


def adverse_policy(clinic_id: UUID) -> AdverseEvents:
    """Gives what the clinic decided about adverse events; without a policy of its own the shipped one holds."""
    return _policy(clinic_id).adverse


def still_there_after(clinic_id: UUID) -> timedelta:
    """Gives how long after a drip an effect that is still told is looked at: the hour of the second mood."""
    return timedelta(hours=_policy(clinic_id).asking.second_mood_after_h.value)


def limits_in_force(clinic_id: UUID) -> Limits:
    """Gives the deadlines of the clinic's policy."""
    return limits_of(adverse_policy(clinic_id))


def _policy(clinic_id: UUID) -> Policy:
    try:
        return policy_in_force(clinic_id).policy
    except NoPolicy:
        return default_policy()
