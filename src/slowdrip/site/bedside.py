"""Leads a patient's screen back to its page from the addresses that belong to no clinic: the start and sign-in."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from slowdrip.clinic.accounts.cookies import CLINIC_COOKIE
from slowdrip.clinic.accounts.seats import DEVICE_COOKIE, device_of
from slowdrip.clinic.record.models import Clinic
from slowdrip.clinic.record.tenancy import tenant

ACCOUNT: Final = "/account/"
Answer = Callable[[HttpRequest], HttpResponse]


def only_the_bedside(get_response: Answer) -> Answer:
    """Gives the middleware; the pages of a clinic have their own rule, which needs none of this."""

    def answer(request: HttpRequest) -> HttpResponse:
        url = bedside_url(request) if _is_door(request.path) else ""
        return HttpResponseRedirect(url) if url else get_response(request)

    return answer


def bedside_url(request: HttpRequest) -> str:
    """Gives where a patient's screen belongs, or an empty text for every other browser."""
    slug = request.COOKIES.get(CLINIC_COOKIE, "")
    if not slug or DEVICE_COOKIE not in request.COOKIES:
        return ""
    clinic = Clinic.objects.filter(slug=slug).first()
    if clinic is None:
        return ""
    with tenant(clinic.pk):
        device = device_of(request, clinic)
    return reverse("bedside:page", kwargs={"clinic": slug}) if device is not None and device.is_patients else ""


def _is_door(path: str) -> bool:
    return path == "/" or path.startswith(ACCOUNT)
