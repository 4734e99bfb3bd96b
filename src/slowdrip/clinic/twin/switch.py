"""Whether predictions are on: only in a policy version that the medical director signed."""

from uuid import UUID

from slowdrip.clinic.infusion.models import Infusion
from slowdrip.clinic.infusion.pinned import pinned_policy, pinned_version
from slowdrip.clinic.policy.queries import SIGNED, policy_in_force
from slowdrip.clinic.record.models import Signature


def is_on(infusion: Infusion) -> bool:
    """Whether this drip may have predictions now: its own version says so, and so does the one in force.

    Switched off is off at once, also for drips that began while predictions were on.
    """
    return was_on(infusion) and is_on_in(infusion.clinic_id)


def was_on(infusion: Infusion) -> bool:
    """Whether the version that holds for this drip has predictions on and is signed."""
    return pinned_policy(infusion).predictions.twin.value and _is_signed(infusion)


def is_on_in(clinic_id: UUID) -> bool:
    """Whether the clinic's version in force has predictions on and is signed."""
    found = policy_in_force(clinic_id)
    return found.signed and found.policy.predictions.twin.value


def _is_signed(infusion: Infusion) -> bool:
    version_id = pinned_version(infusion).pk
    signed = Signature.objects.filter(clinic_id=infusion.clinic_id, meaning=SIGNED, subject_id=version_id)
    return bool(signed.exists())
