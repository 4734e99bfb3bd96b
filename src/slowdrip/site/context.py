"""What every template knows: the clinic, who acts, the frame of the page, and the banners that must be seen."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from slowdrip.clinic.record.banners import banners
from slowdrip.clinic.record.kept import saved_drafts
from slowdrip.clinic.record.moment import now
from slowdrip.clinic.record.tenancy import tenant

from .demo import demo_banners
from .shell import address, shell_of, who_acts


def house(request: HttpRequest) -> dict[str, Any]:
    """Gives the clinic, the acting person and the seat of the request, where it has them."""
    at = getattr(request, "at", None) or now()
    return {
        "clinic": getattr(request, "clinic", None),
        "acting": who_acts(request),
        "seat": getattr(request, "seat", None),
        "sound": sound_of(request),
        "server_now": at.isoformat(),
        "demo": settings.DEMO,
        # Only a whole page has a frame; a fragment of one never asks for these.
        "shell": SimpleLazyObject(lambda: shell_of(request)),
        "banners": SimpleLazyObject(lambda: [*demo_banners(request), *clinic_banners(request, at)]),
        "acknowledged": SimpleLazyObject(lambda: saved_drafts(request)),
    }


def sound_of(request: HttpRequest) -> str:
    """Says on or off for a screen of the clinic, nothing for any other.

    A screen that is not enrolled is on: somebody brought it to work, and a silence nobody chose is the worse mistake.
    """
    seat = getattr(request, "seat", None)
    if seat is None:
        return ""
    return "on" if seat.device is None or seat.device.sounds else "off"


def clinic_banners(request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    """Gives what every page of the clinic must show, loudest first."""
    clinic = getattr(request, "clinic", None)
    if clinic is None or getattr(request, "acting", None) is None:
        return []
    with tenant(clinic.pk):
        found = banners(clinic.pk, at)
    return [
        {
            "tier": banner.tier,
            "code": banner.code,
            "text": str(banner.text) % banner.params if banner.params else banner.text,
            "url": address(banner.page, clinic.slug) if banner.page else "",
            "action": banner.action,
        }
        for banner in found
    ]
