"""What follows a sign-in: an entry in each clinic's chain, new PIN tries, and a second factor just set up counts."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tenancy import own_rows

from .models import User
from .pins import note_sign_in
from .seats import own_memberships, second_factor_shown, stand_up

PROVES = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


def after_sign_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Notes a full sign-in in every clinic of the person; a password alone is not one."""
    stand_up(request)
    if not second_factor_shown(request):
        return
    at = now()
    with own_rows(user.pk):
        members = own_memberships(user)
    for member in members:
        note_sign_in(member, at=at)


def after_factor_added(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Whoever has just set up a code or passkey has shown it: no second sign-in is asked."""
    if authenticator.type not in PROVES:
        return
    first = not second_factor_shown(request)
    record_authentication(request, user, method="mfa", type=authenticator.type)
    if first:
        after_sign_in(request=request, user=user)
