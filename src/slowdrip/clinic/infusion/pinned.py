"""The policy that holds for a drip: the version pinned at check-in, before that the one in force."""

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import policy_in_force, policy_of
from slowdrip.knowledge.types import Policy


def pinned_version(infusion: Infusion) -> PolicyVersion:
    """Gives the version row that holds for this drip."""
    if infusion.policy_id is None:
        return policy_in_force(infusion.clinic_id).version
    # A row lock that had to wait brings the newest infusion, but what was joined to it is as old as the question.
    return infusion.policy or PolicyVersion.objects.get(id=infusion.policy_id)


def pinned_policy(infusion: Infusion) -> Policy:
    """Gives the values that hold for this drip."""
    return policy_of(pinned_version(infusion))
