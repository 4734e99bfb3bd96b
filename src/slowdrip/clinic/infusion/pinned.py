"""The policy that holds for a drip: the version pinned at check-in, before that the one in force."""

from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.newest import Newest
from slowdrip.clinic.policy.models import PolicyVersion
from slowdrip.clinic.policy.queries import policy_in_force, policy_of
from slowdrip.knowledge.types import Policy

# A version is a row of a log: what was read of it once in this process is what it says for ever.
_KEPT: Newest[UUID, PolicyVersion] = Newest(64)


def pinned_version(infusion: Infusion) -> PolicyVersion:
    """Gives the version row that holds for this drip."""
    if infusion.policy_id is None:
        return policy_in_force(infusion.clinic_id).version
    if Infusion.policy.is_cached(infusion) and infusion.policy is not None:
        return infusion.policy
    return _KEPT.get(infusion.policy_id) or _KEPT.keep(infusion.policy_id, _version(infusion.policy_id))


def _version(version_id: UUID) -> PolicyVersion:
    found: PolicyVersion = PolicyVersion.objects.get(id=version_id)
    return found


def pinned_policy(infusion: Infusion) -> Policy:
    """Gives the values that hold for this drip."""
    return policy_of(pinned_version(infusion))
