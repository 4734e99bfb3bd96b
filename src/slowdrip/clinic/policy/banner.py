"""The quiet line above every page while nobody has signed the policy."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from slowdrip.clinic.record.banners import Banner

from .queries import NoPolicy, policy_in_force

NOT_SIGNED = Banner(
    tier="",
    code="policy_not_signed",
    text=_("The policy is not signed yet: the shipped default is in use. A medical director has to read and sign it."),
    page="policy:current",
    action=_("Open the policy"),
)


def unsigned(clinic_id: UUID, at: datetime) -> Iterator[Banner]:
    """Gives the banner until a director has signed a version."""
    try:
        signed = policy_in_force(clinic_id).signed
    except NoPolicy:
        signed = False
    if not signed:
        yield NOT_SIGNED
