"""What a browser of a clinic is given to keep: which device it is, and whose lock it shows to a stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from .seats import DEVICE_COOKIE

if TYPE_CHECKING:
    from .rules import ClinicRequest

CLINIC_COOKIE = "slowdrip_clinic"
# Browsers keep a cookie for 400 days at most.
COOKIE_LASTS_S = 400 * 24 * 3600


def remember_device(response: HttpResponse, request: ClinicRequest, token: str) -> None:
    """Lets the browser be this device of the request's clinic from now on."""
    for name, value in ((DEVICE_COOKIE, token), (CLINIC_COOKIE, request.clinic.slug)):
        response.set_cookie(
            name,
            value,
            max_age=COOKIE_LASTS_S,
            secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
