"""What one opening of a link gave: each press of Open begins anew, so that a second pair of eyes reads nothing.

The browser keeps it in a signed cookie, by the ids of the rows and no clock: two phones that hold one link at the same
time stay apart. Where the cookie is lost nothing is shown, and what was answered still holds.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from slowdrip.clinic.portal.models import PatientLink

OPENING_COOKIE: Final = "slowdrip_opening"
MOST: Final = 280
"""A cookie holds 4 kB; what was given longest ago is left out first."""
_SALT: Final = "slowdrip.portal.opening"
_BYTES: Final = 6
"""Of an id: enough to tell the rows of one patient apart."""


def begin_opening(response: HttpResponse, request: HttpRequest, link: PatientLink) -> None:
    """Lets this browser know of nothing that was given through the link before this moment."""
    _keep(response, request, link, ())


def note_given(response: HttpResponse, request: HttpRequest, link: PatientLink, rows: Iterable[UUID]) -> None:
    """Adds what was just given to what this opening may show again."""
    held = _held(request, link)
    fresh = [key for key in map(key_of, rows) if key not in held]
    if fresh:
        _keep(response, request, link, [*held, *fresh][-MOST:])


def given_here(request: HttpRequest, link: PatientLink) -> frozenset[str]:
    """Gives the keys of what was given in this opening of this link; `key_of` says whose they are."""
    return frozenset(_held(request, link))


def key_of(row: UUID) -> str:
    """Gives the short form in which a row is remembered."""
    return urlsafe_b64encode(row.bytes[-_BYTES:]).decode("ascii")


def _held(request: HttpRequest, link: PatientLink) -> list[str]:
    try:
        kept = signing.Signer(salt=_SALT).unsign(request.COOKIES.get(OPENING_COOKIE, ""))
    except signing.BadSignature:
        return []
    whose, _, keys = kept.partition(".")
    return keys.split(".") if whose == str(link.pk) and keys else []


def _keep(response: HttpResponse, request: HttpRequest, link: PatientLink, keys: Iterable[str]) -> None:
    """It ends with the browser, which is sooner than the link does."""
    response.set_cookie(
        OPENING_COOKIE,
        signing.Signer(salt=_SALT).sign(".".join((str(link.pk), *keys))),
        path="/p/",
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
