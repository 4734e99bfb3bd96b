"""The session numbers of a clinic, from its policy; asked for by accounts, which stands left of it."""

from uuid import UUID

from slowdrip.clinic.accounts.timing import Timing
from slowdrip.knowledge.policies import default_policy

from .queries import NoPolicy, policy_in_force


def session_timing(clinic_id: UUID) -> Timing:
    """Gives the numbers of the policy in force; a clinic that has none yet goes by the shipped default."""
    try:
        sessions = policy_in_force(clinic_id).policy.sessions
    except NoPolicy:
        sessions = default_policy().sessions
    return Timing(
        lock_after_s=sessions.lock_after_s.value,
        max_session_h=sessions.max_session_h.value,
        pin_tries=sessions.pin_tries.value,
    )
