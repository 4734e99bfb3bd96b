"""The line on top of every staff screen while an emergency is open anywhere in the house."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from slowdrip.clinic.accounts.rules import ClinicRequest, live_page
from slowdrip.clinic.emergency.queries import OpenEmergency, open_emergencies


@live_page("board.see")
@require_safe
def open_now(request: ClinicRequest) -> HttpResponse:
    """Gives a line per open emergency: chair and running clock, nothing about the patient."""
    looked_at = HtmxDetails(request).current_url_abs_path or ""
    found = [one for one in open_emergencies(request.acting) if not _is_here(request, one, looked_at)]
    may_open = request.acting.may("drip.see") and not request.seat.locked
    return render(request, "emergency/parts/open.html", {"open_emergencies": found, "may_open": may_open})


def _is_here(request: ClinicRequest, one: OpenEmergency, looked_at: str) -> bool:
    """The page of the emergency itself has the same clock, larger."""
    own = reverse("emergency:page", kwargs={"clinic": request.clinic.slug, "infusion": one.infusion_id})
    return looked_at.partition("?")[0] == own
