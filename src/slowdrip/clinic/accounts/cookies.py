"""What a browser of a clinic is given to keep: which device it is, and whose lock it shows to a stranger."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .seats import DEVICE_COOKIE

CLINIC_COOKIE = "slowdrip_clinic"
# Browsers keep a cookie for 400 days at most.
COOKIE_LASTS_S = 400 * 24 * 3600


def remember_device(response: HttpResponse, request: HttpRequest, token: str) -> None:
    """Lets the browser be this device of the request's clinic from now on."""
    slug = request.clinic.slug  # type: ignore[attr-defined]  # a page that enrols has passed its rule
    for name, value in ((DEVICE_COOKIE, token), (CLINIC_COOKIE, slug)):
        response.set_cookie(
            name,
            value,
            max_age=COOKIE_LASTS_S,
            secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
