"""The one page of a patient's screen, what it asks every other second, and its key."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, patient_page, render_again
from slowdrip.clinic.bedside.models import PatientScreen
from slowdrip.clinic.bedside.queries import Bedside, bedside, screen_of
from slowdrip.clinic.bedside.words import CALLED, COMING, STATES
from slowdrip.clinic.chart.tapping import told_at, told_id
from slowdrip.clinic.infusion.actions import call_nurse
from slowdrip.clinic.record.tenancy import tenant


@patient_page("bedside.see")
@require_safe
def page(request: ClinicRequest) -> HttpResponse:
    """Shows the patient how long it still takes, and the key that calls the nurse."""
    return _page(request)


@patient_page("bedside.see")
@require_safe
def now(request: ClinicRequest) -> HttpResponse:
    """Gives the few words of the page anew; that it answers at all tells the page that its key works."""
    return _words(request)


@patient_page("bedside.call")
@require_POST
def call(request: ClinicRequest) -> HttpResponse:
    """Calls the nurse for the chair of this screen; 409 when there is no visit in it, or the tap is long past."""
    with tenant(request.clinic.pk):
        chair_id = _screen(request).chair_id
    typed = request.POST
    heard = call_nurse(request.acting, chair_id, at=request.at, occurred_at=told_at(request), event_id=told_id(typed))
    if not heard:
        return render_again(request, lambda: _page(request, is_lost=True, status=409))
    if request.headers.get("X-Slowdrip-Live"):
        return render_again(request, lambda: _words(request))
    return redirect("bedside:page", clinic=request.clinic.slug)


def _screen(request: ClinicRequest) -> PatientScreen:
    screen = screen_of(request.acting)
    if screen is None:
        raise Http404
    return screen


def _page(request: ClinicRequest, *, is_lost: bool = False, status: int = 200) -> HttpResponse:
    screen = _screen(request)
    shown = {"said": _said(request, bedside(screen, at=request.at)), "chair": screen.chair.name, "is_lost": is_lost}
    return _kept_nowhere(render(request, "bedside/page.html", shown, status=status))


def _words(request: ClinicRequest) -> HttpResponse:
    return _kept_nowhere(JsonResponse(_said(request, bedside(_screen(request), at=request.at))))


def _said(request: ClinicRequest, seen: Bedside) -> dict[str, Any]:
    """Gives all that the screen is ever told: words, the time of day, whether a call waits and may be made."""
    zone = ZoneInfo(request.clinic.time_zone)
    told = ""
    if seen.called_at is not None:
        told = str(CALLED) % {"clock": f"{seen.called_at.astimezone(zone):%H:%M}"}
    elif seen.is_coming:
        told = str(COMING)
    return {
        "now": request.at.isoformat(),
        "clock": f"{request.at.astimezone(zone):%H:%M}",
        "left": str(STATES[seen.state]) % {"minutes": seen.minutes},
        "told": told,
        "waits": seen.called_at is not None,
        "may_call": seen.may_call,
    }


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Whoever has the screen next must not find what it said."""
    response["Cache-Control"] = "no-store"
    return response
