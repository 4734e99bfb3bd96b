"""The downtime sheet: what is printed before the server is away, and written on while it is."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from slowdrip.clinic.accounts.rules import ClinicRequest, shows, staff_page
from slowdrip.clinic.chart.board import running_cards
from slowdrip.clinic.chart.downtime import BLANK_ROWS, sheet_of


@staff_page("drip.see", shows_patient=True)
@require_safe
def downtime_sheet(request: ClinicRequest) -> HttpResponse:
    """Shows a sheet per drip under way and a blank one, each on a page of its own when printed."""
    zone = ZoneInfo(request.clinic.time_zone)
    cards = running_cards(request.acting, at=request.at)
    shows(request, *(card.infusion.patient_id for card in cards))
    sheets = [sheet_of(card, at=request.at, slug=request.clinic.slug, zone=zone) for card in cards]
    context = {"sheets": sheets, "blank_rows": range(BLANK_ROWS), "printed_at": request.at}
    response = render(request, "chart/downtime.html", context)
    response["Cache-Control"] = "no-store"
    return response
